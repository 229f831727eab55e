//! Papers of a ticket on A4: the kind's own, or the whole ticket.

mod content;
mod sheet;

use std::sync::Arc;

use leptos::prelude::*;

use crate::desk::{Doc, Right};
use crate::model::change::Seen;
use crate::model::document::DocId;
use crate::model::kind::TicketKind;
use crate::model::ticket::Ticket;
use crate::query::paper::Sheet;
use crate::ui::app::App;
use crate::ui::clipboard::copy_text;
use crate::ui::components::{Button, Choice, Empty, Icon, IconButton, Look, Select, Switch};
use crate::ui::keyboard::use_key;
use crate::ui::keys::Key;
use crate::ui::nav::{back, replace, route};
use crate::ui::route::{Query, Route};
use crate::ui::texts::Common;
use crate::ui::texts::paper::PaperTexts;

/// The id of the paper that every kind has.
pub const GENERAL: &str = "ticket";

/// What is printed: a ticket and one of its papers.
#[derive(Clone)]
struct Printed {
    doc: Arc<Doc>,
    kind: Option<Arc<TicketKind>>,
    paper: String,
}

impl Printed {
    fn find(app: App) -> Option<Self> {
        let Route::Print(id, paper, _) = route() else { return None };
        let doc = app.doc(&DocId::new(&id)).filter(|doc| doc.fold.opening.is_some())?;
        let kind = app.desk().kind(Ticket(&doc.fold).kind());
        Some(Self { doc, kind, paper })
    }

    fn place(&self, paper: &str) -> Route {
        Route::Print(self.doc.document.id.to_string(), paper.to_owned(), Query::default())
    }

    fn home(&self) -> Route {
        let id = self.doc.document.id.to_string();
        match self.kind.as_ref().filter(|kind| kind.register) {
            Some(kind) => Route::Registers(Some(kind.id.clone()), Some(id), Query::default()),
            None => Route::ticket(id),
        }
    }

    fn choices(&self) -> Vec<Choice> {
        let own = self
            .kind
            .iter()
            .flat_map(|kind| &kind.papers)
            .map(|paper| Choice::new(paper.id.clone(), paper.title.clone()));
        own.chain([Choice::new(GENERAL, PaperTexts::t().general)]).collect()
    }
}

/// A paper, with a bar above it that is not printed.
#[component]
pub fn PaperPage() -> impl IntoView {
    let app = App::get();
    let printed = Signal::derive_local(move || Printed::find(app));
    let id = Memo::new(|_| match route() {
        Route::Print(id, ..) => id,
        _ => String::new(),
    });
    let looked = app.want(id.into());
    let phones = RwSignal::new(false);
    let copies = RwSignal::new(None::<u8>);
    let sheet = Signal::derive_local(move || {
        let shown = phones.get() && app.desk().may(Right::SeePhones);
        printed.get().map(|printed| {
            let mut sheet = content::sheet(&app.desk(), &printed, shown);
            sheet.copies = copies.get().unwrap_or(sheet.copies).clamp(1, 2);
            sheet
        })
    });
    view! {
        <main class="papers">
            {move || match printed.get() {
                None if !looked.get() => ().into_any(),
                None => view! { <Empty icon=Icon::Print title=PaperTexts::t().gone /> }.into_any(),
                Some(printed) => {
                    let head = content::head(&app.desk(), &printed.doc);
                    view! {
                        <PaperBar printed=printed.clone() sheet phones copies />
                        {move || sheet.get().map(|sheet| sheet::draw(app, &printed, &sheet, &head))}
                    }
                    .into_any()
                }
            }}
        </main>
    }
    .into_any()
}

