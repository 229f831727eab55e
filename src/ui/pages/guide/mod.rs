//! Guided calls (F9): chosen, walked step by step, changed.

mod asks;
mod clocks;
mod edit;
mod says;
mod walker;

use std::sync::Arc;

use leptos::prelude::*;

use crate::desk::{Doc, GuideInfo, walk_place};
use crate::model::agent::Role;
use crate::model::change::WalkEnd;
use crate::model::document::DocId;
use crate::model::ticket::Ticket;
use crate::model::walk::Walk;
use crate::ui::app::App;
use crate::ui::components::{Button, Empty, Glyph, Icon, IconButton, Look, TextInput};
use crate::ui::keyboard::{is_composing, use_number};
use crate::ui::keys::Key;
use crate::ui::nav::{back, navigate, route};
use crate::ui::packs::fetch_sounds;
use crate::ui::pages::ticket::Shown;
use crate::ui::route::{Query, Route};
use crate::ui::texts::guides::GuideTexts;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};

/// More guides than these have a box to look for one.
const FEW: usize = 9;

/// Where guides are chosen for a ticket; for none with an empty id.
#[must_use]
pub fn choosing(ticket: &str) -> Route {
    Route::Guide(None, Query::default().with("ticket", ticket))
}

/// Where a guide is walked beside a ticket; beside none with an empty id.
#[must_use]
fn walking(guide: &str, ticket: &str) -> Route {
    Route::Guide(Some(guide.to_owned()), Query::default().with("ticket", ticket))
}

/// Begins a guide, or goes on with it, beside a ticket. Another one that is being walked there is recorded as left for it.
pub fn begin(app: App, info: &GuideInfo, ticket: &str) {
    let desk = app.desk();
    let to = walking(info.id(), ticket);
    let before = desk.walk(ticket).filter(|walk| !walk.ended);
    if before.as_ref().is_some_and(|walk| walk.guide == info.id()) {
        navigate(&to);
        return;
    }
    let walk = Walk::begin(info.id(), &info.guide, info.version, desk.now());
    let place = walk_place(ticket);
    let text = serde_json::to_string(&walk).unwrap_or_default();
    let go = move || {
        app.keep_draft(&place, &text);
        navigate(&to);
    };
    let Some(before) = before.filter(|_| !ticket.is_empty()) else { return go() };
    let why = fill(GuideTexts::t().moved_on, &[&info.guide.name]);
    let id = DocId::new(ticket);
    app.act_then(async move { desk.end_walk(&id, before, WalkEnd::Abandoned, &why).await }, move |_| go());
}

/// The page: the choice of a guide, a walk, or a guide under edit.
#[component]
pub fn GuidePage() -> impl IntoView {
    let place = Memo::new(|_| match route() {
        Route::Guide(id, query) => (id.unwrap_or_default(), query),
        _ => (String::new(), Query::default()),
    });
    move || {
        let (guide, query) = place.get();
        let (ticket, edit) = (query.get("ticket").to_owned(), !query.get("edit").is_empty());
        if guide.is_empty() && edit {
            view! { <edit::MakeGuide pack=query.get("pack").to_owned() from=query.get("from").to_owned() /> }.into_any()
        } else if guide.is_empty() {
            view! { <Choose ticket /> }.into_any()
        } else if edit {
            view! { <edit::EditGuide id=guide /> }.into_any()
        } else if ticket.is_empty() {
            view! { <walker::Walker guide ticket /> }.into_any()
        } else {
            view! { <Beside guide ticket /> }.into_any()
        }
    }
}

/// A walk beside a ticket: once that is here.
#[component]
fn Beside(guide: String, ticket: String) -> impl IntoView {
    let app = App::get();
    let id = DocId::new(&ticket);
    let wanted = id.clone();
    let found = Memo::new(move |_| app.doc(&wanted));
    let looked = app.want(Signal::stored(ticket.clone()));
    let is_here = Memo::new(move |_| found.get().is_some());
    let id = StoredValue::new(id);
    move || {
        if !is_here.get() {
            let gone = looked.get().then(|| view! { <Empty icon=Icon::Tickets title=TicketTexts::t().gone /> });
            return view! { <main class="work wide">{gone}</main> }.into_any();
        }
        let empty = Arc::new(Doc::empty(id.get_value()));
        let doc = Memo::new(move |_| found.get().unwrap_or_else(|| empty.clone()));
        let kind = Memo::new(move |_| app.live().kind(doc.with(|doc| Ticket(&doc.fold).kind().to_owned()).as_str()));
        provide_context(Shown { id, doc, kind });
        view! { <walker::Walker guide=guide.clone() ticket=ticket.clone() /> }.into_any()
    }
}

