//! Writing: a note, an answer, a call with its minutes, what the customer says. Kept as typed, per person and ticket.

use leptos::html::Textarea;
use leptos::prelude::*;

use super::Shown;
use super::timeline::show_written;
use crate::model::agent::Role;
use crate::model::change::How;
use crate::model::flow;
use crate::model::stamp::Stamp;
use crate::model::value::Value;
use crate::query::text::first_gap;
use crate::ui::app::App;
use crate::ui::components::{Button, Glyph, Icon, Look};
use crate::ui::keyboard::{FormKey, form_key, use_key};
use crate::ui::keys::Key;
use crate::ui::pages::ticket::files::paste_files;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};
use crate::ui::typed::Typed;

/// The text that the help pane writes into; in context beside the ticket.
#[derive(Clone, Copy)]
pub struct Reply {
    /// The text area.
    pub area: NodeRef<Textarea>,
    how: RwSignal<How>,
}

impl Reply {
    /// A reply not yet on the page.
    #[must_use]
    pub fn new() -> Self {
        Self { area: NodeRef::new(), how: RwSignal::new(How::Note) }
    }

    /// Puts a text at the caret, as an answer to the customer. The first place of it that is still to be filled in is then
    /// chosen; without one the caret stands behind it.
    pub fn insert(self, app: App, place: &str, text: &str) {
        let Some(area) = self.area.get_untracked() else { return };
        self.how.set(How::Reply);
        let _ = area.focus();
        let (start, end) = (area.selection_start().ok().flatten(), area.selection_end().ok().flatten());
        match (start, end) {
            (Some(start), Some(end)) => {
                let _ = area.set_range_text_with_start_and_end(text, start, end);
                let gap = first_gap(text).unwrap_or(text.len()..text.len());
                let at = |byte: usize| start + utf16(text.get(..byte).unwrap_or_default());
                let _ = area.set_selection_range(at(gap.start), at(gap.end));
            }
            _ => area.set_value(&format!("{}{text}", area.value())),
        }
        app.keep_draft(place, &area.value());
    }
}

impl Default for Reply {
    fn default() -> Self {
        Self::new()
    }
}

/// What an answer keeps of what was promised: the one thing promised to be answered, unless its tick is taken off; of several
/// what is ticked.
#[derive(Clone, Copy)]
struct Keeps {
    /// The open promises: whether an answer keeps them.
    promised: Memo<Vec<(Stamp, String, bool)>>,
    /// The ticks that somebody has set.
    set: RwSignal<Vec<(Stamp, bool)>>,
}

impl Keeps {
    fn of(shown: Shown) -> Self {
        let promised = Memo::new(move |_| {
            shown.kind.with(|kind| {
                shown.read(|fold| {
                    let each = flow::open_promises(fold).map(|promise| {
                        let answer = kind.as_ref().is_none_or(|kind| flow::kept_by_answer(kind, promise));
                        (promise.stamp, promise.text.clone(), answer)
                    });
                    let mut all = each.collect::<Vec<_>>();
                    // Which of several an answer keeps is for the person to say.
                    if all.len() > 1 {
                        for (_, _, answer) in &mut all {
                            *answer = false;
                        }
                    }
                    all
                })
            })
        });
        Self { promised, set: RwSignal::new(Vec::new()) }
    }

    fn is_on(self, stamp: Stamp, answer: bool) -> bool {
        self.set.with(|set| set.iter().find(|(other, _)| *other == stamp).map_or(answer, |(_, on)| *on))
    }

    fn chosen(self) -> Vec<Stamp> {
        let all = self.promised.get_untracked();
        all.into_iter().filter(|(stamp, _, answer)| untrack(|| self.is_on(*stamp, *answer))).map(|all| all.0).collect()
    }

    fn forget(self) {
        let _ = self.set.try_set(Vec::new());
    }

    fn ticks(self, how: RwSignal<How>) -> impl IntoView {
        let app = App::get();
        let Self { promised, set } = self;
        let answers = move || matches!(how.get(), How::Reply | How::Call);
        view! {
            <div class="line kept" hidden=move || !answers() || promised.with(Vec::is_empty)>
                <For each=move || promised.get() key=Clone::clone let((stamp, text, answer))>
                    <label class="check small">
                        <input type="checkbox" prop:checked=move || self.is_on(stamp, answer) on:change=move |event| {
                            let on = event_target_checked(&event);
                            set.update(|set| { set.retain(|(other, _)| *other != stamp); set.push((stamp, on)); });
                        } />
                        <span>{fill(TicketTexts::t().keeps_promise, &[&app.desk().by_steps(&text)])}</span>
                    </label>
                </For>
            </div>
        }
    }
}

/// As what a draft is kept: the names under which it stands there.
const fn how_name(how: How) -> &'static str {
    match how {
        How::Note => "note",
        How::Reply => "reply",
        How::Call => "call",
        How::Contact => "contact",
    }
}

fn how_of(name: &str) -> How {
    [How::Reply, How::Call, How::Contact].into_iter().find(|how| how_name(*how) == name).unwrap_or(How::Note)
}

/// How long a text is to the browser.
fn utf16(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(0)
}

/// What goes to the customer goes without gaps: chooses the first one left, and says what is wrong; nothing without one.
fn gap_left(area: &web_sys::HtmlTextAreaElement, text: &str) -> Option<String> {
    let gap = first_gap(text)?;
    let (from, gap) = (utf16(text.get(..gap.start).unwrap_or_default()), text.get(gap).unwrap_or_default());
    let _ = area.focus();
    let _ = area.set_selection_range(from, from + utf16(gap));
    Some(fill(TicketTexts::t().gap_left, &[&gap]))
}

