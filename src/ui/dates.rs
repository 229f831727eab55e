//! Days and times in words, through the browser's `Intl`, by the desk's clock: numbers, limits and days are reckoned by
//! it, whatever zone the device is in. Formatters are slow to make, so each is made once.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDateTime};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::format::{self, Due, MINUTE, Near};
use super::lang::lang;
use super::texts::time::Time;
use super::texts::{Lang, fill};

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Style {
    Weekday,
    Day,
    YearDay,
    Full,
}

impl Style {
    const fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Weekday => &[("weekday", "short")],
            Self::Day => &[("month", "short"), ("day", "numeric")],
            Self::YearDay => &[("year", "numeric"), ("month", "short"), ("day", "numeric")],
            Self::Full => &[("year", "numeric"), ("month", "long"), ("day", "numeric"), ("weekday", "short")],
        }
    }
}

thread_local! {
    static FORMATS: RefCell<HashMap<(Lang, Style), Function>> = RefCell::default();
    /// The desk's lead over UTC in minutes, once there is a desk.
    static DESK: Cell<Option<i32>> = const { Cell::new(None) };
}

/// From now on times are shown by the desk's clock: its lead over UTC in minutes.
pub fn keep_to(offset: i32) {
    DESK.set(Some(offset));
}

fn formatted(style: Style, at: u64) -> String {
    let lang = lang();
    let format =
        FORMATS.with_borrow_mut(|formats| formats.entry((lang, style)).or_insert_with(|| make(lang, style)).clone());
    // The formats are those of UTC, of which the desk's time is made.
    let local = at.saturating_add_signed(i64::from(offset(at)) * MINUTE.cast_signed());
    let text = format.call1(&JsValue::UNDEFINED, &millis(local));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn make(lang: Lang, style: Style) -> Function {
    let options = Object::new();
    for (name, value) in style.options().iter().chain(&[("timeZone", "UTC")]) {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    Intl::DateTimeFormat::new(&Array::of1(&lang.tag().into()), &options).format().unchecked_into()
}

#[allow(clippy::cast_precision_loss)] // Milliseconds since 1970 are far below 2^53.
fn millis(at: u64) -> JsValue {
    JsValue::from_f64(at as f64)
}

/// The desk's lead over UTC at that moment, in minutes; the device's, where there is no desk yet.
#[must_use]
pub fn offset(at: u64) -> i32 {
    DESK.get().unwrap_or_else(|| device_offset(at))
}

/// The lead over UTC of the device's own time at that moment, in minutes.
#[must_use]
#[allow(clippy::cast_possible_truncation)] // At most 14 hours.
pub fn device_offset(at: u64) -> i32 {
    -(Date::new(&millis(at)).get_timezone_offset() as i32)
}

/// `17:30`.
#[must_use]
pub fn time(at: u64) -> String {
    format::time_of_day(at, offset(at))
}

/// `周二`.
#[must_use]
pub fn weekday(at: u64) -> String {
    formatted(Style::Weekday, at)
}

/// `11月3日`, with the year when it is not that of `now`.
#[must_use]
pub fn date(at: u64, now: u64) -> String {
    let year = |at| local(at).map(|local| local.year());
    formatted(if year(at) == year(now) { Style::Day } else { Style::YearDay }, at)
}

/// `2026年11月22日周日`.
#[must_use]
pub fn full_date(at: u64) -> String {
    formatted(Style::Full, at)
}

/// `2026年11月22日周日 17:30`, for tooltips.
#[must_use]
pub fn full(at: u64) -> String {
    format!("{} {}", full_date(at), time(at))
}

/// `今天 17:30`, `明天 10:00`, `周二 09:00`, `11月3日 09:00`.
#[must_use]
pub fn when(at: u64, now: u64) -> String {
    let (t, time) = (Time::t(), time(at));
    match near(at, now) {
        Near::Today => fill(t.today, &[&time]),
        Near::Tomorrow => fill(t.tomorrow, &[&time]),
        Near::Yesterday => fill(t.yesterday, &[&time]),
        Near::Week => format!("{} {time}", weekday(at)),
        Near::Far => format!("{} {time}", date(at, now)),
    }
}

/// As short as a list needs it: `17:30` today, `昨天 17:30`, `明天 10:00`, `周二 09:00`, `11月3日`.
#[must_use]
pub fn when_short(at: u64, now: u64) -> String {
    match near(at, now) {
        Near::Today => time(at),
        Near::Far => date(at, now),
        _ => when(at, now),
    }
}

/// A deadline in a list: `超时 25 分` and `还剩 1 小时 12 分` while it presses, else its time.
#[must_use]
pub fn due(at: u64, now: u64) -> String {
    match Due::of(at, now) {
        Due::Later if near(at, now) == Near::Far => date(at, now),
        Due::Later => when(at, now),
        Due::Late | Due::Soon => format::left(at, now, lang()),
    }
}

/// A deadline in full: `还剩 1 小时 12 分（今天 17:30）`.
#[must_use]
pub fn due_long(at: u64, now: u64) -> String {
    let (open, close) = if lang() == Lang::En { (" (", ")") } else { ("（", "）") };
    format!("{}{open}{}{close}", format::left(at, now, lang()), when(at, now))
}

/// A moment as a `datetime-local` input holds it: `2026-11-22T17:30`.
#[must_use]
pub fn local_input(at: i64) -> String {
    let text = local(u64::try_from(at).unwrap_or_default()).map(|local| format!("{local:?}"));
    text.map(|text| text.chars().take(16).collect()).unwrap_or_default()
}

/// The moment that a `datetime-local` input means, in milliseconds since 1970.
#[must_use]
#[allow(clippy::cast_possible_truncation)] // Far below 2^53.
pub fn read_local(text: &str) -> Option<i64> {
    let at = Some(Date::parse(&[text, "Z"].concat())).filter(|at| at.is_finite())? as i64;
    Some(at - i64::from(offset(u64::try_from(at).unwrap_or_default())) * MINUTE.cast_signed())
}

/// The desk's time at that moment.
fn local(at: u64) -> Option<NaiveDateTime> {
    let at = at.checked_add_signed(i64::from(offset(at)) * MINUTE.cast_signed())?;
    Some(DateTime::from_timestamp_millis(i64::try_from(at).ok()?)?.naive_utc())
}

fn near(at: u64, now: u64) -> Near {
    format::near(format::day(at, offset(at)), format::day(now, offset(now)))
}
