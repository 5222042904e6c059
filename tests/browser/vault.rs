//! Secrets that outlive the page.

use js_sys::Reflect;
use qunyue::platform::{database, vault};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

const SECRET: &[u8] = b"a token that nobody else may have";

#[wasm_bindgen_test]
async fn what_is_kept_comes_back_until_it_is_wiped() {
    assert!(vault::is_possible());
    assert_eq!(vault::open("vault/one").await, None);
    assert!(vault::keep("vault/one", SECRET).await);
    assert_eq!(vault::open("vault/one").await.as_deref(), Some(SECRET));
    assert!(vault::keep("vault/one", b"another").await);
    assert_eq!(vault::open("vault/one").await.as_deref(), Some(&b"another"[..]));
    database::delete("vault/one").await.unwrap();
    assert_eq!(vault::open("vault/one").await, None);
}

#[wasm_bindgen_test]
async fn the_key_is_not_handed_out_and_the_secret_is_not_stored_as_it_is() {
    assert!(vault::keep("vault/two", SECRET).await);
    let entry = entry_of("vault/two").await;
    let part = |name: &str| Reflect::get(&entry, &name.into()).unwrap();
    assert_eq!(Reflect::get(&part("key"), &"extractable".into()).unwrap(), JsValue::FALSE);
    let sealed = js_sys::Uint8Array::new(&part("sealed")).to_vec();
    assert!(sealed.len() > SECRET.len(), "the cipher tells whether it is whole");
    assert!(!sealed.windows(5).any(|part| SECRET.windows(5).any(|secret| secret == part)));
}

#[wasm_bindgen_test]
async fn what_was_sealed_for_one_is_of_no_use_in_the_vault_of_another() {
    assert!(vault::keep("vault/three", SECRET).await);
    let entry = entry_of("vault/three").await;
    assert!(vault::keep("vault/four", b"mine").await);
    run("vault/four", "(store, entry) => store.put(entry, 'secret')", &entry).await;
    assert_eq!(vault::open("vault/four").await, None);
    assert_eq!(vault::open("vault/three").await.as_deref(), Some(SECRET), "where it belongs it opens");
}

/// The entry of a vault, read by hand.
async fn entry_of(name: &str) -> JsValue {
    run(name, "(store) => store.get('secret')", &JsValue::UNDEFINED).await
}

/// Runs one request on the store of a vault, outside the code that is tested.
async fn run(name: &str, request: &str, entry: &JsValue) -> JsValue {
    let code = format!(
        "return new Promise((done, failed) => {{
            const opening = indexedDB.open(name, 1);
            opening.onerror = () => failed(opening.error);
            opening.onsuccess = () => {{
                const store = opening.result.transaction('sealed', 'readwrite').objectStore('sealed');
                const request = ({request})(store, entry);
                store.transaction.oncomplete = () => {{ opening.result.close(); done(request.result); }};
                store.transaction.onabort = () => failed(store.transaction.error);
            }};
        }});"
    );
    let run = js_sys::Function::new_with_args("name, entry", &code);
    let promise = run.call2(&JsValue::UNDEFINED, &name.into(), entry).unwrap();
    JsFuture::from(promise.unchecked_into::<js_sys::Promise>()).await.unwrap()
}
