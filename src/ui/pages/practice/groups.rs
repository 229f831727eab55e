//! The choice of groups: under headings, one for each pack, with a field to look for one.

use leptos::prelude::*;

use crate::desk::DrillGroup;
use crate::model::question::is_own;
use crate::ui::app::App;
use crate::ui::components::{Button, Icon, Look, TextInput};
use crate::ui::packs::fetch_sounds;
use crate::ui::texts::fill;
use crate::ui::texts::practice::PracticeTexts;

/// More groups than these have a field to look for one.
const FEW: usize = 8;

/// What stands over a group: its pack, the team's, or its own questions.
fn heading(group: &DrillGroup) -> String {
    if is_own(&group.id) {
        PracticeTexts::t().own_questions.to_owned()
    } else if group.pack.is_empty() {
        PracticeTexts::t().team_groups.to_owned()
    } else {
        group.pack.clone()
    }
}

/// What is chosen, in words; all of it when nothing is. A group in which nothing is any more has its id for a name.
#[must_use]
pub fn chosen_groups(all: &[DrillGroup], chosen: &[String]) -> String {
    if chosen.is_empty() {
        return PracticeTexts::t().all_groups.to_owned();
    }
    let mut names = Vec::with_capacity(chosen.len());
    for id in chosen {
        let known = all.iter().find(|group| group.id == *id);
        names.push(known.map_or(id.trim_start_matches("own."), |group| &group.name));
    }
    names.join("、")
}

/// The groups, several to be chosen; none stands for all.
#[component]
pub fn GroupPicker(
    /// The ids of those chosen.
    #[prop(into)]
    chosen: Signal<Vec<String>>,
    /// The choice changed.
    #[prop(into)]
    on_change: Callback<Vec<String>>,
) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let all = Memo::new(move |_| app.live().drill_groups());
    let is_long = Memo::new(move |_| all.with(Vec::len) > FEW);
    let wanted = RwSignal::new(String::new());
    let type_on = move |text: String| {
        fetch_sounds(app, &text);
        wanted.set(text);
    };
    // The groups that are looked for, heading by heading.
    let found = Memo::new(move |_| {
        let text = wanted.get().trim().to_lowercase();
        let sound = app.live().pinyin();
        let holds = |name: &str| {
            name.to_lowercase().contains(&text) || sound.as_ref().is_some_and(|sound| sound.matches(&text, name))
        };
        let mut parts: Vec<(String, Vec<DrillGroup>)> = Vec::new();
        for group in all.get() {
            let of = heading(&group);
            if !text.is_empty() && !holds(&group.name) && !holds(&of) {
                continue;
            }
            match parts.iter_mut().find(|(name, _)| *name == of) {
                Some((_, groups)) => groups.push(group),
                None => parts.push((of, vec![group])),
            }
        }
        parts
    });
    let switch = move |ids: &[String]| {
        let mut now = chosen.get_untracked();
        let has_all = ids.iter().all(|id| now.contains(id));
        now.retain(|id| !ids.contains(id));
        if !has_all {
            now.extend_from_slice(ids);
        }
        on_change.run(now);
    };
    let one = move |group: DrillGroup| {
        let own = StoredValue::new(group.id);
        let on = move || chosen.with(|chosen| own.with_value(|id| chosen.contains(id)));
        view! {
            <button type="button" class="view" aria-pressed=move || if on() { "true" } else { "false" }
                on:click=move |_| own.with_value(|id| switch(std::slice::from_ref(id)))>{group.name}<i>{group.count}</i></button>
        }
    };
    let part = move |(name, groups): (String, Vec<DrillGroup>)| {
        let ids: Vec<String> = groups.iter().map(|group| group.id.clone()).collect();
        let ids = StoredValue::new(ids);
        let has_all = move || chosen.with(|chosen| ids.with_value(|ids| ids.iter().all(|id| chosen.contains(id))));
        let (several, label) = (groups.len() > 1, name.clone());
        view! {
            <section class="group-part" role="group" aria-label=label>
                <p class="line">
                    <b>{name}</b>
                    {several.then(|| view! {
                        <button type="button" class="btn" data-look="quiet" data-small="" aria-pressed=move || if has_all() { "true" } else { "false" }
                            on:click=move |_| ids.with_value(|ids| switch(ids))>{move || if has_all() { t().take_none } else { t().take_all }}</button>
                    })}
                </p>
                <div class="views wrap">{groups.into_iter().map(one).collect_view()}</div>
            </section>
        }
    };
    let count = move || {
        let ids = chosen.get();
        let known = all.with(|all| {
            let counts = all.iter().filter(|group| ids.contains(&group.id)).map(|group| group.count);
            counts.fold((0, 0), |(groups, sum), count| (groups + 1, sum + count))
        });
        if known.0 == 0 { t().none_taken.to_owned() } else { fill(t().taken, &[&known.0, &known.1]) }
    };
    view! {
        <div class="group-picker">
            {move || is_long.get().then(|| view! {
                <TextInput value=wanted on_input=type_on icon=Icon::Search sort="search" hint=move || t().find_group label=move || t().find_group />
            })}
            <p class="line small dim">
                <span>{count}</span>
                <span hidden=move || chosen.with(Vec::is_empty)>
                    <Button label=move || t().take_everything small=true look=Look::Quiet on_press=move |()| on_change.run(Vec::new()) />
                </span>
            </p>
            <div class="group-parts">
                {move || found.get().into_iter().map(part).collect_view()}
                <p class="dim" hidden=move || !found.with(Vec::is_empty)>{t().no_group}</p>
            </div>
        </div>
    }
    .into_any()
}
