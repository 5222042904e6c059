//! The browser as small functions. The only place that names `web_sys` and `js_sys`.
//!
//! Nothing here decides anything: what may be missing (plain HTTP, private mode, an old browser)
//! comes back as `None`, `false` or an error, never as an exception.

pub mod agent;
pub mod badge;
pub mod boot;
pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod database;
pub mod entropy;
pub mod events;
pub mod fetch;
pub mod files;
pub mod focus;
pub mod intl;
pub mod lifecycle;
pub mod local_time;
pub mod locks;
pub mod measure;
pub mod notify;
pub mod page;
pub mod panic_screen;
pub mod policy;
pub mod storage;
pub mod task;
pub mod vault;

use wasm_bindgen::JsValue;

/// The window; `None` only outside a page.
#[expect(clippy::disallowed_methods, reason = "this is the place that touches the browser")]
pub(crate) fn window() -> Option<web_sys::Window> {
    web_sys::window()
}

/// Whether `object` has `name`, and not as `undefined`. Interfaces that browsers keep for secure
/// origins are simply not there on plain HTTP, and calling them would throw.
pub(crate) fn has(object: &JsValue, name: &str) -> bool {
    js_sys::Reflect::get(object, &JsValue::from_str(name)).is_ok_and(|value| !value.is_undefined())
}
