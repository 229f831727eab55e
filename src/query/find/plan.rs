//! A request turned into tests of columns and needles for texts: all names are looked up once, here.

use std::cell::RefCell;

use super::scan::{Bits, Needle, retain};
use super::{Context, Request, View, similar};
use crate::model::customer::phone_digits;
use crate::model::kind::Category;
use crate::query::columns::customers::Customers;
use crate::query::columns::facts::{CHANNELS, SUBJECT, choice_name};
use crate::query::columns::page::{CHOICE, Column, Page, Time, flag};
use crate::query::columns::statuses::Status;
use crate::query::columns::texts::{Mask, NONE, each, lower};
use crate::query::columns::{Columns, row_number, short};
use crate::query::pinyin::Sound;
use crate::query::search::{Field, Is, ME, Moment, NOBODY, PRIORITIES, What};

/// A test of one column.
#[derive(Debug)]
enum Test {
    /// The number in the column is in the set.
    In(Column, Bits),
    /// One of the flags is set.
    Flag(u32),
    /// The priority's bit is set.
    Priority(u32),
    /// The time is at or after the first and before the second.
    Between(Time, u64, u64),
    /// One of the labels is in the set; choices have their bit.
    Tag(Bits),
    /// The row is a repeat contact.
    Repeat,
}

/// A word and the symbols whose names hold it.
#[derive(Debug)]
struct Word {
    not: bool,
    needles: Vec<Needle>,
    statuses: Bits,
    owners: Bits,
    channels: Bits,
    choices: Bits,
    customers: Bits,
    /// The word as a sound, if it may be one.
    sound: Option<Sound>,
}

/// A request ready to be asked of pages.
#[derive(Debug)]
pub struct Plan {
    tests: Vec<(bool, Test)>,
    words: Vec<Word>,
}

impl Plan {
    pub fn new(request: &Request<'_>, columns: &Columns, context: Context<'_>) -> Self {
        let mut plan = Self { tests: Vec::new(), words: Vec::new() };
        let fits = |status: &Status<'_>| {
            request.register.is_none_or(|register| status.register == register)
                && (request.kind.is_empty() || status.kind == request.kind)
                && (request.state.is_empty() || status.state == request.state)
                && request.lane.is_none_or(|lane| lane.holds(status, context.lookup.kind(status.kind)))
        };
        if !columns.statuses().all().all(|status| fits(&status)) {
            plan.test(false, statuses(columns, &fits));
        }
        let open = |plan: &mut Self| plan.is(Is::Open, false, request, columns);
        match request.view {
            View::Mine => {
                open(&mut plan);
                plan.test(false, owned(columns, Column::Owner, &|id| id == request.me));
            }
            View::Late => plan.is(Is::Late, false, request, columns),
            View::Promised => plan.is(Is::Promised, false, request, columns),
            View::Pool => {
                open(&mut plan);
                plan.is(Is::Unassigned, false, request, columns);
            }
            View::Open => open(&mut plan),
            View::Done => plan.is(Is::Done, false, request, columns),
            View::All => {}
        }
        for part in &request.query.parts {
            match &part.what {
                What::Text { text, exact } => plan.word(text, *exact, part.not, columns, context),
                What::Is(is) => plan.is(*is, part.not, request, columns),
                What::Has(field, values) => {
                    plan.test(part.not, has(*field, values, request, columns, context));
                }
                What::When(moment, days) => {
                    let (first, last) = days.range(context.calendar.day_number(request.now));
                    let column = match moment {
                        Moment::Opened => Time::Opened,
                        Moment::Changed => Time::Changed,
                        Moment::Due => Time::Due,
                    };
                    let day = |day| context.calendar.moment(day, 0);
                    plan.test(part.not, Test::Between(column, day(first), day(last.saturating_add(1))));
                }
            }
        }
        // What looks at other tickets comes last.
        plan.tests.sort_by_key(|(_, test)| matches!(test, Test::Repeat));
        plan
    }

    fn test(&mut self, not: bool, test: Test) {
        self.tests.push((not, test));
    }

    fn is(&mut self, is: Is, not: bool, request: &Request<'_>, columns: &Columns) {
        let test = match is {
            Is::Open => statuses(columns, &|status| status.is_to_do()),
            Is::Done => statuses(columns, &|status| !status.is_to_do()),
            Is::Closed => statuses(columns, &|status| status.category == Category::Closed),
            Is::Waiting => statuses(columns, &|status| status.category == Category::Waiting),
            Is::Late => Test::Between(Time::Due, 0, request.now),
            Is::Promised => Test::Flag(flag::PROMISED),
            Is::Unassigned => owned(columns, Column::Owner, &str::is_empty),
            Is::Conflict => Test::Flag(flag::CONFLICT),
            Is::Repeat => Test::Repeat,
        };
        self.test(not, test);
    }

    fn word(&mut self, text: &str, exact: bool, not: bool, columns: &Columns, context: Context<'_>) {
        let text = lower(text);
        if text.trim().is_empty() {
            return;
        }
        let mut forms = vec![text.clone()];
        if let (false, Some(words)) = (exact, context.lookup.words()) {
            forms.extend([words.of(&text), words.back(&text)]);
            forms.sort_unstable();
            forms.dedup();
        }
        let mut needles: Vec<Needle> = forms.iter().map(|form| Needle::new(form)).collect();
        let sound = context.pinyin.filter(|_| !exact).and_then(|pinyin| pinyin.sound(&text));
        let sound = sound.as_ref();
        let holds = |name: &str| {
            let lower = lower(name);
            needles.iter().any(|needle| needle.is_in(&lower)) || sound.is_some_and(|sound| sound.matches(name))
        };
        let lookup = context.lookup;
        let status = statuses_named(columns, context, &|_, names| names.iter().any(|name| holds(name)), true);
        let owners = numbered(columns.people(), &|id| lookup.agent(id).is_some_and(holds));
        let channels = numbered(columns.channels(), &|id| lookup.item(CHANNELS, id).is_some_and(holds));
        let choices = numbered(columns.choices(), &|choice| holds(choice_name(lookup, choice)));
        let digits = phone_digits(&text);
        if !exact
            && digits.len() >= 7
            && digits != text
            && text.chars().all(|c| c.is_ascii_digit() || "+-()（）".contains(c))
        {
            needles.push(Needle::new(&digits));
        }
        let customers = customers(columns.customers(), &needles, sound);
        let sound = sound.cloned();
        self.words.push(Word { not, needles, statuses: status, owners, channels, choices, customers, sound });
    }

    /// The rows of a page that match.
    pub fn matches(&self, columns: &Columns, page: &Page, at: usize) -> Mask {
        let mut mask = page.live;
        for (not, test) in &self.tests {
            mask = match test {
                Test::In(column, set) => {
                    let column = page.column(*column);
                    retain(mask, &|row| set.has(column[row]) != *not)
                }
                Test::Flag(bits) => retain(mask, &|row| (page.get(row, Column::Flags) & bits != 0) != *not),
                Test::Priority(set) => {
                    retain(mask, &|row| (set >> (page.get(row, Column::Flags) & 3) & 1 == 1) != *not)
                }
                Test::Between(column, from, to) => {
                    let times = page.times(*column);
                    retain(mask, &|row| (*from..*to).contains(&times[row]) != *not)
                }
                Test::Tag(set) => retain(mask, &|row| {
                    page.labels(row).iter().any(|label| label & CHOICE == 0 && set.has(*label)) != *not
                }),
                Test::Repeat => retain(mask, &|row| similar::is_repeat(columns, row_number(at, row)) != *not),
            };
            if mask == NONE {
                return mask;
            }
        }
        for word in &self.words {
            let found = word.rows(page, mask);
            for (mask, found) in mask.iter_mut().zip(found) {
                *mask &= if word.not { !found } else { found };
            }
            if mask == NONE {
                break;
            }
        }
        mask
    }
}

