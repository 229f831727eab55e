//! The shortcuts: one table for dispatch, tooltips and the sheet behind `?`. Pure: the browser's side is in `keyboard`.
//!
//! Nothing fires while an input method composes; single keys fire only outside text fields; the browser's own
//! combinations (Ctrl+N, T, W, P, S …) are not used.

use super::texts::keys::KeyTexts;

/// What a shortcut does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Key {
    Search,
    Scripts,
    Capture,
    Person,
    Sheet,
    Undo,
    Redo,
    Close,
    ToggleHelp,
    Lock,
    GoToday,
    GoTickets,
    GoRegisters,
    GoClearing,
    GoCustomers,
    GoScripts,
    GoSettings,
    ListNext,
    ListPrevious,
    ListOpen,
    ListFilter,
    ListWide,
    ListEverywhere,
    SaveView,
    /// 1 to 9: the move, kind or option of that number.
    Number,
    Reply,
    Assign,
    Take,
    Promise,
    Call,
    Edit,
    Limits,
    Tag,
    Link,
    Merge,
    Split,
    Print,
    Copy,
    Save,
    Choose,
    ChooseNext,
    ChoosePrevious,
    Unchoose,
    Step,
    Board,
    Guide,
    Variant,
    StepBack,
    GoHandbook,
    ConfirmRead,
    GoPractice,
}

/// Where a shortcut is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Group {
    Anywhere,
    Go,
    List,
    Ticket,
    Writing,
}

/// One row of the table.
pub struct Shortcut {
    /// What it does.
    pub key: Key,
    /// Its strokes, one or two after each other: `g t`, `Ctrl+Enter`, `?`; `Ctrl` stands for ⌘ on a Mac.
    pub strokes: &'static str,
    /// Where it is listed.
    pub group: Group,
    /// What it is called.
    pub label: fn(&'static KeyTexts) -> &'static str,
}

macro_rules! shortcuts {
    ($($group:ident: $($key:ident $strokes:literal $label:ident),+;)+) => {
        /// All shortcuts, in the order in which they are listed.
        pub static SHORTCUTS: &[Shortcut] = &[$($(
            Shortcut { key: Key::$key, strokes: $strokes, group: Group::$group, label: |texts| texts.$label },
        )+)+];
    };
}

shortcuts! {
    Anywhere: Search "Ctrl+k" search, Scripts "/" scripts, Capture "n" capture, Person "u" person, Undo "z" undo, Redo "Shift+z" redo,
        Sheet "?" sheet, ToggleHelp "]" toggle_help, Lock "Ctrl+Shift+l" lock, Close "Escape" close;
    Go: GoToday "g d" go_today, GoTickets "g t" go_tickets, GoCustomers "g c" go_customers,
        GoRegisters "g r" go_registers, GoClearing "g q" go_clearing, GoScripts "g s" go_scripts, GoHandbook "g h" go_handbook, GoPractice "g p" go_practice,
        GoSettings "g ," go_settings;
    List: ListNext "j" list_next, ListPrevious "k" list_previous, ListOpen "Enter" list_open, ListFilter "f" list_filter,
        Board "b" board, Choose "x" choose, ChooseNext "Shift+j" choose_next, ChoosePrevious "Shift+k" choose_previous,
        Step "m" step, Unchoose "Escape" unchoose,
                ListWide "w" list_wide, ListEverywhere "Shift+Enter" list_everywhere, SaveView "v" save_view,
        ConfirmRead "y" confirm_read;
    Ticket: Number "1–9" number, Reply "r" reply, Take "i" take, Assign "t" assign, Promise "p" promise, Call "l" call,
        Edit "e" edit, Limits "d" limits, Tag "#" tag, Link "o" link, Merge "Shift+m" merge, Split "s" split, Copy "c" copy,
        Print "Shift+p" print, Guide "Shift+l" guide, Variant "." variant, StepBack "Backspace" step_back;
    Writing: Save "Ctrl+Enter" save;
}

impl Key {
    /// Its row.
    #[must_use]
    pub fn shortcut(self) -> Option<&'static Shortcut> {
        SHORTCUTS.iter().find(|shortcut| shortcut.key == self)
    }

    /// Its strokes as they are shown: `Ctrl ↵`, `⌘ K`, `G T`.
    #[must_use]
    pub fn shown(self, mac: bool) -> String {
        self.shortcut().map(|shortcut| shown(shortcut.strokes, mac)).unwrap_or_default()
    }

    /// Whether it goes on while it is held.
    fn walks(self) -> bool {
        matches!(self, Self::ListNext | Self::ListPrevious | Self::ChooseNext | Self::ChoosePrevious)
    }

