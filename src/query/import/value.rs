//! Cells as typed values, and what can be wrong with them.

use super::{Team, half_width, moment, same};
use crate::model::agent::Agent;
use crate::model::customer::phone_digits;
use crate::model::kind::{Field, FieldType, Named};
use crate::model::ticket::Priority;
use crate::model::value::Value;

/// Something in a table that cannot be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The record's line in the file, counted from 1.
    pub line: usize,
    /// The column's place counted from 0; none for the whole record.
    pub column: Option<usize>,
    /// The beginning of the cell.
    pub cell: String,
    /// What is wrong.
    pub what: ProblemKind,
}

/// What is wrong with a cell or record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// The record has more cells than the table has columns: it is left out, its cells may stand in wrong columns.
    TooManyCells {
        /// How many the table has.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// The record has fewer cells than the table has columns: the missing ones count as empty.
    TooFewCells {
        /// How many the table has.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// No kind was chosen for what the kind's column holds: the record is left out.
    NoKind,
    /// The record's kind does not have the column's field.
    NotInKind,
    /// No number, or one with more than three decimals.
    NotANumber,
    /// No amount of money, or one with parts of a fen.
    NotAnAmount,
    /// No day.
    NotADay,
    /// No time of day.
    NotATime,
    /// No day and time.
    NotAMoment,
    /// Neither yes nor no.
    NotYesNo,
    /// No telephone number, or a masked one.
    NotAPhone,
    /// Not in the list, or not among the options.
    NotInList,
    /// The kind has no such state.
    NotAState,
    /// No priority.
    NotAPriority,
    /// No agent has this number or name.
    NotAnAgent,
    /// A spreadsheet has rounded a long number, as in `6.22848E+17`: its digits are lost.
    DigitsLost,
    /// Fields of this type are not filled from tables.
    NotFromTables,
}

impl ProblemKind {
    /// Whether the record is left out. Otherwise the ticket is made, and the cell's text kept in a note.
    #[must_use]
    pub fn stops(self) -> bool {
        matches!(self, Self::TooManyCells { .. } | Self::NoKind)
    }
}

/// A cell as the field's type keeps it; nothing for a blank one.
///
/// # Errors
/// When the text is no such value.
pub fn parse(field: &Field, text: &str, team: &Team) -> Result<Value, ProblemKind> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Value::Empty);
    }
    let calendar = &team.calendar;
    match field.sort {
        FieldType::Text | FieldType::Long | FieldType::Room => whole(text).map(Value::text),
        FieldType::Order | FieldType::Waybill => digits(text).map(Value::Text),
        FieldType::Number => fixed(unitless(text, &field.unit), 3).map(Value::Int).ok_or(ProblemKind::NotANumber),
        FieldType::Money => fixed(&amount(text), 2).map(Value::Int).ok_or(ProblemKind::NotAnAmount),
        FieldType::Date => moment::day(text, calendar).map(Value::Text).ok_or(ProblemKind::NotADay),
        FieldType::Time => moment::time_of_day(text).map(Value::Text).ok_or(ProblemKind::NotATime),
        FieldType::Moment => moment::moment(text, calendar)
            .and_then(|millis| i64::try_from(millis).ok())
            .map(Value::Int)
            .ok_or(ProblemKind::NotAMoment),
        FieldType::Choice => {
            let items = match &field.list {
                Some(list) => team.list(list).map_or(&[][..], |list| &list.items),
                None => &field.options,
            };
            named(items, text).map(Value::Text)
        }
        FieldType::Phone => phone(text).map(Value::Text),
        FieldType::Agent => agent(text, team).map(Value::Text),
        FieldType::YesNo => yes_no(text).map(Value::Bool).ok_or(ProblemKind::NotYesNo),
        FieldType::Customer | FieldType::Photos | FieldType::Checklist => Err(ProblemKind::NotFromTables),
    }
}

/// The id of the item of that id or name.
pub(super) fn named(items: &[Named], text: &str) -> Result<String, ProblemKind> {
    let item = items.iter().find(|item| item.id == text).or_else(|| items.iter().find(|item| same(&item.name, text)));
    item.map(|item| item.id.clone()).ok_or(ProblemKind::NotInList)
}

/// The id of the agent of that id, number or name; of several of one name the one who has not left.
pub(super) fn agent(text: &str, team: &Team) -> Result<String, ProblemKind> {
    let find = |matches: &dyn Fn(&Agent) -> bool| {
        let all = || team.agents.iter().filter(|agent| matches(agent));
        all().find(|agent| !agent.left).or_else(|| all().next())
    };
    let found = find(&|agent| agent.id == text)
        .or_else(|| find(&|agent| same(&agent.number, text)))
        .or_else(|| find(&|agent| same(&agent.name, text)));
    found.map(|agent| agent.id.clone()).ok_or(ProblemKind::NotAnAgent)
}

