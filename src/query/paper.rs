//! Papers: a kind's text, table and lines to sign, filled from a ticket, for print and for a chat.

use super::text::fill_in;
use crate::model::customer::masked;
use crate::model::kind::{Paper, TicketKind};
use crate::model::value::Value;

/// What stands where something is still to be written by hand.
pub const BLANK: &str = "________";
/// Values longer than this have a row of the table to themselves, in characters.
const SHORT: usize = 14;

/// A paper, filled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its heading.
    pub title: String,
    /// Its text; empty for a plain table.
    pub body: String,
    /// Its table: labels and values, an empty value being left to be written by hand.
    pub rows: Vec<(String, String)>,
    /// What happened: when, who, what.
    pub log: Vec<(String, String, String)>,
    /// The lines to sign.
    pub signs: Vec<String>,
    /// How many copies go on the sheet, 1 or 2.
    pub copies: u8,
}

impl Sheet {
    /// A kind's paper. `value_of` reads a register, `text_of` says in words what a placeholder or field holds. Fields
    /// that do not concern the ticket are left out.
    #[must_use]
    pub fn of(
        kind: &TicketKind,
        paper: &Paper,
        value_of: &dyn Fn(&str) -> Value,
        text_of: &dyn Fn(&str) -> String,
    ) -> Self {
        let fields = paper.fields.iter().filter_map(|id| kind.field(id));
        let rows = fields.filter_map(|field| {
            let text = text_of(&field.id);
            (field.applies(value_of) || !text.is_empty()).then(|| (field.name.clone(), text))
        });
        let blank = |name: &str| Some(text_of(name)).filter(|text| !text.is_empty()).or_else(|| Some(BLANK.to_owned()));
        Self {
            title: paper.title.clone(),
            body: fill_in(&paper.text, blank),
            rows: rows.collect(),
            log: Vec::new(),
            signs: paper.signs.clone(),
            copies: paper.copies,
        }
    }

    /// The table's rows for paper: short values stand two to a row.
    #[must_use]
    pub fn lines(&self) -> Vec<Vec<&(String, String)>> {
        let mut lines: Vec<Vec<&(String, String)>> = Vec::new();
        let is_short = |row: &(String, String)| row.1.chars().count() <= SHORT && !row.1.contains('\n');
        let mut room = false;
        for row in &self.rows {
            match lines.last_mut() {
                Some(line) if room && is_short(row) => {
                    line.push(row);
                    room = false;
                }
                _ => {
                    lines.push(vec![row]);
                    room = is_short(row);
                }
            }
        }
        lines
    }

    /// The paper as plain text, to paste into a chat or mail. What is empty is left out.
    #[must_use]
    pub fn text(&self, head: &[String]) -> String {
        let mut parts = vec![self.title.clone()];
        parts.extend(head.iter().filter(|line| !line.is_empty()).cloned());
        if !self.body.is_empty() {
            parts.push(self.body.clone());
        }
        let rows = self.rows.iter().filter(|(_, value)| !value.is_empty());
        parts.extend(rows.map(|(label, value)| format!("{label}：{value}")));
        parts.extend(self.log.iter().map(|(when, who, what)| format!("{when} {who} {what}")));
        parts.join("\n")
    }

    /// The same with the telephone numbers in all its texts masked.
    #[must_use]
    pub fn without_phones(mut self) -> Self {
        self.body = hide_phones(&self.body);
        for (_, value) in &mut self.rows {
            *value = hide_phones(value);
        }
        for (_, _, what) in &mut self.log {
            *what = hide_phones(what);
        }
        self
    }
}

