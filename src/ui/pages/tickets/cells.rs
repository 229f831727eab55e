//! What the list shows of a ticket: a line beside an open one, cells of the table.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::columns::{FIELD, TICK};
use super::selection::Selection;
use crate::model::document::DocId;
use crate::model::kind::FieldType;
use crate::query::rows::Row;
use crate::query::search::Query as Asked;
use crate::query::search::marks::Marker;
use crate::ui::app::App;
use crate::ui::components::{Glyph, Icon, marked};
use crate::ui::dates;
use crate::ui::show::{field_text, person};
use crate::ui::texts::fill;
use crate::ui::texts::lists::ListTexts;
use crate::ui::texts::ticket::TicketTexts;

/// A row and what is looked for in it.
pub type Found = (Arc<Row>, Arc<Asked>);

/// The only column of the list as lines.
pub const LINE: &str = "line";

/// A cell of the list.
pub fn cell(app: App, (row, asked): &Found, column: &str) -> AnyView {
    let marked = |text: &str| {
        if asked.parts.is_empty() {
            return vec![text.to_owned().into_any()];
        }
        marked(text, &Marker::new(asked, app.desk().pinyin().as_deref()).marks(text))
    };
    let agent = |id: &str| app.desk().agent(id).map(|agent| agent.name.clone()).unwrap_or_default();
    let t = TicketTexts::t();
    match column {
        LINE => view! { <RowView row=row.clone() asked=asked.clone() /> }.into_any(),
        TICK => view! { <Tick id=row.id.clone() /> }.into_any(),
        "number" => view! { <span class="num">{marked(&row.number)}</span> }.into_any(),
        "customer" => marked(&row.who).into_any(),
        "subject" => view! {
            {row.conflict.then(|| view! { <span class="tag" data-tone="late">{t.conflict}</span> " " })}
            {times_mark(app, row)}
            <span class="strong">{marked(&row.subject)}</span>
        }
        .into_any(),
        "kind" => marked(&row.kind_name).into_any(),
        "state" => view! { <span class="tag">{marked(&row.state_name)}</span> }.into_any(),
        "owner" if row.owner.is_empty() => view! { <span class="faint">{t.pool}</span> }.into_any(),
        "owner" => marked(&agent(&row.owner)).into_any(),
        "first" => marked(&agent(&row.first_owner)).into_any(),
        "due" => due(app, row, false),
        "promise" => due(app, row, true),
        "opened" => moment(app, row.opened),
        "changed" => moment(app, row.changed),
        "priority" => t.priority_name(row.priority).into_any(),
        "channel" => marked(app.desk().list("channels").name_of(&row.channel)).into_any(),
        "tags" => row.tags.iter().map(|tag| view! { <span class="tag">{marked(tag)}</span> }).collect_view().into_any(),
        "room" => marked(&row.room).into_any(),
        field => view! { <FieldCell row=row.clone() field=field.to_owned() /> }.into_any(),
    }
}

/// How often the customer has asked about it, from the second time on (A15).
fn times_mark(app: App, row: &Row) -> AnyView {
    let times = Some(app.desk().times(&row.id)).filter(|times| *times > 1);
    times
        .map(|n| view! { <span class="tag" data-tone="soon">{fill(TicketTexts::t().times, &[&n])}</span> " " })
        .into_any()
}

/// When it was or will be.
fn moment(app: App, at: u64) -> AnyView {
    view! { <span title=dates::full(at)>{move || dates::when_short(at, app.now.get())}</span> }.into_any()
}

/// What is due, or only what is promised.
fn due(app: App, row: &Row, only_promises: bool) -> AnyView {
    let Some(due) = row.due.clone().filter(|due| due.promise || !only_promises) else {
        // A limit is due sooner than what is promised.
        return (only_promises && row.promised).then(|| TicketTexts::t().promised).into_any();
    };
    let at = due.at;
    view! {
        <span class="due" data-due=move || tone(at, app.now.get()) title=due.what>
            {due.promise.then(|| view! { <Glyph icon=Icon::Promise /> })}
            {move || dates::due(at, app.now.get())}
        </span>
    }
    .into_any()
}

/// How a deadline looks: late, soon, or nothing in particular.
fn tone(at: u64, now: u64) -> &'static str {
    match () {
        () if at < now => "late",
        () if at < now + 2 * 3_600_000 => "soon",
        () => "",
    }
}

