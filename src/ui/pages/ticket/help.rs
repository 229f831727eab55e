//! The help beside a ticket: the scripts of its state, its customer, the customer's earlier tickets.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Shown;
use super::compose::{Reply, draft_place};
use crate::model::document::DocId;
use crate::model::flow::open_promises;
use crate::model::ticket::Ticket;
use crate::query::scripts::Standing;
use crate::query::text::Said;
use crate::ui::app::App;
use crate::ui::components::{Button, Empty, Glyph, Icon};
use crate::ui::dates;
use crate::ui::dialogs::open_scripts;
use crate::ui::keyboard::is_composing;
use crate::ui::parts::Phone;
use crate::ui::pictures::copy_said;
use crate::ui::route::{Query, Route};
use crate::ui::saying::{self, Saying};
use crate::ui::show::field_text;
use crate::ui::texts::keys::KeyTexts;
use crate::ui::texts::paper::PaperTexts;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};

/// What is done with a script.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Copy,
    Write,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tab {
    Scripts,
    Customer,
}

/// What a ticket knows of a placeholder, and what the placeholder is called.
#[must_use]
pub fn known(app: App, shown: Shown, name: &str) -> (Option<String>, Option<String>) {
    let desk = app.desk();
    let kind = shown.kind.get_untracked();
    let fold = shown.doc.get_untracked();
    let ticket = Ticket(&fold.fold);
    let customer = || desk.customer(&DocId::new(ticket.customer()));
    let field = kind.as_ref().and_then(|kind| kind.field(name));
    let value = match name {
        "customer" => customer().map(|customer| customer.addressed()).unwrap_or_default(),
        "phone" => {
            let sees = desk.may(crate::desk::Right::SeePhones);
            customer().map(|customer| customer.phone().to_owned()).filter(|_| sees).unwrap_or_default()
        }
        "number" => ticket.number().to_owned(),
        "subject" => ticket.subject().to_owned(),
        "opened" => dates::full(ticket.opened_at()),
        "promise" => {
            let next = open_promises(&fold.fold).map(|promise| promise.due).min();
            next.map(|due| dates::when(due, desk.now())).unwrap_or_default()
        }
        name => field.map(|field| field_text(&desk, field, fold.fold.value(name))).unwrap_or_default(),
    };
    let called = field.map(|field| field.name.clone()).or_else(|| {
        let name = match name {
            "phone" => PaperTexts::t().phone,
            "number" => PaperTexts::t().number,
            "subject" => TicketTexts::t().subject,
            _ => return None,
        };
        Some(name.to_owned())
    });
    (Some(value).filter(|value| !value.is_empty()), called)
}

/// A script filled in from the ticket. What nobody knows stays in brackets, to be filled in by hand, and is named beside
/// the text.
fn filled(app: App, shown: Shown, text: &str) -> Said {
    saying::filled(app, &|name| known(app, shown, name), text)
}

/// Lets scripts be filled from this ticket and written into its reply wherever they are looked for.
pub fn lend(app: App, shown: Shown, reply: Reply) {
    let standing = move || {
        let fold = shown.doc.get_untracked();
        let ticket = Ticket(&fold.fold);
        let [kind, state, channel] = [ticket.kind(), ticket.state(), ticket.channel()].map(str::to_owned);
        Standing { kind, state, channel }
    };
    saying::open(Saying {
        ticket: shown.id(),
        standing: Rc::new(standing),
        value: Rc::new(move |name| known(app, shown, name)),
        write: Rc::new(move |text| reply.insert(app, &draft_place(shown), text)),
    });
}

/// The help pane of a ticket.
#[component]
pub fn HelpPane() -> impl IntoView {
    let tab = RwSignal::new(Tab::Scripts);
    // Where there is no room beside the ticket, the pane waits at the edge and is open while it has the focus.
    let pane = NodeRef::<leptos::html::Aside>::new();
    let pull = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        if let Some(pane) = pane.get_untracked() {
            // A focus that fails changes nothing.
            let _ = pane.focus();
        }
    };
    let leave = move |event: leptos::ev::KeyboardEvent| {
        let active = document().active_element().and_then(|active| active.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(active) = active.filter(|_| event.key() == "Escape" && !is_composing(&event)) {
            let _ = active.blur();
        }
    };
    let button = move |which: Tab, label: fn() -> &'static str| {
        view! {
            <button type="button" class="tab" role="tab" aria-selected=move || if tab.get() == which { "true" } else { "false" }
                on:click=move |_| tab.set(which)>{move || label()}</button>
        }
    };
    view! {
        <aside class="help" tabindex="-1" node_ref=pane aria-label=Common::t().help on:keydown=leave>
            <button type="button" class="help-pull" aria-label=Common::t().help on:mousedown=pull on:click=pull>
                <Glyph icon=Icon::Script />
            </button>
            <div class="tabs" role="tablist">
                {button(Tab::Scripts, || Common::t().scripts)}
                {button(Tab::Customer, || Common::t().customer)}
            </div>
            {move || match tab.get() {
                Tab::Scripts => view! { <Scripts /> }.into_any(),
                Tab::Customer => view! { <History /> }.into_any(),
            }}
        </aside>
    }
    .into_any()
}

