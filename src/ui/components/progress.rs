//! Long work: how far it is, and a way to stop it.

use leptos::prelude::*;

use super::{Button, Look};
use crate::ui::texts::Common;

/// A bar with what is being done and a button to cancel.
#[component]
pub fn Progress(
    /// What is being done, with figures.
    #[prop(into)]
    label: TextProp,
    /// Which share is done, 0 to 1; nothing while it is not known.
    #[prop(into)]
    share: Signal<Option<f64>>,
    /// Stops it.
    #[prop(into)]
    on_cancel: Callback<()>,
) -> impl IntoView {
    let said = label.clone();
    view! {
        <div class="working">
            <p role="status">{move || label.get()}</p>
            <div class="line nowrap">
                <progress max="1" aria-label=move || said.get() prop:value=move || share.get().unwrap_or_default()></progress>
                <Button label=Common::t().cancel small=true look=Look::Quiet on_press=on_cancel />
            </div>
        </div>
    }
    .into_any()
}
