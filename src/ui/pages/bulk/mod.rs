//! Doing something to the chosen tickets: a bar that appears with a selection, a form that asks only what is needed, and
//! word of those that it cannot be done to before anything is done.

mod choose;
mod forms;
mod handed;
mod steps;
mod touch;
mod work;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

pub use self::choose::choose_keys;
pub use self::handed::hand;

use self::forms::{AssignForm, LineForm, NoteForm, PriorityForm, RedactForm, UntagForm};
use self::steps::StepsForm;
use self::work::{Told, Working};
use super::finds::Finds;
use super::table_file::save_table;
use super::ticket::promises::PromiseAsk;
use super::tickets::Selection;
use crate::desk::{Bulk, Right, Weighed};
use crate::model::agent::Role;
use crate::ui::app::App;
use crate::ui::components::{Button, Icon, IconButton, Look, Menu, MenuItem, tooltip};
use crate::ui::keyboard::{is_mac, use_key_first};
use crate::ui::keys::Key;
use crate::ui::texts::bulk::BulkTexts;
use crate::ui::texts::keys::KeyTexts;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Give them to somebody.
    Assign,
    /// Take a step.
    Step,
    /// Set their priority.
    Priority,
    /// Tag them.
    Tag,
    /// Take a tag off.
    Untag,
    /// Note something.
    Note,
    /// Promise something.
    Promise,
    /// Remove their content.
    Redact,
}

/// What was weighed, and waits for a word.
#[derive(Clone, PartialEq)]
struct Waiting {
    bulk: Bulk,
    weighed: Weighed,
    place: String,
    step: String,
}

/// What stands above the buttons.
#[derive(Clone, PartialEq)]
enum Stage {
    Nothing,
    Asking(Deed),
    Told(Box<Waiting>),
}

/// The bar's state, in context for its parts.
#[derive(Clone, Copy)]
struct Bar {
    app: App,
    selection: Selection,
    stage: RwSignal<Stage>,
    /// Work under way: which share is done.
    busy: RwSignal<Option<f64>>,
    stop: RwSignal<bool>,
}

impl Bar {
    fn get() -> Self {
        expect_context()
    }

    /// Closes what stands open, without doing it.
    fn close(self) -> Callback<()> {
        Callback::new(move |()| {
            let _ = self.stage.try_set(Stage::Nothing);
        })
    }

    fn toggle(self, deed: Deed) {
        if self.busy.with_untracked(Option::is_some) {
            return;
        }
        let asking = Stage::Asking(deed);
        self.stage.update(|now| *now = if *now == asking { Stage::Nothing } else { asking });
    }
}

/// The bar under the list while something is chosen.
#[component]
pub fn BulkBar(
    /// The list it is chosen from.
    finds: Finds,
) -> impl IntoView {
    let app = App::get();
    let selection = Selection::get();
    let bar = Bar {
        app,
        selection,
        stage: RwSignal::new(Stage::Nothing),
        busy: RwSignal::new(None),
        stop: RwSignal::new(false),
    };
    provide_context(bar);
    touch::listen(finds);
    // After the page has begun with nothing chosen.
    Effect::new(move |before: Option<()>| {
        let handed = if before.is_none() { handed::take() } else { Vec::new() };
        if !handed.is_empty() {
            selection.set(handed);
            bar.stage.set(Stage::Asking(Deed::Assign));
        }
    });
    let shown = Memo::new(move |_| selection.count() > 0 || bar.busy.with(Option::is_some));
    move || {
        if shown.get() {
            return view! { <Shown finds /> }.into_any();
        }
        bar.stage.set(Stage::Nothing);
        ().into_any()
    }
}

