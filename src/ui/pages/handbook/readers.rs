//! For leads: who has read a chapter as it is now, and who has not.

use std::sync::Arc;

use leptos::prelude::*;

use crate::model::chapter::ChapterHead;
use crate::ui::app::App;
use crate::ui::dates;
use crate::ui::texts::fill;
use crate::ui::texts::handbook::HandbookTexts;

/// Who has read a chapter.
#[component]
pub fn Readers(head: Memo<Option<Arc<ChapterHead>>>) -> impl IntoView {
    let app = App::get();
    let t = HandbookTexts::t;
    let parted = Memo::new(move |_| {
        let Some(head) = head.get().filter(|head| !head.off) else { return (Vec::new(), Vec::new()) };
        let (mut has, mut not) = (Vec::new(), Vec::new());
        for (agent, at) in app.live().readers(&head) {
            // Two may be called the same.
            let name = [&*agent.name, " ", &agent.number].concat();
            match at {
                Some(at) => has.push((name, at)),
                None => not.push(name),
            }
        }
        (has, not)
    });
    view! {
        <section class="chapter-part readers" aria-label=t().readers>
            <h2>{t().readers}</h2>
            {move || {
                let (has, not) = parted.get();
                let missing = not.into_iter().map(|name| view! { <span class="tag">{name}</span> }).collect_view();
                let count = parted.with(|(_, not)| not.len());
                let done = has.len();
                let names = has.into_iter().map(|(name, at)| {
                    view! { <li><span>{name}</span><span class="faint small">{dates::full(at)}</span></li> }
                });
                view! {
                    {if count == 0 {
                        view! { <p class="good">{t().everybody}</p> }.into_any()
                    } else {
                        view! { <p class="line not-read"><span class="dim">{fill(t().not_read, &[&count])}</span>{missing}</p> }.into_any()
                    }}
                    {(done > 0).then(|| view! {
                        <details>
                            <summary>{fill(t().has_read, &[&done])}</summary>
                            <ul class="pairs">{names.collect_view()}</ul>
                        </details>
                    })}
                }
            }}
        </section>
    }
}
