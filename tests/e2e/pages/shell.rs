//! The frame around every page.

use crate::drive::Outcome;
use crate::drive::desk::Desk;

/// The app, open at its start.
pub struct Shell<'a> {
    desk: &'a Desk,
}

impl<'a> Shell<'a> {
    /// Opens the app and waits for it.
    pub async fn open(desk: &'a Desk) -> Outcome<Self> {
        desk.open("").await?;
        desk.find("body > :not(#boot)").await?;
        Ok(Self { desk })
    }

    /// The window's title.
    pub async fn title(&self) -> Outcome<String> {
        Ok(self.desk.driver.title().await?)
    }
}
