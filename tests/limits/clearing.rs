//! Cleared daily, audited daily (A16), and promises counted (A18).

use shouwen::model::calendar::Calendar;
use shouwen::model::change::{How, Known, Outcome};
use shouwen::model::clearing::{Clearing, ClearingError, Item, Standing, hand_in, item, postpone, postponed, sign};
use shouwen::model::document::{DocId, Document, Entry};
use shouwen::model::fold::Fold;
use shouwen::model::promises::Promises;
use shouwen::model::stamp::{Clock, Writer};

use super::story::{Story, kind, say};
use super::{at, day};

/// How agent a's ticket stands on a day.
fn standing(story: &Story, today: &str) -> Option<Standing> {
    let found = item(&story.document, &story.fold(), Some(&kind()), "a", day(today), &Calendar::china());
    found.map(|item| item.standing)
}

fn given(story: &mut Story, when: &str, to: &str) {
    let over = story.fold().register("@owner").stamps();
    story.tell(when, Known::Assigned { to: to.into(), over });
}

#[test]
fn what_clears_a_ticket_for_a_day() {
    let mut story = Story::opened("2026-11-20 10:00");
    assert_eq!(standing(&story, "2026-11-20"), None, "in the pool");
    given(&mut story, "2026-11-20 10:01", "a");
    assert_eq!(standing(&story, "2026-11-20"), Some(Standing::Open));
    assert_eq!(standing(&story, "2026-11-19"), None, "before it was opened");
    let note = story.tell("2026-11-20 23:59", say(How::Note));
    assert_eq!(standing(&story, "2026-11-20"), Some(Standing::Noted));
    assert_eq!(standing(&story, "2026-11-21"), Some(Standing::Open), "yesterday's note is not today's");
    story.tell("2026-11-21 00:00", say(How::Contact));
    assert_eq!(standing(&story, "2026-11-21"), Some(Standing::Open), "what the customer says clears nothing");
    story.tell("2026-11-21 09:00", say(How::Note));
    story.tell("2026-11-21 10:00", say(How::Call));
    assert_eq!(standing(&story, "2026-11-21"), Some(Standing::Answered));
    story.tell("2026-11-21 11:00", Known::Undone { what: vec![note] });
    assert_eq!(standing(&story, "2026-11-20"), Some(Standing::Open));
    story.to("2026-11-22 10:00", "done");
    assert_eq!(standing(&story, "2026-11-22"), Some(Standing::Done));
    assert_eq!(standing(&story, "2026-11-23"), None, "done before");
    given(&mut story, "2026-11-22 11:00", "b");
    assert_eq!(standing(&story, "2026-11-22"), None, "another's");
    let mut register = kind();
    register.register = true;
    let mut other = Story::opened("2026-11-20 10:00");
    given(&mut other, "2026-11-20 10:01", "a");
    let found = item(&other.document, &other.fold(), Some(&register), "a", day("2026-11-20"), &Calendar::china());
    assert_eq!(found, None, "a register's entry");
}

#[test]
fn a_ticket_is_put_off_with_a_reason_to_a_later_day() {
    let mut story = Story::opened("2026-11-20 10:00");
    given(&mut story, "2026-11-20 10:01", "a");
    let (today, until) = (day("2026-11-20"), day("2026-11-24"));
    assert_eq!(postpone(&story.fold(), today, until, " "), Err(ClearingError::NoReason));
    assert_eq!(postpone(&story.fold(), today, today, "等配件"), Err(ClearingError::NotLater));
    let change = postpone(&story.fold(), today, until, " 等配件 ").unwrap();
    let stamp = story.tell("2026-11-20 17:00", change);
    assert_eq!(postponed(&story.fold()), Some((until, "等配件")));
    for (on, wanted) in
        [("2026-11-20", Standing::Postponed), ("2026-11-23", Standing::Postponed), ("2026-11-24", Standing::Open)]
    {
        assert_eq!(standing(&story, on), Some(wanted), "{on}");
    }
    let found = item(&story.document, &story.fold(), Some(&kind()), "a", today, &Calendar::china()).unwrap();
    assert_eq!(found.reason, "等配件");
    story.tell("2026-11-20 18:00", Known::Undone { what: vec![stamp] });
    assert_eq!(standing(&story, "2026-11-20"), Some(Standing::Open));
}

/// An agent's day, told by several people with clocks of their own.
struct Day(Document);

impl Day {
    fn new() -> Self {
        Self(Document::new(Clearing::doc("01jagent", day("2026-11-20")), Vec::new()))
    }

    fn tell(&mut self, by: &str, when: &str, changes: Vec<Known>) {
        let mut clock = Clock::new(Writer::new(u64::from(by.as_bytes()[0]), at(when)));
        let entries = changes.into_iter().map(|change| Entry {
            stamp: clock.tick(at(when)),
            by: by.into(),
            change: change.into(),
        });
        self.0.merge(entries.collect::<Vec<_>>());
    }

    fn fold(&self) -> Fold {
        Fold::of(&self.0)
    }

    fn read(&self) -> Clearing {
        Clearing::of(&self.0.id, &self.fold()).unwrap()
    }
}

fn ticket(name: &str, standing: Standing, reason: &str) -> Item {
    Item { ticket: DocId::fixed("ticket", name), standing, reason: reason.into() }
}

