//! The language in use.

use std::cell::Cell;
use std::sync::LazyLock;

use leptos::prelude::*;
use leptos::reactive::graph::Observer;

use super::texts::Lang;

static LANG: LazyLock<ArcRwSignal<Lang>> = LazyLock::new(|| ArcRwSignal::new(Lang::default()));

thread_local! {
    /// The language of a text that is being made.
    static OF_TEXT: Cell<Option<Lang>> = const { Cell::new(None) };
}

/// Makes a part of a text in the language of that text: times, yes and no.
pub fn in_lang<T>(lang: Lang, part: impl FnOnce() -> T) -> T {
    let before = OF_TEXT.replace(Some(lang));
    let text = part();
    OF_TEXT.set(before);
    text
}

/// The current language; inside a reactive closure it is followed.
#[must_use]
pub fn lang() -> Lang {
    if let Some(lang) = OF_TEXT.get() {
        return lang;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_text_is_made_in_its_language() {
        let usual = lang();
        let (inner, outer) = in_lang(Lang::En, || (in_lang(Lang::ZhTw, lang), lang()));
        assert_eq!((inner, outer, lang()), (Lang::ZhTw, Lang::En, usual));
    }
}
