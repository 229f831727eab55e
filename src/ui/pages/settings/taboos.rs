//! The team's words never to say (禁语, F5): listed, changed, archived, tried.

use leptos::prelude::*;

use super::parts::{Reserved, draft};
use crate::desk::TabooInfo;
use crate::model::agent::Role;
use crate::model::document::DocId;
use crate::model::taboo::{Severity, Taboo};
use crate::ui::app::App;
use crate::ui::components::{Button, Chips, Choice, Empty, Icon, Look, Select, Tag, TextArea, TextInput, Tone, marked};
use crate::ui::pages::ticket::ask::Form;
use crate::ui::texts::taboos::TabooTexts;
use crate::ui::texts::{Common, fill};
use crate::ui::typed::Typed;

/// The place of the sentence that is tried.
const TRIED: &str = "settings/taboos/try";
/// So many are drawn at once; a search finds the others.
const SHOWN: usize = 60;

/// The list.
#[component]
pub fn Taboos() -> impl IntoView {
    let app = App::get();
    let all = Memo::new(move |_| app.live().all_taboos());
    let wanted = RwSignal::new(String::new());
    let archived = RwSignal::new(false);
    let most = RwSignal::new(SHOWN);
    // The one that is being changed; an empty id for a new one.
    let open = RwSignal::new(None::<String>);
    let found = Memo::new(move |_| {
        let (wanted, archived) = (wanted.get(), archived.get());
        let holds = |texts: &[String]| texts.iter().any(|text| text.contains(wanted.trim()));
        let fits = |info: &TabooInfo| {
            info.off == archived
                && (holds(&info.taboo.words) || holds(&info.taboo.instead) || info.taboo.why.contains(wanted.trim()))
        };
        all.with(|all| all.iter().filter(|info| fits(info)).cloned().collect::<Vec<_>>())
    });
    let offs = Memo::new(move |_| all.with(|all| all.iter().filter(|info| info.off).count()));
    let t = TabooTexts::t();
    view! {
        <p class="dim intro">{t.about}</p>
        <Try />
        <Reserved least=Role::Lead>
            <div class="line">
                <TextInput value=wanted on_input=move |text| { most.set(SHOWN); wanted.set(text); } sort="search" icon=Icon::Search
                    hint=t.find label=t.find />
                <Button label=t.add icon=Icon::Plus on_press=move |()| open.set(Some(String::new())) />
                <button type="button" class="btn" data-look="link" hidden=move || offs.get() == 0 && !archived.get()
                    on:click=move |_| archived.update(|on| *on = !*on)>
                    {move || if archived.get() { t.in_use.to_owned() } else { fill(t.archived, &[&offs.get()]) }}
                </button>
            </div>
            {move || (open.get().as_deref() == Some("")).then(|| view! {
                <section class="card"><Edit info=None open /></section>
            })}
            <ul class="taboo-list">
                <For each={move || found.get().into_iter().take(most.get()).collect::<Vec<_>>()}
                    key=Clone::clone let:info>
                    <Row info open />
                </For>
            </ul>
            {move || found.with(Vec::is_empty).then(|| view! { <Empty icon=Icon::Search title=t.nothing /> })}
            {move || {
                let rest = found.with(Vec::len).saturating_sub(most.get());
                (rest > 0).then(|| view! {
                    <Button label=fill(t.rest, &[&rest]) on_press=move |()| most.update(|most| *most += SHOWN) />
                })
            }}
        </Reserved>
    }
    .into_any()
}