#[component]
fn PaperBar(
    printed: Printed,
    sheet: Signal<Option<Sheet>, LocalStorage>,
    phones: RwSignal<bool>,
    copies: RwSignal<Option<u8>>,
) -> impl IntoView {
    let app = App::get();
    let home = printed.home();
    let current = Signal::stored(printed.paper.clone());
    let printed = StoredValue::new_local(printed);
    let choices = Signal::derive(move || printed.with_value(Printed::choices));
    let barred = Signal::derive(move || app.role() < crate::desk::needed_for(Right::SeePhones));
    let numbers = Signal::derive(|| {
        let t = PaperTexts::t();
        vec![Choice::new("1", t.one), Choice::new("2", t.two)]
    });
    let count = Signal::derive(move || sheet.get().map_or(1, |sheet| sheet.copies).to_string());
    let choose = move |paper: String| {
        copies.set(None);
        replace(&printed.with_value(|printed| printed.place(&paper)));
    };
    // Whether somebody has said if the numbers are to stand on it.
    let chosen = RwSignal::new(false);
    let look = move |on: bool, then: Callback<()>| {
        chosen.set(true);
        if !on {
            phones.set(false);
            return;
        }
        let mut ids = vec![printed.with_value(|printed| printed.doc.document.id.clone())];
        ids.push(DocId::new(printed.with_value(|printed| Ticket(&printed.doc.fold).customer().to_owned()).as_str()));
        let desk = app.desk();
        app.attempt(async move { desk.look(&ids, Seen::Paper).await }, move |()| {
            let _ = phones.try_set(true);
            then.run(());
        });
    };
    let show_phones = move |on: bool| look(on, Callback::new(|()| {}));
    let copy = move |()| {
        let Some(sheet) = sheet.get_untracked() else { return };
        let head = printed.with_value(|printed| content::head(&app.desk(), &printed.doc));
        copy_text(app, &sheet.text(&head));
    };
    // Asked before the first print.
    let asked = RwSignal::new(false);
    let go = move || {
        asked.set(false);
        chosen.set(true);
        // Once it is drawn as chosen. Browsers without a printer say so themselves.
        request_animation_frame(|| drop(window().print()));
    };
    let has_phone = move || {
        let desk = app.desk();
        printed.with_value(|printed| content::sheet(&desk, printed, true) != content::sheet(&desk, printed, false))
    };
    let print = move |()| {
        if chosen.get_untracked() || phones.get_untracked() || barred.get_untracked() || !has_phone() {
            go();
        } else {
            asked.set(true);
        }
    };
    let with_phones = move |()| look(true, Callback::new(move |()| go()));
    let leave = StoredValue::new(home.clone());
    use_key(Key::Close, move || if asked.get_untracked() { asked.set(false) } else { back(&leave.get_value()) });
    view! {
        <div class="paper-bar no-print">
            <IconButton icon=Icon::Back label=Common::t().back on_press=move |()| back(&home) />
            <Select options=choices value=current on_choose=choose label=PaperTexts::t().choose />
            <Select options=numbers value=count on_choose=move |n: String| copies.set(n.parse().ok()) label=PaperTexts::t().copies />
            <span title=move || barred.get().then_some(PaperTexts::t().phones_barred)>
                <Switch value=phones on_change=show_phones label=PaperTexts::t().phones disabled=barred />
            </span>
            <span class="push actions">
                <Button label=PaperTexts::t().copy icon=Icon::Copy on_press=copy />
                <Button label=Common::t().print icon=Icon::Print look=Look::Main key=Key::Print on_press=print />
            </span>
        </div>
        {move || asked.get().then(|| view! {
            <div class="paper-ask notice no-print" role="alertdialog" aria-label=Common::t().print>
                <p>{PaperTexts::t().choose_phones}</p>
                <span class="actions">
                    <Button label=PaperTexts::t().with_phones look=Look::Main on_press=with_phones />
                    <Button label=PaperTexts::t().without_phones on_press=move |()| go() />
                    <Button label=Common::t().cancel look=Look::Quiet on_press=move |()| asked.set(false) />
                </span>
            </div>
        })}
    }
}
