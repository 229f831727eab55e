//! The columns of the list: which there are, which are shown, how wide they are.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::Place;
use crate::desk::Desk;
use crate::model::kind::{FieldType, TicketKind};
use crate::query::find::order::By;
use crate::ui::app::App;
use crate::ui::components::GridColumn;
use crate::ui::prefs::{Prefs, Table};
use crate::ui::texts::Common;
use crate::ui::texts::lists::ListTexts;
use crate::ui::texts::ticket::TicketTexts;

/// The column with the boxes to choose rows by.
pub const TICK: &str = "tick";
/// What the columns of a kind's fields begin with; the field's id follows.
pub const FIELD: &str = "field.";

/// All columns that every ticket has, with their usual widths in pixels; 0 takes what the others leave.
const ALL: [(&str, u32); 17] = [
    ("number", 154),
    ("customer", 124),
    ("subject", 0),
    ("kind", 112),
    ("state", 100),
    ("owner", 92),
    ("due", 146),
    ("promise", 116),
    ("opened", 108),
    ("changed", 108),
    ("priority", 76),
    ("channel", 84),
    ("tags", 132),
    ("order", 148),
    ("waybill", 156),
    ("room", 96),
    ("first", 92),
];

const TICKETS: [&str; 8] = ["number", "customer", "subject", "kind", "state", "owner", "due", "changed"];
const REGISTERS: [&str; 7] = ["number", "subject", "kind", "state", "owner", "due", "opened"];
/// So many fields of a register are shown until somebody chooses.
const FIELDS: usize = 6;

/// The name under which a table is remembered: that of its kind, of all registers or of all tickets.
#[must_use]
pub fn table_of(register: bool, kind: &str) -> String {
    match kind {
        "" if register => "registers".to_owned(),
        "" => "tickets".to_owned(),
        kind => kind.to_owned(),
    }
}

/// What the order of a column's rows is by; nothing for what is not in the columns kept in memory.
#[must_use]
pub fn sorts_by(column: &str) -> Option<By> {
    By::of(column).filter(|by| *by != By::Urgency)
}

/// What a column's head says.
#[must_use]
pub fn name(column: &str, kind: Option<&TicketKind>) -> String {
    let (t, l) = (TicketTexts::t(), ListTexts::t());
    let text = match column {
        "number" => l.number,
        "customer" => Common::t().customer,
        "subject" => t.subject,
        "kind" => l.kind,
        "state" => t.state,
        "owner" => t.owner,
        "due" => l.due,
        "promise" => l.promise,
        "opened" => t.opened,
        "changed" => l.changed,
        "priority" => t.priority,
        "channel" => t.channel,
        "tags" => l.tags,
        "order" => l.order,
        "waybill" => l.waybill,
        "room" => l.room,
        "first" => t.first_owner,
        "urgency" => l.by_urgency,
        column => {
            let field = column.strip_prefix(FIELD).and_then(|id| kind?.field(id));
            return field.map(|field| field.name.clone()).unwrap_or_default();
        }
    };
    text.to_owned()
}

/// The columns that there are for a kind, or for any, in their usual order.
#[must_use]
pub fn all(kind: Option<&TicketKind>) -> Vec<String> {
    ALL.iter().map(|(id, _)| (*id).to_owned()).chain(fields(kind)).collect()
}

fn fields(kind: Option<&TicketKind>) -> impl Iterator<Item = String> {
    let shown = |sort: FieldType| !matches!(sort, FieldType::Photos | FieldType::Checklist);
    let fields = kind.into_iter().flat_map(|kind| &kind.fields).filter(move |field| shown(field.sort));
    fields.map(|field| [FIELD, &field.id].concat())
}

/// The columns that are shown until somebody chooses: a register's are those of its ledger.
#[must_use]
pub fn usual(register: bool, kind: Option<&TicketKind>) -> Vec<String> {
    let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    match kind {
        Some(kind) if register => {
            let mut columns = owned(&["number", "subject"]);
            columns.extend(fields(Some(kind)).take(FIELDS));
            columns.extend(owned(&["state", "owner", "opened"]));
            columns
        }
        _ if register => owned(&REGISTERS),
        _ => owned(&TICKETS),
    }
}

/// A list's table: the columns of what is listed just now, as this device remembers them.
#[derive(Clone, Copy)]
pub struct Columns {
    app: App,
    prefs: Prefs,
    register: bool,
    kind: Memo<String>,
    /// The columns of the chosen view, before those of the device.
    of_view: Memo<Vec<String>>,
    /// Columns chosen while a view brings its own: until another view, or until they are saved with it.
    own: RwSignal<Vec<String>>,
    /// Widths being changed, kept a moment later.
    widths: RwSignal<BTreeMap<String, u32>>,
    turn: StoredValue<u64>,
}

