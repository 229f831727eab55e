//! A desk in good order, whenever it is shown: most of what is open is due later, some of it today, a little is late.

use super::format::{SampleFault, Story};
use super::story::{Logs, Shift, Teller};
use crate::model::document::Document;
use crate::model::fold::Fold;
use crate::query::columns::facts::Facts;

const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;

/// How long before its time what would be late is shown, one after the other.
const AHEAD: [u64; 12] = [
    50 * MINUTE,
    51 * HOUR,
    30 * HOUR,
    96 * HOUR,
    3 * HOUR,
    70 * HOUR,
    120 * HOUR,
    44 * HOUR,
    110 * HOUR,
    77 * HOUR,
    144 * HOUR,
    48 * HOUR,
];

/// One in so many of what would be late stays so.
const STAYS: usize = 4;

/// By how long, one after the other.
const BEHIND: [u64; 3] = [95 * MINUTE, 20 * MINUTE, 26 * HOUR];

/// A calendar does not move as far as what it is asked about: so often the shift is mended.
const TRIES: usize = 6;

impl Teller<'_> {
    /// By how much a story is told later, lest it be late: not beyond now. `late` counts the stories that would be.
    pub fn in_time(&mut self, story: &Story, place: u64, late: &mut usize) -> Result<Shift, (usize, SampleFault)> {
        let mut shift = Shift::default();
        let (mut goal, mut before, mut by_limits) = (None, None, true);
        for _ in 0..TRIES {
            let told = self.tell(story, place, shift)?;
            let Some(due) = self.due(&told) else { break };
            let goal = match goal {
                Some(goal) => goal,
                None if due >= self.now => break,
                None => {
                    // Registers are not looked at first.
                    let register = self.desk.kind(&story.kind).is_some_and(|kind| kind.register);
                    *late += usize::from(!register);
                    let stays = !register && *late % STAYS == 1;
                    let ahead = AHEAD[usize::try_from(place).unwrap_or(0) % AHEAD.len()];
                    *goal.insert(if stays {
                        self.now.saturating_sub(BEHIND[*late / STAYS % BEHIND.len()])
                    } else {
                        self.now + ahead
                    })
                }
            };
            if due >= goal {
                break;
            }
            // A day in a field is moved alone; where that does not help, all that happened is.
            by_limits &= before != Some(due);
            before = Some(due);
            if by_limits {
                shift.limits += goal - due;
                continue;
            }
            let latest = told.iter().flat_map(|(_, log)| log).map(|entry| entry.stamp.millis).max().unwrap_or(self.now);
            let room = self.now.saturating_sub(latest);
            shift.steps += room.min(goal - due);
        }
        Ok(shift)
    }

    /// When the first of these is due.
    fn due(&self, told: &Logs) -> Option<u64> {
        let state = self.desk.state();
        let due = |(id, log): &(_, Vec<_>)| {
            let document = Document::new(crate::model::document::DocId::clone(id), log.clone());
            let fold = Fold::of(&document);
            Facts::of(&document, &fold, &state.lookup())?.due.map(|due| due.at)
        };
        told.iter().filter_map(due).min()
    }
}
