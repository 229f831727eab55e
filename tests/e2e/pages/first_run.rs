//! The first run: language, who is at the desk, packs.

use serde_json::json;

use crate::drive::Outcome;
use crate::drive::desk::Desk;

const NAME: &str = "#first-name";
const NUMBER: &str = "#first-number";
const LANGUAGE: &str = "main select";
const BEGIN: &str = "form button[type=submit]";
/// What the desk shows once somebody is at it.
pub const FRAME: &str = "nav a[href='#/settings']";

/// The first run, open.
pub struct FirstRun<'a> {
    desk: &'a Desk,
}

impl<'a> FirstRun<'a> {
    /// Opens the app, which holds nothing yet.
    pub async fn open(desk: &'a Desk) -> Outcome<Self> {
        desk.open("").await?;
        desk.find(NAME).await?;
        Ok(Self { desk })
    }

    /// Chooses the language by its tag.
    pub async fn choose_language(&self, tag: &str) -> Outcome {
        self.desk.click(&format!("{LANGUAGE} option[value={tag}]")).await
    }

    /// Says who one is.
    pub async fn introduce(&self, name: &str, number: &str) -> Outcome {
        self.desk.fill(NAME, name).await?;
        self.desk.fill(NUMBER, number).await
    }

    /// Ticks a pack by its id.
    pub async fn choose_pack(&self, id: &str) -> Outcome {
        self.desk.click(&format!("label:has(input[value={id}])")).await
    }

    /// Starts, and waits for the desk.
    pub async fn begin(&self) -> Outcome {
        self.desk.click(BEGIN).await?;
        self.desk.find(FRAME).await?;
        Ok(())
    }

    /// All of it in one go, as 张敏 A07, for tests of what comes after.
    pub async fn done(desk: &'a Desk, pack: &str, samples: bool) -> Outcome {
        Self::open(desk).await?;
        Self::hurry(desk, pack, samples).await
    }

    /// The same on a page that shows the first run.
    pub async fn hurry(desk: &'a Desk, pack: &str, samples: bool) -> Outcome {
        let enter = "
            const [pack, samples] = arguments;
            const type = (id, text) => {
                const field = document.getElementById(id);
                field.value = text;
                field.dispatchEvent(new InputEvent('input', { bubbles: true }));
            };
            type('first-name', '张敏');
            type('first-number', 'A07');
            document.querySelector(`input[value=${pack}]`).click();
            if (samples) document.getElementById('first-samples').click();
            document.querySelector('form button[type=submit]').click();";
        desk.script(enter, vec![json!(pack), json!(samples)]).await?;
        desk.find(FRAME).await?;
        if samples {
            desk.go("#/").await?;
            desk.find(".samples").await?;
        }
        Ok(())
    }
}
