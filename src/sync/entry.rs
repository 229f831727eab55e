//! An entry as a document of the server: written once, named by its own content, to be checked by anyone.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::canonical::{MAX_SAFE, canonical, canonical_with, hash32, quote, whole};
use crate::model::change::Change;
use crate::model::document::{DocId, Entry};
use crate::model::stamp::Stamp;

/// The version of the form in which entries are written.
pub const VERSION: u64 = 1;
/// What the ids of entries begin with.
pub const PREFIX: &str = "e:";

/// An entry with what goes along with it to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The document it belongs to.
    pub document: DocId,
    /// The entry.
    pub entry: Entry,
    /// The device that sent it: eight characters, as in its stamps.
    pub device: String,
    /// The device's count of what it has sent, from 1: a gap means that something has not arrived.
    pub n: u64,
    /// The lead who sent it for somebody else.
    pub via: Option<String>,
}

/// A document as it goes over the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doc {
    /// Its `_id`.
    pub id: String,
    /// The hash in its id and, after `1-`, in its revision.
    pub hash: String,
    /// The whole of it as JSON.
    pub body: String,
}

impl Doc {
    /// The document of a canonical text, which is an object's.
    pub(super) fn of(prefix: &str, document: &DocId, text: &str, more: &str) -> Self {
        let hash = hash32(text);
        let id = [prefix, document.as_str(), ":", &hash].concat();
        let mut body = String::with_capacity(text.len() + more.len() + id.len() + 60);
        body.push_str("{\"_id\":");
        quote(&id, &mut body);
        body.push_str(",\"_rev\":\"1-");
        body.push_str(&hash);
        body.push_str("\",");
        body.push_str(more);
        body.push_str(text.get(1..).unwrap_or_default());
        Self { id, hash, body }
    }

    /// Its revision.
    #[must_use]
    pub fn rev(&self) -> String {
        ["1-", &self.hash].concat()
    }
}

/// What is wrong with a document of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Wrong {
    /// It is no JSON object, or too deep.
    #[error("it cannot be read")]
    Unreadable,
    /// Somebody deleted it.
    #[error("it was deleted on the server")]
    Deleted,
    /// Its hash is not that of its content.
    #[error("its content is not what was signed")]
    Hash,
    /// Its id is not of this form, or of another document.
    #[error("its id is not its own")]
    Id,
    /// Something an entry needs is missing.
    #[error("it is no entry")]
    Form,
}

impl Signed {
    /// The document for the server.
    #[must_use]
    pub fn encode(&self) -> Doc {
        let mut text = String::with_capacity(256);
        text.push_str("{\"by\":");
        quote(&self.entry.by, &mut text);
        text.push_str(",\"change\":");
        text.push_str(&change_text(&self.entry.change));
        text.push_str(",\"device\":");
        quote(&self.device, &mut text);
        text.push_str(",\"document\":");
        quote(self.document.as_str(), &mut text);
        text.push_str(",\"n\":");
        text.push_str(&self.n.min(MAX_SAFE).to_string());
        text.push_str(",\"stamp\":");
        quote(&self.entry.stamp.to_string(), &mut text);
        text.push_str(",\"v\":");
        text.push_str(&VERSION.to_string());
        if let Some(via) = &self.via {
            text.push_str(",\"via\":");
            quote(via, &mut text);
        }
        text.push('}');
        Doc::of(PREFIX, &self.document, &text, "")
    }

