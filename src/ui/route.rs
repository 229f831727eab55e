//! Where one is in the app, and how that is written in the address behind `#`.
//!
//! Everything a person would share or come back to is in it: the page, the record, the view, the search. The address
//! is never sent to a server and works on any static host and sub-path. Pure: the browser's side is in `nav`.

use std::fmt::{self, Display, Write};

/// What follows the `?`: names and values in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// The value of a name; empty when there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The same with `name` set to `value`; an empty value removes it.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        match self.0.iter().position(|(known, _)| known == name) {
            Some(at) if value.is_empty() => drop(self.0.remove(at)),
            Some(at) => value.clone_into(&mut self.0[at].1),
            None if value.is_empty() => {}
            None => self.0.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    /// The names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn parse(text: &str) -> Self {
        text.split('&').filter(|pair| !pair.is_empty()).fold(Self::default(), |query, pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            query.with(&decode(name), &decode(value))
        })
    }
}

/// A place in the app. Ids are those of documents (`ticket-01J…`) or of sections; `None` means the list alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// `#/`: what now?
    Today,
    /// `#/tickets`, `#/tickets/<id>`: the list and the ticket beside it; `view`, `q`, `kind`, `state`, `sort`,
    /// `saved` (a saved view), `of` (whose list, of somebody who is away) in the query.
    Tickets(Option<String>, Query),
    /// `#/new`: take a request; `kind`, `customer` in the query.
    Capture(Query),
    /// `#/registers`, `#/registers/<kind>`, `#/registers/<kind>/<id>`.
    Registers(Option<String>, Option<String>, Query),
    /// `#/customers`, `#/customers/<id>`.
    Customers(Option<String>, Query),
    /// `#/scripts`, `#/scripts/<script>`: the library; `q`, `group`, `view` in the query.
    Scripts(Option<String>, Query),
    /// `#/handbook`, `#/handbook/<chapter>`, `#/handbook/new`; `q`, `edit` in the query.
    Handbook(Option<String>, Query),
    /// `#/practice`, `#/practice/exam`, `#/practice/exam/<attempt>`, `#/practice/team`, `#/practice/team/<agent>`.
    Practice(Option<String>, Option<String>),
    /// `#/settings`, `#/settings/<section>`, `#/settings/<section>/<id>`.
    Settings(Option<String>, Option<String>),
    /// `#/clearing`: the day cleared; `agent`, `day` in the query.
    Clearing(Query),
    /// `#/guide`, `#/guide/<guide>`: a guided call; `ticket`, `edit` in the query.
    Guide(Option<String>, Query),
    /// `#/import`.
    Import,
    /// `#/print/<what>/<paper>`: a paper of a ticket, or a handover or report; `from` … in the query.
    Print(String, String, Query),
}

impl Route {
    /// Reads an address's part behind the page: `#/tickets?q=水`. What is unknown leads to `Today`.
    #[must_use]
    pub fn parse(hash: &str) -> Self {
        let hash = hash.trim_start_matches('#');
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let query = Query::parse(query);
        let mut parts = path.split('/').filter(|part| !part.is_empty()).map(decode);
        let (page, first, second) = (parts.next(), parts.next(), parts.next());
        match page.as_deref() {
            Some("tickets") => Self::Tickets(first, query),
            Some("new") => Self::Capture(query),
            Some("registers") => Self::Registers(first, second, query),
            Some("customers") => Self::Customers(first, query),
            Some("scripts") => Self::Scripts(first, query),
            Some("handbook") => Self::Handbook(first, query),
            Some("practice") => Self::Practice(first, second),
            Some("settings") => Self::Settings(first, second),
            Some("clearing") => Self::Clearing(query),
            Some("guide") => Self::Guide(first, query),
            Some("import") => Self::Import,
            Some("print") => match (first, second) {
                (Some(what), Some(paper)) => Self::Print(what, paper, query),
                _ => Self::Today,
            },
            _ => Self::Today,
        }
    }

    /// A ticket, opened from no particular list.
    #[must_use]
    pub fn ticket(id: impl Display) -> Self {
        Self::Tickets(Some(id.to_string()), Query::default())
    }

    /// A customer.
    #[must_use]
    pub fn customer(id: impl Display) -> Self {
        Self::Customers(Some(id.to_string()), Query::default())
    }

    /// A chapter of the handbook, by its document's id.
    #[must_use]
    pub fn chapter(id: impl Display) -> Self {
        Self::Handbook(Some(id.to_string()), Query::default())
    }

    /// A section of the settings.
    #[must_use]
    pub fn settings(section: &str) -> Self {
        Self::Settings(Some(section.to_owned()), None)
    }

    /// Its address, `#/tickets?q=%E6%B0%B4`, for a plain link.
    #[must_use]
    pub fn href(&self) -> String {
        self.to_string()
    }