#[test]
fn a_day_is_handed_in_and_signed() {
    let mut today = Day::new();
    let open = vec![ticket("1", Standing::Done, ""), ticket("2", Standing::Open, "")];
    assert_eq!(hand_in(&today.fold(), &open, ""), Err(ClearingError::Open(1)));
    assert_eq!(sign(&today.fold(), ""), Err(ClearingError::NotHanded));
    let items = vec![ticket("1", Standing::Done, ""), ticket("2", Standing::Postponed, "等：配件:两天")];
    let changes = hand_in(&today.fold(), &items, "").unwrap();
    today.tell("a", "2026-11-20 18:00", changes);
    let read = today.read();
    assert_eq!((&*read.agent, read.day, &read.items), ("01jagent", day("2026-11-20"), &items));
    assert_eq!((read.count(Standing::Done), read.count(Standing::Noted), read.signed), (1, 0, None));
    let handed = read.handed.unwrap();
    assert_eq!((&*handed.by, handed.stamp.millis, &*handed.remark), ("a", at("2026-11-20 18:00"), ""));
    let signature = sign(&today.fold(), "好").unwrap();
    // The lead's clock is slow: the signature stands all the same.
    today.tell("l", "2026-11-20 17:50", vec![signature]);
    let signed = today.read().signed.unwrap();
    assert_eq!((&*signed.by, &*signed.remark), ("l", "好"));
    // Handed in anew, with one more and one less: to be signed anew, even if the lead's clock is fast.
    let signature = sign(&today.fold(), "好").unwrap();
    today.tell("l", "2026-11-20 23:00", vec![signature]);
    assert!(today.read().signed.is_some());
    let items = vec![ticket("2", Standing::Answered, ""), ticket("3", Standing::Noted, "")];
    let changes = hand_in(&today.fold(), &items, "补充").unwrap();
    today.tell("a", "2026-11-20 18:30", changes);
    let read = today.read();
    assert_eq!((&read.items, read.signed, read.handed.unwrap().remark), (&items, None, "补充".to_owned()));
}

#[test]
fn a_signature_does_not_stand_for_what_was_changed_after_the_handing_in() {
    let mut today = Day::new();
    let items = vec![ticket("1", Standing::Done, "")];
    today.tell("a", "2026-11-20 18:00", hand_in(&today.fold(), &items, "").unwrap());
    let signature = sign(&today.fold(), "").unwrap();
    today.tell("l", "2026-11-20 18:10", vec![signature]);
    assert!(today.read().signed.is_some());
    let behind = hand_in(&today.fold(), &[ticket("1", Standing::Answered, "")], "").unwrap();
    today.tell("a", "2026-11-20 18:20", vec![behind[0].clone()]);
    assert_eq!(today.read().signed, None);
}

#[test]
fn only_days_are_read_as_days() {
    for id in ["clearing-", "clearing-a", "clearing-2026-11-20", "clearing-a-2026-13-20", "clearing-天2026-11-20"] {
        assert_eq!(Clearing::of(&DocId::new(id), &Fold::default()), None, "{id}");
    }
    let found = Clearing::of(&DocId::new("clearing-sample-a-2026-11-20"), &Fold::default()).unwrap();
    assert_eq!((&*found.agent, found.day), ("sample-a", day("2026-11-20")));
}

#[test]
fn promises_are_counted_by_what_became_of_them() {
    let mut story = Story::opened("2026-11-20 10:00");
    let due = at("2026-11-20 15:00");
    let mut promise = |settled: Option<(&str, Outcome)>| {
        let stamp = story.tell("2026-11-20 11:00", Known::Promised { text: "回电".into(), due });
        if let Some((when, outcome)) = settled {
            story.tell(when, Known::Settled { promise: stamp, outcome, over: Vec::new() });
        }
        stamp
    };
    promise(Some(("2026-11-20 15:00", Outcome::Kept)));
    promise(Some(("2026-11-20 14:00", Outcome::Kept)));
    promise(Some(("2026-11-20 15:01", Outcome::Kept)));
    promise(Some(("2026-11-20 16:00", Outcome::Broken)));
    promise(Some(("2026-11-20 12:00", Outcome::Moved)));
    promise(None);
    let (back, gone) = (promise(None), promise(None));
    story.tell("2026-11-20 11:30", Known::Undone { what: vec![back] });
    story.tell("2026-11-20 11:40", Known::Redacted { what: vec![gone], why: "要求".into() });
    let count = |by: &str, from: u64, to: u64, now: u64| {
        let mut all = Promises::default();
        all.add(&story.fold(), by, from, to, now);
        all
    };
    let wanted = Promises { kept: 2, late: 1, broken: 1, moved: 1, open: 1, overdue: 0 };
    assert_eq!(count("", 0, u64::MAX, due), wanted);
    assert_eq!((wanted.made(), wanted.kept_share()), (6, Some(400)));
    let later = Promises { open: 0, overdue: 1, ..wanted };
    assert_eq!((count("a", due, due + 1, due + 1), later.made(), later.kept_share()), (later, 6, Some(333)));
    for nothing in [count("b", 0, u64::MAX, due), count("", due + 1, u64::MAX, due), count("", 0, due, due)] {
        assert_eq!((nothing, nothing.kept_share()), (Promises::default(), None));
    }
}
