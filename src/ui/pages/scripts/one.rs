//! One script: what is said and done, where it belongs, its versions and its use.

use std::sync::Arc;

use leptos::prelude::*;

use super::edit::{Editor, draft_place};
use super::list::listed;
use super::pictures::Pictures;
use super::suggestions::Suggested;
use super::versions::Versions;
use super::{leads, parts, place};
use crate::model::agent::Role;
use crate::model::document::DocId;
use crate::model::library::{Owner, Uses};
use crate::model::script::{GROUPS, Script};
use crate::model::value::Value;
use crate::query::text::{GAP, Piece, pieces, said};
use crate::ui::app::App;
use crate::ui::components::{Button, Empty, Icon, IconButton, Menu, MenuItem, Tab, Tabs, Tag, Tone};
use crate::ui::dates;
use crate::ui::keyboard::use_number;
use crate::ui::keys::Key;
use crate::ui::nav::back;
use crate::ui::pictures::copy_said;
use crate::ui::route::Route;
use crate::ui::saying;
use crate::ui::show::author;
use crate::ui::texts::library::LibraryTexts;
use crate::ui::texts::scripts::ScriptTexts;
use crate::ui::texts::{Common, fill};

/// The page of one script.
#[component]
pub fn ScriptPane(name: String) -> impl IntoView {
    let app = App::get();
    let t = LibraryTexts::t;
    let wanted = name.clone();
    let script = Memo::new(move |_| app.live().script(&wanted));
    let is_here = Memo::new(move |_| script.with(Option::is_some));
    // What was typed before a reload is open again.
    let editing = RwSignal::new(app.desk().draft(&draft_place(&name)).is_some());
    let name = StoredValue::new(name);
    move || {
        if !is_here.get() {
            return view! { <main class="work script-pane"><Empty icon=Icon::Script title=t().gone text=t().gone_about /></main> }
                .into_any();
        }
        if editing.get() {
            let close = move |()| editing.set(false);
            return view! { <Editor name=name.get_value() on_close=close /> }.into_any();
        }
        let shown = Memo::new(move |_| script.get().unwrap_or_default());
        view! { <Reading name=name.get_value() script=shown editing /> }.into_any()
    }
}

/// Whose it is, in words.
fn whose(app: App, name: &str) -> String {
    let t = LibraryTexts::t();
    match Owner::of(name) {
        Owner::Agent(_) => t.is_own.to_owned(),
        Owner::Team => t.for_team.to_owned(),
        Owner::Pack(_) => fill(t.of_pack, &[&saying::whose(app, name)]),
    }
}

#[component]
fn Reading(name: String, script: Memo<Arc<Script>>, editing: RwSignal<bool>) -> impl IntoView {
    let app = App::get();
    let t = LibraryTexts::t;
    let own = matches!(Owner::of(&name), Owner::Agent(_));
    let of = whose(app, &name);
    let name = StoredValue::new(name);
    let may_change = Memo::new(move |_| leads(app) || own && app.role() >= Role::Agent);
    let may_suggest = Memo::new(move |_| app.role() >= Role::Agent);
    let tab = RwSignal::new("content".to_owned());
    let tabs = Signal::derive(move || vec![Tab::new("content", t().content), Tab::new("versions", t().versions)]);
    let archived = Memo::new(move |_| script.with(|script| script.archived));
    let archive = move |()| {
        let (desk, name, to) = (app.desk(), name.get_value(), !archived.get_untracked());
        app.act(async move { desk.archive_script(&name, to).await });
    };
    let shift = move |by: isize| {
        let desk = app.desk();
        let query = place().1;
        let order = listed(&desk, query.get("view"), query.get("group"));
        let me = name.get_value();
        let Some(at) = order.iter().position(|script| script.id == me) else { return };
        let others: Vec<String> = order.iter().map(|script| script.id.clone()).filter(|id| *id != me).collect();
        let Some(to) = at.checked_add_signed(by).filter(|to| *to <= others.len()) else { return };
        app.act(async move { desk.move_script(&me, &others, to).await });
    };
    let more = Signal::derive(move || {
        vec![
            MenuItem::new(t().up, move || shift(-1)).icon(Icon::Up),
            MenuItem::new(t().down, move || shift(1)).icon(Icon::Down),
            MenuItem::new(if archived.get() { t().bring_back } else { t().archive }, move || archive(()))
                .icon(Icon::Box),
        ]
    });
    view! {
        <main class="work script-pane" aria-label=move || script.with(|script| script.title.clone())>
            <div class="page">
                <header class="page-head">
                    <span class="phone-only">
                        <IconButton icon=Icon::Back label=Common::t().back on_press=move |()| back(&Route::Scripts(None, place().1)) />
                    </span>
                    <h1>{move || script.with(|script| script.title.clone())}</h1>
                    <span class="code">{move || script.with(|script| script.code.clone())}</span>
                    <Tag text=of />
                    {move || (may_suggest.get() && !archived.get()).then(|| view! {
                        <Button label=move || if may_change.get() { Common::t().edit } else { t().suggest_title } icon=Icon::Note key=Key::Edit
                            on_press=move |()| editing.set(true) />
                    })}
                    {move || may_change.get().then(|| view! { <Menu label=Common::t().more items=more /> })}
                </header>
                {move || archived.get().then(|| view! {
                    <p class="notice line">{t().is_archived}
                        {may_change.get().then(|| view! { <Button label=t().bring_back small=true on_press=archive /> })}
                    </p>
                })}
                <Conflicts name=name.get_value() />
                <Suggested name=name.get_value() />
                <Tabs label=t().content tabs current=tab on_choose=move |id| tab.set(id) />
                {move || if tab.with(|tab| tab == "versions") {
                    view! { <Versions name=name.get_value() may=may_change /> }.into_any()
                } else {
                    view! { <Content script /> <Pictures name=name.get_value() may=may_change /> <Figures name=name.get_value() /> }.into_any()
                }}
            </div>
        </main>
    }
    .into_any()
}