    /// Reads a document of the server, and checks that its content is what its id says.
    ///
    /// # Errors
    /// With what is wrong: such a document is set aside.
    pub fn decode(body: &str) -> Result<Self, Wrong> {
        let Ok(Value::Object(mut members)) = serde_json::from_str(body) else { return Err(Wrong::Unreadable) };
        let id = members.get("_id").and_then(Value::as_str).unwrap_or_default().to_owned();
        if members.get("_deleted").is_some_and(|deleted| *deleted != Value::Bool(false)) {
            return Err(Wrong::Deleted);
        }
        members.retain(|name, _| !name.starts_with('_'));
        let change = members.get("change").and_then(canonical).ok_or(Wrong::Hash)?;
        let text = canonical_with(&members, ("change", &change)).ok_or(Wrong::Hash)?;
        let (document, hash) = id.strip_prefix(PREFIX).and_then(|id| id.rsplit_once(':')).ok_or(Wrong::Id)?;
        if hash32(&text) != hash {
            return Err(Wrong::Hash);
        }
        let member = |name: &str| members.get(name).and_then(Value::as_str);
        if member("document") != Some(document) {
            return Err(Wrong::Id);
        }
        let form = || Wrong::Form;
        let stamp: Stamp = member("stamp").and_then(|text| text.parse().ok()).ok_or_else(form)?;
        let count = |name: &str| match members.get(name) {
            Some(Value::Number(number)) => whole(number).and_then(|n| u64::try_from(n).ok()).ok_or(Wrong::Form),
            _ => Err(Wrong::Form),
        };
        let n = count("n")?;
        count("v")?;
        let by = member("by").ok_or_else(form)?.to_owned();
        let device = member("device").ok_or_else(form)?.to_owned();
        let change = match members.get("change") {
            Some(Value::String(own)) => serde_json::from_str(own).ok(),
            Some(Value::Object(_)) => serde_json::from_str(&change).ok(),
            _ => None,
        };
        let change = change.ok_or_else(form)?;
        let via = member("via").map(str::to_owned);
        Ok(Self { document: DocId::new(document), entry: Entry { stamp, by, change }, device, n, via })
    }
}

/// The canonical text of a change: an object as such when nothing of it can be lost on the way, and else its own text as
/// a text, which no server touches.
fn change_text(change: &Change) -> String {
    let own = match change {
        Change::Known(_) => {
            let value = serde_json::to_value(change).ok();
            if let Some(text) = value.as_ref().filter(|value| value.is_object()).and_then(canonical) {
                return text;
            }
            serde_json::to_string(change).unwrap_or_default()
        }
        Change::Unknown(own) => {
            let value = serde_json::from_str(own).ok();
            let text = value.as_ref().filter(|value: &&Value| value.is_object()).and_then(canonical);
            if text.as_deref() == Some(&**own) {
                return own.to_string();
            }
            own.to_string()
        }
    };
    let mut text = String::with_capacity(own.len() + 16);
    quote(&own, &mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::change::Known;
    use crate::model::stamp::Writer;

    fn signed(change: Change) -> Signed {
        let stamp = Stamp { millis: 1_795_140_000_000, counter: 3, writer: Writer::new(5, 6) };
        Signed {
            document: DocId::new("ticket-01"),
            entry: Entry { stamp, by: "ann".into(), change },
            device: "50000000".into(),
            n: 7,
            via: None,
        }
    }

    #[test]
    fn an_entry_is_written_in_one_form() {
        let note = Known::Set { field: "a".into(), value: crate::model::value::Value::Int(-7), over: Vec::new() };
        let doc = signed(note.into()).encode();
        assert_eq!(
            doc.body,
            "{\"_id\":\"e:ticket-01:HASH\",\"_rev\":\"1-HASH\",\"by\":\"ann\",\"change\":{\"set\":{\"field\":\"a\",\"value\":-7}},\
             \"device\":\"50000000\",\"document\":\"ticket-01\",\"n\":7,\"stamp\":\"01a1f669f500000350000000600\",\"v\":1}"
                .replace("01a1f669f500000350000000600", &signed(Change::Unknown("{}".into())).entry.stamp.to_string())
                .replace("HASH", &doc.hash)
        );
    }

    #[test]
    fn whatever_is_altered_is_noticed() {
        let doc = signed(Change::Unknown("{\"new\":[1]}".into())).encode();
        let altered = |from: &str, to: &str| {
            let body = doc.body.replacen(from, to, 1);
            assert_ne!(body, doc.body, "{from}");
            Signed::decode(&body)
        };
        assert_eq!(altered("ann", "bob"), Err(Wrong::Hash));
        assert_eq!(altered("[1]", "[2]"), Err(Wrong::Hash));
        assert_eq!(altered("[1]", "[1.5]"), Err(Wrong::Hash));
        assert_eq!(altered("\"n\":7", "\"n\":8"), Err(Wrong::Hash));
        assert_eq!(altered("\"_id\":\"e:ticket-01", "\"_id\":\"e:ticket-02"), Err(Wrong::Id));
        assert_eq!(altered("\"_id\":\"e:", "\"_id\":\"b:"), Err(Wrong::Id));
        assert_eq!(altered("\"_rev\"", "\"_deleted\":true,\"_rev\""), Err(Wrong::Deleted));
        assert_eq!(altered("\"v\":1", "\"v\":1,\"more\":1"), Err(Wrong::Hash));
        assert_eq!(altered("{\"_id\"", "[{\"_id\""), Err(Wrong::Unreadable));
    }
}
