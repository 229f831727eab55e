//! Every page in three languages, light and dark, in three widths.

use serde_json::{Value, json};

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::engine::Engine;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::Capture;
use crate::pages::first_run::FirstRun;
use crate::pages::places::{PLACES, a_customer, a_ticket, paper};
use crate::pages::ticket::{REPLY, TIMELINE};

/// This file's tests.
pub const CASES: &[Case] = cases![every_page_fits_and_speaks_each_language, what_is_written_is_saved_on_a_small_phone];

/// Goes to each place and tells what is wider than the window, and the text of each. Content policy and errors are
/// told by the runner.
const TOUR: &str = "
    const widths = [];
    const texts = [];
    for (const place of arguments) {
        location.hash = place;
        for (let n = 0; n < 3; n += 1) await new Promise(requestAnimationFrame);
        const page = document.scrollingElement;
        if (page.scrollWidth > innerWidth) {
            const wide = [...document.body.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > innerWidth + 1);
            const names = wide.slice(-3).map(one => one.tagName + '.' + one.className);
            widths.push(`${place} is ${page.scrollWidth} wide in ${innerWidth}: ${names}`);
        }
        texts.push(document.body.innerText);
    }
    return [widths, texts];";

async fn every_page_fits_and_speaks_each_language(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", true).await?;
    let ticket = a_ticket(desk).await?;
    let mut places: Vec<String> = PLACES.iter().map(|(_, place)| (*place).to_owned()).collect();
    places.push(a_customer(desk).await?);
    places.push(paper(&ticket));
    places.push(ticket);
    let arguments: Vec<Value> = places.iter().map(|place| json!(place)).collect();

    let mut wide = Vec::new();
    let mut spoken: Vec<Vec<String>> = Vec::new();
    for (width, height) in [(390, 844), (1024, 768), (1440, 900)] {
        resize(desk, width, height).await?;
        for language in ["繁體中文", "English", "简体中文"] {
            for theme in 1..3 {
                dress(desk, language, theme).await?;
                let (widths, texts): (Vec<String>, Vec<String>) =
                    serde_json::from_value(desk.script_async(TOUR, arguments.clone()).await?)?;
                wide.extend(widths.into_iter().map(|what| format!("{language}, theme {theme}: {what}")));
                if theme == 1 && width == 1440 {
                    spoken.push(texts);
                }
            }
        }
    }
    widen(desk).await?;
    for (at, place) in places.iter().enumerate() {
        let texts: Vec<&String> = spoken.iter().filter_map(|texts| texts.get(at)).collect();
        let same = texts.windows(2).any(|pair| pair[0] == pair[1]);
        ensure!(
            texts.len() == 3 && !same && texts.iter().all(|text| !text.is_empty()),
            "{place} does not follow the language"
        );
    }
    // The first language is that of Taiwan: what packs say is written as there.
    let written = "这们说时发单话进后边";
    for (place, text) in places.iter().zip(spoken.first().into_iter().flatten()) {
        let is_packs = ["#/scripts", "#/guide", "#/handbook", "#/practice", "#/settings/packs/"];
        let left: String = text.chars().filter(|letter| written.contains(*letter)).collect();
        let known = !is_packs.iter().any(|begin| place.starts_with(begin)) || left.is_empty();
        ensure!(known, "{place} in zh-TW holds {left}");
    }
    ensure!(wide.is_empty(), "wider than the window:\n    {}", wide.join("\n    "));
    Ok(())
}

async fn what_is_written_is_saved_on_a_small_phone(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "灯管不亮").await?;
    // A phone with its keyboard open.
    resize(desk, 390, 544).await?;
    let saved = async || -> Outcome {
        ticket.type_reply("已报电工").await?;
        let at_hand = "
            const button = [...document.querySelectorAll('.compose button')].at(-1);
            const { left, top, width, height } = button.getBoundingClientRect();
            return button.contains(document.elementFromPoint(left + width / 2, top + height / 2));";
        desk.until("Save to be at hand", async || Ok(desk.script(at_hand, vec![]).await? == true)).await?;
        desk.focused(REPLY).await?;
        desk.click_text(".compose button", "保存").await?;
        desk.shows(TIMELINE, "已报电工").await
    };
    let outcome = saved().await;
    widen(desk).await?;
    outcome
}

/// Makes the page that large: Chromium by its tools, since its window has a least width, as has Firefox's, which has no
/// such tools and is checked as narrow as it gets.
async fn resize(desk: &Desk, width: u32, height: u32) -> Outcome {
    if desk.engine == Engine::Chromium {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        desk.driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", size).await?;
        let wide = async || Ok(desk.script("return innerWidth", vec![]).await? == width);
        desk.until(format_args!("a page {width} wide"), wide).await?;
    } else {
        desk.driver.set_window_rect(0, 0, width, height).await?;
    }
    Ok(())
}

/// As wide as at the start again, for the tests that come after.
async fn widen(desk: &Desk) -> Outcome {
    if desk.engine == Engine::Chromium {
        desk.driver.cdp().send_raw("Emulation.clearDeviceMetricsOverride", json!({})).await?;
    }
    desk.driver.set_window_rect(0, 0, 1440, 900).await?;
    Ok(())
}

/// Chooses language and theme (1 light, 2 dark) in the settings.
async fn dress(desk: &Desk, language: &str, theme: usize) -> Outcome {
    desk.go("#/settings/appearance").await?;
    let choose = "
        const chips = [...document.querySelectorAll('.setting [role=radiogroup]')];
        if (chips.length < 2) return false;
        [...chips[0].querySelectorAll('label')].find(chip => chip.innerText.trim() === arguments[0]).click();
        [...document.querySelectorAll('.setting [role=radiogroup]')][1].querySelectorAll('label')[arguments[1]].click();
        return true";
    desk.until("the appearance to be chosen", async || {
        Ok(desk.script(choose, vec![json!(language), json!(theme)]).await? == true)
    })
    .await?;
    let tag = match language {
        "繁體中文" => "zh-TW",
        "English" => "en",
        _ => "zh-CN",
    };
    desk.find(&format!("html[lang={tag}]")).await?;
    Ok(())
}
