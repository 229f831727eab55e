//! Cleared daily, audited daily (日清日审, A16): at a day's end every open ticket of an agent is done, has got on, was
//! answered or is put off with a reason; the lead signs the day.
//!
//! A day is `clearing-<agent>-<day>`, a document with a register for each ticket, so that it merges as everything does.

use super::calendar::{Calendar, parse_day};
use super::change::{Change, How, Known};
use super::document::{DocId, Document};
use super::fold::{Fold, Live, STATE};
use super::kind::TicketKind;
use super::stamp::Stamp;
use super::ticket::{POSTPONED, Ticket};
use super::value::Value;

/// The register by which the agent hands a day in: a remark, or `-` for none. It is set after the tickets' registers.
pub const HANDED: &str = "handed";
/// The register by which the lead signs a day: a list of the stamp of the handing-in that was seen, and a remark.
pub const SIGNED: &str = "signed";
/// What the register of a ticket begins with; its document's id follows.
const ITEM: &str = "item.";
/// A remark that says nothing.
const NO_REMARK: &str = "-";
/// How long a day's text is.
const DAY_LENGTH: usize = "2026-11-22".len();

/// How a ticket stands at the end of a day, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Done that day.
    Done,
    /// The customer was answered that day.
    Answered,
    /// Progress was noted that day, the customer was not answered.
    Noted,
    /// Put off to a later day, with a reason.
    Postponed,
    /// Nothing: it must not stay so.
    Open,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Done, Self::Answered, Self::Noted, Self::Postponed, Self::Open];

    /// The id under which it is kept.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Answered => "answered",
            Self::Noted => "noted",
            Self::Postponed => "postponed",
            Self::Open => "open",
        }
    }

    /// Whether the ticket is cleared for that day.
    #[must_use]
    pub fn is_cleared(self) -> bool {
        self != Self::Open
    }
}

/// A ticket of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The ticket's document.
    pub ticket: DocId,
    /// How it stands.
    pub standing: Standing,
    /// Why it is put off; empty otherwise.
    pub reason: String,
}

/// Why a ticket cannot be put off, or a day not be handed in or signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClearingError {
    /// No reason was given.
    #[error("a reason is needed")]
    NoReason,
    /// The day is not a later one.
    #[error("it can only be put off to a later day")]
    NotLater,
    /// Tickets are not cleared.
    #[error("{0} tickets are not cleared")]
    Open(usize),
    /// The agent has not handed the day in.
    #[error("the day has not been handed in")]
    NotHanded,
}

/// Whether and how an agent's ticket stands at the end of a day; nothing for one that need not be cleared: another's, one
/// done before, one of a register, or one opened later. Days are counted from 1 January 1970.
#[must_use]
pub fn item(
    document: &Document,
    fold: &Fold,
    kind: Option<&TicketKind>,
    agent: &str,
    day: i64,
    calendar: &Calendar,
) -> Option<Item> {
    let ticket = Ticket(fold);
    let on_day = |millis: u64| calendar.day_number(millis) == day;
    let opened = fold.opening.as_ref().is_some_and(|opening| calendar.day_number(opening.at) <= day);
    if !opened || ticket.owner() != agent || kind.is_some_and(|kind| kind.register) {
        return None;
    }
    let mut reason = String::new();
    let standing = if ticket.category(kind).is_done() {
        let since = fold.register(STATE).live().first()?.stamp.millis;
        on_day(since).then_some(Standing::Done)?
    } else {
        let said = document.log().iter().filter(|entry| on_day(entry.stamp.millis) && fold.counts(entry.stamp));
        let said = said.filter_map(|entry| match &entry.change {
            Change::Known(Known::Said { how: How::Reply | How::Call, .. }) => Some(Standing::Answered),
            Change::Known(Known::Said { how: How::Note, .. }) => Some(Standing::Noted),
            _ => None,
        });
        said.min().unwrap_or_else(|| match postponed(fold) {
            Some((until, why)) if until > day => {
                why.clone_into(&mut reason);
                Standing::Postponed
            }
            _ => Standing::Open,
        })
    };
    Some(Item { ticket: document.id.clone(), standing, reason })
}

/// Until which day a ticket is put off, and why.
#[must_use]
pub fn postponed(fold: &Fold) -> Option<(i64, &str)> {
    match fold.value(POSTPONED).as_list() {
        [until, why] => Some((parse_day(until)?, why)),
        _ => None,
    }
}

/// Puts a ticket off from `today` to a later day.
///
/// # Errors
/// When no reason is given or the day is not a later one.
pub fn postpone(fold: &Fold, today: i64, until: i64, why: &str) -> Result<Known, ClearingError> {
    let why = why.trim();
    match () {
        () if why.is_empty() => Err(ClearingError::NoReason),
        () if until <= today => Err(ClearingError::NotLater),
        () => Ok(fold.set(POSTPONED, Value::List(vec![super::calendar::day_text(until), why.to_owned()]))),
    }
}

