//! Holidays and make-up days from iCalendar files, good and bad.

use proptest::prelude::*;
use shouwen::model::calendar::ical::{Feed, IcalError, MOST_BYTES, ProblemKind, read};
use shouwen::model::calendar::{Calendar, Sort, day_text};

use super::day;

fn take(text: &[u8]) -> Result<Feed, IcalError> {
    read(text, day("2026-01-01"), day("2028-12-31"), &Calendar::china())
}

/// A file of these events, each given by its lines.
fn file(events: &[&str]) -> Vec<u8> {
    let mut lines = vec!["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:节假日"];
    for event in events {
        lines.push("BEGIN:VEVENT");
        lines.extend(event.lines());
        lines.push("END:VEVENT");
    }
    lines.extend(["END:VCALENDAR", ""]);
    lines.join("\r\n").into_bytes()
}

/// The days of a feed, as `2026-10-01 off 国庆节`.
fn days(feed: &Feed) -> Vec<String> {
    let sort = |sort| if sort == Sort::Off { "off" } else { "work" };
    feed.days
        .iter()
        .map(|special| format!("{} {} {}", day_text(special.day), sort(special.sort), special.name))
        .collect()
}

#[test]
fn the_forms_of_published_feeds() {
    let table: [(&str, &[&str]); 15] = [
        (
            "SUMMARY:元旦（休）\nX-APPLE-SPECIAL-DAY:WORK-HOLIDAY\nDTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260103",
            &["2026-01-01 off 元旦", "2026-01-02 off 元旦"],
        ),
        (
            "SUMMARY:元旦（班）\nX-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY\nDTSTART;VALUE=DATE:20260104",
            &["2026-01-04 work 元旦"],
        ),
        ("SUMMARY:春节(休)\nDTSTART;VALUE=DATE:20260215", &["2026-02-15 off 春节"]),
        ("SUMMARY:补班\nDTSTART;VALUE=DATE:20260228", &["2026-02-28 work 补班"]),
        ("SUMMARY:国庆节 补班 第1天/共2天\nDTSTART:20260920", &["2026-09-20 work 国庆节 补班 第1天/共2天"]),
        ("SUMMARY:国庆节 假期 第1天/共7天\nDTSTART:20261001", &["2026-10-01 off 国庆节 假期 第1天/共7天"]),
        ("SUMMARY:調休上班\nDTSTART:20261010", &["2026-10-10 work 調休上班"]),
        ("SUMMARY:National Day Holiday\nDTSTART:20261001\nDTEND:20261002", &["2026-10-01 off National Day Holiday"]),
        ("SUMMARY:Special Working Day\nDTSTART:20261010", &["2026-10-10 work Special Working Day"]),
        ("SUMMARY:Qingming\nDESCRIPTION:Public holiday\nDTSTART;VALUE=DATE:20260405", &["2026-04-05 off Qingming"]),
        // Days and times: local, of a named zone, and UTC, of which the beginning is China's next day.
        ("SUMMARY:休\nDTSTART:20260501T000000\nDTEND:20260502T000000", &["2026-05-01 off 休"]),
        (
            "SUMMARY:休\nDTSTART;TZID=\"Asia:Shanghai\":20260501T080000\nDTEND:20260502T120000",
            &["2026-05-01 off 休", "2026-05-02 off 休"],
        ),
        ("SUMMARY:休\nDTSTART:20260430T160000Z\nDTEND:20260501T160000Z", &["2026-05-01 off 休"]),
        ("SUMMARY:休\nDTSTART:20260501T090000\nDTEND:20260501T090000", &["2026-05-01 off 休"]),
        // What an alarm within says is not the event's.
        (
            "SUMMARY:端午\\, 节（休）\nBEGIN:VALARM\nSUMMARY:提醒上班\nTRIGGER:-PT15M\nEND:VALARM\ndtstart;value=date:20260619",
            &["2026-06-19 off 端午, 节"],
        ),
    ];
    for (event, wanted) in table {
        let feed = take(&file(&[event])).unwrap();
        assert_eq!((days(&feed), feed.problems), (wanted.iter().map(|s| (*s).to_owned()).collect(), vec![]), "{event}");
    }
}

