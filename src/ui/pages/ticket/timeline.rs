//! Everything that happened, in order: the log itself, in words.

use leptos::prelude::*;

use super::Shown;
use super::ask::{Form, closing};
use super::conflicts::register_name;
use super::merge::taken_in;
use super::to_script::make_script;
use super::walked::{summary, way};
use crate::desk::{Desk, Doc, Done};
use crate::model::agent::Role;
use crate::model::calendar::parse_day;
use crate::model::change::{Change, How, Known, Outcome};
use crate::model::document::{DocId, Entry};
use crate::model::fold::LINKS;
use crate::model::kind::TicketKind;
use crate::model::matter::{MERGED, joined_by};
use crate::model::stamp::Stamp;
use crate::model::ticket::{POSTPONED, PROPOSAL, STANDARD, SUBJECT, Ticket};
use crate::ui::app::App;
use crate::ui::components::{Glyph, Icon, reveal};
use crate::ui::dates;
use crate::ui::reckon::day_words;
use crate::ui::show::{author, value_text};
use crate::ui::texts::customers::CustomerTexts;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::guides::GuideTexts;
use crate::ui::texts::limits::LimitTexts;
use crate::ui::texts::scripts::ScriptTexts;
use crate::ui::texts::taboos::TabooTexts;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};
use crate::ui::typed::Typed;

/// One line of the timeline.
#[derive(Clone, PartialEq)]
#[allow(clippy::struct_excessive_bools)]
struct Line {
    stamp: Stamp,
    by: String,
    icon: Icon,
    tone: &'static str,
    text: String,
    said: Option<String>,
    /// The way through a guide.
    walked: Option<String>,
    /// The number of the merged ticket on which it was written.
    origin: Option<String>,
    undone: bool,
    redacted: Option<String>,
    can_undo: bool,
    can_redact: bool,
    /// What was written and may be said again.
    reusable: bool,
}