/// A sentence tried against the list.
#[component]
fn Try() -> impl IntoView {
    let app = App::get();
    let (text, keep) = draft(app, TRIED);
    let hits = Memo::new(move |_| app.live().taboos().find(&text.read()));
    let t = TabooTexts::t();
    let ranges = move || hits.with(|hits| hits.iter().map(|hit| hit.place.from..hit.place.to).collect::<Vec<_>>());
    view! {
        <section class="card stack taboo-try">
            <label class="field">
                <span class="label">{t.try_it}</span>
                <TextArea value=text on_input=keep hint=t.try_hint low=true />
            </label>
            <div role="status" class="stack">
                {move || (!text.read().trim().is_empty()).then(|| if hits.with(Vec::is_empty) {
                    view! { <p class="dim">{t.try_clean}</p> }.into_any()
                } else {
                    let each = hits.get().into_iter().map(|hit| {
                        let word = text.with(|text| text.get(hit.place.from..hit.place.to).unwrap_or_default().to_owned());
                        let never = hit.taboo.severity == Severity::Never;
                        view! {
                            <li>
                                <b>{fill(if never { t.never } else { t.avoid }, &[&word])}</b>" "{hit.taboo.why.clone()}
                                <span class="dim">{hit.taboo.instead.first().map(|text| [" ", text].concat())}</span>
                            </li>
                        }
                    });
                    view! { <p class="tried">{marked(&text.read(), &ranges())}</p><ul>{each.collect_view()}</ul> }.into_any()
                })}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Row(info: TabooInfo, open: RwSignal<Option<String>>) -> impl IntoView {
    let app = App::get();
    let id = StoredValue::new(info.doc.to_string());
    let is_open =
        Memo::new(move |_| open.with(|open| open.as_ref().is_some_and(|open| id.with_value(|id| id == open))));
    let kept = StoredValue::new(info.clone());
    let t = TabooTexts::t();
    let (doc, off) = (StoredValue::new(info.doc.clone()), info.off);
    let switch = move |()| {
        let (desk, doc) = (app.desk(), doc.get_value());
        app.act(async move { desk.switch_taboo(&doc, !off).await });
    };
    let never = info.taboo.severity == Severity::Never;
    let (text, tone) = if never { (t.is_never, Tone::Late) } else { (t.is_avoid, Tone::Soon) };
    view! {
        <li class="card">
            {move || if is_open.get() {
                view! { <Edit info=Some(kept.get_value()) open /> }.into_any()
            } else {
                let Taboo { words, why, instead, except, .. } = kept.get_value().taboo;
                view! {
                    <div class="line">
                        <Tag text tone=Signal::stored(tone) />
                        <b class="grow-text">{words.join("、")}</b>
                        <Button label=Common::t().edit small=true look=Look::Quiet
                            on_press=move |()| open.set(Some(id.get_value())) />
                        <Button label=if off { t.restore } else { t.archive } small=true look=Look::Quiet on_press=switch />
                    </div>
                    <p class="dim">{why}</p>
                    <ul class="small">{instead.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
                    {(!except.is_empty()).then(|| view! { <p class="small faint">{fill(t.except_of, &[&except.join("、")])}</p> })}
                }.into_any()
            }}
        </li>
    }
    .into_any()
}

/// One a line, without blanks.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Changes a taboo, or makes one.
#[component]
fn Edit(info: Option<TabooInfo>, open: RwSignal<Option<String>>) -> impl IntoView {
    let app = App::get();
    let t = TabooTexts::t();
    let place = ["taboo/", info.as_ref().map_or("new", |info| info.doc.name())].concat();
    let typed = Typed::at(place.clone());
    let (doc, taboo) = info.map_or((None, Taboo::default()), |info| (Some(info.doc), info.taboo));
    let packs = app.desk().packs();
    let chosen = typed.text_or("pack", packs.first().map_or("", |(id, ..)| id));
    let pack = RwSignal::new(chosen);
    let severity =
        RwSignal::new(typed.text_or("severity", if taboo.severity == Severity::Never { "never" } else { "avoid" }));
    let area =
        move |name: &'static str, label: &'static str, note: &'static str, held: &[String], rows: &'static str| {
            view! {
                <label class="field wide">
                    <span class="label">{label}</span>
                    <textarea class="input" rows=rows data-keep=name>{typed.text_or(name, &held.join("\n"))}</textarea>
                    <span class="note">{note}</span>
                </label>
            }
        };
    let read =
        move |name: &str, held: &[String]| typed.value(name).map_or_else(|| held.to_vec(), |text| lines(text.as_str()));
    let held = StoredValue::new((doc.clone(), taboo.clone(), place));
    let close = Callback::new(move |()| {
        let place = held.with_value(|held| held.2.clone());
        app.keep_draft(&place, "");
        let _ = open.try_set(None);
    });
    let save = move |()| {
        let (doc, before, place): (Option<DocId>, Taboo, String) = held.get_value();
        let new = untrack(|| Taboo {
            words: read("words", &before.words),
            severity: if severity.get() == "never" { Severity::Never } else { Severity::Avoid },
            why: typed.text_or("why", &before.why).trim().to_owned(),
            instead: read("instead", &before.instead),
            except: read("except", &before.except),
            id: String::new(),
        });
        let (desk, pack) = (app.desk(), pack.get_untracked());
        app.act_then(async move { desk.put_taboo(doc.as_ref(), &pack, &new, &place).await }, move |_| {
            let _ = open.try_set(None);
        });
    };
    let severities = vec![Choice::new("never", t.is_never), Choice::new("avoid", t.is_avoid)];
    let choices: Vec<Choice> = packs.iter().map(|(id, name, _)| Choice::new(id.clone(), name.clone())).collect();
    let asks_pack = doc.is_none() && packs.len() > 1;
    view! {
        <Form class="ask" typed label=t.add on_save=save on_close=close>
            <div class="fields">
                {area("words", t.words, t.words_note, &taboo.words, "3")}
                <div class="field">
                    <span class="label">{t.severity}</span>
                    <Chips options=Signal::stored(severities) value=severity required=true label=t.severity
                        on_choose=move |id: String| { typed.put("severity", crate::model::value::Value::text(&id)); severity.set(id); } />
                </div>
                {asks_pack.then(|| view! {
                    <label class="field">
                        <span class="label">{t.pack}</span>
                        <Select options=Signal::stored(choices) value=pack
                            on_choose=move |id: String| { typed.put("pack", crate::model::value::Value::text(&id)); pack.set(id); } />
                    </label>
                })}
                <label class="field wide">
                    <span class="label">{t.why}</span>
                    <input class="input" data-keep="why" value=typed.text_or("why", &taboo.why) autocomplete="off" />
                </label>
                {area("instead", t.instead, t.instead_note, &taboo.instead, "2")}
                {area("except", t.except, t.except_note, &taboo.except, "1")}
            </div>
            <div class="actions">
                <Button label=Common::t().save look=Look::Main submit=true hint="Ctrl ↵" on_press=|()| {} />
                <Button label=Common::t().cancel hint="Esc" on_press=move |()| close.run(()) />
            </div>
        </Form>
    }
    .into_any()
}
