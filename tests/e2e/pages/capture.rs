//! Taking a request.

use thirtyfour::Key;

use super::ticket::TicketPage;
use crate::drive::Outcome;
use crate::drive::desk::Desk;

/// The field that finds the customer.
pub const FINDER: &str = ".finder input";
/// Where a kind is chosen by its number: the filter box, or the grid when there are few.
pub const KINDS: &str = ".kind-filter input, .kinds-list[tabindex='0']";
const CARDS: &str = ".kinds-list [role=option]";
/// What was said.
pub const TEXT: &str = ".capture-text textarea";

/// The form.
pub struct Capture<'a> {
    desk: &'a Desk,
}

impl<'a> Capture<'a> {
    /// Opens it with its key, from wherever one is outside text fields.
    pub async fn open(desk: &'a Desk) -> Outcome<Self> {
        desk.press("n").await?;
        Self::arrived(desk).await
    }

    /// The form that stands open.
    pub fn on(desk: &'a Desk) -> Self {
        Self { desk }
    }

    /// Opens it by its address.
    pub async fn visit(desk: &'a Desk) -> Outcome<Self> {
        desk.go("#/new").await?;
        Self::arrived(desk).await
    }

    async fn arrived(desk: &'a Desk) -> Outcome<Self> {
        desk.find(TEXT).await?;
        Ok(Self { desk })
    }

    /// Somebody new by telephone number, and on to the kinds: the number, Enter, Enter.
    pub async fn newcomer(&self, phone: &str) -> Outcome {
        self.desk.focused(FINDER).await?;
        self.desk.press(phone).await?;
        self.desk.press(Key::Enter).await?;
        self.desk.focused(".caller input").await?;
        self.desk.press(Key::Enter).await
    }

    /// Nobody: Enter with nothing typed.
    pub async fn nobody(&self) -> Outcome {
        self.desk.focused(FINDER).await?;
        self.desk.press(Key::Enter).await
    }

    /// The kind by the number that it is shown with, and on to the text.
    pub async fn kind(&self, name: &str) -> Outcome {
        self.choose(name).await?;
        self.desk.focused(TEXT).await
    }

    /// The kind by the number that it is shown with.
    pub async fn choose(&self, name: &str) -> Outcome {
        self.desk.focused(KINDS).await?;
        let cards = self.desk.texts(CARDS).await?;
        let card = cards.iter().find(|card| card.ends_with(name)).ok_or("the kind is not offered")?;
        self.desk.press(card.trim_end_matches(name).trim()).await
    }

    /// The kinds that are offered, each with its number.
    pub async fn kinds(&self) -> Outcome<Vec<String>> {
        self.desk.focused(KINDS).await?;
        self.desk.texts(CARDS).await
    }

    /// Writes down what was said.
    pub async fn write(&self, text: &str) -> Outcome {
        self.desk.insert(text).await
    }

    /// Saves with Ctrl+Enter: the ticket that is shown then.
    pub async fn save(self) -> Outcome<TicketPage<'a>> {
        self.desk.press(Key::Control + Key::Enter).await?;
        TicketPage::shown(self.desk).await
    }

    /// A repair for nobody, by keyboard.
    pub async fn quick(desk: &'a Desk, text: &str) -> Outcome<TicketPage<'a>> {
        let capture = Self::visit(desk).await?;
        capture.nobody().await?;
        capture.kind("报修").await?;
        capture.write(text).await?;
        capture.save().await
    }
}
