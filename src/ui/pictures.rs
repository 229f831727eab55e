//! Pictures that documents carry: shown small, copied as pictures.

use std::sync::Arc;

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{Blob, BlobPropertyBag};

use super::app::App;
use super::clipboard::copy_offering;
use super::components::{Icon, IconButton};
use super::files::address_of;
use super::texts::Common;
use super::texts::files::FileTexts;
use super::texts::scripts::ScriptTexts;
use crate::desk::Desk;
use crate::model::document::DocId;
use crate::model::fold::Attachment;

/// Pictures a browser may draw. Others, drawings with scripts in them above all, are only downloaded.
#[must_use]
pub fn is_picture(media: &str) -> bool {
    matches!(media, "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/bmp" | "image/avif")
}

/// The one form of pictures that every clipboard takes.
const PNG: &str = "image/png";

fn call(of: &JsValue, name: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(of, &name.into())?.dyn_into()?;
    function.apply(of, arguments)
}

fn make(name: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let class: Function = Reflect::get(&window(), &name.into())?.dyn_into()?;
    Reflect::construct(&class, arguments)
}

/// A picture of the desk's as PNG.
async fn png(desk: Desk, hash: String, media: String) -> Result<JsValue, JsValue> {
    let bytes = desk.file_from_anywhere(&hash).await.map_err(|error| JsValue::from(error.to_string()))?;
    let bytes = bytes.ok_or_else(|| JsValue::from("the picture is not here"))?;
    let kind = BlobPropertyBag::new();
    kind.set_type(&media);
    let parts = Array::of1(&js_sys::Uint8Array::from(&*bytes));
    let blob: JsValue = Blob::new_with_u8_array_sequence_and_options(&parts, &kind)?.into();
    if media == PNG {
        return Ok(blob);
    }
    let drawn: Promise = call(&window(), "createImageBitmap", &Array::of1(&blob))?.dyn_into()?;
    let drawn = JsFuture::from(drawn).await?;
    let size = Array::of2(&Reflect::get(&drawn, &"width".into())?, &Reflect::get(&drawn, &"height".into())?);
    let canvas = make("OffscreenCanvas", &size)?;
    let context = call(&canvas, "getContext", &Array::of1(&"2d".into()))?;
    call(&context, "drawImage", &Array::of3(&drawn, &0.into(), &0.into()))?;
    let made: Promise = call(&canvas, "convertToBlob", &Array::new())?.dyn_into()?;
    JsFuture::from(made).await
}

fn begin(desk: Desk, hash: &str, media: &str) -> Result<Promise, JsValue> {
    let item = Object::new();
    Reflect::set(&item, &PNG.into(), &future_to_promise(png(desk, hash.to_owned(), media.to_owned())))?;
    let item = make("ClipboardItem", &Array::of1(&item))?;
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into())?;
    call(&clipboard, "write", &Array::of1(&Array::of1(&item)))?.dyn_into()
}

/// Copies a picture and says so.
pub fn copy_picture(app: App, hash: &str, media: &str) {
    // Begun at once: browsers allow it only while a key or button is being pressed.
    let writing = begin(app.desk(), hash, media);
    spawn_local(async move {
        let copied = match writing {
            Ok(writing) => JsFuture::from(writing).await.is_ok(),
            Err(_) => false,
        };
        if copied {
            app.toasts.say(Common::t().copied);
        } else {
            app.toasts.fault(FileTexts::t().not_copied);
        }
    });
}

/// The pictures of a script.
#[must_use]
pub fn pictures_of(app: App, script: &str) -> Vec<Attachment> {
    let doc = app.desk().doc(&DocId::fixed("script", script));
    let drawn = |file: &&Attachment| is_picture(&file.media);
    doc.map(|doc| doc.fold.attachments.iter().filter(drawn).cloned().collect()).unwrap_or_default()
}

/// Copies what scripts say. A clipboard holds one thing for a chat window to take, so their first picture is offered next.
pub fn copy_said<'a>(app: App, text: &str, scripts: impl IntoIterator<Item = &'a str>) {
    let picture = scripts.into_iter().find_map(|script| pictures_of(app, script).into_iter().next());
    let offer = picture.map(|file| {
        let copy = move || copy_picture(app, &file.hash, &file.media);
        (ScriptTexts::t().copy_picture, Arc::new(copy) as Arc<dyn Fn() + Send + Sync>)
    });
    copy_offering(app, text, offer);
}

/// A picture, small, with what can be done with it.
#[component]
pub fn Picture(
    /// SHA-256 of its bytes, in hex.
    hash: String,
    /// Its media type.
    media: String,
    /// Its name.
    name: String,
    /// It is taken away; nothing where it must stay.
    #[prop(optional_no_strip)]
    on_remove: Option<Callback<()>>,
) -> impl IntoView {
    let app = App::get();
    let url = address_of(app.desk(), hash.clone(), media.clone());
    let copy = move |()| copy_picture(app, &hash, &media);
    view! {
        <figure class="picture">
            {move || url.get().map(|url| view! { <img src=url alt=name.clone() /> })}
            <figcaption>
                <IconButton icon=Icon::Copy label=|| ScriptTexts::t().copy_picture on_press=copy />
                {on_remove.map(|remove| view! { <IconButton icon=Icon::Close label=|| Common::t().remove on_press=remove /> })}
            </figcaption>
        </figure>
    }
    .into_any()
}
