//! The forms a guide has had: compared with how it is now, and brought back.

use leptos::prelude::*;

use super::Editing;
use crate::desk::{Desk, GuideVersion};
use crate::model::guide::{Guide, Step};
use crate::ui::components::{Button, Icon, Look};
use crate::ui::dates;
use crate::ui::pages::scripts::{Differing, beside};
use crate::ui::show::author;
use crate::ui::texts::fill;
use crate::ui::texts::guides::GuideTexts;
use crate::ui::texts::library::LibraryTexts;

/// The versions of a guide, the latest first.
#[component]
pub fn Versions(it: Editing, barred: Memo<bool>) -> impl IntoView {
    let (app, t, l) = (it.app, GuideTexts::t(), LibraryTexts::t());
    let all = Memo::new(move |_| app.live().guide_versions(&it.id.get_value()));
    let shown = RwSignal::new(None::<usize>);
    let is_typed =
        Memo::new(move |_| all.with(|all| all.last().is_none_or(|last| it.guide.with(|guide| *guide != last.guide))));
    let line = move |at: usize, version: &GuideVersion, last: usize| {
        let stamp = version.stamp;
        let restore = move |()| {
            let (desk, id) = (app.desk(), it.id.get_value());
            it.report(async move { desk.restore_guide(&id, stamp).await });
        };
        let is_shown = move || if shown.get() == Some(at) { "true" } else { "false" };
        view! {
            <li class="line">
                <time>{dates::when(version.stamp.millis, app.now.get_untracked())}</time>
                <span class="grow-text">
                    {author(&app.desk(), &version.by)}
                    {(at == last).then(|| view! { <span class="dim">" · "{l.now}</span> })}
                    {(at == 0 && last > 0).then(|| view! { <span class="dim">" · "{l.first}</span> })}
                </span>
                {(at < last).then(|| view! {
                    <span aria-current=is_shown>
                        <Button label=l.compare small=true look=Look::Quiet on_press=move |()| shown.set(Some(at)) />
                    </span>
                    <Button label=l.restore icon=Icon::History small=true
                        disabled=Signal::derive(move || barred.get() || is_typed.get()) on_press=restore />
                })}
            </li>
        }
        .into_any()
    };
    view! {
        <details class="card guide-versions">
            <summary><b>{move || fill(t.versions, &[&all.with(Vec::len)])}</b></summary>
            <p class="small faint" hidden=move || !is_typed.get()>{t.save_first}</p>
            <ol class="script-versions">
                {move || all.with(|all| {
                    let last = all.len().saturating_sub(1);
                    all.iter().enumerate().rev().map(|(at, version)| line(at, version, last)).collect_view()
                })}
            </ol>
            {move || {
                let at = shown.get()?;
                all.with(|all| Some(beside(&differing(it, &all.get(at)?.guide, &all.last()?.guide))))
            }}
        </details>
    }
    .into_any()
}

/// What two forms of a guide say, part by part.
fn differing(it: Editing, before: &Guide, after: &Guide) -> Vec<Differing> {
    let t = GuideTexts::t();
    let (desk, pack) = (it.app.desk(), it.pack.get_value());
    let kinds = |guide: &Guide| {
        let name =
            |id: &String| desk.kind(&[&*pack, ".", id].concat()).map_or_else(|| id.clone(), |kind| kind.name.clone());
        guide.kinds.iter().map(name).collect::<Vec<_>>().join("、")
    };
    let mut all = vec![
        (t.name.to_owned(), before.name.clone(), after.name.clone()),
        (t.what_for.to_owned(), before.about.clone(), after.about.clone()),
        (t.of_kinds.to_owned(), kinds(before), kinds(after)),
    ];
    let gone = before.steps.iter().filter(|step| after.step(&step.id).is_none());
    for step in after.steps.iter().chain(gone) {
        let side =
            |guide: &Guide| guide.step(&step.id).map_or_else(String::new, |step| words(&desk, &pack, guide, step));
        all.push((step.title.clone(), side(before), side(after)));
    }
    all
}

/// A step in words, line by line.
fn words(desk: &Desk, pack: &str, guide: &Guide, step: &Step) -> String {
    let t = GuideTexts::t();
    let mut lines = vec![step.title.clone()];
    if guide.start == step.id {
        lines.push(t.is_first.to_owned());
    }
    lines.push(step.note.clone());
    lines.extend(desk.guide_scripts(pack, &step.say).iter().map(|script| [&*script.title, " ", &script.code].concat()));
    let field = |id: &String| {
        let kinds = desk.all_kinds();
        kinds.iter().find_map(|info| Some(info.kind.field(id)?.name.clone())).unwrap_or_else(|| id.clone())
    };
    lines.extend(step.asks.iter().map(field));
    if let Some(clock) = &step.clock {
        lines.push(fill(t.timed, &[&clock.name, &clock.limit, if clock.through { &t.through } else { &"" }]));
    }
    lines.extend(step.stops.iter().map(|name| fill(t.stops_clock, &[name])));
    for choice in &step.choices {
        let to = guide.step(&choice.to).map_or("", |step| &*step.title);
        lines.push([&*choice.label, " → ", to].concat());
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}