impl Word {
    fn rows(&self, page: &Page, mask: Mask) -> Mask {
        let mut found = NONE;
        let rest = |found: &Mask| {
            let mut rest = mask;
            for (rest, found) in rest.iter_mut().zip(found) {
                *rest &= !found;
            }
            rest
        };
        let add = |found: &mut Mask, more: Mask| found.iter_mut().zip(more).for_each(|(found, more)| *found |= more);
        for (column, set) in [
            (Column::Status, &self.statuses),
            (Column::Owner, &self.owners),
            (Column::Channel, &self.channels),
            (Column::Customer, &self.customers),
        ] {
            if !set.is_empty() {
                let column = page.column(column);
                let more = retain(rest(&found), &|row| set.has(column[row]));
                add(&mut found, more);
            }
        }
        if !self.choices.is_empty() {
            let chosen = |label: &u32| label & CHOICE != 0 && self.choices.has(label & !CHOICE);
            let more = retain(rest(&found), &|row| page.labels(row).iter().any(chosen));
            add(&mut found, more);
        }
        for needle in &self.needles {
            let more = needle.rows(&page.texts, rest(&found));
            add(&mut found, more);
        }
        if let Some(sound) = &self.sound {
            let subject = RefCell::new(String::new());
            let heard = |row: usize| sound.matches(page.texts.line(row, SUBJECT, &mut subject.borrow_mut()));
            let more = retain(rest(&found), &heard);
            add(&mut found, more);
        }
        found
    }
}

fn numbered<'a>(texts: impl Iterator<Item = &'a str>, is: &dyn Fn(&str) -> bool) -> Bits {
    let mut set = Bits::default();
    for (number, text) in (0..).zip(texts) {
        if is(text) {
            set.add(number);
        }
    }
    set
}

