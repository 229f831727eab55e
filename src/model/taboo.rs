//! Words never to say (禁语, F5), and what to say instead.

use serde::{Deserialize, Serialize};

use super::check::Faults;
use super::fault::FaultKind;
use super::fold::Fold;
use super::pack::Pack;
use super::value::Value;

/// A `*` in a word stands for so many characters at most.
pub const GAP: usize = 6;

/// How bad it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Better said otherwise.
    #[default]
    Avoid,
    /// Never said.
    Never,
}

/// A taboo.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taboo {
    /// Unique within the pack.
    pub id: String,
    /// The words; `*` stands for up to `GAP` characters.
    pub words: Vec<String>,
    /// How bad it is.
    pub severity: Severity,
    /// Why.
    pub why: String,
    /// What to say instead, with placeholders.
    pub instead: Vec<String>,
    /// Wordings in which the words are harmless; `*` as in `words`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
}

/// The register that says `yes` once a taboo is archived.
pub const OFF: &str = "off";

/// Where a taboo stands in a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Its first byte.
    pub from: usize,
    /// Behind its last byte.
    pub to: usize,
}

impl Taboo {
    /// What its document holds.
    #[must_use]
    pub fn registers(&self) -> Vec<(String, Value)> {
        let severity = if self.severity == Severity::Never { "never" } else { "avoid" };
        vec![
            ("words".to_owned(), Value::List(self.words.clone())),
            ("severity".to_owned(), Value::text(severity)),
            ("why".to_owned(), Value::text(&self.why)),
            ("instead".to_owned(), Value::List(self.instead.clone())),
            ("except".to_owned(), Value::List(self.except.clone())),
        ]
    }

    /// A taboo as its document says.
    #[must_use]
    pub fn of(id: &str, fold: &Fold) -> Self {
        Self {
            id: id.to_owned(),
            words: fold.value("words").as_list().to_vec(),
            severity: if fold.text("severity") == "never" { Severity::Never } else { Severity::Avoid },
            why: fold.text("why").to_owned(),
            instead: fold.value("instead").as_list().to_vec(),
            except: fold.value("except").as_list().to_vec(),
        }
    }

    /// Where it stands in a text, from left to right, none within another.
    #[must_use]
    pub fn places(&self, text: &str) -> Vec<Place> {
        let mut found: Vec<Place> = self.words.iter().flat_map(|word| places(text, word)).collect();
        found.retain(|place| !self.is_harmless(text, *place));
        found.sort_unstable();
        let mut end = 0;
        found.retain(|place| {
            let keeps = place.from >= end;
            if keeps {
                end = place.to;
            }
            keeps
        });
        found
    }

    /// Whether the words at a place stand in one of the harmless wordings.
    #[must_use]
    pub fn is_harmless(&self, text: &str, place: Place) -> bool {
        let covers = |wider: &Place| wider.from <= place.from && place.to <= wider.to;
        self.except.iter().any(|wording| places(text, wording).iter().any(covers))
    }
}

/// What stands between the stars of a word, in order.
pub fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split('*').filter(|part| !part.is_empty())
}

/// Where a word that begins with `first` at a place of a text ends, if the `rest` of it follows.
#[must_use]
pub fn end<'a>(text: &str, at: usize, first: &str, mut rest: impl Iterator<Item = &'a str>) -> Option<usize> {
    let begun = text.get(at..).is_some_and(|text| text.starts_with(first));
    begun.then(|| at + first.len()).and_then(|end| {
        rest.try_fold(end, |end, part| {
            let near = text[end..].char_indices().nth(GAP + part.chars().count()).map_or(text.len(), |(n, _)| end + n);
            text[end..near].find(part).map(|gap| end + gap + part.len())
        })
    })
}

/// Where a word stands in a text, from left to right and apart.
fn places(text: &str, word: &str) -> Vec<Place> {
    let Some(first) = parts(word).next() else { return Vec::new() };
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(first)).map(|at| from + at) {
        from = match end(text, at, first, parts(word).skip(1)) {
            Some(to) => {
                found.push(Place { from: at, to });
                to
            }
            None => at + first.chars().next().map_or(1, char::len_utf8),
        };
    }
    found
}

