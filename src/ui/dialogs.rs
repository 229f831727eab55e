use leptos::prelude::*;
#[component]
pub fn PersonButton() -> impl IntoView { }
#[component]
pub fn Sheets() -> impl IntoView { }
