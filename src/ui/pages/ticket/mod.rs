//! A ticket: what it is, where it stands, what has happened, and the next steps.

pub mod ask;
pub mod card_moves;
mod compose;
mod conflicts;
mod due;
pub mod edit;
mod facts;
pub mod fields;
mod files;
mod head;
mod help;
mod merge;
mod moves;
mod pick;
pub mod promises;
mod related;
pub mod step_fields;
pub mod timeline;
mod to_script;
mod walked;

pub use compose::{Reply, draft_place};
pub use help::known as script_value;
pub use timeline::timeline_text;

use std::sync::Arc;

use leptos::prelude::*;

use crate::desk::Doc;
use crate::model::document::DocId;
use crate::model::fold::Fold;
use crate::model::kind::TicketKind;
use crate::model::ticket::Ticket;
use crate::ui::app::App;
use crate::ui::components::{Empty, Icon};
use crate::ui::texts::ticket::TicketTexts;

/// The ticket that a page shows, in context for its parts.
#[derive(Clone, Copy)]
pub struct Shown {
    /// Its id.
    pub id: StoredValue<DocId>,
    /// Its document as it stands.
    pub doc: Memo<Arc<Doc>>,
    /// Its kind, if that is installed.
    pub kind: Memo<Option<Arc<TicketKind>>>,
}

impl Shown {
    /// The ticket of this page.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// Its id.
    #[must_use]
    pub fn id(self) -> DocId {
        self.id.get_value()
    }

    /// Reads something off its state; followed in reactive closures.
    pub fn read<T>(self, read: impl FnOnce(&Fold) -> T) -> T {
        self.doc.with(|doc| read(&doc.fold))
    }

    /// A memo of something read off its state.
    pub fn memo<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Fold) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.read(&read))
    }
}

/// The pane of one ticket.
#[component]
pub fn TicketPane(
    /// The ticket.
    id: DocId,
    /// The help beside it is hidden.
    no_help: Memo<bool>,
    /// What stands beside it may be drawn: not before the ticket itself is seen.
    settled: RwSignal<bool>,
) -> impl IntoView {
    let app = App::get();
    let wanted = id.clone();
    let found = Memo::new(move |_| app.doc(&wanted));
    let looked = app.want(Signal::stored(id.to_string()));
    let is_here = Memo::new(move |_| found.get().is_some());
    let id = StoredValue::new(id);
    move || {
        if !is_here.get() && !looked.get() {
            return view! { <main class="work"></main> }.into_any();
        }
        if !is_here.get() {
            return view! {
                <main class="work"><Empty icon=Icon::Tickets title=TicketTexts::t().gone text=TicketTexts::t().gone_about /></main>
            }
            .into_any();
        }
        let empty = Arc::new(Doc::empty(id.get_value()));
        let doc = Memo::new(move |_| found.get().unwrap_or_else(|| empty.clone()));
        let kind = Memo::new(move |_| app.live().kind(doc.with(|doc| Ticket(&doc.fold).kind().to_owned()).as_str()));
        let merged = Memo::new(move |_| doc.with(|doc| !Ticket(&doc.fold).merged_into().is_empty()));
        let shown = Shown { id, doc, kind };
        provide_context(shown);
        help::lend(app, shown, use_context().unwrap_or_default());
        view! {
            <main class="work" aria-label=TicketTexts::t().ticket>
                <head::Head />
                <div class="time" id="ticket-body">
                    <merge::Merged />
                    <conflicts::Conflicts />
                    <due::Escalations />
                    <facts::Facts />
                    <promises::Promises />
                    <fields::Fields />
                    <div class="extras"><related::Related /><files::Files /></div>
                    <timeline::Timeline />
                </div>
                <div class="write" hidden=move || merged.get()>
                    <compose::Compose />
                    <moves::Moves />
                </div>
            </main>
            {move || (!no_help.get()).then(|| if settled.get() {
                view! { <help::HelpPane /> }.into_any()
            } else {
                view! { <aside class="help"></aside> }.into_any()
            })}
        }
        .into_any()
    }
}
