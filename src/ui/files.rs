//! Files from and to the person's disk: chosen, dropped or pasted, read in slices, downloaded under a name.

use std::cell::Cell;

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, ClipboardEvent, DataTransfer, DragEvent, File, FileList, HtmlAnchorElement};

use super::app::App;
use super::components::{Glyph, Icon};
use super::texts::files::FileTexts;
use super::texts::fill;
use crate::desk::Desk;

/// How much is read at once, in bytes: little enough to decode within a frame.
pub const SLICE: u32 = 256 * 1024;

/// A file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct FileError(String);

impl From<JsValue> for FileError {
    fn from(value: JsValue) -> Self {
        let text = value.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
        Self(text.unwrap_or_else(|| format!("{value:?}")))
    }
}

/// The bytes from `from` to `to` (not included) of a file.
///
/// # Errors
/// When the browser cannot read it, for example because it was deleted since.
pub async fn read_slice(file: &Blob, from: f64, to: f64) -> Result<Vec<u8>, FileError> {
    let slice = file.slice_with_f64_and_f64(from, to)?;
    let buffer = JsFuture::from(slice.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Lets the browser draw and listen: for between the slices of long work.
pub async fn pause() {
    gloo::timers::future::TimeoutFuture::new(0).await;
}

/// How often long work tells how far it is, in milliseconds.
const TELL: f64 = 100.0;

/// Tells how far long work is: not each time, since drawing takes longer than many a piece of the work.
#[derive(Default)]
pub struct Teller(Cell<f64>);

impl Teller {
    /// Whether it is time to tell; the first time it is.
    #[must_use]
    pub fn is_due(&self) -> bool {
        let now = js_sys::Date::now();
        let due = !(0.0..TELL).contains(&(now - self.0.get()));
        if due {
            self.0.set(now);
        }
        due
    }
}

/// All bytes of a file; for small ones.
///
/// # Errors
/// As for `read_slice`.
pub async fn read(file: &Blob) -> Result<Vec<u8>, FileError> {
    read_slice(file, 0.0, file.size()).await
}

/// Reads a file from its beginning, slice after slice.
pub struct Slices {
    file: Blob,
    at: f64,
}

impl Slices {
    /// A reader of that file.
    #[must_use]
    pub fn new(file: &Blob) -> Self {
        Self { file: file.clone(), at: 0.0 }
    }

    /// The next bytes, at most `SLICE`; none at the end.
    ///
    /// # Errors
    /// As for `read_slice`.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, FileError> {
        if self.at >= self.file.size() {
            return Ok(None);
        }
        let to = (self.at + f64::from(SLICE)).min(self.file.size());
        let bytes = read_slice(&self.file, self.at, to).await?;
        self.at = to;
        Ok(Some(bytes))
    }

    /// Which share has been read, 0 to 1.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.file.size() > 0.0 { self.at / self.file.size() } else { 1.0 }
    }
}

/// Gives the person a file of these parts, as a download under that name.
///
/// # Errors
/// When the browser refuses.
pub fn download(name: &str, media: &str, parts: &[Vec<u8>]) -> Result<(), FileError> {
    let array = Array::new();
    for part in parts {
        array.push(&Uint8Array::from(part.as_slice()));
    }
    let kind = BlobPropertyBag::new();
    kind.set_type(media);
    let blob = Blob::new_with_u8_array_sequence_and_options(&array, &kind)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The browser has taken the blob by then; without this it would be kept until the page is left.
    gloo::timers::callback::Timeout::new(60_000, move || {
        revoke(&url);
    })
    .forget();
    Ok(())
}

/// The address under which the page can show a file of the desk's, once it is here; given back with the owner.
#[must_use]
pub fn address_of(desk: Desk, hash: String, media: String) -> ReadSignal<Option<String>> {
    let (url, set) = signal(None::<String>);
    spawn_local(async move {
        if let Ok(Some(bytes)) = desk.file_from_anywhere(&hash).await
            && let Some(Some(left)) = set.try_set(object_url(&bytes, &media))
        {
            revoke(&left);
        }
    });
    on_cleanup(move || {
        if let Some(Some(url)) = url.try_get_untracked() {
            revoke(&url);
        }
    });
    url
}

