//! A backup under a passphrase: how its bytes are laid out. Whoever seals and opens them has the cryptography.
//!
//! ```text
//! {"format":"shouwen-sealed","version":1,"kdf":"PBKDF2-SHA256","iterations":600000,"salt":"…","cipher":"AES-256-GCM"}
//! frame, frame, …
//! ```
//!
//! A frame is the length of what follows (4 bytes, the highest first), a nonce (12 bytes) and a piece of the backup as
//! AES-GCM leaves it. The first piece is empty: when it does not open, the passphrase is wrong. Each frame is bound to the
//! first line, to its place and to whether it is the last ([`Seal::bound`]): none can be changed, moved, left out or added.

use serde::{Deserialize, Serialize};

use crate::model::hex;

/// The first line's format.
const FORMAT: &str = "shouwen-sealed";
/// How often the passphrase is hashed.
pub const ITERATIONS: u32 = 600_000;
/// A file that asks for more is not opened: it would take for ever.
const MOST: u32 = 10_000_000;
/// The length of the salt, in bytes.
pub const SALT: usize = 16;
/// The length of a nonce, in bytes.
pub const NONCE: usize = 12;
/// So many bytes of a backup are sealed at once.
pub const PIECE: usize = 1 << 20;
/// What sealing adds, in bytes.
const TAG: usize = 16;
/// The longest first line, in bytes.
const LINE: usize = 512;

/// Why a sealed backup is not opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It is from a newer app.
    #[error("the sealed backup is from a newer app")]
    Future,
    /// The passphrase is not the one it was sealed with.
    #[error("the passphrase is wrong")]
    Passphrase,
    /// Its bytes are not those that were written, or not all of them.
    #[error("the sealed backup is damaged")]
    Damaged,
    /// This page may not use cryptography: it is not on https.
    #[error("the page has no cryptography")]
    Unable,
}

/// How a backup is sealed: what its first line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// How often the passphrase is hashed.
    pub iterations: u32,
    /// What it is hashed with.
    pub salt: [u8; SALT],
    line: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Line {
    format: String,
    version: u32,
    kdf: String,
    iterations: u32,
    salt: String,
    cipher: String,
}

impl Seal {
    /// A new one, of random bytes.
    #[must_use]
    pub fn new(salt: [u8; SALT]) -> Self {
        let line = Line {
            format: FORMAT.to_owned(),
            version: 1,
            kdf: "PBKDF2-SHA256".to_owned(),
            iterations: ITERATIONS,
            salt: hex(&salt),
            cipher: "AES-256-GCM".to_owned(),
        };
        let mut line = serde_json::to_vec(&line).unwrap_or_default();
        line.push(b'\n');
        Self { iterations: ITERATIONS, salt, line }
    }

    /// The first line of a file that begins with these bytes (512 are enough); nothing when it is no sealed backup.
    ///
    /// # Errors
    /// When it is one that this app cannot open.
    pub fn read(begin: &[u8]) -> Result<Option<Self>, SealError> {
        let begin = begin.get(..LINE).unwrap_or(begin);
        let Some(end) = begin.iter().position(|byte| *byte == b'\n') else { return Ok(None) };
        let line = begin.get(..=end).unwrap_or_default();
        let Ok(value) = serde_json::from_slice::<serde_json::Value>(line) else { return Ok(None) };
        if value.get("format").and_then(serde_json::Value::as_str) != Some(FORMAT) {
            return Ok(None);
        }
        if value.get("version").and_then(serde_json::Value::as_u64) != Some(1) {
            return Err(SealError::Future);
        }
        let read: Line = serde_json::from_value(value).map_err(|_| SealError::Damaged)?;
        let known = read.kdf == "PBKDF2-SHA256" && read.cipher == "AES-256-GCM";
        let salt = unhex(&read.salt).filter(|_| known && (ITERATIONS..=MOST).contains(&read.iterations));
        let salt = salt.ok_or(SealError::Damaged)?;
        Ok(Some(Self { iterations: read.iterations, salt, line: line.to_vec() }))
    }

    /// The first line, with its line end.
    #[must_use]
    pub fn line(&self) -> &[u8] {
        &self.line
    }

