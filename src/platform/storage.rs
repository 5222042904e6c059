//! What the browser keeps besides the database: preferences, and how firmly it keeps anything.

use crate::platform::{has, window};
use gloo_events::EventListener;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Storage, StorageEvent, StorageManager};

fn local() -> Option<Storage> {
    window()?.local_storage().ok().flatten()
}

/// A value that was set before. Where storage is blocked there is none.
pub fn pref(key: &str) -> Option<String> {
    local()?.get_item(key).ok().flatten()
}

/// Keeps a value. Never for secrets: any script of the origin reads it.
pub fn set_pref(key: &str, value: &str) {
    if let Some(local) = local() {
        let _ = local.set_item(key, value);
    }
}

/// Forgets a value.
pub fn drop_pref(key: &str) {
    if let Some(local) = local() {
        let _ = local.remove_item(key);
    }
}

fn of_tab() -> Option<Storage> {
    window()?.session_storage().ok().flatten()
}

/// A value that was set before in this tab: it outlives a reload, and goes with the tab.
pub fn tab_value(key: &str) -> Option<String> {
    of_tab()?.get_item(key).ok().flatten()
}

/// Keeps a value for this tab. Never for secrets: any script of the origin reads it.
pub fn set_tab_value(key: &str, value: &str) {
    if let Some(of_tab) = of_tab() {
        let _ = of_tab.set_item(key, value);
    }
}

/// Forgets a value of this tab.
pub fn drop_tab_value(key: &str) {
    if let Some(of_tab) = of_tab() {
        let _ = of_tab.remove_item(key);
    }
}

/// Forgets the values of this tab whose keys start with `prefix`.
pub fn drop_tab_values(prefix: &str) {
    let Some(of_tab) = of_tab() else { return };
    for key in keys(&of_tab, prefix) {
        let _ = of_tab.remove_item(&key);
    }
}

/// The keys that start with `prefix`.
pub fn pref_keys(prefix: &str) -> Vec<String> {
    local().map(|local| keys(&local, prefix)).unwrap_or_default()
}

fn keys(storage: &Storage, prefix: &str) -> Vec<String> {
    let count = storage.length().unwrap_or(0);
    (0..count)
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .collect()
}

/// Listens until it is dropped.
pub struct Watch {
    _listener: Option<EventListener>,
}

/// Tells `handler` the key of every value that another tab changes.
pub fn on_change(handler: impl Fn(&str) + 'static) -> Watch {
    let listener = window().map(|window| {
        EventListener::new(&window, "storage", move |event| {
            let key = event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key);
            if let Some(key) = key {
                handler(&key);
            }
        })
    });
    Watch { _listener: listener }
}

/// Bytes in use and allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// In use.
    pub used: u64,
    /// Allowed.
    pub quota: u64,
}

/// The storage manager, which browsers keep for secure origins.
fn manager() -> Option<StorageManager> {
    let navigator = window()?.navigator();
    has(&navigator, "storage").then(|| navigator.storage())
}

/// Asks the browser not to evict this origin; says whether it promised.
pub async fn persist() -> bool {
    let Some(asked) = manager().and_then(|manager| manager.persist().ok()) else { return false };
    JsFuture::from(asked).await.is_ok_and(|granted| granted.is_truthy())
}

/// Whether the browser promised not to evict this origin.
pub async fn is_persistent() -> bool {
    let Some(asked) = manager().and_then(|manager| manager.persisted().ok()) else { return false };
    JsFuture::from(asked).await.is_ok_and(|granted| granted.is_truthy())
}

/// How much is stored, where the browser tells.
pub async fn estimate() -> Option<Estimate> {
    let estimate = JsFuture::from(manager()?.estimate().ok()?).await.ok()?;
    let number =
        |name: &str| js_sys::Reflect::get(estimate.unchecked_ref(), &JsValue::from_str(name)).ok()?.as_f64();
    Some(Estimate { used: number("usage")? as u64, quota: number("quota")? as u64 })
}
