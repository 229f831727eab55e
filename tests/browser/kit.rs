//! The interface's kit: what is typed is never disturbed or lost, shortcuts keep out of text and composition, lists of
//! any length are short in the page, and the focus survives.

#![allow(clippy::expect_used, clippy::unwrap_used)]

use js_sys::{Function, Promise};
use leptos::prelude::*;
use shouwen::ui::components::{
    Choice, Combobox, Dialog, Grid, GridColumn, Icon, Part, Sketch, TextArea, TextInput, VirtualList,
};
use shouwen::ui::keyboard;
use shouwen::ui::keys::Key;
use shouwen::ui::lang::set_lang;
use shouwen::ui::texts::Lang;
use shouwen::ui::{dates, format};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{
    CompositionEvent, Element, Event, EventInit, HtmlElement, HtmlInputElement, KeyboardEvent, KeyboardEventInit,
};

/// Mounts a view into a place of its own.
fn place<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> HtmlElement {
    let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&place).unwrap();
    leptos::mount::mount_to(place.clone(), view).forget();
    place
}

/// Waits for a page that stays as it is: effects, frames, and what is told of sizes and scrolling after a frame have
/// come, however late. A page that nobody looks at gets no frames, so each is waited for only a while.
async fn settle() {
    let whole = || document().body().unwrap().inner_html();
    let (mut before, mut still) = (whole(), 0);
    while still < 4 {
        let wait = Promise::new(&mut |done: Function, _| {
            let framed = done.clone();
            let later = Closure::once_into_js(move || {
                window().set_timeout_with_callback_and_timeout_and_arguments_0(&framed, 15).unwrap();
            });
            window().request_animation_frame(later.unchecked_ref()).unwrap();
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&done, 500).unwrap();
        });
        JsFuture::from(wait).await.unwrap();
        let now = whole();
        still = if now == before { still + 1 } else { 0 };
        before = now;
    }
}

fn find<T: JsCast>(place: &Element, selector: &str) -> T {
    place.query_selector(selector).unwrap().expect(selector).unchecked_into()
}

fn tell(element: &Element, name: &str) {
    let bubbles = EventInit::new();
    bubbles.set_bubbles(true);
    let event = match name {
        "compositionstart" | "compositionend" => CompositionEvent::new(name).unwrap().unchecked_into(),
        _ => Event::new_with_event_init_dict(name, &bubbles).unwrap(),
    };
    element.dispatch_event(&event).unwrap();
}

/// Text as an input method or a hand puts it in, with the caret behind it.
fn put(field: &HtmlInputElement, text: &str, caret: u32) {
    field.set_value(text);
    field.set_selection_range(caret, caret).unwrap();
    tell(field, "input");
}

fn press(target: &Element, key: &str, change: impl FnOnce(&KeyboardEventInit)) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    change(&init);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    target.dispatch_event(&event).unwrap();
}

fn press_with_code(target: &Element, key: &str, code: u32) {
    press(target, key, |init| {
        js_sys::Reflect::set(init, &"keyCode".into(), &JsValue::from(code)).unwrap();
    });
}

#[wasm_bindgen_test]
async fn a_change_from_outside_waits_while_an_input_method_composes() {
    let text = RwSignal::new("abc".to_owned());
    let place = place(move || view! { <TextArea value=text on_input=move |new| text.set(new) label="x" /> });
    settle().await;
    let field: HtmlInputElement = find(&place, "textarea");
    field.focus().unwrap();
    tell(&field, "compositionstart");
    put(&field, "a你bc", 2);
    text.set("synced".to_owned());
    settle().await;
    assert_eq!(field.value(), "a你bc");
    assert_eq!(field.selection_start().unwrap(), Some(2));
    assert_eq!(text.get_untracked(), "synced");
    tell(&field, "compositionend");
    settle().await;
    assert_eq!((field.value().as_str(), text.get_untracked().as_str()), ("a你bc", "a你bc"));
}

#[wasm_bindgen_test]
async fn a_change_from_outside_keeps_the_caret() {
    let text = RwSignal::new("abcdef".to_owned());
    let place = place(move || view! { <TextInput value=text on_input=move |new| text.set(new) label="x" /> });
    settle().await;
    let field: HtmlInputElement = find(&place, "input");
    field.focus().unwrap();
    field.set_selection_range(3, 3).unwrap();
    text.set("abcdefgh".to_owned());
    settle().await;
    assert_eq!(field.value(), "abcdefgh");
    assert_eq!(field.selection_start().unwrap(), Some(3));
}

