//! The kit: what pages are made of. Each takes texts as `TextProp` (a `&'static str`, a `String` or a closure), values as
//! `Signal` and actions as `Callback`, and knows nothing of the desk.

mod button;
mod dialog;
mod icon;
mod input;
mod menu;
mod popup;
mod small;
mod tabs;
mod text_area;
mod typing;

pub use button::{Button, IconButton, Look, tooltip};
pub use dialog::{Dialog, Size};
pub use icon::{Glyph, Icon};
pub use input::TextInput;
pub use menu::{Menu, MenuItem};
pub use popup::{Popup, reveal};
pub use small::{Empty, Kbd, Tag, Tone};
pub use tabs::{Tab, Tabs};
pub use text_area::TextArea;
pub use typing::Typing;
