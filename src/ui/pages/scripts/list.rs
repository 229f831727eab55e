//! The groups and the list of what is in them.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use super::table::{ImportScripts, save_scripts};
use super::{NEW, leads, place};
use crate::desk::Desk;
use crate::model::library::{Owner, Suggestion};
use crate::model::script::{GROUPS, Script};
use crate::query::scripts::twins;
use crate::ui::app::App;
use crate::ui::components::{
    Button, Dialog, Empty, Icon, IconButton, Look, Menu, MenuItem, Size, TextInput, VirtualList,
};
use crate::ui::dates;
use crate::ui::keyboard::{is_composing, use_key};
use crate::ui::keys::Key;
use crate::ui::nav::{navigate, replace};
use crate::ui::packs::fetch_sounds;
use crate::ui::prefs::Prefs;
use crate::ui::route::{Query, Route};
use crate::ui::saying;
use crate::ui::show::author;
use crate::ui::texts::guides::GuideTexts;
use crate::ui::texts::library::LibraryTexts;
use crate::ui::texts::{Common, fill};

/// What is listed, by the address's `view`.
pub const OWN: &str = "own";
pub const TEAM: &str = "team";
pub const ARCHIVED: &str = "archived";
pub const SUGGESTIONS: &str = "suggestions";

/// More than any library holds.
const ALL: usize = usize::MAX;

#[derive(Clone, PartialEq)]
enum Item {
    /// With whether another one listed is called the same.
    Script(Arc<Script>, bool),
    Suggestion(Arc<Suggestion>),
}

impl Item {
    fn id(&self) -> &str {
        match self {
            Self::Script(script, _) => &script.id,
            Self::Suggestion(one) => one.id.as_str(),
        }
    }
}

/// Whether a script is listed in a view and group.
fn belongs(script: &Script, view: &str, group: &str) -> bool {
    let whose = match view {
        ARCHIVED => return script.archived,
        OWN => matches!(Owner::of(&script.id), Owner::Agent(_)),
        TEAM => Owner::of(&script.id) == Owner::Team,
        _ => true,
    };
    whose && !script.archived && (group.is_empty() || script.groups.iter().any(|one| one == group))
}

/// The scripts of a view and group in the team's order; those that nobody has put in order by group and stage.
#[must_use]
pub fn listed(desk: &Desk, view: &str, group: &str) -> Vec<Arc<Script>> {
    let mut all: Vec<_> = desk.scripts().into_iter().filter(|script| belongs(script, view, group)).collect();
    let groups = desk.list(GROUPS);
    let first = |script: &Script| groups.items.iter().position(|group| script.groups.first() == Some(&group.id));
    all.sort_by_cached_key(|script| {
        let group = first(script);
        (script.place.is_none(), script.place, group.is_none(), group, script.stage, script.id.clone())
    });
    all
}

fn items(desk: &Desk, query: &Query) -> Vec<Item> {
    let (view, group, text) = (query.get("view"), query.get("group"), query.get("q"));
    if view == SUGGESTIONS {
        return desk.suggestions().into_iter().map(Item::Suggestion).collect();
    }
    let all = if text.trim().is_empty() || view == ARCHIVED {
        let text = text.trim().to_lowercase();
        let mut all = listed(desk, view, group);
        all.retain(|script| text.is_empty() || script.title.to_lowercase().contains(&text) || script.code == text);
        all
    } else {
        let mut all = desk.find_scripts(text, None, ALL);
        all.retain(|script| belongs(script, view, group));
        all
    };
    let alike = twins(all.iter().map(|script| &**script));
    all.into_iter().zip(alike).map(|(script, twin)| Item::Script(script, twin)).collect()
}