/// The text with its telephone numbers masked: mobile numbers, and landline numbers written with their area code. Other
/// long numbers (orders, waybills) stay.
#[must_use]
pub fn hide_phones(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit() || c == '+') {
        let (plain, tail) = rest.split_at(start);
        out.push_str(plain);
        before = plain.chars().last().unwrap_or(before);
        let run = &tail[..run_length(tail)];
        let after = tail[run.len()..].chars().next().unwrap_or(' ');
        let apart = !before.is_ascii_alphanumeric() && !after.is_ascii_alphanumeric();
        if apart && is_phone(run) {
            out.push_str(&masked(run));
        } else {
            out.push_str(run);
        }
        before = run.chars().last().unwrap_or(before);
        rest = &tail[run.len()..];
    }
    out.push_str(rest);
    out
}

/// How long the number at the beginning is, in bytes: digits, joined by single spaces or hyphens.
fn run_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 1;
    loop {
        match bytes.get(end) {
            Some(byte) if byte.is_ascii_digit() => end += 1,
            Some(b' ' | b'-') if digit(end + 1) => end += 2,
            _ => return end,
        }
    }
}

fn is_phone(run: &str) -> bool {
    let digits: String = run.chars().filter(char::is_ascii_digit).collect();
    let national = if digits.len() == 13 { digits.strip_prefix("86").unwrap_or(&digits) } else { &digits };
    let mobile = national.len() == 11 && national.starts_with('1') && !national[1..].starts_with(['0', '1', '2']);
    let landline = (10..=12).contains(&digits.len()) && digits.starts_with('0');
    mobile || landline
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::check::parse;

    fn complaint() -> TicketKind {
        let pack = parse(include_str!("../../public/handbooks/service.json")).unwrap();
        pack.kinds.into_iter().find(|kind| kind.id == "service.complaint").unwrap()
    }

    #[test]
    fn a_paper_is_filled_and_leaves_blanks_for_the_pen() {
        let kind = complaint();
        let paper = kind.papers.iter().find(|paper| paper.id == "notice").unwrap();
        let text_of = |name: &str| match name {
            "number" => "S1122-A07".to_owned(),
            "matter" => "宽带三天没修好".to_owned(),
            _ => String::new(),
        };
        let sheet = Sheet::of(&kind, paper, &|_| Value::Empty, &text_of);
        assert_eq!((sheet.title.as_str(), sheet.copies), (paper.title.as_str(), 2));
        assert!(!sheet.body.contains('{'), "{}", sheet.body);
        assert!(sheet.body.contains("S1122-A07") && sheet.body.contains(BLANK), "{}", sheet.body);
        let matter = kind.field("matter").unwrap().name.clone();
        assert!(sheet.rows.contains(&(matter.clone(), "宽带三天没修好".to_owned())));
        let text = sheet.text(&["某单位".to_owned(), String::new()]);
        assert!(text.starts_with(&format!("{}\n某单位\n", sheet.title)), "{text}");
        assert!(text.contains(&format!("{matter}：宽带三天没修好")));
        assert!(sheet.rows.len() > text.lines().count() - 3, "empty rows are for paper only");
    }

    #[test]
    fn short_values_share_a_row() {
        let row = |value: &str| ("甲".to_owned(), value.to_owned());
        let rows = vec![row("短"), row("也短"), row("短"), row("很长很长很长很长很长很长很长很长"), row(""), row("尾")];
        let sheet = Sheet { rows, ..Sheet::default() };
        assert_eq!(sheet.lines().iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1, 2]);
    }

    #[test]
    fn phones_are_masked_and_other_numbers_stay() {
        for (text, hidden) in [
            ("联系13800138000。", "联系138****8000。"),
            ("+86 138-0013-8000", "138****8000"),
            ("010-62345678转2", "010****5678转2"),
            ("运单SF13800138000", "运单SF13800138000"),
            ("订单 20261122000018", "订单 20261122000018"),
            ("2026-11-22 17:30", "2026-11-22 17:30"),
            ("¥268.00 + 3", "¥268.00 + 3"),
            ("", ""),
        ] {
            assert_eq!(hide_phones(text), hidden);
        }
    }
}
