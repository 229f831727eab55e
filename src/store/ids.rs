//! Many ids in little room, and the names of pages.

use std::cmp::Ordering;
use std::fmt;

use crate::model::document::DocId;

/// The digits of a ULID: Crockford's base 32 in lower case.
const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// How many digits a ULID has.
const LENGTH: usize = 26;

/// The name of a page: unique for ever, never given again.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(Box<str>);

impl PageId {
    /// A page's name from its text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.into())
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What kind of documents it holds.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.0.split_once('-').map_or("", |(kind, _)| kind)
    }
}

impl fmt::Debug for PageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The ids of a page in the order of its documents: all of one kind, ULIDs (16 bytes each) before other names, each in
/// order, none twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids {
    /// What all ids begin with: the kind and its hyphen.
    prefix: Box<str>,
    ulids: Vec<u128>,
    names: Vec<Box<str>>,
}

/// A name within a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Name<'a> {
    /// A ULID.
    Ulid(u128),
    /// Any other.
    Other(&'a str),
}

impl<'a> Name<'a> {
    /// Reads the part of an id behind its prefix.
    pub fn of(text: &'a str) -> Self {
        ulid(text).map_or(Self::Other(text), Self::Ulid)
    }

    /// Adds its text.
    pub fn push_to(self, text: &mut String) {
        match self {
            Self::Ulid(bits) => {
                for place in (0..LENGTH).rev() {
                    text.push(char::from(DIGITS[(bits >> (5 * place) & 31) as usize]));
                }
            }
            Self::Other(name) => text.push_str(name),
        }
    }
}

/// The number of a ULID, if that is its one canonical text.
fn ulid(text: &str) -> Option<u128> {
    let bytes = text.as_bytes();
    if bytes.len() != LENGTH || bytes[0] > b'7' {
        return None;
    }
    // In parts: numbers of 64 bits are quicker by far.
    let part = |digits: &[u8]| {
        digits.iter().try_fold(0_u64, |bits, digit| match VALUES[usize::from(*digit)] {
            NO_DIGIT => None,
            value => Some(bits << 5 | u64::from(value)),
        })
    };
    let (high, low) = bytes.split_at(2);
    let (middle, low) = low.split_at(12);
    Some(u128::from(part(high)?) << 120 | u128::from(part(middle)?) << 60 | u128::from(part(low)?))
}

/// The value of each digit by its byte.
const VALUES: [u8; 256] = {
    let mut values = [NO_DIGIT; 256];
    let mut value = 0;
    while value < DIGITS.len() {
        #[allow(clippy::cast_possible_truncation)]
        let digit = value as u8;
        values[DIGITS[value] as usize] = digit;
        value += 1;
    }
    values
};

/// In `VALUES`: no digit.
const NO_DIGIT: u8 = 255;

/// An id's prefix, with its hyphen, and the rest.
pub(super) fn split(id: &str) -> (&str, &str) {
    id.split_at(id.bytes().position(|byte| byte == b'-').map_or(0, |at| at + 1))
}

impl Ids {
    /// No ids yet, of documents with this prefix.
    pub(super) fn new(prefix: &str) -> Self {
        Self { prefix: prefix.into(), ..Self::default() }
    }

    /// Adds one. False, and not added, when it is not behind the last one.
    pub(super) fn push(&mut self, name: Name<'_>) -> bool {
        let fits = match name {
            Name::Ulid(bits) => self.names.is_empty() && self.ulids.last().is_none_or(|last| *last < bits),
            Name::Other(name) => self.names.last().is_none_or(|last| **last < *name),
        };
        if fits {
            match name {
                Name::Ulid(bits) => self.ulids.push(bits),
                Name::Other(name) => self.names.push(name.into()),
            }
        }
        fits
    }

