//! Pictures of the app for people to look at: each view in three sizes, light and dark, into `target/shots/`.

use std::fs;

use serde_json::json;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::engine::{Browser, Engine};
use crate::drive::site::Site;
use crate::drive::{Outcome, artifacts, root};
use crate::pages::shell::Shell;
use crate::runner::PREFIX;

/// The views: each leads the desk to what the picture shows.
const VIEWS: &[Case] = cases![start];

/// Width and height.
const SIZES: [(u32, u32); 3] = [(1440, 900), (1024, 768), (390, 844)];

async fn start(desk: &Desk) -> Outcome {
    Shell::open(desk).await?;
    Ok(())
}

/// Takes all pictures in Chromium.
pub async fn take() -> Outcome<bool> {
    let folder = artifacts("shots")?;
    let browser = Browser::start(Engine::Chromium).await?;
    for view in VIEWS {
        let site = Site::start(&root().join("dist"), PREFIX).await?;
        let desk = Desk { engine: browser.engine, driver: browser.driver.clone(), site };
        (view.run)(&desk).await?;
        for (width, height) in SIZES {
            for scheme in ["light", "dark"] {
                emulate(&desk, width, height, scheme).await?;
                let name = view.name.rsplit("::").next().unwrap_or(view.name);
                let path = folder.join(format!("{name}-{width}x{height}-{scheme}.png"));
                fs::write(&path, desk.driver.screenshot_as_png().await?)?;
                println!("{}", path.display());
            }
        }
    }
    browser.quit().await?;
    Ok(true)
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
