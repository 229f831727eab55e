//! The sheet behind `?`: every shortcut, from the one table.

use leptos::prelude::*;

use crate::ui::keyboard::is_mac;
use crate::ui::keys::{Group, SHORTCUTS, shown};
use crate::ui::texts::keys::KeyTexts;

/// All shortcuts by where they work; put it into a `Dialog`.
#[component]
pub fn ShortcutSheet() -> impl IntoView {
    let t = KeyTexts::t();
    let groups = [
        (Group::Anywhere, t.group_anywhere),
        (Group::Go, t.group_go),
        (Group::List, t.group_list),
        (Group::Ticket, t.group_ticket),
        (Group::Writing, t.group_writing),
    ];
    let mac = is_mac();
    let lines = move |group| {
        let of_group = SHORTCUTS.iter().filter(move |shortcut| shortcut.group == group);
        of_group
            .map(|shortcut| {
                view! {
                    <li>
                        <span>{(shortcut.label)(t)}</span>
                        <kbd>{shown(shortcut.strokes, mac)}</kbd>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="sheet">
            {groups
                .map(|(group, name)| {
                    view! {
                        <section>
                            <h3>{name}</h3>
                            <ul>{lines(group)}</ul>
                        </section>
                    }
                })
                .into_iter()
                .collect_view()}
        </div>
    }
    .into_any()
}
