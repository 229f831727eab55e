//! One customer: what is known, all tickets, all changes.

use std::sync::Arc;

use leptos::prelude::*;

use super::edit::{Phones, TextFact};
use super::history::History;
use crate::desk::Doc;
use crate::model::agent::Role;
use crate::model::customer::register;
use crate::model::document::DocId;
use crate::model::value::Value;
use crate::query::rows::Row;
use crate::ui::app::App;
use crate::ui::components::{Button, Empty, Icon, IconButton, Look, Tag, Tone};
use crate::ui::dates;
use crate::ui::format::Due;
use crate::ui::nav::{back, navigate};
use crate::ui::route::{Query, Route};
use crate::ui::texts::Common;
use crate::ui::texts::customers::CustomerTexts;

/// What a register of a customer is called.
#[must_use]
pub fn register_name(name: &str) -> String {
    let t = CustomerTexts::t();
    match name {
        register::NAME => t.name,
        register::TITLE => t.address_as,
        register::PHONES => t.phones,
        register::ROOM => t.room,
        register::ADDRESS => t.address,
        register::NOTE => t.note,
        register::GRADE => t.grade,
        other => other,
    }
    .to_owned()
}

/// A value of a customer in words; numbers are masked.
#[must_use]
pub fn value_text(name: &str, value: &Value) -> String {
    match name {
        register::PHONES => {
            value.as_list().iter().map(|phone| crate::model::customer::masked(phone)).collect::<Vec<_>>().join("、")
        }
        register::GRADE => CustomerTexts::t().grade_name(value.as_str()).to_owned(),
        _ => value.as_list().join("、"),
    }
}

/// The page of one customer.
#[component]
pub fn CustomerPane(id: DocId) -> impl IntoView {
    let app = App::get();
    let wanted = id.clone();
    let found = Memo::new(move |_| app.doc(&wanted).filter(|doc| doc.fold.opening.is_some()));
    let looked = app.want(Signal::stored(id.to_string()));
    let is_here = Memo::new(move |_| found.get().is_some());
    let id = StoredValue::new(id);
    move || {
        if !is_here.get() && !looked.get() {
            return view! { <main class="work"></main> }.into_any();
        }
        if !is_here.get() {
            let t = CustomerTexts::t();
            return view! { <main class="work"><Empty icon=Icon::Customer title=t.gone text=t.gone_about /></main> }
                .into_any();
        }
        let empty = Arc::new(Doc::empty(id.get_value()));
        let doc = Memo::new(move |_| found.get().unwrap_or_else(|| empty.clone()));
        view! { <Page id=id.get_value() doc /> }.into_any()
    }
}

#[component]
fn Page(id: DocId, doc: Memo<Arc<Doc>>) -> impl IntoView {
    let app = App::get();
    let id = StoredValue::new(id);
    let t = CustomerTexts::t;
    let name = move || {
        let customer = id.with_value(|id| app.live().customer(id));
        customer.map(|customer| super::list_name(&customer)).unwrap_or_default()
    };
    let may = Memo::new(move |_| app.role() >= Role::Agent);
    let capture = move |()| {
        let query = Query::default().with("customer", id.get_value().as_str());
        navigate(&Route::Capture(query));
    };
    view! {
        <main class="work customer" aria-label=Common::t().customer>
            <div class="page">
                <header class="page-head">
                    <span class="phone-only">
                        <IconButton icon=Icon::Back label=Common::t().back
                            on_press=move |()| back(&Route::Customers(None, Query::default())) />
                    </span>
                    <h1>{name}</h1>
                    {move || may.get().then(|| view! {
                        <Button label=move || t().new_ticket icon=Icon::Plus look=Look::Main on_press=capture />
                    })}
                </header>
                <Conflicts id=id.get_value() doc />
                <dl class="facts customer-facts">
                    <TextFact id=id.get_value() doc register=register::NAME may />
                    <TextFact id=id.get_value() doc register=register::TITLE may />
                    <Phones id=id.get_value() doc may />
                    <TextFact id=id.get_value() doc register=register::ROOM may />
                    <TextFact id=id.get_value() doc register=register::GRADE may />
                    <TextFact id=id.get_value() doc register=register::ADDRESS may />
                    <TextFact id=id.get_value() doc register=register::NOTE may />
                </dl>
                <Tickets id=id.get_value() />
                <History id=id.get_value() doc may />
            </div>
        </main>
    }
    .into_any()
}

