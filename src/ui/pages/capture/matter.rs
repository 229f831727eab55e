//! Whether it is the same matter as a ticket that there is: found while one types, and gone on with there.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::form::{Capture, Form, Step};
use crate::desk::{Desk, NewContact};
use crate::model::customer::masked;
use crate::model::document::DocId;
use crate::model::kind::{FieldType, TicketKind};
use crate::query::find::similar::Because;
use crate::query::rows::Row;
use crate::ui::components::{Tag, Tone};
use crate::ui::dates;
use crate::ui::nav::navigate;
use crate::ui::pages::customers::MOST;
use crate::ui::route::Route;
use crate::ui::show::{field_text, person};
use crate::ui::texts::capture::CaptureTexts;
use crate::ui::texts::fill;

/// After so long without another key the tickets are looked for.
const PAUSE: Duration = Duration::from_millis(30);
/// So many are shown: each has its digit.
const LINES: usize = 9;

/// What was typed, as an entry on a ticket: the text, the fields, the channel, and who it is if that is somebody new.
fn words(desk: &Desk, form: &Form, kind: Option<&TicketKind>, channel: &str) -> String {
    let t = CaptureTexts::t();
    let mut parts = vec![form.text.trim().to_owned()];
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            parts.push([name, "：", value].concat());
        }
    };
    for field in kind.iter().flat_map(|kind| form.asked(kind)) {
        let value = form.value(&field.id);
        // A text shows its numbers to everybody.
        let shown = if field.sort == FieldType::Phone {
            masked_or_empty(value.as_str())
        } else {
            field_text(desk, &field, &value)
        };
        add(&field.name, &shown);
    }
    if let Some(caller) = form.newcomer() {
        add(t.caller, &[&*caller.name, &*caller.title].concat());
    }
    add(t.channel, desk.list("channels").name_of(channel));
    parts.join("\n")
}

/// Goes on with a ticket instead of opening another: what was typed becomes the customer's contact on it. Without a
/// text the focus goes where it belongs. `usual` is the channel when none was chosen.
pub fn attach(capture: Capture, id: DocId, usual: &str) {
    let app = capture.app;
    if capture.now(|form| form.text.trim().is_empty()) {
        app.toasts.say(CaptureTexts::t().say_first);
        capture.step.set(Step::Text);
        return;
    }
    if capture.saving.get_untracked() {
        return;
    }
    capture.saving.set(true);
    let desk = app.desk();
    let contact = capture.now(|form| {
        let kind = desk.kind(&form.kind).filter(|kind| !kind.register);
        let channel = form.channel.as_deref().unwrap_or(usual);
        let (customer, with) = form.who_was_named(&desk, kind.as_deref());
        let text = words(&desk, form, kind.as_deref(), channel);
        NewContact { text, customer, with, draft: capture.place.get_untracked() }
    });
    leptos::task::spawn_local(async move {
        match desk.ask_again(&id, contact).await {
            Ok(done) => {
                app.toasts.done(&done);
                navigate(&Route::ticket(id));
            }
            Err(error) => app.fail(&error),
        }
        let _ = capture.saving.try_set(false);
    });
}

fn masked_or_empty(phone: &str) -> String {
    if phone.trim().is_empty() { String::new() } else { masked(phone) }
}

fn because(because: Because) -> &'static str {
    let t = CaptureTexts::t();
    match because {
        Because::Order => t.same_order,
        Because::Waybill => t.same_waybill,
        Because::Customer => t.same_customer,
        Because::Room => t.same_room,
    }
}

/// What is found: the number behind Alt of the first, and the tickets.
type Found = (usize, Vec<(Because, Arc<Row>)>);

/// The tickets on what may be the same matter, beside the form.
#[component]
pub fn SameMatter(
    /// The channel when none was chosen.
    usual: Memo<String>,
    kind: Memo<Option<Arc<TicketKind>>>,
) -> impl IntoView {
    let capture = Capture::get();
    let app = capture.app;
    let t = CaptureTexts::t;
    let clues = Memo::new(move |_| {
        let finding = capture.read(|form| if form.is_finding() { form.find.trim().to_owned() } else { String::new() });
        (finding, kind.with(|kind| capture.read(|form| form.matter(kind.as_deref()))))
    });
    let found = RwSignal::<Found>::new((1, Vec::new()));
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        app.track();
        let (finding, matter) = clues.get();
        let from = capture.read(|form| form.split_from.clone());
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        // A key that follows at once makes this one's answer old before it is there.
        let look = move || {
            if turn.try_get_value() != Some(mine) {
                return;
            }
            let desk = app.desk();
            let mut rows = desk.similar(&matter, LINES + 1);
            rows.retain(|(_, row)| row.id.as_str() != from);
            rows.truncate(LINES);
            // The finder's matches have the first digits.
            let taken = if finding.is_empty() || rows.is_empty() {
                0
            } else {
                desk.customers_named(&finding).len().min(MOST) + 1
            };
            let _ = found.try_set((taken + 1, rows));
        };
        set_timeout(look, PAUSE);
    });
    let line = move |digit: usize, why: Because, row: Arc<Row>| {
        let (id, now, opened) = (row.id.clone(), app.now, row.opened);
        let done = row.category.is_done();
        let owner = person(&app.desk(), &row.owner);
        view! {
            <li>
                <button type="button" class="same" data-at=digit data-done=done.then_some("")
                    on:click=move |_| attach(capture, id.clone(), &usual.get_untracked())>
                    <span class="same-what"><b class="cut">{row.subject.clone()}</b>
                        {(digit <= 9).then(|| view! { <kbd>"Alt "{digit}</kbd> })}</span>
                    <span class="same-about small dim">
                        <span class="mono">{row.number.clone()}</span>
                        <Tag text=[&*row.kind_name, " · ", &*row.state_name].concat()
                            tone=Signal::stored(if done { Tone::Plain } else { Tone::Accent }) />
                        <span>{owner}</span>
                        <span>{move || dates::when_short(opened, now.get())}</span>
                        <span class="faint">{because(why)}</span>
                    </span>
                    <span class="small go">{move || t().attach}</span>
                </button>
            </li>
        }
    };
    move || {
        found.with(|(first, rows)| {
            let lines = |done: bool| {
                let of = rows.iter().enumerate().filter(|(_, (_, row))| row.category.is_done() == done);
                of.map(|(at, (why, row))| line(first + at, *why, row.clone())).collect::<Vec<_>>()
            };
            let (open, recent) = (lines(false), lines(true));
            let count = open.len();
            (!rows.is_empty()).then(|| {
                view! {
                    <aside class="same-matter" role="group" aria-label=t().same_matter>
                        <p class="same-head">{t().same_matter}</p>
                        <p class="only-spoken" role="status">{fill(t().same_count, &[&rows.len()])}</p>
                        {(count > 0).then(|| view! { <ul>{open}</ul> })}
                        {(count < rows.len()).then(|| view! {
                            <p class="small faint same-part">{t().same_recent}</p><ul>{recent}</ul>
                        })}
                    </aside>
                }
            })
        })
    }
}
