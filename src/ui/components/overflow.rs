//! How many of a row's parts fit into one line: the rest goes elsewhere.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};

/// How many of the element's children stand in its first line, followed as its width changes and looked at again
/// whenever `again` changes. The element wraps and shows one line only.
#[must_use]
pub fn use_first_line(row: NodeRef<html::Div>, again: impl Fn() + 'static) -> RwSignal<usize> {
    let fitting = RwSignal::new(usize::MAX);
    let measure = move || {
        if let Some(row) = row.try_get_untracked().flatten() {
            let count = first_line(&row);
            if fitting.try_get_untracked() != Some(count) {
                fitting.set(count);
            }
        }
    };
    // Not at once: what follows from it would change the width that was just told.
    let callback = Closure::<dyn Fn()>::new(move || request_animation_frame(measure));
    if let Ok(observer) = ResizeObserver::new(callback.as_ref().unchecked_ref()) {
        let kept = StoredValue::new_local((observer.clone(), callback));
        row.on_load(move |row| observer.observe(&row));
        on_cleanup(move || {
            kept.try_with_value(|(observer, _)| observer.disconnect());
        });
    }
    Effect::new(move |_| {
        again();
        // After what has changed is drawn.
        request_animation_frame(measure);
    });
    fitting
}

fn first_line(row: &HtmlElement) -> usize {
    let children = row.children();
    let all = (0..children.length()).filter_map(|at| children.item(at)?.dyn_into::<HtmlElement>().ok());
    let mut first = None;
    all.take_while(|child| child.offset_top() == *first.get_or_insert(child.offset_top())).count()
}
