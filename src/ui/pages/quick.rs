//! What is done to a ticket from a list, without opening it: a note, an answer, putting off, the next step, a promise.

use leptos::prelude::*;

use crate::model::calendar::{day_text, parse_day};
use crate::model::change::{How, Outcome};
use crate::model::document::DocId;
use crate::model::flow::{self, Answers};
use crate::model::ticket::Ticket;
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::components::{Button, Look};
use crate::ui::keyboard::{FormKey, form_key};
use crate::ui::texts::Common;
use crate::ui::texts::clearing::ClearingTexts;
use crate::ui::typed::Typed;

/// What says in the address of a ticket that its next steps are to be at hand, not only seen.
pub const MOVES: &str = "moves";

/// What a form under a line asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// What was done.
    Note,
    /// What the customer was told.
    Answer,
    /// Until when, and why.
    Postpone,
}

/// The first step that asks nothing, one that finishes if `last`: its id and name. Nothing while the ticket is not in
/// memory.
#[must_use]
pub fn plain_step(app: App, id: &DocId, last: bool) -> Option<(String, String)> {
    let doc = app.doc(id)?;
    let desk = app.desk();
    let kind = desk.kind(Ticket(&doc.fold).kind())?;
    let ends = |to: &str| kind.state(to).is_some_and(|state| state.category.is_done());
    let plain = |offer: &flow::Offer<'_>| {
        let asks = !offer.missing.is_empty() || !offer.unticked.is_empty() || offer.step.note.is_some();
        !asks && !offer.asks_owner && !offer.asks_promises && !offer.barred && (!last || ends(&offer.step.to))
    };
    let offer = flow::offers(&kind, &doc.fold, desk.role()).into_iter().find(plain)?;
    Some((offer.step.id.clone(), offer.step.label.clone()))
}

/// Takes a step that asks nothing.
pub fn take(app: App, id: DocId, step: String) {
    let desk = app.desk();
    app.act(async move { desk.take_step(&id, &step, Answers::default()).await });
}

/// Settles the ticket's promise that is due first.
pub fn settle(app: App, id: DocId, outcome: Outcome) {
    let desk = app.desk();
    app.act(async move { desk.settle_next_promise(&id, outcome).await });
}

/// The form under a line.
#[component]
pub fn QuickForm(
    /// The ticket.
    id: DocId,
    /// What it asks.
    what: Ask,
    /// Open while it holds something.
    asking: RwSignal<Option<Ask>>,
) -> impl IntoView {
    let app = App::get();
    let t = ClearingTexts::t();
    let id = StoredValue::new(id);
    let close = move || {
        let _ = asking.try_set(None);
    };
    let area = NodeRef::<leptos::html::Textarea>::new();
    area.on_load(|area| {
        // A focus that fails changes nothing.
        let _ = area.focus();
    });
    // What is said is kept where the ticket's own box keeps it, so that nothing typed is lost on either side.
    let reply = StoredValue::new(["reply/", id.get_value().as_str()].concat());
    let typed = Typed::at(["postpone/", id.get_value().as_str()].concat());
    let begin = match what {
        Ask::Postpone => typed.text("why"),
        Ask::Note | Ask::Answer => app.desk().draft(&reply.get_value()).unwrap_or_default(),
    };
    let calendar = app.desk().calendar_of(&app.person.get_untracked());
    let next = day_text(calendar.working_day_after(calendar.day_number(app.desk().now()), 1));
    let until = StoredValue::new(next.clone());
    let keep = move |text: String| match what {
        Ask::Postpone => typed.put("why", Value::Text(text)),
        Ask::Note | Ask::Answer => app.keep_draft(&reply.get_value(), &text),
    };
    let save = move || {
        let Some(text) = area.get_untracked().map(|area| area.value()) else { return };
        let (desk, id) = (app.desk(), id.get_value());
        let until = parse_day(&typed.text_or("until", &until.get_value())).unwrap_or_default();
        let action = async move {
            match what {
                Ask::Note => desk.say(&id, How::Note, &text, 0).await,
                Ask::Answer => desk.say(&id, How::Reply, &text, 0).await,
                Ask::Postpone => desk.postpone(&id, until, &text).await,
            }
        };
        app.act_then(action, move |_| close());
    };
    let (label, hint) = match what {
        Ask::Note => (t.note, t.note_hint),
        Ask::Answer => (t.answer, t.answer_hint),
        Ask::Postpone => (t.postpone, t.postpone_hint),
    };
    view! {
        <form class="quick-form" aria-label=label
            on:submit=move |event| { event.prevent_default(); save(); }
            on:keydown=move |event| match form_key(&event) {
                Some(FormKey::Save) => save(),
                Some(FormKey::Close) => close(),
                None => {}
            }>
            {(what == Ask::Postpone).then(|| view! {
                <label class="field">
                    <span class="label">{t.postpone_to}</span>
                    <input class="input" type="date" required data-keep="until" value=typed.text_or("until", &next)
                        on:input=move |event| typed.take(&event) />
                </label>
            })}
            <textarea class="input" rows="1" required node_ref=area placeholder=hint aria-label=hint
                on:input=move |event| keep(event_target_value(&event))>{begin}</textarea>
            <Button label=Common::t().save look=Look::Main small=true submit=true hint="Ctrl ↵" on_press=|()| {} />
            <Button label=Common::t().cancel small=true look=Look::Quiet hint="Esc" on_press=move |()| close() />
        </form>
    }
    .into_any()
}
