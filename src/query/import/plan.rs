//! From a record to a ticket.

use super::value::{self, Problem, ProblemKind};
use super::{KindChoice, Mapping, Target, Team, beginning, moment, same};
use crate::model::kind::{FieldType, TicketKind};
use crate::model::ticket::{CHANNEL, PRIORITY, SUBJECT};
use crate::model::value::Value;
use crate::query::table::{Record, plain};

/// How long a derived subject is, in characters.
const SUBJECT_LENGTH: usize = 30;
/// How much of a cell a problem quotes, in characters.
const QUOTE_LENGTH: usize = 40;

/// A ticket to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewTicket {
    /// Its kind's id.
    pub kind: String,
    /// Its number; the desk gives it one when there is none.
    pub number: Option<String>,
    /// When it was opened, in milliseconds; now when there is none.
    pub at: Option<u64>,
    /// Its state; the kind's start when there is none.
    pub state: Option<String>,
    /// Its registers, each once, without empty values.
    pub values: Vec<(String, Value)>,
    /// Its tags.
    pub tags: Vec<String>,
    /// A note, or an empty text.
    pub note: String,
    /// Its customer.
    pub customer: Option<NewCustomer>,
    /// The owner's agent id.
    pub owner: Option<String>,
}

/// A customer a ticket names: to be found among those there are, or made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewCustomer {
    /// The name, or an empty text.
    pub name: String,
    /// The telephone numbers.
    pub phones: Vec<String>,
}

impl NewTicket {
    /// The value of a register.
    #[must_use]
    pub fn value(&self, register: &str) -> &Value {
        self.values.iter().find(|(name, _)| name == register).map_or(&Value::Empty, |(_, value)| value)
    }

    fn put(&mut self, register: &str, value: Value) {
        if value.is_empty() {
            return;
        }
        match (self.values.iter_mut().find(|(name, _)| name == register), value) {
            (Some((_, Value::Text(old))), Value::Text(new)) => *old = format!("{old}\n{new}"),
            (Some((_, old)), new) => *old = new,
            (None, value) => self.values.push((register.to_owned(), value)),
        }
    }
}

/// What a record comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The ticket; none when the record is left out or a problem stops it.
    pub ticket: Option<NewTicket>,
    /// The record was left out by the mapping's choice, or is blank.
    pub left_out: bool,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// Makes tickets of records.
#[derive(Clone, Debug)]
pub struct Planner {
    team: Team,
    mapping: Mapping,
    names: Vec<String>,
}

impl Planner {
    /// A planner. `header` holds the columns' names, if the table has them: they label what goes into notes.
    #[must_use]
    pub fn new(team: Team, mapping: Mapping, header: Option<&Record<'_>>) -> Self {
        let names = header
            .map_or_else(Vec::new, |header| header.cells.iter().map(|cell| plain(cell).trim().to_owned()).collect());
        Self { team, mapping, names }
    }

    /// The mapping it goes by.
    #[must_use]
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// What a record, not the header, comes to.
    #[must_use]
    pub fn plan(&self, record: &Record<'_>) -> Plan {
        let mut plan = Plan { left_out: record.is_blank(), ..Plan::default() };
        if plan.left_out {
            return plan;
        }
        let problem =
            |column, cell: &str, what| Problem { line: record.line, column, cell: beginning(cell, QUOTE_LENGTH), what };
        let (expected, found) = (self.mapping.columns.len(), record.cells.len());
        if record.cells.iter().skip(expected).any(|cell| !cell.trim().is_empty()) {
            plan.problems.push(problem(None, "", ProblemKind::TooManyCells { expected, found }));
            return plan;
        }
        if found < expected {
            plan.problems.push(problem(None, "", ProblemKind::TooFewCells { expected, found }));
        }
        let kind = match self.kind(record) {
            Ok(Some(kind)) => kind,
            Ok(None) => {
                plan.left_out = true;
                return plan;
            }
            Err((column, cell)) => {
                plan.problems.push(problem(column, cell, ProblemKind::NoKind));
                return plan;
            }
        };
        let mut ticket = NewTicket { kind: kind.id.clone(), ..NewTicket::default() };
        for (column, target) in self.mapping.columns.iter().enumerate() {
            let cell = record.cells.get(column).map_or("", |cell| plain(cell).trim());
            if cell.is_empty() || *target == Target::Skip {
                continue;
            }
            if let Err(what) = self.put(&mut ticket, kind, target, column, cell) {
                plan.problems.push(problem(Some(column), cell, what));
                self.note(&mut ticket, column, cell, true);
            }
        }
        if ticket.value(SUBJECT).is_empty() {
            let subject = subject(&ticket, kind);
            ticket.put(SUBJECT, Value::text(&subject));
        }
        plan.ticket = Some(ticket);
        plan
    }

