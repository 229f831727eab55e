//! The kit: what pages are made of. Each takes texts as `TextProp` (a `&'static str`, a `String` or a closure), values as
//! `Signal` and actions as `Callback`, and knows nothing of the desk.

mod button;
mod checklist;
mod choice;
mod combobox;
mod dialog;
mod field;
mod grid;
mod grid_head;
mod icon;
mod input;
mod menu;
mod photos;
mod popup;
mod progress;
mod select;
mod shortcuts;
mod small;
mod splitter;
mod tabs;
mod text_area;
mod typing;
mod virtual_list;
mod window;

pub use button::{Button, IconButton, Look, tooltip};
pub use checklist::{Checklist, Tick, Ticking};
pub use choice::{Chips, Switch};
pub use combobox::{Choice, Combobox};
pub use dialog::{Dialog, Size};
pub use field::FieldInput;
pub use grid::{Grid, GridAct, GridColumn};
pub use icon::{Glyph, Icon};
pub use input::TextInput;
pub use menu::{Menu, MenuItem};
pub use photos::{Photo, Photos};
pub use popup::{Popup, reveal};
pub use progress::Progress;
pub use select::Select;
pub use shortcuts::ShortcutSheet;
pub use small::{Empty, Heading, Kbd, Tag, Tone};
pub use splitter::Splitter;
pub use tabs::{Tab, Tabs};
pub use text_area::{TextArea, marked};
pub use typing::Typing;
pub use virtual_list::VirtualList;
