//! Practice (Q2): spaced repetition of scripts, as pure functions of days. A person's ratings of a month are a document;
//! each sitting is a register of its own, so that two devices' sittings merge, and grows the log by one entry.

use std::collections::{BTreeMap, BTreeSet};

use super::calendar::day_text;
use super::document::DocId;
use super::fold::Fold;

/// How well an answer was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rating {
    /// Forgotten.
    Forgot,
    /// With effort.
    Hard,
    /// Remembered.
    Good,
    /// Known by heart.
    Easy,
}

impl Rating {
    /// All of them, the worst first.
    pub const ALL: [Self; 4] = [Self::Forgot, Self::Hard, Self::Good, Self::Easy];

    /// Those that may be given: who has picked a wrong answer has not remembered it.
    #[must_use]
    pub const fn open_to(wrong: bool) -> &'static [Self] {
        if wrong { &[Self::Forgot, Self::Hard] } else { &Self::ALL }
    }

    /// Its number from 1, as keys and records have it.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The rating of that number.
    #[must_use]
    pub fn of(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|rating| rating.number() == number)
    }
}

/// The longest interval, in days.
pub const MOST_DAYS: i64 = 365;
/// How much an interval grows at first, in thousandths, and between what bounds.
const EASE: i64 = 2_500;
const LEAST_EASE: i64 = 1_300;
const MOST_EASE: i64 = 3_000;

/// How well a script is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Card {
    /// Days between the last two times it was asked for; 0 while it is being learned.
    pub interval: i64,
    /// How much the interval grows, in thousandths.
    pub ease: i64,
    /// The day on which it is asked for again, counted from 1970.
    pub due: i64,
    /// The day on which it was asked for first.
    pub first: i64,
    /// How often it was asked for.
    pub times: u32,
    /// How often it was forgotten.
    pub lapses: u32,
}

/// The card after a rating on a day; `None` is a script that was never asked for.
///
/// The schedule is SM-2's with four ratings. What is known is asked for after 1, 3 or 6 days at first, later after the
/// interval times the ease; days that it waited too long count half for "good" and whole for "easy". What is forgotten is
/// asked for again the same day. Who rates before the day is due gains nothing by it.
#[must_use]
pub fn review(card: Option<Card>, day: i64, rating: Rating) -> Card {
    let mut card = card.unwrap_or(Card { interval: 0, ease: EASE, due: day, first: day, times: 0, lapses: 0 });
    card.times = card.times.saturating_add(1);
    if rating == Rating::Forgot {
        card.lapses = card.lapses.saturating_add(u32::from(card.interval > 0));
        card.ease = (card.ease - 200).max(LEAST_EASE);
        (card.interval, card.due) = (0, day);
        return card;
    }
    if card.interval > 0 && day < card.due {
        return card;
    }
    let late = if card.interval > 0 { (day - card.due).clamp(0, MOST_DAYS) } else { 0 };
    let hard = if card.interval == 0 { 1 } else { (card.interval * 12 + 9) / 10 };
    let good = if card.interval == 0 { 3 } else { ((card.interval + late / 2) * card.ease / 1_000).max(hard + 1) };
    let easy =
        if card.interval == 0 { 6 } else { ((card.interval + late) * card.ease / 1_000 * 13 / 10).max(good + 1) };
    let (days, factor) = match rating {
        Rating::Forgot | Rating::Hard => (hard, card.ease - 150),
        Rating::Good => (good, card.ease),
        Rating::Easy => (easy, card.ease + 150),
    };
    card.interval = days.min(MOST_DAYS);
    card.ease = factor.clamp(LEAST_EASE, MOST_EASE);
    card.due = day + card.interval;
    card
}

/// What begins the register of a sitting: its day follows, then what tells it from others.
const SITTING: &str = "s.";

/// The document of a person's ratings in a month; `day` is one of it.
#[must_use]
pub fn drill_doc(agent: &str, day: i64) -> DocId {
    DocId::fixed("drill", &format!("{agent}-{}", day_text(day).get(..7).unwrap_or_default()))
}

