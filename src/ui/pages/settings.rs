use leptos::prelude::*;
#[component]
pub fn SettingsPage() -> impl IntoView { view! { <main class="work wide"></main> } }
#[component]
pub fn RestoreButton() -> impl IntoView { }
