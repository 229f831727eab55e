//! What it is about: the kinds in a grid, those used most with a digit of their own, the others by pack.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::form::{Capture, Missing, Step};
use crate::model::document::DocId;
use crate::model::kind::TicketKind;
use crate::model::limits::Terms;
use crate::query::opening::{first_limits, first_steps};
use crate::ui::components::{Button, Glyph, Icon, Look, TextInput};
use crate::ui::dates;
use crate::ui::keyboard::{is_composing, use_number};
use crate::ui::nav::route;
use crate::ui::texts::capture::CaptureTexts;
use crate::ui::texts::fill;

/// So many kinds have a digit; no more need no filter box.
const FEW: usize = 9;

/// A kind as it is offered.
#[derive(Clone, PartialEq)]
struct Tile {
    kind: Arc<TicketKind>,
    /// Its digit.
    digit: Option<usize>,
    /// Its pack's name, where another kind has the same name.
    pack: Option<String>,
    /// Under which heading it stands; empty for none.
    group: String,
}

/// Which pack a kind comes from.
fn pack_id(kind: &TicketKind) -> &str {
    kind.id.split('.').next().unwrap_or_default()
}

/// How many kinds of the same pack stand before this one.
fn nth_of_its_pack(kinds: &[Arc<TicketKind>], at: usize) -> usize {
    let pack = kinds.get(at).map(|kind| pack_id(kind));
    kinds.iter().take(at).filter(|other| Some(pack_id(other)) == pack).count()
}

/// The kinds as they are offered: those used most with their digits, then the others by pack, registers last. Within both
/// the order is that of the packs, so that a kind has its digit from day to day; `used` is asked for once for a form.
fn offered(capture: Capture, used: &[String], registers: bool) -> Vec<Tile> {
    let desk = capture.app.live();
    let t = CaptureTexts::t();
    let mut kinds = desk.kinds();
    kinds.retain(|kind| kind.register || !registers);
    kinds.sort_by_key(|kind| kind.register);
    let mut often: Vec<&String> = used.iter().filter(|id| kinds.iter().any(|kind| kind.id == **id)).collect();
    // The digits that are left go round among the packs, so that each has its first kinds in front.
    let mut rest: Vec<_> = kinds.iter().enumerate().map(|(at, kind)| (kind, nth_of_its_pack(&kinds, at))).collect();
    rest.sort_by_key(|(kind, nth)| (kind.register, *nth));
    for (kind, _) in rest {
        if !often.contains(&&kind.id) {
            often.push(&kind.id);
        }
    }
    often.truncate(FEW);
    let packs = desk.packs();
    let many = packs.len() > 1;
    let pack_of = |kind: &TicketKind| {
        let of = pack_id(kind);
        packs.iter().find(|(id, ..)| id == of).map(|(_, name, _)| name.clone())
    };
    let (few, mut digit) = (kinds.len() <= FEW, 0);
    let tile = |kind: &Arc<TicketKind>| {
        let twice = kinds.iter().filter(|other| other.name == kind.name).count() > 1;
        let in_front = often.contains(&&kind.id);
        digit += usize::from(in_front);
        let pack = pack_of(kind).filter(|_| many);
        let group = match (in_front && !few, kind.register) {
            (true, _) => t.often.to_owned(),
            (false, true) if registers => pack.clone().unwrap_or_default(),
            (false, true) => match &pack {
                Some(pack) => [t.registers, " · ", pack].concat(),
                None => t.registers.to_owned(),
            },
            (false, false) => pack.clone().unwrap_or_default(),
        };
        Tile { kind: kind.clone(), digit: in_front.then_some(digit), pack: pack.filter(|_| twice), group }
    };
    let mut tiles: Vec<Tile> = kinds.iter().map(tile).collect();
    tiles.sort_by_key(|tile| few || tile.digit.is_none());
    tiles
}

