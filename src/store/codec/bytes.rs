//! Reading and writing bytes, bounds-checked.

use crate::store::error::Unreadable;

/// Appends a number, seven bits a byte, the lowest first.
pub fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        #[allow(clippy::cast_possible_truncation)]
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    #[allow(clippy::cast_possible_truncation)]
    out.push(number as u8);
}

/// Appends a count.
pub fn put_count(out: &mut Vec<u8>, count: usize) {
    put_number(out, count as u64);
}

/// Appends bytes behind their length.
pub fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_count(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// What is left to read.
#[derive(Clone, Copy)]
pub struct Cursor<'a>(pub &'a [u8]);

impl<'a> Cursor<'a> {
    /// The next byte.
    pub fn byte(&mut self) -> Result<u8, Unreadable> {
        let (first, rest) = self.0.split_first().ok_or(Unreadable::Short)?;
        self.0 = rest;
        Ok(*first)
    }

    /// So many bytes.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], Unreadable> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Unreadable::Short)?;
        self.0 = rest;
        Ok(taken)
    }

    /// A number as `put_number` writes it.
    pub fn number(&mut self) -> Result<u64, Unreadable> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Unreadable::Form("a number has too many digits"))
    }

    /// A count of things of which each takes at least so many bytes: never more than there can be.
    pub fn count(&mut self, least: usize) -> Result<usize, Unreadable> {
        let count = usize::try_from(self.number()?).map_err(|_| Unreadable::Short)?;
        if count > self.0.len() / least { Err(Unreadable::Short) } else { Ok(count) }
    }

    /// Bytes behind their length.
    pub fn bytes(&mut self) -> Result<&'a [u8], Unreadable> {
        let count = self.count(1)?;
        self.take(count)
    }

    /// A text behind its length.
    pub fn text(&mut self) -> Result<&'a str, Unreadable> {
        text(self.bytes()?)
    }
}

/// Bytes as text.
pub fn text(bytes: &[u8]) -> Result<&str, Unreadable> {
    std::str::from_utf8(bytes).map_err(|_| Unreadable::Form("a text is not UTF-8"))
}
