//! Pictures of the app for people to look at: each view in three sizes, light and dark, into `target/shots/`.

use std::fs;

use serde_json::json;

use crate::drive::desk::Desk;
use crate::drive::engine::{Browser, Engine};
use crate::drive::site::Site;
use crate::drive::{Outcome, artifacts, root};
use crate::pages::first_run::FirstRun;
use crate::pages::places::{PLACES, a_customer, a_ticket, paper};
use crate::runner::PREFIX;

/// Width and height.
const SIZES: [(u32, u32); 3] = [(1440, 900), (1024, 768), (390, 844)];

/// Takes all pictures in Chromium: the first run, then each place of a desk full of sample data.
pub async fn take() -> Outcome<bool> {
    let browser = Browser::start(Engine::Chromium).await?;
    let site = Site::start(&root().join("dist"), PREFIX).await?;
    let desk = Desk { engine: browser.engine, driver: browser.driver.clone(), site };
    FirstRun::open(&desk).await?;
    picture(&desk, "first-run").await?;
    FirstRun::hurry(&desk, "property", true).await?;
    let ticket = a_ticket(&desk).await?;
    let customer = a_customer(&desk).await?;
    let paper = paper(&ticket);
    let more = [("ticket", ticket.as_str()), ("customer", customer.as_str()), ("paper", paper.as_str())];
    for (name, place) in PLACES.into_iter().chain(more) {
        desk.go(place).await?;
        picture(&desk, name).await?;
    }
    browser.quit().await?;
    Ok(true)
}

/// What the page shows now, in all sizes and both schemes.
async fn picture(desk: &Desk, name: &str) -> Outcome {
    let folder = artifacts("shots")?;
    for (width, height) in SIZES {
        for scheme in ["light", "dark"] {
            emulate(desk, width, height, scheme).await?;
            let path = folder.join(format!("{name}-{width}x{height}-{scheme}.png"));
            fs::write(&path, desk.driver.screenshot_as_png().await?)?;
            println!("{}", path.display());
        }
    }
    Ok(())
}

/// Sets the size of the page and the colour scheme that the person prefers, and waits until both are painted.
async fn emulate(desk: &Desk, width: u32, height: u32, scheme: &str) -> Outcome {
    let devtools = desk.driver.cdp();
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
    devtools.send_raw("Emulation.setDeviceMetricsOverride", size).await?;
    let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
    devtools.send_raw("Emulation.setEmulatedMedia", media).await?;
    let painted = "await document.fonts.ready;
        for (let n = 0; n < 2; n += 1) await new Promise(requestAnimationFrame);";
    desk.script_async(painted, Vec::new()).await?;
    Ok(())
}