/// What two people set without seeing each other; one click settles it.
#[component]
fn Conflicts(id: DocId, doc: Memo<Arc<Doc>>) -> impl IntoView {
    let app = App::get();
    let id = StoredValue::new(id);
    let all = Memo::new(move |_| {
        doc.with(|doc| {
            let names = doc.fold.conflicts().map(str::to_owned);
            let live = |name: &String| {
                let live = doc.fold.register(name).live().iter();
                live.map(|live| (live.value.clone(), live.by.clone(), live.stamp.millis)).collect::<Vec<_>>()
            };
            names.map(|name| (live(&name), name)).collect::<Vec<_>>()
        })
    });
    let one = move |(values, name): (Vec<(Value, String, u64)>, String)| {
        let values = values.into_iter().map(|(value, by, at)| {
            let desk = app.desk();
            let by = desk.agent(&by).map_or(by, |agent| agent.name.clone());
            let text = value_text(&name, &value);
            let text = if text.is_empty() { CustomerTexts::t().empty.to_owned() } else { text };
            let name = name.clone();
            let settle = move |()| {
                let (desk, id, name, value) = (app.desk(), id.get_value(), name.clone(), value.clone());
                app.act(async move { desk.settle(&id, &name, value).await });
            };
            view! {
                <li class="line">
                    <Button label=text small=true on_press=settle />
                    <span class="small dim">{by}" · "{dates::when(at, app.now.get_untracked())}</span>
                </li>
            }
        });
        view! {
            <section class="notice conflict" data-tone="late" role="group">
                <p><b>{register_name(&name)}</b>" · "{CustomerTexts::t().both_stand}</p>
                <ul class="stack">{values.collect_view()}</ul>
            </section>
        }
    };
    move || all.get().into_iter().map(one).collect_view()
}

#[component]
fn Tickets(id: DocId) -> impl IntoView {
    let app = App::get();
    let t = CustomerTexts::t;
    let rows = Memo::new(move |_| {
        let mut rows = app.live().tickets_of(&id);
        rows.sort_by_key(|row| row.category.is_done());
        rows
    });
    view! {
        <section class="customer-part">
            <h2>{move || t().tickets}" "<span class="faint">{move || rows.with(Vec::len)}</span></h2>
            {move || rows.with(Vec::is_empty).then(|| view! { <p class="dim">{t().no_tickets}</p> })}
            <ul>
                {move || rows.get().into_iter().map(|row| view! { <li><TicketLine row /></li> }).collect_view()}
            </ul>
        </section>
    }
}

/// A ticket as one line that leads to it.
#[component]
#[allow(clippy::needless_pass_by_value)] // A component owns what it shows.
pub fn TicketLine(
    /// The ticket.
    row: Arc<Row>,
) -> impl IntoView {
    let app = App::get();
    let due = row.due.as_ref().map(|due| due.at);
    let (done, opened) = (row.category.is_done(), row.opened);
    let tone = move || due.map_or("", |at| Due::of(at, app.now.get()).tone());
    let when = move || match due {
        Some(at) if !done => dates::due(at, app.now.get()),
        _ => dates::when_short(opened, app.now.get()),
    };
    let state = Signal::stored(if done { Tone::Good } else { Tone::Accent });
    let route = if row.register {
        Route::Registers(Some("all".to_owned()), Some(row.id.to_string()), Query::default())
    } else {
        Route::ticket(&row.id)
    };
    view! {
        <a class="todo" href=route.href() data-due=tone>
            <span class="at">{when}</span>
            <span class="cut">{row.subject.clone()}" "<span class="faint small mono">{row.number.clone()}</span></span>
            <Tag text=format!("{} · {}", row.kind_name, row.state_name) tone=state />
        </a>
    }
}
