//! The interface: Leptos pages and components over the desk.

use leptos::prelude::*;

/// Mounts the app.
pub fn start() {
    leptos::mount::mount_to_body(|| view! { <main>"首问"</main> });
}