/// What an entry says: icon, tone, sentence, and what was written.
fn words(
    desk: &Desk,
    kind: Option<&TicketKind>,
    doc: &Doc,
    change: &Change,
) -> (Icon, &'static str, String, Option<String>) {
    let t = TicketTexts::t();
    let Change::Known(known) = change else { return (Icon::Info, "", t.needs_newer.to_owned(), None) };
    let agent = |id: &str| desk.agent(id).map_or_else(|| t.pool.to_owned(), |agent| agent.name.clone());
    let state =
        |id: &str| kind.and_then(|kind| kind.state(id)).map_or_else(|| id.to_owned(), |state| state.name.clone());
    match known {
        Known::Opened { .. } => (Icon::Plus, "", t.did_open.to_owned(), None),
        Known::Set { field, value, .. } if matches!(&**field, PROPOSAL | POSTPONED) && value.as_list().len() == 2 => {
            let (first, text) = (&value.as_list()[0], value.as_list()[1].clone());
            let t = LimitTexts::t();
            if field == PROPOSAL {
                let to = Errors::t().role(Role::of(first));
                return (Icon::Up, "late", fill(t.did_escalate, &[&to]), Some(text));
            }
            let day = parse_day(first).map(|day| day_words(day, crate::ui::lang::lang())).unwrap_or_default();
            (Icon::Clock, "promise", fill(t.did_postpone, &[&day]), Some(text))
        }
        Known::Set { field, value, .. } if field == MERGED => {
            (Icon::Link, "late", fill(t.did_merge, &[&number(desk, value.as_str())]), None)
        }
        Known::Set { field, .. } if joined_by(field).is_some() => {
            let from = joined_by(field).unwrap_or_default();
            (Icon::Link, "", fill(t.did_join, &[&number(desk, from)]), None)
        }
        Known::Set { field, value, .. } => {
            let name = register_name(field, kind);
            let text = value_text(desk, kind, field, value);
            match field.contains('.') {
                true if value.is_empty() => (Icon::Check, "", fill(t.did_untick, &[&name]), None),
                true => {
                    let told = value.as_str();
                    let told = (!told.is_empty()).then(|| fill(t.told, &[&told]));
                    (Icon::Check, "good", fill(t.did_tick, &[&name]), told)
                }
                false if value.is_empty() => (Icon::Note, "", fill(t.did_clear, &[&name]), None),
                false => (Icon::Note, "", fill(t.did_set, &[&name, &text]), None),
            }
        }
        Known::Moved { step, to, .. } => {
            let label = kind.and_then(|kind| kind.moves.iter().find(|m| m.id == *step)).map(|m| m.label.clone());
            let text = match label {
                Some(label) => fill(t.did_move, &[&label, &state(to)]),
                None => fill(t.did_arrive, &[&state(to)]),
            };
            (Icon::Right, "", text, None)
        }
        Known::Assigned { to, .. } => (Icon::Transfer, "", fill(t.did_assign, &[&agent(to)]), None),
        Known::Said { how, text, minutes } => {
            let (icon, tone, verb) = match how {
                How::Note => (Icon::Note, "", t.did_note.to_owned()),
                How::Contact => (Icon::Chat, "", t.did_contact.to_owned()),
                How::Reply => (Icon::Chat, "call", t.did_reply.to_owned()),
                How::Call if *minutes > 0 => (Icon::Phone, "call", fill(t.did_call_minutes, &[minutes])),
                How::Call => (Icon::Phone, "call", t.did_call.to_owned()),
            };
            (icon, tone, verb, Some(text.clone()))
        }
        Known::Promised { text, due } => {
            let now = desk.now();
            (Icon::Promise, "promise", fill(t.did_promise, &[&dates::when(*due, now)]), Some(desk.by_steps(text)))
        }
        Known::Settled { promise, outcome, .. } => {
            let what = doc.fold.promises.iter().find(|p| p.stamp == *promise).map(|p| desk.by_steps(&p.text));
            let text = match outcome {
                Outcome::Kept => t.did_keep,
                Outcome::Broken => t.did_break,
                Outcome::Moved => t.did_postpone,
            };
            (Icon::Promise, "promise", text.to_owned(), what)
        }
        Known::Added { set, item } if set == LINKS => {
            let id = item.split_once(':').map_or("", |(_, id)| id);
            (Icon::Link, "", fill(t.did_link, &[&number(desk, id)]), None)
        }
        Known::Added { item, .. } => (Icon::Tag, "", fill(t.did_tag, &[&desk.by_steps(item)]), None),
        Known::Removed { set, .. } if set == LINKS => (Icon::Link, "", t.did_unlink.to_owned(), None),
        Known::Removed { .. } => (Icon::Tag, "", t.did_untag.to_owned(), None),
        Known::Attached { name, .. } => (Icon::Photo, "", fill(t.did_attach, &[name]), None),
        Known::Redacted { why, .. } => (Icon::Delete, "late", t.did_redact.to_owned(), Some(why.clone())),
        Known::Looked { at } => (Icon::Eye, "look", CustomerTexts::t().did_look(*at).to_owned(), None),
        Known::Worded { said, mended } => (Icon::Info, "look", counted(desk, said, mended), None),
        Known::Guided { name, steps, clocks, end, why, .. } => {
            let (tone, text) = summary(name, steps, clocks, *end);
            (Icon::Handbook, tone, text, Some(why.clone()))
        }
        Known::Undone { .. } => (Icon::Undo, "", t.did_undo.to_owned(), None),
    }
}

/// What was counted of words never to say.
fn counted(desk: &Desk, said: &[String], mended: &[String]) -> String {
    let taboos = desk.taboos();
    let names = |ids: &[String]| {
        let name = |id: &String| {
            let known = taboos.all().iter().find(|taboo| taboo.id == *id);
            known.and_then(|taboo| taboo.words.first().cloned()).unwrap_or_else(|| id.clone())
        };
        ids.iter().map(name).collect::<Vec<_>>().join("、")
    };
    let t = TabooTexts::t();
    let parts = [(t.did_say, said), (t.did_mend, mended)];
    let told = parts.into_iter().filter(|(_, ids)| !ids.is_empty()).map(|(text, ids)| fill(text, &[&names(ids)]));
    told.collect::<Vec<_>>().join("；")
}

fn number(desk: &Desk, id: &str) -> String {
    desk.row(&DocId::new(id)).map(|row| row.number.clone()).unwrap_or_default()
}

