//! What names a chapter as its source: kinds of tickets, guides, scripts.

use leptos::prelude::*;

use crate::model::document::DocId;
use crate::ui::app::App;
use crate::ui::components::{Glyph, Icon};
use crate::ui::route::{Query, Route};
use crate::ui::texts::handbook::HandbookTexts;

/// What follows a chapter.
#[component]
pub fn Uses(id: StoredValue<DocId>) -> impl IntoView {
    let app = App::get();
    let t = HandbookTexts::t;
    let kind_place = |id: &str| Route::Settings(Some("packs".to_owned()), Some(id.to_owned())).href();
    move || {
        let named = app.live().named_by(&id.get_value());
        if named.kinds.is_empty() && named.guides.is_empty() && named.scripts.is_empty() {
            return ().into_any();
        }
        let kinds = named.kinds.iter().map(|kind| {
            view! { <a class="tag" href=kind_place(&kind.id)><Glyph icon=Icon::Tickets />{kind.name.clone()}</a> }
        });
        let guides = named.guides.iter().map(|(_, guide)| {
            view! { <span class="tag" title=guide.about.clone()><Glyph icon=Icon::Phone />{guide.name.clone()}</span> }
        });
        let scripts = named.scripts.iter().map(|script| {
            view! {
                <details class="used-script">
                    <summary>
                        <span class="code">{script.code.clone()}</span>
                        <span class="cut">{script.title.clone()}</span>
                    </summary>
                    {script.answers.iter().map(|answer| view! {
                        <p>
                            {(!answer.when.is_empty()).then(|| view! { <b>{answer.when.clone()}"："</b> })}
                            {answer.text.clone()}
                        </p>
                    }).collect_view()}
                    <p><a href=Route::Scripts(Some(script.id.clone()), Query::default()).href()>{t().open_script}</a></p>
                </details>
            }
        });
        view! {
            <section class="chapter-part" aria-label=t().uses>
                <h2>{t().uses}</h2>
                {(!named.kinds.is_empty()).then(|| view! { <p class="line"><span class="dim">{t().uses_kinds}</span>{kinds.collect_view()}</p> })}
                {(!named.guides.is_empty()).then(|| view! { <p class="line"><span class="dim">{t().uses_guides}</span>{guides.collect_view()}</p> })}
                {(!named.scripts.is_empty()).then(|| view! {
                    <p class="dim">{t().uses_scripts}" · "{named.scripts.len()}</p>
                    <div class="used-scripts">{scripts.collect_view()}</div>
                })}
            </section>
        }
        .into_any()
    }
}
