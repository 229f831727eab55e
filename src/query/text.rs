//! Cutting texts without breaking what a reader sees as one character.

/// The characters of a text as people see them: emoji sequences, accents, flags and Hangul syllables stay whole.
pub fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (first, tail) = rest.split_at(first_end(rest));
        rest = tail;
        (!first.is_empty()).then_some(first)
    })
}

/// The text cut to at most `most` characters as a reader counts them, with `…` when something is left out.
#[must_use]
pub fn cut(text: &str, most: usize) -> String {
    let mut last = 0;
    let mut end = 0;
    for (count, grapheme) in graphemes(text).enumerate() {
        if count == most {
            return format!("{}…", &text[..last]);
        }
        last = end;
        end += grapheme.len();
    }
    text.to_owned()
}

fn first_end(text: &str) -> usize {
    let mut chars = text.char_indices();
    let Some((_, first)) = chars.next() else { return 0 };
    let (mut before, mut flags, mut picture) = (first, usize::from(is_flag(first)), is_pictograph(first));
    for (at, c) in chars {
        let joined = match (before, c) {
            ('\r', '\n') => true,
            (before, _) if before.is_control() => false,
            (_, c) if is_extending(c) => true,
            ('\u{200d}', c) if picture => is_pictograph(c),
            (_, c) if is_flag(c) => flags == 1,
            (before, c) => is_hangul_joint(before, c),
        };
        if !joined {
            return at;
        }
        flags = if is_flag(c) { 2 } else { 0 };
        // One joiner joins, right before what it joins (GB11 of Unicode's annex 29).
        picture &= is_pictograph(c) || is_extending(c) && before != '\u{200d}';
        before = c;
    }
    text.len()
}

fn is_flag(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// Marks that belong to the character before them; the common scripts' blocks.
fn is_extending(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5bd}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{6d6}'..='\u{6dc}'
        | '\u{900}'..='\u{903}'
        | '\u{93a}'..='\u{93c}'
        | '\u{93e}'..='\u{94f}'
        | '\u{e31}'
        | '\u{e33}'..='\u{e3a}'
        | '\u{e47}'..='\u{e4e}'
        | '\u{f18}' | '\u{f19}' | '\u{f35}' | '\u{f37}' | '\u{f39}'
        | '\u{f71}'..='\u{f84}'
        | '\u{f8d}'..='\u{fbc}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{200c}' | '\u{200d}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{302a}'..='\u{302f}'
        | '\u{3099}' | '\u{309a}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}'
        | '\u{1f3fb}'..='\u{1f3ff}'
        | '\u{e0020}'..='\u{e007f}'
        | '\u{e0100}'..='\u{e01ef}')
}

/// What a zero-width joiner joins.
fn is_pictograph(c: char) -> bool {
    matches!(c,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
        | '\u{2194}'..='\u{21aa}'
        | '\u{231a}'..='\u{23ff}'
        | '\u{24c2}'
        | '\u{25aa}'..='\u{27bf}'
        | '\u{2934}' | '\u{2935}'
        | '\u{2b05}'..='\u{2b55}'
        | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}'
        | '\u{1f000}'..='\u{1f1e5}'
        | '\u{1f200}'..='\u{1f3fa}'
        | '\u{1f400}'..='\u{1faff}')
}

fn is_hangul_joint(before: char, c: char) -> bool {
    let open = |syllable: char| (u32::from(syllable) - 0xac00).is_multiple_of(28);
    match before {
        '\u{1100}'..='\u{115f}' => matches!(c, '\u{1100}'..='\u{11a7}' | '\u{ac00}'..='\u{d7a3}'),
        '\u{1160}'..='\u{11a7}' => matches!(c, '\u{1160}'..='\u{11ff}'),
        '\u{ac00}'..='\u{d7a3}' if open(before) => matches!(c, '\u{1160}'..='\u{11ff}'),
        '\u{11a8}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}' => matches!(c, '\u{11a8}'..='\u{11ff}'),
        _ => false,
    }
}

/// How people are addressed after their name.
const TITLES: [&str; 10] = ["师傅", "先生", "女士", "老师", "经理", "主任", "師傅", "老師", "經理", "小姐"];

/// A piece of a text with placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A text.
    Text(String),
    /// Something that must still be asked for, by the placeholder's name.
    Ask(String),
    /// Where the cursor stops: `{|}`.
    Cursor,
}

/// What a reader sees where the cursor will stop: something is still to be said there.
pub const GAP: &str = "……";

