use leptos::prelude::*;
#[component]
pub fn PersonGate() -> impl IntoView { view! { <main class="work wide"></main> } }
