//! Importing a table, in four steps: the file, its columns, a trial, the import. Nothing changes before the last.

mod columns;
mod file;
mod kind;
mod report;
mod run;
mod source;
mod trial;

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use web_sys::File;

use crate::desk::{Imported, Right, needed_for};
use crate::query::import::{Mapping, NewTicket, Report, Team};
use crate::query::table::{Detected, Table};
use crate::ui::app::App;
use crate::ui::components::{Glyph, Icon, Progress};
use crate::ui::files::Teller;
use crate::ui::texts::errors::Errors;
use crate::ui::texts::fill;
use crate::ui::texts::import::ImportTexts;

/// Where one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    File,
    Columns,
    Trial,
    Done,
}

impl Step {
    const ALL: [Self; 4] = [Self::File, Self::Columns, Self::Trial, Self::Done];

    fn name(self) -> &'static str {
        let t = ImportTexts::t();
        match self {
            Self::File => t.step_file,
            Self::Columns => t.step_columns,
            Self::Trial => t.step_trial,
            Self::Done => t.step_import,
        }
    }
}

/// What a trial has found.
#[derive(Clone, PartialEq)]
struct Tried {
    report: Arc<Report>,
    /// How many customers the import would make.
    customers: usize,
}

/// Long work: what is being done, and how far it is.
#[derive(Clone, PartialEq)]
struct Busy {
    label: String,
    share: Option<f64>,
}

thread_local! {
    /// When it was told last how far the work is.
    static TELLER: Teller = Teller::default();
}

/// Everything the wizard knows; dropped with the page.
#[derive(Clone, Copy)]
struct Wizard {
    app: App,
    step: RwSignal<Step>,
    source: StoredValue<Option<File>, LocalStorage>,
    table: RwSignal<Option<Rc<Table>>, LocalStorage>,
    charset: RwSignal<Option<Detected>>,
    team: StoredValue<Team, LocalStorage>,
    mapping: RwSignal<Option<Mapping>>,
    /// The mapping is one of an earlier import.
    remembered: RwSignal<bool>,
    tried: RwSignal<Option<Tried>>,
    tickets: StoredValue<Vec<NewTicket>, LocalStorage>,
    imported: RwSignal<Option<Imported>>,
    fault: RwSignal<Option<String>>,
    busy: RwSignal<Option<Busy>>,
    stop: RwSignal<bool>,
}

impl Wizard {
    fn new(app: App) -> Self {
        Self {
            app,
            step: RwSignal::new(Step::File),
            source: StoredValue::new_local(None),
            table: RwSignal::new_local(None),
            charset: RwSignal::new(None),
            team: StoredValue::new_local(app.desk().import_team()),
            mapping: RwSignal::new(None),
            remembered: RwSignal::new(false),
            tried: RwSignal::new(None),
            tickets: StoredValue::new_local(Vec::new()),
            imported: RwSignal::new(None),
            fault: RwSignal::new(None),
            busy: RwSignal::new(None),
            stop: RwSignal::new(false),
        }
    }

    fn get() -> Self {
        expect_context()
    }

    /// Begins long work.
    fn begin(self, label: String) {
        self.stop.set(false);
        self.fault.set(None);
        self.busy.set(Some(Busy { label, share: None }));
    }

    /// Says how far it is; false when it is to stop, or the page was left.
    fn go_on(self, label: impl FnOnce() -> String, share: f64) -> bool {
        if TELLER.with(Teller::is_due) {
            let _ = self.busy.try_set(Some(Busy { label: label(), share: Some(share) }));
        }
        self.stop.try_get_untracked() == Some(false)
    }

    /// Ends long work, with a sentence if it failed.
    fn end(self, fault: Option<String>) {
        // The page may have been left: then there is nobody to tell.
        let _ = self.busy.try_set(None);
        let _ = self.fault.try_set(fault);
    }

    /// Starts anew with another file.
    fn reset(self) {
        self.source.set_value(None);
        self.table.set(None);
        self.mapping.set(None);
        self.tried.set(None);
        self.tickets.set_value(Vec::new());
        self.imported.set(None);
        self.fault.set(None);
        self.step.set(Step::File);
    }

    /// The file's name; empty without one.
    fn name(self) -> String {
        self.source.with_value(|file| file.as_ref().map(File::name).unwrap_or_default())
    }

    /// The file's size, in bytes.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn size(self) -> usize {
        self.source.with_value(|file| file.as_ref().map_or(0, |file| file.size() as usize))
    }

    /// Changes the mapping. What was tried before does not count any more.
    fn change(self, change: impl FnOnce(&mut Mapping)) {
        self.tried.set(None);
        self.mapping.update(|mapping| {
            if let Some(mapping) = mapping {
                change(mapping);
            }
        });
    }
}

/// The import.
#[component]
pub fn ImportPage() -> impl IntoView {
    let app = App::get();
    let wizard = Wizard::new(app);
    provide_context(wizard);
    let page = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        wizard.step.track();
        if let Some(page) = page.get() {
            page.set_scroll_top(0);
        }
    });
    let busy = Memo::new(move |_| wizard.busy.with(Option::is_some));
    let barred = Memo::new(move |_| !app.live().may(Right::Import));
    let why = move || {
        let names = Errors::t();
        fill(ImportTexts::t().barred, &[&names.role(needed_for(Right::Import)), &names.role(app.role())])
    };
    view! {
        <main class="work wide import">
            <div class="page" node_ref=page>
                <header class="page-head"><h1>{ImportTexts::t().title}</h1></header>
                <p class="notice" hidden=move || !barred.get()><Glyph icon=Icon::Lock />{why}</p>
                <Steps />
                {move || wizard.fault.get().map(|fault| view! { <p class="notice" data-tone="late" role="alert">{fault}</p> })}
                {move || busy.get().then(working)}
                <fieldset class="stack" disabled=move || barred.get() || busy.get()>
                    {move || match wizard.step.get() {
                        Step::File => view! { <file::FileStep /> }.into_any(),
                        Step::Columns => view! { <columns::ColumnStep /> }.into_any(),
                        Step::Trial => view! { <report::TrialStep /> }.into_any(),
                        Step::Done => view! { <run::DoneStep /> }.into_any(),
                    }}
                </fieldset>
            </div>
        </main>
    }
    .into_any()
}

fn working() -> impl IntoView {
    let wizard = Wizard::get();
    let label = move || wizard.busy.get().map(|busy| busy.label).unwrap_or_default();
    let share = Signal::derive(move || wizard.busy.get().and_then(|busy| busy.share));
    view! { <Progress label share on_cancel=move |()| wizard.stop.set(true) /> }
}

/// The four steps; one may go back to what was done.
#[component]
fn Steps() -> impl IntoView {
    let wizard = Wizard::get();
    let step = move |(at, step): (usize, Step)| {
        let now = move || wizard.step.get();
        let can = move || step < now() && now() != Step::Done && wizard.busy.with(Option::is_none);
        view! {
            <li data-step=move || (step < now()).then_some("done") aria-current=move || (step == now()).then_some("step")>
                <button type="button" disabled=move || !can() on:click=move |_| wizard.step.set(step)>
                    <b>{at + 1}</b><span>{move || step.name()}</span>
                </button>
            </li>
        }
    };
    view! {
        <ol class="wizard" aria-label=ImportTexts::t().steps>
            {Step::ALL.into_iter().enumerate().map(step).collect_view()}
        </ol>
    }
}
