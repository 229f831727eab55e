//! Parts of the form in which a script is changed.

use leptos::prelude::*;

use super::edit::Editing;
use super::picks::Picks;
use super::places::{Last, Places};
use crate::model::chapter::ChapterHead;
use crate::model::kind::Named;
use crate::model::library::whole_kind;
use crate::model::script::{Answer, Fit, GROUPS};
use crate::ui::components::{Button, Choice, Icon, IconButton, Look, Select, TextArea, TextInput};
use crate::ui::keyboard::is_composing;
use crate::ui::texts::Common;
use crate::ui::texts::library::LibraryTexts;

/// The chapters that it may come from: those of its pack, by their names in it; for others all, by their whole names.
pub fn chapters(editing: Editing) -> Signal<Vec<Choice>> {
    let pack = editing.pack();
    Signal::derive(move || {
        let desk = editing.app.live();
        let choice = |head: &ChapterHead| {
            let name = head.id.name();
            let id = if pack.is_empty() {
                Some(name)
            } else {
                name.strip_prefix(&*pack).and_then(|name| name.strip_prefix('.'))
            };
            id.map(|id| Choice::new(id, head.title.clone()).also(head.part.clone()))
        };
        desk.chapters(false).iter().filter_map(|head| choice(head)).collect()
    })
}

