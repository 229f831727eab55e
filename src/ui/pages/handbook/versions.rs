//! The versions a chapter has had: read, compared, brought back; and two that were made at once.

use leptos::prelude::*;

use super::{draw, draw_changes};
use crate::desk::ChapterText;
use crate::model::chapter::{Version, register};
use crate::model::document::DocId;
use crate::model::fold::{Live, Register};
use crate::query::search::marks::Marker;
use crate::ui::app::App;
use crate::ui::components::{Button, Dialog, Icon, Look, Size, Tab, Tabs};
use crate::ui::dates;
use crate::ui::show::author;
use crate::ui::texts::handbook::HandbookTexts;
use crate::ui::texts::{Common, fill};

/// The tabs of a version.
const COMPARE: &str = "compare";
const VIEW: &str = "view";

/// The versions of a chapter, the latest first.
#[component]
pub fn Versions(id: StoredValue<DocId>, leads: Memo<bool>) -> impl IntoView {
    let app = App::get();
    let t = HandbookTexts::t;
    let all = Memo::new(move |_| app.live().chapter_versions(&id.get_value()));
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(0usize);
    let line = move |(at, version): (usize, Version)| {
        let is_last = at + 1 == all.with_untracked(Vec::len);
        let by = author(&app.desk(), &version.by);
        let show = move |()| {
            chosen.set(at);
            open.set(true);
        };
        view! {
            <li>
                <span>{fill(t().version, &[&(at + 1)])}</span>
                <span class="dim">{by}" · "{dates::full(version.stamp.millis)}</span>
                {if is_last {
                    view! { <span class="tag" data-tone="accent">{t().current}</span> }.into_any()
                } else {
                    view! { <Button label=t().compare small=true look=Look::Quiet on_press=show /> }.into_any()
                }}
            </li>
        }
    };
    let title = move || fill(t().version, &[&(chosen.get() + 1)]);
    view! {
        <section class="chapter-part" aria-label=t().versions>
            <details>
                <summary><h2>{t().versions}" · "{move || all.with(Vec::len)}</h2></summary>
                <ul class="pairs versions">
                    {move || all.get().into_iter().enumerate().rev().map(line).collect_view()}
                </ul>
            </details>
            <Dialog open title size=Size::Wide>
                <One id all chosen leads open />
            </Dialog>
        </section>
    }
}

#[component]
fn One(
    id: StoredValue<DocId>,
    all: Memo<Vec<Version>>,
    chosen: RwSignal<usize>,
    leads: Memo<bool>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let app = App::get();
    let t = HandbookTexts::t;
    let tab = RwSignal::new(COMPARE.to_owned());
    let tabs = Signal::derive(move || vec![Tab::new(COMPARE, t().compare), Tab::new(VIEW, t().view)]);
    let version = Memo::new(move |_| all.with(|all| all.get(chosen.get()).cloned()));
    let restore = move |()| {
        let Some(version) = version.get_untracked() else { return };
        let (desk, id) = (app.desk(), id.get_value());
        let part = desk.chapter(&id).map(|chapter| chapter.part.clone()).unwrap_or_default();
        let new = ChapterText { title: version.title, part, text: version.text };
        app.act_then(async move { desk.change_chapter(&id, &new, None, "").await }, move |_| {
            let _ = open.try_set(false);
        });
    };
    let same =
        Memo::new(move |_| all.with(|all| version.get().map(|one| one.sign) == all.last().map(|last| last.sign)));
    view! {
        <Tabs label=move || t().versions tabs current=tab on_choose=move |id| tab.set(id) />
        <div class="chapter" role="tabpanel">
            {move || {
                let now = all.with(|all| all.last().cloned());
                let (Some(version), Some(now)) = (version.get(), now) else { return ().into_any() };
                if tab.get() == VIEW {
                    return view! { <h1>{version.title}</h1>{draw(&version.text, &Marker::default())} }.into_any();
                }
                if same.get() {
                    return view! { <p class="dim">{t().same}</p> }.into_any();
                }
                let whole = |version: &Version| [&*version.title, "\n", &*version.text].concat();
                draw_changes(&whole(&version), &whole(&now))
            }}
        </div>
        <div class="dialog-foot">
            <Button label=move || Common::t().close on_press=move |()| open.set(false) />
            {move || (leads.get() && !same.get()).then(|| view! {
                <Button label=t().restore look=Look::Main icon=Icon::Undo on_press=restore />
            })}
        </div>
    }
}

/// What two people wrote without seeing each other's: one press settles it.
#[component]
pub fn Conflict(id: StoredValue<DocId>) -> impl IntoView {
    let app = App::get();
    let t = HandbookTexts::t;
    let live = Memo::new(move |_| {
        let doc = app.doc(&id.get_value());
        let register = doc.map(|doc| doc.fold.register(register::TEXT).clone()).filter(Register::is_conflict);
        let desk = app.desk();
        let shown = |live: &Live| {
            let value = desk.reworded(&id.get_value(), register::TEXT, live.value.clone());
            (value.as_str().to_owned(), live.by.clone(), live.stamp.millis)
        };
        let of = |text: Register| text.live().iter().map(shown).collect::<Vec<_>>();
        register.map(of).unwrap_or_default()
    });
    let take = move |text: String| {
        let (desk, id) = (app.desk(), id.get_value());
        let Some(head) = desk.chapter(&id) else { return };
        let new = ChapterText { title: head.title.clone(), part: head.part.clone(), text };
        app.act(async move { desk.change_chapter(&id, &new, None, "").await });
    };
    move || {
        let all = live.get();
        let shown = all.first().map(|(text, ..)| text.clone()).unwrap_or_default();
        let one = |(text, by, at): (String, String, u64)| {
            let differs = (text != shown).then(|| draw_changes(&shown, &text));
            view! {
                <li>
                    <p class="line">
                        <b>{author(&app.desk(), &by)}</b>
                        <span class="faint small">{dates::full(at)}</span>
                        <Button label=t().use_this small=true on_press=move |()| take(text.clone()) />
                    </p>
                    {differs}
                </li>
            }
        };
        (!all.is_empty()).then(|| {
            view! {
                <section class="conflict no-print" role="group" aria-label=t().conflict>
                    <h2>{t().conflict}</h2>
                    <ul>{all.into_iter().map(one).collect_view()}</ul>
                </section>
            }
        })
    }
}
