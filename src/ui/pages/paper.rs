use leptos::prelude::*;
#[component]
pub fn PaperPage() -> impl IntoView { view! { <main class="work wide"></main> } }
