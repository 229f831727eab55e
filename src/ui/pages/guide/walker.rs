//! A guide being walked: the step in large letters, its scripts, clocks, fields and choices; the way at the side.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::asks::{AskDraft, AskTicket};
use super::clocks::Clocks;
use super::says::Says;
use super::{begin, choosing};
use crate::desk::walk_place;
use crate::model::change::WalkEnd;
use crate::model::document::DocId;
use crate::model::guide::{Guide, Step};
use crate::model::value::Value;
use crate::model::walk::Walk;
use crate::ui::app::App;
use crate::ui::components::{Button, Empty, Icon, IconButton, Look, focus_soon};
use crate::ui::keyboard::{use_key, use_number};
use crate::ui::keys::Key;
use crate::ui::nav::navigate;
use crate::ui::pages::capture::{Form as CaptureForm, PLACE};
use crate::ui::pages::ticket::ask::Form;
use crate::ui::pages::ticket::{Shown, script_value};
use crate::ui::route::{Query, Route};
use crate::ui::saying::Known;
use crate::ui::texts::guides::{GuideTexts, clock};
use crate::ui::texts::{Common, fill};
use crate::ui::typed::Typed;

/// A walk on its page.
#[derive(Clone, Copy)]
struct Walking {
    app: App,
    /// The ticket's id; empty for none.
    ticket: StoredValue<String>,
    guide: StoredValue<Guide>,
    walk: RwSignal<Option<Walk>>,
}