/// The groups that it is in; a lead may add one.
#[component]
pub fn Groups(editing: Editing) -> impl IntoView {
    let app = editing.app;
    let t = LibraryTexts::t;
    let options = Signal::derive(move || {
        let groups = app.live().script_groups();
        groups.into_iter().map(|group| Choice::new(group.id, group.name)).collect::<Vec<_>>()
    });
    let name = RwSignal::new(String::new());
    let adding = RwSignal::new(false);
    let add = move || {
        let wanted = name.get_untracked().trim().to_owned();
        if wanted.is_empty() {
            return;
        }
        // Pressed again before the group is kept, nothing is added twice.
        name.set(String::new());
        let desk = app.desk();
        let take = move |id: String| {
            editing.script(|script| {
                if !script.groups.contains(&id) {
                    script.groups.push(id);
                }
            });
            adding.set(false);
        };
        // One of that name is there already: it is meant.
        if let Some(known) = desk.list(GROUPS).items.iter().find(|group| group.name == wanted) {
            return take(known.id.clone());
        }
        let id = ["own_", &desk.mint("item").name().to_lowercase()].concat();
        let group = Named { id: id.clone(), name: wanted.clone() };
        let put = async move {
            let put = desk.put_item(GROUPS, group).await;
            if put.is_err() {
                let _ = name.try_set(wanted);
            }
            put
        };
        app.act_then(put, move |_| take(id));
    };
    let keyed = move |event: leptos::ev::KeyboardEvent| {
        if is_composing(&event) {
            return;
        }
        match event.key().as_str() {
            "Enter" => add(),
            "Escape" => adding.set(false),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <Picks options value=Signal::derive(move || editing.edit.with(|edit| edit.after.groups.clone()))
            on_change=move |all| editing.script(|script| script.groups = all) label=t().groups_of />
        {move || super::leads(app).then(|| if adding.get() {
            view! {
                <span class="line" on:keydown=keyed>
                    <TextInput value=name label=t().new_group hint=t().new_group autofocus=true on_input=move |text| name.set(text) />
                    <Button label=Common::t().add small=true on_press=move |()| add() />
                </span>
            }
            .into_any()
        } else {
            view! {
                <span><Button label=t().new_group icon=Icon::Plus small=true look=Look::Quiet on_press=move |()| adding.set(true) /></span>
            }
            .into_any()
        })}
    }
    .into_any()
}

/// The ways of saying it.
#[component]
pub fn Answers(editing: Editing) -> impl IntoView {
    let t = LibraryTexts::t;
    let count = Memo::new(move |_| editing.edit.with(|edit| edit.after.answers.len()));
    let part = move |at: usize, of: fn(&Answer) -> &String| {
        editing.text(move |script| script.answers.get(at).map(|answer| of(answer).clone()).unwrap_or_default())
    };
    let set = move |at: usize, change: &dyn Fn(&mut Answer)| {
        editing.script(|script| script.answers.get_mut(at).into_iter().for_each(change));
    };
    let one = move |at: usize, count: usize| {
        view! {
            <li class="answer">
                <div class="line">
                    <span class="grow-text">
                        <TextInput value=part(at, |answer| &answer.when) label=t().when hint=t().when_hint
                            on_input=move |text: String| set(at, &|answer| answer.when.clone_from(&text)) />
                    </span>
                    {(at > 0).then(|| view! {
                        <IconButton icon=Icon::Up label=t().up on_press=move |()| editing.script(|script| script.answers.swap(at - 1, at)) />
                    })}
                    {(count > 1).then(|| view! {
                        <IconButton icon=Icon::Close label=t().remove_answer
                            on_press=move |()| editing.script(|script| drop(script.answers.remove(at))) />
                    })}
                </div>
                <TextArea value=part(at, |answer| &answer.text) label=t().text hint=t().text_hint
                    on_input=move |text: String| set(at, &|answer| answer.text.clone_from(&text)) />
            </li>
        }
    };
    let last = Last::new();
    view! {
        <div class="field wide answers-of" on:focusin=move |event| last.follow(event.target())>
            <span class="label">{t().answers}</span>
            <ol class="answers">{move || { let count = count.get(); (0..count).map(|at| one(at, count)).collect_view() }}</ol>
            <Places last />
            <span>
                <Button label=t().add_answer icon=Icon::Plus small=true look=Look::Quiet
                    on_press=move |()| editing.script(|script| script.answers.push(Answer::default())) />
            </span>
        </div>
    }
    .into_any()
}

/// The kinds and states that it fits.
#[component]
pub fn Fits(editing: Editing) -> impl IntoView {
    let app = editing.app;
    let t = LibraryTexts::t;
    let pack = StoredValue::new(editing.pack());
    let kinds = Memo::new(move |_| {
        editing.edit.with(|edit| edit.after.fits.iter().map(|fit| fit.kind.clone()).collect::<Vec<_>>())
    });
    let whole = move |kind: &str| editing.name.with_value(|name| whole_kind(name, kind));
    let options = Signal::derive(move || {
        let desk = app.live();
        let all: Vec<_> = desk.all_kinds().into_iter().map(|info| info.kind).collect();
        let chosen: Vec<String> = kinds.get().iter().map(|kind| whole(kind)).collect();
        let ours = |id: &str| pack.with_value(|pack| pack.is_empty() || id.split('.').next() == Some(pack));
        let offered = all.iter().filter(|kind| ours(&kind.id) && !chosen.contains(&kind.id));
        let add = Choice::new("", t().add_kind);
        let named = offered.map(|kind| Choice::new(kind.id.clone(), crate::ui::show::kind_label(&desk, kind, &all)));
        std::iter::once(add).chain(named).collect::<Vec<_>>()
    });
    let add = move |id: String| {
        if id.is_empty() {
            return;
        }
        let own = pack.with_value(|pack| !pack.is_empty());
        let kind = if own { id.split_once('.').map_or_else(String::new, |(_, kind)| kind.to_owned()) } else { id };
        editing.script(|script| script.fits.push(Fit { kind, states: Vec::new() }));
    };
    let one = move |at: usize, kind: String| {
        let Some(kind) = app.desk().kind(&whole(&kind)) else { return view! { <li>{kind}</li> }.into_any() };
        let states: Vec<Choice> =
            kind.states.iter().map(|state| Choice::new(state.id.clone(), state.name.clone())).collect();
        let value = Signal::derive(move || {
            editing.edit.with(|edit| edit.after.fits.get(at).map(|fit| fit.states.clone()).unwrap_or_default())
        });
        let set = move |all: Vec<String>| {
            editing.script(|script| {
                if let Some(fit) = script.fits.get_mut(at) {
                    fit.states = all;
                }
            });
        };
        view! {
            <li class="stack">
                <span class="line">
                    <b>{kind.name.clone()}</b>
                    <span class="small faint">{move || value.with(Vec::is_empty).then(|| t().any_state)}</span>
                    <IconButton icon=Icon::Close label=Common::t().remove on_press=move |()| editing.script(|script| drop(script.fits.remove(at))) />
                </span>
                <Picks options=Signal::stored(states) value on_change=set label=kind.name.clone() />
            </li>
        }
        .into_any()
    };
    view! {
        <div class="field wide">
            <span class="label">{t().fits}</span>
            <ul class="stack">{move || kinds.get().into_iter().enumerate().map(|(at, kind)| one(at, kind)).collect_view()}</ul>
            <span class="line">
                <Select options value=Signal::stored(String::new()) on_choose=add label=t().add_kind />
                <span class="small faint">{move || kinds.with(Vec::is_empty).then(|| t().fits_all)}</span>
            </span>
        </div>
    }
    .into_any()
}
