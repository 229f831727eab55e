//! The fields of the kind: shown as words, changed in place; checklists ticked off with their times.

use leptos::prelude::*;

use super::Shown;
use super::ask::Form;
use super::edit::Edit;
use crate::model::agent::Role;
use crate::model::change::Seen;
use crate::model::kind::{Field, FieldType, Item};
use crate::ui::app::App;
use crate::ui::components::{Button, Glyph, Icon, Look};
use crate::ui::dates;
use crate::ui::keyboard::use_key;
use crate::ui::keys::Key;
use crate::ui::parts::{DeskField, Phone};
use crate::ui::show::field_text;
use crate::ui::texts::ticket::TicketTexts;
use crate::ui::texts::{Common, fill};
use crate::ui::typed::Typed;

/// The kind's fields that apply, in order.
#[component]
pub fn Fields() -> impl IntoView {
    let shown = Shown::get();
    let editing = RwSignal::new(None::<String>);
    let show_empty = RwSignal::new(false);
    let fields = Memo::new(move |_| {
        let Some(kind) = shown.kind.get() else { return Vec::new() };
        let value_of = |name: &str| shown.read(|fold| fold.value(name).clone());
        kind.fields.iter().filter(|f| f.applies(&value_of) && f.sort != FieldType::Photos).cloned().collect::<Vec<_>>()
    });
    let plain = Memo::new(move |_| {
        let all = fields.get().into_iter().filter(|field| field.sort != FieldType::Checklist);
        let filled = |field: &Field| shown.read(|fold| !fold.value(&field.id).is_empty());
        all.map(|field| (filled(&field), field)).collect::<Vec<_>>()
    });
    let empty = Memo::new(move |_| plain.get().iter().filter(|(filled, _)| !filled).count());
    use_key(Key::Edit, move || {
        let first = plain.get_untracked().first().map(|(_, field)| field.id.clone());
        show_empty.set(true);
        editing.set(first);
    });
    let visible = move || {
        let (all, open) = (show_empty.get(), editing.get());
        let shown =
            plain.get().into_iter().filter(|(filled, field)| *filled || all || open.as_ref() == Some(&field.id));
        shown.map(|(_, field)| field).collect::<Vec<_>>()
    };
    view! {
        <dl class="facts fields-of">
            <For each=visible key=|field| field.clone().id let:field><FieldRow field editing /></For>
        </dl>
        {move || (empty.get() > 0).then(|| view! {
            <button type="button" class="btn" data-look="link" on:click=move |_| show_empty.update(|on| *on = !*on)>
                {if show_empty.get() { TicketTexts::t().hide_empty.to_owned() } else { fill(TicketTexts::t().show_empty, &[&empty.get()]) }}
            </button>
        })}
        <For each={move || fields.get().into_iter().filter(|field| field.sort == FieldType::Checklist).collect::<Vec<_>>()}
            key=|field| field.id.clone() let:field><Checklist field /></For>
    }
}

#[component]
fn FieldRow(field: Field, editing: RwSignal<Option<String>>) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let id = StoredValue::new(field.id.clone());
    let name = field.name.clone();
    let field = StoredValue::new(field);
    let value = Memo::new(move |_| shown.read(|fold| fold.value(&id.get_value()).clone()));
    let redacted = Memo::new(move |_| {
        shown.read(|fold| {
            fold.register(&id.get_value()).live().first().is_some_and(|live| fold.redacted.contains_key(&live.stamp))
        })
    });
    let open = Memo::new(move |_| editing.get() == Some(id.get_value()));
    let edit = Edit::of(id.get_value());
    let shows_phone = field.with_value(|field| field.sort == FieldType::Phone);
    let begin = move || {
        if !edit.may() {
        } else if shows_phone && !value.get_untracked().is_empty() {
            // The input shows the whole number.
            let (desk, doc) = (app.desk(), shown.id());
            app.attempt(async move { desk.look(&[doc], Seen::Screen).await }, move |()| {
                let _ = editing.try_set(Some(id.try_get_value().unwrap_or_default()));
            });
        } else {
            editing.set(Some(id.get_value()));
        }
    };
    Effect::new(move |_| {
        if open.get() {
            edit.begin();
        }
    });
    let shut = Callback::new(move |()| {
        let _ = editing.try_set(None);
    });
    let close = Callback::new(move |()| {
        edit.forget();
        shut.run(());
    });
    let wide = field.with_value(|field| field.sort == FieldType::Long);
    let text = move || {
        let kind_text = field.with_value(|field| field_text(&app.live(), field, &value.get()));
        if redacted.get() { TicketTexts::t().redacted_field.to_owned() } else { kind_text }
    };
    view! {
        <div class:wide=wide>
            <dt>{name.clone()}</dt>
            <dd class:wrap=wide>
                {move || if open.get() {
                    view! {
                        <Form class="inline" on_save=move |()| edit.save(shut) on_close=close>
                            <DeskField field=field.get_value() value=edit.typed on_change=move |value| edit.change(value) live=true />
                            <Button label=Common::t().save small=true submit=true look=Look::Main on_press=move |()| {} />
                            <Button label=Common::t().cancel small=true on_press=move |()| close.run(()) />
                        </Form>
                    }.into_any()
                } else {
                    let label = format!("{}：{}", Common::t().edit, field.with_value(|field| field.name.clone()));
                    view! {
                        {if shows_phone && !value.get().is_empty() {
                            view! { <Phone number=value.get().as_str().to_owned() of=shown.id() /> }.into_any()
                        } else {
                            text().into_any()
                        }}
                        <button type="button" class="btn" data-look="link" aria-label=label on:click=move |_| begin()>
                            {if value.get().is_empty() { Common::t().add.into_any() } else { view! { <Glyph icon=Icon::Note /> }.into_any() }}
                        </button>
                    }.into_any()
                }}
            </dd>
        </div>
    }
    .into_any()
}