/// The register of a sitting on a day.
#[must_use]
pub fn sitting(day: i64, unique: &str) -> String {
    format!("{SITTING}{day}.{unique}")
}

/// A rating as a sitting keeps it.
#[must_use]
pub fn rated(script: &str, rating: Rating) -> String {
    format!("{script} {}", rating.number())
}

/// How far somebody has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What was asked for, by script.
    pub cards: BTreeMap<String, Card>,
    /// The days on which there was practice.
    pub days: BTreeSet<i64>,
    /// How many ratings each day has.
    pub ratings: BTreeMap<i64, usize>,
}

impl Progress {
    /// What sittings come to, in the order of their days.
    #[must_use]
    pub fn of<'a>(folds: impl Iterator<Item = &'a Fold>) -> Self {
        let mut sittings: Vec<(i64, super::stamp::Stamp, &[String])> = Vec::new();
        for fold in folds.filter(|fold| !fold.withdrawn) {
            for (name, register) in &fold.registers {
                let day = name.strip_prefix(SITTING).and_then(|rest| rest.split('.').next()?.parse().ok());
                if let (Some(day), Some(live)) = (day, register.live().first()) {
                    sittings.push((day, live.stamp, live.value.as_list()));
                }
            }
        }
        sittings.sort_by_key(|(day, stamp, _)| (*day, *stamp));
        let mut progress = Self::default();
        for (day, _, items) in sittings {
            for (script, rating) in items.iter().filter_map(|item| item.rsplit_once(' ')) {
                if let Some(rating) = rating.parse().ok().and_then(Rating::of) {
                    progress.rate(script, day, rating);
                }
            }
        }
        progress
    }

    /// Takes in a rating.
    pub fn rate(&mut self, script: &str, day: i64, rating: Rating) {
        let card = review(self.cards.get(script).copied(), day, rating);
        self.cards.insert(script.to_owned(), card);
        self.days.insert(day);
        *self.ratings.entry(day).or_default() += 1;
    }

    /// On how many days without a gap there was practice, up to today or yesterday.
    #[must_use]
    pub fn streak(&self, today: i64) -> usize {
        let last = if self.days.contains(&today) { today } else { today - 1 };
        self.days.range(..=last).rev().zip(0..).take_while(|(day, back)| **day == last - back).count()
    }

    /// How many ratings there were from a day on.
    #[must_use]
    pub fn since(&self, day: i64) -> usize {
        self.ratings.range(day..).map(|(_, count)| count).sum()
    }

    /// What is asked for on a day, of the scripts given: what is due, that which waits longest first, then new ones in the
    /// order given, so many a day at most.
    #[must_use]
    pub fn queue(&self, scripts: &[String], today: i64, new_a_day: usize) -> Vec<String> {
        let mut due: Vec<(i64, &String)> = Vec::new();
        let mut fresh: Vec<&String> = Vec::new();
        for script in scripts {
            match self.cards.get(script) {
                Some(card) if card.due <= today => due.push((card.due, script)),
                Some(_) => {}
                None => fresh.push(script),
            }
        }
        due.sort();
        let begun = self.cards.values().filter(|card| card.first == today).count();
        let room = new_a_day.saturating_sub(begun);
        due.into_iter().map(|(_, script)| script).chain(fresh.into_iter().take(room)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::document::{Document, Entry};
    use crate::model::stamp::{Clock, Writer};
    use crate::model::value::Value;

    fn rating() -> impl Strategy<Value = Rating> {
        (1u8..=4).prop_map(|number| Rating::of(number).unwrap())
    }

    /// A card with a past: ratings, each so many days after the one before.
    fn card() -> impl Strategy<Value = (Option<Card>, i64)> {
        proptest::collection::vec((0i64..40, rating()), 0..12).prop_map(|past| {
            let (mut card, mut day) = (None, 20_000);
            for (wait, rating) in past {
                day += wait;
                card = Some(review(card, day, rating));
            }
            (card, day)
        })
    }

    proptest! {
        /// Who remembers is never asked for it sooner than before, and never in the past.
        #[test]
        fn an_interval_never_shrinks_on_success((card, day) in card(), wait in 0i64..400, rating in rating()) {
            let next = review(card, day + wait, rating);
            prop_assert!(next.due >= day + wait || next.due >= card.map_or(0, |card| card.due));
            prop_assert!((LEAST_EASE..=MOST_EASE).contains(&next.ease) && (0..=MOST_DAYS).contains(&next.interval));
            if rating == Rating::Forgot {
                prop_assert_eq!((next.interval, next.due), (0, day + wait));
            } else {
                prop_assert!(next.interval >= card.map_or(1, |card| card.interval.max(1)), "{next:?}");
                prop_assert!(next.due >= card.map_or(i64::MIN, |card| card.due));
                prop_assert!(next.due > day + wait);
            }
        }

        /// The better it is known, the later it is asked for again; the later it is asked for, the later it is due.
        #[test]
        fn due_days_follow_ratings_and_days((card, day) in card(), wait in 0i64..400) {
            let due = Rating::ALL.map(|rating| review(card, day + wait, rating).due);
            prop_assert!(due.windows(2).all(|pair| pair[0] <= pair[1]), "{due:?}");
            for rating in Rating::ALL {
                let (now, later) = (review(card, day + wait, rating), review(card, day + wait + 1, rating));
                prop_assert!(now.due <= later.due, "{now:?} {later:?}");
            }
        }

        /// The same day again changes nothing but that it was asked for.
        #[test]
        fn who_rates_twice_a_day_gains_nothing((card, day) in card(), rating in 2u8..=4) {
            let rating = Rating::of(rating).unwrap();
            let once = review(card, day, rating);
            let twice = review(Some(once), day, rating);
            prop_assert_eq!(Card { times: 0, ..once }, Card { times: 0, ..twice });
        }
    }

    #[test]
    fn a_script_is_asked_for_less_and_less() {
        let (mut card, mut days) = (None, Vec::new());
        let mut day = 20_000;
        for _ in 0..6 {
            let next = review(card, day, Rating::Good);
            days.push(next.interval);
            (card, day) = (Some(next), next.due);
        }
        assert_eq!(days, [3, 7, 17, 42, 105, 262]);
        assert_eq!(review(card, day, Rating::Forgot).lapses, 1);
    }

    #[test]
    fn sittings_of_two_devices_come_to_one_progress() {
        let folds = |order: [usize; 2]| {
            let mut entries = Vec::new();
            for (device, items) in [(1, vec!["a 3", "b 1"]), (2, vec!["a 4", "c 2", "bad", "d 9"])] {
                let mut clock = Clock::new(Writer::new(device, 0));
                let value = Value::List(items.into_iter().map(str::to_owned).collect());
                let change = Fold::default().set(&sitting(20_000 + i64::try_from(device).unwrap(), "x"), value);
                entries.push(Entry { stamp: clock.tick(5), by: "ann".into(), change: change.into() });
            }
            let doc = Document::new(drill_doc("ann", 20_000), order.map(|at| entries[at].clone()).to_vec());
            Progress::of([Fold::of(&doc)].iter())
        };
        let progress = folds([0, 1]);
        assert_eq!(progress, folds([1, 0]));
        assert_eq!(progress.cards.keys().collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!((progress.streak(20_002), progress.streak(20_003), progress.streak(20_004)), (2, 2, 0));
        assert_eq!((progress.since(20_002), progress.since(0)), (2, 4));
        assert_eq!(drill_doc("ann", 20_000).as_str(), "drill-ann-2024-10");
    }

    #[test]
    fn what_is_due_comes_before_what_is_new() {
        let mut progress = Progress::default();
        progress.rate("later", 100, Rating::Easy);
        progress.rate("old", 100, Rating::Hard);
        progress.rate("older", 90, Rating::Hard);
        progress.rate("today", 106, Rating::Good);
        let all = ["n1", "old", "n2", "older", "later", "n3", "today"].map(str::to_owned);
        assert_eq!(progress.queue(&all, 105, 2), ["older", "old", "n1", "n2"]);
        assert_eq!(progress.queue(&all, 106, 2), ["older", "old", "later", "n1"], "one was begun today");
    }
}