#[test]
fn yearly_events_are_repeated_within_the_years_asked_for() {
    let rule = |rule: &str| format!("SUMMARY:休\nDTSTART;VALUE=DATE:20250501\nDTEND;VALUE=DATE:20250503\nRRULE:{rule}");
    let table: [(&str, &[&str]); 6] = [
        ("FREQ=YEARLY", &["2026-05-01", "2026-05-02", "2027-05-01", "2027-05-02", "2028-05-01", "2028-05-02"]),
        ("FREQ=YEARLY;COUNT=2", &["2026-05-01", "2026-05-02"]),
        ("FREQ=YEARLY;UNTIL=20270501", &["2026-05-01", "2026-05-02", "2027-05-01", "2027-05-02"]),
        ("FREQ=YEARLY;INTERVAL=2;WKST=MO", &["2027-05-01", "2027-05-02"]),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1;UNTIL=20260501T000000Z", &["2026-05-01", "2026-05-02"]),
        ("FREQ=YEARLY\nEXDATE;VALUE=DATE:20260501,20270501", &["2028-05-01", "2028-05-02"]),
    ];
    for (text, wanted) in table {
        let feed = take(&file(&[&rule(text)])).unwrap();
        assert_eq!(feed.problems, [], "{text}");
        assert_eq!(feed.days.iter().map(|special| day_text(special.day)).collect::<Vec<_>>(), wanted, "{text}");
    }
    let leap = take(&file(&["SUMMARY:休\nDTSTART:20240229\nRRULE:FREQ=YEARLY"])).unwrap();
    assert_eq!(days(&leap), ["2028-02-29 off 休"]);
}

#[test]
fn problems_are_named_and_the_rest_is_taken() {
    let table = [
        ("SUMMARY:除夕\nDTSTART:20260216", ProblemKind::Unclear),
        ("SUMMARY:休", ProblemKind::NoStart),
        ("SUMMARY:休\nDTSTART:20260230", ProblemKind::BadDate("20260230".into())),
        ("SUMMARY:休\nDTSTART:2026-02-03", ProblemKind::BadDate("2026-02-03".into())),
        ("SUMMARY:休\nDTSTART:20260203T250000", ProblemKind::BadDate("20260203T250000".into())),
        ("SUMMARY:休\nDTSTART:20260203T0800", ProblemKind::BadDate("20260203T0800".into())),
        ("SUMMARY:休\nDTSTART:2026020３", ProblemKind::BadDate("2026020３".into())),
        ("SUMMARY:休\nDTSTART:20260203\nDTEND:20260202", ProblemKind::Backwards),
        ("SUMMARY:休\nDTSTART:20260203\nDTEND:20260503", ProblemKind::TooLong(89)),
        ("SUMMARY:休\nDTSTART:20260203\nRRULE:FREQ=WEEKLY", ProblemKind::Rule("FREQ=WEEKLY".into())),
        (
            "SUMMARY:休\nDTSTART:20260203\nRRULE:FREQ=YEARLY;BYDAY=1MO",
            ProblemKind::Rule("FREQ=YEARLY;BYDAY=1MO".into()),
        ),
        ("SUMMARY:休\nDTSTART:20260203\nRDATE:20260204", ProblemKind::Rule("RDATE:20260204".into())),
    ];
    for (event, what) in table {
        let feed = take(&file(&[event, "SUMMARY:休\nDTSTART:20260101"])).unwrap();
        assert_eq!(days(&feed), ["2026-01-01 off 休"], "{event}");
        assert_eq!(feed.problems.iter().map(|problem| (problem.line, &problem.what)).collect::<Vec<_>>(), [(4, &what)]);
    }
    let cancelled = take(&file(&["SUMMARY:休\nSTATUS:CANCELLED\nDTSTART:20260101"])).unwrap();
    assert_eq!(cancelled, Feed::default());
    // A make-up day within a holiday is worked, whichever comes first.
    let both = take(&file(&["SUMMARY:班\nDTSTART:20260103", "SUMMARY:休\nDTSTART:20260102\nDTEND:20260105"])).unwrap();
    assert_eq!(days(&both), ["2026-01-02 off 休", "2026-01-03 work 班", "2026-01-04 off 休"]);
}