fn line(desk: &Desk, kind: Option<&TicketKind>, doc: &Doc, entry: &Entry) -> Line {
    let (icon, tone, text, said) = words(desk, kind, doc, &entry.change);
    let role = desk.role();
    let mine = desk.me().is_some_and(|me| me.id == entry.by);
    let name = |id: &str| author(desk, id);
    let redacted = doc.fold.redacted.get(&entry.stamp).and_then(|by| doc.document.entry(*by));
    let redacted = redacted.map(|by| {
        let when = dates::when(by.stamp.millis, desk.now());
        fill(TicketTexts::t().redacted, &[&name(&by.by), &when])
    });
    let undone = doc.fold.undone.contains(&entry.stamp);
    let (has_content, is_plain) = match &entry.change {
        Change::Known(known) => (
            known.has_content(),
            !matches!(
                known,
                Known::Redacted { .. } | Known::Looked { .. } | Known::Worded { .. } | Known::Undone { .. }
            ),
        ),
        Change::Unknown(_) => (false, false),
    };
    // A merge is parted on both tickets at once, not by halves.
    let merges = |field: &str| field == MERGED || joined_by(field).is_some();
    let is_merge = matches!(&entry.change, Change::Known(Known::Set { field, .. }) if merges(field));
    let (has_content, is_plain) = (has_content && !is_merge, is_plain && !is_merge);
    Line {
        stamp: entry.stamp,
        by: name(&entry.by),
        icon,
        tone,
        text,
        said,
        walked: way(&entry.change),
        origin: None,
        undone,
        can_undo: is_plain && !undone && redacted.is_none() && (mine && role >= Role::Agent || role >= Role::Lead),
        can_redact: has_content && redacted.is_none() && role >= Role::Lead,
        reusable: redacted.is_none() && role >= Role::Agent && is_ours(&entry.change),
        redacted,
    }
}

/// Whether we wrote or said it.
fn is_ours(change: &Change) -> bool {
    matches!(change, Change::Known(Known::Said { how: How::Note | How::Reply | How::Call, text, .. }) if !text.is_empty())
}

/// What only spells out the opening, written with it in one go: its state, its owner, its standard facts.
fn belongs_to_opening(doc: &Doc, entry: &Entry) -> bool {
    let Some(opening) = &doc.fold.opening else { return false };
    let together = entry.stamp.millis == opening.stamp.millis && entry.stamp.writer == opening.stamp.writer;
    together
        && match &entry.change {
            Change::Known(Known::Moved { step, .. }) => step.is_empty(),
            Change::Known(Known::Assigned { to, .. }) => *to == opening.by,
            // The subject stays: it is the one of them that may have to be redacted.
            Change::Known(Known::Set { field, .. }) => field != SUBJECT && STANDARD.contains(&&**field),
            _ => false,
        }
}

/// The timeline as plain text, for papers and the clipboard. Who looked is not for the customer.
#[must_use]
pub fn timeline_text(desk: &Desk, kind: Option<&TicketKind>, doc: &Doc) -> Vec<(String, String, String)> {
    let kept = doc.document.log().iter().filter(|entry| doc.fold.counts(entry.stamp));
    kept.filter(|entry| !belongs_to_opening(doc, entry) && !entry.change.is_look() && !entry.change.is_count())
        .map(|entry| {
            let line = line(desk, kind, doc, entry);
            let said = line.said.map(|said| format!("：{said}")).unwrap_or_default();
            (dates::full(entry.stamp.millis), line.by, format!("{}{said}", line.text))
        })
        .collect()
}

/// The timeline of a ticket, the newest below.
#[component]
pub fn Timeline() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let taken = taken_in(app, shown);
    let lines = Memo::new(move |_| {
        let desk = app.live();
        let _ = crate::ui::lang::lang();
        let kind = shown.kind.get();
        let of = |doc: &Doc, kind: Option<&TicketKind>| {
            let log = doc.document.log().iter().filter(|entry| !belongs_to_opening(doc, entry));
            log.map(|entry| line(&desk, kind, doc, entry)).collect::<Vec<_>>()
        };
        let mut lines = shown.doc.with(|doc| of(doc, kind.as_deref()));
        let merged = taken.get();
        for doc in &merged {
            let ticket = Ticket(&doc.fold);
            let leaves = doc.fold.register(MERGED).stamps();
            let theirs = of(doc, desk.kind(ticket.kind()).as_deref()).into_iter();
            // That it was merged is told by the ticket that took it in. On the other one it can be changed.
            lines.extend(theirs.filter(|line| !leaves.contains(&line.stamp)).map(|line| Line {
                origin: Some(ticket.number().to_owned()),
                can_undo: false,
                can_redact: false,
                ..line
            }));
        }
        if !merged.is_empty() {
            lines.sort_by_key(|line| line.stamp);
        }
        lines
    });
    let redacting = RwSignal::new(None::<Stamp>);
    view! {
        <h2 class="section">{TicketTexts::t().timeline}</h2>
        <ol class="events">
            <For each=move || lines.get() key=|line| (line.stamp, line.origin.clone(), line.undone, line.redacted.clone(), line.text.clone(), line.can_redact) let:line>
                <Event line redacting />
            </For>
        </ol>
    }
}

