//! Choosing tickets by keys.

use leptos::prelude::*;

use crate::ui::keyboard::use_key;
use crate::ui::keys::Key;
use crate::ui::pages::finds::Finds;
use crate::ui::pages::tickets::Selection;

/// X chooses the current row, or no longer; with Shift, J and K choose on the way. `to` makes a row the current one.
pub fn choose_keys(finds: Finds, at: Signal<Option<usize>>, to: impl Fn(usize) + Copy + 'static) {
    let selection = Selection::get();
    use_key(Key::Choose, move || {
        let now = at.get_untracked();
        let place = now.unwrap_or(0);
        if let Some(id) = finds.id(place) {
            selection.toggle(&id);
            if now.is_none() {
                to(place);
            }
        }
    });
    let extend = move |by: isize| {
        let from = at.get_untracked().unwrap_or(0);
        let end = from.saturating_add_signed(by);
        if untrack(|| finds.count()) > end {
            selection.range(finds, from, end);
            to(end);
        }
    };
    use_key(Key::ChooseNext, move || extend(1));
    use_key(Key::ChoosePrevious, move || extend(-1));
}
