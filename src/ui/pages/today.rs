use leptos::prelude::*;
#[component]
pub fn TodayPage() -> impl IntoView { view! { <main class="work wide"></main> } }
