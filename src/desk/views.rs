//! Saved views of the list: one's own, and those that a lead shares with the team.

use std::sync::Arc;

use super::{Action, Desk, DeskError, Done};
use crate::model::agent::Role;
use crate::model::change::Known;
use crate::model::document::DocId;
use crate::model::fold::Fold;
use crate::model::value::Value;
use crate::model::view::{self, SavedView, Shows, register};
use crate::query::caller::has_number;

impl Desk {
    /// The views of tickets or registers that the person at the desk sees, in order.
    #[must_use]
    pub fn views(&self, registers: bool) -> Vec<Arc<SavedView>> {
        let me = self.0.me.borrow();
        let state = self.state();
        let seen = state.names.views.values().filter(|view| view.is_for(&me) && view.shows.register == registers);
        let mut seen: Vec<Arc<SavedView>> = seen.cloned().collect();
        seen.sort_unstable_by(|a, b| a.place.cmp(&b.place).then_with(|| a.id.cmp(&b.id)));
        seen
    }

    /// A view, if the person at the desk sees it.
    #[must_use]
    pub fn view(&self, id: &str) -> Option<Arc<SavedView>> {
        let view = self.state().names.views.get(DocId::new(id).name()).cloned();
        view.filter(|view| view.is_for(&self.0.me.borrow()))
    }

    /// Saves a view for the person at the desk, behind the others.
    ///
    /// # Errors
    /// When the name is empty, the words hold a telephone number, or as for `commit`.
    pub async fn save_view(&self, name: &str, shows: &Shows) -> Result<(DocId, Done), DeskError> {
        let name = named(name)?;
        keeps_no_number(shows)?;
        let me = self.me().ok_or(DeskError::Nobody)?;
        let id = SavedView::doc(&me.id, self.mint("view").name());
        let places: Vec<i64> = self.views(shows.register).iter().map(|view| view.place).collect();
        let changes = view::opening(name, shows, view::last_place(&places));
        let done = self.commit(Action::on("view_saved", &id, changes)).await?;
        Ok((id, done))
    }

    /// Gives a view another name.
    ///
    /// # Errors
    /// When the name is empty, there is no such view, or as for `commit`: others' views are a lead's to change.
    pub async fn name_view(&self, id: &DocId, name: &str) -> Result<Done, DeskError> {
        let name = named(name)?;
        self.change_view(id, &|fold| vec![fold.set(register::NAME, Value::text(name))]).await
    }

    /// Lets a view show something else.
    ///
    /// # Errors
    /// When the words hold a telephone number, or as for `name_view`.
    pub async fn show_in_view(&self, id: &DocId, shows: &Shows) -> Result<Done, DeskError> {
        keeps_no_number(shows)?;
        self.change_view(id, &|fold| view::show(fold, shows)).await
    }

    /// Shares a view with the team, or no longer.
    ///
    /// # Errors
    /// As for `name_view`; only leads share.
    pub async fn share_view(&self, id: &DocId, shared: bool) -> Result<Done, DeskError> {
        let value = if shared { Value::text("yes") } else { Value::Empty };
        self.change_view(id, &|fold| vec![fold.set(register::SHARED, value.clone())]).await
    }

    /// Deletes a view; undo brings it back.
    ///
    /// # Errors
    /// As for `name_view`.
    pub async fn remove_view(&self, id: &DocId) -> Result<Done, DeskError> {
        let id = self.seen(id)?.id.clone();
        let fold = self.doc(&id).map(|doc| doc.fold.clone()).unwrap_or_default();
        let changes = vec![fold.set(register::GONE, Value::text("yes"))];
        self.commit(Action::on("view_removed", &id, changes)).await
    }

    /// Moves a view to another place among those that are seen, counted from zero.
    ///
    /// # Errors
    /// As for `name_view`.
    pub async fn move_view(&self, id: &DocId, to: usize) -> Result<Done, DeskError> {
        let moved = self.seen(id)?;
        let mut others = self.views(moved.shows.register);
        others.retain(|view| view.id != *id);
        let places: Vec<i64> = others.iter().map(|view| view.place).collect();
        if let Some(place) = view::place_between(&places, to.min(places.len())) {
            return self.change_view(id, &|fold| vec![fold.set(register::PLACE, Value::Int(place))]).await;
        }
        let to = to.min(others.len());
        let leads = self.role() >= Role::Lead;
        if !leads && others.iter().any(|view| view.owner != moved.owner) {
            // The lead's stay where they are: between them only one's own stand apart again.
            let is_own = |view: &&Arc<SavedView>| view.owner == moved.owner;
            let first = others[..to].iter().rposition(|view| !is_own(&view)).map_or(0, |at| at + 1);
            let last = others[to..].iter().position(|view| !is_own(&view)).map_or(others.len(), |at| to + at);
            let before = first.checked_sub(1).map(|at| places[at]);
            let after = places.get(last).copied();
            let mut own: Vec<Arc<SavedView>> = others[first..last].to_vec();
            own.insert(to - first, moved.clone());
            let fresh = view::places_between(before, after, own.len());
            return self.place_views(own.into_iter().zip(fresh)).await;
        }
        others.insert(to, moved);
        let places = view::fresh_places(others.len());
        self.place_views(others.into_iter().zip(places)).await
    }

    async fn place_views(&self, placed: impl Iterator<Item = (Arc<SavedView>, i64)>) -> Result<Done, DeskError> {
        let set = |(view, place): (Arc<SavedView>, i64)| {
            let fold = self.doc(&view.id).map(|doc| doc.fold.clone()).unwrap_or_default();
            (view.id.clone(), vec![fold.set(register::PLACE, Value::Int(place))])
        };
        let changes = placed.map(set).collect();
        self.commit(Action { label: "view_changed", changes, ..Action::default() }).await
    }

    fn seen(&self, id: &DocId) -> Result<Arc<SavedView>, DeskError> {
        self.view(id.as_str()).ok_or_else(|| DeskError::NotFound(id.to_string()))
    }

    async fn change_view(&self, id: &DocId, change: &dyn Fn(&Fold) -> Vec<Known>) -> Result<Done, DeskError> {
        let view = self.seen(id)?;
        let fold = self.doc(&view.id).map(|doc| doc.fold.clone()).unwrap_or_default();
        self.commit(Action::on("view_changed", &view.id, change(&fold))).await
    }
}

fn keeps_no_number(shows: &Shows) -> Result<(), DeskError> {
    if has_number(&shows.query) { Err(DeskError::HoldsNumber) } else { Ok(()) }
}

fn named(name: &str) -> Result<&str, DeskError> {
    let name = name.trim();
    if name.is_empty() { Err(DeskError::Missing(register::NAME)) } else { Ok(name) }
}
