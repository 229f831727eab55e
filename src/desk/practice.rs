//! Practice and exams (Q2), and who is new.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::handbook::opened;
use super::{Action, Desk, DeskError, Done};
use crate::model::agent::{Agent, register as agent_register};
use crate::model::calendar::{DAY, day_text, parse_day};
use crate::model::document::DocId;
use crate::model::exam::{Answered, Asked, Attempt, Exam, Item, draw, register, sign};
use crate::model::fold::Fold;
use crate::model::practice::{Progress, Rating, drill_doc, rated, sitting};
use crate::model::question::{OwnQuestion, group_id, is_own};
use crate::model::script::{GROUPS, Script};
use crate::model::value::Value;
use crate::store::{Batch, NO_ROWS};

/// A group of what can be practised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DrillGroup {
    /// Its id, as exams keep it.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What its pack is called; empty for a group of the team's.
    pub pack: String,
    /// How much there is in it.
    pub count: usize,
}

/// So many months of practice are looked at: what was not asked for since counts as new.
const MONTHS: usize = 24;

/// What stands for "until a lead takes it off" in the register of who is new.
pub const UNTIL_LEAD: &str = "lead";

impl Desk {
    /// What can be practised: scripts with a customer's line and an answer, and the team's own questions as such.
    #[must_use]
    pub fn drill_scripts(&self, groups: &[String]) -> Vec<Arc<Script>> {
        let mut all = self.scripts();
        all.retain(|script| !script.question.is_empty() && !script.first().is_empty() && !script.archived);
        all.extend(self.questions(false).iter().map(|question| Arc::new(question.script())));
        all.retain(|script| groups.is_empty() || script.groups.iter().any(|group| groups.contains(group)));
        all
    }

    /// A script, or a question of the team's own as one.
    #[must_use]
    pub fn drill_script(&self, id: &str) -> Option<Arc<Script>> {
        self.script(id).or_else(|| Some(Arc::new(self.question(id)?.script())))
    }

    /// The groups of what can be practised, each with how much there is: those of the packs in their order, then the
    /// team's, then those of its own questions.
    #[must_use]
    pub fn drill_groups(&self) -> Vec<DrillGroup> {
        let scripts = self.drill_scripts(&[]);
        let packs = self.packs();
        // A group is in the pack of its first script that came with one.
        let mut found: BTreeMap<&str, (usize, Option<usize>)> = BTreeMap::new();
        for script in &scripts {
            let pack = script.id.split('.').next().and_then(|own| packs.iter().position(|(id, ..)| id == own));
            for group in &script.groups {
                let (count, of) = found.entry(group).or_default();
                *count += 1;
                *of = of.or(pack);
            }
        }
        let list = self.list(GROUPS);
        let names = list.items.iter().map(|item| (item.id.clone(), item.name.clone()));
        let mut own: Vec<(String, String)> =
            self.questions(false).into_iter().map(|question| (group_id(&question.group), question.group)).collect();
        own.sort();
        own.dedup_by(|a, b| a.0 == b.0);
        let of = |(id, name): (String, String)| {
            let (count, pack) = *found.get(&*id)?;
            let pack_name = pack.and_then(|at| packs.get(at)).map(|(_, name, _)| name.clone());
            let place = if is_own(&id) { usize::MAX } else { pack.unwrap_or(usize::MAX - 1) };
            Some((place, DrillGroup { id, name, pack: pack_name.unwrap_or_default(), count }))
        };
        let mut all: Vec<(usize, DrillGroup)> = names.chain(own).filter_map(of).collect();
        all.sort_by_key(|(place, _)| *place);
        all.into_iter().map(|(_, group)| group).collect()
    }

    /// What an exam or a question with answers to choose from is drawn from.
    #[must_use]
    pub fn drill_items(&self) -> Vec<Item> {
        // As they are written: a draw is the same in every language.
        let item = |script: &Arc<Script>| Item {
            id: script.id.clone(),
            groups: script.groups.clone(),
            question: script.question.clone(),
            answer: script.first().to_owned(),
            wrong: Vec::new(),
        };
        let mut scripts = self.scripts();
        scripts.retain(|script| !script.question.is_empty() && !script.first().is_empty() && !script.archived);
        let scripts = scripts.iter().map(|script| item(&self.plain(script)));
        scripts.chain(self.questions(false).iter().map(OwnQuestion::item)).collect()
    }

    /// Today, counted from 1970, by the calendar of an agent's team.
    #[must_use]
    pub fn today_of(&self, agent: &str) -> i64 {
        self.calendar_of(agent).day_number(self.now())
    }

