//! Exam questions in a lead's own words (Q2): the customer's line and what is answered, or answers to choose from.

use super::document::DocId;
use super::exam::Item;
use super::fold::Fold;
use super::script::{Answer, Script};
use super::value::Value;

/// The kind of their documents.
pub const KIND: &str = "question";
/// The most wrong answers of a question.
pub const MOST_WRONG: usize = 5;
/// What begins the id of a group of them.
const OWN: &str = "own.";

/// Registers of a question's document.
pub mod register {
    /// The group it is in, by its name.
    pub const GROUP: &str = "group";
    /// What the customer says.
    pub const ASK: &str = "ask";
    /// What is answered.
    pub const RIGHT: &str = "right";
    /// The wrong answers to choose from; none: others' answers are.
    pub const WRONG: &str = "wrong";
    /// `yes` once it was put away.
    pub const OFF: &str = "off";
}

/// A question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnQuestion {
    /// Its document's whole id; empty for a new one.
    pub id: String,
    /// The group it is in, by its name.
    pub group: String,
    /// What the customer says.
    pub ask: String,
    /// What is answered: points to compare with, or the right one to choose.
    pub right: String,
    /// The wrong answers to choose from; none: others' answers are.
    pub wrong: Vec<String>,
    /// Whether it was put away.
    pub off: bool,
}

/// The id of a group of own questions, by its name: without spaces, as ids are.
#[must_use]
pub fn group_id(name: &str) -> String {
    std::iter::once(OWN).chain(name.split_whitespace()).collect()
}

/// Whether a group is one of own questions.
#[must_use]
pub fn is_own(group: &str) -> bool {
    group.starts_with(OWN)
}

impl OwnQuestion {
    /// The question of a document; nothing for one that was taken back.
    #[must_use]
    pub fn of(id: &DocId, fold: &Fold) -> Option<Self> {
        (id.kind() == KIND && !fold.withdrawn && fold.opening.is_some()).then(|| Self {
            id: id.to_string(),
            group: fold.text(register::GROUP).to_owned(),
            ask: fold.text(register::ASK).to_owned(),
            right: fold.text(register::RIGHT).to_owned(),
            wrong: fold.value(register::WRONG).as_list().to_vec(),
            off: fold.text(register::OFF) == "yes",
        })
    }

    /// As it is to be kept: without spaces at the ends, no wrong answer twice, empty or right.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        for text in [&mut self.group, &mut self.ask, &mut self.right] {
            text.trim().to_owned().clone_into(text);
        }
        let mut wrong: Vec<String> = Vec::new();
        for text in self.wrong.iter().map(|text| text.trim()) {
            if !text.is_empty() && text != self.right && wrong.iter().all(|known| known != text) {
                wrong.push(text.to_owned());
            }
        }
        self.wrong = wrong;
        self
    }

    /// Whether it has more wrong answers than an exam shows: none is dropped, such a question is not kept.
    #[must_use]
    pub const fn has_too_many(&self) -> bool {
        self.wrong.len() > MOST_WRONG
    }

    /// What its document holds.
    #[must_use]
    pub fn registers(&self) -> [(&'static str, Value); 4] {
        let wrong = if self.wrong.is_empty() { Value::Empty } else { Value::List(self.wrong.clone()) };
        [
            (register::GROUP, Value::text(&self.group)),
            (register::ASK, Value::text(&self.ask)),
            (register::RIGHT, Value::text(&self.right)),
            (register::WRONG, wrong),
        ]
    }

    /// What an exam draws of it.
    #[must_use]
    pub fn item(&self) -> Item {
        Item {
            id: self.id.clone(),
            groups: vec![group_id(&self.group)],
            question: self.ask.clone(),
            answer: self.right.clone(),
            wrong: self.wrong.clone(),
        }
    }

    /// As practice asks for it: like a script.
    #[must_use]
    pub fn script(&self) -> Script {
        Script {
            id: self.id.clone(),
            title: self.group.clone(),
            groups: vec![group_id(&self.group)],
            question: self.ask.clone(),
            answers: vec![Answer { when: String::new(), text: self.right.clone() }],
            ..Script::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::exam::{draw, question, sign};

    fn own(id: usize, wrong: &[&str]) -> OwnQuestion {
        OwnQuestion {
            id: format!("question-{id}"),
            group: "物业 规章".into(),
            ask: format!("问{id}"),
            right: format!("答{id}"),
            wrong: wrong.iter().map(|text| (*text).to_owned()).collect(),
            off: false,
        }
    }

    #[test]
    fn a_question_is_tidied() {
        let messy = OwnQuestion { ask: " 几天？ ".into(), ..own(1, &["", "三天", " 三天", "答1", "四天 "]) };
        assert_eq!(messy.tidy(), OwnQuestion { ask: "几天？".into(), ..own(1, &["三天", "四天"]) });
        assert_eq!(group_id(" 物业 规章 "), "own.物业规章");
        assert!(is_own(&group_id("x")) && !is_own("owners"));
    }

    #[test]
    fn no_wrong_answer_is_dropped_silently() {
        let of = |count: usize| {
            let wrong = (0..count).map(|n| n.to_string()).chain([" 0 ".to_owned(), String::new()]).collect();
            OwnQuestion { wrong, ..own(1, &[]) }.tidy()
        };
        assert!(!of(MOST_WRONG).has_too_many(), "said twice or empty, it does not count");
        let many = of(MOST_WRONG + 1);
        assert_eq!((many.wrong.len(), many.has_too_many()), (MOST_WRONG + 1, true));
    }

    #[test]
    fn its_own_wrong_answers_are_the_options_and_nobody_elses() {
        let all = [own(1, &["错甲", "错乙"]), own(2, &[]), own(3, &[]), own(4, &["错丙"])];
        let items: Vec<Item> = all.iter().map(OwnQuestion::item).collect();
        for seed in 0..20 {
            let drawn = draw(&items, &[group_id("物业 规章")], 9, seed);
            assert_eq!((drawn.len(), &drawn), (4, &draw(&items, &[], 9, seed)), "the same seed, the same exam");
            for one in drawn {
                let id = one.script.rsplit_once('-').unwrap().1;
                assert_eq!(one.options[one.right], format!("答{id}"));
                let mut options = one.options;
                options.sort();
                let expected: &[&str] = match id {
                    "1" => &["答1", "错乙", "错甲"],
                    "4" => &["答4", "错丙"],
                    _ => &["答2", "答3"],
                };
                assert_eq!(options, expected);
            }
        }
        let places: std::collections::BTreeSet<usize> =
            (0..40).filter_map(|seed| Some(question(&items, "question-1", seed)?.right)).collect();
        assert_eq!(places.len(), 3, "the right one stands anywhere");
        let mut other = items.clone();
        other[0].wrong.pop();
        assert_ne!(sign(&other), sign(&items));
    }
}
