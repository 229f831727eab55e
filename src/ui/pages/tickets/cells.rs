//! What the list shows of a ticket: a line beside an open one, cells of the table.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::columns::{FIELD, TICK};
use crate::model::document::DocId;
use crate::model::kind::FieldType;
use crate::query::rows::Row;
use crate::query::search::marks::Marker;
use crate::ui::app::App;
use crate::ui::components::{Icon, Part, Sketch};
use crate::ui::dates;
use crate::ui::show::{field_text, person};
use crate::ui::texts::fill;
use crate::ui::texts::lists::ListTexts;
use crate::ui::texts::ticket::TicketTexts;

/// A row and what is looked for in it.
pub type Found = (Arc<Row>, Arc<Marker>);

/// The only column of the list as lines.
pub const LINE: &str = "line";

/// Draws a cell of the list; read reactively.
pub fn draw(reading: Reading, (row, words): &Found, column: &str, to: &mut Sketch) {
    let app = reading.app;
    let t = TicketTexts::t();
    let marked = |text: &str, to: &mut Sketch| to.marked(text, &words.marks(text));
    let agent = |id: &str| app.desk().agent(id).map(|agent| agent.name.clone()).unwrap_or_default();
    match column {
        LINE => line(app, row, words, to),
        TICK => {
            let title = ListTexts::t().choose_row.to_owned();
            to.part(Part { title, more: ("data-tick", ""), ..Part::of("tick") }, |to| to.icon(Icon::Check));
        }
        "number" => to.part(Part::of("num"), |to| marked(&row.number, to)),
        "customer" => marked(&row.who, to),
        "subject" => {
            if row.conflict {
                conflict(to);
                to.text(" ");
            }
            times_mark(app, row, to);
            to.part(Part::of("strong"), |to| marked(&row.subject, to));
        }
        "kind" => marked(&row.kind_name, to),
        "state" => to.part(Part::of("tag"), |to| marked(&row.state_name, to)),
        "owner" if row.owner.is_empty() => to.part(Part::of("faint"), |to| to.text(t.pool)),
        "owner" => marked(&agent(&row.owner), to),
        "first" => marked(&agent(&row.first_owner), to),
        "due" => due(app, row, false, to),
        "promise" => due(app, row, true, to),
        "opened" => moment(app, row.opened, to),
        "changed" => moment(app, row.changed, to),
        "priority" => to.text(t.priority_name(row.priority)),
        "channel" => marked(app.desk().list("channels").name_of(&row.channel), to),
        "tags" => row.tags.iter().for_each(|tag| to.part(Part::of("tag"), |to| marked(tag, to))),
        "room" => marked(&row.room, to),
        field => reading.field(row, field, to),
    }
}

/// Two people disagree about something.
fn conflict(to: &mut Sketch) {
    to.part(Part { more: ("data-tone", "late"), ..Part::of("tag") }, |to| to.text(TicketTexts::t().conflict));
}

/// How often the customer has asked about it, from the second time on (A15).
fn times_mark(app: App, row: &Row, to: &mut Sketch) {
    let times = app.desk().times(&row.id);
    if times > 1 {
        let says = fill(TicketTexts::t().times, &[&times]);
        to.part(Part { more: ("data-tone", "soon"), ..Part::of("tag") }, |to| to.text(&says));
        to.text(" ");
    }
}

/// When it was or will be.
fn moment(app: App, at: u64, to: &mut Sketch) {
    to.part(Part { title: dates::full(at), ..Part::default() }, |to| to.text(&dates::when_short(at, app.now.get())));
}

/// What is due, or only what is promised.
fn due(app: App, row: &Row, only_promises: bool, to: &mut Sketch) {
    let Some(due) = row.due.as_ref().filter(|due| due.promise || !only_promises) else {
        // A limit is due sooner than what is promised.
        if only_promises && row.promised {
            to.text(TicketTexts::t().promised);
        }
        return;
    };
    let now = app.now.get();
    let part = Part { title: due.what.clone(), more: ("data-due", tone(due.at, now)), ..Part::of("due") };
    to.part(part, |to| {
        if due.promise {
            to.icon(Icon::Promise);
        }
        to.text(&dates::due(due.at, now));
    });
}

/// How a deadline looks: late, soon, or nothing in particular.
fn tone(at: u64, now: u64) -> &'static str {
    match () {
        () if at < now => "late",
        () if at < now + 2 * 3_600_000 => "soon",
        () => "",
    }
}

/// Documents of rows in view that are to be read, together.
#[derive(Clone, Copy)]
pub struct Reading {
    app: App,
    ids: StoredValue<Vec<DocId>>,
    /// How often each has been asked for: one that cannot be read is not asked for again and again.
    tries: StoredValue<HashMap<DocId, u8>>,
}

