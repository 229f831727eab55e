//! What scripts are filled from and written into: the ticket that is open, if one is.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::LazyLock;

use leptos::prelude::{ArcRwSignal, Track, Update, on_cleanup};

use super::app::App;
use super::dates;
use super::lang::{in_lang, lang};
use super::texts::Common;
use super::texts::Lang;
use super::texts::library::LibraryTexts;
use super::texts::scripts::ScriptTexts;
use super::texts::start::Starting;
use crate::model::document::DocId;
use crate::model::library::Owner;
use crate::query::scripts::Standing;
use crate::query::text::{Piece, Said, is_chinese, pieces, said};

/// What is known of a placeholder, and what the placeholder is called.
pub type Known = (Option<String>, Option<String>);

/// Writes a text; the first place of it that is still to be filled in is chosen, else the cursor stands at its end.
pub type Write = Rc<dyn Fn(&str)>;

/// An open ticket, as scripts see it.
#[derive(Clone)]
pub struct Saying {
    /// The ticket.
    pub ticket: DocId,
    /// Where it stands now.
    pub standing: Rc<dyn Fn() -> Standing>,
    /// What it knows of a placeholder, and what the placeholder is called.
    pub value: Rc<dyn Fn(&str) -> Known>,
    /// Writes a text into its reply.
    pub write: Write,
}

thread_local! {
    /// The ticket, by the number of its opening.
    static HERE: RefCell<(u32, Option<Saying>)> = const { RefCell::new((0, None)) };
}

/// Another ticket is open now, or none.
static CHANGED: LazyLock<ArcRwSignal<()>> = LazyLock::new(|| ArcRwSignal::new(()));

/// The ticket that is open.
#[must_use]
pub fn here() -> Option<Saying> {
    HERE.with_borrow(|(_, here)| here.clone())
}

/// The ticket that is open, followed: who is fast searches before the ticket is drawn.
#[must_use]
pub fn here_now() -> Option<Saying> {
    CHANGED.track();
    here()
}

/// A ticket is open as long as the calling component lives.
pub fn open(saying: Saying) {
    let number = HERE.with_borrow_mut(|(number, here)| {
        *here = Some(saying);
        *number += 1;
        *number
    });
    CHANGED.update(|()| ());
    // Another ticket may have opened before this one is gone.
    on_cleanup(move || {
        let last = HERE.with_borrow_mut(|(last, here)| {
            let is_last = *last == number;
            if is_last {
                *here = None;
            }
            is_last
        });
        if last {
            CHANGED.update(|()| ());
        }
    });
}

/// Counts that a script was used: copied, or written into a ticket.
pub fn count_use(app: App, script: &str, written: bool, ticket: Option<DocId>) {
    let (desk, script) = (app.desk(), script.to_owned());
    app.attempt(async move { desk.used_script(&script, written, ticket.as_ref()).await }, |()| ());
}

/// What is known of a placeholder with or without a ticket: of the desk and of the moment; and what it is called.
#[must_use]
pub fn known(app: App, name: &str) -> Known {
    let desk = app.desk();
    let t = ScriptTexts::t();
    let me = desk.me();
    let value = match name {
        "agent" => me.map(|me| me.name.clone()),
        "agent_no" => me.map(|me| me.number.clone()),
        "firm" => Some(desk.firm()),
        "date" => Some(dates::full_date(desk.now())),
        "time" => Some(dates::time(desk.now())),
        _ => None,
    };
    let called = match name {
        "customer" => Some(Common::t().customer),
        "firm" => Some(Starting::t().firm),
        "shop" => Some(t.shop),
        "order" => Some(t.order),
        "waybill" => Some(t.waybill),
        "amount" => Some(t.amount),
        "promise" => Some(t.promise),
        "agent" => Some(t.agent),
        "agent_no" => Some(t.agent_no),
        "phone" => Some(t.phone),
        "number" => Some(t.number),
        "subject" => Some(t.subject),
        "opened" => Some(t.opened),
        "date" => Some(t.date),
        "time" => Some(t.time),
        _ => None,
    };
    let called = called.map(str::to_owned).or_else(|| desk.field_called(name));
    (value.filter(|value| !value.is_empty()), called)
}

/// What a ticket knows, and else the desk.
#[must_use]
pub fn both(app: App, ticket: &dyn Fn(&str) -> Known, name: &str) -> Known {
    let (value, called) = ticket(name);
    let (other, usual) = if value.is_some() && called.is_some() { (None, None) } else { known(app, name) };
    (value.or(other), called.or(usual))
}

/// A script's text in pieces, filled in from what is known. Times and the like are said in the script's language, not in
/// that of the page.
#[must_use]
pub fn taken_apart(app: App, ticket: &dyn Fn(&str) -> Known, text: &str) -> Vec<Piece> {
    let spoken = match (is_chinese(text), lang()) {
        (Some(true), Lang::En) => Lang::ZhCn,
        (Some(false), _) => Lang::En,
        (_, lang) => lang,
    };
    pieces(text, &|name| in_lang(spoken, || both(app, ticket, name).0))
}

/// A script's text filled in; what nobody knows stands in brackets, and is named.
#[must_use]
pub fn filled(app: App, ticket: &dyn Fn(&str) -> Known, text: &str) -> Said {
    said(&taken_apart(app, ticket, text), &|_| None, &|name| {
        both(app, ticket, name).1.unwrap_or_else(|| name.to_owned())
    })
}

/// Whose a script is, by its document's name, in as few words as tell it from another of the same code or title.
#[must_use]
pub fn whose(app: App, name: &str) -> String {
    let t = LibraryTexts::t();
    match Owner::of(name) {
        Owner::Agent(_) => t.own.to_owned(),
        Owner::Team => t.for_team.to_owned(),
        Owner::Pack(pack) => {
            let packs = app.desk().packs();
            packs.into_iter().find(|(id, ..)| id == pack).map_or_else(|| pack.to_owned(), |(_, name, _)| name)
        }
    }
}
