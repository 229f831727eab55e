//! Reads a handbook pack and says everything that is wrong with it.

use std::collections::HashSet;

use super::calendar::parse_day;
use super::chapter::check_chapters;
use super::check_kind::check_kind;
use super::fault::{Fault, FaultKind};
use super::guide::check_guides;
use super::kind::Named;
use super::pack::{Pack, PackList};
use super::script::{Script, check_scripts};
use super::span::{Span, SpanError};
use super::taboo::check_taboos;

/// What a pack's `format` says.
pub const FORMAT: &str = "shouwen-pack";
/// The largest pack that is read, in bytes.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;
/// The placeholders that every paper and script may use besides the fields; `|` is where the cursor stops.
pub const PLACEHOLDERS: [&str; 16] = [
    "number", "customer", "phone", "subject", "opened", "agent", "agent_no", "firm", "shop", "order", "waybill",
    "amount", "promise", "date", "time", "|",
];
/// The list every pack brings.
pub const CHANNELS: &str = "channels";

/// Why a text could not be read as a pack.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// Too large.
    #[error("the pack has {0} bytes, at most {MOST_BYTES} are read")]
    TooLarge(usize),
    /// Not JSON, or not of a pack's shape.
    #[error("line {line}, column {column}: {source}")]
    Json {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What is wrong there.
        source: serde_json::Error,
    },
}

/// Reads a pack. It may still have faults: see `check`.
///
/// # Errors
/// When the text is too large, is no JSON, or does not have a pack's shape.
pub fn parse(text: &str) -> Result<Pack, PackError> {
    if text.len() > MOST_BYTES {
        return Err(PackError::TooLarge(text.len()));
    }
    let text = text.trim_start_matches('\u{feff}');
    let mut pack: Pack = serde_json::from_str(text).map_err(|source| PackError::Json {
        line: source.line(),
        column: source.column(),
        source,
    })?;
    pack.scripts.iter_mut().for_each(Script::settle);
    Ok(pack)
}

/// Everything that is wrong with a pack; nothing when it can be used. `known` are the ids of kinds that are installed
/// from other packs, which its steps may open.
#[must_use]
pub fn check(pack: &Pack, known: &[String]) -> Vec<Fault> {
    let mut faults = Faults::default();
    if pack.format != FORMAT {
        faults.add("format", FaultKind::Format(pack.format.clone()));
    }
    if pack.id.is_empty() || !pack.id.bytes().all(|c| c.is_ascii_lowercase()) {
        faults.add("id", FaultKind::BadId(pack.id.clone()));
    }
    faults.not_empty("name", &pack.name);
    faults.not_empty("about", &pack.about);
    if parse_day(&pack.released).is_none() {
        faults.add("released", FaultKind::BadDate(pack.released.clone()));
    }
    faults.ids("lists", pack.lists.iter().map(|list| &list.id));
    for list in &pack.lists {
        check_list(list, &mut faults);
    }
    if !pack.lists.iter().any(|list| list.id == CHANNELS) {
        faults.add("lists", FaultKind::UnknownList(CHANNELS.to_owned()));
    }
    if pack.kinds.is_empty() {
        faults.add("kinds", FaultKind::Empty);
    }
    faults.once("kinds", "", pack.kinds.iter().map(|kind| &kind.id));
    faults.once("kinds", ".prefix", pack.kinds.iter().map(|kind| &kind.prefix));
    for kind in &pack.kinds {
        check_kind(kind, pack, known, &mut faults);
        faults.source(&format!("kinds[{}]", kind.id), &kind.source, pack);
    }
    check_scripts(pack, &mut faults);
    check_taboos(pack, &mut faults);
    check_guides(pack, &mut faults);
    check_chapters(pack, &mut faults);
    faults.0
}

fn check_list(list: &PackList, faults: &mut Faults) {
    let at = format!("lists[{}]", list.id);
    faults.not_empty(&format!("{at}.name"), &list.name);
    faults.named(&format!("{at}.items"), &list.items);
}

/// The faults found so far.
#[derive(Default)]
pub(super) struct Faults(pub(super) Vec<Fault>);

impl Faults {
    pub(super) fn add(&mut self, at: impl Into<String>, what: FaultKind) {
        self.0.push(Fault { at: at.into(), what });
    }

    pub(super) fn not_empty(&mut self, at: &str, text: &str) {
        if text.trim().is_empty() {
            self.add(at, FaultKind::Empty);
        }
    }

    /// The ids of siblings: of the right characters, none twice.
    pub(super) fn ids<'a>(&mut self, at: &str, ids: impl Iterator<Item = &'a String> + Clone) {
        for (i, id) in ids.clone().enumerate().filter(|(_, id)| !is_id(id)) {
            self.add(format!("{at}[{i}].id"), FaultKind::BadId(id.clone()));
        }
        self.once(at, ".id", ids);
    }

    /// None twice.
    pub(super) fn once<'a>(&mut self, at: &str, what: &str, names: impl Iterator<Item = &'a String>) {
        let mut seen = HashSet::new();
        for (i, name) in names.enumerate() {
            if !seen.insert(name) {
                self.add(format!("{at}[{i}]{what}"), FaultKind::Twice(name.clone()));
            }
        }
    }

    /// The chapter that something names, if it names one.
    pub(super) fn source(&mut self, at: &str, source: &str, pack: &Pack) {
        if !source.is_empty() && pack.chapters.iter().all(|chapter| chapter.id != source) {
            self.add(format!("{at}.source"), FaultKind::UnknownPart(source.to_owned()));
        }
    }

    /// Options or a list's items.
    pub(super) fn named(&mut self, at: &str, named: &[Named]) {
        self.ids(at, named.iter().map(|named| &named.id));
        for named in named {
            self.not_empty(&format!("{at}[{}].name", named.id), &named.name);
        }
    }

    /// A span of any form that takes some time.
    pub(super) fn span(&mut self, at: &str, text: &str) -> Option<Span> {
        match text.parse() {
            Ok(Span::Minutes(0)) => {
                self.add(at, FaultKind::BadSpan { text: text.to_owned(), why: SpanError::Count });
                None
            }
            Ok(span) => Some(span),
            Err(why) => {
                self.add(at, FaultKind::BadSpan { text: text.to_owned(), why });
                None
            }
        }
    }

    /// A span of minutes, hours or days.
    pub(super) fn running(&mut self, at: &str, text: &str) {
        if self.span(at, text).is_some_and(|span| span.running().is_none()) {
            self.add(at, FaultKind::NotRunning(text.to_owned()));
        }
    }

    /// The placeholders of a text; `field` says which fields there are.
    pub(super) fn placeholders(&mut self, at: &str, text: &str, field: &dyn Fn(&str) -> bool) {
        let mut rest = text;
        while let Some(brace) = rest.find(['{', '}']) {
            let name = rest[brace..].strip_prefix('{').and_then(|inner| inner.split_once(['{', '}']));
            let Some((name, after)) = name.filter(|(name, _)| rest[brace + 1 + name.len()..].starts_with('}')) else {
                self.add(at, FaultKind::LooseBrace);
                return;
            };
            if !PLACEHOLDERS.contains(&name) && !field(name) {
                self.add(at, FaultKind::UnknownPlaceholder(name.to_owned()));
            }
            rest = after;
        }
    }
}

/// Whether a text is an id: lower-case letters, digits and `_`.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'_')
}
