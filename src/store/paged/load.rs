//! Reading everything in the order of the ids.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::rc::Rc;

use super::Paged;
use super::read::{corrupt_page, journal, keys, live, page_bytes};
use crate::model::document::{DocId, Document};
use crate::store::codec::Page;
use crate::store::database::{Table, Transaction, Value};
use crate::store::error::{Corrupt, StoreError, Unreadable};
use crate::store::ids::{Ids, Name, PageId, split};

/// How many documents are handed out at once.
const RUN: usize = 250;

/// Where a document is: its page (behind the last one: the journal) and its place there.
type Place = (u32, u32);

/// A page of which documents are still to come.
struct Opened {
    bytes: Vec<u8>,
    left: usize,
}

/// A walk over all documents. Pages seldom overlap, so that few are open at a time.
pub(super) struct Loading<'a> {
    transaction: &'a dyn Transaction,
    pages: Vec<(PageId, Rc<Ids>)>,
    journal: Vec<DocId>,
    order: std::vec::IntoIter<Place>,
    opened: HashMap<u32, Opened>,
    /// How many documents of each page come.
    counts: Vec<usize>,
}

impl<'a> Loading<'a> {
    /// Begins behind an id, or with the first.
    pub async fn begin(
        engine: &Paged,
        transaction: &'a dyn Transaction,
        after: Option<&DocId>,
    ) -> Result<Self, StoreError> {
        let directory = engine.directory(transaction).await?;
        let journal = journal(transaction).await?;
        let pages: Vec<(PageId, Rc<Ids>)> =
            directory.pages.iter().map(|(page, sheet)| (page.clone(), Rc::clone(&sheet.ids))).collect();
        let mut order = Vec::new();
        for (page, (_, ids)) in (0..).zip(&pages) {
            let mut gone = journal.places_in(ids).into_iter().peekable();
            for (at, place) in (0..).zip(0..ids.len()) {
                if gone.next_if_eq(&place).is_none() {
                    order.push((page, at));
                }
            }
        }
        let journal: Vec<DocId> = journal.iter().collect();
        order.extend((0..).zip(&journal).map(|(at, _)| (index(pages.len()), at)));
        let mut this = Self {
            transaction,
            pages,
            journal,
            order: Vec::new().into_iter(),
            opened: HashMap::new(),
            counts: Vec::new(),
        };
        order.sort_by(|a, b| text_order(this.name(*a), this.name(*b)));
        if let Some((prefix, name)) = after.map(|after| split(after.as_str())) {
            let after = (prefix, Name::of(name));
            order.retain(|place| text_order(this.name(*place), after) == Ordering::Greater);
        }
        let mut counts = vec![0; this.pages.len() + 1];
        for (page, _) in &order {
            if let Some(count) = counts.get_mut(*page as usize) {
                *count += 1;
            }
        }
        (this.counts, this.order) = (counts, order.into_iter());
        Ok(this)
    }

    fn name(&self, (page, at): Place) -> (&str, Name<'_>) {
        let none = Name::Other("");
        match self.pages.get(page as usize) {
            Some((_, ids)) => (ids.prefix(), ids.name(at as usize).unwrap_or(none)),
            None => self.journal.get(at as usize).map_or(("", none), |id| {
                let (prefix, name) = split(id.as_str());
                (prefix, Name::of(name))
            }),
        }
    }

    /// The next documents; nothing at the end.
    pub async fn next(&mut self, damaged: &mut Vec<Corrupt>) -> Result<Option<Vec<Document>>, StoreError> {
        let places: Vec<Place> = self.order.by_ref().take(RUN).collect();
        if places.is_empty() {
            return Ok(None);
        }
        let of_journal =
            |(page, at): &Place| if self.pages.len() == *page as usize { self.journal.get(*at as usize) } else { None };
        let ids: Vec<DocId> = places.iter().filter_map(of_journal).cloned().collect();
        let asked = self.transaction.get(Table::Journal, &keys(&ids));
        for (page, _) in &places {
            if let Some((name, _)) = self.pages.get(*page as usize)
                && !self.opened.contains_key(page)
            {
                let bytes = page_bytes(self.transaction, name).await?;
                let left = self.counts.get(*page as usize).copied().unwrap_or_default();
                self.opened.insert(*page, Opened { bytes, left });
            }
        }
        let mut records = ids.iter().zip(asked.await?);
        let mut documents = Vec::with_capacity(places.len());
        let mut rest = &places[..];
        while let Some((first, _)) = rest.first() {
            // Neighbours are mostly of one page.
            let (run, others) = rest.split_at(rest.iter().take_while(|(page, _)| page == first).count());
            rest = others;
            match self.pages.get(*first as usize) {
                None => {
                    for (id, record) in records.by_ref().take(run.len()) {
                        match live(id, &record.map_or_else(Vec::new, Value::into_bytes)) {
                            Ok(document) => documents.extend(document),
                            Err(corrupt) => damaged.push(corrupt),
                        }
                    }
                }
                Some((page, ids)) => {
                    if let Err(source) = take(&mut self.opened, *first, run, &mut documents)
                        && damaged.iter().all(|corrupt| corrupt.what != page.as_str())
                    {
                        damaged.push(corrupt_page(page, ids, source));
                    }
                }
            }
        }
        Ok(Some(documents))
    }
}

/// Takes documents of a page, which is let go with the last.
fn take(
    opened: &mut HashMap<u32, Opened>,
    page: u32,
    run: &[Place],
    documents: &mut Vec<Document>,
) -> Result<(), Unreadable> {
    let Some(there) = opened.get_mut(&page) else { return Ok(()) };
    there.left = there.left.saturating_sub(run.len());
    let read = Page::open(&there.bytes).and_then(|page| {
        run.iter().try_for_each(|(_, at)| page.document(*at as usize).map(|document| documents.push(document)))
    });
    if there.left == 0 {
        opened.remove(&page);
    }
    read
}

fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// The order of ids as texts.
fn text_order(a: (&str, Name<'_>), b: (&str, Name<'_>)) -> Ordering {
    match (a, b) {
        ((one, Name::Ulid(a)), (other, Name::Ulid(b))) if one == other => a.cmp(&b),
        // A kind's hyphen decides, but an id without any may stand between.
        ((one, _), (other, _)) if one != other && !one.is_empty() && !other.is_empty() => one.cmp(other),
        _ => text(a).cmp(&text(b)),
    }
}

fn text((prefix, name): (&str, Name<'_>)) -> String {
    let mut text = prefix.to_owned();
    name.push_to(&mut text);
    text
}
