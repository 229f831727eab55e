//! What was promised and by when (A18): open promises on top, kept or broken with one press.

use leptos::prelude::*;

use super::Shown;
use super::ask::{Ask, Control, Line, Musts, closing, control_id};
use crate::model::change::Outcome;
use crate::model::stamp::Stamp;
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::components::{Button, Chips, Choice, Glyph, Heading, Icon, Look, about_id};
use crate::ui::dates;
use crate::ui::format::HOUR;
use crate::ui::texts::fill;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::typed::Typed;

/// The open promises of a ticket.
#[component]
pub fn Promises() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let open = shown.memo(|fold| {
        let open = fold.promises.iter().filter(|p| p.outcome.is_none() && fold.counts(p.stamp));
        open.map(|p| (p.stamp, p.text.clone(), p.due)).collect::<Vec<_>>()
    });
    let moving = RwSignal::new(None::<Stamp>);
    let settle = move |promise: Stamp, outcome: Outcome| {
        let (desk, id) = (app.desk(), shown.id());
        app.act(async move { desk.settle_promise(&id, promise, outcome).await });
    };
    view! {
        <For each=move || open.get() key=Clone::clone let((stamp, text, due))>
            {
                let late = Memo::new(move |_| due < app.now.get());
                view! {
                    <section class="promise notice" data-tone=move || if late.get() { "late" } else { "soon" }>
                        <Glyph icon=Icon::Promise />
                        <span><b>{app.desk().by_steps(&text)}</b>" · "{move || dates::due_long(due, app.now.get())}</span>
                        <span class="actions">
                            <Button label=TicketTexts::t().kept small=true on_press=move |()| settle(stamp, Outcome::Kept) />
                            <Button label=TicketTexts::t().broken small=true look=Look::Quiet on_press=move |()| settle(stamp, Outcome::Broken) />
                            <Button label=TicketTexts::t().postpone small=true look=Look::Quiet on_press=move |()| moving.set(Some(stamp)) />
                        </span>
                    </section>
                    {move || (moving.get() == Some(stamp)).then(|| view! {
                        <PromiseForm replaces=vec![stamp] close=closing(moving, None) />
                    })}
                }
            }
        </For>
    }
}

/// The name under which a form keeps what became of a promise.
#[must_use]
pub fn ended_place(promise: Stamp) -> String {
    ["@promise.", &promise.to_string()].concat()
}

/// What became of a promise that a step would leave open for good: kept or not. One whose time has not passed is taken
/// to be kept unless somebody says otherwise.
#[component]
pub fn Ended(
    /// What is typed into the form.
    typed: Typed,
    /// The promise.
    stamp: Stamp,
    /// What was promised, and by when.
    promise: (String, u64),
) -> impl IntoView {
    let app = App::get();
    let t = TicketTexts::t();
    let (text, due) = promise;
    let place = StoredValue::new(ended_place(stamp));
    if typed.text(&place.get_value()).is_empty() && due >= app.desk().now() {
        typed.put(&place.get_value(), Value::text(KEPT));
    }
    let value = Signal::derive(move || {
        place.with_value(|place| typed.value(place)).map(|value| value.as_str().to_owned()).unwrap_or_default()
    });
    let options = Signal::stored(vec![Choice::new(KEPT, t.kept), Choice::new(BROKEN, t.broken)]);
    let name = fill(t.promise_ended, &[&app.desk().by_steps(&text), &dates::when(due, app.desk().now())]);
    let id = control_id();
    let wrong = Musts::typed(typed, place.get_value());
    let about = about_id(&id);
    view! {
        <Control id label=name.clone() must=true wide=true wrong>
            <Chips options value required=true label=name wrong about
                on_choose=move |id: String| place.with_value(|place| typed.put(place, Value::text(&id))) />
        </Control>
    }
    .into_any()
}

/// The outcome under which a form keeps a promise as kept.
const KEPT: &str = "kept";
const BROKEN: &str = "broken";

/// What is said in a form of the promises it asks about.
#[must_use]
pub fn endings(typed: Typed, promises: &[Stamp]) -> Vec<(Stamp, Outcome)> {
    let said = |stamp: &Stamp| match &*typed.text(&ended_place(*stamp)) {
        KEPT => Some((*stamp, Outcome::Kept)),
        BROKEN => Some((*stamp, Outcome::Broken)),
        _ => None,
    };
    promises.iter().filter_map(said).collect()
}

/// A new promise: what, and by when; the usual times are one press away.
#[component]
pub(super) fn PromiseForm(replaces: Vec<Stamp>, close: Callback<()>) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let replaces = StoredValue::new(replaces);
    let confirm = move |(text, due): (String, u64)| {
        let (desk, id, replaces) = (app.desk(), shown.id(), replaces.get_value());
        app.act_then(async move { desk.promise(&id, &text, due, &replaces).await }, move |_| {
            close.try_run(());
        });
    };
    view! { <PromiseAsk place=format!("promise/{}", shown.id()) on_confirm=confirm close /> }.into_any()
}

/// Asks what is promised and by when, in milliseconds.
#[component]
pub fn PromiseAsk(
    /// Where what is typed is kept.
    place: String,
    /// Takes the promise.
    #[prop(into)]
    on_confirm: Callback<(String, u64)>,
    /// Closes the form.
    close: Callback<()>,
) -> impl IntoView {
    let app = App::get();
    let typed = Typed::at(place);
    let due = NodeRef::<leptos::html::Input>::new();
    let local = |at: u64| dates::local_input(i64::try_from(at).unwrap_or(i64::MAX));
    let now = app.desk().now();
    let mut presets: Vec<(String, String)> = ["30m", "2h", "18:00", "+1d 10:00", "3d"]
        .iter()
        .zip(TicketTexts::t().promise_presets(app.desk().calendar().since_midnight(now) >= 18 * HOUR))
        .filter_map(|(span, name)| {
            let span: crate::model::span::Span = span.parse().ok()?;
            Some((name.to_owned(), local(span.due(now, &app.desk().calendar()))))
        })
        .collect();
    let first = presets.get(1).map(|(_, at)| at.clone()).unwrap_or_default();
    // In the evening the day's end is tomorrow's.
    if presets.get(2).zip(presets.get(3)).is_some_and(|(end, morning)| end.1 > morning.1) {
        presets.swap(2, 3);
    }
    let confirm = move || {
        let chosen = due.get_untracked().map(|input| input.value()).unwrap_or_default();
        let Some(due) = dates::read_local(&chosen).and_then(|at| u64::try_from(at).ok()) else {
            app.toasts.fault(TicketTexts::t().promise_when);
            return;
        };
        on_confirm.run((typed.text("text"), due));
    };
    view! {
        <Ask title=TicketTexts::t().promise typed on_confirm=confirm close>
            <Line typed name="text" label=TicketTexts::t().promise_what hint=TicketTexts::t().promise_hint must=true wide=true />
            <label class="field"><span class="label"><Heading text=TicketTexts::t().promise_by must=true /></span>
                <input class="input" type="datetime-local" required data-keep="due" value=typed.text_or("due", &first) node_ref=due /></label>
            <div class="chips wide">
                {presets.into_iter().map(|(name, at)| view! {
                    <button type="button" class="view" on:click=move |_| if let Some(due) = due.get_untracked() {
                        due.set_value(&at);
                        typed.put("due", Value::text(&at));
                    }>{name}</button>
                }).collect_view()}
            </div>
        </Ask>
    }
    .into_any()
}
