//! One matter in several tickets (A15): how often the customer asked, and tickets merged and parted again.
//!
//! A merged ticket names the one that goes on in its register [`MERGED`]; that one names each ticket it took in by a
//! register of its own, beside what came over. Both are plain registers, so that copies unite as ever, and taking those
//! entries back, at any time, gives both tickets as they were.

use super::change::{Change, How, Known, Outcome};
use super::document::Document;
use super::fold::Fold;
use super::kind::{Field, FieldType, TicketKind};
use super::stamp::Stamp;
use super::ticket::{CUSTOMER, Ticket};
use super::value::Value;

/// The register of a merged ticket: the document in which its matter goes on. It stands for its state as well: whatever
/// its flow says, it is closed.
pub const MERGED: &str = "@merged";
/// What the state of a merged ticket is called where states go by their name.
pub const MERGED_NAME: &str = "已并入";
/// Begins the registers of the tickets that one has taken in.
const JOINED: &str = "@joined.";

/// The relation of a ticket to the first one on the same matter.
pub const AGAIN: &str = "again";
/// The relation of the first ticket to another one on the same matter.
pub const AGAIN_IN: &str = "again_in";
/// The relation of a ticket to the one it was split from.
pub const SPLIT: &str = "split";
/// The relation of a ticket to one that was split from it.
pub const SPLIT_TO: &str = "split_to";
/// The relation of a ticket to the one whose step has opened it.
pub const FROM: &str = "from";

/// A ticket that another one has taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined<'a> {
    /// Its document.
    pub from: &'a str,
    /// The entry that says so.
    pub stamp: Stamp,
    /// Who did it.
    pub by: &'a str,
    /// How often its customer had asked before.
    pub contacts: u32,
    promises: usize,
    fields: &'a [String],
}

impl Joined<'_> {
    /// The entries that came over with it: those are written right after it, by the same hand.
    #[must_use]
    pub fn brought(&self, document: &Document) -> Vec<Stamp> {
        let mut found = vec![self.stamp];
        let (mut fields, mut promises) = (self.fields.to_vec(), self.promises);
        let after = document.log().iter().filter(|e| e.stamp > self.stamp && e.stamp.writer == self.stamp.writer);
        for entry in after {
            match &entry.change {
                Change::Known(Known::Set { field, .. }) => {
                    let Some(at) = fields.iter().position(|name| name == field) else { continue };
                    fields.remove(at);
                }
                Change::Known(Known::Promised { .. }) if promises > 0 => promises -= 1,
                _ => continue,
            }
            found.push(entry.stamp);
            if fields.is_empty() && promises == 0 {
                break;
            }
        }
        if self.fields.is_empty() && self.promises == 0 {
            found.truncate(1);
        }
        found
    }
}

/// The tickets that a ticket has taken in, by their ids; one that two devices merged into it comes once for each.
pub fn joined(fold: &Fold) -> impl Iterator<Item = Joined<'_>> {
    let all = fold.registers.range(JOINED.to_owned()..).take_while(|(name, _)| name.starts_with(JOINED));
    let each = all.flat_map(|(name, register)| register.live().iter().map(move |live| (name, live)));
    each.filter_map(|(name, live)| {
        let (counts, fields) = live.value.as_list().split_at_checked(2)?;
        Some(Joined {
            from: name.strip_prefix(JOINED)?,
            stamp: live.stamp,
            by: &live.by,
            contacts: counts[0].parse().unwrap_or(0),
            promises: counts[1].parse().unwrap_or(0),
            fields,
        })
    })
}

/// The entries by which a ticket was merged into another one: the register, and the promises that went on there.
#[must_use]
pub fn left(document: &Document, fold: &Fold, into: &str) -> Vec<Stamp> {
    let mut found = Vec::new();
    for live in fold.register(MERGED).live().iter().filter(|live| live.value.as_str() == into) {
        found.push(live.stamp);
        // Written right after it by the same hand: nothing else comes between.
        let after = document.log().iter().filter(|e| e.stamp > live.stamp && e.stamp.writer == live.stamp.writer);
        let moved = after.take_while(|entry| {
            let moves = matches!(entry.change, Change::Known(Known::Settled { outcome: Outcome::Moved, .. }));
            moves && entry.stamp.millis == live.stamp.millis
        });
        found.extend(moved.map(|entry| entry.stamp));
    }
    found
}

