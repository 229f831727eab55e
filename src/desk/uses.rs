//! How often scripts are used (F8), by whom and with what outcome: counted on this device and written now and then, many
//! uses as one entry of a document for each agent and month.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Action, Desk, DeskError};
use crate::model::agent::{Agent, Role};
use crate::model::calendar::{DAY, day_text, parse_day};
use crate::model::change::Known;
use crate::model::document::DocId;
use crate::model::fold::Fold;
use crate::model::library::{USED, Uses, each_use, uses_doc, uses_item};
use crate::store::{Batch, NO_ROWS};

/// Where a person's uses wait on this device to be counted.
const WAITING: &str = "uses";
/// So many uses are written at once.
const AT_ONCE: u32 = 20;
/// A use waits so long at most, in milliseconds, if another one comes.
const LONGEST_WAIT: u64 = 60 * 60_000;
/// So long a ticket may take to be solved for the script to have helped, in milliseconds.
const HELPS: u64 = 14 * 24 * 60 * 60_000;

/// What one agent did with a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedBy {
    /// The agent's id.
    pub agent: String,
    /// How often.
    pub uses: Uses,
}

/// Uses that are not written yet.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Waiting {
    /// When the first of them was, in milliseconds.
    since: u64,
    /// Copied and written, by script.
    pub counts: BTreeMap<String, (u32, u32)>,
    /// Scripts used on tickets that were not solved yet, and when.
    open: Vec<(String, String, u64)>,
}

/// The uses that are counted: by agent and script.
pub(super) type UsesByAgent = BTreeMap<String, BTreeMap<String, Uses>>;

impl Waiting {
    fn text(&self) -> String {
        let none = self.counts.is_empty() && self.open.is_empty();
        if none { String::new() } else { serde_json::to_string(self).unwrap_or_default() }
    }

    /// Takes away what was written of `begun`; `left` is what was not.
    fn leave(&mut self, begun: &Self, left: &Self) {
        for (script, (copied, written)) in &begun.counts {
            if let Some(count) = self.counts.get_mut(script) {
                *count = (count.0.saturating_sub(*copied), count.1.saturating_sub(*written));
            }
        }
        self.counts.retain(|_, count| *count != (0, 0));
        self.open.retain(|one| !begun.open.contains(one) || left.open.contains(one));
    }
}

impl Desk {
    /// Counts that the person at the desk used a script, on a ticket if there is one. What is counted waits on this device
    /// and is written now and then, many uses as one entry: no action that could be undone.
    ///
    /// # Errors
    /// When the store refuses.
    pub async fn used_script(&self, name: &str, written: bool, ticket: Option<&DocId>) -> Result<(), DeskError> {
        if self.role() < Role::Agent {
            return Ok(());
        }
        let mut waiting = self.waiting();
        if waiting.counts.is_empty() {
            waiting.since = self.now();
        }
        let count = waiting.counts.entry(name.to_owned()).or_default();
        if written {
            count.1 += 1;
        } else {
            count.0 += 1;
        }
        if let Some(ticket) = ticket {
            let known = waiting.open.iter().any(|(script, id, _)| script == name && id == ticket.as_str());
            if !known {
                waiting.open.push((name.to_owned(), ticket.to_string(), self.now()));
            }
        }
        let text = waiting.text();
        self.keep_draft(WAITING, &text).await?;
        let total: u32 = waiting.counts.values().map(|(copied, written)| copied + written).sum();
        let other_day = self.calendar().day(waiting.since) != self.calendar().day(self.now());
        if total >= AT_ONCE || other_day || self.now().saturating_sub(waiting.since) >= LONGEST_WAIT {
            self.write_uses().await?;
        }
        Ok(())
    }

