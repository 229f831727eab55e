//! Writing a query out: the form in which a view is saved and shown.

use super::{DAYS, Days, FIELDS, IS, MOMENTS, Moment, Part, Query, Tongue, What, parse, word};
use crate::model::calendar::day_text;

impl Query {
    /// The query as text in one language; reading it gives the same query.
    #[must_use]
    pub fn text(&self, tongue: Tongue) -> String {
        let mut out = String::new();
        for part in &self.parts {
            if !out.is_empty() {
                out.push(' ');
            }
            part.write(tongue, &mut out);
        }
        out
    }

    /// Whether nothing is asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

impl Part {
    /// The part as text in one language.
    pub fn write(&self, tongue: Tongue, out: &mut String) {
        if self.not {
            out.push('-');
        }
        match &self.what {
            What::Text { text, exact: false } => out.push_str(text),
            What::Text { text, exact: true } => quote(text, out),
            What::Is(is) => out.push_str(word(&IS, is, tongue)),
            What::Has(field, values) => {
                out.push_str(word(&FIELDS, field, tongue));
                out.push(':');
                for (at, value) in values.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    if is_plain(value) { out.push_str(value) } else { quote(value, out) }
                }
            }
            What::When(moment, days) => {
                if *moment != Moment::Opened {
                    out.push_str(word(&MOMENTS, moment, tongue));
                    out.push(':');
                }
                match days {
                    Days::Between(from, to) => {
                        out.push_str(&day_text(*from));
                        if from != to {
                            out.push_str("..");
                            out.push_str(&day_text(*to));
                        }
                    }
                    days => out.push_str(word(&DAYS, days, tongue)),
                }
            }
        }
    }
}

/// Whether a value reads as itself after a colon.
fn is_plain(value: &str) -> bool {
    !value.contains(['"', '“', '”', '「', '『', '＂', ',', '，', '、']) && !value.contains(char::is_whitespace)
}

/// A text in quotes; quotes that it holds itself stand in others.
pub(super) fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\"「\"」\""),
            c => out.push(c),
        }
    }
    out.push('"');
}

impl Query {
    /// The query for a text that is looked for as it is.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let mut quoted = String::new();
        if !text.trim().is_empty() {
            quote(text.trim(), &mut quoted);
        }
        parse(&quoted)
    }
}
