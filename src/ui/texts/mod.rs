//! Every text people see: typed tables with the three languages side by side, one table a page.
//!
//! `texts!` makes a struct of texts and a static for each language, so a missing text does not compile. The current
//! language's table is `Common::t()`; `fill` puts values into a text.

use std::fmt::{Display, Write};

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Simplified Chinese, the language everything is written in first.
    #[default]
    ZhCn,
    /// Traditional Chinese.
    ZhTw,
    /// English.
    En,
}

impl Lang {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::ZhCn, Self::ZhTw, Self::En];

    /// Its tag, for `lang` attributes and `Intl`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::ZhTw => "zh-TW",
            Self::En => "en",
        }
    }

    /// Its name in itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ZhCn => "简体中文",
            Self::ZhTw => "繁體中文",
            Self::En => "English",
        }
    }

    /// The language that serves a reader of `tag` best (`zh-Hant-HK`, `zh_TW`, `en-GB` …).
    #[must_use]
    pub fn of(tag: &str) -> Self {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split(['-', '_']);
        match parts.next() {
            Some("zh") if parts.any(|part| matches!(part, "tw" | "hk" | "mo" | "hant")) => Self::ZhTw,
            Some("en") => Self::En,
            _ => Self::ZhCn,
        }
    }
}

/// Defines a table: `texts! { /// Of this page. pub struct Page { save: "保存", "儲存", "Save"; } }`.
macro_rules! texts {
    ($(#[$about:meta])* pub struct $table:ident { $($field:ident: $cn:literal, $tw:literal, $en:literal;)+ }) => {
        $(#[$about])*
        #[allow(clippy::doc_markdown)]
        pub struct $table { $(#[doc = $en] pub $field: &'static str,)+ }

        impl $table {
            /// The table in that language.
            #[must_use]
            pub const fn of(lang: $crate::ui::texts::Lang) -> &'static Self {
                static CN: $table = $table { $($field: $cn,)+ };
                static TW: $table = $table { $($field: $tw,)+ };
                static EN: $table = $table { $($field: $en,)+ };
                match lang {
                    $crate::ui::texts::Lang::ZhCn => &CN,
                    $crate::ui::texts::Lang::ZhTw => &TW,
                    $crate::ui::texts::Lang::En => &EN,
                }
            }

            /// The table in the current language; inside a reactive closure it follows a change of language.
            #[cfg(target_arch = "wasm32")]
            #[must_use]
            pub fn t() -> &'static Self {
                Self::of($crate::ui::lang::lang())
            }
        }
    };
}

pub mod acts;
pub mod board;
pub mod bulk;
pub mod capture;
pub mod clearing;
pub mod common;
pub mod customers;
pub mod data;
pub mod errors;
pub mod faults;
pub mod files;
pub mod guides;
pub mod handbook;
pub mod hours;
pub mod import;
pub mod keys;
pub mod library;
pub mod limits;
pub mod lists;
pub mod offline;
pub mod packs;
pub mod palette;
pub mod paper;
pub mod parts;
pub mod practice;
pub mod scripts;
pub mod settings;
pub mod start;
pub mod sync;
pub mod taboos;
pub mod ticket;
pub mod time;
pub mod today;

pub use common::Common;

/// Puts values into a text: `{}` takes the next value, `{1}` the one of that number, and `{ticket|tickets}` the word
/// that fits the value before it (the first for exactly `1`). What has no value stays as it is.
#[must_use]
pub fn fill(text: &str, values: &[&dyn Display]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let (mut rest, mut next, mut last) = (text, 0, String::new());
    while let Some((before, (inside, after))) =
        rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
    {
        out.push_str(before);
        rest = after;
        if let Some((one, many)) = inside.split_once('|') {
            out.push_str(if last == "1" { one } else { many });
            continue;
        }
        let at = if inside.is_empty() { Some(next) } else { inside.parse().ok() };
        if let Some(value) = at.and_then(|at: usize| values.get(at)) {
            last = value.to_string();
            out.push_str(&last);
            next += usize::from(inside.is_empty());
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "{{{inside}}}");
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    texts! {
        /// For the tests.
        pub struct Sample {
            tickets: "{} 张工单", "{} 張工單", "{} {ticket|tickets}";
        }
    }

    #[test]
    fn a_table_has_each_language() {
        let all = Lang::ALL.map(|lang| fill(Sample::of(lang).tickets, &[&3]));
        assert_eq!(all, ["3 张工单", "3 張工單", "3 tickets"]);
    }

    #[test]
    fn english_counts_one_and_many() {
        assert_eq!(fill("{} {ticket|tickets} left", &[&1]), "1 ticket left");
        assert_eq!(fill("{} {ticket|tickets} left", &[&0]), "0 tickets left");
        assert_eq!(fill("{1} of {0} file{|s}", &[&1, &11]), "11 of 1 file");
    }

    #[test]
    fn what_has_no_value_stays() {
        assert_eq!(fill("{} {} {name} {", &[&"甲{}"]), "甲{} {} {name} {");
    }

    #[test]
    fn the_reader_gets_the_nearest_language() {
        let of = |tag| Lang::of(tag).tag();
        assert_eq!(["zh", "zh-Hant-HK", "zh_TW", "en-GB", "fr"].map(of), ["zh-CN", "zh-TW", "zh-TW", "en", "zh-CN"]);
    }
}