    /// What all of them begin with.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// How many they are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ulids.len() + self.names.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name at a place.
    pub(super) fn name(&self, at: usize) -> Option<Name<'_>> {
        match self.ulids.get(at) {
            Some(bits) => Some(Name::Ulid(*bits)),
            None => self.names.get(at - self.ulids.len()).map(|name| Name::Other(name)),
        }
    }

    /// The id at a place, as of the page's documents and rows.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<DocId> {
        let name = self.name(at)?;
        let mut text = String::with_capacity(self.prefix.len() + LENGTH);
        text.push_str(&self.prefix);
        name.push_to(&mut text);
        Some(DocId::new(&text))
    }

    /// All ids in order.
    pub fn iter(&self) -> impl Iterator<Item = DocId> + '_ {
        (0..self.len()).filter_map(|at| self.get(at))
    }

    /// The ULIDs as numbers, in order: the first of the page's documents.
    #[must_use]
    pub fn ulids(&self) -> &[u128] {
        &self.ulids
    }

    /// Where an id stands.
    #[must_use]
    pub fn find(&self, id: &DocId) -> Option<usize> {
        let (prefix, name) = split(id.as_str());
        if prefix == &*self.prefix { self.place(Name::of(name)) } else { None }
    }

    /// Whether an id of one may be among the other's: by their ends.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let ulids = match (&self.ulids[..], &other.ulids[..]) {
            ([first, .., last], [other_first, .., other_last]) => first <= other_last && other_first <= last,
            ([one], list) | (list, [one]) => list.binary_search(one).is_ok(),
            _ => false,
        };
        self.prefix == other.prefix && (ulids || !self.names.is_empty() && !other.names.is_empty())
    }

    /// Where a name stands.
    pub(super) fn place(&self, name: Name<'_>) -> Option<usize> {
        match name {
            Name::Ulid(bits) => {
                let (first, last) = (self.ulids.first()?, self.ulids.last()?);
                if bits < *first || bits > *last { None } else { self.ulids.binary_search(&bits).ok() }
            }
            Name::Other(name) => {
                let at = self.names.binary_search_by(|other| (**other).cmp(name)).ok()?;
                Some(self.ulids.len() + at)
            }
        }
    }
}

/// The order in which a page keeps the names of one kind.
pub(super) fn order(a: &DocId, b: &DocId) -> Ordering {
    let ((one, a), (other, b)) = (split(a.as_str()), split(b.as_str()));
    one.cmp(other).then_with(|| Name::of(a).cmp(&Name::of(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(prefix: &str, names: &[&str]) -> Ids {
        let mut ids = Ids::new(prefix);
        for name in names {
            assert!(ids.push(Name::of(name)), "{name}");
        }
        ids
    }

    #[test]
    fn ids_come_back_and_are_found() {
        let minted = DocId::mint("ticket", 1_790_000_000_000, 7);
        let (_, ulid) = split(minted.as_str());
        let names =
            ["00000000000000000000000000", ulid, "7zzzzzzzzzzzzzzzzzzzzzzzzz", "8zzzzzzzzzzzzzzzzzzzzzzzzz", "a"];
        let ids = ids("ticket-", &names);
        assert_eq!(ids.ulids().len(), 3);
        for (at, name) in names.iter().enumerate() {
            let id = DocId::fixed("ticket", name);
            assert_eq!(ids.get(at).as_ref(), Some(&id));
            assert_eq!(ids.find(&id), Some(at));
            assert_eq!(ids.find(&DocId::fixed("customer", name)), None);
        }
        assert_eq!(ids.iter().count(), 5);
        assert_eq!(ids.get(5), None);
        assert_eq!(ids.find(&DocId::mint("ticket", 1, 1)), None);
        assert_eq!(ids.find(&DocId::fixed("ticket", "b")), None);
    }

    #[test]
    fn only_canonical_texts_are_ulids() {
        for name in ["0000000000000000000000000O", "0000000000000000000000000u", "000000000000000000000000", "", "é"] {
            assert_eq!(Name::of(name), Name::Other(name));
        }
        for id in ["nohyphen", "-", "-x", "a-b-c"] {
            let (prefix, name) = split(id);
            assert_eq!(ids(prefix, &[name]).get(0), Some(DocId::new(id)));
        }
    }

    #[test]
    fn ids_out_of_order_are_refused() {
        let mut ids = ids("ticket-", &["01jd3c6m8v7k2x4q5w9y0z1a2b", "b"]);
        assert!(!ids.push(Name::of("01jd3c6m8v7k2x4q5w9y0z1a2c")), "behind the other names");
        assert!(!ids.push(Name::of("b")) && !ids.push(Name::of("a")));
        assert_eq!(ids.len(), 2);
    }
}
