//! The windowed list, painted.

use futures_channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use qunyue::ui::{Anchor, WindowedList};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

/// What the list needs of the app's styles.
const STYLE: &str = "
    .windowed-list { block-size: 515px; overflow: auto; overflow-anchor: none }
    .windowed-list-all { position: relative }
    .windowed-list-rows { position: absolute; inset: 0 0 auto }";

#[wasm_bindgen_test]
async fn a_list_that_opens_at_its_end_stands_there_from_the_first_frame_on() {
    let screen = screen();
    let rows = Signal::stored((0..50_usize).collect::<Vec<_>>());
    // Heights as they come: who takes one row's for another's stands elsewhere.
    let row = |row: usize| view! { <div style=format!("block-size: {}px", 80 + row * 37 % 50)></div> };
    // In the middle of a frame the sizes are told before anybody else has measured.
    frame().await;
    let list = mount_to(screen.clone(), move || {
        view! { <WindowedList rows row label=Signal::stored(String::new()) anchor=Anchor::End /> }
    });

    for _ in 0..8 {
        TimeoutFuture::new(0).await; // the frame is on the screen
        if let Some(beyond) = beyond(&screen) {
            assert!(beyond.abs() < 1.0, "the last row ends {beyond} pixels below what is in sight");
        }
        frame().await;
    }

    assert!(beyond(&screen).is_some(), "nothing was shown");
    drop(list);
    screen.remove();
}

/// A place in the page, with the styles.
fn screen() -> HtmlElement {
    let document = document();
    let screen: HtmlElement = document.create_element("div").unwrap().unchecked_into();
    let style = document.create_element("style").unwrap();
    style.set_text_content(Some(STYLE));
    screen.append_child(&style).unwrap();
    document.body().unwrap().append_child(&screen).unwrap();
    screen
}

/// Waits for the next frame: what follows is done before it is painted.
async fn frame() {
    let (begins, frame) = oneshot::channel();
    request_animation_frame(move || _ = begins.send(()));
    frame.await.unwrap();
}

/// How far the last row ends below what is in sight.
fn beyond(screen: &HtmlElement) -> Option<f64> {
    let list = screen.query_selector(".windowed-list").unwrap()?;
    let last = screen.query_selector(".windowed-list-row:last-child").unwrap()?;
    Some(last.get_bounding_client_rect().bottom() - list.get_bounding_client_rect().bottom())
}