impl Columns {
    /// The columns of a list of that kind, of any when it is empty.
    pub fn of(app: App, prefs: Prefs, place: Memo<Place>, kind: Memo<String>) -> Self {
        let register = place.with_untracked(|place| place.register);
        let of_view = Memo::new(move |_| {
            let view = place.with(|place| place.saved(&app.live()));
            view.map(|view| view.shows.columns.clone()).unwrap_or_default()
        });
        let (widths, own) = (RwSignal::new(BTreeMap::new()), RwSignal::new(Vec::new()));
        Effect::new(move |_| {
            kind.track();
            of_view.track();
            widths.set(BTreeMap::new());
            own.set(Vec::new());
        });
        Self { app, prefs, register, kind, of_view, own, widths, turn: StoredValue::new(0) }
    }

    /// The columns that a view saved now would bring: those of this one, or what was chosen instead; followed.
    #[must_use]
    pub fn to_save(self) -> Vec<String> {
        let own = self.own.get();
        if own.is_empty() { self.of_view.get() } else { own }
    }

    /// The columns that this device remembers; none for the usual ones. Not followed.
    #[must_use]
    pub fn of_device(self) -> Vec<String> {
        untrack(|| self.table().columns)
    }

    fn table(self) -> Table {
        let name = table_of(self.register, &self.kind.get());
        self.prefs.kept().tables.get(&name).cloned().unwrap_or_default()
    }

    /// The ids of the columns that are shown, in order; followed.
    #[must_use]
    pub fn shown(self) -> Vec<String> {
        let kind = self.known_kind(&self.app.live());
        let chosen = match self.to_save() {
            chosen if chosen.is_empty() => self.table().columns,
            chosen => chosen,
        };
        let all = all(kind.as_deref());
        let known: Vec<String> = chosen.into_iter().filter(|id| all.contains(id)).collect();
        if known.is_empty() { usual(self.register, kind.as_deref()) } else { known }
    }

    /// The kind whose tickets are listed, if it is one.
    #[must_use]
    pub fn known_kind(self, desk: &Desk) -> Option<std::sync::Arc<TicketKind>> {
        self.kind.with(|kind| desk.kind(kind))
    }

    /// The columns for the grid; followed.
    #[must_use]
    pub fn grid(self) -> Vec<GridColumn> {
        let kind = self.known_kind(&self.app.live());
        let (kept, changed) = (self.table().widths, self.widths.get());
        let column = |id: String| {
            let usual = ALL.iter().find(|(known, _)| *known == id).map_or(132, |(_, width)| *width);
            let width = changed.get(&id).or_else(|| kept.get(&id)).copied().unwrap_or(usual);
            GridColumn { name: name(&id, kind.as_deref()), width, sorts: sorts_by(&id).is_some(), ticks: false, id }
        };
        let tick = GridColumn {
            id: TICK.to_owned(),
            name: ListTexts::t().choose_rows.to_owned(),
            width: 40,
            sorts: false,
            ticks: true,
        };
        std::iter::once(tick).chain(self.shown().into_iter().map(column)).collect()
    }

    /// Gives a column a width in pixels.
    pub fn widen(self, id: &str, width: u32) {
        if id == TICK {
            return;
        }
        self.widths.update(|widths| {
            widths.insert(id.to_owned(), width.clamp(44, 1200));
        });
        self.turn.update_value(|turn| *turn += 1);
        let turn = self.turn.get_value();
        let keep = move || {
            // Not while it is still being dragged.
            if self.turn.try_get_value() == Some(turn) {
                let widths = self.widths.get_untracked();
                self.change(move |table| table.widths.extend(widths));
            }
        };
        set_timeout(keep, std::time::Duration::from_millis(400));
    }

    /// Shows these columns from now on.
    pub fn choose(self, columns: Vec<String>) {
        if self.of_view.with_untracked(Vec::is_empty) {
            self.change(move |table| table.columns = columns);
        } else {
            self.own.set(columns);
        }
    }

    /// Back to the usual columns and widths.
    pub fn reset(self) {
        self.widths.set(BTreeMap::new());
        self.own.set(Vec::new());
        self.change(|table| *table = Table::default());
    }

    fn change(self, change: impl FnOnce(&mut Table)) {
        let name = untrack(|| table_of(self.register, &self.kind.get()));
        self.prefs.change(self.app, |kept| change(kept.tables.entry(name).or_default()));
    }
}
