//! Keys, values and errors as IndexedDB has them.

use js_sys::Uint8Array;
use sync::{KeyRange, StoreKey, TxFailure};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomException, IdbKeyRange};

/// A key: a number for the log, text elsewhere.
pub(super) fn key(key: &StoreKey) -> JsValue {
    match key {
        // Exact: a log number is far below 2^53.
        StoreKey::Lsn(lsn) => JsValue::from_f64(*lsn as f64),
        StoreKey::Text(text) => JsValue::from_str(text),
    }
}

/// The key that a store gave back.
pub(super) fn read_key(key: &JsValue) -> Option<StoreKey> {
    match key.as_f64() {
        Some(number) => Some(StoreKey::Lsn(number as u64)),
        None => key.as_string().map(StoreKey::Text),
    }
}

/// A value to store.
pub(super) fn value(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

/// A stored value; `None` where the store has nothing under the key.
pub(super) fn read_value(value: &JsValue) -> Option<Vec<u8>> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
}

/// The keys of `range`. An empty range has none, and IndexedDB refuses to make it.
pub(super) fn range(range: &KeyRange) -> Result<IdbKeyRange, JsValue> {
    match &range.to {
        Some(to) => {
            IdbKeyRange::bound_with_lower_open_and_upper_open(&key(&range.from), &key(to), false, true)
        }
        None => IdbKeyRange::lower_bound(&key(&range.from)),
    }
}

/// What an exception means for the transaction that it ended.
pub(super) fn failure(error: &JsValue) -> TxFailure {
    let Some(error) = error.dyn_ref::<DomException>() else {
        return TxFailure::Aborted(words(error));
    };
    match error.name().as_str() {
        "QuotaExceededError" => TxFailure::Quota,
        // The browser's words for a connection or a process that went away under the page.
        "UnknownError" | "InvalidStateError" | "AbortError" | "TransactionInactiveError" | "TimeoutError" => {
            TxFailure::Lost
        }
        name => TxFailure::Aborted([name, ": ", &error.message()].concat()),
    }
}

/// An exception in its own words.
pub(super) fn words(error: &JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map(|error| String::from(error.message()))
        .or_else(|| error.as_string())
        .unwrap_or_else(|| "an unnamed exception".to_owned())
}