#[component]
fn Shown(finds: Finds) -> impl IntoView {
    let bar = Bar::get();
    let (app, selection) = (bar.app, bar.selection);
    let may = Memo::new(move |_| app.role() >= Role::Agent);
    let act = move |deed: Deed| {
        move || {
            if may.get_untracked() {
                bar.toggle(deed);
            }
        }
    };
    use_key_first(Key::Assign, act(Deed::Assign));
    use_key_first(Key::Step, act(Deed::Step));
    use_key_first(Key::Promise, act(Deed::Promise));
    use_key_first(Key::Tag, act(Deed::Tag));
    use_key_first(Key::Unchoose, move || {
        if bar.stage.with_untracked(|stage| *stage == Stage::Nothing) {
            selection.clear();
        } else {
            bar.stage.set(Stage::Nothing);
        }
    });
    let found = Memo::new(move |_| finds.count());
    let export = move || {
        let (desk, ids) = (app.desk(), selection.ids());
        let kinds = desk.kinds_among(&ids);
        spawn_local(async move { save_table(app, &kinds, &ids).await });
    };
    let more = Signal::derive(move || {
        let t = BulkTexts::t();
        let item = |label: &str, deed: Deed| MenuItem::new(label, act(deed));
        let mut items = Vec::new();
        if may.get() {
            items.push(item(t.priority, Deed::Priority).icon(Icon::Up));
            items.push(item(t.note, Deed::Note).icon(Icon::Note));
            items.push(item(t.untag, Deed::Untag).icon(Icon::Tag));
        }
        if app.live().may(Right::Export) {
            items.push(MenuItem::new(t.export, export).icon(Icon::Download));
        }
        if app.role() >= Role::Lead {
            items.push(item(t.redact, Deed::Redact).icon(Icon::Delete).danger());
        }
        items
    });
    let close = bar.close();
    let stage = move || match bar.stage.get() {
        Stage::Nothing => ().into_any(),
        Stage::Told(told) => view! { <Told told=*told /> }.into_any(),
        Stage::Asking(deed) => match deed {
            Deed::Assign => view! { <AssignForm close /> }.into_any(),
            Deed::Step => view! { <StepsForm close /> }.into_any(),
            Deed::Priority => view! { <PriorityForm close /> }.into_any(),
            Deed::Tag => view! { <LineForm close /> }.into_any(),
            Deed::Untag => view! { <UntagForm close /> }.into_any(),
            Deed::Note => view! { <NoteForm close /> }.into_any(),
            Deed::Promise => {
                let promised = move |(text, due)| bar.weigh(Bulk::Promise { text, due }, "bulk/promise", "");
                view! { <PromiseAsk place="bulk/promise".to_owned() on_confirm=promised close /> }.into_any()
            }
            Deed::Redact => view! { <RedactForm close /> }.into_any(),
        },
    };
    view! {
        <section class="bulk" aria-label=move || BulkTexts::t().bar>
            <div class="bulk-form" hidden=move || bar.busy.with(Option::is_some)>{stage}</div>
            <Working />
            <div class="line">
                <b role="status">{move || fill(BulkTexts::t().chosen, &[&selection.count()])}</b>
                {move || (found.get() > selection.count()).then(|| view! {
                    <button type="button" class="btn" data-look="link" on:click=move |_| selection.all(finds, |_| ())>
                        {move || fill(BulkTexts::t().choose_all, &[&found.get()])}
                    </button>
                })}
                <span class="push line nowrap">
                {move || (!more.with(Vec::is_empty)).then(|| view! { <Menu label=Common::t().more items=more /> })}
                <IconButton icon=Icon::Close label=|| tooltip(KeyTexts::t().unchoose, Some(Key::Unchoose)) on_press=move |()| selection.clear() /></span>
            </div>
            <div class="line deeds" role="group" hidden=move || bar.busy.with(Option::is_some)>
                {move || may.get().then(|| view! {
                    <Button label=BulkTexts::t().assign small=true look=Look::Main hint=hint(Key::Assign) on_press=move |()| bar.toggle(Deed::Assign) />
                    <Button label=BulkTexts::t().step small=true hint=hint(Key::Step) on_press=move |()| bar.toggle(Deed::Step) />
                    <Button label=TicketTexts::t().promise small=true hint=hint(Key::Promise) on_press=move |()| bar.toggle(Deed::Promise) />
                    <Button label=TicketTexts::t().tag small=true hint=hint(Key::Tag) on_press=move |()| bar.toggle(Deed::Tag) />
                })}
            </div>
        </section>
    }
    .into_any()
}

fn hint(key: Key) -> String {
    key.shown(is_mac())
}
