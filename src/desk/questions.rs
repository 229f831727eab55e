//! Exam questions in the team's own words (Q2).

use super::handbook::opened;
use super::{Action, Desk, DeskError, Done};
use crate::model::document::DocId;
use crate::model::fold::Fold;
use crate::model::question::{KIND, OwnQuestion, register};
use crate::model::value::Value;

impl Desk {
    /// The team's own questions, group by group: those in use, or those put away.
    #[must_use]
    pub fn questions(&self, off: bool) -> Vec<OwnQuestion> {
        let state = self.state();
        let docs = state.docs.few().filter(|doc| doc.document.id.kind() == KIND);
        let mut all: Vec<OwnQuestion> =
            docs.filter_map(|doc| OwnQuestion::of(&doc.document.id, &doc.fold)).filter(|one| one.off == off).collect();
        all.sort_by(|a, b| (&a.group, &a.id).cmp(&(&b.group, &b.id)));
        all
    }

    /// A question by its document's whole id, also one that was put away.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<OwnQuestion> {
        let doc = self.doc(&DocId::new(id))?;
        OwnQuestion::of(&doc.document.id, &doc.fold)
    }

    /// Writes a question, or changes the one that has its id; for leads.
    ///
    /// # Errors
    /// When the customer's line, the answer or the group is missing, nothing is different, or as for `commit`.
    pub async fn set_question(&self, question: &OwnQuestion, place: &str) -> Result<Done, DeskError> {
        let question = question.clone().tidy();
        for (name, text) in [("ask", &question.ask), ("right", &question.right), ("group", &question.group)] {
            if text.is_empty() {
                return Err(DeskError::Missing(name));
            }
        }
        let id = if question.id.is_empty() { self.mint(KIND) } else { DocId::new(&question.id) };
        let doc = self.doc(&id);
        let mut changes = if doc.is_some() { Vec::new() } else { vec![opened()] };
        let nothing = Fold::default();
        let fold = doc.as_ref().map_or(&nothing, |doc| &doc.fold);
        let differs = |(field, value): &(&str, Value)| fold.value(field) != value;
        changes.extend(question.registers().into_iter().filter(differs).map(|(field, value)| fold.set(field, value)));
        if changes.is_empty() {
            return Err(DeskError::Unchanged);
        }
        self.commit(Action::on("question_set", &id, changes).drops_draft(place)).await
    }

    /// Puts a question away, or brings it back; exams taken keep what they asked.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn put_question_away(&self, id: &str, off: bool) -> Result<Done, DeskError> {
        let id = DocId::new(id);
        let doc = self.doc(&id).ok_or_else(|| DeskError::NotFound(id.to_string()))?;
        let value = if off { Value::text("yes") } else { Value::Empty };
        self.commit(Action::on("set", &id, vec![doc.fold.set(register::OFF, value)])).await
    }
}
