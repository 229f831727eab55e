//! The commands of the palette.

use leptos::prelude::*;

use crate::ui::app::App;
use crate::ui::components::Icon;
use crate::ui::keys::Key;
use crate::ui::nav::{navigate, route};
use crate::ui::offline::{self, Stand};
use crate::ui::prefs::{Prefs, Theme};
use crate::ui::route::{Query, Route};
use crate::ui::texts::guides::GuideTexts;
use crate::ui::texts::keys::KeyTexts;
use crate::ui::texts::offline::OfflineTexts;
use crate::ui::texts::palette::PaletteTexts;
use crate::ui::texts::start::Starting;
use crate::ui::texts::{Common, Lang, fill};

/// A command.
#[derive(Clone)]
pub struct Command {
    /// What it says.
    pub label: String,
    /// Other words that find it: the same in English.
    pub also: &'static str,
    /// Its icon.
    pub icon: Icon,
    /// Its shortcut, if it has one.
    pub key: Option<Key>,
    /// What it does.
    pub run: Callback<()>,
}

/// The ticket that is open, by its id; empty for none.
fn open_ticket() -> String {
    match route() {
        Route::Tickets(Some(id), _) | Route::Registers(_, Some(id), _) => id,
        _ => String::new(),
    }
}

/// All commands in the current language.
#[must_use]
pub fn commands(app: App, prefs: Prefs) -> Vec<Command> {
    let (common, keys, t) = (Common::t(), KeyTexts::t(), PaletteTexts::t());
    let mut all = Vec::new();
    let mut add = |label: String, also, icon, key, run: Callback<()>| all.push(Command { label, also, icon, key, run });
    let to = |route: Route| Callback::new(move |()| navigate(&route));
    let query = Query::default;
    add(common.new_ticket.to_owned(), "new ticket", Icon::Plus, Some(Key::Capture), to(Route::Capture(query())));
    for (name, also, icon, key, route) in [
        (common.today, "today", Icon::Today, Some(Key::GoToday), Route::Today),
        (common.tickets, "tickets", Icon::Tickets, Some(Key::GoTickets), Route::Tickets(None, query())),
        (common.registers, "registers", Icon::Register, Some(Key::GoRegisters), Route::Registers(None, None, query())),
        (common.customers, "customers", Icon::Customer, Some(Key::GoCustomers), Route::Customers(None, query())),
        (common.practice, "practice exam", Icon::Quality, Some(Key::GoPractice), Route::Practice(None, None)),
        (common.handbook, "handbook", Icon::Handbook, Some(Key::GoHandbook), Route::Handbook(None, query())),
        (common.settings, "settings", Icon::Settings, Some(Key::GoSettings), Route::Settings(None, None)),
        (common.import, "import", Icon::Upload, None, Route::Import),
    ] {
        add(fill(t.go, &[&name]), also, icon, key, to(route));
    }
    add(
        keys.person.to_owned(),
        "switch person",
        Icon::Customer,
        Some(Key::Person),
        Callback::new(|()| request_animation_frame(super::open_people)),
    );
    add(
        Starting::t().leave.to_owned(),
        "lock leave",
        Icon::Lock,
        Some(Key::Lock),
        Callback::new(move |()| super::lock(app)),
    );
    add(keys.undo.to_owned(), "undo", Icon::Undo, Some(Key::Undo), Callback::new(move |()| app.undo()));
    add(keys.redo.to_owned(), "redo", Icon::Sync, Some(Key::Redo), Callback::new(move |()| app.redo()));
    add(
        keys.sheet.to_owned(),
        "shortcuts keyboard",
        Icon::Keyboard,
        Some(Key::Sheet),
        Callback::new(|()| request_animation_frame(super::open_sheet)),
    );
    match offline::known().stand {
        Stand::Unknown | Stand::Never => {}
        Stand::New | Stand::Old => {
            add(
                OfflineTexts::t().update.to_owned(),
                "update version",
                Icon::Sync,
                None,
                Callback::new(|()| offline::update()),
            );
        }
        Stand::Missing | Stand::Fetching | Stand::Ready => {
            let check = Callback::new(move |()| offline::check(app));
            add(OfflineTexts::t().check.to_owned(), "check update version", Icon::Sync, None, check);
        }
    }
    add(
        keys.guide.to_owned(),
        "guide call",
        Icon::Handbook,
        Some(Key::Guide),
        to(Route::Guide(None, query().with("ticket", &open_ticket()))),
    );
    for info in app.desk().guides().into_iter().filter(|info| !info.off) {
        let label = [GuideTexts::t().title, "：", &info.guide.name].concat();
        let begin = Callback::new(move |()| crate::ui::pages::guide::begin(app, &info, &open_ticket()));
        add(label, "guide", Icon::Play, None, begin);
    }
    for (name, also, icon, theme) in [
        (t.theme_light, "light theme", Icon::Sun, Theme::Light),
        (t.theme_dark, "dark theme", Icon::Moon, Theme::Dark),
        (t.theme_system, "system theme", Icon::Settings, Theme::System),
    ] {
        let set = Callback::new(move |()| prefs.change(app, |kept| kept.theme = theme));
        add(name.to_owned(), also, icon, None, set);
    }
    let roomy = Callback::new(move |()| prefs.change(app, |kept| kept.compact = !kept.compact));
    add(t.compact.to_owned(), "compact density", Icon::Menu, None, roomy);
    for (lang, also) in Lang::ALL.into_iter().zip(["language chinese", "language taiwan", "language english"]) {
        let set = Callback::new(move |()| prefs.change(app, |kept| lang.tag().clone_into(&mut kept.lang)));
        add(fill(t.language, &[&lang.name()]), also, Icon::Chat, None, set);
    }
    all
}
