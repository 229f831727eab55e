//! What a test holds: a browser at an app of its own, and ways to wait for what it should show.
//!
//! Nothing sleeps for a guessed time: every look at the page is repeated until it fits or [`PATIENCE`] is over.

use std::fmt::Display;
use std::time::Duration;

use serde_json::Value;
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::{By, TypingData, WebDriver, WebElement};
use tokio::time::{Instant, sleep};

use super::Outcome;
use super::engine::Engine;
use super::site::Site;

/// How long the page may take to show what is expected of it, on a slow computer that does other things as well.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// How often a condition is looked at.
const LOOK: Duration = Duration::from_millis(25);

/// One browser at one site.
pub struct Desk {
    /// The engine under test.
    pub engine: Engine,
    /// The WebDriver session, for what the helpers here do not offer.
    pub driver: WebDriver,
    /// The site that serves the app.
    pub site: Site,
}

impl Desk {
    /// Opens the app at a hash route (`""` is the start) and waits until it has taken over from the boot text.
    pub async fn open(&self, route: &str) -> Outcome {
        self.visit(route).await?;
        self.booted().await
    }

    /// Goes to an address below the app's, waiting for nothing but the page's load.
    pub async fn visit(&self, path: &str) -> Outcome {
        Ok(self.driver.goto(format!("{}{path}", self.site.base)).await?)
    }

    /// Loads the page again and waits for the app.
    pub async fn reload(&self) -> Outcome {
        self.driver.refresh().await?;
        self.booted().await
    }

    /// Waits until the boot text has made room for the app; fails with its words when it says why the app cannot start.
    pub async fn booted(&self) -> Outcome {
        self.until("the app to start or to say why not", async || {
            let drawn =
                "return !document.querySelector('#boot, .gate > .late') && !!document.querySelector('main, [role=main], #crashed')";
            Ok(self.script(drawn, Vec::new()).await? == true || !self.all("#boot[role=alert]").await?.is_empty())
        })
        .await?;
        match self.all("#boot[role=alert]").await?.first() {
            Some(alert) => Err(format!("the app did not start: {}", alert.text().await?).into()),
            None => Ok(()),
        }
    }

    /// The first shown element that fits the selector, waited for.
    pub async fn find(&self, css: &str) -> Outcome<WebElement> {
        self.find_text(css, "").await.map_err(|_| format!("nothing shown fits {css}").into())
    }

    /// All elements that fit the selector now, shown or not.
    pub async fn all(&self, css: &str) -> Outcome<Vec<WebElement>> {
        Ok(self.driver.find_all(By::Css(css)).await?)
    }

    /// The first shown element that fits the selector and contains the text, waited for. Whether it is shown is asked
    /// of the page: each engine's driver has its own idea of that.
    pub async fn find_text(&self, css: &str, text: &str) -> Outcome<WebElement> {
        let look = "
            const [css, text] = arguments;
            const shows = box => box.getClientRects().length > 0 && getComputedStyle(box).visibility === 'visible';
            return [...document.querySelectorAll(css)]
                .find(found => shows(found.closest('select') ?? found) && found.innerText.includes(text)) ?? null";
        let mut element = None;
        let found = self
            .until("it", async || {
                let found = self.driver.execute(look, vec![css.into(), text.into()]).await?;
                element = if found.json().is_null() { None } else { Some(found.element()?) };
                Ok(element.is_some())
            })
            .await;
        match (found, element) {
            (Ok(()), Some(element)) => Ok(element),
            _ => Err(format!("nothing shown fits {css} with the text {text}").into()),
        }
    }

    /// Waits until nothing fits the selector.
    pub async fn gone(&self, css: &str) -> Outcome {
        self.until(format_args!("{css} to be gone"), async || Ok(self.all(css).await?.is_empty())).await
    }