/// The guides to choose from: those for the ticket's kind first.
#[component]
fn Choose(ticket: String) -> impl IntoView {
    let app = App::get();
    let t = GuideTexts::t();
    let row = app.desk().row(&DocId::new(&ticket));
    let subject = row.map(|row| [&*row.number, " ", &row.subject].concat());
    let leave = {
        let ticket = ticket.clone();
        move |()| back(&if ticket.is_empty() { Route::Scripts(None, Query::default()) } else { Route::ticket(&ticket) })
    };
    view! {
        <main class="work wide">
            <div class="page">
                <header class="page-head">
                    <IconButton icon=Icon::Back label=Common::t().back on_press=leave />
                    <h1>{t.title}</h1>
                    {move || (app.role() >= Role::Lead && !app.live().packs().is_empty()).then(|| view! {
                        <Button label=t.make icon=Icon::Plus key=Key::Edit on_press=move |()| navigate(&edit::making("", "")) />
                    })}
                </header>
                <p class="dim intro">{subject.unwrap_or_else(|| t.about.to_owned())}</p>
                <GuideList ticket />
            </div>
        </main>
    }
    .into_any()
}

/// How near a guide is to a kind, the nearest first: for it, and for how few others; for any of its pack; for others.
fn nearness(info: &GuideInfo, kind: &str) -> (u8, usize) {
    let pack = kind.split('.').next().unwrap_or_default();
    match info.is_for(kind) {
        true => (0, info.guide.kinds.len()),
        false if info.guide.kinds.is_empty() && info.pack() == pack => (1, 0),
        false => (2, 0),
    }
}

/// The guides, each begun with one press or the number's key. Beside a ticket those for its kind come first.
#[component]
pub fn GuideList(
    /// The ticket, by its id; empty for none.
    #[prop(into)]
    ticket: String,
) -> impl IntoView {
    let app = App::get();
    let t = GuideTexts::t();
    let ticket = StoredValue::new(ticket);
    let kind = app.desk().row(&DocId::new(&ticket.get_value())).map(|row| row.kind.clone());
    let kind = StoredValue::new(kind.unwrap_or_default());
    let all = Memo::new(move |_| {
        let lead = app.role() >= Role::Lead;
        let mut all: Vec<GuideInfo> = app.live().guides().into_iter().filter(|info| lead || !info.off).collect();
        all.sort_by_key(|info| kind.with_value(|kind| (info.off, nearness(info, kind))));
        all
    });
    let fits = move |info: &GuideInfo| kind.with_value(|kind| !info.off && nearness(info, kind).0 < 2);
    let packs = Memo::new(move |_| app.live().packs());
    let pack = move |info: &GuideInfo| {
        packs.with(|packs| packs.iter().find(|(id, ..)| id == info.pack()).map(|(_, name, _)| name.clone()))
    };
    let wanted = RwSignal::new(String::new());
    // In so many one looks for the name.
    let is_long = Memo::new(move |_| all.with(|all| all.len() > FEW));
    let found = Memo::new(move |_| {
        let text = wanted.get().trim().to_lowercase();
        // How characters sound may come after the first letter.
        let sound = app.live().pinyin();
        let holds = |name: &str| {
            name.to_lowercase().contains(&text) || sound.as_ref().is_some_and(|sound| sound.matches(&text, name))
        };
        let is = |info: &&GuideInfo| {
            text.is_empty()
                || holds(&info.guide.name)
                || info.guide.about.contains(&text)
                || pack(info).is_some_and(|pack| holds(&pack))
        };
        all.with(|all| all.iter().filter(is).cloned().collect::<Vec<_>>())
    });
    // Beside a ticket what fits it is offered; the others wait below, and are found by their names.
    let near = Memo::new(move |_| {
        let fitting = found.with(|found| found.iter().filter(|info| fits(info)).count());
        if fitting == 0 || !wanted.with(|text| text.trim().is_empty()) { found.with(Vec::len) } else { fitting }
    });
    let type_on = move |text: String| {
        fetch_sounds(app, &text);
        wanted.set(text);
    };
    let press = move |info: &GuideInfo| {
        if !info.off {
            begin(app, info, &ticket.get_value());
        }
    };
    let keyed = move |event: leptos::ev::KeyboardEvent| {
        if !is_composing(&event) && event.key() == "Enter" {
            event.prevent_default();
            if let Some(info) = found.with_untracked(|found| found.first().cloned()) {
                press(&info);
            }
        }
    };
    let going = Memo::new(move |_| app.live().walk(&ticket.get_value()).filter(|walk| !walk.ended));
    use_number(move |n| {
        let at = usize::from(n).saturating_sub(1);
        let info = found.with_untracked(|all| all.get(at).filter(|_| at < near.get_untracked()).cloned());
        if let Some(info) = info {
            press(&info);
        }
    });
    let places = move |from: usize, to: usize| {
        found.with(|found| found.iter().cloned().enumerate().take(to).skip(from).collect::<Vec<_>>())
    };
    let card = move |(at, info): (usize, GuideInfo)| {
        let number = (at < near.get_untracked().min(FEW) && !info.off).then(|| (at + 1).to_string());
        let several = packs.with_untracked(Vec::len) > 1;
        let of_pack = pack(&info).filter(|_| several).map(|name| [" · ", &name].concat());
        let pressed = info.clone();
        view! { <Card info number of_pack on_press=move |()| press(&pressed) /> }
    };
    view! {
        {move || going.get().map(|walk| {
            let to = walking(&walk.guide, &ticket.get_value());
            view! { <p><a class="btn" data-look="main" href=to.href()><Glyph icon=Icon::Play />{fill(t.go_on, &[&walk.name])}</a></p> }
        })}
        {move || all.with(Vec::is_empty).then(|| view! { <Empty icon=Icon::Handbook title=t.none text=t.none_about /> })}
        {move || is_long.get().then(|| view! {
            <p class="guide-find" on:keydown=keyed>
                <TextInput value=wanted on_input=type_on icon=Icon::Search sort="search" hint=t.find label=t.find />
            </p>
        })}
        <p class="dim" hidden=move || !found.with(Vec::is_empty) || all.with(Vec::is_empty)>{t.none_found}</p>
        <ol class="guides">
            <For each={move || places(0, near.get())} key=card_key let:at>{card(at)}</For>
        </ol>
        <details class="guide-rest" hidden=move || near.get() == found.with(Vec::len)>
            <summary>{move || fill(t.others, &[&(found.with(Vec::len) - near.get())])}</summary>
            <ol class="guides">
                <For each={move || places(near.get(), found.with(Vec::len))} key=card_key let:at>{card(at)}</For>
            </ol>
        </details>
    }
    .into_any()
}