/// A priority by id or by a usual name.
///
/// # Errors
/// When it is none.
pub fn priority(text: &str) -> Result<Priority, ProblemKind> {
    const NAMES: [(Priority, &[&str]); 4] = [
        (Priority::Low, &["low", "低", "不急", "缓", "緩", "p4"]),
        (Priority::Normal, &["normal", "medium", "中", "普通", "一般", "正常", "p3"]),
        (Priority::High, &["high", "高", "急", "较急", "重要", "加急", "p2"]),
        (Priority::Urgent, &["urgent", "critical", "紧急", "緊急", "特急", "非常紧急", "p1"]),
    ];
    let found = NAMES.iter().find(|(_, names)| names.iter().any(|name| same(name, text)));
    found.map(|(priority, _)| *priority).ok_or(ProblemKind::NotAPriority)
}

/// A telephone number: 11 digits for a mobile one, others as they were written.
pub(super) fn phone(text: &str) -> Result<String, ProblemKind> {
    let text = half_width(whole(text)?);
    let text = text.trim_start_matches(['\'', '`']).trim_end_matches(".0").trim();
    let text = text.split_once([':', '：']).map_or(text, |(_, number)| number.trim());
    let allowed = |c: char| c.is_ascii_digit() || " -+()#*x转轉分机ext.".contains(c);
    let digits = phone_digits(text);
    if text.contains('*') || !(3..=20).contains(&digits.len()) || !text.chars().all(allowed) {
        return Err(ProblemKind::NotAPhone);
    }
    let mobile = if digits.len() == 13 { digits.strip_prefix("86").unwrap_or(&digits) } else { &digits };
    Ok(if mobile.len() == 11 && mobile.starts_with('1') { mobile.to_owned() } else { text.to_owned() })
}

/// A text that is not what a spreadsheet leaves of a long number.
pub(super) fn whole(text: &str) -> Result<&str, ProblemKind> {
    let lost = text.split_once(['E', 'e']).is_some_and(|(digits, power)| {
        let digits = digits.trim_start_matches('-');
        let power = power.strip_prefix('+').unwrap_or("");
        digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && !power.is_empty()
            && power.bytes().all(|b| b.is_ascii_digit())
    });
    if lost { Err(ProblemKind::DigitsLost) } else { Ok(text) }
}

/// An order or waybill number, without what other systems put before it to keep it a text.
pub(super) fn digits(text: &str) -> Result<String, ProblemKind> {
    let text = half_width(whole(text)?);
    Ok(text.trim_start_matches(['\'', '`', '"']).trim_end_matches('"').trim().to_owned())
}

fn yes_no(text: &str) -> Option<bool> {
    const YES: [&str; 15] = ["是", "yes", "y", "true", "1", "有", "对", "對", "真", "已", "√", "✓", "✔", "☑", "on"];
    const NO: [&str; 14] = ["否", "no", "n", "false", "0", "无", "無", "没有", "错", "假", "未", "×", "✗", "off"];
    let is = |names: &[&str]| names.iter().any(|name| same(name, text));
    if is(&YES) { Some(true) } else { is(&NO).then_some(false) }
}

fn unitless<'t>(text: &'t str, unit: &str) -> &'t str {
    if unit.is_empty() { text } else { text.strip_suffix(unit).unwrap_or(text).trim_end() }
}

/// The digits of an amount of money; one in brackets is negative.
fn amount(text: &str) -> String {
    let text = half_width(text).to_lowercase();
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    let (mut text, mut sign) = (inner.unwrap_or(&text), if inner.is_some() { "-" } else { "" });
    if let Some(rest) = text.strip_prefix('-') {
        (text, sign) = (rest.trim_start(), "-");
    }
    for mark in ["人民币", "rmb", "cny", "¥", "$"] {
        text = text.strip_prefix(mark).unwrap_or(text).trim();
    }
    for mark in ["元整", "元", "圆", "rmb", "cny"] {
        text = text.strip_suffix(mark).unwrap_or(text).trim();
    }
    format!("{sign}{text}")
}

