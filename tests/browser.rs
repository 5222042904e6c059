//! The small adapters, in a real browser.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "the attribute of these tests is not known to clippy as a test's")]

#[path = "browser/guards.rs"]
mod guards;
#[path = "browser/leading.rs"]
mod leading;
#[path = "browser/services.rs"]
mod services;
#[path = "browser/vault.rs"]
mod vault;
#[path = "browser/windowed_list.rs"]
mod windowed_list;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
