//! The next step is a button: the few moves the flow allows now, asking only what they need.

use std::collections::HashMap;

use leptos::prelude::*;

use super::Shown;
use crate::model::agent::Role;
use crate::model::flow::{self, Answers};
use crate::model::kind::{Move, TicketKind};
use crate::model::ticket::Ticket;
use crate::model::value::Value;
use crate::ui::app::App;
use crate::ui::components::{Button, Look};
use crate::ui::keyboard::use_number;
use crate::ui::keys::Key;
use crate::ui::pages::ticket::promises::PromiseForm;
use crate::ui::parts::DeskField;
use crate::ui::texts::Common;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::fill;
use crate::ui::texts::ticket::TicketTexts;

/// What stands open under the buttons.
#[derive(Clone, PartialEq)]
enum Asking {
    Nothing,
    Step(String),
    Owner,
    Promise,
    Tag,
    Reopen,
}

/// A step as its button shows it.
#[derive(Clone, PartialEq)]
struct Shape {
    id: String,
    label: String,
    asks: bool,
    barred: Option<Role>,
    unticked: Vec<String>,
}

fn shapes(kind: &TicketKind, fold: &crate::model::fold::Fold, role: Role) -> Vec<Shape> {
    flow::offers(kind, fold, role)
        .into_iter()
        .map(|offer| Shape {
            id: offer.step.id.clone(),
            label: offer.step.label.clone(),
            asks: !offer.missing.is_empty() || offer.step.note.is_some() || offer.asks_owner,
            barred: offer.barred.then_some(offer.step.role),
            unticked: offer.unticked.iter().map(|field| field.name.clone()).collect(),
        })
        .collect()
}

/// The moves of a ticket, and what else can be done with it.
#[component]
pub fn Moves() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let asking = RwSignal::new(Asking::Nothing);
    let steps = Memo::new(move |_| {
        let role = app.role();
        shown
            .kind
            .with(|kind| kind.as_ref().map(|kind| shown.read(|fold| shapes(kind, fold, role))).unwrap_or_default())
    });
    let done =
        Memo::new(move |_| shown.kind.with(|kind| shown.read(|fold| Ticket(fold).category(kind.as_deref()).is_done())));
    let may = Memo::new(move |_| app.role() >= Role::Agent);
    let mine = Memo::new(move |_| shown.read(|fold| Ticket(fold).owner().to_owned()) == app.person.get());
    let take = move |step: Shape| {
        if let Some(role) = step.barred {
            app.toasts.fault(fill(Errors::t().not_allowed, &[&Errors::t().role(role)]));
        } else if !step.unticked.is_empty() {
            app.toasts.fault(fill(TicketTexts::t().tick_first, &[&step.unticked.join("、")]));
        } else if step.asks {
            asking.set(Asking::Step(step.id));
        } else {
            let (desk, id) = (app.desk(), shown.id());
            app.act(async move { desk.take_step(&id, &step.id, Answers::default()).await });
        }
    };
    use_number(move |n| {
        if let Some(step) = steps.get_untracked().into_iter().nth(usize::from(n).saturating_sub(1)) {
            take(step);
        }
    });
    let toggle = move |what: Asking| asking.update(|now| *now = if *now == what { Asking::Nothing } else { what });
    let mine_now = move |()| {
        let (desk, id, me) = (app.desk(), shown.id(), app.person.get_untracked());
        app.act(async move { desk.assign(&id, &me, "").await });
    };
    view! {
        {move || match asking.get() {
            Asking::Nothing => ().into_any(),
            Asking::Step(step) => view! { <StepForm step close=move || asking.set(Asking::Nothing) /> }.into_any(),
            Asking::Owner => view! { <OwnerForm close=move || asking.set(Asking::Nothing) /> }.into_any(),
            Asking::Promise => view! { <PromiseForm replaces=Vec::new() close=move || asking.set(Asking::Nothing) /> }.into_any(),
            Asking::Tag => view! { <TagForm close=move || asking.set(Asking::Nothing) /> }.into_any(),
            Asking::Reopen => view! { <ReopenForm close=move || asking.set(Asking::Nothing) /> }.into_any(),
        }}
        <div class="moves" role="group" aria-label=TicketTexts::t().next_steps hidden=move || !may.get()>
            <For each={move || steps.get().into_iter().enumerate()} key=|(i, step)| (*i, step.id.clone(), step.asks, step.barred, step.unticked.clone()) let((i, step))>
                {
                    let hint = if i < 9 { (i + 1).to_string() } else { String::new() };
                    let look = if i == 0 { Look::Main } else { Look::Plain };
                    let label = step.label.clone();
                    view! { <Button label hint look on_press=move |()| take(step.clone()) /> }
                }
            </For>
            {move || done.get().then(|| view! {
                <Button label=TicketTexts::t().reopen on_press=move |()| toggle(Asking::Reopen) />
            })}
            <span class="push"></span>
            {move || (!mine.get()).then(|| view! {
                <Button label=TicketTexts::t().take look=Look::Quiet key=Key::Take on_press=mine_now />
            })}
            <Button label=TicketTexts::t().transfer look=Look::Quiet key=Key::Assign on_press=move |()| toggle(Asking::Owner) />
            <Button label=TicketTexts::t().promise look=Look::Quiet key=Key::Promise on_press=move |()| toggle(Asking::Promise) />
            <Button label=TicketTexts::t().tag look=Look::Quiet key=Key::Tag on_press=move |()| toggle(Asking::Tag) />
        </div>
    }
    .into_any()
}

