//! A ticket: its head, its timeline, its next steps.

use thirtyfour::Key;

use crate::drive::Outcome;
use crate::drive::desk::Desk;

/// The place of the flow where the ticket stands.
pub const STATE: &str = "[aria-current=step]";
/// The writing box.
pub const REPLY: &str = ".compose textarea";
/// The form under the next steps.
pub const ASK: &str = "form.ask";
/// The messages at the foot.
pub const TOAST: &str = ".toast";
/// The lines of the timeline.
pub const TIMELINE: &str = "ol.events > li";
/// Two values for one field.
pub const CONFLICT: &str = ".conflict";
const NUMBER: &str = "header .mono";
const SUBJECT: &str = "main h1";
const FACTS: &str = "dl.facts > div";
const STEPS: &str = ".moves button";

/// An open ticket.
pub struct TicketPage<'a> {
    desk: &'a Desk,
}

impl<'a> TicketPage<'a> {
    /// The ticket that the page shows, waited for.
    pub async fn shown(desk: &'a Desk) -> Outcome<Self> {
        desk.find("#ticket-body").await?;
        Ok(Self { desk })
    }

    /// Its number.
    pub async fn number(&self) -> Outcome<String> {
        Ok(self.desk.texts(NUMBER).await?.into_iter().next().unwrap_or_default())
    }

    /// Its subject.
    pub async fn subject(&self) -> Outcome<String> {
        Ok(self.desk.texts(SUBJECT).await?.into_iter().next().unwrap_or_default())
    }

    /// Waits until it stands there in its flow.
    pub async fn stands_at(&self, state: &str) -> Outcome {
        self.desk.shows(STATE, state).await
    }

    /// The words of its facts, label and value.
    pub async fn facts(&self) -> Outcome<Vec<String>> {
        self.desk.texts(FACTS).await
    }

    /// Its next steps.
    pub async fn steps(&self) -> Outcome<Vec<String>> {
        self.desk.texts(STEPS).await
    }

    /// Takes the step of that number with its key; it must need nothing.
    pub async fn step(&self, digit: u8) -> Outcome {
        self.desk.press(digit.to_string()).await
    }

    /// Takes the step of that number with its key and waits for the form with what it asks.
    pub async fn step_asking(&self, digit: u8) -> Outcome {
        self.desk.press(digit.to_string()).await?;
        self.desk.focused(&format!("{ASK} :is(input, textarea, select)")).await
    }

    /// Books a moment into a field of the form: drivers cannot type one alike in all engines.
    pub async fn book(&self, label: &str, moment: &str) -> Outcome {
        let put = "const [form, label, moment] = arguments;
            const heading = [...document.querySelectorAll(form + ' label.label')].find(one => one.textContent.includes(label));
            const input = document.getElementById(heading.htmlFor);
            input.value = moment;
            for (const sort of ['input', 'change']) input.dispatchEvent(new Event(sort, { bubbles: true }));";
        self.desk.script(put, [ASK, label, moment].map(Into::into).to_vec()).await?;
        Ok(())
    }

    /// Goes to a field of the form by its name.
    pub async fn go_to(&self, label: &str) -> Outcome {
        let focus = "const [form, label] = arguments;
            const heading = [...document.querySelectorAll(form + ' label.label')].find(one => one.textContent.includes(label));
            document.getElementById(heading.htmlFor).focus();";
        self.desk.script(focus, [ASK, label].map(Into::into).to_vec()).await?;
        Ok(())
    }

    /// What the form asks, each with its star.
    pub async fn asked(&self) -> Outcome<String> {
        Ok(self.desk.texts(&format!("{ASK} .label")).await?.join(" "))
    }

    /// Confirms the form with Ctrl+Enter and waits until it is gone.
    pub async fn confirm(&self) -> Outcome {
        self.desk.press(Key::Control + Key::Enter).await?;
        self.desk.gone(ASK).await
    }

    /// Writes into the writing box without saving, with its key.
    pub async fn type_reply(&self, text: &str) -> Outcome {
        self.desk.press("r").await?;
        self.desk.focused(REPLY).await?;
        self.desk.insert(text).await
    }

    /// Saves what stands in the writing box with Ctrl+Enter.
    pub async fn save_reply(&self) -> Outcome {
        self.desk.focus(REPLY).await?;
        self.desk.press(Key::Control + Key::Enter).await
    }

    /// Writes a note, waits for it in the timeline and for the box to be empty, and leaves it.
    pub async fn note(&self, text: &str) -> Outcome {
        self.type_reply(text).await?;
        self.save_reply().await?;
        self.desk.shows(TIMELINE, text).await?;
        self.desk.holds(REPLY, "").await?;
        self.desk.press(Key::Escape).await
    }

    /// All of the timeline in one text.
    pub async fn timeline(&self) -> Outcome<String> {
        Ok(self.desk.texts(TIMELINE).await?.join("\n"))
    }
}
