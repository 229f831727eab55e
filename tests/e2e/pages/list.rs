//! The list of tickets as a table.

use serde_json::json;

use crate::drive::Outcome;
use crate::drive::desk::Desk;

/// The grid.
pub const GRID: &str = "[role=grid]";
/// Its rows that show something.
pub const ROWS: &str = "[role=row][data-at]:not([hidden])";
/// The views over it.
pub const VIEWS: &str = "[role=toolbar] button";

/// The table.
pub struct List<'a> {
    desk: &'a Desk,
}

impl<'a> List<'a> {
    /// Goes to a list, with so many rows.
    pub async fn open(desk: &'a Desk, route: &str, rows: usize) -> Outcome<Self> {
        desk.go(route).await?;
        desk.find(GRID).await?;
        let list = Self { desk };
        list.holds(rows).await?;
        Ok(list)
    }

    /// Waits until the list has so many rows, heads not counted.
    pub async fn holds(&self, rows: usize) -> Outcome {
        let ask = "const grid = document.querySelector('[role=grid]');
            return grid.getAttribute('aria-rowcount') - grid.querySelectorAll('.heads').length";
        self.desk
            .until(format_args!("{rows} rows"), async || Ok(self.desk.script(ask, vec![]).await? == json!(rows)))
            .await
    }

    /// The texts of a column from above, in the order in which they are seen.
    pub async fn column(&self, id: &str) -> Outcome<Vec<String>> {
        let ask = "const rows = [...document.querySelectorAll('[role=row][data-at]:not([hidden])')]
                .sort((a, b) => a.dataset.at - b.dataset.at);
            return rows.map((row) => row.querySelector(`[data-column='${arguments[0]}']`)?.innerText.trim() ?? '')";
        Ok(serde_json::from_value(self.desk.script(ask, vec![json!(id)]).await?)?)
    }

    /// Waits until a column reads so.
    pub async fn reads(&self, id: &str, texts: &[&str]) -> Outcome {
        let mut last = Vec::new();
        let reads = self.desk.until(format!("{id} to read {texts:?}"), async || {
            last = self.column(id).await?;
            Ok(last == texts)
        });
        reads.await.map_err(|error| format!("{error}; it read {last:?}").into())
    }

    /// Waits until the current cell, the one that is read out, is that of a column in the row at a place; `head` for
    /// the column's head.
    pub async fn is_at(&self, row: &str, column: &str) -> Outcome {
        let ask = "const grid = document.querySelector('[role=grid]');
            const cell = document.getElementById(grid.getAttribute('aria-activedescendant'));
            if (document.activeElement !== grid || cell === null) return null;
            return [cell.closest('[role=row]').dataset.at ?? 'head', cell.dataset.column]";
        let mut last = json!(null);
        let is_there = self.desk.until(format!("the cell {column} of row {row}"), async || {
            last = self.desk.script(ask, vec![]).await?;
            Ok(last == json!([row, column]))
        });
        is_there.await.map_err(|error| format!("{error}; it was {last}").into())
    }
}