    /// What a frame is bound to: the first line, the frame's place from 0, and whether it is the last.
    #[must_use]
    pub fn bound(&self, at: u64, last: bool) -> Vec<u8> {
        [&*self.line, &at.to_be_bytes(), &[u8::from(last)]].concat()
    }
}

/// A frame of a nonce and what was sealed with it.
#[must_use]
pub fn frame(nonce: &[u8; NONCE], sealed: &[u8]) -> Vec<u8> {
    let length = u32::try_from(NONCE + sealed.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes(), &nonce[..], sealed].concat()
}

/// A frame taken off the bytes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Its nonce.
    pub nonce: &'a [u8],
    /// What is sealed.
    pub sealed: &'a [u8],
    /// What follows it.
    pub rest: &'a [u8],
}

/// Takes the next frame off bytes. Nothing while it is not all there.
///
/// # Errors
/// When it cannot be one.
pub fn next(bytes: &[u8]) -> Result<Option<Frame<'_>>, SealError> {
    let Some((length, rest)) = bytes.split_first_chunk::<4>() else { return Ok(None) };
    let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
    if !(NONCE + TAG..=NONCE + TAG + PIECE).contains(&length) {
        return Err(SealError::Damaged);
    }
    if rest.len() < length {
        return Ok(None);
    }
    let (frame, rest) = rest.split_at(length);
    let (nonce, sealed) = frame.split_at(NONCE);
    Ok(Some(Frame { nonce, sealed, rest }))
}

fn unhex(text: &str) -> Option<[u8; SALT]> {
    let mut bytes = [0; SALT];
    if text.len() != 2 * SALT || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_line_is_read_as_written() {
        let seal = Seal::new([7; SALT]);
        let mut file = seal.line().to_vec();
        file.extend(frame(&[1; NONCE], &[2; TAG]));
        assert_eq!(Seal::read(&file), Ok(Some(seal.clone())));
        assert_eq!(Seal::read(b"{\"format\":\"shouwen-backup\"}\n"), Ok(None));
        assert_eq!(Seal::read(b"PK\x03\x04"), Ok(None));
        assert_eq!(Seal::read(&[b'x'; 9_000]), Ok(None));
        let other = |from: &str, to: &str| {
            let text = String::from_utf8(seal.line().to_vec()).unwrap();
            assert!(text.contains(from));
            Seal::read(text.replace(from, to).as_bytes())
        };
        assert_eq!(other("\"version\":1", "\"version\":2"), Err(SealError::Future));
        assert_eq!(other("600000", "1000"), Err(SealError::Damaged), "weaker than it ever was");
        assert_eq!(other("600000", "4000000000"), Err(SealError::Damaged), "it would take for ever");
        assert_eq!(other("PBKDF2", "MD5"), Err(SealError::Damaged));
        assert_eq!(other("0707", "07zz"), Err(SealError::Damaged));
    }

    #[test]
    fn frames_are_taken_off_one_by_one() {
        let mut file = frame(&[1; NONCE], &[2; TAG]);
        let first = file.len();
        file.extend(frame(&[3; NONCE], &[4; PIECE + TAG]));
        for end in [0, 3, 4, first - 1] {
            assert_eq!(next(&file[..end]), Ok(None), "{end} bytes");
        }
        let Frame { nonce, sealed, rest } = next(&file).unwrap().unwrap();
        assert_eq!((nonce, sealed, rest.len()), (&[1; NONCE][..], &[2; TAG][..], file.len() - first));
        let Frame { nonce, sealed, rest } = next(rest).unwrap().unwrap();
        assert_eq!((nonce[0], sealed.len(), rest.len()), (3, PIECE + TAG, 0));
        assert_eq!(next(&[0xff; 40]), Err(SealError::Damaged), "longer than any");
        assert_eq!(next(&[0, 0, 0, 5, 0, 0]), Err(SealError::Damaged), "shorter than any");
    }

    #[test]
    fn no_two_frames_are_bound_to_the_same() {
        let (a, b) = (Seal::new([1; SALT]), Seal::new([2; SALT]));
        let all = [a.bound(0, false), a.bound(0, true), a.bound(1, false), a.bound(256, false), b.bound(0, false)];
        for (at, one) in all.iter().enumerate() {
            assert!(all[at + 1..].iter().all(|other| other != one));
        }
    }
}
