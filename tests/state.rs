//! The handles over the real engine and the browser's database, with nobody at the other end of
//! the network: everything that is promised offline.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "the attribute of these tests is not known to clippy as a test's")]

#[path = "state/app.rs"]
mod app;
#[path = "state/offline.rs"]
mod offline;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
