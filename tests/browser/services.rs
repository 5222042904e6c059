//! Channels, preferences, clocks, randomness, and the screen after a panic.

use dialect::{Method, Request};
use gloo_timers::future::TimeoutFuture;
use qunyue::platform::channel::Channel;
use qunyue::platform::fetch::{self, Abort};
use qunyue::platform::{agent, clock, entropy, panic_screen, storage};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_channel_reaches_the_others_and_not_oneself() {
    let heard = Rc::new(RefCell::new(Vec::new()));
    let listen = |who: &'static str| {
        let heard = Rc::clone(&heard);
        Channel::join("test-channel", move |number| heard.borrow_mut().push((who, number)))
    };
    let (one, other) = (listen("one"), listen("other"));
    one.say(9_007_199_254_740_991);
    TimeoutFuture::new(100).await;
    assert_eq!(*heard.borrow(), [("other", 9_007_199_254_740_991)]);
    drop(other);
    one.say(1);
    TimeoutFuture::new(100).await;
    assert_eq!(heard.borrow().len(), 1);
}

#[wasm_bindgen_test]
fn a_preference_is_kept_listed_and_forgotten() {
    storage::set_pref("test.a", "早");
    assert_eq!(storage::pref("test.a").as_deref(), Some("早"));
    assert_eq!(storage::pref_keys("test."), ["test.a"]);
    storage::drop_pref("test.a");
    assert_eq!(storage::pref("test.a"), None);
}

#[wasm_bindgen_test]
async fn the_storage_tells_how_much_it_holds() {
    let estimate = storage::estimate().await.unwrap();
    assert!(estimate.quota > estimate.used);
}

#[wasm_bindgen_test]
async fn the_tabs_clock_goes_on_and_the_walls_is_of_this_century() {
    let before = clock::mono_ms();
    TimeoutFuture::new(30).await;
    assert!(clock::mono_ms() >= before + 25);
    assert!(clock::wall_ms() > 1_700_000_000_000);
}

#[wasm_bindgen_test]
fn randomness_is_not_the_same_twice() {
    assert_ne!(entropy::bytes::<16>().unwrap(), entropy::bytes::<16>().unwrap());
    assert!((0..100).all(|_| entropy::below(7) < 7));
    assert_eq!(entropy::below(0), 0);
}

#[wasm_bindgen_test]
fn the_browser_is_named_for_the_list_of_devices() {
    assert_eq!(agent::label(), "Chrome · Linux");
}

fn get(url: &str) -> Request {
    Request { method: Method::Get, url: url.to_owned(), headers: Vec::new(), body: None }
}

#[wasm_bindgen_test]
async fn an_answer_comes_whole_with_its_headers_in_lower_case() {
    let answer = fetch::send(&get("/"), &Abort::new()).await.unwrap();
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("<html"));
    assert!(answer.headers.iter().any(|(name, _)| name == "content-type"));
}

#[wasm_bindgen_test]
async fn nobody_there_and_an_abort_are_no_answer() {
    // Port 1 is closed to browsers.
    assert_eq!(fetch::send(&get("http://127.0.0.1:1/"), &Abort::new()).await, None);
    let abort = Abort::new();
    abort.abort();
    assert_eq!(fetch::send(&get("/"), &abort).await, None);
}

#[wasm_bindgen_test]
async fn a_missing_file_beside_the_page_is_told_from_no_answer() {
    assert_eq!(fetch::file("/there-is-no-such-file").await, Some(None));
    assert_eq!(fetch::file("http://127.0.0.1:1/").await, None);
}

#[wasm_bindgen_test]
fn after_a_panic_a_plain_screen_offers_a_way_out_in_the_readers_language() {
    let document = leptos::prelude::document();
    let root = document.document_element().unwrap();
    let before = root.get_attribute("lang");
    root.set_attribute("lang", "zh-Hant").unwrap();
    // The test page reports in its body, so the screen is put into a page of its own.
    let body = document.body().unwrap();
    let stand_in = document.create_element("body").unwrap();
    root.replace_child(&stand_in, &body).unwrap();
    panic_screen::show("src/x.rs:1: something broke");
    let alert = stand_in.query_selector("[role=alert]").unwrap().unwrap();
    let buttons = alert.get_elements_by_tag_name("button");
    let details = alert.query_selector("textarea").unwrap().unwrap();
    let text = alert.text_content().unwrap();
    root.replace_child(&body, &stand_in).unwrap();
    match before {
        Some(tag) => root.set_attribute("lang", &tag).unwrap(),
        None => root.remove_attribute("lang").unwrap(),
    }
    assert!(text.contains("程式發生錯誤") && text.contains("重新載入"));
    assert_eq!(buttons.length(), 2);
    assert_eq!(details.get_attribute("aria-label").as_deref(), Some("錯誤詳情"));
}
