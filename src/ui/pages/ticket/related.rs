//! Tags, and the tickets this one is linked with.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Shown;
use super::ask::closing;
use super::merge::MergeForm;
use super::pick::TicketPicker;
use crate::model::agent::Role;
use crate::model::document::DocId;
use crate::model::kind::FieldType;
use crate::model::matter::{AGAIN, AGAIN_IN, FROM, SPLIT, SPLIT_TO};
use crate::model::ticket::Ticket;
use crate::query::opening::asked;
use crate::ui::app::App;
use crate::ui::components::{Glyph, Icon, tooltip};
use crate::ui::keyboard::use_key;
use crate::ui::keys::Key;
use crate::ui::nav::navigate;
use crate::ui::pages::capture::{Form, split_place};
use crate::ui::route::{Query, Route};
use crate::ui::texts::Common;
use crate::ui::texts::ticket::TicketTexts;

/// Tags and links of a ticket.
#[component]
pub fn Related() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let tags = shown.memo(|fold| Ticket(fold).tags().map(str::to_owned).collect::<Vec<_>>());
    let links = Memo::new(move |_| {
        let desk = app.live();
        let found = shown.read(|fold| {
            let links = Ticket(fold).links().map(|(relation, id)| (relation.to_owned(), DocId::new(id)));
            links.collect::<Vec<_>>()
        });
        found.into_iter().filter_map(|(relation, id)| Some((relation, desk.row(&id)?))).collect::<Vec<_>>()
    });
    let may = move || app.role() > Role::Auditor;
    let untag = move |tag: String| {
        let (desk, id) = (app.desk(), shown.id());
        app.act(async move { desk.untag(&id, &tag).await });
    };
    let unlink = move |other: DocId| {
        let (desk, id) = (app.desk(), shown.id());
        app.act(async move { desk.unlink(&id, &other).await });
    };
    let open = RwSignal::new(Open::Nothing);
    let close = closing(open, Open::Nothing);
    let toggle = move |what: Open| open.update(|open| *open = if *open == what { Open::Nothing } else { what });
    let link = move |other: DocId| {
        let (desk, id) = (app.desk(), shown.id());
        app.act_then(async move { desk.link(&id, &other).await }, move |_| {
            close.try_run(());
        });
    };
    let split = move || {
        if may() {
            split_off(app, shown);
        }
    };
    let merged = shown.memo(|fold| !Ticket(fold).merged_into().is_empty());
    let may_merge = move || may() && !merged.get();
    use_key(Key::Link, move || {
        if may() {
            toggle(Open::Link);
        }
    });
    use_key(Key::Merge, move || {
        if may_merge() {
            toggle(Open::Merge);
        }
    });
    use_key(Key::Split, move || {
        if may_merge() {
            split();
        }
    });
    view! {
        <div class="related">
            <For each=move || tags.get() key=Clone::clone let:tag>
                <span class="tag">
                    <Glyph icon=Icon::Tag />{app.desk().by_steps(&tag)}
                    <button type="button" class="x" aria-label=Common::t().remove hidden=move || !may()
                        on:click=move |_| untag(tag.clone())>"×"</button>
                </span>
            </For>
            <For each=move || links.get() key=|(relation, row)| (relation.clone(), row.id.clone(), row.changed) let((relation, row))>
                {
                    let other = row.id.clone();
                    let word = relation_word(&relation);
                    let href = Route::Tickets(Some(row.id.to_string()), Query::default()).href();
                    view! {
                        <span class="tag" data-tone="accent">
                            <Glyph icon=Icon::Link />{word}" "
                            <a href=href title=row.subject.clone()>{row.number.clone()}" "{row.state_name.clone()}</a>
                            <button type="button" class="x" aria-label=Common::t().remove hidden=move || !may()
                                on:click=move |_| unlink(other.clone())>"×"</button>
                        </span>
                    }
                }
            </For>
            <span class="related-acts" hidden=move || !may()>
                <button type="button" class="btn" data-look="link" title=tooltip(TicketTexts::t().link, Some(Key::Link))
                    on:click=move |_| toggle(Open::Link)>
                    {move || if open.get() == Open::Link { Common::t().cancel } else { TicketTexts::t().link }}
                </button>
                <button type="button" class="btn" data-look="link" hidden=move || merged.get()
                    title=tooltip(TicketTexts::t().merge, Some(Key::Merge)) on:click=move |_| toggle(Open::Merge)>
                    {move || if open.get() == Open::Merge { Common::t().cancel } else { TicketTexts::t().merge }}
                </button>
                <button type="button" class="btn" data-look="link" hidden=move || merged.get()
                    title=tooltip(TicketTexts::t().split, Some(Key::Split)) on:click=move |_| split()>{TicketTexts::t().split}</button>
            </span>
            {move || match open.get() {
                Open::Nothing => ().into_any(),
                Open::Link => view! { <TicketPicker on_pick=link on_close=close /> }.into_any(),
                Open::Merge => view! { <MergeForm close /> }.into_any(),
            }}
        </div>
    }
}

/// What stands open under the links.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Link,
    Merge,
}

/// What a linked ticket is to this one.
fn relation_word(relation: &str) -> &'static str {
    let t = TicketTexts::t();
    match relation {
        FROM => t.opened_from,
        "to" => t.opened_to,
        AGAIN => t.again,
        AGAIN_IN => t.again_in,
        SPLIT => t.split_from,
        SPLIT_TO => t.split_to,
        _ => t.see,
    }
}

/// Whether a part has its own of it: what was said, and its times.
fn is_own(sort: FieldType) -> bool {
    matches!(sort, FieldType::Long | FieldType::Date | FieldType::Time | FieldType::Moment)
}

/// What is selected on the page; empty for nothing.
fn selected_text() -> String {
    let ask = js_sys::Reflect::get(&window(), &"getSelection".into()).ok().and_then(|ask| ask.dyn_into().ok());
    let selection = ask.and_then(|ask: js_sys::Function| ask.call0(&window()).ok());
    selection.map(|selection| js_sys::Object::from(selection).to_string().into()).unwrap_or_default()
}

/// Opens the capture form with a part of this ticket: its customer and fields, and of its texts what is selected. What
/// was begun before goes on.
fn split_off(app: App, shown: Shown) {
    let id = shown.id().to_string();
    let place = split_place(&id);
    if app.desk().draft(&place).is_none_or(|text| text.is_empty()) {
        let form = shown.doc.with_untracked(|doc| {
            let ticket = Ticket(&doc.fold);
            let kind = ticket.kind().to_owned();
            let fields = shown.kind.with_untracked(|kind| {
                let asked =
                    kind.as_ref().map(|kind| asked(kind, &|field| doc.fold.value(field).clone()).into_iter().cloned());
                asked.into_iter().flatten().filter(|field| !is_own(field.sort)).collect::<Vec<_>>()
            });
            let values = fields.into_iter().map(|field| (field.id.clone(), doc.fold.value(&field.id).clone()));
            Form {
                customer: ticket.customer().to_owned(),
                met: true,
                kind,
                text: selected_text().trim().to_owned(),
                channel: Some(ticket.channel().to_owned()).filter(|channel| !channel.is_empty()),
                values: values.filter(|(_, value)| !value.is_empty()).collect(),
                split_from: id.clone(),
                ..Form::default()
            }
        });
        app.keep_draft(&place, &serde_json::to_string(&form).unwrap_or_default());
    }
    navigate(&Route::Capture(Query::default().with("split", &id)));
}