/// A day of an agent as it was handed in and signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clearing {
    /// The agent.
    pub agent: String,
    /// The day.
    pub day: i64,
    /// The tickets, in order of their ids.
    pub items: Vec<Item>,
    /// Who handed it in, when, and the remark.
    pub handed: Option<Signature>,
    /// Which lead signed it, when, and the remark; nothing when it was handed in anew since.
    pub signed: Option<Signature>,
}

/// Who put their name to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The agent's id.
    pub by: String,
    /// The entry.
    pub stamp: Stamp,
    /// What they remark; may be empty.
    pub remark: String,
}

impl Signature {
    fn of(live: &Live, text: &str) -> Self {
        let remark = if text == NO_REMARK { "" } else { text };
        Self { by: live.by.clone(), stamp: live.stamp, remark: remark.to_owned() }
    }
}

impl Clearing {
    /// The day of a document; nothing when its id is none of a day.
    #[must_use]
    pub fn of(id: &DocId, fold: &Fold) -> Option<Self> {
        let name = id.name();
        let at = name.len().checked_sub(DAY_LENGTH)?;
        let day = parse_day(name.get(at..)?)?;
        let agent = name.get(..at)?.strip_suffix('-')?;
        let items = fold.registers.iter().filter_map(|(name, register)| {
            let ticket = DocId::new(name.strip_prefix(ITEM)?);
            let (standing, reason) = register.value().as_str().split_once(':')?;
            let standing = Standing::ALL.into_iter().find(|one| one.id() == standing)?;
            Some(Item { ticket, standing, reason: reason.to_owned() })
        });
        let live = |name: &str| fold.register(name).live().first().filter(|live| !live.value.is_empty());
        let handed = live(HANDED).map(|live| Signature::of(live, live.value.as_str()));
        let signed = live(SIGNED).and_then(|live| {
            let [seen, remark] = live.value.as_list() else { return None };
            let handed = handed.as_ref()?;
            let mut items = fold.registers.iter().filter(|(name, _)| name.starts_with(ITEM));
            let changed = items.any(|(_, register)| register.live().iter().any(|item| item.stamp > handed.stamp));
            (*seen == handed.stamp.to_string() && !changed).then(|| Signature::of(live, remark))
        });
        Some(Self { agent: agent.to_owned(), day, items: items.collect(), handed, signed })
    }

    /// The document's id of an agent's day.
    #[must_use]
    pub fn doc(agent: &str, day: i64) -> DocId {
        DocId::fixed("clearing", &[agent, "-", &super::calendar::day_text(day)].concat())
    }

    /// How many tickets stand so.
    #[must_use]
    pub fn count(&self, standing: Standing) -> usize {
        self.items.iter().filter(|item| item.standing == standing).count()
    }
}

/// Hands a day in: the changes for the tickets that stand otherwise than handed in before, and the name put to it.
///
/// # Errors
/// When a ticket is not cleared.
pub fn hand_in(fold: &Fold, items: &[Item], remark: &str) -> Result<Vec<Known>, ClearingError> {
    match items.iter().filter(|item| !item.standing.is_cleared()).count() {
        0 => {}
        open => return Err(ClearingError::Open(open)),
    }
    let mut changes = Vec::new();
    if fold.opening.is_none() {
        changes.push(Known::Opened { kind: String::new(), number: String::new(), at: None });
    }
    let mut set = |register: &str, value: Value| {
        if *fold.value(register) != value {
            changes.push(fold.set(register, value));
        }
    };
    let name = |ticket: &str| [ITEM, ticket].concat();
    let gone = |register: &&String| {
        register.strip_prefix(ITEM).is_some_and(|ticket| !items.iter().any(|item| item.ticket.as_str() == ticket))
    };
    for register in fold.registers.keys().filter(gone) {
        set(register, Value::Empty);
    }
    for item in items {
        set(&name(item.ticket.as_str()), Value::Text([item.standing.id(), ":", &item.reason].concat()));
    }
    changes.push(fold.set(HANDED, Value::Text(remark_text(remark))));
    Ok(changes)
}

/// Signs a day that has been handed in; for leads.
///
/// # Errors
/// When it has not been handed in.
pub fn sign(fold: &Fold, remark: &str) -> Result<Known, ClearingError> {
    let handed = fold.register(HANDED).live().first().filter(|live| !live.value.is_empty());
    let seen = handed.ok_or(ClearingError::NotHanded)?.stamp.to_string();
    Ok(fold.set(SIGNED, Value::List(vec![seen, remark_text(remark)])))
}

fn remark_text(remark: &str) -> String {
    let remark = remark.trim();
    if remark.is_empty() { NO_REMARK } else { remark }.to_owned()
}
