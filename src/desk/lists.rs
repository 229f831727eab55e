//! The team's own lists (Q6) and the firm's name.

use std::sync::Arc;

use super::{Action, Desk, DeskError, Done};
use crate::model::change::Known;
use crate::model::document::DocId;
use crate::model::fold::Fold;
use crate::model::kind::Named;
use crate::model::list::{self, List};
use crate::model::value::Value;

impl Desk {
    /// A list; an empty one when the team has none of that name.
    #[must_use]
    pub fn list(&self, id: &str) -> Arc<List> {
        let list = self.state().names.lists.get(id).cloned();
        list.unwrap_or_else(|| Arc::new(List { id: id.to_owned(), name: id.to_owned(), items: Vec::new() }))
    }

    /// All lists.
    #[must_use]
    pub fn lists(&self) -> Vec<Arc<List>> {
        self.state().names.lists.values().cloned().collect()
    }

    /// Adds an item to a list, or renames one.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn put_item(&self, list: &str, item: Named) -> Result<Done, DeskError> {
        if item.name.trim().is_empty() {
            return Err(DeskError::Missing("name"));
        }
        let items = self.list(list);
        let place = items.items.iter().position(|other| other.id == item.id).unwrap_or(items.items.len());
        self.change_list(list, |fold| vec![list::put(fold, place, &item)]).await
    }

    /// Takes an item from a list. Tickets that name it keep it.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn take_item(&self, list: &str, item: &str) -> Result<Done, DeskError> {
        self.change_list(list, |fold| vec![list::take(fold, item)]).await
    }

    /// Moves an item to another place, counted from zero.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn move_item(&self, list: &str, item: &str, place: usize) -> Result<Done, DeskError> {
        let mut items = self.list(list).items.clone();
        let Some(at) = items.iter().position(|other| other.id == item) else {
            return Err(DeskError::NotFound(item.to_owned()));
        };
        let moved = items.remove(at);
        items.insert(place.min(items.len()), moved);
        self.change_list(list, |fold| items.iter().enumerate().map(|(i, item)| list::put(fold, i, item)).collect())
            .await
    }

    /// Names a list; one that is not here yet begins empty.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn name_list(&self, list: &str, name: &str) -> Result<Done, DeskError> {
        if name.trim().is_empty() {
            return Err(DeskError::Missing("name"));
        }
        self.change_list(list, |fold| vec![fold.set(list::NAME, Value::text(name))]).await
    }

    async fn change_list(&self, list: &str, changes: impl Fn(&Fold) -> Vec<Known>) -> Result<Done, DeskError> {
        let id = List::doc(list);
        let changes = if let Some(doc) = self.doc(&id) {
            changes(&doc.fold)
        } else {
            let mut all = vec![Known::Opened { kind: String::new(), number: String::new(), at: None }];
            all.extend(changes(&Fold::default()));
            all
        };
        self.commit(Action::on("list_changed", &id, changes)).await
    }

    /// The firm's name, as scripts and papers say it.
    #[must_use]
    pub fn firm(&self) -> String {
        self.doc(&firm_doc()).map(|doc| doc.fold.text("name").to_owned()).unwrap_or_default()
    }

    /// Sets the firm's name.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn set_firm(&self, name: &str) -> Result<Done, DeskError> {
        let id = firm_doc();
        let doc = self.doc(&id);
        let mut changes = Vec::new();
        if doc.is_none() {
            changes.push(Known::Opened { kind: String::new(), number: String::new(), at: None });
        }
        let empty = Fold::default();
        changes.push(doc.as_ref().map_or(&empty, |doc| &doc.fold).set("name", Value::text(name)));
        self.commit(Action::on("firm_named", &id, changes)).await
    }
}

fn firm_doc() -> DocId {
    DocId::fixed("desk", "firm")
}
