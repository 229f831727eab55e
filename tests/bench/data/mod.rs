//! Made-up tickets, customers and histories of a residential estate, the same in every run: each follows from the
//! seed and its place alone, so that a million need not be in memory.

pub mod documents;
#[cfg(not(target_arch = "wasm32"))]
mod file;
mod words;

#[cfg(not(target_arch = "wasm32"))]
pub use file::{Files, files};
use words::{ANSWER, CHANNELS, DAYS, EFFECT, GARDENS, GIVEN, HOURS, KINDS, Kind, SURNAMES, WISH};

use shouwen::query::search::{Part, What, parse};

/// When the first ticket came, 2023-11-20 08:00 in China, in milliseconds.
const FIRST: u64 = 1_700_438_400_000;
/// How long all of them took to come: three years, in milliseconds.
const SPAN: u64 = 3 * 365 * 86_400_000;
/// Tickets for each customer.
const LOYALTY: usize = 4;
/// One in so many is still open.
const OPEN: usize = 40;
const AGENTS: usize = 12;

/// A set of tickets.
#[derive(Clone, Copy, Debug)]
pub struct Data {
    /// How many tickets.
    pub tickets: usize,
    seed: u64,
}

/// One ticket and what was done about it.
pub struct Ticket {
    /// Its kind.
    pub kind: &'static Kind,
    /// Its number.
    pub number: String,
    /// Who asked: a customer's place.
    pub customer: usize,
    /// One line.
    pub subject: &'static str,
    /// What happened.
    pub text: String,
    /// What was answered.
    pub note: String,
    /// The channel's place.
    channel: usize,
    /// The owner's place.
    owner: usize,
    /// Whether it is still open.
    open: bool,
    /// When it came, in milliseconds.
    pub at: u64,
}

/// One customer.
pub struct Customer {
    /// The name.
    pub name: String,
    /// 先生 or 女士.
    pub title: &'static str,
    /// The telephone number.
    pub phone: String,
    /// The room.
    pub room: String,
}

/// A search, and what a naive scan finds.
pub struct Search {
    /// Two to four characters, as they stand in some ticket.
    pub text: String,
    /// How many tickets hold it.
    pub hits: usize,
}

/// `SplitMix64`: good enough for this, and a few lines.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap_or(0)
    }

    fn of<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    fn letter(&mut self, from: &str) -> char {
        let at = self.below(from.chars().count());
        from.chars().nth(at).unwrap_or('王')
    }
}

impl Data {
    /// So many tickets of that seed.
    pub fn new(seed: u64, tickets: usize) -> Self {
        Self { tickets, seed }
    }

    /// How many customers they are from.
    pub fn customers(self) -> usize {
        self.tickets.div_ceil(LOYALTY)
    }

    fn chance(self, what: u64, place: usize) -> Chance {
        let mut chance = Chance(self.seed ^ what.rotate_left(56) ^ (place as u64).wrapping_mul(0xd134_2543_de82_ef95));
        chance.next();
        chance
    }

    /// The customer of that place.
    pub fn customer(self, place: usize) -> Customer {
        let mut chance = self.chance(1, place);
        let mut name = String::from(chance.letter(SURNAMES));
        name.extend((0..=chance.below(2)).map(|_| chance.letter(GIVEN)));
        let title = *chance.of(&["先生", "女士"]);
        // The middle of the number is the place: no two customers share one.
        let phone = format!("1{}{place:07}{:02}", chance.of(&["3", "5", "7", "8", "9"]), place * 37 % 100);
        let (garden, building, unit) = (chance.of(&GARDENS), chance.below(38) + 1, chance.below(4) + 1);
        let room = format!("{garden}{building}栋{unit}单元{}{:02}室", chance.below(26) + 1, chance.below(4) + 1);
        Customer { name, title, phone, room }
    }

