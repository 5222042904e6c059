//! What the start-up script `public/boot.js` and the app say to each other.

use crate::platform::{has, window};
use gloo_net::http::Request;
use js_sys::Reflect;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, RequestCache};

/// The object that the script leaves for the app.
fn shared(name: &str) -> Option<JsValue> {
    let shared = Reflect::get(&js_sys::global(), &JsValue::from_str("qunyue")).ok()?;
    has(&shared, name).then(|| Reflect::get(&shared, &JsValue::from_str(name)).ok()).flatten()
}

/// The tag of the language whose words the script fetched, and its table.
pub fn words() -> Option<(String, String)> {
    Some((shared("language")?.as_string()?, shared("words")?.as_string()?))
}

/// Fetches the table of another language. `anew` asks the server even where a copy is kept.
pub async fn fetch_words(tag: &str, anew: bool) -> Option<String> {
    let cache = if anew { RequestCache::Reload } else { RequestCache::Default };
    let answer = Request::get(&format!("/words/{tag}.json")).cache(cache).send().await.ok()?;
    if answer.ok() { answer.text().await.ok() } else { None }
}

/// Takes away what stood on the screen before the app.
pub fn clear_start() {
    let start = window().and_then(|window| window.document()?.query_selector("[data-start]").ok()?);
    if let Some(start) = start {
        start.remove();
    }
}

/// Tells the script that the first page shows what it is about: what can wait may begin.
pub fn opened() {
    say("qunyue:opened");
}

/// Calls `told` when a new version of the app is ready to be loaded, also if it is already. The
/// app listens as long as the page lives.
pub fn on_update(told: impl Fn() + 'static) {
    if shared("updateReady").is_some_and(|ready| ready.is_truthy()) {
        told();
    }
    let listener = Closure::<dyn Fn(Event)>::new(move |_| told());
    if let Some(window) = window() {
        let _ = window.add_event_listener_with_callback("qunyue:update", listener.as_ref().unchecked_ref());
    }
    listener.forget();
}

/// Switches to the new version: the page reloads.
pub fn apply_update() {
    say("qunyue:apply-update");
}

/// Tells the script.
fn say(what: &str) {
    if let (Some(window), Ok(event)) = (window(), Event::new(what)) {
        let _ = window.dispatch_event(&event);
    }
}
