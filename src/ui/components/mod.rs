//! The kit: what pages are made of. Each takes texts as `TextProp` (a `&'static str`, a `String` or a closure), values as
//! `Signal` and actions as `Callback`, and knows nothing of the desk.

mod button;
mod icon;
mod small;

pub use button::{Button, IconButton, Look, tooltip};
pub use icon::{Glyph, Icon};
pub use small::{Empty, Kbd, Tag, Tone};
