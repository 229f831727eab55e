use leptos::prelude::*;
#[component]
pub fn CapturePage() -> impl IntoView { view! { <main class="work wide"></main> } }
