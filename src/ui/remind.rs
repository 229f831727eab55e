//! Reminders while the page is open: limits that end soon (A17), the day to be cleared (A16). In the page, and by the
//! system where the person has asked for that and the browser allows it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Notification, NotificationPermission};

use super::app::App;
use super::offline;
use super::prefs::Prefs;
use super::texts::clearing::ClearingTexts;
use super::texts::fill;
use crate::desk::{Desk, DeskError, Warned};
use crate::model::calendar::MINUTE;
use crate::model::clearing::Standing;

/// How often is looked, in milliseconds.
const EVERY: u32 = 60_000;
/// How long before the end of the last shift the day is to be cleared, and how long after it that is still said.
const BEFORE: u64 = 30 * MINUTE;
const AFTER: u64 = 240 * MINUTE;
/// So many warnings are told at once.
const MOST: usize = 3;

/// What has been told.
#[derive(Default)]
struct Told {
    /// To whom: another person at the desk is told anew.
    agent: RefCell<String>,
    warned: RefCell<Vec<Warned>>,
    /// The day whose clearing was asked for.
    day: Cell<i64>,
}

/// Looks every minute.
pub fn begin(app: App, prefs: Prefs) {
    let told = Rc::new(Told::default());
    let look = move || {
        let told = told.clone();
        spawn_local(async move {
            // What cannot be read now is looked for again in a minute.
            if let Err(error) = look(app, prefs, &told).await {
                leptos::logging::warn!("{error}");
            }
        });
    };
    look();
    gloo::timers::callback::Interval::new(EVERY, look).forget();
}

async fn look(app: App, prefs: Prefs, told: &Told) -> Result<(), DeskError> {
    let desk = app.desk();
    let Some(me) = desk.me() else { return Ok(()) };
    let found = desk.warnings(&me.id).await?;
    // What was due before the person sat down stands on the start page.
    let first = *told.agent.borrow() != me.id;
    told.agent.borrow_mut().clone_from(&me.id);
    let before = told.warned.replace(found.clone());
    if !first {
        for warned in found.iter().filter(|warned| !before.contains(warned)).take(MOST) {
            let what = desk.row(&warned.ticket).map(|row| [&*row.who, " ", &row.subject].concat()).unwrap_or_default();
            say(app, prefs, &fill(ClearingTexts::t().warned, &[&warned.limit, &what.trim()]));
        }
    }
    let day = desk.calendar_of(&me.id).day_number(desk.now());
    if told.day.get() != day && is_evening(&desk, &me.id) {
        told.day.set(day);
        let items = desk.to_clear(&me.id, day).await?;
        let open = items.iter().filter(|item| item.standing == Standing::Open).count();
        if open > 0 {
            say(app, prefs, &fill(ClearingTexts::t().reminder, &[&open]));
        } else if !items.is_empty() {
            say(app, prefs, ClearingTexts::t().to_hand_in);
        }
    }
    Ok(())
}

/// Whether an agent's working day ends soon or has just ended and is not handed in.
#[must_use]
pub fn is_evening(desk: &Desk, agent: &str) -> bool {
    let (calendar, now) = (desk.calendar_of(agent), desk.now());
    let day = calendar.day_number(now);
    let Some(last) = calendar.shifts(day).last() else { return false };
    let end = calendar.moment(day, u64::from(last.close) * MINUTE);
    (end.saturating_sub(BEFORE)..end + AFTER).contains(&now) && desk.clearing(agent, day).is_none()
}

fn say(app: App, prefs: Prefs, text: &str) {
    app.toasts.remind(text);
    if prefs.kept_now().notify && Notification::permission() == NotificationPermission::Granted {
        // Telephones let only a worker show one. A browser that refuses both has shown it in the page.
        if Notification::new(text).is_err() {
            offline::notify(text);
        }
    }
}

/// Asks the browser for notifications; at a press only.
pub async fn ask() -> bool {
    let Ok(asked) = Notification::request_permission() else { return false };
    JsFuture::from(asked).await.is_ok() && Notification::permission() == NotificationPermission::Granted
}
