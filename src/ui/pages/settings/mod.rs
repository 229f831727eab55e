//! The settings: sections at the left, one of them beside. What a person may not change is shown, with the reason.

mod absence;
mod appearance;
mod backup;
mod data;
mod hours;
mod imports;
mod kind;
mod leaving;
mod lists;
mod offline;
mod pack_file;
mod packs;
mod parts;
mod profile;
mod sealed;
mod special_days;
mod sync;
mod table;
mod taboos;
mod team;

pub use backup::RestoreButton;
use leptos::html;
use leptos::prelude::*;
pub use sync::JoinPage;

use crate::ui::components::{Glyph, Icon, reveal};
use crate::ui::nav::route;
use crate::ui::route::Route;
use crate::ui::texts::Common;
use crate::ui::texts::settings::SettingsTexts;
use crate::ui::texts::sync::SyncTexts;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Profile,
    Team,
    Hours,
    Lists,
    Packs,
    Appearance,
    Sync,
    Data,
}

impl Section {
    const ALL: [Self; 8] =
        [Self::Profile, Self::Team, Self::Hours, Self::Lists, Self::Packs, Self::Appearance, Self::Sync, Self::Data];

    const fn id(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Team => "team",
            Self::Hours => "hours",
            Self::Lists => "lists",
            Self::Packs => "packs",
            Self::Appearance => "appearance",
            Self::Sync => "sync",
            Self::Data => "data",
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Profile => Icon::Customer,
            Self::Team => Icon::Chat,
            Self::Hours => Icon::Clock,
            Self::Lists => Icon::Tickets,
            Self::Packs => Icon::Handbook,
            Self::Appearance => Icon::Sun,
            Self::Sync => Icon::Sync,
            Self::Data => Icon::Box,
        }
    }

    fn name(self) -> &'static str {
        let t = SettingsTexts::t();
        match self {
            Self::Profile => t.profile,
            Self::Team => t.team,
            Self::Hours => t.hours,
            Self::Lists => t.lists,
            Self::Packs => t.packs,
            Self::Appearance => t.appearance,
            Self::Sync => SyncTexts::t().title,
            Self::Data => t.data,
        }
    }

    fn current() -> Self {
        let Route::Settings(Some(id), _) = route() else { return Self::Profile };
        Self::ALL.into_iter().find(|section| section.id() == id).unwrap_or(Self::Profile)
    }
}

/// The settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let section = Memo::new(|_| Section::current());
    let place = Memo::new(|_| route());
    let page = NodeRef::<html::Div>::new();
    let sections = NodeRef::<html::Nav>::new();
    // On a phone the sections are a line that scrolls.
    Effect::new(move |_| {
        section.track();
        request_animation_frame(move || {
            if let Some(sections) = sections.try_get_untracked().flatten() {
                reveal(&sections, "[aria-current]");
            }
        });
    });
    Effect::new(move |_| {
        place.track();
        if let Some(page) = page.get() {
            page.set_scroll_top(0);
        }
    });
    let link = move |to: Section| {
        view! {
            <a href=Route::settings(to.id()).href() aria-current=move || (section.get() == to).then_some("page")>
                <Glyph icon=to.icon() />
                <span>{move || to.name()}</span>
            </a>
        }
    };
    view! {
        <main class="work wide settings">
            <nav class="sections" node_ref=sections aria-label=SettingsTexts::t().sections>
                <h1 class="no-phone">{Common::t().settings}</h1>
                {Section::ALL.map(link).collect_view()}
            </nav>
            <div class="page" node_ref=page>
                {move || match section.get() {
                    Section::Profile => view! { <profile::Profile /> }.into_any(),
                    Section::Team => view! { <team::Team /> }.into_any(),
                    Section::Hours => view! { <hours::Hours /> }.into_any(),
                    Section::Lists => view! { <lists::Lists /> }.into_any(),
                    Section::Packs => view! { <packs::Packs /> }.into_any(),
                    Section::Appearance => view! { <appearance::Appearance /> }.into_any(),
                    Section::Sync => view! { <sync::SyncSection /> }.into_any(),
                    Section::Data => view! { <data::Data /> }.into_any(),
                }}
            </div>
        </main>
    }
    .into_any()
}
