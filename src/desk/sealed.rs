//! Backups under a passphrase, by the browser's own cryptography: PBKDF2-SHA256 makes the key, AES-256-GCM seals.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, JsString, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::sync::{algorithm, subtle};
use crate::query::backup::sealed::{Frame, NONCE, PIECE, SALT, Seal, SealError, frame, next};
use crate::store::pause;

/// So much of a file is read at once, in bytes.
const READ: u64 = 4 * 1024 * 1024;
/// How often it is asked whether to go on while the browser makes a key, in milliseconds.
const GLANCE: u32 = 100;

/// A passphrase's key.
struct Lock {
    seal: Seal,
    subtle: SubtleCrypto,
    key: CryptoKey,
}

impl Lock {
    /// Half a second of work, or more, for the browser; the page goes on meanwhile. Nothing when it cannot, or when it was
    /// stopped.
    async fn new(seal: Seal, passphrase: &str, go_on: &dyn Fn() -> bool) -> Option<Self> {
        let subtle = subtle()?;
        // The same characters typed by another keyboard are the same passphrase.
        let passphrase = String::from(JsString::from(passphrase).normalize("NFKC"));
        let bytes = Uint8Array::from(passphrase.as_bytes());
        let base = subtle.import_key_with_str("raw", &bytes, "PBKDF2", false, &Array::of1(&"deriveKey".into()));
        let base: CryptoKey = JsFuture::from(base.ok()?).await.ok()?.unchecked_into();
        let made = object(&[
            ("name", "PBKDF2".into()),
            ("hash", "SHA-256".into()),
            ("salt", Uint8Array::from(&seal.salt[..]).into()),
            ("iterations", seal.iterations.into()),
        ])?;
        let kind = object(&[("name", "AES-GCM".into()), ("length", 256.into())])?;
        let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
        let key = subtle.derive_key_with_object_and_object(&made, &base, &kind, false, &uses).ok()?;
        let key = unless_stopped(key, go_on).await?.unchecked_into();
        Some(Self { seal, subtle, key })
    }

    fn algorithm(&self, nonce: &[u8], at: u64, last: bool) -> Option<Object> {
        let algorithm = algorithm(nonce)?;
        let bound = Uint8Array::from(&*self.seal.bound(at, last));
        Reflect::set(&algorithm, &"additionalData".into(), &bound).ok()?;
        Some(algorithm)
    }

    async fn close(&self, piece: &[u8], at: u64, last: bool) -> Option<Vec<u8>> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).ok()?;
        let (algorithm, piece) = (self.algorithm(&nonce, at, last)?, Uint8Array::from(piece));
        let sealed = self.subtle.encrypt_with_object_and_buffer_source(&algorithm, &self.key, &piece).ok()?;
        let sealed = JsFuture::from(sealed).await.ok()?;
        Some(frame(&nonce, &Uint8Array::new(&sealed).to_vec()))
    }

    async fn open(&self, nonce: &[u8], sealed: &[u8], at: u64, last: bool) -> Option<Vec<u8>> {
        let (algorithm, sealed) = (self.algorithm(nonce, at, last)?, Uint8Array::from(sealed));
        let piece = self.subtle.decrypt_with_object_and_buffer_source(&algorithm, &self.key, &sealed).ok()?;
        Some(Uint8Array::new(&JsFuture::from(piece).await.ok()?).to_vec())
    }
}

/// What the browser promises; nothing when it breaks the promise, or when it was stopped meanwhile.
async fn unless_stopped(promise: Promise, go_on: &dyn Fn() -> bool) -> Option<JsValue> {
    let mut answer = JsFuture::from(promise);
    loop {
        let mut glance = TimeoutFuture::new(GLANCE);
        let came = poll_fn(|context| match Pin::new(&mut answer).poll(context) {
            Poll::Ready(answer) => Poll::Ready(Some(answer)),
            Poll::Pending => Pin::new(&mut glance).poll(context).map(|()| None),
        });
        match came.await {
            Some(answer) => return answer.ok(),
            None if !go_on() => return None,
            None => {}
        }
    }
}

