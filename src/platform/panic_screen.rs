//! What is left when the app panics: a plain page that offers to reload, without the framework.
//!
//! What was saved is in the database, and nothing else can be lost, so reloading is the way out.
//! The words stand here because the tables of words may be what is missing.

use crate::platform::{clipboard, page, task, window};
use gloo_events::EventListener;
use std::sync::atomic::{AtomicBool, Ordering};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, HtmlTextAreaElement};

struct Words {
    tag: &'static str,
    title: &'static str,
    body: &'static str,
    reload: &'static str,
    details: &'static str,
    copy: &'static str,
}

/// The last is for every other language.
const WORDS: [Words; 3] = [
    Words {
        tag: "zh-Hans",
        title: "程序出了错，已停下",
        body: "已保存的内容都在这台设备上，不会丢失。请重新载入。",
        reload: "重新载入",
        details: "出错详情",
        copy: "复制详情",
    },
    Words {
        tag: "zh-Hant",
        title: "程式發生錯誤，已停止",
        body: "已儲存的內容都在這部裝置上，不會遺失。請重新載入。",
        reload: "重新載入",
        details: "錯誤詳情",
        copy: "複製詳情",
    },
    Words {
        tag: "en",
        title: "The app has stopped because of a fault",
        body: "What was saved is on this device and is not lost. Please reload.",
        reload: "Reload",
        details: "Details of the fault",
        copy: "Copy details",
    },
];

static SHOWN: AtomicBool = AtomicBool::new(false);

/// Shows the screen when the app panics from now on.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        let details = info.to_string();
        web_sys::console::error_1(&JsValue::from_str(&details));
        // What still runs after a panic may panic again: the first one is the cause.
        if !SHOWN.swap(true, Ordering::Relaxed) {
            show(&details);
        }
    }));
}

/// Shows the screen now, in place of everything.
pub fn show(details: &str) {
    let _ = try_show(details);
}

fn try_show(details: &str) -> Option<()> {
    let document = window()?.document()?;
    let tag = document.document_element()?.get_attribute("lang").unwrap_or_default();
    let words = WORDS.iter().find(|words| words.tag == tag).or(WORDS.last())?;
    let body = document.body()?;
    body.replace_children_with_node_0();

    let main = element(&document, "main", "panic")?;
    main.set_attribute("role", "alert").ok()?;
    let title = text(&document, "h1", "panic-title", words.title)?;
    title.set_tab_index(-1);
    let reload = text(&document, "button", "button", words.reload)?;
    reload.set_attribute("data-kind", "ink").ok()?;
    let copy = text(&document, "button", "button", words.copy)?;
    let log = element(&document, "textarea", "panic-details")?.dyn_into::<HtmlTextAreaElement>().ok()?;
    log.set_read_only(true);
    log.set_rows(6);
    log.set_value(details);
    log.set_attribute("aria-label", words.details).ok()?;
    for child in [&title, &text(&document, "p", "panic-body", words.body)?, &reload, &log, &copy] {
        main.append_child(child).ok()?;
    }
    body.append_child(&main).ok()?;

    EventListener::new(&reload, "click", |_| page::reload()).forget();
    let details = details.to_owned();
    EventListener::new(&copy, "click", move |_| {
        log.select();
        let details = details.clone();
        task::spawn(async move { _ = clipboard::copy(&details).await });
    })
    .forget();
    title.focus().ok()
}

fn element(document: &Document, name: &str, class: &str) -> Option<HtmlElement> {
    let element: Element = document.create_element(name).ok()?;
    element.set_class_name(class);
    element.dyn_into().ok()
}

fn text(document: &Document, name: &str, class: &str, words: &str) -> Option<HtmlElement> {
    let element = element(document, name, class)?;
    element.set_text_content(Some(words));
    Some(element)
}
