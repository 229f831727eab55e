//! Syncing with a team's server: set up, watched, left.

mod connect;
mod make;
mod state;
mod waiting;

use leptos::prelude::*;

use super::parts::Reserved;
use crate::desk::{Right, needed_for};
use crate::ui::app::App;
use crate::ui::sync;
use crate::ui::texts::sync::SyncTexts;

pub use self::connect::JoinPage;

/// The section.
#[component]
pub fn SyncSection() -> impl IntoView {
    let app = App::get();
    sync::begin(app);
    let wanted = Memo::new(move |_| app.live().remote().is_some());
    view! {
        <header class="page-head"><h1>{SyncTexts::t().title}</h1></header>
        {move || if wanted.get() {
            view! { <state::Stands /><waiting::Waiting /><state::Leave /> }.into_any()
        } else {
            view! {
                <Reserved least=needed_for(Right::Rules)><connect::Connect fresh=false /></Reserved>
                <make::Make />
            }
            .into_any()
        }}
    }
    .into_any()
}
