//! A drill: the customer's line, one's own answer or a choice of four, then the answer beside it, and how well it was known.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::groups::{GroupPicker, chosen_groups};
use super::readable;
use super::sitting::Sitting;
use crate::model::exam::{Question, question};
use crate::model::practice::Rating;
use crate::model::script::Script;
use crate::query::cover::points;
use crate::ui::app::App;
use crate::ui::components::{Button, Chips, Choice, Empty, Glyph, Icon, Look, focus_soon, marked};
use crate::ui::keyboard::{FormKey, form_key, use_number};
use crate::ui::route::Route;
use crate::ui::texts::fill;
use crate::ui::texts::practice::PracticeTexts;

/// The place where it is kept whether one writes or chooses.
const MODE: &str = "practice/mode";
const WRITE: &str = "write";
const CHOOSE: &str = "choose";

/// What is shown of the current script.
#[derive(Clone, Copy)]
struct Shown {
    sitting: Sitting,
    asked: Memo<Option<Question>>,
    /// Whether one writes an answer.
    writes: Memo<bool>,
    mode: RwSignal<String>,
    /// The answer is shown.
    open: RwSignal<bool>,
    picked: RwSignal<Option<usize>>,
    typed: RwSignal<String>,
}

impl Shown {
    /// The ratings to choose from.
    fn ratings(self) -> &'static [Rating] {
        let right = self.asked.with_untracked(|asked| asked.as_ref().map(|asked| asked.right));
        let picked = self.picked.get_untracked();
        Rating::open_to(!self.writes.get_untracked() && picked.is_some() && picked != right)
    }

    fn rate(self, rating: Rating) {
        if !self.ratings().contains(&rating) {
            return;
        }
        self.open.set(false);
        self.picked.set(None);
        self.typed.set(String::new());
        self.sitting.rate(rating);
    }

    fn pick(self, at: usize) {
        let known = self.asked.with_untracked(|asked| asked.as_ref().is_some_and(|asked| at < asked.options.len()));
        if known && !self.open.get_untracked() {
            self.picked.set(Some(at));
            self.open.set(true);
        }
    }
}

/// Practice.
#[component]
pub fn Drill() -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let sitting = Sitting::begin(app);
    let current = Memo::new(move |_| sitting.queue.with(|queue| queue.first().cloned()));
    let script = Memo::new(move |_| current.get().and_then(|id| app.live().drill_script(&id)));
    // Other answers each time it is asked for.
    let asked = Memo::new(move |_| {
        let id = current.get()?;
        let seed = i64::try_from(sitting.done.get()).unwrap_or(0);
        question(&app.desk().drill_items(), &id, seed)
    });
    let mode = RwSignal::new(app.desk().draft(MODE).unwrap_or_else(|| CHOOSE.to_owned()));
    let shown = Shown {
        sitting,
        asked,
        mode,
        writes: Memo::new(move |_| mode.with(|mode| mode == WRITE)),
        open: RwSignal::new(false),
        picked: RwSignal::new(None),
        typed: RwSignal::new(String::new()),
    };
    use_number(move |digit| {
        if shown.open.get_untracked() {
            if let Some(rating) = Rating::of(digit) {
                shown.rate(rating);
            }
        } else if !shown.writes.get_untracked() {
            shown.pick(usize::from(digit) - 1);
        }
    });
    view! {
        <Top shown />
        {move || match script.get() {
            Some(script) => view! { <Card shown script /> }.into_any(),
            None if app.live().drill_scripts(&[]).is_empty() => {
                view! { <Empty icon=Icon::Quality title=t().nothing text=t().nothing_about /> }.into_any()
            }
            None => view! {
                <Empty icon=Icon::Check title=t().done text=t().done_about>
                    <p class="dim" hidden=move || sitting.done.get() == 0>{move || fill(t().done_count, &[&sitting.done.get()])}</p>
                    <Button label=t().more icon=Icon::Plus on_press=move |()| sitting.more() />
                </Empty>
            }.into_any(),
        }}
    }
}