/// The part of the form about the kind.
#[component]
pub fn Kinds(
    /// The filter box, or the grid when there is none.
    node: NodeRef<html::Input>,
    grid: NodeRef<html::Div>,
) -> impl IntoView {
    let capture = Capture::get();
    let t = CaptureTexts::t;
    let used = capture.app.desk().last_used(&capture.app.person.get_untracked()).kinds;
    let registers = Memo::new(|_| !route().query().get("register").is_empty());
    let all = Memo::new(move |_| offered(capture, &used, registers.get()));
    let chosen = capture.memo(|form| form.kind.clone());
    let kind = Memo::new(move |_| {
        let id = chosen.get();
        all.with(|all| all.iter().find(|tile| tile.kind.id == id).map(|tile| tile.kind.clone()))
            .or_else(|| capture.app.live().kind(&id))
    });
    let wrong =
        move || capture.tried.get() && capture.read(|form| form.missing(kind.get().as_deref())) == Some(Missing::Kind);
    view! {
        <section class="part" aria-label=move || t().kind>
            <h2>{move || t().kind}</h2>
            {move || wrong().then(|| view! { <p class="wrong" role="alert">{t().need_kind}</p> })}
            {move || match kind.get() {
                Some(kind) => {
                    let of = |tile: &Tile| tile.pack.clone().filter(|_| tile.kind.id == kind.id);
                    let pack = all.with_untracked(|all| all.iter().find_map(of));
                    view! { <Chosen kind pack /> }.into_any()
                }
                None => view! { <Grid all node grid /> }.into_any(),
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Grid(all: Memo<Vec<Tile>>, node: NodeRef<html::Input>, grid: NodeRef<html::Div>) -> impl IntoView {
    let capture = Capture::get();
    let t = CaptureTexts::t;
    let wanted = RwSignal::new(String::new());
    let active = RwSignal::new(0usize);
    let shown = Memo::new(move |_| {
        let wanted = wanted.get().trim().to_lowercase();
        let fits = |tile: &&Tile| {
            tile.kind.name.to_lowercase().contains(&wanted) || tile.kind.about.to_lowercase().contains(&wanted)
        };
        all.with(|all| all.iter().filter(fits).cloned().collect::<Vec<_>>())
    });
    let choose = move |id: Option<String>| {
        if let Some(id) = id {
            capture.change(|form| form.kind = id);
            capture.step.set(Step::Text);
        }
    };
    let pick = move |at: usize| choose(shown.with_untracked(|shown| shown.get(at).map(|tile| tile.kind.id.clone())));
    // Its digit chooses a kind whatever is filtered: digits do not wander while one types.
    let pick_digit = move |digit: usize| {
        let has = |tile: &&Tile| tile.digit == Some(digit);
        choose(all.with_untracked(|all| all.iter().find(has).map(|tile| tile.kind.id.clone())));
    };
    use_number(move |digit| pick_digit(digit.into()));
    let keyed = move |event: KeyboardEvent| {
        if is_composing(&event) || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let last = shown.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => active.update(|at| *at = (*at + 1).min(last)),
            "ArrowLeft" | "ArrowUp" => active.update(|at| *at = at.saturating_sub(1)),
            "Enter" => pick(active.get_untracked()),
            // No kind's name has a digit: in the filter box it chooses too.
            digit if digit.len() == 1 && digit.as_bytes()[0].is_ascii_digit() && digit != "0" => {
                pick_digit(usize::from(digit.as_bytes()[0] - b'0'));
            }
            _ => return,
        }
        event.prevent_default();
    };
    let filter = move |text: String| {
        active.set(0);
        // An input method may hand a digit on as text.
        let digit = text.chars().last().and_then(|last| match last {
            '1'..='9' => last.to_digit(10),
            '１'..='９' => Some(u32::from(last) - u32::from('０')),
            _ => None,
        });
        match digit.and_then(|digit| usize::try_from(digit).ok()) {
            Some(digit) => pick_digit(digit),
            None => wanted.set(text),
        }
    };
    let card = move |at: usize, tile: Tile| {
        let often = tile.digit.is_some();
        view! {
            <button
                type="button"
                class="kind"
                role="option"
                title=tile.kind.about.clone()
                tabindex="-1"
                data-active=move || (active.get() == at).then_some("")
                aria-selected="false"
                on:click=move |_| pick(at)
            >
                {tile.digit.map(|digit| view! { <kbd aria-hidden="true">{digit}</kbd> })}
                <span class="kind-name">
                    {tile.pack.filter(|_| often).map(|pack| view! { <small class="faint cut">{pack}</small> })}
                    <span class="cut">{tile.kind.name.clone()}</span>
                </span>
            </button>
        }
    };
    // Tiles under one heading follow each other.
    let groups = move || {
        let mut groups: Vec<(String, Vec<AnyView>)> = Vec::new();
        for (at, tile) in shown.get().into_iter().enumerate() {
            let group = tile.group.clone();
            let card = card(at, tile).into_any();
            match groups.last_mut() {
                Some((name, cards)) if *name == group => cards.push(card),
                _ => groups.push((group, vec![card])),
            }
        }
        let group = |(name, cards): (String, Vec<AnyView>)| {
            let head =
                (!name.is_empty()).then(|| view! { <p class="small faint kinds-head" role="presentation">{name}</p> });
            view! { {head}<div class="kinds" role="presentation">{cards}</div> }
        };
        groups.into_iter().map(group).collect_view()
    };
    let many = Memo::new(move |_| all.with(Vec::len) > FEW);
    view! {
        <div on:keydown=keyed>
            {move || many.get().then(|| view! {
                <div class="kind-filter">
                    <TextInput value=wanted on_input=filter node icon=Icon::Filter hint=move || t().kind_filter label=move || t().kind_filter />
                </div>
            })}
            {move || all.with(Vec::is_empty).then(|| view! { <p class="dim">{t().no_kinds}</p> })}
            <div class="kinds-list" role="listbox" tabindex=move || if many.get() { "-1" } else { "0" } node_ref=grid aria-label=move || t().kind>
                {groups}
            </div>
        </div>
    }
    .into_any()
}

/// The chosen kind: by when something must be done, and what comes next.
#[component]
fn Chosen(
    kind: Arc<TicketKind>,
    /// Its pack's name, where another kind has the same name.
    pack: Option<String>,
) -> impl IntoView {
    let capture = Capture::get();
    let t = CaptureTexts::t;
    let again = move |()| {
        capture.change(|form| form.kind = String::new());
        capture.step.set(Step::Kind);
    };
    let (name, about) = (kind.name.clone(), kind.about.clone());
    let limits = {
        let kind = kind.clone();
        Memo::new(move |_| {
            let (now, desk) = (capture.app.now.get(), capture.app.desk());
            let calendar = desk.me().map_or_else(|| desk.calendar(), |me| desk.calendar_of(&me.id));
            capture.read(|form| {
                let customer = desk.customer(&DocId::new(&form.customer));
                let terms =
                    Terms { calendar: &calendar, grade: customer.as_ref().map_or("", |customer| &customer.grade) };
                first_limits(&kind, &|field| form.value(field), now, terms)
            })
        })
    };
    let steps = Memo::new(move |_| {
        capture.read(|form| {
            let steps = first_steps(&kind, &|field| form.value(field));
            steps.into_iter().take(2).map(|step| step.label.clone()).collect::<Vec<_>>()
        })
    });
    let limit_lines = move || {
        let now = capture.app.now.get();
        let limits = limits.get();
        if limits.is_empty() {
            return view! { <li class="dim">{t().no_limit}</li> }.into_any();
        }
        let line = |limit: crate::query::opening::Beginning| {
            // A name such as 三天内答复 says its span already.
            let within = t().within(limit.span).filter(|_| !limit.name.contains(['内', '內']));
            let what = within.map_or_else(|| limit.name.clone(), |within| fill(t().limit, &[&within, &limit.name]));
            let due = fill(t().due, &[&dates::when(limit.due, now)]);
            view! { <li><Glyph icon=Icon::Clock /><span>{what}" · "<b title=dates::full(limit.due)>{due}</b></span></li> }
        };
        limits.into_iter().take(3).map(line).collect_view().into_any()
    };
    view! {
        <div class="chosen">
            <Glyph icon=Icon::Tickets />
            <b>{name}</b>
            {pack.map(|pack| view! { <span class="small faint">{pack}</span> })}
            <span class="small dim cut">{about}</span>
            <span class="push"><Button label=move || t().kind_other small=true look=Look::Quiet on_press=again /></span>
        </div>
        <ul class="limits" aria-live="polite">
            {limit_lines}
            {move || (!steps.with(Vec::is_empty)).then(|| {
                view! { <li><Glyph icon=Icon::Right /><span>{fill(t().next_step, &[&steps.get().join(t().or_step)])}</span></li> }
            })}
        </ul>
    }
    .into_any()
}
