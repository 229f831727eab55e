//! Icons: strokes on a 24 × 24 grid, drawn in the text's colour.

use leptos::prelude::*;

macro_rules! icons {
    ($($name:ident $path:literal),+ $(,)?) => {
        /// An icon's name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Icon { $($name),+ }

        impl Icon {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            pub(super) const fn path(self) -> &'static str {
                match self { $(Self::$name => $path),+ }
            }
        }
    };
}

icons! {
    Today "M5 4h14v16H5zM5 9h14M9 2v4m6-4v4m-7 8 2.5 2.5L16 12",
    Tickets "M4 6h16M4 12h16M4 18h10",
    Customer "M8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0M4 21c1-4 4-6 8-6s7 2 8 6",
    Script "M4 5h16v11H9l-5 4z",
    Phone "M6 3h4l2 5-3 2a11 11 0 0 0 5 5l2-3 5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2",
    Clock "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 7v5l3 3",
    Report "M4 20V10m6 10V4m6 16v-7m4 7H3",
    Settings "M9 12a3 3 0 1 0 6 0a3 3 0 1 0-6 0M12 3v3m0 12v3M3 12h3m12 0h3M5.6 5.6l2.1 2.1m8.6 8.6 2.1 2.1m0-12.8-2.1 2.1M7.7 16.3l-2.1 2.1",
    Register "M5 3h13a1 1 0 0 1 1 1v17H6a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2M4 19a2 2 0 0 1 2-2h13M9 8h6",
    Handbook "M12 6c-2-1.5-5-2-8-2v14c3 0 6 .5 8 2 2-1.5 5-2 8-2V4c-3 0-6 .5-8 2v14",
    Quality "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6zM9 12l2 2 4-4",
    Bell "M6 10a6 6 0 0 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7M10 20a2 2 0 0 0 4 0",
    Plus "M12 5v14M5 12h14",
    Check "M5 12.5 10 17 19 7",
    Close "M6 6l12 12M18 6 6 18",
    Search "M4 11a7 7 0 1 0 14 0a7 7 0 1 0-14 0M20 20l-4-4",
    Undo "M8 5 4 9l4 4M4 9h10a6 6 0 0 1 0 12h-3",
    Print "M7 9V3h10v6M7 17H4v-7h16v7h-3M7 14h10v7H7z",
    Copy "M9 9h11v11H9zM5 15H4V4h11v1",
    Transfer "M4 8h14l-4-4M20 16H6l4 4",
    Right "M5 12h14m-5-5 5 5-5 5",
    Promise "M6 21V4c4-2 8 2 12 0v9c-4 2-8-2-12 0",
    Warning "M12 4 2.5 20h19zM12 10v4m0 3v.1",
    Info "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M12 11v6m0-9v-.1",
    Note "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
    Mail "M3 6h18v13H3zM3 7l9 7 9-7",
    Visit "M5 21V4l9-1v19M14 5h5v16h2M3 21h11M10.5 12v1",
    Chat "M4 4h12v9H9l-3 3v-3H4zM19 9h1v8h-2v3l-3-3h-4",
    Photo "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M8.5 9v.1",
    Tag "M4 4h8l8 8-8 8-8-8zM8 8v.1",
    Delete "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5m4-5v5",
    Download "M12 4v11m-4-4 4 4 4-4M4 19h16",
    Upload "M12 16V5M8 9l4-4 4 4M4 19h16",
    Filter "M4 5h16l-6 8v6l-4-2v-4z",
    Sort "M7 4v16m-3-3 3 3 3-3M17 20V4m-3 3 3-3 3 3",
    Down "M6 9l6 6 6-6",
    Up "M6 15l6-6 6 6",
    Next "M9 6l6 6-6 6",
    Back "M15 6l-6 6 6 6",
    Help "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7m0 3v.1",
    Lock "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3",
    Eye "M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7M9 12a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
    EyeOff "M4 4l16 16M9 5.500A9 9 0 0 1 12 5c3.5 0 7 2 10 7a18 18 0 0 1-3 3.700M6 7.500A17 17 0 0 0 2 12c3 5 6.5 7 10 7a9 9 0 0 0 4-1",
    Offline "M4 4l16 16M7 9a5 5 0 0 0 0 10h10M10 6.300A6 6 0 0 1 18 11a4 4 0 0 1 2.5 6.5",
    Sync "M20 11A8 8 0 0 0 6 6L4 8m0-4v4h4M4 13a8 8 0 0 0 14 5l2-2m0 4v-4h-4",
    Star "M12 4l2.5 5.2 5.5.8-4 4 1 5.7-5-2.7-5 2.7 1-5.7-4-4 5.5-.8z",
    Merge "M6 4v4c0 4 6 4 6 8v4M18 4v4c0 4-6 4-6 8m-3 1 3 3 3-3",
    Link "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
    Sun "M8 12a4 4 0 1 0 8 0a4 4 0 1 0-8 0M12 2v3m0 14v3M2 12h3m14 0h3M5 5l2 2m10 10 2 2m0-14-2 2M7 17l-2 2",
    Moon "M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10",
    Menu "M4 7h16M4 12h16M4 17h16",
    More "M4.2 12a.8.8 0 1 0 1.6 0a.8.8 0 1 0-1.6 0M11.2 12a.8.8 0 1 0 1.6 0a.8.8 0 1 0-1.6 0M18.2 12a.8.8 0 1 0 1.6 0a.8.8 0 1 0-1.6 0",
    Play "M7 5l12 7-12 7z",
    Pause "M8 5v14M16 5v14",
    Pin "M9 4h6l-1 6 3 3v2H7v-2l3-3zM12 15v6",
    Panel "M4 5h16v14H4zM15 5v14",
    Keyboard "M3 7h18v11H3zM7 11v.1m4-.1v.1m4-.1v.1m-9 3h10",
    History "M4 12a8 8 0 1 0 3-6L4 8m0-4v4h4M12 8v4l3 2",
    Box "M4 8l8-4 8 4v9l-8 4-8-4zM4 8l8 4 8-4M12 12v9",
    Truck "M3 6h11v10H3zM14 10h4l3 3v3h-7M5 18a2 2 0 1 0 4 0a2 2 0 1 0-4 0M15 18a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
    Money "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M8.5 7l3.5 5 3.5-5M9 13h6m-6 3h6m-3-4v6",
    Wrench "M14 6a4 4 0 0 1 5-1l-3 3 1 2 3-2a5 5 0 0 1-7 5l-6 7-3-3 7-6a5 5 0 0 1 3-5",
}

/// An icon. It is hidden from assistive technology: the text beside it, or the button's label, says what it means.
#[component]
pub fn Glyph(
    /// Which.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
            <path d=icon.path() />
        </svg>
    }
}
