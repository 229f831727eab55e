//! Where a guide under edit belongs: its pack, its kinds, its chapter.

use leptos::prelude::*;

use super::{Editing, making};
use crate::ui::components::{Choice as Item, Combobox, Select};
use crate::ui::nav::replace;
use crate::ui::pages::scripts::Picks;
use crate::ui::texts::guides::GuideTexts;

/// The pack, the kinds and the chapter that a guide belongs to.
#[component]
pub fn Belongs(it: Editing) -> impl IntoView {
    let (app, t) = (it.app, GuideTexts::t());
    let packs = Signal::derive(move || {
        app.live().packs().into_iter().map(|(id, name, _)| Item::new(id, name)).collect::<Vec<_>>()
    });
    let is_new = it.id.with_value(String::is_empty);
    let from_nothing = is_new && it.place.with_value(|place| place.ends_with('/'));
    // What was typed so far goes along to another pack.
    let move_to = move |pack: String| {
        if pack.is_empty() || it.pack.with_value(|own| *own == pack) {
            return;
        }
        let mut guide = it.guide.get_untracked();
        guide.kinds.clear();
        guide.source.clear();
        app.keep_draft(&["guide-edit/+", &pack, "/"].concat(), &serde_json::to_string(&guide).unwrap_or_default());
        app.keep_draft(&it.place.get_value(), "");
        replace(&making(&pack, ""));
    };
    let own = move |id: &str| {
        id.split_once('.').filter(|(pack, _)| it.pack.with_value(|own| own == pack)).map(|(_, name)| name.to_owned())
    };
    let kinds = Signal::derive(move || {
        let kinds = app.live().all_kinds();
        kinds.iter().filter_map(|info| Some(Item::new(own(&info.kind.id)?, info.kind.name.clone()))).collect::<Vec<_>>()
    });
    let chapters = Signal::derive(move || {
        let chapters = app.live().chapters(false);
        let item = |name: &str, title: &str, part: &str| Some(Item::new(own(name)?, title).also(part));
        chapters.iter().filter_map(|head| item(head.id.name(), &head.title, &head.part)).collect::<Vec<_>>()
    });
    view! {
        {from_nothing.then(|| view! {
            <label class="field" hidden=move || packs.with(|packs| packs.len() < 2)>
                <span class="label">{t.of_pack}</span>
                <Select options=packs value=Signal::derive(move || it.pack.get_value()) on_choose=move_to />
            </label>
        })}
        <div class="field">
            <span class="label">{t.of_kinds}</span>
            <Picks options=kinds value=Signal::derive(move || it.guide.with(|guide| guide.kinds.clone())) label=t.of_kinds
                on_change=move |kinds| it.change(|guide| guide.kinds = kinds) />
            <span class="small faint">{t.of_kinds_about}</span>
        </div>
        <div class="field" hidden=move || chapters.with(Vec::is_empty)>
            <span class="label">{t.of_chapter}</span>
            <Combobox options=chapters value=Signal::derive(move || it.guide.with(|guide| guide.source.clone())) label=t.of_chapter
                on_choose=move |id| it.change(|guide| guide.source = id) />
        </div>
    }
    .into_any()
}
