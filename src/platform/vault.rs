//! Secrets that outlive the page, sealed by a key that the browser never hands out: whoever copies
//! the browser's files or reads the database finds nothing to use, and no script can export the key.
//! (A script that runs in the page could still ask the browser to open what is sealed.)
//!
//! Each vault is a database of its own, so that wiping it deletes a database.

use crate::platform::database::raw;
use crate::platform::{entropy, has, window};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbTransactionMode};

#[wasm_bindgen]
extern "C" {
    /// The three functions of `SubtleCrypto` that a vault needs.
    type Subtle;

    #[wasm_bindgen(method, catch, js_name = generateKey)]
    fn generate(this: &Subtle, cipher: &Object, extractable: bool, uses: &Array) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn encrypt(this: &Subtle, cipher: &Object, key: &JsValue, text: &Uint8Array) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn decrypt(
        this: &Subtle,
        cipher: &Object,
        key: &JsValue,
        sealed: &Uint8Array,
    ) -> Result<Promise, JsValue>;
}

/// The cipher: 256 bits, and what is sealed is known to be whole.
const CIPHER: &str = "AES-GCM";
const KEY_BITS: u32 = 256;
const STORE: &str = "sealed";
/// The only entry of the store.
const ENTRY: &str = "secret";

/// Whether this browser has what a vault needs: on plain HTTP off localhost it has no Web Crypto.
pub fn is_possible() -> bool {
    subtle().is_some() && window().is_some_and(|window| has(&window, "indexedDB"))
}

/// Puts `secret` into the vault called `name`, in place of what was there, under a fresh key; `false`
/// where it can't be kept.
pub async fn keep(name: &str, secret: &[u8]) -> bool {
    match seal(name, secret).await {
        Some(sealed) => store(name, sealed).await.is_some(),
        None => false,
    }
}

/// What the vault called `name` holds; `None` where it is empty, or was not sealed here.
pub async fn open(name: &str) -> Option<Vec<u8>> {
    let entry = fetch(name).await?;
    let part = |part: &str| Reflect::get(&entry, &part.into()).ok();
    let (iv, sealed): (Uint8Array, Uint8Array) =
        (part("iv")?.dyn_into().ok()?, part("sealed")?.dyn_into().ok()?);
    let opened = subtle()?.decrypt(&cipher(name, &iv)?, &part("key")?, &sealed).ok()?;
    let opened = JsFuture::from(opened).await.ok()?;
    Some(Uint8Array::new(&opened).to_vec())
}

async fn seal(name: &str, secret: &[u8]) -> Option<Object> {
    let subtle = subtle()?;
    let iv = Uint8Array::from(entropy::bytes::<12>()?.as_slice());
    let wanted = object(&[("name", CIPHER.into()), ("length", KEY_BITS.into())])?;
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let key = JsFuture::from(subtle.generate(&wanted, false, &uses).ok()?).await.ok()?;
    let sealed = subtle.encrypt(&cipher(name, &iv)?, &key, &Uint8Array::from(secret)).ok()?;
    let sealed = Uint8Array::new(&JsFuture::from(sealed).await.ok()?);
    object(&[("key", key), ("iv", iv.into()), ("sealed", sealed.into())])
}

/// How it is sealed. The vault's name is sealed along, so that what belongs to one account is of no
/// use in another's vault.
fn cipher(name: &str, iv: &Uint8Array) -> Option<Object> {
    let bound_to = Uint8Array::from(name.as_bytes());
    object(&[("name", CIPHER.into()), ("iv", iv.into()), ("additionalData", bound_to.into())])
}

fn object(members: &[(&str, JsValue)]) -> Option<Object> {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &JsValue::from_str(name), value).ok()?;
    }
    Some(object)
}

fn subtle() -> Option<Subtle> {
    let crypto = window()?.crypto().ok()?;
    let subtle = has(&crypto, "subtle").then(|| Reflect::get(&crypto, &"subtle".into()));
    Some(subtle?.ok()?.unchecked_into())
}

async fn store(name: &str, entry: Object) -> Option<()> {
    let database = connect(name).await?;
    let kept = put(&database, &entry).await;
    database.close();
    kept
}

async fn put(database: &IdbDatabase, entry: &Object) -> Option<()> {
    let transaction = database.transaction_with_str_and_mode(STORE, IdbTransactionMode::Readwrite).ok()?;
    transaction.object_store(STORE).ok()?.put_with_key(entry, &ENTRY.into()).ok()?;
    raw::committed(&transaction).await.then_some(())
}

async fn fetch(name: &str) -> Option<JsValue> {
    let database = connect(name).await?;
    let found = get(&database).await;
    database.close();
    found.filter(|entry| !entry.is_undefined())
}

async fn get(database: &IdbDatabase) -> Option<JsValue> {
    let transaction = database.transaction_with_str(STORE).ok()?;
    let request = transaction.object_store(STORE).ok()?.get(&ENTRY.into()).ok()?;
    raw::committed(&transaction).await.then_some(())?;
    request.result().ok()
}

async fn connect(name: &str) -> Option<IdbDatabase> {
    let make = |database: &IdbDatabase| _ = database.create_object_store(STORE);
    raw::connect(name, make).await
}