/// The pieces of a text whose placeholders are filled with what `value_of` knows.
#[must_use]
pub fn pieces(text: &str, value_of: &dyn Fn(&str) -> Option<String>) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((before, name, after)) =
        rest.split_once('{').and_then(|(before, tail)| tail.split_once('}').map(|(name, after)| (before, name, after)))
    {
        push_text(&mut out, before);
        rest = after;
        match value_of(name) {
            _ if name == "|" => out.push(Piece::Cursor),
            Some(value) => {
                push_text(&mut out, &value);
                rest = said_once(&value, after);
            }
            None => out.push(Piece::Ask(name.to_owned())),
        }
    }
    push_text(&mut out, rest);
    out
}

fn push_text(pieces: &mut Vec<Piece>, more: &str) {
    match pieces.last_mut() {
        _ if more.is_empty() => {}
        Some(Piece::Text(text)) => text.push_str(more),
        _ => pieces.push(Piece::Text(more.to_owned())),
    }
}

/// What follows a value, without the appellation that the value ends with.
fn said_once<'a>(value: &str, after: &'a str) -> &'a str {
    let said = TITLES.into_iter().find(|title| value.ends_with(title) && after.starts_with(title));
    said.and_then(|title| after.strip_prefix(title)).unwrap_or(after)
}

/// Whether a text with placeholders is written in Chinese characters, whatever else stands between them, or in Latin
/// letters; nothing for one without either.
#[must_use]
pub fn is_chinese(text: &str) -> Option<bool> {
    let mut latin = None;
    for piece in pieces(text, &|_| None) {
        let Piece::Text(text) = piece else { continue };
        if text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')) {
            return Some(true);
        }
        if text.chars().any(|c| c.is_ascii_alphabetic()) {
            latin = Some(false);
        }
    }
    latin
}

/// What opens a place that somebody must still fill, and what closes it.
const BRACKETS: (char, char) = ('〔', '〕');

/// A text put together of its pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The text as it is copied or written; what is still to be filled in stands in brackets, so that it is never left out
    /// unseen.
    pub text: String,
    /// The same as it is read before it is used.
    pub seen: String,
    /// What nobody knows, by what it is called; each once.
    pub missing: Vec<String>,
}

/// Puts pieces together: `typed` is what was filled in for a placeholder, `called` what the placeholder is called.
#[must_use]
pub fn said(pieces: &[Piece], typed: &dyn Fn(&str) -> Option<String>, called: &dyn Fn(&str) -> String) -> Said {
    let mut out = Said::default();
    let (open, close) = BRACKETS;
    let bracketed = |name: &str| [open.into(), name.to_owned(), close.into()].concat();
    for piece in pieces {
        let text = match piece {
            Piece::Text(text) => text.clone(),
            Piece::Cursor => {
                out.text.push_str(&bracketed(GAP));
                out.seen.push_str(GAP);
                continue;
            }
            Piece::Ask(name) => typed(name).unwrap_or_else(|| {
                let name = called(name);
                let text = bracketed(&name);
                if !out.missing.contains(&name) {
                    out.missing.push(name);
                }
                text
            }),
        };
        out.text.push_str(&text);
        out.seen.push_str(&text);
    }
    out
}

/// The first place of a text that is still to be filled in, with its brackets: the bytes where it stands. A year in such
/// brackets, as official papers are cited (发改价格〔2023〕1号), is none.
#[must_use]
pub fn first_gap(text: &str) -> Option<std::ops::Range<usize>> {
    let (open, close) = BRACKETS;
    let mut rest = 0;
    loop {
        let from = rest + text.get(rest..)?.find(open)?;
        let to = from + text.get(from..)?.find(close)? + close.len_utf8();
        let held = text.get(from + open.len_utf8()..to - close.len_utf8())?;
        if held.is_empty() || !held.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(from..to);
        }
        rest = to;
    }
}