/// The box by which a row is chosen; the row says to screen readers whether it is.
#[component]
fn Tick(id: DocId) -> impl IntoView {
    let selection = Selection::get();
    let on = Memo::new(move |_| selection.has(&id));
    view! {
        <span class="tick" data-tick="" data-on=move || on.get().then_some("") aria-label=ListTexts::t().choose_row>
            {move || on.get().then(|| view! { <Glyph icon=Icon::Check /> })}
        </span>
    }
}

/// What stands in a field of a ticket: of its document, which is read when it comes into view.
#[component]
fn FieldCell(row: Arc<Row>, field: String) -> impl IntoView {
    let app = App::get();
    let reading = Reading::get();
    // One that cannot be read is not asked for again and again.
    let tries = StoredValue::new(0);
    move || {
        let Some(doc) = app.doc(&row.id) else {
            if tries.get_value() < 3 {
                tries.update_value(|tries| *tries += 1);
                reading.want(row.id.clone());
            }
            return None;
        };
        let desk = app.desk();
        let kind = desk.kind(&row.kind)?;
        let sort = match field.as_str() {
            "order" => Some(FieldType::Order),
            "waybill" => Some(FieldType::Waybill),
            _ => None,
        };
        let of = kind.fields.iter().find(|one| match sort {
            Some(sort) => one.sort == sort,
            None => field.strip_prefix(FIELD) == Some(&one.id),
        })?;
        let value = doc.fold.value(&of.id);
        let text = match of.sort {
            _ if value.is_empty() => String::new(),
            FieldType::Phone => crate::model::customer::masked(value.as_str()),
            FieldType::Agent => person(&desk, value.as_str()),
            _ => field_text(&desk, of, value),
        };
        Some(view! { <span title=text.clone()>{text.clone()}</span> })
    }
}

/// Documents of rows in view that are to be read, together.
#[derive(Clone, Copy)]
pub struct Reading {
    app: App,
    ids: StoredValue<Vec<DocId>>,
}

/// So many rows are in view at the most.
const IN_VIEW: usize = 96;
/// So long reading waits for others to be read with, in milliseconds.
const WAIT: u64 = 60;

impl Reading {
    /// Provides it for the cells.
    pub fn provide(app: App) {
        provide_context(Self { app, ids: StoredValue::new(Vec::new()) });
    }

    fn get() -> Self {
        expect_context()
    }

    fn want(self, id: DocId) {
        let first = self.ids.with_value(Vec::is_empty);
        self.ids.update_value(|ids| ids.push(id));
        if first {
            set_timeout(move || self.read(), Duration::from_millis(WAIT));
        }
    }

    fn read(self) {
        let Some(mut ids) = self.ids.try_update_value(std::mem::take) else { return };
        // Scrolled by: only the last ones are still in view.
        ids.drain(..ids.len().saturating_sub(IN_VIEW));
        let app = self.app;
        spawn_local(async move {
            if let Err(error) = app.desk().fetch(&ids).await {
                app.fail(&error);
            }
        });
    }
}

/// One ticket as a line.
#[component]
#[allow(clippy::needless_pass_by_value)] // A component owns what it is given.
pub fn RowView(
    /// The ticket.
    row: Arc<Row>,
    /// What is looked for, to be marked.
    asked: Arc<Asked>,
) -> impl IntoView {
    let app = App::get();
    let sounds = app.desk().pinyin();
    let words = Marker::new(&asked, sounds.as_deref());
    let marked = |text: &str| marked(text, &words.marks(text));
    let due = row.due.as_ref().map(|due| due.at);
    let tone = Memo::new(move |_| due.map_or("", |at| tone(at, app.now.get())));
    let done = row.category.is_done();
    let (opened, changed) = (row.opened, row.changed);
    let when = move || match due {
        Some(at) => dates::due(at, app.now.get()),
        None => dates::when_short(if done { changed } else { opened }, app.now.get()),
    };
    let who = if row.who.is_empty() { row.number.clone() } else { row.who.clone() };
    let promise = row.due.as_ref().is_some_and(|due| due.promise);
    view! {
        <div class="row" data-due=tone>
            <p><span class="who">{marked(&who)}</span>
                {row.conflict.then(|| view! { <span class="tag" data-tone="late">{TicketTexts::t().conflict}</span> })}
                {times_mark(app, &row)}</p>
            <p class="due">{promise.then(|| view! { <Glyph icon=Icon::Promise /> })}{when}</p>
            <p class="what">{marked(&row.subject)}</p>
            <p><span class="tag">{[&*row.kind_name, " · ", &row.state_name].concat()}</span></p>
        </div>
    }
}
