//! The imports of earlier; each can be taken back whole.

use leptos::prelude::*;

use super::parts::Reserved;
use crate::desk::{PastImport, Right, needed_for};
use crate::ui::app::App;
use crate::ui::components::{Button, Icon, Look, Tag};
use crate::ui::dates;
use crate::ui::nav::navigate;
use crate::ui::route::Route;
use crate::ui::show::person;
use crate::ui::texts::data::DataTexts;
use crate::ui::texts::fill;

/// The past imports.
#[component]
pub fn Imports() -> impl IntoView {
    let app = App::get();
    let imports = Memo::new(move |_| app.live().imports());
    view! {
        <section class="card stack">
            <h2>{DataTexts::t().imports}</h2>
            <Reserved least=needed_for(Right::Import)>
                <p class="dim" hidden=move || imports.with(|all| !all.is_empty())>{DataTexts::t().imports_none}</p>
                <ul class="stack">
                    <For each=move || imports.get() key=|import| (import.id.clone(), import.undone) let:import><Past import /></For>
                </ul>
                <div class="actions">
                    <Button label=DataTexts::t().import_go icon=Icon::Upload on_press=move |()| navigate(&Route::Import) />
                </div>
            </Reserved>
        </section>
    }
}

#[component]
fn Past(import: PastImport) -> impl IntoView {
    let app = App::get();
    let PastImport { id, file, rows, at, by, undone } = import;
    let undo = move |()| {
        let (desk, id) = (app.desk(), id.clone());
        app.attempt(async move { desk.undo_import(&id).await }, move |undone| {
            let t = DataTexts::t();
            let mut said = fill(t.import_taken, &[&undone.taken]);
            if undone.kept > 0 {
                said.push_str(&fill(t.import_kept, &[&undone.kept]));
            }
            app.toasts.say(said);
        });
    };
    let by = person(&app.desk(), &by);
    view! {
        <li class="line nowrap">
            <span class="grow-text">
                <b>{file}</b>
                <span class="small dim block">
                    {move || dates::when(at, app.now.get())}" · "{by.clone()}" · "{move || fill(DataTexts::t().import_rows, &[&rows])}
                </span>
            </span>
            {if undone {
                view! { <Tag text=DataTexts::t().import_undone /> }.into_any()
            } else {
                view! { <Button label=DataTexts::t().import_undo icon=Icon::Undo small=true look=Look::Quiet on_press=undo /> }.into_any()
            }}
        </li>
    }
}
