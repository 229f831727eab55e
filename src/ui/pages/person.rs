//! Nobody at the desk: who takes it?

use leptos::prelude::*;

use crate::ui::dialogs::People;
use crate::ui::texts::start::Starting;

/// The page on which somebody takes the desk.
#[component]
pub fn PersonGate() -> impl IntoView {
    view! {
        <main class="gate">
            <div class="card">
                <h1>{Starting::t().who_is_here}</h1>
                <People on_done=|| () />
            </div>
        </main>
    }
}