    /// Waits until the condition holds. An error meanwhile, such as of an element just replaced, counts as not yet.
    pub async fn until(&self, what: impl Display, mut holds: impl AsyncFnMut() -> Outcome<bool>) -> Outcome {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let last = holds().await;
            if matches!(last, Ok(true)) {
                return Ok(());
            }
            if Instant::now() > deadline {
                let why = last.err().map(|error| format!(": {error}")).unwrap_or_default();
                return Err(format!("waited in vain for {what}{why}").into());
            }
            sleep(LOOK).await;
        }
    }

    /// Clicks the first shown element that fits, waited for; tried again when the page changes under it.
    pub async fn click(&self, css: &str) -> Outcome {
        self.until(format_args!("{css} to take a click"), async || press(self, &self.find(css).await?).await).await
    }

    /// Clicks the first shown element that fits and shows the text; tried again when the page changes under it.
    pub async fn click_text(&self, css: &str, text: &str) -> Outcome {
        self.until(format_args!("{css} with {text} to take a click"), async || {
            press(self, &self.find_text(css, text).await?).await
        })
        .await
    }

    /// Replaces what a field holds by typing.
    pub async fn fill(&self, css: &str, text: &str) -> Outcome {
        self.until(format_args!("{css} to be filled in"), async || {
            let field = self.find(css).await?;
            field.clear().await?;
            field.send_keys(text).await?;
            Ok(true)
        })
        .await
    }

    /// Presses keys wherever the focus is: text, `Key::Enter`, `Key::Control + "k"`.
    /// Waits while what has the focus takes none, as a button that is out of use for a moment, or one drawn anew just
    /// then: to an element that is no longer in the page nothing was sent.
    pub async fn press(&self, keys: impl Into<TypingData>) -> Outcome {
        let keys: String = keys.into().as_vec().into_iter().collect();
        let mut failed = None;
        self.until("the focus to take keys", async || {
            let focus = self.driver.active_element().await?;
            if !focus.is_enabled().await? {
                return Ok(false);
            }
            match focus.send_keys(&keys).await {
                Ok(()) => Ok(true),
                Err(error) if matches!(*error, WebDriverErrorInner::StaleElementReference(_)) => Ok(false),
                // It may have been typed in part: not once more.
                Err(error) => {
                    failed = Some(error);
                    Ok(true)
                }
            }
        })
        .await?;
        failed.map_or(Ok(()), |error| Err(error.into()))
    }

    /// Waits until the focus is in what fits the selector.
    pub async fn focused(&self, css: &str) -> Outcome {
        let ask = "return document.activeElement.matches(arguments[0])";
        self.until(format_args!("the focus to be in {css}"), async || {
            Ok(self.script(ask, vec![css.into()]).await? == true)
        })
        .await
    }

    /// Puts the focus into the first element that fits, waited for, without clicking it.
    pub async fn focus(&self, css: &str) -> Outcome {
        self.until(format_args!("{css} to be there"), async || Ok(!self.all(css).await?.is_empty())).await?;
        self.script("document.querySelector(arguments[0]).focus()", vec![css.into()]).await?;
        self.focused(css).await
    }

    /// The texts of all elements that fit the selector now, as shown.
    pub async fn texts(&self, css: &str) -> Outcome<Vec<String>> {
        let ask = "return [...document.querySelectorAll(arguments[0])].map(found => found.innerText.trim())";
        Ok(serde_json::from_value(self.script(ask, vec![css.into()]).await?)?)
    }

    /// Waits until something that fits the selector shows the text, more looks at it than `find_text` in less time.
    pub async fn shows(&self, css: &str, text: &str) -> Outcome {
        let mut last = Vec::new();
        let shown = self
            .until(format_args!("{css} to show {text}"), async || {
                last = self.texts(css).await?;
                Ok(last.iter().any(|shown| shown.contains(text)))
            })
            .await;
        shown.map_err(|error| format!("{error}; it showed {last:?}").into())
    }

    /// What stands in the first field that fits the selector now; nothing without one.
    pub async fn value(&self, css: &str) -> Outcome<Option<String>> {
        let ask = "return document.querySelector(arguments[0])?.value ?? null";
        Ok(serde_json::from_value(self.script(ask, vec![css.into()]).await?)?)
    }

    /// Waits until a field that fits the selector holds exactly this.
    pub async fn holds(&self, css: &str, text: &str) -> Outcome {
        self.until(format_args!("{css} to hold {text}"), async || Ok(self.value(css).await?.as_deref() == Some(text)))
            .await
    }

    /// Goes to a place in the app without loading it again, and waits until the app is there: what it showed before
    /// is gone, and keys are heard by the new page.
    pub async fn go(&self, route: &str) -> Outcome {
        let go = "
            const [place] = arguments, before = location.href;
            location.hash = place;
            const to = location.href;
            // The app has heard of it before.
            if (to !== before) await new Promise(done => addEventListener('hashchange', function heard(event) {
                if (event.newURL !== to) return;
                removeEventListener('hashchange', heard);
                done();
            }));
            // What follows from it is drawn.
            await new Promise(done => setTimeout(done));";
        self.script_async(go, vec![route.into()]).await?;
        // A page whose part is still on its way shows nothing and hears no keys yet.
        self.gone(".gate > .late").await
    }

    /// The place in the app: what stands behind `#` in the address.
    pub async fn place(&self) -> Outcome<String> {
        Ok(self.script("return location.hash", vec![]).await?.as_str().unwrap_or_default().to_owned())
    }

    /// Puts a text where the focus is, as an input method does: for signs that a driver cannot type, or types wrongly.
    pub async fn insert(&self, text: &str) -> Outcome {
        let insert = "return document.execCommand('insertText', false, arguments[0])";
        if self.script(insert, vec![text.into()]).await? == true {
            return Ok(());
        }
        Err("nothing has the focus that takes a text".into())
    }

    /// All the text that the page shows.
    pub async fn text(&self) -> Outcome<String> {
        let text = self.script("return document.body.innerText", Vec::new()).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Runs JavaScript as a function's body in the page; its arguments are `arguments`.
    pub async fn script(&self, body: &str, arguments: Vec<Value>) -> Outcome<Value> {
        Ok(self.driver.execute(body, arguments).await?.json().clone())
    }

    /// Runs JavaScript as an async function's body, waits for its promise, and fails as it fails.
    pub async fn script_async(&self, body: &str, arguments: Vec<Value>) -> Outcome<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
            (async function () {{ {body} }}).apply(null, arguments)
                .then(value => done([value]), error => done(String(error && error.stack || error)));"
        );
        match self.driver.execute_async(script, arguments).await?.json().clone() {
            Value::Array(mut value) => Ok(value.pop().unwrap_or_default()),
            error => Err(error.as_str().unwrap_or("the script failed").to_owned().into()),
        }
    }

    /// Another tab of the same app, in front; [`Desk::to_tab`] goes back to the first.
    pub async fn new_tab(&self, route: &str) -> Outcome {
        self.tab(route).await?;
        self.booted().await
    }

    /// Another tab, waiting for nothing but the page's load.
    pub async fn tab(&self, path: &str) -> Outcome {
        let place = self.driver.windows().await?.len();
        if place == 1 {
            // It may have been another test's second.
            self.script("window.name = ''", Vec::new()).await?;
        }
        // MiniBrowser does not bring a tab to the front; of two windows both are drawn.
        let tab = match self.engine {
            Engine::WebKit => self.driver.new_window().await?,
            Engine::Chromium | Engine::Firefox => self.driver.new_tab().await?,
        };
        self.driver.switch_to_window(tab).await?;
        self.visit(path).await?;
        self.script("window.name = arguments[0]", vec![place.to_string().into()]).await?;
        Ok(())
    }

    /// Goes to the nth tab, counted from 0 in the order of opening; if only one is left, to that.
    pub async fn to_tab(&self, n: usize) -> Outcome {
        // Drivers list them in an order of their own: each but the first has its number as a name.
        let wanted = if n == 0 { String::new() } else { n.to_string() };
        let tabs = self.driver.windows().await?;
        let only = tabs.len() == 1;
        for tab in tabs {
            self.driver.switch_to_window(tab).await?;
            if only || self.script("return window.name", Vec::new()).await? == wanted.as_str() {
                return Ok(());
            }
        }
        Err("there is no such tab".into())
    }

    /// What went wrong in the page so far, once all of it has been told.
    pub async fn problems(&self) -> Outcome<Vec<String>> {
        self.script_async("await (window.__problemsTold || (() => {}))()", Vec::new()).await?;
        Ok(self.site.problems())
    }
}

/// Clicks an element once a pointer would meet it: WebKit takes one whose edge is seen for one that is in sight, and one
/// that is scrolled without need may go on.
async fn press(desk: &Desk, element: &WebElement) -> Outcome<bool> {
    let meets = "const [wanted] = arguments, box = wanted.getBoundingClientRect();
        if (wanted.matches('option')) return true;
        const met = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        const meets = met !== null && (wanted.contains(met) || met.contains(wanted));
        if (!meets) wanted.scrollIntoView({ block: 'center', inline: 'center' });
        return meets";
    if desk.script(meets, vec![element.to_json()?]).await? != true {
        return Ok(false);
    }
    element.click().await?;
    Ok(true)
}
