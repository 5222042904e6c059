//! Every store does the same: one suite, run on the browser's database and on the store in memory.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "the attribute of these tests is not known to clippy as a test's")]

#[path = "store/browser.rs"]
mod browser;
#[path = "store/conformance.rs"]
mod conformance;
#[path = "store/stores.rs"]
mod stores;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

conformance::suite!(memory, crate::stores::InMemory);
conformance::suite!(indexed_db, crate::stores::InBrowser);
