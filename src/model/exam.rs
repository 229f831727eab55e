//! Exams (Q2): set by a lead, drawn from scripts by a seed, so that the same seed and the same scripts give the same exam
//! everywhere; what was answered counts as it was first written and is never altered.

use serde::{Deserialize, Serialize};

use super::change::{Change, Known};
use super::document::{DocId, Document};
use super::fold::Fold;
use super::value::Value;

/// Registers of an exam's document.
pub mod register {
    /// What it is called.
    pub const NAME: &str = "name";
    /// The groups of scripts it is drawn from; none: all.
    pub const GROUPS: &str = "groups";
    /// How many questions.
    pub const COUNT: &str = "count";
    /// The share that must be right, in per cent.
    pub const MARK: &str = "mark";
    /// How long it may take, in minutes.
    pub const MINUTES: &str = "minutes";
    /// What it is drawn by.
    pub const SEED: &str = "seed";
    /// `yes` once it was put away.
    pub const OFF: &str = "off";
}

/// Registers of an attempt: what was asked, and what was answered.
const ASKED: &str = "asked";
const RESULT: &str = "result";

/// The wrong answers are taken from so many of the group's.
const PLAUSIBLE: usize = 6;
/// The most options of a question.
pub const OPTIONS: usize = 4;

/// An exam.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exam {
    /// The part of its document's id after the hyphen.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The groups of scripts it is drawn from; none: all.
    pub groups: Vec<String>,
    /// How many questions.
    pub count: usize,
    /// The share that must be right, in per cent.
    pub mark: u32,
    /// How long it may take, in minutes.
    pub minutes: u32,
    /// What it is drawn by.
    pub seed: i64,
    /// Whether it was put away.
    pub off: bool,
}

impl Exam {
    /// The exam of a document; nothing for one that was taken back.
    #[must_use]
    pub fn of(id: &DocId, fold: &Fold) -> Option<Self> {
        let number = |name: &str| fold.value(name).as_int().and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        (!fold.withdrawn && fold.opening.is_some()).then(|| Self {
            id: id.name().to_owned(),
            name: fold.text(register::NAME).to_owned(),
            groups: fold.value(register::GROUPS).as_list().to_vec(),
            count: number(register::COUNT) as usize,
            mark: number(register::MARK).min(100),
            minutes: number(register::MINUTES),
            seed: fold.value(register::SEED).as_int().unwrap_or(0),
            off: fold.text(register::OFF) == "yes",
        })
    }

    /// The document of the exam with that id.
    #[must_use]
    pub fn doc(id: &str) -> DocId {
        DocId::fixed("exam", id)
    }

    /// What its document holds.
    #[must_use]
    pub fn registers(&self) -> Vec<(&'static str, Value)> {
        vec![
            (register::NAME, Value::text(&self.name)),
            (register::GROUPS, if self.groups.is_empty() { Value::Empty } else { Value::List(self.groups.clone()) }),
            (register::COUNT, Value::Int(i64::try_from(self.count).unwrap_or(0))),
            (register::MARK, Value::Int(i64::from(self.mark))),
            (register::MINUTES, Value::Int(i64::from(self.minutes))),
            (register::SEED, Value::Int(self.seed)),
        ]
    }
}

/// A script, or a question in somebody's own words, that can be asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// `pack.script`.
    pub id: String,
    /// Its groups.
    pub groups: Vec<String>,
    /// What the customer says.
    pub question: String,
    /// What is answered.
    pub answer: String,
    /// Its own wrong answers; none: those of others stand for them.
    pub wrong: Vec<String>,
}

/// A question, as it is put and kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// `pack.script`.
    pub script: String,
    /// What the customer says.
    pub question: String,
    /// The answers to choose from.
    pub options: Vec<String>,
    /// The place of the right one.
    pub right: usize,
}

