//! Merging two tickets and parting them again: what would come over, what was merged, and the way back.

use std::collections::HashSet;
use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;

use super::Shown;
use super::ask::Ask;
use super::conflicts::register_name;
use super::pick::TicketPicker;
use crate::desk::{Doc, Merging};
use crate::model::agent::Role;
use crate::model::document::DocId;
use crate::model::matter::{self, Brought, MERGED};
use crate::model::ticket::Ticket;
use crate::model::value::Value;
use crate::query::rows::Row;
use crate::ui::app::App;
use crate::ui::components::{Button, Glyph, Icon, Look};
use crate::ui::dates;
use crate::ui::nav::navigate;
use crate::ui::route::{Query, Route};
use crate::ui::show::value_text;
use crate::ui::texts::fill;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::typed::Typed;

/// The ticket that is merged into another, and those that one has taken in.
#[derive(Clone, PartialEq)]
struct Pair {
    from: DocId,
    into: DocId,
    /// The one of them that is not shown; none when it is not here.
    other: Option<Arc<Row>>,
    /// The person at the desk may part them: a lead, or who merged them.
    may: bool,
}

/// What was merged into the ticket shown, with what was merged into that before.
pub fn taken_in(app: App, shown: Shown) -> Memo<Vec<Arc<Doc>>> {
    let wanted = Memo::new(move |_| {
        let mut ids: Vec<DocId> = Vec::new();
        let mut seen = HashSet::from([shown.id()]);
        let mut todo =
            shown.read(|fold| matter::joined(fold).map(|joined| DocId::new(joined.from)).collect::<Vec<_>>());
        while let Some(id) = todo.pop() {
            if seen.insert(id.clone()) {
                if let Some(doc) = app.doc(&id) {
                    todo.extend(matter::joined(&doc.fold).map(|joined| DocId::new(joined.from)));
                }
                ids.push(id);
            }
        }
        ids
    });
    Effect::new(move |_| {
        let (desk, ids) = (app.live(), wanted.get());
        if ids.iter().any(|id| desk.doc(id).is_none()) {
            spawn_local(async move {
                if let Err(error) = desk.fetch(&ids).await {
                    app.fail(&error);
                }
            });
        }
    });
    Memo::new(move |_| {
        let docs = wanted.with(|ids| ids.iter().filter_map(|id| app.doc(id)).collect::<Vec<_>>());
        let here =
            |id: &str| *shown.id().as_str() == *id || wanted.with(|ids| ids.iter().any(|one| one.as_str() == id));
        docs.into_iter().filter(|doc| here(Ticket(&doc.fold).merged_into())).collect()
    })
}

/// Says on both tickets that they are merged, and parts them.
#[component]
pub fn Merged() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let t = TicketTexts::t;
    let pairs = Memo::new(move |_| {
        let (desk, id) = (app.live(), shown.id());
        let me = desk.me();
        let lead = app.role() >= Role::Lead;
        let may = |by: &str| lead || me.as_ref().is_some_and(|me| me.id == by);
        shown.read(|fold| {
            let mut pairs: Vec<Pair> = Vec::new();
            let into = Ticket(fold).merged_into();
            if !into.is_empty() {
                let may = fold.register(MERGED).live().iter().all(|live| may(&live.by));
                let into = DocId::new(into);
                pairs.push(Pair { from: id.clone(), other: desk.row(&into), into, may });
            }
            let own = pairs.len();
            for joined in matter::joined(fold) {
                let may = may(joined.by);
                // Merged on two devices, it is parted from both at once.
                if let Some(pair) = pairs[own..].last_mut().filter(|pair| pair.from.as_str() == joined.from) {
                    pair.may &= may;
                } else {
                    let from = DocId::new(joined.from);
                    pairs.push(Pair { other: desk.row(&from), from, into: id.clone(), may });
                }
            }
            pairs
        })
    });
    let part = move |from: DocId, into: DocId| {
        let desk = app.desk();
        app.act(async move { desk.unmerge(&from, &into).await });
    };
    move || {
        let line = |Pair { from, into, other, may }: Pair| {
            let goes_on = from == shown.id();
            let words = if goes_on { t().merged_into } else { t().has_taken };
            let link = other.map(|other| {
                let href = Route::Tickets(Some(other.id.to_string()), Query::default()).href();
                view! { <a href=href><span class="mono">{other.number.clone()}</span>" "{other.subject.clone()}</a> }
            });
            view! {
                <p class="merged-note" data-goes-on=goes_on.then_some("")>
                    <Glyph icon=Icon::Link />
                    <span>{words}" "{link}</span>
                    {may.then(|| {
                        let (from, into) = (from.clone(), into.clone());
                        view! { <Button label=t().unmerge small=true icon=Icon::Undo look=Look::Quiet
                            on_press=move |()| part(from.clone(), into.clone()) /> }
                    })}
                </p>
            }
        };
        pairs.get().into_iter().map(line).collect_view()
    }
}

