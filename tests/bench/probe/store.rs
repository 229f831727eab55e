//! The store over a database of its own.

use js_sys::Error;
use shouwen::model::document::{DocId, Document, Entry};
use shouwen::store::{Batch, IdbStore, NO_ROWS, Segment, Store, StoreError};
use wasm_bindgen::prelude::wasm_bindgen;

use super::data::{Data, documents};

/// The browser's clock, in milliseconds.
pub fn now() -> f64 {
    web_sys::window().and_then(|window| js_sys::Reflect::get(&window, &"performance".into()).ok()).map_or(
        0.0,
        |clock| {
            let call = js_sys::Reflect::get(&clock, &"now".into()).ok().map(js_sys::Function::from);
            call.and_then(|call| call.call0(&clock).ok()).and_then(|now| now.as_f64()).unwrap_or(0.0)
        },
    )
}

#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
fn failed(error: StoreError) -> Error {
    Error::new(&error.to_string())
}

/// The documents of all tickets and customers.
pub fn all(data: Data) -> impl Iterator<Item = Document> {
    let customers = (0..data.customers()).map(move |place| documents::customer(data, place));
    customers.chain((0..data.tickets).map(move |place| data.ticket(place).document(data, place)))
}

fn entries(document: &Document) -> (DocId, Vec<Entry>) {
    (document.id.clone(), document.log().to_vec())
}

/// Writes all tickets and customers in one commit: the milliseconds until they are durable.
///
/// # Errors
/// As the store's.
#[wasm_bindgen]
pub async fn store_write(name: String, seed: u64, tickets: usize) -> Result<f64, Error> {
    let store = IdbStore::open(&name).await.map_err(failed)?;
    let batch = Batch {
        entries: all(Data::new(seed, tickets)).map(|document| entries(&document)).collect(),
        ..Batch::default()
    };
    let start = now();
    store.commit(batch, NO_ROWS, None).await.map_err(failed)?;
    Ok(now() - start)
}

/// Reads all documents with all entries: the milliseconds, and how many entries there were.
///
/// # Errors
/// As the store's.
#[wasm_bindgen]
pub async fn store_read(name: String) -> Result<Vec<f64>, Error> {
    let store = IdbStore::open(&name).await.map_err(failed)?;
    let mut count: u32 = 0;
    let start = now();
    let mut each = |documents: Vec<Document>| {
        count += documents.iter().map(|document| u32::try_from(document.log().len()).unwrap_or(0)).sum::<u32>();
    };
    store.load(&mut each).await.map_err(failed)?;
    Ok(vec![now() - start, f64::from(count)])
}

/// What a cold start reads: the milliseconds.
///
/// # Errors
/// As the store's.
#[wasm_bindgen]
pub async fn store_open(name: String) -> Result<f64, Error> {
    let store = IdbStore::open(&name).await.map_err(failed)?;
    let start = now();
    store.open(&mut |segment: Segment| drop(segment)).await.map_err(failed)?;
    Ok(now() - start)
}

/// One ticket after the other, each durable before the next: the milliseconds of each.
///
/// # Errors
/// As the store's.
#[wasm_bindgen]
pub async fn store_add(name: String, seed: u64, count: usize) -> Result<Vec<f64>, Error> {
    let store = IdbStore::open(&name).await.map_err(failed)?;
    let data = Data::new(seed, count);
    let mut samples = Vec::with_capacity(count);
    for place in 0..count {
        let (_, log) = entries(&data.ticket(place).document(data, place));
        let id = DocId::mint("ticket", place as u64, u128::from(seed) << 32 | place as u128);
        let batch = Batch { entries: vec![(id, log)], ..Batch::default() };
        let start = now();
        store.commit(batch, NO_ROWS, None).await.map_err(failed)?;
        samples.push(now() - start);
    }
    Ok(samples)
}