/// Chance that everybody draws alike: `SplitMix64`.
#[derive(Clone, Debug)]
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`, which is not 0.
    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % (bound.max(1) as u64)).unwrap_or(0)
    }

    fn shuffle<T>(&mut self, all: &mut [T]) {
        for last in (1..all.len()).rev() {
            all.swap(last, self.below(last + 1));
        }
    }
}

/// A sign for what scripts ask and answer: their version.
#[must_use]
pub fn sign(items: &[Item]) -> u64 {
    let mut all: Vec<&Item> = items.iter().collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    let bytes = all.iter().flat_map(|item| {
        let wrong = item.wrong.iter().flat_map(|wrong| [0].into_iter().chain(wrong.bytes()));
        let asked = item.id.bytes().chain([0]).chain(item.question.bytes()).chain([0]).chain(item.answer.bytes());
        asked.chain(wrong).chain([1])
    });
    // FNV-1a.
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The questions of an exam, drawn by a seed whatever the order of the scripts.
#[must_use]
pub fn draw(items: &[Item], groups: &[String], count: usize, seed: i64) -> Vec<Question> {
    let mut all: Vec<&Item> =
        items.iter().filter(|item| !item.question.is_empty() && !item.answer.is_empty()).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all.dedup_by(|a, b| a.id == b.id);
    let mut chosen: Vec<&Item> =
        all.iter().copied().filter(|item| groups.is_empty() || shares(&item.groups, groups)).collect();
    let mut chance = Chance(seed.cast_unsigned());
    chance.shuffle(&mut chosen);
    chosen.truncate(count);
    chosen.into_iter().map(|item| ask(item, &all, &mut chance)).collect()
}

/// How alike two questions are, for a wrong answer to be plausible: how many pairs of characters they share, and whether
/// their answers are of a length.
fn alike(one: &Item, other: &Item) -> usize {
    let letters: Vec<char> = one.question.chars().collect();
    let others: Vec<char> = other.question.chars().collect();
    let shared = letters.windows(2).filter(|pair| others.windows(2).any(|other| other == *pair)).count();
    let (short, long) = {
        let (one, other) = (one.answer.chars().count(), other.answer.chars().count());
        (one.min(other), one.max(other))
    };
    shared * 2 + usize::from(short * 2 >= long)
}

/// One question about a script, with wrong answers from its own groups as far as there are any.
#[must_use]
pub fn question(items: &[Item], id: &str, seed: i64) -> Option<Question> {
    let mut all: Vec<&Item> = items.iter().collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    let item = all.iter().find(|item| item.id == id)?;
    Some(ask(item, &all, &mut Chance(seed.cast_unsigned())))
}

fn shares(groups: &[String], wanted: &[String]) -> bool {
    groups.iter().any(|group| wanted.contains(group))
}

fn ask(item: &Item, all: &[&Item], chance: &mut Chance) -> Question {
    if !item.wrong.is_empty() {
        let mut options = item.wrong.clone();
        chance.shuffle(&mut options);
        return put(item, options, chance);
    }
    let (mut near, mut far): (Vec<&Item>, Vec<&Item>) = (Vec::new(), Vec::new());
    // An answer that has wrong ones of its own may say nothing without them.
    let others = all.iter().copied().filter(|other| other.wrong.is_empty());
    for other in others.filter(|other| other.id != item.id && other.question != item.question) {
        let answers = if shares(&other.groups, &item.groups) { &mut near } else { &mut far };
        if other.answer != item.answer && !answers.iter().any(|known| known.answer == other.answer) {
            answers.push(other);
        }
    }
    far.retain(|other| !near.iter().any(|known| known.answer == other.answer));
    // Those that are taken for the right one most easily, in another choice each time.
    near.sort_by_cached_key(|other| std::cmp::Reverse(alike(item, other)));
    near.truncate(PLAUSIBLE);
    chance.shuffle(&mut near);
    chance.shuffle(&mut far);
    let options = near.into_iter().chain(far).take(OPTIONS - 1).map(|other| other.answer.clone()).collect();
    put(item, options, chance)
}

/// The question with its right answer somewhere among the wrong ones.
fn put(item: &Item, mut options: Vec<String>, chance: &mut Chance) -> Question {
    let right = chance.below(options.len() + 1);
    options.insert(right, item.answer.clone());
    Question { script: item.id.clone(), question: item.question.clone(), options, right }
}

/// What an attempt began with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The exam's id.
    pub exam: String,
    /// What it was called.
    pub name: String,
    /// What it was drawn by.
    pub seed: i64,
    /// The version of the scripts, in hex.
    pub scripts: String,
    /// The share that must be right, in per cent.
    pub mark: u32,
    /// How long it may take, in minutes.
    pub minutes: u32,
    /// The questions.
    pub questions: Vec<Question>,
}

/// What was answered: the place of the option for each question; nothing for one without an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The places.
    pub picked: Vec<Option<usize>>,
}

/// An exam that somebody takes or has taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The document.
    pub id: DocId,
    /// Whose it is: an agent's id.
    pub agent: String,
    /// When it began, in milliseconds.
    pub begun: u64,
    /// What was asked.
    pub asked: Asked,
    /// What was answered and when; nothing while it is being taken, or when it was never handed in.
    pub answered: Option<(Answered, u64)>,
}

impl Attempt {
    /// The document of an agent's attempt; `unique` is like no other of theirs.
    #[must_use]
    pub fn doc(agent: &str, unique: &str) -> DocId {
        DocId::fixed("attempt", &format!("{agent}-{unique}"))
    }

    /// Whose attempt a document is.
    #[must_use]
    pub fn owner(id: &DocId) -> &str {
        id.name().rsplit_once('-').map_or("", |(owner, _)| owner)
    }

    /// The changes that begin one.
    #[must_use]
    pub fn begin(asked: &Asked) -> Vec<Known> {
        vec![
            Known::Opened { kind: String::new(), number: String::new(), at: None },
            Fold::default().set(ASKED, Value::Text(serde_json::to_string(asked).unwrap_or_default())),
        ]
    }

    /// The change that hands one in.
    #[must_use]
    pub fn hand_in(answered: &Answered) -> Known {
        Fold::default().set(RESULT, Value::Text(serde_json::to_string(answered).unwrap_or_default()))
    }

    /// The attempt of a document. Only its owner's first entries count: nothing that comes later alters it.
    #[must_use]
    pub fn of(document: &Document) -> Option<Self> {
        let owner = Self::owner(&document.id);
        let first = |register: &str| {
            document.log().iter().filter(|entry| entry.by == owner).find_map(|entry| match &entry.change {
                Change::Known(Known::Set { field, value, .. }) if field == register => {
                    Some((entry.stamp, value.as_str()))
                }
                _ => None,
            })
        };
        let (begun, asked) = first(ASKED)?;
        let asked: Asked = serde_json::from_str(asked).ok()?;
        let answered = first(RESULT).and_then(|(stamp, text)| Some((serde_json::from_str(text).ok()?, stamp.millis)));
        Some(Self { id: document.id.clone(), agent: owner.to_owned(), begun: begun.millis, asked, answered })
    }

    /// How many answers are right.
    #[must_use]
    pub fn right(&self) -> usize {
        let Some((answered, _)) = &self.answered else { return 0 };
        let pairs = self.asked.questions.iter().zip(&answered.picked);
        pairs.filter(|(question, picked)| **picked == Some(question.right)).count()
    }

    /// Whether it was passed: enough is right, and it was handed in in time; half a minute is given for what lies between.
    #[must_use]
    pub fn passed(&self) -> bool {
        let Some((_, at)) = &self.answered else { return false };
        let of = self.asked.questions.len();
        let in_time = self.asked.minutes == 0 || *at <= self.ends().saturating_add(30_000);
        of > 0 && in_time && self.right() * 100 >= of * self.asked.mark as usize
    }

    /// When its time is over, in milliseconds; far away when it has no limit.
    #[must_use]
    pub fn ends(&self) -> u64 {
        match self.asked.minutes {
            0 => u64::MAX,
            minutes => self.begun.saturating_add(u64::from(minutes) * 60_000),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::document::Entry;
    use crate::model::stamp::{Clock, Writer};

    fn item(id: usize, group: &str) -> Item {
        Item {
            id: format!("t.{id:03}"),
            groups: vec![group.to_owned()],
            question: format!("问{id}"),
            answer: format!("答{id}"),
            wrong: Vec::new(),
        }
    }

    fn items() -> Vec<Item> {
        (0..40).map(|id| item(id, ["甲", "乙", "丙", "丁"][id % 4])).collect()
    }

    proptest! {
        /// The same seed and scripts give the same exam, in whatever order the scripts come.
        #[test]
        fn an_exam_is_drawn_alike_everywhere(seed: i64, count in 0usize..60, turn in 0usize..40) {
            let mut turned = items();
            let drawn = draw(&turned, &[], count, seed);
            turned.rotate_left(turn);
            turned.swap(0, 20);
            prop_assert_eq!(&drawn, &draw(&turned, &[], count, seed));
            prop_assert_eq!(sign(&items()), sign(&turned));
            prop_assert_eq!(drawn.len(), count.min(40));
            for question in &drawn {
                let id: usize = question.script[2..].parse().unwrap();
                prop_assert_eq!(&question.options[question.right], &format!("答{id}"));
                prop_assert_eq!(question.options.len(), OPTIONS);
                let groups: Vec<usize> =
                    question.options.iter().map(|text| text["答".len()..].parse::<usize>().unwrap() % 4).collect();
                prop_assert!(groups.iter().all(|group| *group == id % 4), "wrong answers are of the same group");
                let mut once = question.options.clone();
                once.sort();
                once.dedup();
                prop_assert_eq!(once.len(), OPTIONS);
            }
            let mut scripts: Vec<&String> = drawn.iter().map(|question| &question.script).collect();
            scripts.sort();
            scripts.dedup();
            prop_assert_eq!(scripts.len(), drawn.len(), "none twice");
        }
    }

    #[test]
    fn an_exam_is_of_its_groups_and_changes_with_its_seed() {
        let of = |seed| draw(&items(), &["甲".to_owned()], 5, seed);
        assert!(of(1).iter().all(|question| question.script[2..].parse::<usize>().unwrap() % 4 == 0));
        assert_ne!(of(1), of(2));
        let mut changed = items();
        changed[0].answer.push('。');
        assert_ne!(sign(&changed), sign(&items()));
        // Of few scripts the wrong answers come from elsewhere; of one there are none.
        let few = [item(0, "甲"), item(1, "乙")];
        assert_eq!(draw(&few, &["甲".to_owned()], 5, 3)[0].options.len(), 2);
        assert_eq!(draw(&few[..1], &[], 5, 3)[0].options, ["答0"]);
    }

    #[test]
    fn wrong_answers_are_those_that_are_taken_for_the_right_one() {
        let about = |id: usize, question: &str| Item { question: question.to_owned(), ..item(id, "甲") };
        let mut all: Vec<Item> = (10..40).map(|id| about(id, "要发票")).collect();
        all.extend((0..7).map(|id| about(id, &format!("退款几天到账{id}"))));
        for seed in 0..20 {
            let asked = question(&all, "t.003", seed).unwrap();
            assert!(asked.options.iter().all(|answer| answer.chars().count() == 2), "{:?}", asked.options);
        }
    }

    fn attempt(entries: &[(u64, &str, Known)]) -> Option<Attempt> {
        let mut clock = Clock::new(Writer::new(1, 2));
        let entry = |(at, by, change): &(u64, &str, Known)| Entry {
            stamp: clock.tick(*at),
            by: (*by).to_owned(),
            change: change.clone().into(),
        };
        Attempt::of(&Document::new(Attempt::doc("ann", "1"), entries.iter().map(entry).collect()))
    }

    #[test]
    fn what_was_handed_in_is_never_altered() {
        let questions = draw(&items(), &[], 4, 9);
        let right: Vec<Option<usize>> = questions.iter().map(|question| Some(question.right)).collect();
        let asked = Asked {
            exam: "e".into(),
            name: "上岗".into(),
            seed: 9,
            scripts: "0".into(),
            mark: 75,
            minutes: 10,
            questions,
        };
        let mut entries: Vec<(u64, &str, Known)> =
            Attempt::begin(&asked).into_iter().map(|change| (1_000, "ann", change)).collect();
        assert_eq!(attempt(&entries).unwrap().answered, None);
        let mut wrong = right.clone();
        wrong[0] = None;
        entries.push((61_000, "bob", Attempt::hand_in(&Answered { picked: vec![None; 4] })));
        entries.push((300_000, "ann", Attempt::hand_in(&Answered { picked: wrong })));
        let before = attempt(&entries).unwrap();
        assert_eq!((before.right(), before.passed(), before.answered.as_ref().unwrap().1), (3, true, 300_000));
        let mut clock = Clock::new(Writer::new(1, 2));
        let all: Vec<_> = entries.iter().map(|(at, ..)| clock.tick(*at)).collect();
        entries.push((400_000, "ann", Attempt::hand_in(&Answered { picked: right.clone() })));
        entries.push((500_000, "ann", Known::Undone { what: all }));
        assert_eq!(attempt(&entries).unwrap(), before, "neither another result nor an undoing counts");
        // Too late is not passed.
        let mut late: Vec<_> = entries[..2].to_vec();
        late.push((1_000 + 10 * 60_000 + 30_001, "ann", Attempt::hand_in(&Answered { picked: right })));
        let late = attempt(&late).unwrap();
        assert_eq!((late.right(), late.passed()), (4, false));
    }

    #[test]
    fn an_exam_is_kept_whole() {
        let exam = Exam {
            id: "x".into(),
            name: "上岗考试".into(),
            groups: vec!["a".into()],
            count: 20,
            mark: 80,
            minutes: 15,
            seed: -7,
            off: false,
        };
        let mut clock = Clock::new(Writer::new(1, 2));
        let opened = Known::Opened { kind: String::new(), number: String::new(), at: None };
        let sets = exam.registers().into_iter().map(|(field, value)| Fold::default().set(field, value));
        let entry = |change: Known| Entry { stamp: clock.tick(0), by: "lead".into(), change: change.into() };
        let log = std::iter::once(opened).chain(sets).map(entry).collect();
        let id = Exam::doc("x");
        assert_eq!(Exam::of(&id, &Fold::of(&Document::new(id.clone(), log))), Some(exam));
    }
}