impl Walking {
    /// Changes the walk and keeps it; true when something has changed.
    fn change(self, change: impl FnOnce(&mut Walk, &Guide, u64) -> bool) -> bool {
        // What is being typed is kept first.
        let active = document().active_element().and_then(|active| active.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(active) = active {
            let _ = active.blur();
        }
        let now = self.app.desk().now();
        let Some(mut walk) = self.walk.get_untracked() else { return false };
        if !self.guide.with_value(|guide| change(&mut walk, guide, now)) {
            return false;
        }
        let text = serde_json::to_string(&walk).unwrap_or_default();
        self.app.keep_draft(&walk_place(&self.ticket.get_value()), &text);
        self.walk.set(Some(walk));
        true
    }

    fn choose(self, number: usize) {
        self.change(|walk, guide, now| walk.choose(guide, number, now));
    }

    fn back(self) {
        self.change(Walk::back);
    }

    fn away(self) -> Route {
        self.ticket.with_value(|ticket| if ticket.is_empty() { Route::Today } else { Route::ticket(ticket) })
    }

    /// Ends it beside its ticket; the minutes of the call are proposed there.
    fn end(self, end: WalkEnd, why: &str, minutes: Option<u64>) {
        let Some(walk) = self.walk.get_untracked() else { return };
        let ticket = DocId::new(&self.ticket.get_value());
        let (desk, to, why) = (self.app.desk(), self.away(), why.to_owned());
        let said = ["said/", ticket.as_str()].concat();
        let app = self.app;
        app.act_then(async move { desk.end_walk(&ticket, walk, end, &why).await }, move |_| {
            if let Some(minutes) = minutes {
                let kept = app.desk().draft(&said).and_then(|text| serde_json::from_str(&text).ok());
                let mut typed: std::collections::BTreeMap<String, Value> = kept.unwrap_or_default();
                typed.insert("minutes".to_owned(), Value::Text(minutes.to_string()));
                app.keep_draft(&said, &serde_json::to_string(&typed).unwrap_or_default());
            }
            navigate(&to);
        });
    }

    fn forget(self) {
        self.app.keep_draft(&walk_place(&self.ticket.get_value()), "");
        self.walk.set(None);
    }
}

/// A guide beside a ticket, or before there is one.
#[component]
#[allow(clippy::needless_pass_by_value)] // A component owns what it is given.
pub fn Walker(guide: String, ticket: String) -> impl IntoView {
    let app = App::get();
    let t = GuideTexts::t();
    let Some(info) = app.desk().guide(&guide) else {
        return view! { <main class="work wide"><Empty icon=Icon::Handbook title=t.gone /></main> }.into_any();
    };
    let kept = app.desk().walk(&ticket).filter(|walk| walk.guide == guide && !walk.ended);
    let it = Walking {
        app,
        guide: StoredValue::new(info.guide.clone()),
        walk: RwSignal::new(kept),
        ticket: StoredValue::new(ticket.clone()),
    };
    if ticket.is_empty() {
        choose_kind(app, info.pack(), &info.guide);
    }
    let now = RwSignal::new(app.desk().now());
    let tick = gloo::timers::callback::Interval::new(500, move || {
        let _ = now.try_set(app.desk().now());
    });
    let tick = StoredValue::new_local(Some(tick));
    on_cleanup(move || drop(tick.try_update_value(Option::take)));
    let place = Memo::new(move |_| it.walk.with(|walk| walk.as_ref().map_or(0, |walk| walk.stays.len())));
    let going = Memo::new(move |_| it.walk.with(Option::is_some));
    let start = {
        let (info, ticket) = (info.clone(), ticket.clone());
        move |()| {
            begin(app, &info, &ticket);
            it.walk.set(app.desk().walk(&ticket));
        }
    };
    use_number(move |n| it.choose(usize::from(n).saturating_sub(1)));
    use_key(Key::StepBack, move || it.back());
    use_key(Key::Close, move || navigate(&it.away()));
    let row = app.desk().row(&DocId::new(&ticket));
    let subject = row.map(|row| [&*row.number, " ", &row.subject].concat());
    let (name, about) = (info.guide.name.clone(), info.guide.about.clone());
    let first = info.guide.step(&info.guide.start).map(|step| step.title.clone());
    view! {
        <main class="work wide guide" aria-label=name.clone()>
            <div class="page">
                <header class="page-head">
                    <IconButton icon=Icon::Back label=t.leave on_press=move |()| navigate(&it.away()) />
                    <h1>{name.clone()}</h1>
                    {subject.map(|subject| view! { <a class="small cut" href=it.away().href()>{subject}</a> })}
                    <Clocks walk=it.walk now />
                </header>
                {move || if going.get() {
                    let _ = place.get();
                    untrack(|| view! { <OneStep it /> }.into_any())
                } else {
                    let start = start.clone();
                    view! {
                        <section class="guide-step">
                            <p class="dim">{about.clone()}</p>
                            <h2>{first.clone()}</h2>
                            <div class="actions"><Button label=t.start icon=Icon::Play look=Look::Main key=Key::Save on_press=start.clone() /></div>
                        </section>
                    }.into_any()
                }}
                <Path it now />
            </div>
        </main>
    }
    .into_any()
}

/// A guide for one kind says what the ticket being taken is.
fn choose_kind(app: App, pack: &str, guide: &Guide) {
    let desk = app.desk();
    let mut form: CaptureForm = desk.draft(PLACE).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let kind = guide.kinds.first().map(|kind| [pack, ".", kind].concat());
    if let Some(kind) = kind.filter(|kind| form.kind.is_empty() && desk.kind(kind).is_some()) {
        form.kind = kind;
        app.keep_draft(PLACE, &serde_json::to_string(&form).unwrap_or_default());
    }
}

/// What is known of a placeholder: of the ticket, or of what has been typed for the one being taken.
fn known(app: App, shown: Option<Shown>, name: &str) -> Known {
    if let Some(shown) = shown {
        shown.doc.track();
        return script_value(app, shown, name);
    }
    let form: CaptureForm =
        app.desk().draft(PLACE).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let value = match name {
        "customer" => {
            let known = app.desk().customer(&DocId::new(&form.customer));
            known.map(|customer| customer.addressed()).unwrap_or_default()
        }
        name => form.value(name).as_str().to_owned(),
    };
    (Some(value).filter(|value| !value.is_empty()), None)
}

/// The step where one stands.
#[component]
fn OneStep(it: Walking) -> impl IntoView {
    let app = it.app;
    let t = GuideTexts::t();
    let head = NodeRef::<leptos::html::H2>::new();
    // Whoever is read to hears the step first.
    head.on_load(|head| focus_soon(move || Some(head.unchecked_into())));
    let Some((step, number)) = it.walk.with_untracked(|walk| {
        let walk = walk.as_ref()?;
        Some((it.guide.with_value(|guide| walk.step(guide).cloned()), walk.trail().len()))
    }) else {
        return ().into_any();
    };
    let Some(step) = step else {
        return view! {
            <section class="guide-step">
                <p class="notice" data-tone="late" role="alert">{t.gone_step}</p>
                <div class="actions"><Button label=t.start look=Look::Main on_press=move |()| it.forget() /></div>
                <GiveUp it />
            </section>
        }
        .into_any();
    };
    let Step { title, say, note, asks, choices, end, .. } = step;
    let shown = it.ticket.with_value(|ticket| (!ticket.is_empty()).then(Shown::get));
    let pack = it.walk.with_untracked(|walk| {
        walk.as_ref().and_then(|walk| walk.guide.split('.').next()).unwrap_or_default().to_owned()
    });
    let scripts = app.desk().guide_scripts(&pack, &say);
    let used_on = shown.map(Shown::id);
    let known = Callback::new(move |name: String| known(app, shown, &name));
    let option = move |(at, label): (usize, String)| {
        view! {
            <button type="button" class="guide-choice" on:click=move |_| it.choose(at)>
                <kbd aria-hidden="true">{at + 1}</kbd><span>{label}</span>
            </button>
        }
    };
    let labels: Vec<(usize, String)> = choices.into_iter().map(|choice| choice.label).enumerate().collect();
    view! {
        <section class="guide-step">
            <p class="small faint">{fill(t.nth, &[&number])}</p>
            <h2 tabindex="-1" node_ref=head>{title}</h2>
            {(!note.is_empty()).then(|| view! { <p class="watch">{note}</p> })}
            <Says scripts known ticket=used_on />
            {if shown.is_some() { view! { <AskTicket asks /> }.into_any() } else { view! { <AskDraft asks /> }.into_any() }}
            {if end {
                view! { <Ending it /> }.into_any()
            } else {
                view! { <div class="choices" role="group" aria-label=t.choose>{labels.into_iter().map(option).collect_view()}</div> }.into_any()
            }}
            <div class="line guide-foot">
                <Button label=t.back icon=Icon::Back look=Look::Quiet small=true hint="⌫" disabled=number < 2 on_press=move |()| it.back() />
                <GiveUp it />
            </div>
        </section>
    }
    .into_any()
}

/// The end: into the ticket, on to the ticket that is to be taken, or nothing.
#[component]
fn Ending(it: Walking) -> impl IntoView {
    let t = GuideTexts::t();
    let now = it.app.desk().now();
    let seconds = it.walk.with_untracked(|walk| walk.as_ref().map_or(0, |walk| walk.seconds(now)));
    // A call that took longer than a morning was left in between.
    let minutes = Some(seconds.div_ceil(60).max(1)).filter(|minutes| (1..=120).contains(minutes));
    let noted = RwSignal::new(true);
    if it.ticket.with_value(String::is_empty) {
        let take = move |()| {
            let stopped = it.change(|walk, _, now| {
                walk.stop(now);
                true
            });
            if stopped {
                navigate(&Route::Capture(Query::default()));
            }
        };
        return view! {
            <div class="actions">
                <Button label=t.to_capture look=Look::Main key=Key::Save on_press=take />
                <Button label=t.no_ticket on_press=move |()| { it.forget(); navigate(&Route::Today); } />
            </div>
        }
        .into_any();
    }
    let finish = move |()| it.end(WalkEnd::Done, "", minutes.filter(|_| noted.get_untracked()));
    view! {
        {minutes.map(|minutes| view! {
            <label class="check"><input type="checkbox" prop:checked=move || noted.get() on:change=move |event| noted.set(event_target_checked(&event)) />
                <span>{fill(t.minutes, &[&minutes])}</span></label>
        })}
        <div class="actions"><Button label=t.finish look=Look::Main key=Key::Save on_press=finish /></div>
    }
    .into_any()
}

/// Gives it up: beside a ticket with a reason, which is recorded.
#[component]
fn GiveUp(it: Walking) -> impl IntoView {
    let t = GuideTexts::t();
    let asking = RwSignal::new(false);
    let press = move |()| {
        if it.ticket.with_value(String::is_empty) {
            it.forget();
            navigate(&choosing(""));
        } else {
            asking.set(true);
        }
    };
    let close = Callback::new(move |()| {
        let _ = asking.try_set(false);
    });
    view! {
        {move || if asking.get() {
            let typed = Typed::at(["guide-why/", &it.ticket.get_value()].concat());
            view! {
                <Form class="inline" typed on_save=move |()| it.end(WalkEnd::Abandoned, &typed.text("why"), None) on_close=close>
                    <input class="input" data-keep="why" value=typed.text("why") required placeholder=t.why aria-label=t.why />
                    <button class="btn" data-look="danger">{t.give_up}</button>
                    <button type="button" class="btn" on:click=move |_| close.run(())>{Common::t().cancel}</button>
                </Form>
            }.into_any()
        } else {
            view! { <Button label=t.give_up look=Look::Quiet small=true on_press=press /> }.into_any()
        }}
    }
    .into_any()
}

/// The way so far.
#[component]
fn Path(it: Walking, now: RwSignal<u64>) -> impl IntoView {
    let t = GuideTexts::t();
    let stays =
        Memo::new(move |_| it.walk.with(|walk| walk.as_ref().map(|walk| walk.stays.clone())).unwrap_or_default());
    view! {
        <aside class="guide-path" aria-label=t.path hidden=move || stays.with(Vec::is_empty)>
            <h3 class="section">{t.path}</h3>
            <ol>
                <For each={move || stays.get().into_iter().enumerate()} key=|(at, stay)| (*at, stay.to, stay.choice.clone(), stay.back) let((_, stay))>
                    {
                        let (from, to) = (stay.from, stay.to);
                        let choice = if stay.back { t.went_back.to_owned() } else { stay.choice.clone() };
                        view! {
                            <li aria-current=to.is_none().then_some("step")>
                                <b>{stay.title.clone()}</b>
                                <span class="num faint">{move || clock(to.unwrap_or_else(|| now.get()).saturating_sub(from) / 1000)}</span>
                                <span class="small dim">{choice}</span>
                            </li>
                        }
                    }
                </For>
            </ol>
        </aside>
    }
    .into_any()
}