#[wasm_bindgen_test]
async fn what_is_not_handed_on_yet_is_not_overwritten() {
    let (kept, committed) = (RwSignal::new("old".to_owned()), RwSignal::new(String::new()));
    let place = place(move || view! { <TextInput value=kept on_commit=move |new| committed.set(new) label="x" /> });
    settle().await;
    let field: HtmlInputElement = find(&place, "input");
    put(&field, "mine", 4);
    kept.set("theirs".to_owned());
    settle().await;
    assert_eq!(field.value(), "mine");
    assert_eq!(committed.get_untracked(), "");
    tell(&field, "change");
    assert_eq!(committed.get_untracked(), "mine");
}

#[wasm_bindgen_test]
async fn a_field_taken_away_hands_on_what_was_typed() {
    let (there, committed) = (RwSignal::new(true), RwSignal::new(String::new()));
    let place = place(move || {
        move || there.get().then(|| view! { <TextInput value="" on_commit=move |new| committed.set(new) label="x" /> })
    });
    settle().await;
    let field: HtmlInputElement = find(&place, "input");
    field.focus().unwrap();
    put(&field, "half a senten", 13);
    there.set(false);
    settle().await;
    assert!(place.query_selector("input").unwrap().is_none());
    assert_eq!(committed.get_untracked(), "half a senten");
}

#[wasm_bindgen_test]
async fn shortcuts_keep_out_of_text_composition_and_dialogs() {
    keyboard::listen();
    let (taken, inside, open) = (RwSignal::new(0), RwSignal::new(0), RwSignal::new(false));
    let count = move |n: RwSignal<i32>| move || n.update(|n| *n += 1);
    let place = place(move || {
        keyboard::use_key(Key::Assign, count(taken));
        keyboard::use_key(Key::Save, count(taken));
        view! {
            <TextInput value="" label="x" />
            <Dialog open title="x">
                {
                    keyboard::use_key(Key::Save, count(inside));
                    view! { <button>"x"</button> }
                }
            </Dialog>
        }
    });
    settle().await;
    let (body, field) = (document().body().unwrap(), find::<Element>(&place, "input"));
    press(&body, "t", |_| {});
    assert_eq!(taken.get_untracked(), 1);
    press(&field, "t", |_| {});
    press(&body, "t", |init| init.set_is_composing(true));
    // Safari tells the end of the composition before the key that ended it.
    tell(&field, "compositionend");
    press_with_code(&field, "Enter", 229);
    press_with_code(&body, "t", 229);
    assert_eq!(taken.get_untracked(), 1);
    let ctrl =
        |init: &KeyboardEventInit| if keyboard::is_mac() { init.set_meta_key(true) } else { init.set_ctrl_key(true) };
    press(&field, "Enter", ctrl);
    assert_eq!(taken.get_untracked(), 2);
    open.set(true);
    settle().await;
    press(&body, "t", |_| {});
    press(&body, "Enter", ctrl);
    assert_eq!((taken.get_untracked(), inside.get_untracked()), (2, 1));
    open.set(false);
    settle().await;
    press(&body, "t", |_| {});
    press(&body, "Enter", ctrl);
    assert_eq!((taken.get_untracked(), inside.get_untracked()), (4, 1));
}

#[wasm_bindgen_test]
async fn esc_closes_the_list_and_keeps_the_text() {
    let value = RwSignal::new(String::new());
    let options = vec![Choice::new("sf", "顺丰速运"), Choice::new("zt", "中通快递").also("ztkd")];
    let place = place(move || {
        view! { <Combobox options=Signal::stored(options) value on_choose=move |id| value.set(id) label="x" /> }
    });
    settle().await;
    let field: HtmlInputElement = find(&place, "input");
    field.focus().unwrap();
    put(&field, "zt", 2);
    settle().await;
    assert_eq!(place.query_selector_all("[role=option]").unwrap().length(), 1);
    press(&field, "Enter", |init| init.set_is_composing(true));
    assert_eq!(value.get_untracked(), "");
    press(&field, "Escape", |_| {});
    settle().await;
    assert_eq!(field.get_attribute("aria-expanded").as_deref(), Some("false"));
    assert_eq!(field.value(), "zt");
    press(&field, "ArrowDown", |_| {});
    press(&field, "Enter", |_| {});
    settle().await;
    assert_eq!((value.get_untracked().as_str(), field.value().as_str()), ("zt", "中通快递"));
}

