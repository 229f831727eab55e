//! Practice and exams (Q2), and who is new.

use std::sync::Arc;

use super::handbook::opened;
use super::{Action, Desk, DeskError, Done};
use crate::model::agent::{Agent, register as agent_register};
use crate::model::calendar::{DAY, day_text, parse_day};
use crate::model::document::DocId;
use crate::model::exam::{Answered, Asked, Attempt, Exam, Item, draw, register, sign};
use crate::model::fold::Fold;
use crate::model::practice::{Progress, Rating, drill_doc, rated, sitting};
use crate::model::script::Script;
use crate::model::value::Value;
use crate::store::{Batch, NO_ROWS};

/// So many months of practice are looked at: what was not asked for since counts as new.
const MONTHS: usize = 24;

/// What stands for "until a lead takes it off" in the register of who is new.
pub const UNTIL_LEAD: &str = "lead";

impl Desk {
    /// The scripts that can be practised: they have a customer's line and an answer.
    #[must_use]
    pub fn drill_scripts(&self, groups: &[String]) -> Vec<Arc<Script>> {
        let mut all = self.scripts();
        all.retain(|script| {
            let chosen = groups.is_empty() || script.groups.iter().any(|group| groups.contains(group));
            !script.question.is_empty() && !script.first().is_empty() && !script.archived && chosen
        });
        all
    }

    /// The groups of the scripts that can be practised, each with how many there are.
    #[must_use]
    pub fn drill_groups(&self) -> Vec<(String, String, usize)> {
        let scripts = self.drill_scripts(&[]);
        let items = self.script_groups();
        let count = |id: &String| scripts.iter().filter(|script| script.groups.contains(id)).count();
        let all = items.iter().map(|group| (group.id.clone(), group.name.clone(), count(&group.id)));
        all.filter(|(.., count)| *count > 0).collect()
    }

    /// What an exam or a question with answers to choose from is drawn from.
    #[must_use]
    pub fn drill_items(&self) -> Vec<Item> {
        // As they are written: a draw is the same in every language.
        let item = |script: Arc<Script>| Item {
            id: script.id.clone(),
            groups: script.groups.clone(),
            question: script.question.clone(),
            answer: script.first().to_owned(),
        };
        self.drill_scripts(&[]).iter().map(|script| item(self.plain(script))).collect()
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
