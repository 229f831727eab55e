//! Earlier versions of a script: read, compared, restored.

use leptos::prelude::*;

use super::compare::compare;
use crate::model::library::Version;
use crate::ui::app::App;
use crate::ui::components::{Button, Icon, Look};
use crate::ui::dates;
use crate::ui::show::author;
use crate::ui::texts::library::LibraryTexts;

/// Which two are compared: places among the versions, the oldest being 0.
type Pair = Option<(usize, usize)>;

/// The versions of a script, the latest first.
#[component]
pub fn Versions(name: String, may: Memo<bool>) -> impl IntoView {
    let app = App::get();
    let t = LibraryTexts::t;
    let name = StoredValue::new(name);
    let all = Memo::new(move |_| app.live().script_versions(&name.get_value()));
    let pair = RwSignal::new(None::<(usize, usize)>);
    let shown = Memo::new(move |_| {
        let last = all.with(Vec::len).checked_sub(1)?;
        pair.get().filter(|(_, after)| *after <= last).or_else(|| Some((last.checked_sub(1)?, last)))
    });
    let line = move |at: usize, version: &Version, last: usize| {
        let stamp = version.stamp;
        let restore = move |()| {
            let (desk, name) = (app.desk(), name.get_value());
            pair.set(None);
            app.act(async move { desk.restore_script(&name, stamp).await });
        };
        let of = |wanted: Pair| move || if shown.get() == wanted { "true" } else { "false" };
        view! {
            <li class="line">
                <time>{
                    // A pack is of a day.
                    if version.by == "pack" { dates::full_date(stamp.millis) } else { dates::when(stamp.millis, app.now.get_untracked()) }
                }</time>
                <span class="grow-text">
                    {author(&app.desk(), &version.by)}
                    {(at == last).then(|| view! { <span class="dim">" · "{t().now}</span> })}
                    {(at == 0 && last > 0).then(|| view! { <span class="dim">" · "{t().first}</span> })}
                </span>
                {(at > 0).then(|| view! {
                    <span aria-current=of(Some((at - 1, at)))>
                        <Button label=t().compare_last small=true look=Look::Quiet on_press=move |()| pair.set(Some((at - 1, at))) />
                    </span>
                })}
                {(at + 1 < last).then(|| view! {
                    <span aria-current=of(Some((at, last)))>
                        <Button label=t().compare small=true look=Look::Quiet on_press=move |()| pair.set(Some((at, last))) />
                    </span>
                })}
                {(at < last && may.get()).then(|| view! {
                    <Button label=t().restore icon=Icon::History small=true on_press=restore />
                })}
            </li>
        }
        .into_any()
    };
    view! {
        <ol class="script-versions">
            {move || {
                let all = all.get();
                let last = all.len().saturating_sub(1);
                all.iter().enumerate().rev().map(|(at, version)| line(at, version, last)).collect_view()
            }}
        </ol>
        {move || {
            let desk = app.desk();
            shown.get().and_then(|(before, after)| {
                all.with(|all| Some(compare(&desk, &all.get(before)?.script, &all.get(after)?.script)))
            })
        }}
    }
    .into_any()
}