/// Brings what was just written into sight and marks it for a moment.
pub fn show_written(shown: Shown, done: &Done) {
    // Another ticket may be shown by now.
    let here = shown.id.try_get_value();
    let Some((_, stamps)) = done.entries.first().filter(|(id, _)| here.as_ref() == Some(id)) else { return };
    let (Some(first), Some(last)) = (stamps.first().copied(), stamps.last().copied()) else { return };
    request_animation_frame(move || {
        let Some(body) = document().get_element_by_id("ticket-body") else { return };
        let of = |stamp: Stamp| ["[data-stamp='", &stamp.to_string(), "']"].concat();
        for stamp in [last, first] {
            reveal(&body, &of(stamp));
        }
        if let Ok(Some(line)) = body.query_selector(&of(first)) {
            // A mark that fails is only missed.
            let _ = line.set_attribute("data-fresh", "");
        }
    });
}

#[component]
fn Event(line: Line, redacting: RwSignal<Option<Stamp>>) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let stamp = line.stamp;
    let undo = move |_| {
        let (desk, id) = (app.desk(), shown.id());
        app.act(async move { desk.take_back_entries(&id, vec![stamp]).await });
    };
    let close = closing(redacting, None);
    let said = StoredValue::new(line.said.clone().unwrap_or_default());
    view! {
        <li class="ev" data-stamp=stamp.to_string() data-kind=line.tone data-undone=line.undone.then_some("")>
            <span class="dot"><Glyph icon=line.icon /></span>
            <div>
                <p>
                    <b>{line.by}</b>" "{line.text}
                    {line.origin.map(|number| view! { " "<span class="tag mono">{number}</span> })}
                    {line.undone.then(|| view! { <span class="faint">" · "{TicketTexts::t().taken_back}</span> })}
                </p>
                {match line.redacted {
                    Some(redacted) => Some(view! { <p class="said faint">{redacted}</p> }.into_any()),
                    None => line.said.filter(|said| !said.is_empty()).map(|said| view! { <p class="said">{said}</p> }.into_any()),
                }}
                {line.walked.filter(|_| !line.undone).map(|way| view! {
                    <details class="walked"><summary>{GuideTexts::t().way}</summary><p class="wrap">{way}</p></details>
                })}
                {move || (redacting.get() == Some(stamp)).then(|| view! { <RedactForm stamp close /> })}
            </div>
            <div class="at">
                <time title=dates::full(stamp.millis)>{move || dates::when_short(stamp.millis, app.now.get())}</time>
                <span class="acts">
                    {line.reusable.then(|| view! {
                        <button type="button" class="btn" data-look="icon" title=ScriptTexts::t().make aria-label=ScriptTexts::t().make
                            on:click=move |_| make_script(app, shown, &said.get_value())><Glyph icon=Icon::Script /></button>
                    })}
                    {line.can_undo.then(|| view! {
                        <button type="button" class="btn" data-look="icon" title=Common::t().undo
                            aria-label=Common::t().undo on:click=undo><Glyph icon=Icon::Undo /></button>
                    })}
                    {line.can_redact.then(|| view! {
                        <button type="button" class="btn" data-look="icon" title=TicketTexts::t().redact
                            aria-label=TicketTexts::t().redact on:click=move |_| redacting.set(Some(stamp))><Glyph icon=Icon::Delete /></button>
                    })}
                </span>
            </div>
        </li>
    }
}

/// Why the content of an entry goes.
#[component]
fn RedactForm(stamp: Stamp, close: Callback<()>) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let typed = Typed::at(format!("redact/{}/{stamp}", shown.id()));
    let t = TicketTexts::t();
    let redact = move |()| {
        let (desk, id, why) = (app.desk(), shown.id(), typed.text("why"));
        app.act_then(async move { desk.redact(&id, vec![stamp], &why).await }, move |_| {
            close.try_run(());
        });
    };
    view! {
        <Form class="inline" typed on_save=redact on_close=close>
            <input class="input" data-keep="why" value=typed.text("why") required placeholder=t.redact_why aria-label=t.redact_why />
            <button class="btn" data-look="danger">{t.redact}</button>
            <button type="button" class="btn" on:click=move |_| close.run(())>{Common::t().cancel}</button>
        </Form>
    }
}