/// The place of a ticket's draft.
#[must_use]
pub fn draft_place(shown: Shown) -> String {
    format!("reply/{}", shown.id())
}

/// As what it is written; a call with its minutes.
fn how_line(how: RwSignal<How>, typed: Typed, minutes: NodeRef<leptos::html::Input>) -> impl IntoView {
    let tab = move |which: How, icon: Icon, label: fn() -> &'static str| {
        view! {
            <button type="button" class="view" aria-pressed=move || if how.get() == which { "true" } else { "false" }
                on:mousedown=|event| event.prevent_default() on:click=move |_| how.set(which)><Glyph icon />{move || label()}</button>
        }
    };
    view! {
        <div class="line">
            {tab(How::Note, Icon::Note, || TicketTexts::t().note)}
            {tab(How::Reply, Icon::Chat, || TicketTexts::t().reply)}
            {tab(How::Call, Icon::Phone, || TicketTexts::t().call)}
            {tab(How::Contact, Icon::Customer, || TicketTexts::t().contact)}
            <label class="small dim minutes" hidden=move || how.get() != How::Call>
                <input class="input" type="number" min="0" max="600" inputmode="numeric" node_ref=minutes
                    data-keep="minutes" value=typed.text("minutes") on:input=move |event| typed.take(&event) />
                {TicketTexts::t().minutes}
            </label>
        </div>
    }
}

/// The writing box.
#[component]
pub fn Compose() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let reply: Reply = use_context().unwrap_or_default();
    let Reply { area, how } = reply;
    let typed = Typed::at(format!("said/{}", shown.id()));
    let minutes = NodeRef::<leptos::html::Input>::new();
    // Each ticket begins with a note, whatever was written on the one before; what was begun goes on as what it was.
    let begun = app.desk().draft(&draft_place(shown)).is_some_and(|text| !text.is_empty());
    how.set(match typed.text("how") {
        kept if begun => how_of(&kept),
        _ if typed.text("minutes").is_empty() => How::Note,
        _ => How::Call,
    });
    Effect::new(move |_| {
        let name = how_name(how.get());
        if typed.text("how") != name && (name != how_name(How::Note) || !typed.text("how").is_empty()) {
            typed.put("how", Value::text(name));
        }
    });
    let place = StoredValue::new(draft_place(shown));
    let may = move || app.role() >= Role::Agent;
    // The draft is put in once, when the box appears and when the person changes; typing is never overwritten.
    Effect::new(move |_| {
        app.person.track();
        if let Some(area) = area.get() {
            area.set_value(&app.desk().draft(&place.get_value()).unwrap_or_default());
        }
    });
    let keeps = Keeps::of(shown);
    // What keeps it from being saved, until something is typed.
    let wrong = RwSignal::new(None::<String>);
    let save = move || {
        let Some(area) = area.get_untracked() else { return };
        let text = area.value();
        wrong.set(if how.get_untracked() == How::Reply { gap_left(&area, &text) } else { None });
        if wrong.with_untracked(Option::is_some) {
            return;
        }
        let timed = minutes.get_untracked();
        let minutes = timed.as_ref().and_then(|input| input.value().parse().ok()).unwrap_or(0);
        let (desk, id, how_said) = (app.desk(), shown.id(), how.get_untracked());
        let minutes = if how_said == How::Call { minutes } else { 0 };
        let kept = text.clone();
        let kept_now = keeps.chosen();
        app.act_then(async move { desk.answer(&id, how_said, &text, minutes, &kept_now).await }, move |done| {
            keeps.forget();
            show_written(shown, &done);
            if let Some(input) = timed {
                input.set_value("");
            }
            // Only what was saved is cleared; what was typed meanwhile stays.
            if area.value() == kept {
                area.set_value("");
            } else if let Some(place) = place.try_get_value() {
                app.keep_draft(&place, &area.value());
            }
        });
    };
    use_key(Key::Reply, move || {
        if let Some(area) = area.get_untracked() {
            let _ = area.focus();
        }
    });
    use_key(Key::Call, move || {
        how.set(How::Call);
        if let Some(area) = area.get_untracked() {
            let _ = area.focus();
        }
    });
    view! {
        <div class="compose" hidden=move || !may()>
            {how_line(how, typed, minutes)}
            {keeps.ticks(how)}
            <textarea class="input box" rows="2" node_ref=area aria-label=TicketTexts::t().write
                placeholder=TicketTexts::t().write_hint
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                on:input=move |_| {
                    wrong.set(None);
                    if let Some(area) = area.get_untracked() {
                        app.keep_draft(&place.get_value(), &area.value());
                    }
                }
                on:paste=move |event| paste_files(app, shown, &event)
                on:keydown=move |event| match form_key(&event) {
                    Some(FormKey::Save) => save(),
                    Some(FormKey::Close) => drop(area.get_untracked().map(|area| area.blur())),
                    None => {}
                }></textarea>
            {move || wrong.get().map(|wrong| view! { <p class="wrong" role="alert">{wrong}</p> })}
            // The text keeps the focus: where a press takes it away, on a phone the button would move from under the finger.
            <div class="line" on:mousedown=|event| event.prevent_default()>
                <Button label=Common::t().save hint="Ctrl ↵" look=Look::Plain small=true on_press=move |()| save() />
            </div>
        </div>
    }
    .into_any()
}