    /// The ticket of that place; the later the place, the later it came.
    pub fn ticket(self, place: usize) -> Ticket {
        let mut chance = self.chance(2, place);
        let kind = match chance.below(100) {
            0..44 => &KINDS[0],
            44..66 => &KINDS[1],
            66..83 => &KINDS[2],
            83..93 => &KINDS[3],
            _ => &KINDS[4],
        };
        let (subject, matter) = *chance.of(kind.matters);
        let (day, hour) = (chance.of(&DAYS), chance.of(&HOURS));
        let (effect, wish) = (chance.of(&EFFECT), chance.of(&WISH));
        let clock = format!("{}点{:02}分", chance.below(12) + 8, chance.below(60));
        let text =
            format!("{day}{hour}，{matter}。{effect}；{wish}。客户{clock}来电，第{}次联系。", chance.below(4) + 1);
        let (visitor, answer) = (chance.letter(SURNAMES), chance.of(&ANSWER));
        let note = format!("{visitor}师傅：{answer}。");
        let step = SPAN / self.tickets as u64;
        let at = FIRST + place as u64 * step + chance.next() % step.max(1);
        let owner = chance.below(AGENTS);
        Ticket {
            number: format!("{}{:06}-A{:02}-{:03}", kind.prefix, place / 1_000, owner + 1, place % 1_000),
            customer: chance.below(self.customers()),
            open: chance.below(OPEN) == 0,
            channel: chance.below(CHANNELS.len()),
            kind,
            subject,
            text,
            note,
            owner,
            at,
        }
    }

    /// Pieces of the tickets' texts, two to four characters long; none that is in a name of the handbook, since the names
    /// of a ticket's kind and state are searched too.
    pub fn pieces(self, count: usize) -> Vec<String> {
        const HANDBOOK: &str = include_str!("../../../public/handbooks/property.json");
        let names = ["\"name\": \"", "\"short\": \""].map(|key| HANDBOOK.split(key).skip(1));
        let names: String = names.into_iter().flatten().filter_map(|rest| rest.split('"').next()).collect();
        let mut chance = self.chance(3, 0);
        let mut pieces: Vec<String> = Vec::new();
        while pieces.len() < count {
            let ticket = self.ticket(chance.below(self.tickets));
            let letters: Vec<char> = if chance.below(4) == 0 { &ticket.note } else { &ticket.text }.chars().collect();
            let length = 2 + chance.below(3);
            let from = chance.below(letters.len() - length);
            let piece: String = letters[from..from + length].iter().collect();
            if piece.chars().all(|c| ('\u{4e00}'..'\u{9fff}').contains(&c))
                && !pieces.contains(&piece)
                && !names.contains(&piece)
                && is_word(&piece)
            {
                pieces.push(piece);
            }
        }
        pieces
    }

    /// Pieces of the texts, and what a naive scan over all that a person could search finds.
    pub fn searches(self, count: usize) -> Vec<Search> {
        let mut searches: Vec<Search> = self.pieces(count).into_iter().map(|text| Search { text, hits: 0 }).collect();
        let mut all = String::new();
        for place in 0..self.tickets {
            all.clear();
            self.ticket(place).searchable(self, &mut all);
            for search in &mut searches {
                search.hits += usize::from(memchr::memmem::find(all.as_bytes(), search.text.as_bytes()).is_some());
            }
        }
        searches
    }
}

/// Whether the search box takes a text as a word, not as a term such as 今天.
fn is_word(text: &str) -> bool {
    matches!(&*parse(text).parts, [Part { what: What::Text { .. }, .. }])
}

impl Ticket {
    /// Everything of it that a person can search for, with the fields apart; names of states, kinds and agents share
    /// no two characters with what is searched here.
    fn searchable(&self, data: Data, into: &mut String) {
        let customer = data.customer(self.customer);
        for part in
            [&*self.number, self.subject, &self.text, &self.note, &customer.name, &customer.phone, &customer.room]
        {
            into.push_str(part);
            into.push('\n');
        }
    }

    fn state(&self) -> &'static str {
        if self.open { self.kind.states[1] } else { self.kind.states[2] }
    }
}
