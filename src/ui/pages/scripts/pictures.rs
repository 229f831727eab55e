//! The pictures of a script.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use crate::desk::{DeskError, LARGEST_FILE};
use crate::model::document::DocId;
use crate::model::fold::Attachment;
use crate::ui::app::App;
use crate::ui::files::{DropZone, read, unreadable};
use crate::ui::pictures::{Picture, is_picture};
use crate::ui::texts::library::LibraryTexts;

/// The pictures of a script, and the place where more are dropped.
#[component]
#[allow(clippy::needless_pass_by_value)] // A component owns what it shows.
pub fn Pictures(name: String, may: Memo<bool>) -> impl IntoView {
    let app = App::get();
    let id = StoredValue::new(DocId::fixed("script", &name));
    let all = Memo::new(move |_| {
        let doc = id.with_value(|id| app.doc(id));
        doc.map(|doc| {
            doc.fold.attachments.iter().filter(|file| doc.fold.counts(file.stamp)).cloned().collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    let add = move |files: Vec<File>| {
        spawn_local(async move {
            for file in files.into_iter().filter(|file| is_picture(&file.type_())) {
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let size = file.size() as usize;
                if size > LARGEST_FILE {
                    app.fail(&DeskError::TooLarge(size));
                    continue;
                }
                match read(&file).await {
                    Ok(bytes) => {
                        let (desk, id) = (app.desk(), id.get_value());
                        app.act(async move { desk.attach(&id, "", &file.name(), &file.type_(), bytes).await });
                    }
                    Err(error) => unreadable(app, &file, &error),
                }
            }
        });
    };
    let one = move |file: Attachment| {
        let stamp = file.stamp;
        let remove = Callback::new(move |()| {
            let (desk, id) = (app.desk(), id.get_value());
            app.act(async move { desk.take_back_entries(&id, vec![stamp]).await });
        });
        view! { <Picture hash=file.hash media=file.media name=file.name on_remove=may.get_untracked().then_some(remove) /> }
    };
    let none = Memo::new(move |_| all.with(Vec::is_empty));
    move || {
        let may = may.get();
        (may || !none.get()).then(|| view! {
            <section class="script-pictures">
                <h2>{LibraryTexts::t().pictures}</h2>
                <div class="pictures"><For each=move || all.get() key=|file| file.stamp children=one /></div>
                {may.then(|| view! { <DropZone accept="image/*" multiple=true label=LibraryTexts::t().drop_pictures on_files=add /> })}
            </section>
        })
    }
}
