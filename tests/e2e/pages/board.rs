//! The board.

use crate::drive::Outcome;
use crate::drive::desk::Desk;

const LANE: &str = ".lane";

/// The board, shown.
pub struct Board<'a> {
    desk: &'a Desk,
}

impl<'a> Board<'a> {
    /// The board, waited for until each column knows its cards.
    pub async fn shown(desk: &'a Desk) -> Outcome<Self> {
        desk.find("main.board .lane h2").await?;
        desk.gone(".lane[aria-busy]").await?;
        let drawn = async || Ok(desk.texts(".lane .card-of").await?.iter().any(|card| !card.is_empty()));
        desk.until("cards on the board", drawn).await?;
        Ok(Self { desk })
    }

    /// The place of the column of that name.
    async fn lane(&self, name: &str) -> Outcome<usize> {
        let names = self.desk.texts(".lane h2").await?;
        let at = names.iter().position(|found| found.starts_with(name));
        at.ok_or_else(|| format!("no column {name}: {names:?}").into())
    }

    /// How many cards a column holds.
    pub async fn count(&self, name: &str) -> Outcome<usize> {
        let at = self.lane(name).await?;
        let names = self.desk.texts(".lane h2").await?;
        Ok(names[at].trim_start_matches(name).trim().parse()?)
    }

    /// Waits until a column holds so many.
    pub async fn holds(&self, name: &str, count: usize) -> Outcome {
        self.desk.until(format_args!("{count} in {name}"), async || Ok(self.count(name).await? == count)).await
    }

    /// Waits until a column holds something.
    pub async fn holds_some(&self, name: &str) -> Outcome {
        self.desk.until(format_args!("some in {name}"), async || Ok(self.count(name).await? > 0)).await
    }

    /// Takes a step of the card that is asked for, by its number.
    pub async fn take(&self, step: &str) -> Outcome {
        self.desk.shows("dialog[open] .card-steps", step).await?;
        let buttons = self.desk.texts("dialog[open] .card-steps button").await?;
        let at = buttons.iter().position(|button| button.starts_with(step)).ok_or("the step is offered")?;
        self.desk.press((at + 1).to_string()).await
    }

    /// Drags the first card of a column to another.
    pub async fn drag(&self, from: &str, to: &str) -> Outcome {
        let (from, to) = (self.lane(from).await?, self.lane(to).await?);
        let card = self.desk.find(&format!("{LANE}[data-lane='{from}'] .slot-row:not([hidden]) .card-of")).await?;
        let target = self.desk.find(&format!("{LANE}[data-lane='{to}']")).await?;
        let chain = self.desk.driver.action_chain().move_to_element_center(&card).click_and_hold();
        let chain = chain.move_by_offset(12, 8).move_to_element_center(&target).move_by_offset(2, 2).release();
        chain.perform().await?;
        self.desk.gone(".ghost").await
    }
}