fn object_url(bytes: &[u8], media: &str) -> Option<String> {
    let kind = BlobPropertyBag::new();
    kind.set_type(media);
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &kind).ok()?;
    web_sys::Url::create_object_url_with_blob(&blob).ok()
}

fn revoke(url: &str) {
    // There is nothing to do about a URL that is gone already.
    let _ = web_sys::Url::revoke_object_url(url);
}

/// The same, with a message when it fails.
pub fn offer(app: App, name: &str, media: &str, parts: &[Vec<u8>]) {
    if let Err(error) = download(name, media, parts) {
        leptos::logging::warn!("{error}");
        app.toasts.fault(FileTexts::t().not_written);
    }
}

/// Says that a file could not be read.
pub fn unreadable(app: App, file: &File, error: &FileError) {
    leptos::logging::warn!("{error}");
    app.toasts.fault(fill(FileTexts::t().unreadable, &[&file.name()]));
}

fn files(list: Option<FileList>) -> Vec<File> {
    list.map(|list| (0..list.length()).filter_map(|at| list.get(at)).collect()).unwrap_or_default()
}

fn carried(data: Option<DataTransfer>) -> Vec<File> {
    files(data.and_then(|data| data.files()))
}

/// The files that are dropped.
#[must_use]
pub fn dropped(event: &DragEvent) -> Vec<File> {
    carried(event.data_transfer())
}

/// The files that are pasted, screenshots for example.
#[must_use]
pub fn pasted(event: &ClipboardEvent) -> Vec<File> {
    carried(event.clipboard_data())
}

/// A button that lets a file be chosen from the disk.
#[component]
pub fn FilePick(
    /// What it says; 选择文件 when absent.
    #[prop(optional, into)]
    label: Option<TextProp>,
    /// Which files are offered, `.csv,.txt` for example.
    #[prop(optional, into)]
    accept: String,
    /// Several at once.
    #[prop(optional)]
    multiple: bool,
    /// The main button of its view.
    #[prop(optional)]
    main: bool,
    /// Whether it can be used.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What is done with the files.
    #[prop(into)]
    on_files: Callback<Vec<File>>,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    view! {
        <label class="btn filepick" data-look=if main { "main" } else { "plain" } data-disabled=move || disabled.get().then_some("")>
            <input node_ref=input type="file" accept=accept multiple=multiple disabled=disabled on:change=move |_| take(input, on_files) />
            <Glyph icon=Icon::Upload />
            <span>{move || label.as_ref().map_or_else(|| FileTexts::t().choose.into(), TextProp::get)}</span>
        </label>
    }
    .into_any()
}

/// A place onto which files may be dropped, or that is clicked to choose them. The input covers it: browsers let files
/// be dropped on one.
#[component]
pub fn DropZone(
    /// Which files are offered.
    #[prop(optional, into)]
    accept: String,
    /// Several at once.
    #[prop(optional)]
    multiple: bool,
    /// What is said in it.
    #[prop(into)]
    label: TextProp,
    /// What is done with the files.
    #[prop(into)]
    on_files: Callback<Vec<File>>,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    let over = RwSignal::new(false);
    view! {
        <label class="drop" data-over=move || over.get().then_some("")>
            <input
                node_ref=input
                type="file"
                accept=accept
                multiple=multiple
                on:dragenter=move |_| over.set(true)
                on:dragleave=move |_| over.set(false)
                on:drop=move |_| over.set(false)
                on:change=move |_| take(input, on_files)
            />
            <Glyph icon=Icon::Upload />
            <span>{move || label.get()}</span>
        </label>
    }
    .into_any()
}

/// Hands over what was chosen, and forgets it, so that the same file may be chosen again.
fn take(input: NodeRef<leptos::html::Input>, on_files: Callback<Vec<File>>) {
    let Some(input) = input.get_untracked() else { return };
    let found = files(input.files());
    input.set_value("");
    if !found.is_empty() {
        on_files.run(found);
    }
}
