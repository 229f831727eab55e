//! An exam that is taken: a question at a time, the time that is left, what was picked kept through a reload.

use std::sync::Arc;
use std::time::Duration;

use leptos::ev::keydown;
use leptos::prelude::*;

use super::readable;
use super::result::result;
use crate::model::document::DocId;
use crate::model::exam::Attempt;
use crate::ui::app::App;
use crate::ui::components::{Button, Dialog, Empty, Icon, Look};
use crate::ui::keyboard::{is_composing, is_mac, use_key, use_number};
use crate::ui::keys::Key;
use crate::ui::texts::practice::PracticeTexts;
use crate::ui::texts::{Common, fill};

/// An attempt: being taken by who began it, or what came of it.
#[component]
pub fn AttemptPage(id: DocId) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let found = Memo::new(move |_| {
        let mine = app.person.get();
        let leads = app.role() > crate::model::agent::Role::Agent;
        app.live().attempt(&id).filter(|attempt| leads || attempt.agent == mine)
    });
    // It is taken until its time is over; afterwards what was picked is handed in.
    let takes = Memo::new(move |_| {
        let mine = app.person.get();
        found.with(|found| found.as_ref().is_some_and(|attempt| attempt.answered.is_none() && attempt.agent == mine))
    });
    move || match found.get() {
        None => view! { <Empty icon=Icon::Quality title=t().exams text=t().not_yours /> }.into_any(),
        Some(attempt) if takes.get() => view! { <Taking attempt /> }.into_any(),
        Some(attempt) => result(app, &attempt),
    }
}

/// What is picked in an attempt.
#[derive(Clone, Copy)]
struct Picks {
    app: App,
    attempt: StoredValue<Arc<Attempt>>,
    picked: RwSignal<Vec<Option<usize>>>,
    at: RwSignal<usize>,
    sent: RwSignal<bool>,
}

impl Picks {
    fn new(app: App, attempt: Arc<Attempt>) -> Self {
        let count = attempt.asked.questions.len();
        let kept = app.desk().draft(attempt.id.as_str()).unwrap_or_default();
        let mut picked: Vec<Option<usize>> = kept.split(',').map(|place| place.parse().ok()).collect();
        picked.resize(count, None);
        let at = picked.iter().position(Option::is_none).unwrap_or(0);
        Self {
            app,
            attempt: StoredValue::new(attempt),
            picked: RwSignal::new(picked),
            at: RwSignal::new(at),
            sent: RwSignal::new(false),
        }
    }

    fn count(self) -> usize {
        self.attempt.with_value(|attempt| attempt.asked.questions.len())
    }

    fn open(self) -> usize {
        self.picked.with(|picked| picked.iter().filter(|one| one.is_none()).count())
    }

    fn pick(self, place: usize) {
        let at = self.at.get_untracked();
        let known = self.attempt.with_value(|attempt| {
            attempt.asked.questions.get(at).is_some_and(|question| place < question.options.len())
        });
        if !known {
            return;
        }
        self.picked.update(|picked| picked[at] = Some(place));
        let text = |one: &Option<usize>| one.map(|place| place.to_string()).unwrap_or_default();
        let kept = self.picked.with_untracked(|picked| picked.iter().map(text).collect::<Vec<_>>().join(","));
        self.app.keep_draft(&self.attempt.with_value(|attempt| attempt.id.to_string()), &kept);
        if at + 1 < self.count() {
            self.at.set(at + 1);
        }
    }

    fn go(self, by: isize) {
        let to = self.at.get_untracked().saturating_add_signed(by);
        if to < self.count() {
            self.at.set(to);
        }
    }

    fn hand_in(self) {
        if self.sent.try_get_untracked() != Some(false) {
            return;
        }
        self.sent.set(true);
        let (desk, picked) = (self.app.desk(), self.picked.get_untracked());
        let id = self.attempt.with_value(|attempt| attempt.id.clone());
        let sent = self.sent;
        let app = self.app;
        leptos::task::spawn_local(async move {
            if let Err(error) = desk.hand_exam_in(&id, picked, id.as_str()).await {
                app.fail(&error);
                // It can be tried again.
                let _ = sent.try_set(false);
            }
        });
    }
}