fn statuses(columns: &Columns, is: &dyn Fn(&Status<'_>) -> bool) -> Test {
    let mut set = Bits::default();
    for (number, status) in (0..).zip(columns.statuses().all()) {
        if is(&status) {
            set.add(number);
        }
    }
    Test::In(Column::Status, set)
}

/// The pairs of kind and state of whose names something holds: with the kind's name, or the state's only.
fn statuses_named(
    columns: &Columns,
    context: Context<'_>,
    is: &dyn Fn(&Status<'_>, &[&str]) -> bool,
    kinds: bool,
) -> Bits {
    let mut set = Bits::default();
    for (number, status) in (0..).zip(columns.statuses().all()) {
        let kind = context.lookup.kind(status.kind);
        let state = kind.and_then(|kind| kind.state(status.state));
        let of_kind = kind.filter(|_| kinds).map_or("", |kind| &kind.name);
        let (name, short) = state.map_or(("", ""), |state| (&state.name, state.short()));
        if is(&status, &[of_kind, name, short]) {
            set.add(number);
        }
    }
    set
}

fn owned(columns: &Columns, column: Column, is: &dyn Fn(&str) -> bool) -> Test {
    Test::In(column, numbered(columns.people(), is))
}

/// How a name fits a value: exactly, in part, by its sound. Only the best way that fits anything counts.
fn fit(name: &str, id: &str, value: &str, sound: Option<&Sound>) -> u8 {
    let name = lower(name);
    match () {
        () if name == value || !id.is_empty() && lower(id) == value => 3,
        () if name.contains(value) => 2,
        () if sound.is_some_and(|sound| sound.matches(&name)) => 1,
        () => 0,
    }
}

/// The numbers whose names fit a value best.
fn best(fits: &[u8]) -> Bits {
    let mut set = Bits::default();
    let best = fits.iter().copied().max().unwrap_or(0);
    for (number, fit) in (0..).zip(fits) {
        if *fit == best && best > 0 {
            set.add(number);
        }
    }
    set
}

fn has(field: Field, values: &[String], request: &Request<'_>, columns: &Columns, context: Context<'_>) -> Test {
    let mut all = Bits::default();
    let mut priorities = 0;
    let Context { lookup, pinyin, .. } = context;
    for value in values {
        let value = lower(value);
        let value = match (field, lookup.words()) {
            (Field::State | Field::Kind | Field::Channel, Some(words)) => words.of(&value),
            _ => value,
        };
        let sound = pinyin.and_then(|pinyin| pinyin.sound(&value));
        let sound = sound.as_ref();
        let is_one_of = |words: &[&str]| words.contains(&&*value);
        let person = |id: &str| match id {
            "" => u8::from(is_one_of(&NOBODY)) * 4,
            id if is_one_of(&ME) => u8::from(id == request.me) * 4,
            id => fit(lookup.agent(id).unwrap_or_default(), id, &value, sound),
        };
        let fits: Vec<u8> = match field {
            Field::State | Field::Kind => {
                let one = |status: Status<'_>| {
                    let kind = lookup.kind(status.kind);
                    if field == Field::Kind {
                        return fit(kind.map_or("", |kind| &kind.name), status.kind, &value, sound);
                    }
                    let state = kind.and_then(|kind| kind.state(status.state));
                    let (name, short) = state.map_or(("", ""), |state| (&*state.name, state.short()));
                    fit(name, status.state, &value, sound).max(fit(short, "", &value, sound))
                };
                columns.statuses().all().map(one).collect()
            }
            Field::Owner | Field::First => columns.people().map(person).collect(),
            Field::Channel => {
                let name = |id| lookup.item(CHANNELS, id).unwrap_or_default();
                columns.channels().map(|id| fit(name(id), id, &value, sound)).collect()
            }
            Field::Tag => {
                // Either way of writing finds it.
                let shown = |tag| fit(&lookup.by_steps(tag), "", &value, sound);
                columns.tags().map(|tag| fit(tag, "", &value, sound).max(shown(tag))).collect()
            }
            Field::Priority => {
                for (bit, names) in PRIORITIES.iter().enumerate() {
                    priorities |= u32::from(names.iter().any(|name| lower(name) == value)) << bit;
                }
                Vec::new()
            }
            Field::Customer => {
                let found = self::customers(columns.customers(), &[Needle::new(&value)], sound);
                (0..short(columns.customers().numbers())).map(|number| u8::from(found.has(number))).collect()
            }
        };
        let found = best(&fits);
        for number in (0..short(fits.len())).filter(|number| found.has(*number)) {
            all.add(number);
        }
    }
    match field {
        Field::State | Field::Kind => Test::In(Column::Status, all),
        Field::Owner => Test::In(Column::Owner, all),
        Field::First => Test::In(Column::First, all),
        Field::Channel => Test::In(Column::Channel, all),
        Field::Tag => Test::Tag(all),
        Field::Priority => Test::Priority(priorities),
        Field::Customer => Test::In(Column::Customer, all),
    }
}

/// The customers whose texts hold one of the needles, or whose names sound as the word.
fn customers(customers: &Customers, needles: &[Needle], sound: Option<&Sound>) -> Bits {
    let mut set = Bits::default();
    for page in customers.pages() {
        let rows = Customers::rows(page);
        let mut add = |row: usize| set.add(page.numbers[row]);
        for needle in needles {
            each(&needle.rows(&page.texts, rows), &mut add);
        }
        if let Some(sound) = sound {
            let name = RefCell::new(String::new());
            let heard = |row: usize| sound.matches(page.texts.line(row, 0, &mut name.borrow_mut()));
            each(&retain(rows, &heard), &mut add);
        }
    }
    set
}