#[component]
fn Scripts() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let reply: Reply = use_context().unwrap_or_default();
    let scripts = Memo::new(move |_| {
        let (kind, state) = shown.read(|fold| (Ticket(fold).kind().to_owned(), Ticket(fold).state().to_owned()));
        app.live().scripts_for(&kind, &state)
    });
    let chapter = move || {
        let kind = shown.kind.get()?;
        let pack = kind.id.split('.').next().unwrap_or_default();
        let chapter = app.live().source_chapter(pack, &kind.source)?;
        let label = fill(Common::t().chapter, &[&chapter.title]);
        Some(
            view! { <a class="chapter-of" href=Route::chapter(&chapter.id).href()><Glyph icon=Icon::Handbook />{label}</a> },
        )
    };
    view! {
        <div class="scripts">
            <p class="line">
                <Button label=KeyTexts::t().scripts icon=Icon::Search small=true hint="/" on_press=move |()| open_scripts() />
                {chapter}
            </p>
            {move || scripts.get().is_empty().then(|| view! {
                <Empty icon=Icon::Script title=TicketTexts::t().no_scripts text=TicketTexts::t().no_scripts_about />
            })}
            <ul>
                <For each=move || scripts.get() key=|script| script.id.clone() let:script>
                    {
                        let text = StoredValue::new(script.first().to_owned());
                        let name = StoredValue::new(script.id.clone());
                        let ready = move || {
                            shown.doc.track();
                            filled(app, shown, &text.get_value())
                        };
                        // What has empty places is used only after they have been named.
                        let asked = RwSignal::new(None::<Use>);
                        let press = move |how: Use| {
                            let ready = ready();
                            if !ready.missing.is_empty() && asked.get_untracked() != Some(how) {
                                asked.set(Some(how));
                                return;
                            }
                            asked.set(None);
                            saying::count_use(app, &name.get_value(), how == Use::Write, Some(shown.id()));
                            match how {
                                Use::Copy => name.with_value(|name| copy_said(app, &ready.text, [&**name])),
                                Use::Write => reply.insert(app, &draft_place(shown), &ready.text),
                            }
                        };
                        let label = move |how: Use, plain: &'static str, anyway: &'static str| {
                            if asked.get() == Some(how) { anyway } else { plain }
                        };
                        let unfilled = move || {
                            asked.get().map(|_| fill(TicketTexts::t().unfilled, &[&ready().missing.join("、")]))
                        };
                        view! {
                            <li class="script open">
                                <span></span><b>{script.title.clone()}</b><span class="code">{script.code.clone()}</span>
                                <p>{move || ready().seen}</p>
                                {move || unfilled().map(|text| view! { <p class="unfilled" role="alert">{text}</p> })}
                                <span class="actions">
                                    <Button label=move || label(Use::Copy, Common::t().copy, TicketTexts::t().copy_anyway)
                                        icon=Icon::Copy small=true on_press=move |()| press(Use::Copy) />
                                    <Button label=move || label(Use::Write, TicketTexts::t().write_in, TicketTexts::t().write_anyway)
                                        icon=Icon::Note small=true on_press=move |()| press(Use::Write) />
                                </span>
                            </li>
                        }
                    }
                </For>
            </ul>
        </div>
    }
    .into_any()
}

#[component]
fn History() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let id = shown.memo(|fold| Ticket(fold).customer().to_owned());
    let customer = app.customer(id);
    let others = Memo::new(move |_| {
        let mut rows = app.live().tickets_of(&DocId::new(&id.get()));
        rows.retain(|row| row.id != shown.id());
        rows
    });
    view! {
        <div class="scripts">
            {move || match customer.get() {
                None => view! { <Empty icon=Icon::Customer title=TicketTexts::t().no_customer text=TicketTexts::t().no_customer_about /> }.into_any(),
                Some(customer) => view! {
                    <div class="card">
                        <h2><a href=Route::Customers(Some(customer.id.to_string()), Query::default()).href()>{customer.addressed()}</a></h2>
                        {customer.phones.iter().map(|phone| view! { <p><Phone number=phone.clone() of=customer.id.clone() /></p> }).collect_view()}
                        <p class="dim">{customer.room.clone()}" "{customer.address.clone()}</p>
                        <p class="dim wrap">{customer.note.clone()}</p>
                    </div>
                }.into_any(),
            }}
            <h2 class="section">{TicketTexts::t().earlier}</h2>
            {move || others.get().is_empty().then(|| view! { <p class="faint small">{TicketTexts::t().no_earlier}</p> })}
            <ul>
                <For each=move || others.get() key=|row| (row.id.clone(), row.changed) let:row>
                    {let opened = row.opened; view! {
                    <li>
                        <a class="row" href=Route::Tickets(Some(row.id.to_string()), Query::default()).href()>
                            <p class="what">{row.subject.clone()}</p>
                            <p class="due">{move || dates::when_short(opened, app.now.get())}</p>
                            <p class="small dim">{row.kind_name.clone()}" · "{row.state_name.clone()}</p>
                        </a>
                    </li>
                    }}
                </For>
            </ul>
        </div>
    }
    .into_any()
}
