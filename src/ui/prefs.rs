//! What this device remembers of the interface: language, theme, density, pane widths.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

use super::app::App;
use super::first;
use super::lang::{lang_now, set_lang};
use super::later;
use super::texts::Lang;
use crate::desk::Desk;

/// Light, dark, or as the system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The preferences, as kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(clippy::struct_excessive_bools)] // Each is a choice of its own.
pub struct Kept {
    /// The language's tag; the browser's when empty.
    pub lang: String,
    /// The theme.
    pub theme: Theme,
    /// Rows close together.
    pub compact: bool,
    /// The help pane is hidden.
    pub no_help: bool,
    /// Reminders come as notifications of the system, too.
    pub notify: bool,
    /// The list's width in pixels; the usual one when 0.
    pub list: u32,
    /// The help pane's width in pixels; the usual one when 0.
    pub help: u32,
    /// The list stays one of lines where there is room for a table.
    pub lines: bool,
    /// What was looked for in lists lately, the last first.
    pub recent: Vec<String>,
    /// The columns of tables, by the table's name.
    pub tables: BTreeMap<String, Table>,
}

/// What this device remembers of a table: its columns in order and their widths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Table {
    /// The columns' ids; the usual ones when empty.
    pub columns: Vec<String>,
    /// Widths in pixels that differ from the usual ones.
    pub widths: BTreeMap<String, u32>,
}

impl Kept {
    /// Those that the desk keeps.
    #[must_use]
    pub fn of(desk: &Desk) -> Self {
        serde_json::from_str(&desk.preferences()).unwrap_or_default()
    }

    /// The language to show.
    #[must_use]
    pub fn language(&self) -> Lang {
        if self.lang.is_empty() { first::language() } else { Lang::of(&self.lang) }
    }

    /// The usual ones in a language, as the desk keeps them.
    #[must_use]
    pub fn in_language(lang: Lang) -> String {
        let kept = Self { lang: lang.tag().to_owned(), ..Self::default() };
        serde_json::to_string(&kept).unwrap_or_default()
    }
}

/// The preferences of this page.
#[derive(Clone, Copy)]
pub struct Prefs(RwSignal<Kept>);

impl Prefs {
    /// Reads them from the desk and applies them.
    pub fn provide(app: App) -> Self {
        let prefs = Self(RwSignal::new(Kept::of(&app.desk())));
        let wanted = prefs.kept_now().language();
        if wanted != lang_now() {
            set_lang(wanted);
        }
        prefs.apply();
        provide_context(prefs);
        prefs
    }

    /// The preferences of this page.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// As they are; followed in reactive closures.
    #[must_use]
    pub fn kept(self) -> Kept {
        self.0.get()
    }

    /// As they are; not followed.
    #[must_use]
    pub fn kept_now(self) -> Kept {
        self.0.get_untracked()
    }

    /// Changes them, for this device.
    pub fn change(self, app: App, change: impl FnOnce(&mut Kept)) {
        self.0.update(change);
        self.apply();
        let wanted = self.kept_now().language();
        if wanted != lang_now() {
            let desk = app.desk();
            // What packs say comes in the language before the page is drawn anew.
            spawn_local(async move {
                let mut wanted = wanted;
                loop {
                    desk.set_words(later::words(wanted).await).await;
                    // Meanwhile another one may have been chosen, the one before too.
                    let now = self.kept_now().language();
                    if now == wanted {
                        break;
                    }
                    wanted = now;
                }
                if wanted != lang_now() {
                    set_lang(wanted);
                }
            });
        }
        let text = serde_json::to_string(&self.0.get_untracked()).unwrap_or_default();
        let desk = app.desk();
        spawn_local(async move {
            if let Err(error) = desk.set_preferences(text).await {
                app.fail(&error);
            }
        });
    }

    fn apply(self) {
        let kept = self.0.get_untracked();
        let Some(html) = document().document_element() else { return };
        let theme = match kept.theme {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        let density = if kept.compact { "compact" } else { "comfortable" };
        // The names are valid ones: these cannot fail.
        let _ = html.set_attribute("data-theme", theme);
        let _ = html.set_attribute("data-density", density);
    }
}