/// A text with its `{name}` placeholders replaced by what `value_of` knows; the others stay, to be filled in by hand. An
/// appellation that a value ends with is not said twice.
#[must_use]
pub fn fill_in(text: &str, value_of: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text, &value_of) {
        match piece {
            Piece::Text(text) => out.push_str(&text),
            Piece::Ask(name) => out.extend(["{", &name, "}"]),
            Piece::Cursor => out.push_str("{|}"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Piece, Said, cut, fill_in, first_gap, is_chinese, pieces, said};
    use proptest::prelude::*;

    #[test]
    fn an_appellation_is_said_once() {
        let by = |worker: &'static str| {
            fill_in("已派{worker}师傅，约{at}。", |name| (name == "worker").then(|| worker.into()))
        };
        assert_eq!(by("刘师傅"), "已派刘师傅，约{at}。");
        assert_eq!(by("刘强"), "已派刘强师傅，约{at}。");
        assert_eq!(fill_in("{a}女士{b", |_| Some("王女士".into())), "王女士{b");
    }

    #[test]
    fn what_is_seen_as_one_is_never_cut() {
        for (text, most, wanted) in [
            ("短", 3, "短"),
            ("三个字", 3, "三个字"),
            ("一共四字", 3, "一共…"),
            ("𠮷野家好", 3, "𠮷野…"),
            ("a👨‍👩‍👧b好", 3, "a👨‍👩‍👧…"),
            ("👍🏽👍🏽👍🏽", 2, "👍🏽…"),
            ("🇨🇳🇨🇳🇨🇳", 2, "🇨🇳…"),
            ("❤️❤️❤️", 2, "❤️…"),
            ("e\u{301}a好", 2, "e\u{301}…"),
            ("葛\u{e0100}城区", 2, "葛\u{e0100}…"),
            ("1️⃣23", 2, "1️⃣…"),
            ("각각각", 2, "각…"),
            ("好", 0, "…"),
            ("", 0, ""),
        ] {
            assert_eq!(cut(text, most), wanted, "{text} to {most}");
        }
    }

    #[test]
    fn a_text_is_taken_apart_at_what_must_be_asked() {
        let known = |name: &str| (name == "customer").then(|| "王女士".to_owned());
        let text = |text: &str| Piece::Text(text.to_owned());
        assert_eq!(
            pieces("{customer}女士您好，{order}的{|}邮费{customer}", &known),
            [text("王女士您好，"), Piece::Ask("order".to_owned()), text("的"), Piece::Cursor, text("邮费王女士")]
        );
        assert_eq!(pieces("没有", &known), [text("没有")]);
        assert_eq!(pieces("半个{括号", &known), [text("半个{括号")]);
    }

    fn of(text: &str, typed: Option<&str>) -> Said {
        said(&pieces(text, &|_| None), &|_| typed.map(str::to_owned), &|name| name.to_uppercase())
    }

    #[test]
    fn what_is_still_to_be_said_is_never_left_out() {
        let wanted = |text: &str, seen: &str, missing: &[&str]| Said {
            text: text.to_owned(),
            seen: seen.to_owned(),
            missing: missing.iter().map(|&name| name.to_owned()).collect(),
        };
        assert_eq!(
            of("您的服务将从{|}起不再收费", None),
            wanted("您的服务将从〔……〕起不再收费", "您的服务将从……起不再收费", &[])
        );
        assert_eq!(
            of("{a}您好，{b}是{a}{|}", None),
            wanted("〔A〕您好，〔B〕是〔A〕〔……〕", "〔A〕您好，〔B〕是〔A〕……", &["A", "B"])
        );
        assert_eq!(of("{a}您好", Some("王女士")), wanted("王女士您好", "王女士您好", &[]));
        assert_eq!(of("", None), Said::default());
    }

    #[test]
    fn the_language_of_a_text_is_seen_by_its_characters() {
        for (text, wanted) in [
            ("OK，{promise}前", Some(true)),
            ("𠮷", Some(true)),
            ("Call back by {promise}.", Some(false)),
            ("{promise}", None),
            ("138 {phone}", None),
        ] {
            assert_eq!(is_chinese(text), wanted, "{text}");
        }
    }

    #[test]
    fn the_first_gap_is_found_with_its_brackets() {
        for (text, gap) in [
            ("从〔……〕起，〔日期〕止", Some("〔……〕")),
            ("〔日期〕", Some("〔日期〕")),
            ("没有", None),
            ("半个〔括号", None),
            ("〕反了〔", None),
            ("发改价格〔2023〕1号", None),
            ("按〔2023〕1号，〔日期〕起", Some("〔日期〕")),
            ("空的〔〕", Some("〔〕")),
        ] {
            assert_eq!(first_gap(text).map(|at| &text[at]), gap, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_gap_is_seen(parts in prop::collection::vec(("[甲乙。]{0,3}", prop::option::of("[a-z]{1,3}")), 0..6)) {
            let text: String = parts.iter().map(|(text, ask)| format!("{text}{{{}}}", ask.as_deref().unwrap_or("|"))).collect();
            let ready = of(&text, None);
            prop_assert_eq!(ready.text.matches('〔').count(), parts.len());
            prop_assert_eq!(first_gap(&ready.text).is_some(), !parts.is_empty());
            let whole = of(&text, Some("丙"));
            prop_assert_eq!(whole.text.matches('〔').count(), parts.iter().filter(|(_, ask)| ask.is_none()).count());
            prop_assert!(whole.missing.is_empty());
        }
    }
}