/// A text whose places are shown by what they are called.
fn words(app: App, text: &str) -> impl IntoView + use<> {
    let piece = |piece: Piece| match piece {
        Piece::Text(text) => view! { <span>{text}</span> }.into_any(),
        Piece::Cursor => view! { <span class="cursor">{GAP}</span> }.into_any(),
        Piece::Ask(name) => {
            let called = saying::known(app, &name).1.unwrap_or(name);
            view! { <span class="place">{called}</span> }.into_any()
        }
    };
    pieces(text, &|_| None).into_iter().map(piece).collect_view()
}

/// A text with its places named, to be read.
pub fn plain(app: App, text: &str) -> String {
    said(&pieces(text, &|_| None), &|_| None, &|name| saying::known(app, name).1.unwrap_or_else(|| name.to_owned()))
        .seen
}

/// What is said and done, and where it belongs.
#[component]
fn Content(script: Memo<Arc<Script>>) -> impl IntoView {
    let app = App::get();
    let t = LibraryTexts::t;
    let copy = move |at: usize| {
        let script = script.get_untracked();
        let Some(answer) = script.answers.get(at) else { return };
        copy_said(app, &saying::filled(app, &|_| (None, None), &answer.text).text, [&*script.id]);
        saying::count_use(app, &script.id, false, None);
    };
    use_number(move |digit| copy(usize::from(digit) - 1));
    let items = |items: &[String]| items.iter().map(|item| view! { <li>{item.clone()}</li> }).collect_view();
    move || {
        let script = script.get();
        let several = script.answers.iter().any(|answer| !answer.when.is_empty());
        let answers = script.answers.iter().enumerate().map(|(at, answer)| {
            let when = if answer.when.is_empty() { t().always.to_owned() } else { answer.when.clone() };
            view! {
                <li class="answer">
                    <p class="line">
                        {several.then(|| view! { <Tag text=when tone=Signal::stored(Tone::Accent) /> })}
                        <span class="push"></span>
                        <Button label=Common::t().copy icon=Icon::Copy small=true hint=(at + 1).to_string() on_press=move |()| copy(at) />
                    </p>
                    <p class="words">{words(app, &answer.text)}</p>
                </li>
            }
        });
        let desk = app.live();
        let fact = |name: &'static str, text: String| view! { <div class="fact"><dt>{name}</dt><dd>{text}</dd></div> };
        let or = |names: Vec<String>, none: &str| if names.is_empty() { none.to_owned() } else { names.join("、") };
        let chapter = parts::chapter(&desk, &script);
        view! {
            <article class="script-content">
                {(!script.question.is_empty()).then(|| view! { <h2>{t().question}</h2><p class="asked wrap">{script.question.clone()}</p> })}
                <h2>{t().answers}</h2>
                <ol class="answers">{answers.collect_view()}</ol>
                {(!script.steps.is_empty()).then(|| view! { <h2>{t().steps}</h2><ol class="plain-steps">{items(&script.steps)}</ol> })}
                {(!script.never.is_empty()).then(|| view! { <h2>{t().never}</h2><ul class="never">{items(&script.never)}</ul> })}
                <dl class="facts">
                    {fact(t().groups_of, or(parts::names(&desk, GROUPS, &script.groups), "—"))}
                    {fact(t().stage, t().stage_name(script.stage).to_owned())}
                    {fact(t().channels, or(parts::names(&desk, "channels", &script.channels), t().any_channel))}
                    {fact(t().fits, or(parts::fits(&desk, &script), t().fits_all))}
                    {chapter.map(|(id, title)| view! {
                        <div class="fact"><dt>{t().source}</dt><dd><a href=Route::chapter(id).href()>{title}</a></dd></div>
                    })}
                </dl>
            </article>
        }
        .into_any()
    }
}

