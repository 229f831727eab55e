//! A ticket of the day: how it stands, and what can be done with one key.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::{Shown, tone};
use crate::model::change::How;
use crate::model::clearing::Item;
use crate::model::document::DocId;
use crate::model::flow::{self, Answers};
use crate::model::ticket::Ticket;
use crate::ui::app::App;
use crate::ui::components::{Button, Look};
use crate::ui::dates;
use crate::ui::keyboard::{FormKey, form_key, is_composing};
use crate::ui::nav::navigate;
use crate::ui::route::Route;
use crate::ui::texts::Common;
use crate::ui::texts::clearing::ClearingTexts;
use crate::ui::texts::today::TodayTexts;
use crate::ui::typed::Typed;

/// What stands open under a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
    Note,
    Answer,
    Postpone,
}

/// The step that finishes a ticket and asks nothing: its id and name.
fn finishing(app: App, id: &DocId) -> Option<(String, String)> {
    let desk = app.desk();
    let doc = desk.doc(id)?;
    let kind = desk.kind(Ticket(&doc.fold).kind())?;
    let plain = |offer: &flow::Offer<'_>| {
        let free = offer.missing.is_empty() && offer.unticked.is_empty() && offer.step.note.is_none();
        free && !offer.asks_owner
            && !offer.barred
            && kind.state(&offer.step.to).is_some_and(|state| state.category.is_done())
    };
    let offer = flow::offers(&kind, &doc.fold, desk.role()).into_iter().find(plain)?;
    Some((offer.step.id.clone(), offer.step.label.clone()))
}

/// A line.
#[component]
pub fn Line(shown: Shown, item: Item) -> impl IntoView {
    let app = shown.app;
    let Item { ticket, standing, reason } = item;
    let row = app.desk().row(&ticket);
    let id = StoredValue::new(ticket.clone());
    let asking = RwSignal::new(None::<Asking>);
    let mine = Memo::new(move |_| shown.is_mine());
    let finish = StoredValue::new(finishing(app, &ticket));
    let route = Route::ticket(&ticket);
    let open = StoredValue::new(route.clone());
    let done = move || match finish.get_value() {
        Some((step, _)) => {
            let (desk, id) = (app.desk(), id.get_value());
            app.act(async move { desk.take_step(&id, &step, Answers::default()).await });
        }
        None => navigate(&open.get_value()),
    };
    let keys = move |event: KeyboardEvent| {
        // Only keys of the line itself, not those typed into its form.
        let own = event.target() == event.current_target();
        if !own || is_composing(&event) || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match (event.key().as_str(), mine.get_untracked()) {
            ("Enter", _) => navigate(&open.get_value()),
            ("w", true) => asking.set(Some(Asking::Note)),
            ("r", true) => asking.set(Some(Asking::Answer)),
            ("p", true) => asking.set(Some(Asking::Postpone)),
            ("x", true) => done(),
            _ => return,
        }
        event.prevent_default();
    };
    let (number, who, what, state, due) = row.map_or_else(
        || (ticket.to_string(), String::new(), String::new(), String::new(), None),
        |row| {
            let state = [&*row.kind_name, " · ", &row.state_name].concat();
            (row.number.clone(), row.who.clone(), row.subject.clone(), state, row.due.as_ref().map(|due| due.at))
        },
    );
    let when = move || match due {
        Some(at) => dates::due(at, app.now.get()),
        None => TodayTexts::t().no_due.to_owned(),
    };
    let who = if who.is_empty() { who } else { who + " · " };
    let press = move |what: Asking, label: &'static str, hint: &'static str| {
        view! { <Button label hint small=true look=Look::Quiet on_press=move |()| asking.set(Some(what)) /> }
    };
    view! {
        <li class="clear-line" tabindex="0" on:keydown=keys data-standing=standing.id()>
            <span class="tag" data-tone=tone(standing).id()>{ClearingTexts::t().standing_name(standing)}</span>
            <span class="todo-what">
                <a class="cut" href=route.href() tabindex="-1">{who}{what}</a>
                <span class="cut small dim">
                    <span class="mono">{number}</span>" · "{state}" · "{when}
                    {(!reason.is_empty()).then(|| [" · ", &reason].concat())}
                </span>
            </span>
            {move || (mine.get() && standing != crate::model::clearing::Standing::Done).then(|| {
                let t = ClearingTexts::t();
                let label = finish.with_value(|finish| finish.as_ref().map(|(_, label)| label.clone()));
                let label = label.unwrap_or_else(|| t.finish.to_owned());
                view! {
                    <span class="actions">
                        {press(Asking::Note, t.note, "W")}
                        {press(Asking::Answer, t.answer, "R")}
                        {press(Asking::Postpone, t.postpone, "P")}
                        <Button label hint="X" small=true look=Look::Quiet on_press=move |()| done() />
                    </span>
                }
            })}
            {move || asking.get().map(|what| view! { <AskForm shown id=id.get_value() what asking /> })}
        </li>
    }
}

/// What is noted, answered, or why it is put off.
#[component]
fn AskForm(shown: Shown, id: DocId, what: Asking, asking: RwSignal<Option<Asking>>) -> impl IntoView {
    let app = shown.app;
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
        Asking::Postpone => typed.text("why"),
        _ => app.desk().draft(&reply.get_value()).unwrap_or_default(),
    };
    let calendar = app.desk().calendar_of(&shown.agent.get_untracked());
    let next = crate::model::calendar::day_text(calendar.working_day_after(shown.today.get_untracked(), 1));
    let until = StoredValue::new(next.clone());
    let keep = move |text: String| match what {
        Asking::Postpone => typed.put("why", crate::model::value::Value::Text(text)),
        _ => app.keep_draft(&reply.get_value(), &text),
    };
    let save = move || {
        let Some(text) = area.get_untracked().map(|area| area.value()) else { return };
        let (desk, id) = (app.desk(), id.get_value());
        let until = crate::model::calendar::parse_day(&typed.text_or("until", &until.get_value())).unwrap_or_default();
        let action = async move {
            match what {
                Asking::Note => desk.say(&id, How::Note, &text, 0).await,
                Asking::Answer => desk.say(&id, How::Reply, &text, 0).await,
                Asking::Postpone => desk.postpone(&id, until, &text).await,
            }
        };
        app.act_then(action, move |_| close());
    };
    let (label, hint) = match what {
        Asking::Note => (t.note, t.note_hint),
        Asking::Answer => (t.answer, t.answer_hint),
        Asking::Postpone => (t.postpone, t.postpone_hint),
    };
    view! {
        <form class="clear-form" aria-label=label
            on:submit=move |event| { event.prevent_default(); save(); }
            on:keydown=move |event| match form_key(&event) {
                Some(FormKey::Save) => save(),
                Some(FormKey::Close) => close(),
                None => {}
            }>
            {(what == Asking::Postpone).then(|| view! {
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
