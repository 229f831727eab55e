//! Holidays and make-up days from an iCalendar file (RFC 5545), as the published feeds of public holidays have them.

use chrono::{Datelike, NaiveDate};

use super::{Calendar, EPOCH, MINUTE, Sort, Special, number_of};

/// The largest file that is read, in bytes.
pub const MOST_BYTES: usize = 2 * 1024 * 1024;
/// The longest an event may be, in days.
const LONGEST: i64 = 62;

/// What a file gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Holidays and make-up days, in order, none twice. A day that is both is worked.
    pub days: Vec<Special>,
    /// The events that give none, and why.
    pub problems: Vec<Problem>,
}

/// An event that gives no days.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {name}: {what}")]
pub struct Problem {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// What it is called; may be empty.
    pub name: String,
    /// What is wrong with it.
    pub what: ProblemKind,
}

/// What is wrong with an event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProblemKind {
    /// It does not say whether it is a holiday or a make-up day.
    #[error("neither a holiday nor a make-up day")]
    Unclear,
    /// It has no beginning.
    #[error("it has no beginning")]
    NoStart,
    /// Not a date.
    #[error("\"{0}\" is not a date")]
    BadDate(String),
    /// It ends before it begins.
    #[error("it ends before it begins")]
    Backwards,
    /// It has too many days.
    #[error("it lasts {0} days, at most {LONGEST} are taken")]
    TooLong(i64),
    /// It repeats in a way that is not understood: only yearly on the same day is.
    #[error("it repeats in a way that is not understood: {0}")]
    Rule(String),
}

/// Why a file could not be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IcalError {
    /// Too large.
    #[error("the file has {0} bytes, at most {MOST_BYTES} are read")]
    TooLarge(usize),
    /// Not text in UTF-8.
    #[error("the file is not UTF-8 text")]
    NotText(#[source] std::str::Utf8Error),
    /// Not an iCalendar file.
    #[error("the file is no iCalendar file: it does not begin with BEGIN:VCALENDAR")]
    NotCalendar,
    /// It stops in the middle.
    #[error("the file is incomplete: what begins on line {0} has no end")]
    Incomplete(usize),
}

/// Reads a file: the special days from `first` to `last` (days since 1970), which bound what repeats every year.
/// Times of day are understood by the calendar's offset.
///
/// # Errors
/// When it is too large, no UTF-8, no iCalendar file, or cut off. Then nothing of it is to be used.
pub fn read(bytes: &[u8], first: i64, last: i64, calendar: &Calendar) -> Result<Feed, IcalError> {
    if bytes.len() > MOST_BYTES {
        return Err(IcalError::TooLarge(bytes.len()));
    }
    let lines = unfold(bytes);
    let mut feed = Feed::default();
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut event = Event::default();
    for (at, line) in &lines {
        let line = std::str::from_utf8(line).map_err(IcalError::NotText)?.trim_start_matches('\u{feff}');
        if line.trim().is_empty() {
            continue;
        }
        let property = Property::of(line);
        if open.is_empty() && !(property.is("BEGIN") && property.value.eq_ignore_ascii_case("VCALENDAR")) {
            return Err(IcalError::NotCalendar);
        }
        let in_event = open.len() == 2 && open[1].0.eq_ignore_ascii_case("VEVENT");
        if property.is("BEGIN") {
            open.push((property.value, *at));
            if open.len() == 2 {
                event = Event { line: *at, ..Event::default() };
            }
        } else if property.is("END") {
            match open.pop() {
                Some((name, _)) if name.eq_ignore_ascii_case(property.value) => {}
                Some((_, began)) => return Err(IcalError::Incomplete(began)),
                None => return Err(IcalError::NotCalendar),
            }
            if in_event {
                event.add_to(&mut feed, first, last, calendar);
            }
        } else if in_event {
            event.note(&property);
        }
    }
    match open.last() {
        Some((_, began)) => return Err(IcalError::Incomplete(*began)),
        None if lines.iter().all(|(_, line)| line.is_empty()) => return Err(IcalError::NotCalendar),
        None => {}
    }
    // Worked days come first among equals, so that they stay.
    feed.days.sort_by_key(|special| (special.day, special.sort == Sort::Off));
    feed.days.dedup_by_key(|special| special.day);
    Ok(feed)
}

