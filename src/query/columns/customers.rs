//! Customers in columns. A ticket's row names its customer by number, known or not; the numbers hold the tickets together.

use super::facts::{customer_line as lines, first_line, line};
use super::key::{KeyIndex, Keys};
use super::page::NOTHING;
use super::symbols::number;
use super::texts::{Mask, ROWS, Texts, first_rows};
use crate::model::customer::Customer;
use crate::model::document::DocId;

/// Customers by number.
#[derive(Clone, Debug, Default)]
pub struct Customers {
    pub(super) keys: Keys,
    pub(super) index: KeyIndex,
    /// Where each customer's text lies: page and row in one number; `NOTHING` while only tickets name it.
    place: Vec<u32>,
    /// The first of each customer's tickets.
    pub(super) first: Vec<u32>,
    pub(super) pages: Vec<CustomerPage>,
    /// The texts of new pages get no filter yet.
    pub(super) no_filter: bool,
    count: usize,
}

/// A page of customers.
#[derive(Clone, Debug)]
pub struct CustomerPage {
    /// The customers' numbers.
    pub numbers: Vec<u32>,
    /// Their texts; empty for one that is gone.
    pub texts: Texts,
}

impl Default for CustomerPage {
    fn default() -> Self {
        Self { numbers: Vec::new(), texts: Texts::new(Customers::BUCKETS) }
    }
}

/// A customer as lists show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CustomerRow<'a> {
    text: &'a str,
}

impl<'a> CustomerRow<'a> {
    /// The name.
    #[must_use]
    pub fn name(self) -> String {
        first_line(self.text)
    }

    /// The name with the form of address: 王女士.
    #[must_use]
    pub fn addressed(self) -> String {
        Customer { name: self.name(), title: line(self.text, lines::TITLE).into(), ..empty() }.addressed()
    }

    /// How to address.
    #[must_use]
    pub fn title(self) -> &'a str {
        line(self.text, lines::TITLE)
    }

    /// The telephone numbers, the first being the usual one.
    pub fn phones(self) -> impl Iterator<Item = &'a str> {
        line(self.text, lines::PHONES).split('\t').filter(|phone| !phone.is_empty())
    }

    /// The room.
    #[must_use]
    pub fn room(self) -> &'a str {
        line(self.text, lines::ROOM)
    }

    /// The grade's id.
    #[must_use]
    pub fn grade(self) -> &'a str {
        line(self.text, lines::GRADE)
    }

    /// Whether two people disagree about something.
    #[must_use]
    pub fn conflict(self) -> bool {
        line(self.text, lines::DISPUTED) == lines::CONFLICT
    }
}

fn empty() -> Customer {
    Customer {
        id: DocId::new(""),
        name: String::new(),
        title: String::new(),
        phones: Vec::new(),
        room: String::new(),
        address: String::new(),
        note: String::new(),
        grade: String::new(),
    }
}

impl Customers {
    /// Buckets of the filter: a customer's text is short.
    pub(super) const BUCKETS: usize = 128;

    /// The number of a document, a new one if need be. An empty id has a number as well: nobody.
    pub fn intern(&mut self, id: &str) -> u32 {
        let key = self.keys.intern(name_of(id));
        self.number_of(key)
    }

    pub(super) fn number_of(&mut self, key: u128) -> u32 {
        let number = self.index.intern(key);
        if number as usize >= self.place.len() {
            self.place.push(NOTHING);
            self.first.push(NOTHING);
        }
        number
    }