/// The names under which the form keeps what was chosen.
const OTHER: &str = "other";
const TURNED: &str = "turned";

/// Chooses the other ticket, shows what would come over, and merges.
#[component]
pub fn MergeForm(close: Callback<()>) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let t = TicketTexts::t;
    let typed = Typed::at(["merge/", shown.id().as_str()].concat());
    let kept = move |name: &str| typed.value(name).map(|value| value.as_str().to_owned()).unwrap_or_default();
    let other = Memo::new(move |_| kept(OTHER));
    // Which one goes on: the one that is not done, else the earlier one, unless turned round.
    let pair = Memo::new(move |_| {
        let (desk, other) = (app.live(), other.get());
        let (here, there) = (desk.row(&shown.id())?, desk.row(&DocId::new(&other))?);
        let rank = |row: &Row| (row.category.is_done(), row.opened);
        let (from, into) = if rank(&here) >= rank(&there) { (here, there) } else { (there, here) };
        Some(if kept(TURNED).is_empty() { (from, into) } else { (into, from) })
    });
    let merging = RwSignal::new(None::<Merging>);
    // Only another choice asks anew: once they are merged there is nothing to ask.
    let ids =
        Memo::new(move |_| pair.with(|pair| pair.as_ref().map(|(from, into)| (from.id.clone(), into.id.clone()))));
    Effect::new(move |_| {
        merging.set(None);
        let Some((from, into)) = ids.get() else { return };
        let desk = app.desk();
        app.attempt(async move { desk.merging(&from, &into).await }, move |found| {
            let _ = merging.try_set(Some(found));
        });
    });
    let choose = move |id: DocId| {
        typed.put(OTHER, Value::text(id.as_str()));
        request_animation_frame(|| {
            let button = document().query_selector(".related .ask button[type=submit]").ok().flatten();
            if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
                // A focus that fails changes nothing.
                let _ = button.focus();
            }
        });
    };
    let again = move |()| typed.put(OTHER, Value::Empty);
    let turn = move |()| typed.put(TURNED, if kept(TURNED).is_empty() { Value::text("yes") } else { Value::Empty });
    let confirm = move || {
        let (Some((from, into)), Some(found)) = (pair.get_untracked(), merging.get_untracked()) else { return };
        let fields = found.plan.choices.into_iter().map(|brought| brought.field);
        let chosen: Vec<String> = fields.filter(|field| !typed.text(&choice(field)).is_empty()).collect();
        let (desk, target) = (app.desk(), into.id.clone());
        app.act_then(async move { desk.merge(&from.id, &into.id, &chosen).await }, move |_| {
            close.try_run(());
            navigate(&Route::ticket(target));
        });
    };
    view! {
        {move || if other.with(String::is_empty) {
            view! {
                <div class="ask"><h2>{t().merge}</h2><p class="small dim">{t().merge_about}</p>
                    <TicketPicker alike=true on_pick=choose on_close=close /></div>
            }.into_any()
        } else {
            view! {
                <Ask title=t().merge typed on_confirm=confirm close>
                    {move || pair.get().map(|(from, into)| view! { <Direction from into turn again /> })}
                    {move || merging.get().zip(pair.get()).map(|(found, (from, into))| view! { <Summary found from into typed /> })}
                </Ask>
            }.into_any()
        }}
    }
    .into_any()
}