    /// The page's name in the address.
    #[must_use]
    pub fn page(&self) -> &'static str {
        self.parts().0
    }

    /// Its query; an empty one for pages that have none.
    #[must_use]
    pub fn query(&self) -> &Query {
        static NONE: Query = Query(Vec::new());
        self.parts().3.unwrap_or(&NONE)
    }

    fn parts(&self) -> (&'static str, Option<&str>, Option<&str>, Option<&Query>) {
        match self {
            Self::Today => ("", None, None, None),
            Self::Tickets(id, query) => ("tickets", id.as_deref(), None, Some(query)),
            Self::Capture(query) => ("new", None, None, Some(query)),
            Self::Registers(kind, id, query) => ("registers", kind.as_deref(), id.as_deref(), Some(query)),
            Self::Customers(id, query) => ("customers", id.as_deref(), None, Some(query)),
            Self::Scripts(id, query) => ("scripts", id.as_deref(), None, Some(query)),
            Self::Handbook(id, query) => ("handbook", id.as_deref(), None, Some(query)),
            Self::Practice(section, id) => ("practice", section.as_deref(), id.as_deref(), None),
            Self::Settings(section, id) => ("settings", section.as_deref(), id.as_deref(), None),
            Self::Clearing(query) => ("clearing", None, None, Some(query)),
            Self::Guide(id, query) => ("guide", id.as_deref(), None, Some(query)),
            Self::Import => ("import", None, None, None),
            Self::Print(what, paper, query) => ("print", Some(what), Some(paper), Some(query)),
        }
    }
}

impl Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (page, first, second, query) = self.parts();
        write!(f, "#/{page}")?;
        for part in [first, second].into_iter().flatten() {
            f.write_char('/')?;
            encode(part, f)?;
        }
        let pairs = query.into_iter().flat_map(Query::iter);
        for (mark, (name, value)) in std::iter::once('?').chain(std::iter::repeat('&')).zip(pairs) {
            f.write_char(mark)?;
            encode(name, f)?;
            f.write_char('=')?;
            encode(value, f)?;
        }
        Ok(())
    }
}

fn encode(text: &str, f: &mut impl Write) -> fmt::Result {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b':' | b',' => {
                f.write_char(char::from(byte))?;
            }
            _ => write!(f, "%{byte:02X}")?,
        }
    }
    Ok(())
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = text.get(at + 1..at + 3).filter(|_| byte == b'%');
        let decoded = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(decoded.unwrap_or(byte));
        at += if decoded.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> Vec<Route> {
        let id = || Some("ticket-01J9 A/水%?&=#+".to_owned());
        let query = || Query::default().with("view", "mine").with("q", "漏水 & 渗=水#%");
        let none = Query::default;
        vec![
            Route::Today,
            Route::Tickets(None, none()),
            Route::Tickets(id(), none()),
            Route::Tickets(None, query()),
            Route::Tickets(id(), query()),
            Route::Capture(none()),
            Route::Capture(query()),
            Route::Registers(None, None, none()),
            Route::Registers(id(), None, query()),
            Route::Registers(id(), id(), query()),
            Route::Customers(None, none()),
            Route::Customers(id(), query()),
            Route::Scripts(None, none()),
            Route::Scripts(id(), query()),
            Route::Handbook(None, none()),
            Route::Handbook(id(), query()),
            Route::Practice(None, None),
            Route::Practice(id(), id()),
            Route::Settings(None, None),
            Route::Settings(id(), None),
            Route::Settings(id(), id()),
            Route::Guide(None, query()),
            Route::Guide(id(), query()),
            Route::Import,
            Route::Print("ticket-1".to_owned(), "dispatch".to_owned(), none()),
            Route::Print("handover".to_owned(), "a4".to_owned(), query()),
        ]
    }

    #[test]
    fn every_place_is_written_and_read_back() {
        for place in places() {
            assert_eq!(Route::parse(&place.href()), place, "{place}");
        }
    }

    #[test]
    fn no_two_places_share_an_address() {
        let mut all: Vec<String> = places().iter().map(Route::href).collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn the_unknown_leads_to_today() {
        for hash in ["", "#", "#/", "#/nowhere/1", "#/print/only", "/%", "#/%zz"] {
            assert_eq!(Route::parse(hash), Route::Today, "{hash}");
        }
    }

    #[test]
    fn broken_escapes_are_kept() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%E6%B0"), "\u{fffd}");
        assert_eq!(decode("%水"), "%水");
    }

    #[test]
    fn a_query_sets_replaces_and_removes() {
        let query = Query::default().with("q", "a").with("view", "mine").with("q", "b");
        assert_eq!(query.iter().collect::<Vec<_>>(), [("q", "b"), ("view", "mine")]);
        assert!(query.with("q", "").with("view", "").is_empty());
    }
}