/// What makes a guide's card another one.
fn card_key((at, info): &(usize, GuideInfo)) -> (usize, String, u64, bool) {
    (*at, info.doc.to_string(), info.version, info.off)
}

/// A guide to choose.
#[component]
fn Card(
    /// The guide.
    info: GuideInfo,
    /// The digit that begins it.
    number: Option<String>,
    /// Its pack's name, where there are several.
    of_pack: Option<String>,
    /// It is to be begun.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    let app = App::get();
    let t = GuideTexts::t();
    let edit = Route::Guide(Some(info.id().to_owned()), Query::default().with("edit", "yes"));
    let made = info.is_made();
    let GuideInfo { guide, off, .. } = info;
    let about = if off { t.archived.to_owned() } else { fill(t.steps, &[&guide.steps.len()]) };
    view! {
        <li data-off=off.then_some("")>
            <button type="button" class="guide-card" data-made=made.then_some("") disabled=off on:click=move |_| on_press.run(())>
                {number.map(|number| view! { <kbd aria-hidden="true">{number}</kbd> })}
                <b>{guide.name}</b>
                <span class="small faint">{about}{of_pack}{made.then(|| [" · ", t.made].concat())}</span>
                <span class="small dim">{guide.about}</span>
            </button>
            <a class="btn" data-look="quiet" data-small="" href=edit.href() hidden=move || app.role() < Role::Lead
                aria-label=t.edit title=t.edit><Glyph icon=Icon::Note /></a>
        </li>
    }
    .into_any()
}

/// A button that opens the choice of a guide.
#[component]
#[allow(clippy::needless_pass_by_value)] // A component owns what it is given.
pub fn GuideButton(
    /// The ticket, by its id; empty for none.
    #[prop(into)]
    ticket: String,
) -> impl IntoView {
    let to = choosing(&ticket);
    view! {
        <crate::ui::components::Button label=GuideTexts::t().title look=Look::Quiet key=crate::ui::keys::Key::Guide
            on_press=move |()| navigate(&to) />
    }
}