fn choice(field: &str) -> String {
    ["take.", field].concat()
}

/// Which ticket is merged into which.
#[component]
fn Direction(
    from: Arc<Row>,
    into: Arc<Row>,
    #[prop(into)] turn: Callback<()>,
    #[prop(into)] again: Callback<()>,
) -> impl IntoView {
    let t = TicketTexts::t;
    let side = |row: &Row, words: &'static str| {
        let state = [&*row.kind_name, " · ", &*row.state_name].concat();
        view! {
            <div class="merge-side">
                <span class="small faint">{words}</span>
                <b class="cut">{row.subject.clone()}</b>
                <span class="small dim"><span class="mono">{row.number.clone()}</span>" "{row.who.clone()}" "{state}</span>
            </div>
        }
    };
    view! {
        <div class="merge-way wide">
            {side(&from, t().merge_from)}<Glyph icon=Icon::Right />{side(&into, t().merge_into)}
            <span class="merge-acts">
                <Button label=t().merge_turn small=true on_press=turn />
                <Button label=t().merge_other small=true look=Look::Quiet on_press=again />
            </span>
        </div>
    }
    .into_any()
}

/// What comes over, what must be chosen, what to beware of.
#[component]
fn Summary(found: Merging, from: Arc<Row>, into: Arc<Row>, typed: Typed) -> impl IntoView {
    let app = App::get();
    let t = TicketTexts::t();
    let desk = app.desk();
    let kind = desk.kind(&into.kind);
    let words = |field: &str, value: &Value| value_text(&desk, kind.as_deref(), field, value);
    let name = |field: &str| register_name(field, kind.as_deref());
    let mut lines = vec![fill(t.merge_timeline, &[&into.number])];
    if !found.plan.takes.is_empty() {
        let one = |brought: &Brought| [&name(&brought.field), "：", &words(&brought.field, &brought.there)].concat();
        lines.push(fill(t.merge_takes, &[&found.plan.takes.iter().map(one).collect::<Vec<_>>().join("；")]));
    }
    for (text, due) in &found.plan.promises {
        lines.push(fill(t.merge_promise, &[&desk.by_steps(text), &dates::when(*due, app.now.get_untracked())]));
    }
    let mut warnings = Vec::new();
    if found.strangers {
        warnings.push(t.merge_strangers);
    }
    if found.reopens {
        warnings.push(t.merge_done);
    }
    let ask = |brought: &Brought| {
        let field = choice(&brought.field);
        let group = ["merge-", &*brought.field].concat();
        let option = |value: &Value, number: &str, take: bool| {
            let field = field.clone();
            let chosen = typed.text(&field).is_empty() != take;
            let put = move |_| typed.put(&field, if take { Value::text("yes") } else { Value::Empty });
            view! {
                <label class="chip"><input type="radio" name=group.clone() checked=chosen on:change=put />
                    <span>{words(&brought.field, value)}" "<small class="faint">{number.to_owned()}</small></span></label>
            }
        };
        view! {
            <div class="field wide" role="group" aria-label=name(&brought.field)>
                <span class="label">{name(&brought.field)}</span>
                <div class="chips">{option(&brought.here, &into.number, false)}{option(&brought.there, &from.number, true)}</div>
            </div>
        }
    };
    view! {
        <ul class="merge-sum wide">
            {lines.into_iter().map(|line| view! { <li><Glyph icon=Icon::Check />{line}</li> }).collect_view()}
            {warnings.into_iter().map(|line| view! { <li class="late"><Glyph icon=Icon::Info />{line}</li> }).collect_view()}
        </ul>
        {(!found.plan.choices.is_empty()).then(|| view! { <p class="small dim wide">{t.merge_choose}</p> })}
        {found.plan.choices.iter().map(ask).collect_view()}
    }
    .into_any()
}