/// How often it was used, and by whom.
#[component]
fn Figures(name: String) -> impl IntoView {
    let app = App::get();
    let t = LibraryTexts::t;
    let used =
        Memo::new(move |_| app.live().uses_of(&name).into_iter().map(|by| (by.agent, by.uses)).collect::<Vec<_>>());
    let row = |who: String, uses: Uses| {
        view! { <tr><th scope="row">{who}</th><td>{uses.copied}</td><td>{uses.written}</td><td>{uses.solved}</td></tr> }
    };
    view! {
        <section class="script-uses">
            <h2>{t().uses}</h2>
            {move || {
                let used = used.get();
                if used.is_empty() {
                    return view! { <p class="dim">{t().no_uses}</p> }.into_any();
                }
                let desk = app.desk();
                let mut total = Uses::default();
                for (_, uses) in &used {
                    total.add(*uses);
                }
                let several = used.len() > 1;
                view! {
                    <table>
                        <thead><tr><th>{t().used_by}</th><th>{t().copied}</th><th>{t().written}</th><th>{t().solved}</th></tr></thead>
                        <tbody>
                            {used.into_iter().map(|(agent, uses)| row(author(&desk, &agent), uses)).collect_view()}
                            {several.then(|| row(t().total.to_owned(), total))}
                        </tbody>
                    </table>
                }.into_any()
            }}
        </section>
    }
}

/// What two people changed without seeing each other; one click settles it.
#[component]
fn Conflicts(name: String) -> impl IntoView {
    let app = App::get();
    let id = StoredValue::new(DocId::fixed("script", &name));
    let all = Memo::new(move |_| {
        let Some(doc) = id.with_value(|id| app.doc(id)) else { return Vec::new() };
        let live = |name: &str| {
            let live = doc.fold.register(name).live().iter();
            live.map(|live| (live.value.clone(), live.by.clone(), live.stamp.millis)).collect::<Vec<_>>()
        };
        doc.fold.conflicts().map(|name| (name.to_owned(), live(name))).collect::<Vec<_>>()
    });
    let one = move |(register, values): (String, Vec<(Value, String, u64)>)| {
        let title = parts::register_name(&register).to_owned();
        let values = values.into_iter().map(|(value, by, at)| {
            let text = match &app.desk().reworded(&id.get_value(), &register, value.clone()) {
                Value::Empty => LibraryTexts::t().nothing.to_owned(),
                Value::List(items) => items.join("\n").replace('\u{1f}', " ").trim().to_owned(),
                value => value.as_str().to_owned(),
            };
            let register = register.clone();
            let settle = move |()| {
                let (desk, id, register, value) = (app.desk(), id.get_value(), register.clone(), value.clone());
                app.act(async move { desk.settle(&id, &register, value).await });
            };
            view! {
                <li class="line">
                    <Button label=ScriptTexts::t().use_this small=true on_press=settle />
                    <span class="wrap">{text}</span>
                    <span class="small dim">{author(&app.desk(), &by)}" · "{dates::when(at, app.now.get_untracked())}</span>
                </li>
            }
        });
        view! {
            <section class="notice conflict" data-tone="late" role="group" aria-label=title.clone()>
                <p><b>{fill(LibraryTexts::t().conflict, &[&title])}</b></p>
                <ul class="stack">{values.collect_view()}</ul>
            </section>
        }
    };
    move || all.get().into_iter().map(one).collect_view()
}
