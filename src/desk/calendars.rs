//! The firm's calendar and those of its teams.

use std::sync::Arc;

use super::{Action, Desk, DeskError, Done};
use crate::model::calendar::doc::{self, FIRM, TeamCalendar};
use crate::model::calendar::{Calendar, Shift, Special};
use crate::model::change::Known;
use crate::model::fold::Fold;
use crate::model::value::Value;

impl Desk {
    /// The calendars that are kept, by id; none while everybody has China's.
    #[must_use]
    pub fn calendars(&self) -> Vec<Arc<TeamCalendar>> {
        self.state().names.calendars.values().cloned().collect()
    }

    /// The calendar of an agent's team; the firm's when it has none of its own.
    #[must_use]
    pub fn calendar_of(&self, agent: &str) -> Arc<Calendar> {
        self.state().names.calendar_of(agent).clone()
    }

    /// The calendar by which a ticket's time limits run: that of its owner's team, of its first owner's while it is in
    /// the pool.
    #[must_use]
    pub fn calendar_for(&self, ticket: &Fold) -> Arc<Calendar> {
        self.state().names.calendar_for(ticket).clone()
    }

    /// Begins a calendar of some teams, a copy of the firm's.
    ///
    /// # Errors
    /// When the name is empty, or as for `commit`.
    pub async fn add_calendar(&self, name: &str, teams: &[String]) -> Result<(String, Done), DeskError> {
        if name.trim().is_empty() {
            return Err(DeskError::Missing(doc::NAME));
        }
        let id = self.mint("calendar");
        let changes = doc::opening(name, teams, &self.calendar());
        let done = self.commit(Action::on("calendar_added", &id, changes)).await?;
        Ok((id.name().to_owned(), done))
    }

    /// Sets the shifts of a weekday, Monday being 0.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn set_hours(&self, calendar: &str, weekday: u8, shifts: &[Shift]) -> Result<Done, DeskError> {
        self.change_calendar(calendar, &|fold| vec![doc::set_hours(fold, weekday, shifts)]).await
    }

    /// Gives several weekdays the same shifts in one action, Monday being 0.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn set_week(&self, calendar: &str, weekdays: &[u8], shifts: &[Shift]) -> Result<Done, DeskError> {
        let all = |fold: &Fold| weekdays.iter().map(|weekday| doc::set_hours(fold, *weekday, shifts)).collect();
        self.change_calendar(calendar, &all).await
    }

    /// Sets a register of a calendar: its name, its teams, its offset.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn set_calendar(&self, calendar: &str, field: &str, value: Value) -> Result<Done, DeskError> {
        self.change_calendar(calendar, &|fold| vec![fold.set(field, value.clone())]).await
    }

    /// Makes days holidays or make-up days, those of an imported file for example.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn set_days(&self, calendar: &str, days: &[Special]) -> Result<Done, DeskError> {
        self.change_calendar(calendar, &|fold| doc::take_in(fold, days)).await
    }

    /// Makes days like any other of their weekdays, days being counted from 1 January 1970.
    ///
    /// # Errors
    /// As for `commit`.
    pub async fn clear_days(&self, calendar: &str, days: &[i64]) -> Result<Done, DeskError> {
        self.change_calendar(calendar, &|fold| days.iter().map(|day| doc::clear_day(fold, *day)).collect()).await
    }

    /// Changes a calendar; the firm's begins as it stands built in.
    async fn change_calendar(&self, calendar: &str, change: &dyn Fn(&Fold) -> Vec<Known>) -> Result<Done, DeskError> {
        let id = TeamCalendar::doc(calendar);
        let changes = match self.doc(&id).filter(|doc| doc.fold.opening.is_some()) {
            Some(doc) => change(&doc.fold),
            None if calendar == FIRM => {
                let changes = change(&Fold::default());
                let mut all = doc::opening("", &[], &self.calendar());
                all.retain(|begun| {
                    !changes.iter().any(|change| field(change).is_some() && field(change) == field(begun))
                });
                all.extend(changes);
                all
            }
            None => return Err(DeskError::NotFound(calendar.to_owned())),
        };
        self.commit(Action::on("calendar_changed", &id, changes)).await
    }
}

/// The register that a change sets.
fn field(change: &Known) -> Option<&str> {
    match change {
        Known::Set { field, .. } => Some(field),
        _ => None,
    }
}