/// The lines with their numbers, those that were folded put together again. Some writers fold in the middle of a
/// character, so this is done before the text is decoded.
fn unfold(bytes: &[u8]) -> Vec<(usize, Vec<u8>)> {
    let mut lines: Vec<(usize, Vec<u8>)> = Vec::new();
    for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match (line, lines.last_mut()) {
            ([b' ' | b'\t', rest @ ..], Some((_, last))) => last.extend_from_slice(rest),
            _ => lines.push((at + 1, line.to_vec())),
        }
    }
    lines
}

/// `NAME;PARAMETERS:VALUE`.
struct Property<'a> {
    name: &'a str,
    value: &'a str,
}

impl<'a> Property<'a> {
    fn of(line: &'a str) -> Self {
        // A parameter's value may be quoted and then have colons in it.
        let mut quoted = false;
        let colon = line.bytes().position(|byte| {
            quoted ^= byte == b'"';
            byte == b':' && !quoted
        });
        let (head, value) = colon.map_or((line, ""), |at| (&line[..at], &line[at + 1..]));
        let name = head.split(';').next().unwrap_or_default();
        Self { name: name.trim(), value: value.trim() }
    }

    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// An event as far as it was read.
#[derive(Default)]
struct Event {
    line: usize,
    name: String,
    about: String,
    apple: String,
    start: Option<String>,
    end: Option<String>,
    rule: String,
    except: Vec<String>,
    cancelled: bool,
}

impl Event {
    fn note(&mut self, property: &Property<'_>) {
        let value = property.value;
        match property.name.to_ascii_uppercase().as_str() {
            "SUMMARY" => self.name = unescaped(value),
            "DESCRIPTION" | "CATEGORIES" => {
                self.about.push_str(value);
                self.about.push('\n');
            }
            "X-APPLE-SPECIAL-DAY" => self.apple = value.to_ascii_uppercase(),
            "DTSTART" => self.start = Some(value.to_owned()),
            "DTEND" => self.end = Some(value.to_owned()),
            "RRULE" => self.rule = value.to_ascii_uppercase(),
            "RDATE" | "DURATION" => self.rule = [property.name, ":", value].concat(),
            "EXDATE" => self.except.extend(value.split(',').map(str::to_owned)),
            "STATUS" => self.cancelled = value.eq_ignore_ascii_case("CANCELLED"),
            _ => {}
        }
    }

    fn add_to(&self, feed: &mut Feed, first: i64, last: i64, calendar: &Calendar) {
        if self.cancelled {
            return;
        }
        match self.days(first, last, calendar) {
            Ok((sort, days)) => {
                let name = plain(&self.name);
                feed.days.extend(days.into_iter().map(|day| Special { day, sort, name: name.to_owned() }));
            }
            Err(what) => feed.problems.push(Problem { line: self.line, name: self.name.clone(), what }),
        }
    }

    /// What its days are, and which.
    fn days(&self, first: i64, last: i64, calendar: &Calendar) -> Result<(Sort, Vec<i64>), ProblemKind> {
        let sort = self.sort().ok_or(ProblemKind::Unclear)?;
        let date = |text: &str| date(text, calendar).ok_or_else(|| ProblemKind::BadDate(text.to_owned()));
        let (start, _) = date(self.start.as_deref().ok_or(ProblemKind::NoStart)?)?;
        let length = match &self.end {
            None => 1,
            // The end does not belong to it; an end at noon is still of that day.
            Some(end) => {
                let (day, midnight) = date(end)?;
                (day - start + i64::from(!midnight)).max(i64::from(day == start))
            }
        };
        match length {
            ..1 => return Err(ProblemKind::Backwards),
            1..=LONGEST => {}
            _ => return Err(ProblemKind::TooLong(length)),
        }
        let except = self.except.iter().map(|text| date(text).map(|(day, _)| day)).collect::<Result<Vec<_>, _>>()?;
        let starts = starts(start, &self.rule, last, calendar).ok_or_else(|| ProblemKind::Rule(self.rule.clone()))?;
        let kept = starts.into_iter().filter(|start| !except.contains(start));
        let days = kept.flat_map(|start| start..start + length).filter(|day| (first..=last).contains(day));
        Ok((sort, days.collect()))
    }