    /// The record's kind; `None` when such records are left out; the cell for which no kind was chosen.
    fn kind<'r>(&self, record: &'r Record<'_>) -> Result<Option<&TicketKind>, (Option<usize>, &'r str)> {
        match &self.mapping.kind {
            KindChoice::Fixed(id) => self.team.kind(id).map(Some).ok_or((None, "")),
            KindChoice::ByColumn { column, values } => {
                let cell = record.cells.get(*column).map_or("", |cell| plain(cell).trim());
                let fault = (Some(*column), cell);
                match values.iter().find(|(text, _)| same(text, cell)) {
                    Some((_, None)) => Ok(None),
                    Some((_, Some(id))) => self.team.kind(id).map(Some).ok_or(fault),
                    None => self.team.kind_named(cell).map(Some).ok_or(fault),
                }
            }
        }
    }

    fn put(
        &self,
        ticket: &mut NewTicket,
        kind: &TicketKind,
        target: &Target,
        column: usize,
        cell: &str,
    ) -> Result<(), ProblemKind> {
        match target {
            Target::Skip => {}
            Target::Number => ticket.number = Some(value::digits(cell)?).filter(|number| !number.is_empty()),
            Target::Subject => ticket.put(SUBJECT, Value::text(&beginning(cell, 200))),
            Target::Customer => ticket.customer.get_or_insert_default().name = String::from(value::whole(cell)?),
            Target::Phone => {
                let several = |c: char| matches!(c, '/' | '、' | ',' | '，' | ';' | '；' | '\n');
                let phones = cell.split(several).map(str::trim).filter(|phone| !phone.is_empty());
                let phones = phones.map(value::phone).collect::<Result<Vec<_>, _>>()?;
                ticket.customer.get_or_insert_default().phones.extend(phones);
            }
            Target::Channel => {
                let items = self.team.list("channels").map_or(&[][..], |list| &list.items);
                ticket.put(CHANNEL, Value::Text(value::named(items, cell)?));
            }
            Target::Priority => ticket.put(PRIORITY, Value::text(value::priority(cell)?.id())),
            Target::State => {
                let named = |name: &str| same(name, cell);
                let state = kind.states.iter().find(|s| named(&s.id) || named(&s.name) || named(&s.short));
                ticket.state = Some(state.ok_or(ProblemKind::NotAState)?.id.clone());
            }
            Target::Opened => {
                let at = moment::moment(cell, &self.team.calendar).ok_or(ProblemKind::NotAMoment)?;
                ticket.at = Some(at);
            }
            Target::Owner => ticket.owner = Some(value::agent(cell, &self.team)?),
            Target::Tag => {
                let several = |c: char| matches!(c, ',' | '，' | '、' | ';' | '；' | '|' | '\n');
                let tags = cell.split(several).map(str::trim).filter(|tag| !tag.is_empty());
                ticket.tags.extend(tags.map(str::to_owned));
            }
            Target::Note => self.note(ticket, column, cell, self.notes() > 1),
            Target::Field(id) => {
                let field = kind.field(id).ok_or(ProblemKind::NotInKind)?;
                ticket.put(id, value::parse(field, cell, &self.team)?);
            }
        }
        Ok(())
    }

    fn notes(&self) -> usize {
        self.mapping.columns.iter().filter(|target| **target == Target::Note).count()
    }

    fn note(&self, ticket: &mut NewTicket, column: usize, cell: &str, labelled: bool) {
        if !ticket.note.is_empty() {
            ticket.note.push('\n');
        }
        if let Some(name) = self.names.get(column).filter(|name| labelled && !name.is_empty()) {
            ticket.note.push_str(name);
            ticket.note.push('：');
        }
        ticket.note.push_str(cell);
    }
}

/// A subject for a ticket without one: the beginning of its first long text, of its note, or its kind's name.
fn subject(ticket: &NewTicket, kind: &TicketKind) -> String {
    let text_of = |sort| {
        let fields = kind.fields.iter().filter(move |field| field.sort == sort);
        fields.map(|field| ticket.value(&field.id).as_str()).find(|text| !text.is_empty())
    };
    let note = Some(&*ticket.note).filter(|note| !note.is_empty());
    let text = text_of(FieldType::Long).or_else(|| text_of(FieldType::Text)).or(note).unwrap_or(&kind.name);
    beginning(text, SUBJECT_LENGTH)
}