/// How one stands, what is practised and how.
#[component]
fn Top(shown: Shown) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let Sitting { groups, queue, progress, .. } = shown.sitting;
    let streak = Memo::new(move |_| progress.with(|progress| progress.streak(app.desk().today_of(&app.person.get()))));
    let modes = Signal::derive(move || vec![Choice::new(CHOOSE, t().by_choice), Choice::new(WRITE, t().by_writing)]);
    let choose_mode = move |mode: String| {
        app.keep_draft(MODE, &mode);
        shown.mode.set(mode);
    };
    let choose = move |chosen: Vec<String>| {
        shown.open.set(false);
        shown.picked.set(None);
        shown.sitting.choose(chosen);
    };
    let known = move || {
        let counts = progress.with(|progress| {
            let known = progress.cards.values().filter(|card| card.interval >= 21).count();
            (known, progress.cards.len() - known)
        });
        fill(t().known, &[&counts.0, &counts.1])
    };
    view! {
        <header class="page-head">
            <h1>{t().title}</h1>
            <span class="tag" data-tone="accent" hidden=move || streak.get() == 0>{move || fill(t().streak, &[&streak.get()])}</span>
            <span class="tag" data-left="">{move || fill(t().left, &[&queue.with(Vec::len)])}</span>
            <Chips options=modes value=shown.mode on_choose=choose_mode label=move || t().mode required=true />
        </header>
        <details class="drill-groups">
            <summary>
                {t().groups}"："
                {move || groups.with(|chosen| chosen_groups(&app.live().drill_groups(), chosen))}
                <span class="faint small">" · "{known}</span>
            </summary>
            <GroupPicker chosen=groups on_change=choose />
        </details>
    }
}

#[component]
fn Card(shown: Shown, script: Arc<Script>) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let Shown { open, writes, .. } = shown;
    let said = readable(app, &script.question);
    let script = StoredValue::new(script);
    view! {
        <section class="drill card">
            <p class="small faint">{t().customer_says}</p>
            <blockquote>{said}</blockquote>
            {move || match (open.get(), writes.get()) {
                (false, true) => view! { <Write shown /> }.into_any(),
                (false, false) => view! { <Options shown /> }.into_any(),
                (true, writes) => view! {
                    {if writes {
                        view! { <Compared shown script /> }.into_any()
                    } else {
                        view! { <Options shown /> }.into_any()
                    }}
                    <Model script />
                    <Rate shown />
                }.into_any(),
            }}
        </section>
    }
}

/// An answer in one's own words.
#[component]
fn Write(shown: Shown) -> impl IntoView {
    let t = PracticeTexts::t;
    let Shown { open, typed, .. } = shown;
    let area = NodeRef::<leptos::html::Textarea>::new();
    area.on_load(move |area| {
        area.set_value(&typed.get_untracked());
        focus_soon(move || Some(area.unchecked_into()));
    });
    let keyed = move |event: KeyboardEvent| match form_key(&event) {
        Some(FormKey::Save) => open.set(true),
        Some(FormKey::Close) => {
            if let Some(area) = area.get_untracked() {
                // It had the focus or not: either is fine.
                let _ = area.blur();
            }
        }
        None => {}
    };
    view! {
        <textarea class="box" node_ref=area rows="3" placeholder=t().your_answer aria-label=t().your_answer on:keydown=keyed
            on:input=move |event| typed.set(event_target_value(&event))></textarea>
        <p class="actions">
            <Button label=t().show look=Look::Main hint=crate::ui::keys::Key::Save.shown(crate::ui::keyboard::is_mac())
                on_press=move |()| open.set(true) />
        </p>
    }
}

/// Four answers to choose from; once one is chosen, which is right.
#[component]
fn Options(shown: Shown) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let Shown { open, picked, asked, .. } = shown;
    let option = move |(at, text): (usize, String), right: usize| {
        let sign = move || match (open.get(), picked.get()) {
            (true, _) if at == right => "right",
            (true, Some(chosen)) if chosen == at => "wrong",
            _ => "",
        };
        let word = move || match sign() {
            "right" if picked.get() == Some(at) => t().right,
            "right" => t().right_one,
            "wrong" => t().wrong,
            _ => "",
        };
        view! {
            <button type="button" class="drill-option" data-sign=sign disabled=open on:click=move |_| shown.pick(at)>
                <kbd>{at + 1}</kbd>
                <span>{readable(app, &text)}</span>
                <b>{word}</b>
            </button>
        }
    };
    view! {
        <div class="drill-options">
            {move || asked.get().map(|asked| {
                let right = asked.right;
                asked.options.into_iter().enumerate().map(|one| option(one, right)).collect_view()
            })}
        </div>
    }
}

