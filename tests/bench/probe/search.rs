//! The columns and their search, without a page.

use js_sys::Error;
use shouwen::model::calendar::Calendar;
use shouwen::model::fold::Fold;
use shouwen::model::kind::TicketKind;
use shouwen::model::limits::Terms;
use shouwen::model::pack::Pack;
use shouwen::query::columns::Columns;
use shouwen::query::columns::facts::Lookup;
use shouwen::query::find::order::Order;
use shouwen::query::find::{Context, Request, STEP, Search, View};
use shouwen::query::search::parse;
use wasm_bindgen::prelude::wasm_bindgen;

use super::data::Data;
use super::store::{all, now};

/// Rows of a first screen.
const SCREEN: usize = 50;

/// The names of the handbook that the tickets are of.
struct Handbook {
    kinds: Vec<TicketKind>,
    calendar: Calendar,
}

impl Lookup for Handbook {
    fn kind(&self, id: &str) -> Option<&TicketKind> {
        self.kinds.iter().find(|kind| kind.id == id)
    }

    fn agent(&self, _: &str) -> Option<&str> {
        None
    }

    fn item(&self, _: &str, _: &str) -> Option<&str> {
        None
    }

    fn terms(&self, _: &Fold) -> Terms<'_> {
        Terms { calendar: &self.calendar, grade: "" }
    }
}

/// All tickets and customers as columns.
#[wasm_bindgen]
pub struct Searcher {
    columns: Columns,
    handbook: Handbook,
    /// How long the rows took to make, in milliseconds; their folds are part of it.
    #[wasm_bindgen(readonly)]
    pub took: f64,
}

#[wasm_bindgen]
impl Searcher {
    /// The columns of so many tickets.
    ///
    /// # Errors
    /// When the handbook cannot be read.
    #[wasm_bindgen(constructor)]
    pub fn new(seed: u64, tickets: usize) -> Result<Self, Error> {
        let pack: Pack = serde_json::from_str(include_str!("../../../public/handbooks/property.json"))
            .map_err(|error| Error::new(&error.to_string()))?;
        let handbook = Handbook { kinds: pack.kinds, calendar: Calendar::default() };
        let (mut columns, mut took) = (Columns::default(), 0.0);
        for document in all(Data::new(seed, tickets)) {
            let start = now();
            columns.put(&document, &Fold::of(&document), &handbook);
            took += now() - start;
        }
        Ok(Self { columns, handbook, took })
    }

    /// What rows, texts and filters take, in bytes.
    #[must_use]
    pub fn size(&self) -> Vec<f64> {
        let (rows, texts, filters) = self.columns.size();
        [rows, texts, filters].map(|bytes| u32::try_from(bytes).map_or(f64::NAN, f64::from)).to_vec()
    }

    /// Looks for a text among all tickets, the newest first: the milliseconds until the first screen stands, until all
    /// are counted, and the count.
    #[must_use]
    pub fn search(&self, text: &str) -> Vec<f64> {
        let start = now();
        let query = parse(text);
        let request = Request {
            view: View::All,
            register: None,
            kind: "",
            state: "",
            lane: None,
            query: &query,
            order: Order::NEWEST,
            me: "",
            now: 0,
        };
        let context = Context { lookup: &self.handbook, calendar: &self.handbook.calendar, pinyin: None };
        let mut search = Search::new(&request, &self.columns, context);
        while search.step(STEP, &self.columns) && !search.is_settled(SCREEN, &self.columns) {}
        let shown = search.first(SCREEN, &self.columns).take(SCREEN).fold(0, u32::max);
        let screen = now() - start;
        search.run(&self.columns);
        let all = now() - start;
        // The rows are read, so that finding them is not optimised away.
        let found = u32::try_from(search.count()).map_or(f64::NAN, f64::from);
        vec![screen, all, if shown == u32::MAX { f64::NAN } else { found }]
    }
}