    /// The number of a document that is known or named by a ticket.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<u32> {
        self.index.find(self.keys.find(name_of(id))?)
    }

    /// The document of a number; an empty id for nobody.
    #[must_use]
    pub fn id(&self, number: u32) -> DocId {
        let key = self.index.keys().get(number as usize);
        let id = key.map(|key| self.keys.id("customer", *key)).filter(|id| !id.name().is_empty());
        id.unwrap_or_else(|| DocId::new(""))
    }

    /// Whether a number stands for no customer.
    pub(super) fn is_nobody(&self, number: u32) -> bool {
        self.id(number).as_str().is_empty()
    }

    /// What customers are ordered by: the later minted, the greater.
    #[must_use]
    pub fn key(&self, number: u32) -> u128 {
        self.index.keys().get(number as usize).copied().unwrap_or(0)
    }

    /// A customer; `None` when only tickets name it.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<CustomerRow<'_>> {
        let place = *self.place.get(number as usize)? as usize;
        let text = self.pages.get(place / ROWS)?.texts.text(place % ROWS);
        (!text.is_empty()).then_some(CustomerRow { text })
    }

    /// How many customers are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether none is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many numbers have been given, to customers only named included.
    #[must_use]
    pub fn numbers(&self) -> usize {
        self.index.keys().len()
    }

    /// The known customers' numbers.
    pub fn known(&self) -> impl Iterator<Item = u32> {
        let rows = |page: &CustomerPage| page.numbers.clone().into_iter().zip(0..);
        let all = self.pages.iter().flat_map(move |page| rows(page).map(move |row| (page, row)));
        all.filter(|(page, (_, row))| !page.texts.bytes(*row).is_empty()).map(|(_, (number, _))| number)
    }

    /// The customers about whom two people disagree.
    pub fn disputed(&self) -> impl Iterator<Item = DocId> {
        self.known().filter(|number| self.get(*number).is_some_and(CustomerRow::conflict)).map(|number| self.id(number))
    }

    /// Gives a customer its text (see `customer_text`); an empty one forgets it.
    pub fn set(&mut self, number: u32, text: &str) {
        let was = self.get(number).is_some();
        let Some(place) = self.place.get_mut(number as usize) else { return };
        if *place == NOTHING {
            if text.is_empty() {
                return;
            }
            if self.pages.last().is_none_or(|page| page.numbers.len() == ROWS) {
                let buckets = if self.no_filter { 0 } else { Self::BUCKETS };
                self.pages.push(CustomerPage { numbers: Vec::new(), texts: Texts::new(buckets) });
            }
            let at = self.pages.len() - 1;
            let page = &mut self.pages[at];
            *place = super::symbols::number(at * ROWS + page.numbers.len());
            page.numbers.push(number);
            page.texts.push(text);
        } else {
            let place = *place as usize;
            self.pages[place / ROWS].texts.set(place % ROWS, text);
        }
        self.count = (self.count + usize::from(!text.is_empty())).saturating_sub(usize::from(was));
    }

    /// Takes over a page whose numbers are of this desk. What is known already stays unless it is to be replaced.
    pub(super) fn adopt(&mut self, page: CustomerPage, replace: bool) {
        let all_new = page.numbers.iter().all(|number| self.place.get(*number as usize) == Some(&NOTHING));
        if !all_new || page.numbers.len() < ROWS / 2 {
            for (row, number) in page.numbers.iter().enumerate() {
                let text = page.texts.text(row);
                if self.get(*number).is_none() || replace && !text.is_empty() {
                    self.set(*number, text);
                }
            }
            return;
        }
        let at = self.pages.len();
        for (row, customer) in page.numbers.iter().enumerate() {
            self.place[*customer as usize] = number(at * ROWS + row);
            self.count += usize::from(!page.texts.bytes(row).is_empty());
        }
        self.pages.push(page);
    }

    /// The pages of their rows.
    #[must_use]
    pub fn pages(&self) -> &[CustomerPage] {
        &self.pages
    }

    /// The customers of a page as a mask.
    #[must_use]
    pub fn rows(page: &CustomerPage) -> Mask {
        first_rows(page.numbers.len())
    }
}

/// The part of a customer's id after the hyphen; empty for nobody.
fn name_of(id: &str) -> &str {
    id.strip_prefix("customer-").unwrap_or(id)
}
