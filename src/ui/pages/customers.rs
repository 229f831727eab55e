use leptos::prelude::*;
use crate::model::document::DocId;
#[component]
pub fn CustomersPage() -> impl IntoView { view! { <main class="work wide"></main> } }
#[component]
pub fn CustomerPicker(on_choose: impl Fn(DocId)+Copy+'static) -> impl IntoView { let _ = on_choose; view! { <p></p> } }