/// One's own answer, and which of the points it covers.
#[component]
fn Compared(shown: Shown, script: StoredValue<Arc<Script>>) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let typed = shown.typed.get_untracked();
    if typed.trim().is_empty() {
        return view! { <p class="dim">{t().nothing_written}</p> }.into_any();
    }
    // Of several ways of saying it, the one that it comes nearest to.
    let best = script.with_value(|script| {
        let of = |answer: &crate::model::script::Answer| points(&answer.text, &typed);
        let all = script.answers.iter().map(of);
        // Of those that are as near, the first.
        all.rev().max_by_key(|points| points.iter().filter(|point| point.covered).count() * 1_000 / points.len().max(1))
    });
    let best = best.unwrap_or_default();
    let hits = app.desk().taboos().find(&typed);
    let marks: Vec<std::ops::Range<usize>> = hits.iter().map(|hit| hit.place.from..hit.place.to).collect();
    let said: Vec<&str> = marks.iter().filter_map(|mark| typed.get(mark.clone())).collect();
    let warning = (!said.is_empty()).then(|| fill(t().taboo, &[&said.join("、")]));
    let covered = best.iter().filter(|point| point.covered).count();
    let count = fill(t().covered, &[&covered, &best.len()]);
    let point = |point: crate::query::cover::Point| {
        let (icon, word) = if point.covered { (Icon::Check, t().is_covered) } else { (Icon::Close, t().not_covered) };
        let said = readable(app, &point.text);
        view! {
            <li data-covered=point.covered.then_some("") title=word>
                <Glyph icon /><span class="only-spoken">{word}"："</span>{said}
            </li>
        }
    };
    view! {
        <div class="drill-own">
            <p class="small faint">{t().own}</p>
            <p class="pre">{marked(&typed, &marks)}</p>
            {warning.map(|warning| view! { <p class="late small" role="alert">{warning}</p> })}
            <p class="small dim">{count}</p>
            <ul class="points">{best.into_iter().map(point).collect_view()}</ul>
        </div>
    }
    .into_any()
}

/// The answer, what is done, and what is not said.
#[component]
fn Model(script: StoredValue<Arc<Script>>) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let script = script.get_value();
    let answers = script.answers.iter().map(|answer| {
        let when = (!answer.when.is_empty()).then(|| [&*answer.when, "："].concat());
        view! { <p><b>{when}</b>{readable(app, &answer.text)}</p> }
    });
    let list = |label: &'static str, items: &[String]| {
        let items: Vec<String> = items.iter().map(|item| readable(app, item)).collect();
        (!items.is_empty()).then(|| {
            view! {
                <div>
                    <p class="small faint">{label}</p>
                    <ul class="dots">{items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view()}</ul>
                </div>
            }
        })
    };
    let pack = script.id.split('.').next().unwrap_or_default();
    let chapter = app.desk().source_chapter(pack, &script.source).map(|chapter| {
        let label = fill(t().source, &[&chapter.title]);
        view! { <p><a class="chapter-of" href=Route::chapter(&chapter.id).href()><Glyph icon=Icon::Handbook />{label}</a></p> }
    });
    view! {
        <div class="drill-model">
            <div>
                <p class="small faint">{t().model}" · "{script.title.clone()}" "<span class="mono">{script.code.clone()}</span></p>
                {answers.collect_view()}
            </div>
            {list(t().steps, &script.steps)}
            {list(t().never, &script.never)}
            {chapter}
        </div>
    }
}

/// How well it was known: 1 to 4.
#[component]
fn Rate(shown: Shown) -> impl IntoView {
    let t = PracticeTexts::t;
    let one = move |rating: Rating| {
        let label = match rating {
            Rating::Forgot => t().forgot,
            Rating::Hard => t().hard,
            Rating::Good => t().good,
            Rating::Easy => t().easy,
        };
        let when = match shown.sitting.next_in(rating) {
            0 => t().again_today.to_owned(),
            days => fill(t().in_days, &[&days]),
        };
        view! {
            <button type="button" class="btn rate" data-rating=rating.number().to_string() on:click=move |_| shown.rate(rating)>
                <kbd>{rating.number()}</kbd>
                <span><b>{label}</b><span class="small faint">{when}</span></span>
            </button>
        }
    };
    view! {
        <div class="rates" role="group" aria-label=t().how_well>
            <p class="small dim">{t().how_well}</p>
            {shown.ratings().iter().copied().map(one).collect_view()}
        </div>
    }
}
