//! From a file to a table: read and decoded in slices, so that the page stays usable.

use std::rc::Rc;

use js_sys::Uint8Array;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, TextDecodeOptions, TextDecoder, TextDecoderOptions};

use super::Wizard;
use crate::desk::pause;
use crate::query::import::{has_header, propose, signature};
use crate::query::table::{Charset, Delimiter, Detected, MAX_BYTES, Table, TableError, detect};
use crate::ui::files::{FileError, SLICE, Slices, unreadable};
use crate::ui::texts::fill;
use crate::ui::texts::import::ImportTexts;

/// How many records are looked at before the whole table is.
pub const SAMPLE: usize = 100;

/// Reads a file and proposes what its columns mean.
pub fn open(wizard: Wizard, file: File) {
    wizard.reset();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let size = file.size() as usize;
    if size > MAX_BYTES {
        let fault = TableError::TooLarge { bytes: size, limit: MAX_BYTES };
        wizard.fault.set(Some(ImportTexts::t().fault(&fault)));
        return;
    }
    // Its bytes are not kept: they may be many, and are read again where another encoding is chosen.
    wizard.source.set_value(Some(file));
    begin(wizard, None);
}

/// Reads the file again in another encoding.
pub fn reread(wizard: Wizard, charset: Charset) {
    begin(wizard, Some(charset));
}

fn begin(wizard: Wizard, charset: Option<Charset>) {
    let label = fill(ImportTexts::t().reading, &[&wizard.name()]);
    wizard.begin(label.clone());
    spawn_local(async move {
        match bytes(wizard, label).await {
            Some(bytes) => read(wizard, bytes, charset).await,
            None => wizard.end(None),
        }
    });
}

/// The file's bytes; nothing when it cannot be read or that was stopped.
async fn bytes(wizard: Wizard, label: String) -> Option<Vec<u8>> {
    let file = wizard.source.try_get_value().flatten()?;
    let mut slices = Slices::new(&file);
    let mut bytes = Vec::with_capacity(wizard.size());
    loop {
        match slices.next().await {
            Err(error) => {
                unreadable(wizard.app, &file, &error);
                return None;
            }
            Ok(None) => return Some(bytes),
            Ok(Some(slice)) => bytes.extend(slice),
        }
        if !wizard.go_on(|| label.clone(), slices.share()) {
            return None;
        }
    }
}

async fn read(wizard: Wizard, bytes: Vec<u8>, charset: Option<Charset>) {
    let table = async {
        let found = match charset {
            Some(charset) => Detected { charset, sure: true },
            None => detect(&bytes)?,
        };
        pause().await;
        let text = match found.charset {
            Charset::Utf8 => String::new(),
            other => decode(wizard, &bytes, other).await?,
        };
        let table = Table::open(&bytes, Some(found.charset), |_, _| Ok::<_, FileError>(text))?;
        drop(bytes);
        Ok::<_, TableError>((found, table))
    }
    .await;
    let fault = match table {
        Err(fault) => Some(ImportTexts::t().fault(&fault)),
        Ok((found, table)) => {
            let _ = wizard.charset.try_set(Some(found));
            pause().await;
            set_table(wizard, table).err().map(|fault| ImportTexts::t().fault(&fault))
        }
    };
    wizard.end(fault);
}

/// Decodes in slices; bytes that do not fit the encoding are refused.
async fn decode(wizard: Wizard, bytes: &[u8], charset: Charset) -> Result<String, TableError> {
    let refused = |error: wasm_bindgen::JsValue| TableError::Decode { charset, source: FileError::from(error).into() };
    let strict = TextDecoderOptions::new();
    strict.set_fatal(true);
    let decoder = TextDecoder::new_with_label_and_options(charset.label(), &strict).map_err(refused)?;
    let more = TextDecodeOptions::new();
    more.set_stream(true);
    let label = fill(ImportTexts::t().reading, &[&wizard.name()]);
    let mut text = String::with_capacity(bytes.len() * 3 / 2);
    for (at, slice) in bytes.chunks(SLICE as usize).enumerate() {
        // A copy: the decoder may not look into memory that grows.
        let slice = Uint8Array::from(slice);
        text.push_str(&decoder.decode_with_buffer_source_and_options(&slice, &more).map_err(refused)?);
        #[allow(clippy::cast_precision_loss)]
        let share = (at * SLICE as usize) as f64 / bytes.len() as f64;
        wizard.go_on(|| label.clone(), share);
        pause().await;
    }
    text.push_str(&decoder.decode().map_err(refused)?);
    Ok(text)
}

/// Another separator, the person's choice.
pub fn separate(wizard: Wizard, delimiter: Delimiter) {
    let mut kept = None;
    wizard.table.update_untracked(|table| kept = table.take());
    let Some(table) = kept else { return };
    let table = Rc::try_unwrap(table).unwrap_or_else(|shared| (*shared).clone()).with_delimiter(delimiter);
    wizard.fault.set(set_table(wizard, table).err().map(|fault| ImportTexts::t().fault(&fault)));
}

/// Shows the table, and what its columns seem to mean: as remembered from a table with the same header, or a proposal.
fn set_table(wizard: Wizard, table: Table) -> Result<(), TableError> {
    let sample = table.sample(SAMPLE);
    let proposal = sample.map(|sample| {
        let header = has_header(&sample);
        let first = sample.iter().find(|record| !record.is_blank()).filter(|_| header);
        let known = first.and_then(|first| wizard.app.desk().mapping(&signature(first)));
        wizard.team.with_value(|team| {
            let usable = |mapping: &crate::query::import::Mapping| {
                mapping.header == header
                    && first.is_some_and(|first| first.cells.len() == mapping.columns.len())
                    && super::kind::ids(&mapping.kind).iter().all(|id| team.kind(id).is_some())
            };
            let known = known.filter(usable);
            let is_known = known.is_some();
            (known.unwrap_or_else(|| propose(&sample, header, None, team)), is_known)
        })
    });
    let _ = wizard.tried.try_set(None);
    let outcome = match proposal {
        Ok((mapping, known)) => {
            let _ = wizard.mapping.try_set(Some(mapping));
            let _ = wizard.remembered.try_set(known);
            Ok(())
        }
        Err(fault) => {
            let _ = wizard.mapping.try_set(None);
            Err(fault)
        }
    };
    let _ = wizard.table.try_set(Some(Rc::new(table)));
    outcome
}

/// The same table with or without a header.
pub fn set_header(wizard: Wizard, header: bool) {
    let Some(table) = wizard.table.get_untracked() else { return };
    let Ok(sample) = table.sample(SAMPLE) else { return };
    let kind = wizard.mapping.with_untracked(|mapping| mapping.as_ref().map(|mapping| mapping.kind.clone()));
    let mapping = wizard.team.with_value(|team| propose(&sample, header, kind, team));
    wizard.remembered.set(false);
    wizard.tried.set(None);
    wizard.mapping.set(Some(mapping));
}