/// A form under the moves: a title, what it asks, confirm and cancel. `Escape` closes, `Ctrl+Enter` confirms.
#[component]
pub fn Ask(
    /// What is being done.
    #[prop(into)]
    title: TextProp,
    /// Confirms.
    on_confirm: impl Fn() + Send + Sync + 'static + Copy,
    /// Closes without doing it.
    close: impl Fn() + Send + Sync + 'static + Copy,
    /// What is asked.
    children: Children,
) -> impl IntoView {
    let form = NodeRef::<leptos::html::Form>::new();
    let label = title.clone();
    Effect::new(move |_| {
        if let Some(form) = form.get()
            && let Ok(Some(first)) =
                form.query_selector("input:not([type=hidden]), textarea, select, button[role=radio]")
        {
            use wasm_bindgen::JsCast;
            if let Some(first) = first.dyn_ref::<web_sys::HtmlElement>() {
                let _ = first.focus();
            }
        }
    });
    view! {
        <form class="ask" node_ref=form aria-label=move || label.get()
            on:submit=move |event| {
                event.prevent_default();
                on_confirm();
            }
            on:keydown=move |event| {
                if crate::ui::keyboard::is_composing(&event) {
                    return;
                }
                if event.key() == "Escape" {
                    event.stop_propagation();
                    close();
                } else if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                    event.prevent_default();
                    on_confirm();
                }
            }>
            <h2>{move || title.get()}</h2>
            <div class="fields">{children()}</div>
            <div class="actions">
                <Button label=TicketTexts::t().confirm look=Look::Main submit=true hint="Ctrl ↵" on_press=move |()| {} />
                <Button label=Common::t().cancel hint="Esc" on_press=move |()| close() />
            </div>
        </form>
    }
    .into_any()
}

/// What is typed into a step's form: fields, note, owner.
type Typed = (HashMap<String, Value>, String, String);

/// What a step still needs, and nothing else.
#[component]
fn StepForm(step: String, close: impl Fn() + Send + Sync + 'static + Copy) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let Some((kind, step)) = shown.kind.get_untracked().and_then(|kind| {
        let step = kind.moves.iter().find(|m| m.id == step)?.clone();
        Some((kind, step))
    }) else {
        return ().into_any();
    };
    let place = StoredValue::new(format!("step/{}/{}", shown.id(), step.id));
    let draft = app.desk().draft(&place.get_value());
    let draft: Typed = draft.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let given = RwSignal::new(draft.0);
    let note = RwSignal::new(draft.1);
    let owner = RwSignal::new(draft.2);
    Effect::new(move |before: Option<()>| {
        let typed: Typed = (given.get(), note.get(), owner.get());
        if before.is_some() {
            app.keep_draft(&place.get_value(), &serde_json::to_string(&typed).unwrap_or_default());
        }
    });
    let asked = step.when.as_ref().map(|when| when.field.clone());
    let fields: Vec<String> = asked.into_iter().chain(step.needs.clone()).collect();
    let asks_owner = step.effects.contains(&crate::model::kind::Effect::Assign(crate::model::kind::AssignTo::Ask));
    // A field stays on the form once it has been shown as missing, so that filling it in does not take it away.
    let missing_at_first = {
        let kind = kind.clone();
        let step = step.clone();
        Memo::new(move |before: Option<&Vec<String>>| {
            let given = given.get();
            let value_of =
                |name: &str| given.get(name).cloned().unwrap_or_else(|| shown.read(|fold| fold.value(name).clone()));
            let mut now: Vec<String> = before.cloned().unwrap_or_default();
            now.retain(|id| kind.field(id).is_some_and(|field| field.applies(&value_of)));
            for field in flow::needed(&kind, &step, &value_of) {
                if !now.contains(&field.id) {
                    now.push(field.id.clone());
                }
            }
            let mut seen = std::collections::HashSet::new();
            fields.iter().filter(|id| now.contains(id) && seen.insert((*id).clone())).cloned().collect()
        })
    };
    let confirm = {
        let step = StoredValue::new(step.id.clone());
        move || {
            let values: Vec<_> = given.get_untracked().into_iter().collect();
            let owner = Some(owner.get_untracked()).filter(|owner| !owner.is_empty());
            let answers = Answers { values, note: note.get_untracked(), owner };
            let (desk, id, step) = (app.desk(), shown.id(), step.get_value());
            app.act_then(async move { desk.take_step(&id, &step, answers).await }, move |_| close());
        }
    };
    let Move { label, note: note_prompt, .. } = step;
    let field = move |id: String| {
        let Some(field) = kind.field(&id).cloned() else { return ().into_any() };
        let value = Signal::derive({
            let id = id.clone();
            move || {
                given
                    .with(|given| given.get(&id).cloned())
                    .unwrap_or_else(|| shown.read(|fold| fold.value(&id).clone()))
            }
        });
        let on_change = move |value: Value| given.update(|given| drop(given.insert(id.clone(), value)));
        view! { <DeskField field value on_change must=true live=true /> }.into_any()
    };
    view! {
        <Ask title=label on_confirm=confirm close>
            <For each=move || missing_at_first.get() key=Clone::clone children=field />
            {note_prompt.map(|prompt| {
                view! {
                    <label class="field wide">
                        <span class="label">{prompt}</span>
                        <textarea class="input" rows="2" required prop:value=note on:input=move |event| {
                            note.set(event_target_value(&event));
                        }></textarea>
                    </label>
                }
            })}
            {asks_owner.then(|| view! { <OwnerChoice owner /> })}
        </Ask>
    }
    .into_any()
}