fn object(members: &[(&str, JsValue)]) -> Option<Object> {
    let object = Object::new();
    for (name, value) in members {
        Reflect::set(&object, &(*name).into(), value).ok()?;
    }
    Some(object)
}

/// Seals the parts of a file under a passphrase. `go_on` is asked some ten times a second, and after every piece.
///
/// # Errors
/// [`SealError::Unable`] when the browser does not help; nothing when it was stopped.
pub async fn seal(
    parts: Vec<Vec<u8>>,
    passphrase: &str,
    go_on: &dyn Fn() -> bool,
) -> Result<Option<Vec<Vec<u8>>>, SealError> {
    match sealed(parts, passphrase, go_on).await {
        _ if !go_on() => Ok(None),
        Some(sealed) => Ok(Some(sealed)),
        None => Err(SealError::Unable),
    }
}

async fn sealed(parts: Vec<Vec<u8>>, passphrase: &str, go_on: &dyn Fn() -> bool) -> Option<Vec<Vec<u8>>> {
    let mut salt = [0; SALT];
    getrandom::fill(&mut salt).ok()?;
    let lock = Lock::new(Seal::new(salt), passphrase, go_on).await?;
    let mut all = vec![lock.seal.line().to_vec(), lock.close(&[], 0, false).await?];
    let (mut at, mut piece) = (1, Vec::with_capacity(PIECE));
    for part in parts {
        let mut rest = &*part;
        while !rest.is_empty() {
            if piece.len() == PIECE {
                all.push(lock.close(&piece, at, false).await?);
                (at, piece) = (at + 1, Vec::with_capacity(PIECE));
                pause().await;
                if !go_on() {
                    return None;
                }
            }
            let (taken, left) = rest.split_at(rest.len().min(PIECE - piece.len()));
            piece.extend_from_slice(taken);
            rest = left;
        }
    }
    all.push(lock.close(&piece, at, true).await?);
    Some(all)
}

/// Opens a sealed backup of so many bytes: its parts as they were before. `read` gives the file's bytes from a place on, at
/// most so many; `tell` is told the share that is opened and answers whether to go on.
///
/// # Errors
/// When the passphrase is wrong, a byte is not as it was written, or the browser does not help; nothing when it was stopped.
pub async fn open<F>(
    seal: &Seal,
    passphrase: &str,
    size: u64,
    read: impl Fn(u64, u64) -> F,
    tell: &dyn Fn(f64) -> bool,
) -> Result<Option<Vec<Vec<u8>>>, SealError>
where
    F: Future<Output = Result<Vec<u8>, String>>,
{
    let Some(lock) = Lock::new(seal.clone(), passphrase, &|| tell(0.0)).await else {
        return if tell(0.0) { Err(SealError::Unable) } else { Ok(None) };
    };
    let (mut at, mut count) = (seal.line().len() as u64, 0);
    let (mut bytes, mut parts) = (Vec::new(), Vec::new());
    loop {
        let more = read(at, READ).await.map_err(|_| SealError::Damaged)?;
        let ended = more.is_empty();
        at += more.len() as u64;
        bytes.extend(more);
        let mut rest = &*bytes;
        while let Some(Frame { nonce, sealed, rest: left }) = next(rest)? {
            let last = left.is_empty() && at >= size;
            // A whole file has a frame behind the first: where there is none, it was cut off.
            let wrong = if count == 0 && !last { SealError::Passphrase } else { SealError::Damaged };
            parts.push(lock.open(nonce, sealed, count, last).await.ok_or(wrong)?);
            (count, rest) = (count + 1, left);
            if last {
                return Ok(Some(parts));
            }
            pause().await;
        }
        if ended {
            return Err(SealError::Damaged);
        }
        #[allow(clippy::cast_precision_loss)]
        let share = at as f64 / size.max(1) as f64;
        if !tell(share) {
            return Ok(None);
        }
        bytes = rest.to_vec();
    }
}