    fn drill_docs(&self, agent: &str) -> Vec<DocId> {
        let mut day = self.today_of(agent);
        let mut ids = Vec::with_capacity(MONTHS);
        for _ in 0..MONTHS {
            ids.push(drill_doc(agent, day));
            // The last day of the month before.
            let first = parse_day(&[day_text(day).get(..8).unwrap_or_default(), "01"].concat());
            day = first.unwrap_or(day) - 1;
        }
        ids
    }

    /// Reads what an agent has practised in the last two years, for [`Desk::progress`].
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn fetch_progress(&self, agent: &str) -> Result<(), DeskError> {
        self.fetch(&self.drill_docs(agent)).await
    }

    /// How far an agent has come, by what has been fetched; the last months always are.
    #[must_use]
    pub fn progress(&self, agent: &str) -> Progress {
        let docs: Vec<_> = self.drill_docs(agent).iter().filter_map(|id| self.doc(id)).collect();
        Progress::of(docs.iter().map(|doc| &doc.fold))
    }

    /// Keeps the ratings of a sitting of the person at the desk, as one entry.
    ///
    /// # Errors
    /// When there are none, or as for `commit`.
    pub async fn keep_sitting(&self, day: i64, ratings: &[(String, Rating)], place: &str) -> Result<Done, DeskError> {
        let me = self.me().ok_or(DeskError::Nobody)?;
        if ratings.is_empty() {
            return Err(DeskError::Unchanged);
        }
        let id = drill_doc(&me.id, day);
        self.fetch(std::slice::from_ref(&id)).await?;
        let begun = self.doc(&id).is_some_and(|doc| doc.fold.opening.is_some());
        let mut changes = if begun { Vec::new() } else { vec![opened()] };
        let items = ratings.iter().map(|(script, rating)| rated(script, *rating)).collect();
        let register = sitting(day, self.mint("s").name());
        changes.push(Fold::default().set(&register, Value::List(items)));
        self.commit(Action::on("practised", &id, changes).drops_draft(place)).await
    }