    /// Writes what waits to be counted.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn write_uses(&self) -> Result<(), DeskError> {
        let Some(me) = self.me().filter(|me| me.role >= Role::Agent) else { return Ok(()) };
        // One after the other: two at once would write the same uses.
        if self.0.writing_uses.replace(true) {
            return Ok(());
        }
        let done = self.write_uses_of(&me).await;
        self.0.writing_uses.set(false);
        done
    }

    async fn write_uses_of(&self, me: &Agent) -> Result<(), DeskError> {
        let (key, before) = (self.draft_key(WAITING), self.draft(WAITING));
        let begun = self.waiting();
        let mut waiting = begun.clone();
        let mut uses: BTreeMap<String, Uses> = BTreeMap::new();
        for (script, (copied, written)) in std::mem::take(&mut waiting.counts) {
            uses.insert(script, Uses { copied, written, ..Uses::default() });
        }
        let now = self.now();
        waiting.open.retain(|(script, ticket, at)| {
            let solved = self.row(&DocId::new(ticket)).is_some_and(|row| row.category.is_done());
            if solved {
                uses.entry(script.clone()).or_default().solved += 1;
            }
            !solved && now.saturating_sub(*at) < HELPS
        });
        if uses.is_empty() {
            return Ok(());
        }
        let day = day_text(self.day_of_use());
        let id = uses_doc(&me.id, day.get(..7).unwrap_or_default());
        let mut all = Vec::new();
        self.fetch(std::slice::from_ref(&id)).await?;
        if self.doc(&id).is_none() {
            all.push(Known::Opened { kind: String::new(), number: String::new(), at: None });
        }
        all.push(Known::Added { set: USED.to_owned(), item: uses_item(self.day_of_use(), &uses) });
        let action = Action::on("", &id, all);
        let me = self.check(&action).await?;
        let entries = self.stamp(&me, action.changes);
        // They stop waiting in the transaction that writes them: a write that fails loses none and counts none twice.
        let text = waiting.text();
        let kept = (!text.is_empty()).then_some(text);
        let drafts = vec![(key.clone(), kept.clone())];
        self.write(Batch { entries, drafts, ..Batch::default() }, NO_ROWS, None).await?;
        let now = self.0.drafts.borrow().get(&key).cloned();
        if now == before {
            let mut drafts = self.0.drafts.borrow_mut();
            match kept {
                Some(text) => drop(drafts.insert(key, text)),
                None => drop(drafts.remove(&key)),
            }
            return Ok(());
        }
        // Another use was counted meanwhile: it alone goes on waiting.
        let mut rest: Waiting = now.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        rest.leave(&begun, &waiting);
        let text = rest.text();
        self.keep_draft_of(key, &text).await
    }

    pub(super) fn waiting(&self) -> Waiting {
        self.draft(WAITING).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// Today in the firm's calendar, counted from 1970.
    pub(super) fn day_of_use(&self) -> i64 {
        let day = parse_day(&self.calendar().day(self.now()));
        day.unwrap_or_else(|| i64::try_from(self.now() / DAY).unwrap_or(0))
    }

    /// How often each agent used a script these two or three months, who used it most first. What the person at the desk
    /// has not written yet is in it.
    #[must_use]
    pub fn uses_of(&self, name: &str) -> Vec<UsedBy> {
        let waiting = self.waiting();
        let me = self.0.me.borrow().clone();
        let today = self.day_of_use();
        let state = self.state();
        let mut all: BTreeMap<&str, Uses> = BTreeMap::new();
        for (agent, scripts) in state.uses() {
            if let Some(uses) = scripts.get(name) {
                all.entry(agent).or_default().add(*uses);
            }
        }
        if let Some((copied, written)) = waiting.counts.get(name).copied() {
            all.entry(&me).or_default().add(Uses { copied, written, solved: 0, last: today });
        }
        let mut all: Vec<UsedBy> =
            all.into_iter().map(|(agent, uses)| UsedBy { agent: agent.to_owned(), uses }).collect();
        all.sort_by(|a, b| b.uses.total().cmp(&a.uses.total()).then_with(|| a.agent.cmp(&b.agent)));
        all
    }
}

/// The uses that documents count.
pub(super) fn uses_in<'a>(docs: impl Iterator<Item = (&'a DocId, &'a Fold)>) -> UsesByAgent {
    let mut all = UsesByAgent::new();
    for (id, fold) in docs {
        // `<agent>-2026-11`.
        let agent = id.name().len().checked_sub(8).and_then(|end| id.name().get(..end)).unwrap_or_default();
        let of_agent = all.entry(agent.to_owned()).or_default();
        each_use(fold, &mut |script, uses| of_agent.entry(script.to_owned()).or_default().add(uses));
    }
    all
}
