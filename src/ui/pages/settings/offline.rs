//! The app on this device: whether it opens without a network, its version, and a newer one.

use leptos::prelude::*;

use crate::ui::app::App;
use crate::ui::components::{Button, Icon, Look};
use crate::ui::format::size;
use crate::ui::offline::{self, Stand};
use crate::ui::texts::fill;
use crate::ui::texts::offline::OfflineTexts;

/// The copy on this device.
#[component]
pub fn Offline() -> impl IntoView {
    let app = App::get();
    let t = OfflineTexts::t;
    let known = Memo::new(|_| offline::known());
    let said = move || match known.get().stand {
        Stand::Unknown => t().unknown,
        Stand::Never => t().never,
        Stand::Missing => t().missing,
        Stand::Fetching => t().fetching,
        Stand::Ready => t().ready,
        Stand::New => t().new_about,
        Stand::Old => t().old_about,
    };
    let version = move || {
        let known = known.get();
        let release = known.release.get(..8).unwrap_or_default();
        (!release.is_empty()).then(|| {
            let number = [env!("CARGO_PKG_VERSION"), " (", release, ")"].concat();
            [fill(t().version, &[&number]), fill(t().size, &[&size(known.bytes)])].join(" · ")
        })
    };
    let button = move || match known.get().stand {
        Stand::New => view! { <Button label=t().update look=Look::Main on_press=|()| offline::update() /> }.into_any(),
        Stand::Old => view! { <Button label=t().reload look=Look::Main on_press=|()| offline::update() /> }.into_any(),
        Stand::Missing | Stand::Ready => view! {
            <Button label=t().check icon=Icon::Sync on_press=move |()| offline::check(app) />
        }
        .into_any(),
        Stand::Unknown | Stand::Never | Stand::Fetching => ().into_any(),
    };
    view! {
        <section class="card stack" id="offline">
            <h2>{move || t().title}</h2>
            <div class="line">
                <div class="grow-text">
                    <p role="status">{said}</p>
                    <p class="small dim" hidden=move || known.get().stand != Stand::Ready>{move || t().about}</p>
                    {move || version().map(|version| view! { <p class="small dim">{version}</p> })}
                </div>
                {button}
            </div>
            {move || {
                let why = known.get().why;
                (!why.is_empty()).then(|| view! { <p class="small dim">{t().failed}" "<code>{why}</code></p> })
            }}
        </section>
    }
}
