//! The language in use.

use std::sync::LazyLock;

use leptos::prelude::*;
use leptos::reactive::graph::Observer;

use super::texts::Lang;

static LANG: LazyLock<ArcRwSignal<Lang>> = LazyLock::new(|| ArcRwSignal::new(Lang::default()));

/// The current language; inside a reactive closure it is followed.
#[must_use]
pub fn lang() -> Lang {
    if Observer::get().is_some() { LANG.get() } else { LANG.get_untracked() }
}

/// The current language, followed by nobody: for what runs outside the page's views.
#[must_use]
pub fn lang_now() -> Lang {
    LANG.get_untracked()
}

/// Changes the language, also the page's `lang`.
pub fn set_lang(lang: Lang) {
    if let Some(html) = document().document_element() {
        // The name is a valid one: this cannot fail.
        let _ = html.set_attribute("lang", lang.tag());
    }
    LANG.set(lang);
}

/// The language the browser is set to.
#[must_use]
pub fn browser_lang() -> Lang {
    window().navigator().language().map(|tag| Lang::of(&tag)).unwrap_or_default()
}