/// A decimal number, with or without commas between its thousands, as an integer of its smallest parts.
fn fixed(text: &str, decimals: usize) -> Option<i64> {
    let text = half_width(text);
    let (text, negative) = match text.strip_prefix('-') {
        Some(rest) => (rest, true),
        None => (text.strip_prefix('+').unwrap_or(&text), false),
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = whole.contains(',');
    let regular = groups.all(|group| group.len() == 3) && (!grouped || (1..=3).contains(&first.len()));
    let part = part.trim_end_matches('0');
    if !regular || (whole.is_empty() && part.is_empty()) || part.len() > decimals {
        return None;
    }
    let digits = format!("{}{part:0<decimals$}", whole.replace(',', ""));
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    let number: i64 = plain.then(|| digits.parse().ok())??;
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(sort: FieldType) -> Field {
        let json = serde_json::json!({"id": "f", "name": "F", "type": sort, "unit": "度",
            "options": [{"id": "own", "name": "自营店"}, {"id": "mall", "name": "商城 A"}]});
        serde_json::from_value(json).unwrap()
    }

    fn check(sort: FieldType, cases: &[(&str, Result<Value, ProblemKind>)]) {
        for (text, expected) in cases {
            assert_eq!(parse(&field(sort), text, &Team::default()), *expected, "{sort:?} {text:?}");
        }
    }

    #[allow(clippy::unnecessary_wraps)]
    fn text(text: &str) -> Result<Value, ProblemKind> {
        Ok(Value::Text(text.to_owned()))
    }

    #[test]
    fn amounts_and_numbers_are_integers() {
        let (int, bad) = (|n| Ok(Value::Int(n)), Err(ProblemKind::NotAnAmount));
        check(
            FieldType::Money,
            &[
                ("¥1,234.50", int(123_450)),
                ("￥１２", int(1200)),
                ("12元", int(1200)),
                ("-0.05", int(-5)),
                ("-¥3", int(-300)),
                ("(12.30)", int(-1230)),
                ("RMB 8", int(800)),
                (".5", int(50)),
                ("12.3000", int(1230)),
                ("", Ok(Value::Empty)),
                ("1.234", bad.clone()),
                ("12,34", bad.clone()),
                ("1.2万", bad.clone()),
                ("1.5E+3", bad.clone()),
                ("--5", bad.clone()),
                (".", bad.clone()),
                ("99999999999999999999", bad),
            ],
        );
        let bad = Err(ProblemKind::NotANumber);
        check(
            FieldType::Number,
            &[
                ("36.5度", int(36_500)),
                ("1,000", int(1_000_000)),
                ("-3", int(-3000)),
                ("0.0001", bad.clone()),
                ("三", bad),
            ],
        );
    }

    #[test]
    fn long_digits_stay_texts_and_damage_is_seen() {
        let lost = Err(ProblemKind::DigitsLost);
        check(
            FieldType::Order,
            &[
                ("202611220001234567", text("202611220001234567")),
                ("`1000107", text("1000107")),
                ("'0012", text("0012")),
                ("6.22848E+17", lost.clone()),
                ("1e+11", lost.clone()),
            ],
        );
        check(FieldType::Text, &[("6.22848E+17", lost.clone()), ("3E12", text("3E12")), ("E+1", text("E+1"))]);
        check(FieldType::Phone, &[("1.38E+10", lost)]);
    }

    #[test]
    fn phones_are_tidied() {
        let bad = Err(ProblemKind::NotAPhone);
        check(
            FieldType::Phone,
            &[
                ("138 0013 8000", text("13800138000")),
                ("+86-13800138000", text("13800138000")),
                ("8613800138000", text("13800138000")),
                ("13800138000.0", text("13800138000")),
                ("１３８００１３８０００", text("13800138000")),
                ("手机：13800138000", text("13800138000")),
                ("0755-8812345转801", text("0755-8812345转801")),
                ("10086", text("10086")),
                ("138****8000", bad.clone()),
                ("没有", bad.clone()),
                ("1", bad),
            ],
        );
    }

    #[test]
    fn choices_and_yes_no_go_by_name_or_id() {
        let bad = Err(ProblemKind::NotInList);
        check(
            FieldType::Choice,
            &[
                ("own", text("own")),
                ("自营店", text("own")),
                ("商城 a", text("mall")),
                ("商城　Ａ", text("mall")),
                ("别处", bad),
            ],
        );
        let bad = Err(ProblemKind::NotYesNo);
        check(FieldType::YesNo, &[("是", Ok(Value::Bool(true))), ("ＮＯ", Ok(Value::Bool(false))), ("也许", bad)]);
        check(FieldType::Photos, &[("a.jpg", Err(ProblemKind::NotFromTables))]);
        assert_eq!(priority("紧急"), Ok(Priority::Urgent));
        assert_eq!(priority("?"), Err(ProblemKind::NotAPriority));
    }
}
