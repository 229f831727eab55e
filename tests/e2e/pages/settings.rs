//! The settings.

use serde_json::json;

use crate::drive::Outcome;
use crate::drive::desk::Desk;

/// One section of the settings.
pub struct Settings<'a> {
    desk: &'a Desk,
}

impl<'a> Settings<'a> {
    /// Opens a section by its name in the address: `team`, `lists`, `data` ….
    pub async fn open(desk: &'a Desk, section: &str) -> Outcome<Self> {
        desk.go(&format!("#/settings/{section}")).await?;
        desk.find(&format!("nav a[href='#/settings/{section}'][aria-current=page]")).await?;
        Ok(Self { desk })
    }

    /// Adds an agent to the team.
    pub async fn add_person(&self, number: &str, name: &str) -> Outcome {
        for (place, text) in [(1, number), (2, name)] {
            self.desk.focus(&format!(".add-person label:nth-of-type({place}) input")).await?;
            self.desk.insert(text).await?;
        }
        self.desk.click(".add-person button[type=submit]").await?;
        self.desk
            .until("the new person in the team", async || {
                let names = "return [...document.querySelectorAll('.person input')].map(input => input.value)";
                let names = self.desk.script(names, vec![]).await?;
                Ok(names.as_array().is_some_and(|names| names.contains(&json!(name))))
            })
            .await
    }

    /// Presses the first button that says this.
    pub async fn press(&self, label: &str) -> Outcome {
        self.desk.click_text("button", label).await?;
        Ok(())
    }
}

/// Opens the choice of the person with its key and sits down as the one of that number.
pub async fn switch_to(desk: &Desk, digit: u8) -> Outcome {
    desk.press("u").await?;
    desk.find("dialog[open] ol button").await?;
    desk.press(digit.to_string()).await?;
    desk.gone("dialog[open]").await
}
