//! The bar under the list while something is chosen.

use serde_json::json;
use thirtyfour::Key;

use crate::drive::Outcome;
use crate::drive::desk::Desk;

/// The bar.
const BAR: &str = ".bulk";
/// How many tickets the list has found.
const FOUND: &str = "section.list .found-count";
/// Whom a form asks for.
const OWNER: &str = ".bulk form select";

/// The bar, shown.
pub struct Bulk<'a> {
    desk: &'a Desk,
}

impl<'a> Bulk<'a> {
    /// The bar that is there.
    pub fn shown(desk: &'a Desk) -> Self {
        Self { desk }
    }

    /// Chooses all tickets of the desk: the first by its key, then the others.
    pub async fn all(desk: &'a Desk, count: usize) -> Outcome<Self> {
        desk.go("#/today").await?;
        desk.go("#/tickets?view=all").await?;
        found(desk, count).await?;
        desk.press("x").await?;
        desk.shows(BAR, "已选 1 张").await?;
        desk.click_text(".bulk button", &format!("全选 {count} 张")).await?;
        desk.shows(BAR, &format!("已选 {count} 张")).await?;
        Ok(Self { desk })
    }

    /// Opens the form that assigns with its key and chooses whom.
    pub async fn begin_assign(&self, name: &str) -> Outcome {
        self.desk.press("t").await?;
        self.choose_agent(name).await
    }

    /// Chooses whom in the form that is open.
    pub async fn choose_agent(&self, name: &str) -> Outcome {
        self.choose_in(OWNER, name).await
    }

    /// Chooses in a list by the beginning of what it says.
    pub async fn choose_in(&self, list: &str, name: &str) -> Outcome {
        self.desk.find(list).await?;
        let choose = "
            const [css, name] = arguments;
            const list = document.querySelector(css);
            const found = list && [...list.options].find(one => one.text.startsWith(name));
            if (!found) return false;
            list.value = found.value;
            list.dispatchEvent(new Event('change', { bubbles: true }));
            list.focus();
            return true";
        self.desk
            .until(format_args!("{list} to offer {name}"), async || {
                Ok(self.desk.script(choose, vec![json!(list), json!(name)]).await? == true)
            })
            .await
    }

    /// Confirms the form with Ctrl+Enter.
    pub async fn confirm(&self) -> Outcome {
        self.desk.press(Key::Control + Key::Enter).await
    }

    /// Waits until a search finds so many.
    pub async fn finds(&self, words: &str, count: usize) -> Outcome {
        self.desk.go(&format!("#/tickets?view=all&q={words}")).await?;
        self.desk.holds("section.list input[type=search]", words).await?;
        found(self.desk, count).await
    }

    /// As `finds`, and back to what was chosen.
    pub async fn finds_now(&self, words: &str, count: usize) -> Outcome {
        self.finds(words, count).await?;
        self.desk.go("#/tickets?view=all").await
    }
}

async fn found(desk: &Desk, count: usize) -> Outcome {
    let wanted = format!("{count} 张");
    desk.until(format_args!("{wanted} to be found"), async || Ok(desk.texts(FOUND).await? == [wanted.as_str()])).await
}
