//! What a password becomes on this device: ciphertext, whose key the browser keeps and gives to nobody, us included.
//!
//! The key is a `CryptoKey` that cannot be exported, in a database of its own beside the desk's: no backup, no table and
//! no other app of the site sees it. Without it (another device, the key deleted) the password is asked for again.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbRequest, SubtleCrypto};

use crate::model::hex;

/// The table and the key under which the key stands.
const TABLE: &str = "keys";
const NAME: &str = "sync";
/// The bytes of a nonce.
const NONCE: usize = 12;

/// Seals a text. Nothing when this page may not: over plain http it has no cryptography, and the text is kept nowhere.
pub async fn seal(database: &str, text: &str) -> Option<String> {
    let subtle = subtle()?;
    let key = key(database, &subtle).await?;
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce).ok()?;
    let bytes = Uint8Array::from(text.as_bytes());
    let sealed = subtle.encrypt_with_object_and_buffer_source(&algorithm(&nonce)?, &key, &bytes).ok()?;
    let sealed = Uint8Array::new(&JsFuture::from(sealed).await.ok()?).to_vec();
    Some([hex(&nonce), hex(&sealed)].concat())
}

/// The text that was sealed on this device; nothing when the key is gone.
pub async fn unseal(database: &str, sealed: &str) -> Option<String> {
    let (nonce, rest) = bytes(sealed)?.split_at_checked(NONCE).map(|(a, b)| (a.to_vec(), b.to_vec()))?;
    let subtle = subtle()?;
    let key = key(database, &subtle).await?;
    let rest = Uint8Array::from(&*rest);
    let text = subtle.decrypt_with_object_and_buffer_source(&algorithm(&nonce)?, &key, &rest).ok()?;
    String::from_utf8(Uint8Array::new(&JsFuture::from(text).await.ok()?).to_vec()).ok()
}

/// Throws the key away: what was sealed with it is lost.
pub async fn forget(database: &str) {
    if let Some(factory) = factory()
        && let Ok(request) = factory.delete_database(&name(database))
    {
        let _ = answer(&request).await;
    }
}

fn name(database: &str) -> String {
    [database, ":keys"].concat()
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes().chunks(2);
    digits.map(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()).collect()
}

pub(in crate::desk) fn subtle() -> Option<SubtleCrypto> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok()?;
    let subtle = Reflect::get(&crypto, &"subtle".into()).ok()?;
    subtle.is_object().then(|| subtle.unchecked_into())
}

fn factory() -> Option<IdbFactory> {
    let factory = Reflect::get(&js_sys::global(), &"indexedDB".into()).ok()?;
    factory.is_object().then(|| factory.unchecked_into())
}

pub(in crate::desk) fn algorithm(nonce: &[u8]) -> Option<Object> {
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &"AES-GCM".into()).ok()?;
    if !nonce.is_empty() {
        Reflect::set(&algorithm, &"iv".into(), &Uint8Array::from(nonce)).ok()?;
    }
    Some(algorithm)
}

/// The key, made when there is none.
async fn key(database: &str, subtle: &SubtleCrypto) -> Option<CryptoKey> {
    let keys = open(database).await?;
    let kept = read(&keys).await;
    let key = match kept {
        Some(key) => Some(key),
        None => make(&keys, subtle).await,
    };
    keys.close();
    key
}

async fn read(keys: &IdbDatabase) -> Option<CryptoKey> {
    let table = keys.transaction_with_str(TABLE).ok()?.object_store(TABLE).ok()?;
    let found = answer(table.get(&NAME.into()).ok()?.as_ref()).await.ok()?;
    found.is_object().then(|| found.unchecked_into())
}

async fn make(keys: &IdbDatabase, subtle: &SubtleCrypto) -> Option<CryptoKey> {
    let algorithm = algorithm(&[])?;
    Reflect::set(&algorithm, &"length".into(), &256.into()).ok()?;
    let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
    let made = JsFuture::from(subtle.generate_key_with_object(&algorithm, false, &uses).ok()?).await.ok()?;
    let write = web_sys::IdbTransactionMode::Readwrite;
    let table = keys.transaction_with_str_and_mode(TABLE, write).ok()?.object_store(TABLE).ok()?;
    // Another tab may have been quicker: then its key counts.
    match table.add_with_key(&made, &NAME.into()).ok().map(JsCast::unchecked_into::<IdbRequest>) {
        Some(request) if answer(&request).await.is_ok() => Some(made.unchecked_into()),
        _ => read(keys).await,
    }
}

async fn open(database: &str) -> Option<IdbDatabase> {
    let request: IdbOpenDbRequest = factory()?.open_with_u32(&name(database), 1).ok()?;
    let opening = request.clone();
    let made = Closure::once_into_js(move || {
        if let Some(database) = opening.result().ok().and_then(|result| result.dyn_into::<IdbDatabase>().ok()) {
            let _ = database.create_object_store(TABLE);
        }
    });
    Reflect::set(&request, &"onupgradeneeded".into(), &made).ok()?;
    answer(&request).await.ok()?.dyn_into().ok()
}

/// What a request brings.
async fn answer(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        let _ = Reflect::set(request, &"onsuccess".into(), &resolve);
        let _ = Reflect::set(request, &"onerror".into(), &reject);
    });
    JsFuture::from(promise).await?;
    request.result()
}
