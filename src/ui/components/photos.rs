//! Pictures: dropped, pasted or chosen, and shown small.

use leptos::ev::{ClipboardEvent, DragEvent, Event};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, File, FileList, HtmlInputElement};

use super::{Icon, IconButton};
use crate::ui::texts::{Common, fill};

/// A picture in the list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Photo {
    /// Its hash.
    pub id: String,
    /// Where the browser finds it, a `blob:` address; empty while it is being read.
    pub url: String,
}

/// The pictures of a field and the place where more are dropped. Bytes are the caller's: this hands over files.
#[component]
pub fn Photos(
    /// The pictures.
    #[prop(into)]
    photos: Signal<Vec<Photo>>,
    /// Files were dropped, pasted or chosen.
    on_files: UnsyncCallback<Vec<File>>,
    /// One was opened.
    #[prop(into)]
    on_open: Callback<String>,
    /// One was taken out.
    #[prop(into)]
    on_remove: Callback<String>,
    /// What the pictures show, read out.
    #[prop(into)]
    label: TextProp,
) -> impl IntoView {
    let over = RwSignal::new(false);
    let on_files = StoredValue::new_local(on_files);
    let hand_over = move |files: Option<FileList>| {
        let files = files.as_ref().map(pictures).unwrap_or_default();
        if !files.is_empty() {
            on_files.with_value(|on_files| on_files.run(files));
        }
    };
    let chosen = move |event: Event| {
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            hand_over(input.files());
            input.set_value("");
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        hand_over(event.data_transfer().as_ref().and_then(DataTransfer::files));
    };
    let hover = move |event: DragEvent| {
        event.prevent_default();
        over.set(true);
    };
    let pasted = move |event: ClipboardEvent| hand_over(event.clipboard_data().as_ref().and_then(DataTransfer::files));
    let small = move |(at, photo): (usize, Photo)| {
        let (open, remove) = (photo.id.clone(), photo.id);
        let alt = fill(Common::t().photo, &[&(at + 1)]);
        view! {
            <figure>
                <button type="button" on:click=move |_| on_open.run(open.clone())>
                    <img src=photo.url alt=alt loading="lazy" />
                </button>
                <IconButton icon=Icon::Close label=|| Common::t().remove on_press=move |()| on_remove.run(remove.clone()) />
            </figure>
        }
    };
    view! {
        <div class="stack" role="group" aria-label=move || label.get() on:paste=pasted>
            <div class="photos">{move || photos.get().into_iter().enumerate().map(small).collect_view()}</div>
            <label class="drop" data-over=move || over.get().then_some("") on:dragover=hover on:drop=dropped
                on:dragleave=move |_| over.set(false)>
                <input type="file" accept="image/*" multiple on:change=chosen />
                <span>{Common::t().drop_photos}</span>
            </label>
        </div>
    }
    .into_any()
}

fn pictures(files: &FileList) -> Vec<File> {
    (0..files.length()).filter_map(|at| files.item(at)).filter(|file| file.type_().starts_with("image/")).collect()
}
