//! What opens over every page: the shortcuts, the command palette, the switch of the person.

mod commands;
mod message;
mod palette;
mod people;
mod scripts;

use leptos::prelude::*;
use std::sync::LazyLock;

pub use palette::Palette;
pub use people::{People, PersonButton};
pub use scripts::ScriptFinder;

use super::app::App;
use super::components::{Dialog, Size};
use super::keyboard::use_key;
use super::keys::Key;
use super::later::{File, Later};
use super::nav::route;
use super::texts::Common;
use super::texts::start::Starting;

/// Whether each of them is open: asked for by buttons and commands anywhere.
struct Open {
    sheet: ArcRwSignal<bool>,
    palette: ArcRwSignal<bool>,
    scripts: ArcRwSignal<bool>,
    people: ArcRwSignal<bool>,
}

static OPEN: LazyLock<Open> = LazyLock::new(|| Open {
    sheet: ArcRwSignal::new(false),
    palette: ArcRwSignal::new(false),
    scripts: ArcRwSignal::new(false),
    people: ArcRwSignal::new(false),
});

/// Opens the sheet of shortcuts.
pub fn open_sheet() {
    OPEN.sheet.set(true);
}

/// Opens the command palette.
pub fn open_palette() {
    OPEN.palette.set(true);
}

/// Opens the search for a script.
pub fn open_scripts() {
    OPEN.scripts.set(true);
}

/// Opens the switch of the person.
pub fn open_people() {
    OPEN.people.set(true);
}

/// Leaves the desk to nobody.
fn lock(app: App) {
    let desk = app.desk();
    app.attempt(async move { desk.leave().await }, |()| ());
}

/// The dialogs, once, in the frame.
#[component]
pub fn Sheets() -> impl IntoView {
    let app = App::get();
    let sheet: RwSignal<bool> = OPEN.sheet.clone().into();
    let palette: RwSignal<bool> = OPEN.palette.clone().into();
    let people: RwSignal<bool> = OPEN.people.clone().into();
    let scripts: RwSignal<bool> = OPEN.scripts.clone().into();
    // A frame that comes back, after a change of person, comes back without them.
    on_cleanup(|| {
        for open in [&OPEN.sheet, &OPEN.palette, &OPEN.scripts, &OPEN.people] {
            open.set(false);
        }
    });
    // What was opened over one page is not left lying over another.
    let page = Memo::new(|_| route().page());
    Effect::new(move |before: Option<&'static str>| {
        let page = page.get();
        if before.is_some_and(|before| before != page) {
            for open in [sheet, palette, scripts, people] {
                open.set(false);
            }
        }
        page
    });
    use_key(Key::Sheet, open_sheet);
    use_key(Key::Search, open_palette);
    use_key(Key::Scripts, open_scripts);
    use_key(Key::Person, open_people);
    use_key(Key::Lock, move || lock(app));
    view! {
        <Dialog open=sheet title=Common::t().shortcuts size=Size::Wide><Later file=File::sheet /></Dialog>
        <Dialog open=palette title=move || super::texts::palette::PaletteTexts::t().title size=Size::Top>
            <Later file=File::palette />
        </Dialog>
        <Dialog open=scripts title=move || Common::t().scripts size=Size::Wide><Later file=File::scripts /></Dialog>
        <Dialog open=people title=Starting::t().who_is_here size=Size::Small>
            <Later file=File::people />
        </Dialog>
    }
    .into_any()
}

/// The switch of the person, inside its dialog.
#[component]
pub fn PeopleDialog() -> impl IntoView {
    let app = App::get();
    view! {
        <People on_done=move || OPEN.people.set(false) />
            <div class="dialog-foot">
                <super::components::Button label=Starting::t().leave icon=super::components::Icon::Lock
                    on_press=move |()| lock(app) />
            </div>
    }
}
