//! Who is at the desk: chosen by a digit, with a PIN where one is set.

use std::sync::Arc;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::open_people;
use crate::desk::DeskError;
use crate::model::agent::Agent;
use crate::ui::app::App;
use crate::ui::components::{Button, Glyph, Icon, Look, TextInput};
use crate::ui::keyboard::use_number;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::palette::PaletteTexts;
use crate::ui::texts::start::Starting;
use crate::ui::texts::{Common, fill};

/// Who is at the desk, in the bar; a press, or its key, changes it.
#[component]
pub fn PersonButton() -> impl IntoView {
    let app = App::get();
    let text = move || match app.live().me() {
        Some(me) => {
            let is_new = app.desk().is_new_here(&me.id);
            let new = if is_new { ["（", Common::t().newcomer, "）"].concat() } else { String::new() };
            format!("{}{new} · {} · {}", me.name, me.number, Errors::t().role(me.role))
        }
        None => PaletteTexts::t().nobody.to_owned(),
    };
    view! {
        <button type="button" class="whoami" title=move || format!("{} (U)", Starting::t().switch) aria-keyshortcuts="u"
            on:click=move |_| open_people()>
            <Glyph icon=Icon::Customer />
            {text}
        </button>
    }
}

/// The people of the team. A digit or a press chooses one, who then gives their PIN if they have one.
#[component]
pub fn People(
    /// Somebody sits down.
    on_done: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let app = App::get();
    let people = Memo::new(move |_| app.live().agents());
    let asking = RwSignal::new(None::<Arc<Agent>>);
    let wrong = RwSignal::new(false);
    let sit = move |agent: Arc<Agent>, pin: String| {
        let desk = app.desk();
        leptos::task::spawn_local(async move {
            match desk.switch_to(&agent.id, &pin).await {
                Ok(()) => {
                    let _ = asking.try_set(None);
                    on_done();
                }
                Err(DeskError::WrongPin) => {
                    let _ = wrong.try_set(true);
                }
                Err(error) => app.fail(&error),
            }
        });
    };
    let choose = move |agent: Arc<Agent>| {
        if agent.pin.is_empty() || agent.id == app.person.get_untracked() {
            if agent.id == app.person.get_untracked() { on_done() } else { sit(agent, String::new()) }
        } else {
            wrong.set(false);
            asking.set(Some(agent));
        }
    };
    use_number(move |digit| {
        if asking.with_untracked(Option::is_some) {
            return;
        }
        if let Some(agent) = people.with_untracked(|people| people.get(usize::from(digit) - 1).cloned()) {
            choose(agent);
        }
    });
    let person = move |at: usize, agent: Arc<Agent>| {
        let chosen = agent.clone();
        let id = agent.id.clone();
        let here = move || app.person.get() == id;
        let has_pin = !agent.pin.is_empty();
        let first = agent.name.chars().next().map(String::from).unwrap_or_default();
        view! {
            <li>
                <button type="button" class="option" autofocus=at == 0 on:click=move |_| choose(chosen.clone())>
                    <span class="avatar" aria-hidden="true">{first}</span>
                    <span>
                        <b>{agent.name.clone()}</b>
                        <span class="small dim">{format!(" {} · {}", agent.number, Errors::t().role(agent.role))}</span>
                    </span>
                    {move || here().then(|| view! { <span class="tag" data-tone="good">{PaletteTexts::t().at_desk}</span> })}
                    {has_pin.then(|| view! { <span class="faint" title=PaletteTexts::t().has_pin><Glyph icon=Icon::Lock /></span> })}
                    {(at < 9).then(|| view! { <kbd aria-hidden="true">{at + 1}</kbd> })}
                </button>
            </li>
        }
    };
    view! {
        {move || match asking.get() {
            Some(agent) => view! {
                <Pin agent wrong on_pin=Callback::new(move |(agent, pin)| sit(agent, pin)) on_back=Callback::new(move |()| asking.set(None)) />
            }.into_any(),
            None => view! {
                <p class="small dim">{Starting::t().switch_about}</p>
                <ol class="whoami-list">
                    {move || people.get().into_iter().enumerate().map(|(at, agent)| person(at, agent)).collect_view()}
                </ol>
            }.into_any(),
        }}
    }
    .into_any()
}

/// Asks for a PIN: digits only.
#[component]
fn Pin(
    agent: Arc<Agent>,
    wrong: RwSignal<bool>,
    on_pin: Callback<(Arc<Agent>, String)>,
    on_back: Callback<()>,
) -> impl IntoView {
    let pin = RwSignal::new(String::new());
    let strange = RwSignal::new(false);
    let typed = move |text: String| {
        let digits: String = text.chars().filter_map(digit).collect();
        strange.set(digits.chars().count() != text.chars().count());
        wrong.set(false);
        // Told twice, so that the field follows when nothing but the strange signs have changed.
        pin.set(text);
        pin.set(digits);
    };
    let name = agent.name.clone();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        on_pin.run((agent.clone(), pin.get_untracked()));
        pin.set(String::new());
    };
    let t = PaletteTexts::t;
    let keyed = move |event: leptos::ev::KeyboardEvent| crate::ui::pages::customers::guard_enter(&event);
    view! {
        <form class="stack pin" on:submit=send on:keydown=keyed>
            <label class="field">
                <span class="label">{move || fill(Starting::t().pin, &[&name])}</span>
                <TextInput value=pin on_input=typed sort="password" mode="numeric" wrong autofocus=true />
                {move || wrong.get().then(|| view! { <span class="wrong" role="alert">{t().pin_wrong}</span> })}
                {move || strange.get().then(|| view! { <span class="note" role="status">{t().pin_digits}</span> })}
            </label>
            <div class="actions">
                <Button label=move || t().enter submit=true look=Look::Main hint="↵" on_press=|()| () />
                <Button label=Common::t().back on_press=move |()| on_back.run(()) />
            </div>
        </form>
    }
    .into_any()
}

/// The half-width form of a digit; none for anything else.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0),
        _ => None,
    }
}