/// The ticket whose coming in a register tells of; none for other registers.
#[must_use]
pub fn joined_by(register: &str) -> Option<&str> {
    register.strip_prefix(JOINED)
}

/// How often the customer asked again on a ticket, those of the tickets it has taken in included.
#[must_use]
pub fn contacts(document: &Document, fold: &Fold) -> u32 {
    let again = |change: &Change| matches!(change, Change::Known(Known::Said { how: How::Contact, .. }));
    let own = document.log().iter().filter(|entry| again(&entry.change) && !fold.undone.contains(&entry.stamp));
    let own = u32::try_from(own.count()).unwrap_or(u32::MAX);
    let mut last = ("", 0);
    joined(fold).fold(own, |sum, joined| {
        // Merged on two devices, it counts once.
        let before = if joined.from == last.0 { last.1 } else { 0 };
        let asked = joined.contacts.saturating_add(1).max(before);
        last = (joined.from, asked);
        sum.saturating_add(asked - before)
    })
}

/// A value that a merge would bring, and what stands in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// The register.
    pub field: String,
    /// What the ticket that goes on holds; empty for nothing.
    pub here: Value,
    /// What the merged one holds.
    pub there: Value,
}

/// What merging one ticket into another would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Values that come over to where nothing stands.
    pub takes: Vec<Brought>,
    /// Values of which one must be chosen; what stands there stays unless the other is.
    pub choices: Vec<Brought>,
    /// Promises that are still to be kept, with their due times in milliseconds: they go on in the other ticket.
    pub promises: Vec<(String, u64)>,
    /// How often the customer had asked again.
    pub contacts: u32,
}

/// What merging a ticket into `target` would do. Fields come over by id where both kinds have them with the same type.
#[must_use]
pub fn plan(source: (&Document, &Fold, Option<&TicketKind>), target: (&Fold, Option<&TicketKind>)) -> Plan {
    let ((document, from, from_kind), (into, into_kind)) = (source, target);
    let fits = |field: &&Field| {
        let other = from_kind.and_then(|kind| kind.field(&field.id));
        let by_value = !matches!(field.sort, FieldType::Photos | FieldType::Checklist);
        by_value && other.is_some_and(|o| o.sort == field.sort && o.list == field.list && o.options == field.options)
    };
    let fields = into_kind.into_iter().flat_map(|kind| &kind.fields).filter(fits).map(|field| &*field.id);
    let open = from.promises.iter().filter(|promise| promise.outcome.is_none() && from.counts(promise.stamp));
    let mut plan = Plan {
        promises: open.map(|promise| (promise.text.clone(), promise.due)).collect(),
        contacts: contacts(document, from),
        ..Plan::default()
    };
    for field in std::iter::once(CUSTOMER).chain(fields) {
        let (here, there) = (into.value(field), from.value(field));
        if there.is_empty() || here == there {
            continue;
        }
        let brought = Brought { field: field.to_owned(), here: here.clone(), there: there.clone() };
        if here.is_empty() { plan.takes.push(brought) } else { plan.choices.push(brought) }
    }
    plan
}

impl Plan {
    /// What the ticket that goes on gets. Of the choices those in `chosen` are taken over. `from` is the merged document.
    #[must_use]
    pub fn changes(&self, from: &str, target: &Fold, chosen: &[String]) -> Vec<Known> {
        let chosen = self.choices.iter().filter(|brought| chosen.contains(&brought.field));
        let sets: Vec<&Brought> = self.takes.iter().chain(chosen).collect();
        let mut about = vec![self.contacts.to_string(), self.promises.len().to_string()];
        about.extend(sets.iter().map(|brought| brought.field.clone()));
        let mut changes = vec![target.set(&[JOINED, from].concat(), Value::List(about))];
        changes.extend(sets.iter().map(|brought| target.set(&brought.field, brought.there.clone())));
        changes.extend(self.promises.iter().map(|(text, due)| Known::Promised { text: text.clone(), due: *due }));
        changes
    }
}

impl<'a> Ticket<'a> {
    /// The document in which its matter goes on; empty when it is not merged.
    #[must_use]
    pub fn merged_into(self) -> &'a str {
        self.0.text(MERGED)
    }

    /// Merged into a ticket that was merged into it, on another device: neither has gone on in the other, a person must
    /// part them.
    #[must_use]
    pub fn is_crossed(self) -> bool {
        let into = self.merged_into();
        !into.is_empty() && !self.0.value(&[JOINED, into].concat()).is_empty()
    }
}