/// Search box, groups and list.
#[component]
pub fn List() -> impl IntoView {
    let app = App::get();
    let prefs = Prefs::get();
    let query = Memo::new(|_| place().1);
    let open_id = Memo::new(|_| place().0);
    let found = Memo::new(move |_| items(&app.live(), &query.read()));
    let selected = Memo::new(move |_| {
        let id = open_id.get()?;
        found.with(|found| found.iter().position(|item| item.id() == id))
    });
    let open = move |at: usize| {
        let id = found.with_untracked(|found| found.get(at).map(|item| item.id().to_owned()));
        if let Some(id) = id {
            navigate(&Route::Scripts(Some(id), place().1));
        }
    };
    let step = move |by: isize| {
        let at = selected.get_untracked().map_or(0, |at| at.saturating_add_signed(by));
        if at < found.with_untracked(Vec::len) {
            open(at);
        }
    };
    use_key(Key::ListNext, move || step(1));
    use_key(Key::ListPrevious, move || step(-1));
    let search = NodeRef::<html::Input>::new();
    use_key(Key::ListFilter, move || {
        if let Some(input) = search.get_untracked() {
            // A focus that fails changes nothing.
            let _ = input.focus();
            input.select();
        }
    });
    let type_on = move |text: String| {
        let (id, query) = place();
        fetch_sounds(app, &text);
        let query = if query.get("view") == SUGGESTIONS { query.with("view", "") } else { query };
        replace(&Route::Scripts(id, query.with("q", &text)));
    };
    let keyed = move |event: leptos::ev::KeyboardEvent| {
        if is_composing(&event) {
            return;
        }
        match event.key().as_str() {
            "Enter" | "ArrowDown" => open(0),
            "Escape" => event.stop_propagation(),
            _ => return,
        }
        event.prevent_default();
        if let Some(input) = search.get_untracked() {
            // It had the focus or not: either is fine.
            let _ = input.blur();
        }
    };
    let wanted = Memo::new(move |_| query.with(|query| query.get("q").to_owned()));
    let of_suggestions = Memo::new(move |_| query.with(|query| query.get("view") == SUGGESTIONS));
    let count = move || {
        let t = LibraryTexts::t();
        fill(if of_suggestions.get() { t.count_suggestions } else { t.count }, &[&found.with(Vec::len)])
    };
    let create = move |()| {
        let own = query.with_untracked(|query| query.get("view") == OWN);
        let view = if own { OWN } else { "" };
        navigate(&Route::Scripts(Some(NEW.to_owned()), Query::default().with("view", view)));
    };
    let may = Memo::new(move |_| app.role() >= crate::model::agent::Role::Agent);
    let may_import = Memo::new(move |_| leads(app));
    let row = move |item: Item| view! { <Row item /> }.into_any();
    let row_height = Signal::derive(move || if prefs.kept().compact { 46.0 } else { 62.0 });
    view! {
        <section class="list library-list" aria-label=Common::t().scripts data-open=move || open_id.get().map(|_| "")>
            <div class="line customer-find" on:keydown=keyed>
                <span class="grow-1">
                    <TextInput value=wanted on_input=type_on node=search icon=Icon::Search sort="search"
                        hint=LibraryTexts::t().find label=LibraryTexts::t().find />
                </span>
                {move || may.get().then(|| view! {
                    <IconButton icon=Icon::Plus label=LibraryTexts::t().create on_press=create />
                })}
                {move || may_import.get().then(|| view! { <Tables /> })}
            </div>
            <Groups query />
            <div class="library-rows">
                <div class="rows-head"><span>{count}</span></div>
                {move || found.with(Vec::is_empty).then(|| view! {
                    <Nothing searching=Signal::derive(move || wanted.with(|text| !text.trim().is_empty())) of_suggestions
                        may on_create=create />
                })}
                <VirtualList
                    count=Signal::derive(move || found.with(Vec::len))
                    item=move |at| found.with(|found| found.get(at).cloned())
                    row row_height selected=Signal::derive(move || selected.get()) on_select=open on_open=open
                    label=Common::t().scripts />
            </div>
        </section>
    }
    .into_any()
}

/// Tables in and out.
#[component]
fn Tables() -> impl IntoView {
    let app = App::get();
    let importing = RwSignal::new(false);
    let tables = Signal::derive(move || {
        vec![
            MenuItem::new(LibraryTexts::t().import_title, move || importing.set(true)).icon(Icon::Upload),
            MenuItem::new(LibraryTexts::t().export_table, move || save_scripts(app)).icon(Icon::Download),
        ]
    });
    view! {
        <Menu label=Common::t().more items=tables />
        <Dialog open=importing title=LibraryTexts::t().import_title size=Size::Wide>
            <ImportScripts on_close=move |()| importing.set(false) />
        </Dialog>
    }
    .into_any()
}