/// What is wrong with a pack's taboos.
pub(super) fn check_taboos(pack: &Pack, faults: &mut Faults) {
    faults.ids("taboos", pack.taboos.iter().map(|taboo| &taboo.id));
    let field = |name: &str| pack.kinds.iter().flat_map(|kind| &kind.fields).any(|field| field.id == name);
    for taboo in &pack.taboos {
        let at = format!("taboos[{}]", taboo.id);
        if taboo.words.is_empty() {
            faults.add(format!("{at}.words"), FaultKind::Empty);
        }
        for (i, word) in taboo.words.iter().enumerate() {
            faults.not_empty(&format!("{at}.words[{i}]"), word.trim_matches('*'));
        }
        for (i, wording) in taboo.except.iter().enumerate() {
            faults.not_empty(&format!("{at}.except[{i}]"), wording.trim_matches('*'));
        }
        faults.not_empty(&format!("{at}.why"), &taboo.why);
        for (i, text) in taboo.instead.iter().enumerate() {
            let at = format!("{at}.instead[{i}]");
            faults.not_empty(&at, text);
            faults.placeholders(&at, text, &|name| field(name));
            // What is said instead must be fit to be said.
            for said in pack.taboos.iter().filter(|other| !other.places(text).is_empty()) {
                faults.add(at.clone(), FaultKind::Forbidden(said.words.join("、")));
            }
        }
    }
    for script in &pack.scripts {
        for (i, answer) in script.answers.iter().enumerate() {
            for said in pack.taboos.iter().filter(|taboo| !taboo.places(&answer.text).is_empty()) {
                let at = format!("scripts[{}].answers[{i}].text", script.id);
                faults.add(at, FaultKind::Forbidden(said.words.join("、")));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::change::{Change, Known};
    use crate::model::document::{DocId, Document, Entry};
    use crate::model::stamp::{Clock, Writer};

    fn found(words: &[&str], text: &str) -> Vec<String> {
        let taboo = Taboo { words: words.iter().map(|&word| word.to_owned()).collect(), ..Taboo::default() };
        taboo.places(text).iter().map(|place| text[place.from..place.to].to_owned()).collect()
    }

    #[test]
    fn words_are_found_where_they_stand() {
        assert_eq!(found(&["不知道"], "我不知道，真不知道"), ["不知道", "不知道"]);
        assert_eq!(found(&["不知道", "知道"], "我不知道"), ["不知道"], "none within another");
        assert_eq!(found(&["不知道"], "我帮您问一下"), [""; 0]);
        assert_eq!(found(&[""], "我"), [""; 0]);
    }

    #[test]
    fn a_star_stands_for_a_few_characters() {
        assert_eq!(found(&["你找*部门"], "你找工程部门吧，你找部门"), ["你找工程部门", "你找部门"]);
        assert_eq!(found(&["你找*部门"], "你找一二三四五六部门"), ["你找一二三四五六部门"]);
        assert_eq!(found(&["你找*部门"], "你找一二三四五六七部门"), [""; 0], "more than a gap");
        assert_eq!(found(&["*部门*"], "部门"), ["部门"]);
    }

    #[test]
    fn harmless_wordings_are_passed_over() {
        let taboo = Taboo {
            words: vec!["不知道".to_owned()],
            except: vec!["不知道您*方便".to_owned(), "不知道您*吗".to_owned()],
            ..Taboo::default()
        };
        let found = |text: &str| taboo.places(text).len();
        assert_eq!(found("不知道您现在方便吗？"), 0);
        assert_eq!(found("不知道您方便吗？我不知道。"), 1);
        assert_eq!(found("这个不知道，您看着办"), 1);
    }

    #[test]
    fn a_taboo_is_kept_whole() {
        let text = |text: &str| vec![text.to_owned()];
        let taboo = Taboo {
            id: "a".to_owned(),
            words: text("不知道"),
            severity: Severity::Never,
            why: "推开".to_owned(),
            instead: text("我去问"),
            except: text("不知道您"),
        };
        let set = |(field, value)| Change::Known(Known::Set { field, value, over: Vec::new() });
        let mut clock = Clock::new(Writer::new(1, 2));
        let entry = |change| Entry { stamp: clock.tick(0), by: String::new(), change };
        let log = taboo.registers().into_iter().map(set).map(entry).collect();
        assert_eq!(Taboo::of("a", &Fold::of(&Document::new(DocId::new("taboo-a"), log))), taboo);
    }
}