#[wasm_bindgen_test]
async fn a_hundred_thousand_rows_are_a_few_in_the_page() {
    let selected = RwSignal::new(Some(0));
    let place = place(move || {
        view! {
            <VirtualList count=100_000_usize item=|at| (at < 100_000).then_some(at) row=|at: usize| at.to_string().into_any()
                row_height=50.0 selected on_select=move |at| selected.set(Some(at)) label="x" />
        }
    });
    let list: HtmlElement = find(&place, "[role=listbox]");
    for (name, value) in [("height", "400px"), ("overflow", "auto"), ("display", "block")] {
        list.style().set_property(name, value).unwrap();
    }
    settle().await;
    let rows = list.query_selector_all("[role=option]").unwrap().length();
    assert!((8..40).contains(&rows), "{rows} rows");
    let active = || {
        let row = document().get_element_by_id(&list.get_attribute("aria-activedescendant").unwrap());
        row.map(|row| row.text_content().unwrap_or_default())
    };
    press(&list, "End", |_| {});
    settle().await;
    assert_eq!(active().as_deref(), Some("99999"));
    list.set_scroll_top(0);
    settle().await;
    assert_eq!(active().as_deref(), Some("99999"), "the selected row is gone when it is scrolled away");
    assert!(list.text_content().unwrap().contains('0'));
}

#[wasm_bindgen_test]
async fn a_row_of_a_grid_writes_only_what_differs() {
    let rows = RwSignal::new(vec![("退款未到账", true), ("快递破损", false)]);
    let place = place(move || {
        let column = GridColumn { id: "subject".into(), name: String::new(), width: 0, sorts: false, ticks: false };
        let cell = |(text, marked): &(&str, bool), _: &str, to: &mut Sketch| {
            to.part(Part { title: (*text).to_owned(), ..Part::of("strong") }, |to| {
                if *marked { to.marked(text, std::slice::from_ref(&(6..9))) } else { to.text(text) }
            });
            if text.contains("承诺") {
                to.icon(Icon::Promise);
            }
        };
        view! {
            <div style="height: 200px; display: flex">
                <Grid count=Signal::derive(move || rows.with(Vec::len)) columns=Signal::stored(vec![column])
                    heads=Signal::stored(false) sorted=Signal::stored(None)
                    item=move |at| rows.with(|rows| rows.get(at).copied())
                    cell chosen=|_: &(&str, bool)| false row_height=Signal::stored(20.0) at=Signal::stored(None)
                    open=Signal::stored(None) on_act=|_| {} rewind=Signal::stored(0) label="rows" node=NodeRef::new() />
            </div>
        }
    });
    settle().await;
    let cell = |row: usize| find::<Element>(&place, &format!("[data-at='{row}'] [role=gridcell]"));
    let (first, second) = (cell(0), cell(1));
    assert_eq!(first.inner_html(), "<span class=\"strong\" title=\"退款未到账\">退款<mark>未</mark>到账</span>");
    let (part, mark) = (find::<Element>(&first, "span"), find::<Element>(&first, "mark"));
    // Another text of the same make: the elements stay, their texts and titles change.
    rows.set(vec![("换货已签收", true), ("已承诺补发", false)]);
    settle().await;
    assert_eq!(first.inner_html(), "<span class=\"strong\" title=\"换货已签收\">换货<mark>已</mark>签收</span>");
    assert!(
        part.is_same_node(first.first_child().as_ref())
            && mark.is_same_node(part.query_selector("mark").unwrap().as_deref())
    );
    assert!(cell(0).is_same_node(Some(&first)) && cell(1).is_same_node(Some(&second)));
    assert!(second.inner_html().contains("<path d="), "{}", second.inner_html());
    // Of another make: made anew. A row that is gone holds nothing of it any more.
    rows.set(vec![("换货已签收", false)]);
    settle().await;
    assert_eq!(first.inner_html(), "<span class=\"strong\" title=\"换货已签收\">换货已签收</span>");
    assert!(!place.text_content().unwrap().contains("承诺"));
}

#[wasm_bindgen_test]
fn days_are_named_in_the_readers_language() {
    let noon = |day: i32| dates::read_local(&format!("2026-11-{:02}T12:00", 1 + day)).unwrap().cast_unsigned();
    let now = noon(1);
    let all = |lang| {
        set_lang(lang);
        [0, 1, 2, 4, 20].map(|day| dates::when(noon(day), now))
    };
    assert_eq!(all(Lang::ZhCn), ["昨天 12:00", "今天 12:00", "明天 12:00", "周四 12:00", "11月21日 12:00"]);
    assert_eq!(all(Lang::ZhTw)[3], "週四 12:00");
    assert_eq!(all(Lang::En)[4], "Nov 21 12:00");
    set_lang(Lang::ZhCn);
    assert_eq!(dates::due(now + 72 * format::MINUTE, now), "还剩 1 小时 12 分");
    assert_eq!(dates::read_local(&dates::local_input(now.cast_signed())), Some(now.cast_signed()));
    assert_eq!(document().document_element().unwrap().get_attribute("lang").as_deref(), Some("zh-CN"));
}
