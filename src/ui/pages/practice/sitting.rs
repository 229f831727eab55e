//! One sitting of practice: what is asked for next, and the ratings that are not written yet. They are kept on the device
//! with each rating and written as one entry when the sitting is over.

use leptos::prelude::*;

use crate::model::practice::{Progress, Rating, review};
use crate::ui::app::App;

/// New scripts a day.
const NEW_A_DAY: usize = 10;
/// So many ratings are written at once at the latest.
const AT_ONCE: usize = 20;
/// The places of the drafts.
const KEPT: &str = "practice/sitting";
const GROUPS: &str = "practice/groups";

/// A sitting.
#[derive(Clone, Copy)]
pub struct Sitting {
    app: App,
    /// What is asked for, the current one first.
    pub queue: RwSignal<Vec<String>>,
    /// How many were rated.
    pub done: RwSignal<usize>,
    /// The groups that are practised; none: all.
    pub groups: RwSignal<Vec<String>>,
    /// How far the person has come, with what is not written yet.
    pub progress: RwSignal<Progress>,
    unwritten: RwSignal<Vec<(String, Rating)>>,
    /// The day of what is not written yet.
    day: RwSignal<i64>,
    /// Whose it is.
    agent: StoredValue<String>,
}

impl Sitting {
    /// Begins one once what was practised before has been read.
    pub fn begin(app: App) -> Self {
        let desk = app.desk();
        let groups = desk.draft(GROUPS).unwrap_or_default();
        let agent = app.person.get_untracked();
        let sitting = Self {
            app,
            queue: RwSignal::new(Vec::new()),
            done: RwSignal::new(0),
            groups: RwSignal::new(groups.split_whitespace().map(str::to_owned).collect()),
            progress: RwSignal::new(Progress::default()),
            unwritten: RwSignal::new(Vec::new()),
            day: RwSignal::new(desk.today_of(&agent)),
            agent: StoredValue::new(agent.clone()),
        };
        // What an earlier sitting left, should it have been broken off.
        sitting.take_up(&desk.draft(KEPT).unwrap_or_default());
        sitting.write();
        sitting.deal(NEW_A_DAY);
        app.attempt(async move { desk.fetch_progress(&agent).await }, move |()| sitting.deal_anew());
        on_cleanup(move || sitting.write());
        sitting
    }

    fn take_up(self, kept: &str) {
        let mut lines = kept.lines();
        let Some(day) = lines.next().and_then(|day| day.parse().ok()) else { return };
        let rating = |line: &str| {
            let (script, number) = line.rsplit_once(' ')?;
            Some((script.to_owned(), Rating::of(number.parse().ok()?)?))
        };
        self.day.set(day);
        self.unwritten.set(lines.filter_map(rating).collect());
    }

    fn keep(self) {
        let mut kept = self.day.get_untracked().to_string();
        self.unwritten.with_untracked(|all| {
            for (script, rating) in all {
                kept.extend(["\n", script, " ", &rating.number().to_string()]);
            }
        });
        self.app.keep_draft(KEPT, &kept);
    }

    /// Writes what is not written yet.
    pub fn write(self) {
        let Some(ratings) = self.unwritten.try_get_untracked().filter(|ratings| !ratings.is_empty()) else { return };
        // Somebody else sits here now: it waits as its owner's draft.
        let is_mine = self.agent.try_with_value(|agent| self.app.person.with_untracked(|me| me == agent));
        if is_mine != Some(true) {
            return;
        }
        self.unwritten.set(Vec::new());
        let (desk, day) = (self.app.desk(), self.day.get_untracked());
        self.app.attempt(async move { desk.keep_sitting(day, &ratings, KEPT).await }, move |_| self.deal_anew());
    }

    /// More is known of what was practised before: counts while nothing has been rated.
    fn deal_anew(self) {
        if self.done.try_get_untracked() == Some(0) {
            self.deal(NEW_A_DAY);
        }
    }

    /// Deals what is due, and so many new ones a day.
    fn deal(self, new_a_day: usize) {
        let desk = self.app.desk();
        let agent = self.agent.get_value();
        let mut progress = desk.progress(&agent);
        let day = self.day.get_untracked();
        self.unwritten
            .with_untracked(|all| all.iter().for_each(|(script, rating)| progress.rate(script, day, *rating)));
        let scripts = self.groups.with_untracked(|groups| desk.drill_scripts(groups));
        let ids: Vec<String> = scripts.iter().map(|script| script.id.clone()).collect();
        let today = desk.today_of(&agent);
        let dealt = progress.queue(&ids, today, new_a_day);
        // The pages may have been left meanwhile.
        let _ = self.queue.try_set(dealt);
        let _ = self.progress.try_set(progress);
    }

    /// More new ones than a day has.
    pub fn more(self) {
        let today = self.app.desk().today_of(&self.agent.get_value());
        let begun = self.progress.with_untracked(|all| all.cards.values().filter(|card| card.first == today).count());
        self.deal(begun + NEW_A_DAY);
    }

    /// Practises other groups.
    pub fn choose(self, groups: Vec<String>) {
        self.app.keep_draft(GROUPS, &groups.join(" "));
        self.groups.set(groups);
        self.deal(NEW_A_DAY);
    }

    /// In how many days the current one is asked for again after a rating; 0 for today.
    pub fn next_in(self, rating: Rating) -> i64 {
        let Some(script) = self.queue.with_untracked(|queue| queue.first().cloned()) else { return 0 };
        let today = self.app.desk().today_of(&self.agent.get_value());
        let card = self.progress.with_untracked(|progress| progress.cards.get(&script).copied());
        review(card, today, rating).due - today
    }

    /// Rates the current one and goes on to the next; what is forgotten comes again at the end.
    pub fn rate(self, rating: Rating) {
        let Some(script) = self.queue.with_untracked(|queue| queue.first().cloned()) else { return };
        let today = self.app.desk().today_of(&self.agent.get_value());
        if today != self.day.get_untracked() {
            self.write();
            self.day.set(today);
        }
        self.progress.update(|progress| progress.rate(&script, today, rating));
        self.unwritten.update(|all| all.push((script.clone(), rating)));
        self.done.update(|done| *done += 1);
        self.queue.update(|queue| {
            queue.remove(0);
            if rating == Rating::Forgot {
                queue.push(script);
            }
        });
        let many = self.unwritten.with_untracked(Vec::len) >= AT_ONCE;
        if many || self.queue.with_untracked(Vec::is_empty) {
            self.write();
        } else {
            self.keep();
        }
    }
}