/// Who gets it: one of the team or the pool.
#[component]
fn OwnerChoice(owner: RwSignal<String>) -> impl IntoView {
    let app = App::get();
    view! {
        <label class="field">
            <span class="label">{TicketTexts::t().to_whom}</span>
            <select class="input" required on:change=move |event| owner.set(event_target_value(&event))>
                <option value="">{Common::t().choose}</option>
                {move || app.live().agents().iter().map(|agent| view! {
                    <option value=agent.id.clone()>{format!("{} {} · {}", agent.name, agent.number, Errors::t().role(agent.role))}</option>
                }).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

#[component]
fn OwnerForm(close: impl Fn() + Send + Sync + 'static + Copy) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let owner = RwSignal::new(String::new());
    let why = NodeRef::<leptos::html::Input>::new();
    let confirm = move || {
        let (desk, id, to) = (app.desk(), shown.id(), owner.get_untracked());
        let why = why.get_untracked().map(|input| input.value()).unwrap_or_default();
        if to.is_empty() {
            app.toasts.fault(Errors::t().no_owner);
            return;
        }
        app.act_then(async move { desk.assign(&id, if to == "-" { "" } else { &to }, &why).await }, move |_| close());
    };
    view! {
        <Ask title=TicketTexts::t().transfer on_confirm=confirm close>
            <label class="field">
                <span class="label">{TicketTexts::t().to_whom}</span>
                <select class="input" required on:change=move |event| owner.set(event_target_value(&event))>
                    <option value="">{Common::t().choose}</option>
                    {move || app.live().agents().iter().map(|agent| view! {
                        <option value=agent.id.clone()>{format!("{} {} · {}", agent.name, agent.number, Errors::t().role(agent.role))}</option>
                    }).collect_view()}
                    <option value="-">{TicketTexts::t().pool}</option>
                </select>
            </label>
            <label class="field wide"><span class="label">{TicketTexts::t().why_transfer}</span><input class="input" node_ref=why /></label>
            <p class="small dim wide">{TicketTexts::t().first_owner_stays}</p>
        </Ask>
    }
    .into_any()
}

#[component]
fn TagForm(close: impl Fn() + Send + Sync + 'static + Copy) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let input = NodeRef::<leptos::html::Input>::new();
    let confirm = move || {
        let tag = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        let (desk, id) = (app.desk(), shown.id());
        app.act_then(async move { desk.tag(&id, &tag).await }, move |_| close());
    };
    view! {
        <Ask title=TicketTexts::t().tag on_confirm=confirm close>
            <label class="field"><span class="label">{TicketTexts::t().tag}</span><input class="input" node_ref=input required maxlength="30" /></label>
        </Ask>
    }
    .into_any()
}

#[component]
fn ReopenForm(close: impl Fn() + Send + Sync + 'static + Copy) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let why = NodeRef::<leptos::html::Input>::new();
    let confirm = move || {
        let why = why.get_untracked().map(|input| input.value()).unwrap_or_default();
        let (desk, id) = (app.desk(), shown.id());
        app.act_then(async move { desk.reopen(&id, &why).await }, move |_| close());
    };
    view! {
        <Ask title=TicketTexts::t().reopen on_confirm=confirm close>
            <label class="field wide"><span class="label">{TicketTexts::t().why_reopen}</span><input class="input" node_ref=why required /></label>
        </Ask>
    }
    .into_any()
}