/// Minutes and seconds.
fn clock(millis: u64) -> String {
    let seconds = millis.div_ceil(1_000);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[component]
fn Taking(attempt: Arc<Attempt>) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let (name, ends) = (attempt.asked.name.clone(), attempt.ends());
    let picks = Picks::new(app, attempt);
    let left = RwSignal::new(ends.saturating_sub(app.desk().now()));
    let tick = move || {
        let now = ends.saturating_sub(app.desk().now());
        if left.try_set(now).is_none() && now == 0 {
            picks.hand_in();
        }
    };
    if ends < u64::MAX {
        tick();
        if let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || timer.clear());
        }
    }
    let asking = RwSignal::new(false);
    use_number(move |digit| picks.pick(usize::from(digit) - 1));
    use_key(Key::ListNext, move || picks.go(1));
    use_key(Key::ListPrevious, move || picks.go(-1));
    let keys = window_event_listener(keydown, move |event| {
        let save = event.key() == "Enter" && (event.ctrl_key() || event.meta_key());
        if save && !is_composing(&event) && !asking.get_untracked() {
            event.prevent_default();
            asking.set(true);
        }
    });
    on_cleanup(move || keys.remove());
    let about = move || match picks.open() {
        0 => t().hand_in_all.to_owned(),
        open => fill(t().hand_in_open, &[&open]),
    };
    view! {
        <header class="page-head exam-head">
            <h1>{name}</h1>
            {(ends < u64::MAX).then(|| view! {
                <span class="tag" role="timer" data-tone=move || if left.get() < 60_000 { "late" } else { "accent" }>
                    {move || fill(t().time_left, &[&clock(left.get())])}
                </span>
            })}
            <Button label=t().hand_in icon=Icon::Check look=Look::Main hint=Key::Save.shown(is_mac())
                on_press=move |()| asking.set(true) />
        </header>
        <One picks />
        <nav class="exam-dots" aria-label=t().exams>
            {(0..picks.count()).map(|at| view! {
                <button type="button" class="view" aria-current=move || (picks.at.get() == at).then_some("step")
                    data-done=move || picks.picked.with(|picked| picked.get(at).copied().flatten()).map(|_| "")
                    on:click=move |_| picks.at.set(at)>{at + 1}</button>
            }).collect_view()}
        </nav>
        <p class="small faint no-phone">{t().keys}</p>
        <Dialog open=asking title=t().hand_in>
            <p>{about}</p>
            <div class="dialog-foot">
                <Button label=move || Common::t().cancel on_press=move |()| asking.set(false) />
                <Button label=t().hand_in look=Look::Main disabled=picks.sent on_press=move |()| picks.hand_in() />
            </div>
        </Dialog>
    }
    .into_any()
}

#[component]
fn One(picks: Picks) -> impl IntoView {
    let app = App::get();
    let t = PracticeTexts::t;
    let question = Memo::new(move |_| {
        let at = picks.at.get();
        picks.attempt.with_value(|attempt| attempt.asked.questions.get(at).cloned())
    });
    let option = move |(place, text): (usize, String)| {
        let chosen = move || picks.picked.with(|picked| picked.get(picks.at.get()).copied().flatten() == Some(place));
        view! {
            <button type="button" class="drill-option" aria-pressed=move || if chosen() { "true" } else { "false" }
                on:click=move |_| picks.pick(place)>
                <kbd>{place + 1}</kbd><span>{readable(app, &text)}</span>
            </button>
        }
    };
    view! {
        <section class="drill card">
            <p class="small faint">{move || fill(t().question, &[&(picks.at.get() + 1), &picks.count()])}</p>
            <blockquote>{move || question.get().map(|question| readable(app, &question.question))}</blockquote>
            <div class="drill-options">
                {move || question.get().map(|question| question.options.into_iter().enumerate().map(option).collect_view())}
            </div>
            <p class="actions">
                <Button label=t().previous small=true icon=Icon::Back on_press=move |()| picks.go(-1) />
                <Button label=t().next small=true icon=Icon::Right on_press=move |()| picks.go(1) />
            </p>
        </section>
    }
}