    /// The exams, by name: those in use, or those put away.
    #[must_use]
    pub fn exams(&self, off: bool) -> Vec<Arc<Exam>> {
        let state = self.state();
        let mut all: Vec<Arc<Exam>> = state.names.exams.values().filter(|exam| exam.off == off).cloned().collect();
        all.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.id.cmp(&b.id)));
        all
    }

    /// An exam, also one that was put away.
    #[must_use]
    pub fn exam(&self, id: &str) -> Option<Arc<Exam>> {
        self.state().names.exams.get(id).cloned()
    }

    /// Sets an exam, or changes one that has its id; for leads.
    ///
    /// # Errors
    /// When it has no name or no questions, nothing is different, or as for `commit`.
    pub async fn set_exam(&self, exam: &Exam, place: &str) -> Result<Done, DeskError> {
        if exam.name.trim().is_empty() {
            return Err(DeskError::Missing("title"));
        }
        if exam.count == 0 || draw(&self.drill_items(), &exam.groups, exam.count, exam.seed).is_empty() {
            return Err(DeskError::Missing("questions"));
        }
        let id = if exam.id.is_empty() { self.mint("exam") } else { Exam::doc(&exam.id) };
        let doc = self.doc(&id);
        let mut changes = if doc.is_some() { Vec::new() } else { vec![opened()] };
        let nothing = Fold::default();
        let fold = doc.as_ref().map_or(&nothing, |doc| &doc.fold);
        let differs = |(field, value): &(&str, Value)| fold.value(field) != value;
        changes.extend(exam.registers().into_iter().filter(differs).map(|(field, value)| fold.set(field, value)));
        if changes.is_empty() {
            return Err(DeskError::Unchanged);
        }
        self.commit(Action::on("exam_set", &id, changes).drops_draft(place)).await
    }

    /// Puts an exam away, or brings it back; for leads.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn put_exam_away(&self, id: &str, off: bool) -> Result<Done, DeskError> {
        let id = Exam::doc(id);
        let doc = self.doc(&id).ok_or_else(|| DeskError::NotFound(id.to_string()))?;
        let value = if off { Value::text("yes") } else { Value::Empty };
        self.commit(Action::on("exam_set", &id, vec![doc.fold.set(register::OFF, value)])).await
    }

    /// An agent's attempts, the latest first.
    #[must_use]
    pub fn attempts(&self, agent: &str) -> Vec<Arc<Attempt>> {
        let state = self.state();
        let theirs = state.names.attempts.values().filter(|attempt| attempt.agent == agent);
        let mut all: Vec<Arc<Attempt>> = theirs.cloned().collect();
        all.sort_by(|a, b| b.begun.cmp(&a.begun).then_with(|| b.id.cmp(&a.id)));
        all
    }

    /// An attempt.
    #[must_use]
    pub fn attempt(&self, id: &DocId) -> Option<Arc<Attempt>> {
        self.state().names.attempts.get(id.name()).cloned()
    }

    /// Begins an exam for the person at the desk. Each time they take it another draw is made, the same on every device.
    /// It is recorded at once, and no action that could be undone.
    ///
    /// # Errors
    /// When there is no such exam or nothing to ask, the role only reads, or the store refuses.
    pub async fn begin_exam(&self, exam: &str) -> Result<DocId, DeskError> {
        let me = self.me().ok_or(DeskError::Nobody)?;
        let exam = self.exam(exam).ok_or_else(|| DeskError::NotFound(exam.to_owned()))?;
        let items = self.drill_items();
        let times = self.attempts(&me.id).iter().filter(|attempt| attempt.asked.exam == exam.id).count();
        let seed = exam.seed.wrapping_add(i64::try_from(times).unwrap_or(0));
        let questions = draw(&items, &exam.groups, exam.count, seed);
        if questions.is_empty() {
            return Err(DeskError::Missing("questions"));
        }
        let asked = Asked {
            exam: exam.id.clone(),
            name: exam.name.clone(),
            seed,
            scripts: format!("{:016x}", sign(&items)),
            mark: exam.mark,
            minutes: exam.minutes,
            questions,
        };
        let id = Attempt::doc(&me.id, self.mint("attempt").name());
        self.record(&id, Attempt::begin(&asked), Vec::new()).await?;
        Ok(id)
    }

    /// Hands an exam in: what was picked for each question. It is no action that could be undone.
    ///
    /// # Errors
    /// When it is not the person's own or was handed in before, or the store refuses.
    pub async fn hand_exam_in(&self, id: &DocId, picked: Vec<Option<usize>>, place: &str) -> Result<(), DeskError> {
        let me = self.me().ok_or(DeskError::Nobody)?;
        let attempt = self.attempt(id).filter(|attempt| attempt.agent == me.id);
        let attempt = attempt.ok_or_else(|| DeskError::NotFound(id.to_string()))?;
        if attempt.answered.is_some() {
            return Err(DeskError::Unchanged);
        }
        let answered = Answered { picked };
        self.record(id, vec![Attempt::hand_in(&answered)], vec![place.to_owned()]).await
    }

    /// Writes what is never taken back.
    async fn record(
        &self,
        id: &DocId,
        changes: Vec<crate::model::change::Known>,
        drafts: Vec<String>,
    ) -> Result<(), DeskError> {
        let action = Action { changes: vec![(id.clone(), changes)], drafts, ..Action::default() };
        let me = self.check(&action).await?;
        let keys: Vec<String> = action.drafts.iter().map(|place| self.draft_key(place)).collect();
        let saved: Vec<Option<String>> = keys.iter().map(|key| self.0.drafts.borrow().get(key).cloned()).collect();
        let drafts = keys.iter().map(|key| (key.clone(), None)).collect();
        let entries = self.stamp(&me, action.changes);
        self.write(Batch { entries, drafts, ..Batch::default() }, NO_ROWS, None).await?;
        for (key, saved) in keys.iter().zip(saved) {
            self.forget_draft(key, saved.as_deref());
        }
        Ok(())
    }

    /// Says until when somebody is new: until an exam is passed, until a lead says otherwise ([`UNTIL_LEAD`]), or not at all
    /// (empty).
    ///
    /// # Errors
    /// When there is no such person, or as for `commit`: it is a lead's to say.
    pub async fn set_new(&self, agent: &str, until: &str) -> Result<Done, DeskError> {
        let id = Agent::doc(agent);
        let doc = self.doc(&id).ok_or_else(|| DeskError::NotFound(agent.to_owned()))?;
        self.commit(Action::on("new_set", &id, vec![doc.fold.set(agent_register::NEW, Value::text(until))])).await
    }

    /// Whether somebody is new (Q2): set as new, and the exam that ends it not passed since.
    #[must_use]
    pub fn is_new_here(&self, agent: &str) -> bool {
        let state = self.state();
        let Some(agent) = state.names.agents.get(agent) else { return false };
        let Some((until, since)) = &agent.new else { return false };
        let ends = |attempt: &Arc<Attempt>| {
            attempt.agent == agent.id && attempt.asked.exam == *until && attempt.begun >= *since && attempt.passed()
        };
        !state.names.attempts.values().any(ends)
    }

    /// How many days and ratings an agent has practised in the last 30 days.
    #[must_use]
    pub fn practised(&self, agent: &str) -> (usize, usize) {
        let progress = self.progress(agent);
        let from = i64::try_from(self.now() / DAY).unwrap_or(0) - 29;
        (progress.days.range(from..).count(), progress.since(from))
    }
}