    /// Whether the component that shows it handles it by itself: it is listed, but never dispatched.
    #[must_use]
    pub fn is_local(self) -> bool {
        matches!(self, Self::ListOpen | Self::ListEverywhere)
    }
}

/// Strokes as they are shown.
#[must_use]
pub fn shown(strokes: &str, mac: bool) -> String {
    let mut out = String::new();
    for part in strokes.split([' ', '+']).filter(|part| !part.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        match part {
            "Ctrl" if mac => out.push('⌘'),
            "Alt" if mac => out.push('⌥'),
            "Shift" => out.push('⇧'),
            "Enter" => out.push('↵'),
            "Escape" => out.push_str("Esc"),
            "Backspace" => out.push('⌫'),
            part if part.len() == 1 => out.push_str(&part.to_ascii_uppercase()),
            part => out.push_str(part),
        }
    }
    out
}

/// A key press, as the browser tells it.
#[derive(Clone, Copy, Debug, Default)]
#[allow(clippy::struct_excessive_bools)]
pub struct Press<'a> {
    /// `event.key`.
    pub key: &'a str,
    /// `event.code`, for keyboards whose letters are not Latin.
    pub code: &'a str,
    /// Ctrl, or ⌘ on a Mac.
    pub ctrl: bool,
    /// Alt, or ⌥.
    pub alt: bool,
    /// Shift.
    pub shift: bool,
    /// An input method is composing: `event.isComposing` or `keyCode` 229 (Safari tells the end before the key).
    pub composing: bool,
    /// The focus is in a text field.
    pub in_text: bool,
    /// The key is held down.
    pub repeat: bool,
}

/// What a press means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing of ours.
    None,
    /// The first stroke of two: wait for the second.
    Pending,
    /// A shortcut; the number for `Key::Number`, else 0.
    Hit(Key, u8),
}

/// Tells shortcuts from presses; remembers the first stroke of two.
#[derive(Debug, Default)]
pub struct Matcher {
    pending: Option<(String, f64)>,
}

impl Matcher {
    /// How long a first stroke waits for its second, in milliseconds.
    const WAIT: f64 = 1500.0;

    /// What a press at `now` (milliseconds) means; of several shortcuts with the same strokes, one that `wanted` holds.
    pub fn press(&mut self, press: Press, now: f64, wanted: impl Fn(Key) -> bool) -> Meaning {
        let pending = self.pending.take().filter(|(_, since)| now - since <= Self::WAIT);
        let Some(stroke) = stroke(press) else {
            return Meaning::None;
        };
        if press.in_text && !press.ctrl && !press.alt {
            return Meaning::None;
        }
        let strokes = pending.map_or_else(|| stroke.clone(), |(first, _)| format!("{first} {stroke}"));
        let known = |shortcut: &&Shortcut| !shortcut.key.is_local() && wanted(shortcut.key);
        if let Some(hit) = SHORTCUTS.iter().filter(known).find(|shortcut| shortcut.strokes == strokes) {
            return if press.repeat && !hit.key.walks() { Meaning::None } else { Meaning::Hit(hit.key, 0) };
        }
        if let [digit @ b'1'..=b'9'] = strokes.as_bytes() {
            let hit = wanted(Key::Number) && !press.repeat;
            return if hit { Meaning::Hit(Key::Number, digit - b'0') } else { Meaning::None };
        }
        let first = |shortcut: &Shortcut| shortcut.strokes.split_once(' ').is_some_and(|(first, _)| first == strokes);
        if SHORTCUTS.iter().any(first) {
            self.pending = Some((strokes, now));
            return Meaning::Pending;
        }
        Meaning::None
    }
}

