//! Photos and files: picked, dropped or pasted; pictures shown small, everything opened from here.

use leptos::ev::ClipboardEvent;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::Shown;
use crate::model::agent::Role;
use crate::model::fold::Attachment;
use crate::model::kind::FieldType;
use crate::ui::app::App;
use crate::ui::components::{Glyph, Icon};
use crate::ui::files::{FilePick, address_of, dropped, offer, pasted, read, unreadable};
use crate::ui::format;
use crate::ui::pictures::is_picture;
use crate::ui::texts::Common;
use crate::ui::texts::ticket::TicketTexts;

/// Attaches files to the ticket, each as an action of its own.
fn attach(app: App, shown: Shown, field: String, files: Vec<web_sys::File>) {
    let id = shown.id();
    spawn_local(async move {
        for file in files {
            let (name, media, size) = (file.name(), file.type_(), file.size());
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let size = size as usize;
            if size > crate::desk::LARGEST_FILE {
                app.fail(&crate::desk::DeskError::TooLarge(size));
                continue;
            }
            match read(&file).await {
                Ok(bytes) => {
                    let (desk, id, field) = (app.desk(), id.clone(), field.clone());
                    app.act(async move { desk.attach(&id, &field, &name, &media, bytes).await });
                }
                Err(error) => unreadable(app, &file, &error),
            }
        }
    });
}

/// Takes files that are pasted into the reply.
pub fn paste_files(app: App, shown: Shown, event: &ClipboardEvent) {
    let files = pasted(event);
    if !files.is_empty() {
        event.prevent_default();
        attach(app, shown, String::new(), files);
    }
}

/// The files of a ticket, and of each of its photo fields.
#[component]
pub fn Files() -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let files = shown.memo(|fold| {
        let kept = fold.attachments.iter().filter(|file| fold.counts(file.stamp));
        kept.cloned().collect::<Vec<_>>()
    });
    let groups = Memo::new(move |_| {
        let value_of = |name: &str| shown.read(|fold| fold.value(name).clone());
        let photos = shown.kind.get().map(|kind| {
            let fields = kind.fields.iter().filter(|f| f.sort == FieldType::Photos && f.applies(&value_of));
            fields.map(|field| (field.id.clone(), field.name.clone())).collect::<Vec<_>>()
        });
        let mut groups = photos.unwrap_or_default();
        groups.push((String::new(), String::new()));
        groups
    });
    let over = RwSignal::new(None::<String>);
    let group = move |(field, name): (String, String)| {
        let field = StoredValue::new(field);
        let mine = Memo::new(move |_| {
            let all = files.get();
            field.with_value(|field| all.into_iter().filter(|file| file.field == *field).collect::<Vec<_>>())
        });
        let drop = move |event: leptos::ev::DragEvent| {
            event.prevent_default();
            over.set(None);
            attach(app, shown, field.get_value(), dropped(&event));
        };
        // Beside photos of their own name what else there is needs no photos in its name.
        let title = move || match name.as_str() {
            "" if groups.with(Vec::len) > 1 => TicketTexts::t().other_files.to_owned(),
            "" => TicketTexts::t().files.to_owned(),
            name => name.to_owned(),
        };
        view! {
            <section class="files" data-over=move || (over.get() == Some(field.get_value())).then_some("")
                on:dragover=move |event| { event.prevent_default(); over.set(Some(field.get_value())); }
                on:dragleave=move |_| over.set(None) on:drop=drop>
                <h2 class="section">{title}</h2>
                <For each=move || mine.get() key=|file| file.stamp let:file><FileCard file /></For>
                {move || (app.role() > Role::Auditor).then(|| view! {
                    <FilePick multiple=true accept=if field.get_value().is_empty() { "" } else { "image/*" }
                        label=if field.get_value().is_empty() { TicketTexts::t().add_file } else { TicketTexts::t().add_photo }
                        on_files=move |files| attach(app, shown, field.get_value(), files) />
                })}
            </section>
        }
        .into_any()
    };
    view! { <For each=move || groups.get() key=Clone::clone children=group /> }
}

#[component]
fn FileCard(file: Attachment) -> impl IntoView {
    let app = App::get();
    let shown = Shown::get();
    let url = is_picture(&file.media).then(|| address_of(app.desk(), file.hash.clone(), file.media.clone()));
    let hash = StoredValue::new(file.hash.clone());
    let name = StoredValue::new(file.name.clone());
    let save = move |_| {
        let (desk, hash, name) = (app.desk(), hash.get_value(), name.get_value());
        app.attempt(async move { desk.file_from_anywhere(&hash).await }, move |bytes| match bytes {
            Some(bytes) => offer(app, &name, "application/octet-stream", &[bytes]),
            None => app.toasts.fault(TicketTexts::t().file_elsewhere),
        });
    };
    let large = RwSignal::new(false);
    let stamp = file.stamp;
    let remove = move |_| {
        let (desk, id) = (app.desk(), shown.id());
        app.act(async move { desk.take_back_entries(&id, vec![stamp]).await });
    };
    view! {
        <figure class="file" data-large=move || large.get().then_some("")>
            {move || url.and_then(|url| url.get()).map(|url| view! {
                <button type="button" class="thumb" aria-label=name.get_value() on:click=move |_| large.update(|on| *on = !*on)>
                    <img src=url alt=name.get_value() />
                </button>
            })}
            <figcaption>
                <button type="button" class="btn" data-look="link" on:click=save title=Common::t().export>{file.name.clone()}</button>
                <span class="faint small">{format::size(file.size)}</span>
                <button type="button" class="btn" data-look="icon" data-small="" aria-label=Common::t().remove on:click=remove
                    hidden=move || app.role() == Role::Auditor><Glyph icon=Icon::Close /></button>
            </figcaption>
        </figure>
    }
    .into_any()
}
