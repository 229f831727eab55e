//! Two versions side by side, what differs marked.

use leptos::prelude::*;

use super::parts;
use crate::desk::Desk;
use crate::model::script::Script;
use crate::query::diff::{Run, runs};
use crate::ui::texts::library::LibraryTexts;

/// A part of two versions: what it is called, the earlier text, the later one.
pub type Differing = (String, String, String);

/// The parts in which two scripts differ, the earlier at the left.
#[must_use]
pub fn compare(desk: &Desk, before: &Script, after: &Script) -> AnyView {
    let pairs = parts::all(desk, before).into_iter().zip(parts::all(desk, after));
    let all: Vec<Differing> = pairs.map(|((name, before), (_, after))| (name.to_string(), before, after)).collect();
    beside(&all)
}

/// The parts that differ, the earlier at the left.
#[must_use]
pub fn beside(all: &[Differing]) -> AnyView {
    let t = LibraryTexts::t();
    let rows: Vec<AnyView> = all
        .iter()
        .filter(|(_, before, after)| before != after)
        .map(|(name, before, after)| {
            let runs = runs(before, after);
            let side = |new: bool| {
                let text = if new { after } else { before };
                if text.is_empty() {
                    return view! { <span class="faint">{t.nothing}</span> }.into_any();
                }
                let piece = |run: &Run| match run {
                    Run::Same(text) => Some(view! { <span>{text.clone()}</span> }.into_any()),
                    Run::Gone(text) => (!new).then(|| view! { <del>{text.clone()}</del> }.into_any()),
                    Run::New(text) => new.then(|| view! { <ins>{text.clone()}</ins> }.into_any()),
                };
                runs.iter().filter_map(piece).collect_view().into_any()
            };
            view! {
                <section class="differs" aria-label=name.clone()>
                    <h3>{name.clone()}</h3>
                    <p class="wrap" aria-label=t.before>{side(false)}</p>
                    <p class="wrap" aria-label=t.after>{side(true)}</p>
                </section>
            }
            .into_any()
        })
        .collect();
    if rows.is_empty() {
        return view! { <p class="dim">{t.no_difference}</p> }.into_any();
    }
    view! {
        <div class="compare">
            <p class="differs small dim" aria-hidden="true"><span></span><span>{t.before}</span><span>{t.after}</span></p>
            {rows}
        </div>
    }
    .into_any()
}