/// A checklist, ticked off.
#[component]
#[allow(clippy::needless_pass_by_value)] // A component owns what it is given.
pub fn Checklist(
    /// The field.
    field: Field,
) -> impl IntoView {
    let shown = Shown::get();
    let registers: Vec<String> = field.items.iter().map(|item| field.item_register(&item.id)).collect();
    let total = registers.len();
    let ticked = shown.memo(move |fold| registers.iter().filter(|r| !fold.value(r).is_empty()).count());
    let prefix = field.clone();
    view! {
        <section class="checklist" aria-label=field.name.clone()>
            <h2 class="section">{field.name.clone()}" "<span class="faint">{move || format!("{} / {total}", ticked.get())}</span></h2>
            <ol>
                {field.items.clone().into_iter().map(|item| {
                    let register = prefix.item_register(&item.id);
                    view! { <Tick item register /> }
                }).collect_view()}
            </ol>
        </section>
    }
    .into_any()
}

#[component]
fn Tick(item: Item, register: String) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let register = StoredValue::new(register);
    let state = shown.memo(move |fold| fold.register(&register.get_value()).live().first().cloned());
    let ticked = Memo::new(move |_| state.get().is_some_and(|live| !live.value.is_empty()));
    let asking = RwSignal::new(false);
    let due = item.within.as_deref().and_then(|span| span.parse::<crate::model::span::Span>().ok());
    let due = Memo::new(move |_| {
        let due = due?;
        shown.read(|fold| Some(due.due(fold.opening.as_ref()?.at, &app.desk().calendar_for(fold))))
    });
    let set = move |on: bool, text: String| {
        let (desk, id, register) = (app.desk(), shown.id(), register.get_value());
        app.act_then(async move { desk.tick(&id, &register, on, &text).await }, move |_| {
            let _ = asking.try_set(false);
        });
    };
    let asks = item.told;
    let click = move |_| {
        if ticked.get_untracked() {
            set(false, String::new());
        } else if asks {
            asking.set(true);
        } else {
            set(true, String::new());
        }
    };
    view! {
        <li data-ticked=move || ticked.get().then_some("")>
            <label>
                <input type="checkbox" prop:checked=move || ticked.get() on:click=move |event| { event.prevent_default(); click(event); }
                    disabled=move || app.role() == Role::Auditor />
                <span>{item.text.clone()}</span>
            </label>
            <span class="small faint">
                {move || state.get().filter(|live| !live.value.is_empty()).map(|live| {
                    let desk = app.desk();
                    let by = desk.agent(&live.by).map(|agent| agent.name.clone()).unwrap_or_default();
                    let told = live.value.as_str();
                    let told = if told.is_empty() { String::new() } else { format!(" · {}", fill(TicketTexts::t().told, &[&told])) };
                    format!("{} {by}{told}", dates::time(live.stamp.millis))
                })}
                {move || (!ticked.get()).then(|| due.get()).flatten().map(|due| {
                    let late = due < app.now.get();
                    view! { <span class:late=late>{dates::due(due, app.now.get())}</span> }
                })}
            </span>
            {move || asking.get().then(|| {
                let typed = Typed::at(format!("field/{}/{}", shown.id(), register.get_value()));
                view! {
                    <Form class="inline" typed on_save=move |()| set(true, typed.text("told")) on_close=move |()| asking.set(false)>
                        <input class="input" data-keep="told" value=typed.text("told") placeholder=Common::t().told_whom
                            aria-label=Common::t().told_whom />
                        <button class="btn" data-small="">{Common::t().done}</button>
                    </Form>
                }
            })}
        </li>
    }
    .into_any()
}