/// So many rows are in view at the most.
const IN_VIEW: usize = 96;
/// So long reading waits for others to be read with, in milliseconds.
const WAIT: u64 = 60;
/// So often a document is asked for while the list stands.
const TRIES: u8 = 3;

impl Reading {
    /// Reads for the cells of a list.
    pub fn of(app: App) -> Self {
        Self { app, ids: StoredValue::new(Vec::new()), tries: StoredValue::new(HashMap::new()) }
    }

    /// What stands in a field of a ticket: of its document, which is read when it comes into view.
    fn field(self, row: &Row, field: &str, to: &mut Sketch) {
        let app = self.app;
        let Some(doc) = app.doc(&row.id) else { return self.want(&row.id) };
        // Once it has been here it may be asked for again.
        self.tries.update_value(|tries| {
            tries.remove(&row.id);
        });
        let desk = app.desk();
        let Some(kind) = desk.kind(&row.kind) else { return };
        let sort = match field {
            "order" => Some(FieldType::Order),
            "waybill" => Some(FieldType::Waybill),
            _ => None,
        };
        let of = kind.fields.iter().find(|one| match sort {
            Some(sort) => one.sort == sort,
            None => field.strip_prefix(FIELD) == Some(&one.id),
        });
        let Some(of) = of else { return };
        let value = doc.fold.value(&of.id);
        let text = match of.sort {
            _ if value.is_empty() => String::new(),
            FieldType::Phone => crate::model::customer::masked(value.as_str()),
            FieldType::Agent => person(&desk, value.as_str()),
            _ => field_text(&desk, of, value),
        };
        to.part(Part { title: text.clone(), ..Part::default() }, |to| to.text(&text));
    }

    fn want(self, id: &DocId) {
        let first = self.ids.with_value(Vec::is_empty);
        let tries = self.tries.try_update_value(|tries| {
            let tries = tries.entry(id.clone()).or_default();
            *tries = tries.saturating_add(1);
            *tries
        });
        if tries.is_none_or(|tries| tries > TRIES) {
            return;
        }
        self.ids.update_value(|ids| {
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        });
        if first {
            set_timeout(move || self.read(), Duration::from_millis(WAIT));
        }
    }

    fn read(self) {
        let Some(mut ids) = self.ids.try_update_value(std::mem::take) else { return };
        // Scrolled by: only the last ones are still in view.
        let gone: Vec<DocId> = ids.drain(..ids.len().saturating_sub(IN_VIEW)).collect();
        self.tries.update_value(|tries| tries.retain(|id, _| !gone.contains(id)));
        let app = self.app;
        spawn_local(async move {
            if let Err(error) = app.desk().fetch(&ids).await {
                app.fail(&error);
            }
        });
    }
}

/// One ticket as a line.
fn line(app: App, row: &Row, words: &Marker, to: &mut Sketch) {
    let put = |text: &str, to: &mut Sketch| to.marked(text, &words.marks(text));
    let now = app.now.get();
    let p = |class| Part { tag: "p", ..Part::of(class) };
    let due = row.due.as_ref();
    let when = match due {
        Some(due) => dates::due(due.at, now),
        None if row.category.is_done() => fill(ListTexts::t().changed_at, &[&dates::when_short(row.changed, now)]),
        None => fill(ListTexts::t().opened_at, &[&dates::when_short(row.opened, now)]),
    };
    let all = Part { tag: "div", more: ("data-due", due.map_or("", |due| tone(due.at, now))), ..Part::of("row") };
    to.part(all, |to| {
        to.part(p(""), |to| {
            if row.who.is_empty() && !row.register {
                // Nobody's name is no name; the number tells such tickets apart.
                let t = TicketTexts::t();
                let none = if row.customer.is_empty() { t.no_customer } else { t.unnamed };
                to.part(Part::of("who faint"), |to| to.text(none));
                to.part(Part::of("small faint cut"), |to| put(&row.number, to));
            } else {
                to.part(Part::of("who"), |to| put(if row.who.is_empty() { &row.number } else { &row.who }, to));
            }
            if row.conflict {
                conflict(to);
            }
            times_mark(app, row, to);
        });
        to.part(p(if due.is_some() { "due" } else { "due faint" }), |to| {
            if due.is_some_and(|due| due.promise) {
                to.icon(Icon::Promise);
            }
            to.text(&when);
        });
        to.part(p("what"), |to| put(&row.subject, to));
        to.part(p(""), |to| {
            to.part(Part::of("tag"), |to| to.text(&[&*row.kind_name, " · ", &row.state_name].concat()));
        });
    });
}
