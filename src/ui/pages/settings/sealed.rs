//! Backups under a passphrase: asked for twice when one is made, once when it is opened.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use web_sys::File;

use crate::desk::sealed;
use crate::query::backup::sealed::{Seal, SealError};
use crate::ui::components::{Button, Look};
use crate::ui::files::read_slice;
use crate::ui::texts::Common;
use crate::ui::texts::data::DataTexts;

/// The shortest passphrase, in characters.
const SHORTEST: usize = 8;

/// Whether a backup gets a passphrase, and which: typed twice. Kept nowhere.
#[derive(Clone, Copy)]
pub struct Passphrase {
    on: RwSignal<bool>,
    first: RwSignal<String>,
    again: RwSignal<String>,
}

impl Passphrase {
    /// None yet.
    pub fn new() -> Self {
        Self { on: RwSignal::new(false), first: RwSignal::default(), again: RwSignal::default() }
    }

    /// The passphrase, if one is wanted.
    ///
    /// # Errors
    /// With what is wrong with it, for the person.
    pub fn given(self) -> Result<Option<String>, &'static str> {
        if !self.on.get_untracked() {
            return Ok(None);
        }
        let (first, t) = (self.first.get_untracked(), DataTexts::t());
        if first.chars().count() < SHORTEST {
            return Err(t.passphrase_short);
        }
        if first == self.again.get_untracked() { Ok(Some(first)) } else { Err(t.passphrase_differs) }
    }

    /// Forgets it.
    pub fn forget(self) {
        let _ = self.first.try_set(String::new());
        let _ = self.again.try_set(String::new());
    }
}

fn secret(label: &'static str, value: RwSignal<String>, filled: &'static str) -> AnyView {
    view! {
        <label class="field"><span class="label">{label}</span>
            <input class="input" type="password" autocomplete=filled prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event)) /></label>
    }
    .into_any()
}

/// The choice above the button.
#[component]
pub fn SealChoice(
    /// What is chosen.
    passphrase: Passphrase,
) -> impl IntoView {
    let t = DataTexts::t();
    let Passphrase { on, first, again } = passphrase;
    view! {
        <label class="check">
            <input type="checkbox" id="backup-seal" prop:checked=move || on.get() on:change=move |event| on.set(event_target_checked(&event)) />
            <span>{t.seal}</span>
        </label>
        {move || on.get().then(|| view! {
            <div class="form-grid">
                {secret(t.passphrase, first, "new-password")}
                {secret(t.passphrase_again, again, "new-password")}
            </div>
            <p class="small dim">{t.seal_about}</p>
        })}
    }
    .into_any()
}

/// The seal of a file; nothing when it has none.
///
/// # Errors
/// When it is one that this app cannot open.
pub async fn seal_of(file: &File) -> Result<Option<Seal>, SealError> {
    let begin = read_slice(file, 0.0, file.size().min(1024.0)).await.unwrap_or_default();
    Seal::read(&begin)
}

/// The file that was sealed, under the same name; nothing when it was stopped.
///
/// # Errors
/// When the passphrase is wrong or the file is damaged.
pub async fn opened(
    file: &File,
    seal: &Seal,
    passphrase: &str,
    tell: &dyn Fn(f64) -> bool,
) -> Result<Option<File>, SealError> {
    #[allow(clippy::cast_precision_loss)]
    let slice = |at: u64, most: u64| {
        let file = file.clone();
        async move {
            let to = file.size().min((at + most) as f64);
            read_slice(&file, (at as f64).min(to), to).await.map_err(|error| error.to_string())
        }
    };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let size = file.size() as u64;
    let Some(parts) = sealed::open(seal, passphrase, size, slice, tell).await? else { return Ok(None) };
    let array = Array::new();
    for part in parts {
        array.push(&Uint8Array::from(&*part));
    }
    File::new_with_u8_array_sequence(&array, &file.name()).map(Some).map_err(|_| SealError::Damaged)
}

/// Asks for the passphrase of a file.
#[component]
pub fn AskPassphrase(
    /// What it asks for, naming the file.
    asked: String,
    /// What was wrong with the last try.
    wrong: Option<SealError>,
    /// Takes the passphrase.
    #[prop(into)]
    on_open: Callback<String>,
    /// Chooses no file after all.
    #[prop(into)]
    on_cancel: Callback<()>,
) -> impl IntoView {
    let t = DataTexts::t();
    let typed = RwSignal::new(String::new());
    view! {
        <form class="stack" id="backup-open" on:submit=move |event| { event.prevent_default(); on_open.run(typed.get_untracked()); }>
            <p class="notice">{asked}</p>
            {wrong.map(|error| view! { <p class="notice" data-tone="late" role="alert">{t.seal_fault(error)}</p> })}
            <div class="form-grid">{secret(t.passphrase, typed, "off")}</div>
            <div class="actions">
                <Button label=t.seal_open look=Look::Main submit=true on_press=|()| {} />
                <Button label=Common::t().cancel look=Look::Quiet on_press=on_cancel />
            </div>
        </form>
    }
    .into_any()
}