    /// A holiday or a make-up day: by Apple's mark, else by its words, those of work first (调休上班).
    fn sort(&self) -> Option<Sort> {
        match self.apple.as_str() {
            "WORK-HOLIDAY" => return Some(Sort::Off),
            "ALTERNATE-WORKDAY" => return Some(Sort::Work(None)),
            _ => {}
        }
        [&self.name, &self.about].into_iter().find_map(|text| {
            let text = text.to_lowercase();
            let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
            match () {
                () if has(&["班", "workday", "working day", "work day"]) => Some(Sort::Work(None)),
                () if has(&["休", "假", "holiday", "day off"]) => Some(Sort::Off),
                () => None,
            }
        })
    }
}

/// The name without its mark: 元旦 for `元旦（休）`.
fn plain(name: &str) -> &str {
    let end = name.find(['(', '（']).filter(|at| *at > 0).unwrap_or(name.len());
    name[..end].trim()
}

/// The first days of an event that repeats by a rule, as far as `last`; `None` for a rule that is not understood.
fn starts(start: i64, rule: &str, last: i64, calendar: &Calendar) -> Option<Vec<i64>> {
    if rule.is_empty() {
        return Some(vec![start]);
    }
    let begun = day_of(start)?;
    let (mut yearly, mut step, mut count, mut until) = (false, 1, usize::MAX, last);
    for part in rule.split(';').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=')?;
        match name {
            "FREQ" => yearly = value == "YEARLY",
            "INTERVAL" => step = value.parse().ok().filter(|step| (1..=100).contains(step))?,
            "COUNT" => count = value.parse().ok()?,
            "UNTIL" => until = last.min(date(value, calendar)?.0),
            "BYMONTH" if value.parse() == Ok(begun.month()) => {}
            "BYMONTHDAY" if value.parse() == Ok(begun.day()) => {}
            "WKST" => {}
            _ => return None,
        }
    }
    let last_year = day_of(until)?.year();
    let years = (begun.year()..=last_year).step_by(step);
    let days = years.filter_map(|year| number_of(year, begun.month(), begun.day()));
    yearly.then(|| days.filter(|day| *day <= until).take(count).collect())
}

fn day_of(day: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).ok()?.checked_add(EPOCH)?)
}

/// The local day of `20261001`, `20261001T083000` or `20260930T160000Z`, and whether it is its very beginning.
fn date(text: &str, calendar: &Calendar) -> Option<(i64, bool)> {
    let number = |from: usize, to: usize| {
        let digits = text.get(from..to).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        digits.parse::<u32>().ok()
    };
    let year = number(0, 4).filter(|year| (1970..=9999).contains(year))?;
    let day = number_of(i32::try_from(year).ok()?, number(4, 6)?, number(6, 8)?)?;
    if text.len() == 8 {
        return Some((day, true));
    }
    let (hour, minute, second) = (number(9, 11)?, number(11, 13)?, number(13, 15)?);
    let sound = text.get(8..9) == Some("T") && hour < 24 && minute < 60 && second < 61;
    let since = (u64::from(hour) * 60 + u64::from(minute)) * MINUTE + u64::from(second) * 1000;
    match text.get(15..)? {
        "" if sound => Some((day, since == 0)),
        "Z" if sound => {
            let moment = Calendar::idle(0).moment(day, since);
            Some((calendar.day_number(moment), calendar.since_midnight(moment) == 0))
        }
        _ => None,
    }
}

/// A text with its escapes resolved, in one line.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        match c {
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            'n' | 'N' if escaped => plain.push(' '),
            c => plain.push(c),
        }
        escaped = false;
    }
    plain
}