#[test]
fn folded_lines_are_put_together_even_within_a_character() {
    let mut text = file(&["SUMMARY:国庆节（休）\nDTSTART;VALUE=DATE:20261001"]);
    let at = text.windows(3).position(|bytes| bytes == "国".as_bytes()).unwrap();
    for (at, fold) in [(at + 7, &b"\n\t"[..]), (at + 1, b"\r\n ")] {
        text.splice(at..at, fold.iter().copied());
    }
    assert_eq!(days(&take(&text).unwrap()), ["2026-10-01 off 国庆节"]);
    let plain = String::from_utf8(file(&["SUMMARY:休\nDTSTART:20261001"])).unwrap();
    let marked = format!("\u{feff}{}", plain.replace("\r\n", "\n"));
    assert_eq!(days(&take(marked.as_bytes()).unwrap()), ["2026-10-01 off 休"]);
}

#[test]
fn a_bad_file_gives_nothing() {
    let whole = file(&["SUMMARY:休\nDTSTART:20261001"]);
    assert_eq!(take(&vec![b' '; MOST_BYTES + 1]), Err(IcalError::TooLarge(MOST_BYTES + 1)));
    assert_eq!(take(b""), Err(IcalError::NotCalendar));
    assert_eq!(take(b"<html></html>"), Err(IcalError::NotCalendar));
    assert_eq!(take(b"BEGIN:VCARD\r\nEND:VCARD"), Err(IcalError::NotCalendar));
    assert!(matches!(take(b"BEGIN:VCALENDAR\nSUMMARY:\xd4\xaa\xb5\xa9\nEND:VCALENDAR"), Err(IcalError::NotText(_))));
    let tail = b"END:VCALENDAR\r\n".len();
    assert_eq!(take(&whole[..whole.len() - tail]), Err(IcalError::Incomplete(1)));
    assert_eq!(take(&whole[..whole.len() - tail - 5]), Err(IcalError::Incomplete(4)));
    let crossed = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\nEND:VEVENT\n";
    assert_eq!(take(crossed), Err(IcalError::Incomplete(2)));
}

proptest! {
    #[test]
    fn no_bytes_make_it_fail_and_no_day_is_out_of_range(
        lines in prop::collection::vec(prop_oneof![
            "BEGIN:VEVENT|END:VEVENT|BEGIN:VALARM|END:VALARM|SUMMARY:(休|班|x)",
            "DTSTART(;VALUE=DATE)?:20(2[5-9]|9)[01][0-9][0-3][0-9](T[0-2][0-9]0000Z?)?",
            "DTEND:202[5-9][01][0-9][0-3][0-9]",
            "RRULE:FREQ=YEARLY(;COUNT=[0-9]+|;INTERVAL=[0-9]+|;UNTIL=99991231)?",
            ".*",
        ], 0..24),
    ) {
        let text = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}\nEND:VEVENT\nEND:VCALENDAR", lines.join("\n"));
        if let Ok(feed) = take(text.as_bytes()) {
            prop_assert!(feed.days.iter().all(|special| (day("2026-01-01")..=day("2028-12-31")).contains(&special.day)));
            prop_assert!(feed.days.windows(2).all(|pair| pair[0].day < pair[1].day));
        }
    }
}