/// What an empty list says.
#[component]
fn Nothing(
    searching: Signal<bool>,
    of_suggestions: Memo<bool>,
    may: Memo<bool>,
    #[prop(into)] on_create: Callback<()>,
) -> impl IntoView {
    let t = LibraryTexts::t;
    move || {
        let (title, about) = if of_suggestions.get() {
            (t().no_suggestions, t().no_suggestions_about)
        } else if searching.get() {
            (t().none_found, t().none_found_about)
        } else {
            (t().none, t().none_about)
        };
        let offers = !of_suggestions.get() && may.get();
        view! {
            <Empty icon=Icon::Script title=title text=about>
                {offers.then(|| view! { <Button label=t().create look=Look::Main on_press=on_create /> })}
            </Empty>
        }
    }
}

#[component]
fn Row(item: Item) -> impl IntoView {
    let app = App::get();
    let t = LibraryTexts::t;
    match item {
        Item::Script(script, twin) => view! {
            <div class="row">
                <p class="who">{script.title.clone()}</p>
                <p class="due code">{twin.then(|| view! { <span class="tag">{saying::whose(app, &script.id)}</span> })}{script.code.clone()}</p>
                <p class="what">{if script.question.is_empty() {
                    super::one::plain(app, script.first())
                } else {
                    fill(t().customer_says, &[&script.question])
                }}</p>
            </div>
        }
        .into_any(),
        Item::Suggestion(one) => {
            let title = app.desk().script(&one.script).map(|script| script.title.clone());
            let new = one.parts.iter().find(|(name, _)| name == "title").map(|(_, value)| value.as_str().to_owned());
            view! {
                <div class="row">
                    <p class="who">{title.or(new).unwrap_or_else(|| t().new_script.to_owned())}</p>
                    <p class="due">{t().state_name(&one.state)}</p>
                    <p class="what">{fill(t().by_at, &[&author(&app.desk(), &one.by), &dates::when_short(one.at, app.now.get())])}</p>
                </div>
            }
            .into_any()
        }
    }
}

/// The groups with their counts, as links.
#[component]
fn Groups(query: Memo<Query>) -> impl IntoView {
    let app = App::get();
    let t = LibraryTexts::t;
    let lines = Memo::new(move |_| {
        let desk = app.live();
        let all = desk.scripts();
        let count = |view: &str, group: &str| all.iter().filter(|script| belongs(script, view, group)).count();
        let open = desk.suggestions().iter().filter(|one| one.is_open()).count();
        let mut lines: Vec<(&'static str, String, String, usize)> = vec![
            ("", String::new(), t().all.to_owned(), count("", "")),
            (OWN, String::new(), t().own.to_owned(), count(OWN, "")),
            (TEAM, String::new(), t().team.to_owned(), count(TEAM, "")),
        ];
        let any = !desk.suggestions().is_empty();
        if any || leads(app) {
            let name = if leads(app) { t().suggestions } else { t().my_suggestions };
            lines.push((SUGGESTIONS, String::new(), name.to_owned(), open));
        }
        lines.push((ARCHIVED, String::new(), t().archived.to_owned(), count(ARCHIVED, "")));
        let groups = desk.script_groups();
        lines.extend(groups.into_iter().map(|group| {
            let count = count("", &group.id);
            ("", group.id, group.name, count)
        }));
        lines
    });
    let guides = Memo::new(move |_| app.live().guides().iter().filter(|info| !info.off).count());
    let line = move |(view, group, name, count): (&'static str, String, String, usize)| {
        let to = Query::default().with("view", view).with("group", &group).with("q", query.read().get("q"));
        let is_here =
            move || query.with(|query| query.get("view") == view && query.get("group") == group).then_some("page");
        let marked = view == SUGGESTIONS && count > 0;
        view! {
            <a href=Route::Scripts(None, to).href() aria-current=is_here data-break=(view == ARCHIVED).then_some("")>
                <span class="cut">{name}</span>
                <span class="n" data-tone=marked.then_some("late")>{count}</span>
            </a>
        }
    };
    view! {
        <nav class="library-groups" aria-label=t().groups>
            <a href=Route::Guide(None, Query::default()).href()>
                <span class="cut">{GuideTexts::t().title}</span><span class="n">{move || guides.get()}</span>
            </a>
            {move || lines.get().into_iter().map(line).collect_view()}
            {move || leads(app).then(|| view! {
                <a class="faint" href=Route::settings("lists").href()>{t().manage_groups}</a>
            })}
        </nav>
    }
    .into_any()
}
