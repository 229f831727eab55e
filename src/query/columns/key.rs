//! Document ids in sixteen bytes: a ULID as its bits, any other name by its number.

use super::symbols::{Index, Symbols, mix, number};
use crate::model::document::DocId;

/// Set in the keys of ids that are not ULIDs. A ULID reaches it in the year 6429.
const NAMED: u128 = 1 << 127;

/// Ids of one kind of document, each with a number.
#[derive(Clone, Debug, Default)]
pub struct Keys {
    names: Symbols,
}

impl Keys {
    /// The key of an id's part after the hyphen, a new one if need be.
    pub fn intern(&mut self, name: &str) -> u128 {
        ulid(name).unwrap_or_else(|| NAMED | u128::from(self.names.intern(name)))
    }

    /// The key of a name if it can be known.
    pub fn find(&self, name: &str) -> Option<u128> {
        ulid(name).or_else(|| self.names.find(name).map(|number| NAMED | u128::from(number)))
    }

    /// The id of a key.
    pub fn id(&self, kind: &str, key: u128) -> DocId {
        if key & NAMED == 0 {
            return DocId::mint(kind, high(key), key);
        }
        DocId::fixed(kind, self.names.text(low(key)))
    }

    /// The key that stands here for a key of another desk's block.
    pub fn adopt(&mut self, from: &Keys, key: u128) -> u128 {
        if key & NAMED == 0 { key } else { self.intern(from.names.text(low(key))) }
    }

    /// The names that are not ULIDs.
    pub fn names(&self) -> &Symbols {
        &self.names
    }

    /// Keys whose names are these.
    pub fn of(names: Symbols) -> Self {
        Self { names }
    }
}

/// The hash of a key.
#[allow(clippy::cast_possible_truncation)]
pub fn hash_of(key: u128) -> u64 {
    mix(key as u64 ^ mix((key >> 64) as u64))
}

#[allow(clippy::cast_possible_truncation)]
fn high(key: u128) -> u64 {
    (key >> 80) as u64
}

#[allow(clippy::cast_possible_truncation)]
fn low(key: u128) -> u32 {
    key as u32
}

/// The bits of a ULID as `DocId::mint` writes it.
fn ulid(name: &str) -> Option<u128> {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    if name.len() != 26 || name.as_bytes()[0] > b'3' {
        return None;
    }
    name.bytes().try_fold(0, |bits: u128, digit| {
        let value = DIGITS.binary_search(&digit).ok()?;
        Some(bits << 5 | value as u128)
    })
}

/// Keys by number and numbers by key.
#[derive(Clone, Debug, Default)]
pub struct KeyIndex {
    keys: Vec<u128>,
    index: Index,
}

impl KeyIndex {
    /// The number of a key, a new one if need be.
    pub fn intern(&mut self, key: u128) -> u32 {
        if let Some(number) = self.find(key) {
            return number;
        }
        let new = number(self.keys.len());
        let keys = &self.keys;
        self.index.insert(hash_of(key), new, &|other| hash_of(keys[other as usize]));
        self.keys.push(key);
        new
    }

    /// The number of a known key.
    pub fn find(&self, key: u128) -> Option<u32> {
        self.index.find(hash_of(key), &|number| self.keys[number as usize] == key)
    }

    /// The keys in the order of their numbers.
    pub fn keys(&self) -> &[u128] {
        &self.keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back_as_they_were() {
        let mut keys = Keys::default();
        let minted = DocId::mint("ticket", 1_790_000_000_000, u128::MAX / 3);
        let upper = minted.name().to_uppercase();
        for name in [minted.name(), &upper, "1", "", "7zzzzzzzzzzzzzzzzzzzzzzzzz", "01il0000000000000000000000", "样本"]
        {
            let key = keys.intern(name);
            assert_eq!(keys.id("ticket", key), DocId::fixed("ticket", name));
            assert_eq!(keys.find(name), Some(key));
        }
        assert_eq!(keys.find("unknown"), None);
        assert_eq!(keys.names().len(), 6);
    }
}