/// A press as it is written in the table; none for what can never be a shortcut.
fn stroke(press: Press) -> Option<String> {
    if press.composing || matches!(press.key, "" | "Process" | "Dead" | "Unidentified") {
        return None;
    }
    let mut letters = press.key.chars();
    let single = letters.next().filter(|_| letters.next().is_none());
    let name = match single {
        // A letter of another script: the key's place on the board counts.
        Some(letter) if !letter.is_ascii() || press.alt => {
            let latin = press.code.strip_prefix("Key").or_else(|| press.code.strip_prefix("Digit"))?;
            latin.to_ascii_lowercase()
        }
        Some(letter) => letter.to_ascii_lowercase().to_string(),
        None => press.key.to_owned(),
    };
    let is_sign = single.is_some() && !name.starts_with(|c: char| c.is_ascii_alphanumeric());
    let mut out = String::new();
    for (held, part) in [(press.ctrl, "Ctrl+"), (press.alt, "Alt+"), (press.shift && !is_sign, "Shift+")] {
        if held {
            out.push_str(part);
        }
    }
    out.push_str(&name);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::texts::Lang;

    fn press(key: &str) -> Press<'_> {
        Press { key, ..Press::default() }
    }

    fn meaning(press: Press) -> Meaning {
        Matcher::default().press(press, 0.0, |_| true)
    }

    #[test]
    fn single_keys_fire_outside_text_only() {
        assert_eq!(meaning(press("n")), Meaning::Hit(Key::Capture, 0));
        assert_eq!(meaning(Press { in_text: true, ..press("n") }), Meaning::None);
        assert_eq!(meaning(Press { shift: true, ..press("?") }), Meaning::Hit(Key::Sheet, 0));
        assert_eq!(meaning(press("7")), Meaning::Hit(Key::Number, 7));
        assert_eq!(meaning(press("0")), Meaning::None);
    }

    #[test]
    fn combinations_fire_in_text_too() {
        let save = Press { ctrl: true, in_text: true, ..press("Enter") };
        assert_eq!(meaning(save), Meaning::Hit(Key::Save, 0));
        assert_eq!(meaning(Press { ctrl: true, ..press("n") }), Meaning::None);
    }

    #[test]
    fn nothing_fires_while_composing() {
        assert_eq!(meaning(Press { composing: true, ctrl: true, ..press("Enter") }), Meaning::None);
        assert_eq!(meaning(press("Process")), Meaning::None);
    }

    #[test]
    fn two_strokes_need_each_other_in_time() {
        let mut matcher = Matcher::default();
        assert_eq!(matcher.press(press("g"), 0.0, |_| true), Meaning::Pending);
        assert_eq!(matcher.press(press("t"), 900.0, |_| true), Meaning::Hit(Key::GoTickets, 0));
        assert_eq!(matcher.press(press("t"), 950.0, |_| true), Meaning::Hit(Key::Assign, 0));
        assert_eq!(matcher.press(press("g"), 1000.0, |_| true), Meaning::Pending);
        assert_eq!(matcher.press(press("t"), 9000.0, |_| true), Meaning::Hit(Key::Assign, 0));
        assert_eq!(matcher.press(press("g"), 9100.0, |_| true), Meaning::Pending);
        assert_eq!(matcher.press(press("x"), 9200.0, |_| true), Meaning::None);
        assert_eq!(matcher.press(press("t"), 9300.0, |_| true), Meaning::Hit(Key::Assign, 0));
    }

    #[test]
    fn only_what_somebody_listens_for_fires() {
        assert_eq!(Matcher::default().press(press("n"), 0.0, |key| key == Key::Search), Meaning::None);
    }

    #[test]
    fn a_held_key_moves_through_lists_and_nothing_else() {
        assert_eq!(meaning(Press { repeat: true, ..press("j") }), Meaning::Hit(Key::ListNext, 0));
        assert_eq!(meaning(Press { repeat: true, ..press("n") }), Meaning::None);
    }

    #[test]
    fn other_scripts_count_by_their_place() {
        assert_eq!(meaning(Press { code: "KeyN", ..press("ㄙ") }), Meaning::Hit(Key::Capture, 0));
    }

    #[test]
    fn no_two_shortcuts_share_their_strokes_and_none_is_the_browsers() {
        let mut seen = std::collections::HashSet::new();
        // What is closed first is told by who asks: an open panel before what is chosen behind it.
        let shared = [Key::Close];
        let apart = |key: Key| !key.is_local() && !shared.contains(&key);
        for shortcut in SHORTCUTS.iter().filter(|shortcut| apart(shortcut.key)) {
            assert!(seen.insert(shortcut.strokes), "{} twice", shortcut.strokes);
            let own =
                ["n", "t", "w", "p", "s", "f", "l", "r", "d", "z", "a", "c", "v", "x"].map(|key| format!("Ctrl+{key}"));
            assert!(!own.iter().any(|own| own == shortcut.strokes), "{} is the browser's", shortcut.strokes);
            assert!(!(shortcut.label)(KeyTexts::of(Lang::En)).is_empty());
        }
    }

    #[test]
    fn strokes_are_shown_as_people_know_them() {
        assert_eq!(Key::Save.shown(false), "Ctrl ↵");
        assert_eq!(Key::Search.shown(true), "⌘ K");
        assert_eq!(Key::GoTickets.shown(false), "G T");
        assert_eq!(Key::Print.shown(false), "⇧ P");
    }
}
