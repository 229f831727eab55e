//! Nothing typed is ever lost.

use thirtyfour::Key;

use crate::case::{Case, cases, skip};
use crate::drive::desk::Desk;
use crate::drive::engine::{Browser, Engine};
use crate::drive::site::Site;
use crate::drive::{Outcome, ensure, root};
use crate::pages::capture::{Capture, FINDER, TEXT};
use crate::pages::first_run::FirstRun;
use crate::pages::settings::{Settings, switch_to};
use crate::pages::ticket::{ASK, REPLY, TIMELINE, TicketPage};
use crate::runner::PREFIX;

/// This file's tests.
pub const CASES: &[Case] = cases![
    what_is_typed_survives_loading_again,
    what_is_typed_survives_a_busy_database,
    what_is_typed_survives_closing_the_tab,
    what_is_saved_and_typed_survives_a_killed_browser,
    each_person_has_drafts_of_their_own,
    what_a_short_form_asks_survives_loading_again,
    the_first_run_survives_loading_again,
    what_is_typed_survives_a_link_to_the_same_form,
];

/// The drafts in the database.
const STORED: &str = "
    const [{ name }] = await indexedDB.databases();
    const settled = request => new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const database = await settled(indexedDB.open(name));
    const drafts = await settled(database.transaction('drafts').objectStore('drafts').getAll());
    database.close();
    return drafts;";

/// Keeps the drafts in the database from being written until the page goes.
const BUSY: &str = "
    const [{ name }] = await indexedDB.databases();
    await new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
            const store = request.result.transaction('drafts', 'readwrite').objectStore('drafts');
            const again = () => { store.get('').onsuccess = again; resolve(); };
            again();
        };
    });";

/// The field that stands open for editing.
const FIELD: &str = ".fields-of form input";

async fn what_is_typed_survives_loading_again(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let capture = Capture::visit(desk).await?;
    capture.nobody().await?;
    capture.kind("报修").await?;
    capture.write("楼道声控灯").await?;
    desk.reload().await?;
    desk.holds(TEXT, "楼道声控灯").await?;
    desk.focused(TEXT).await?;
    capture.write("不亮").await?;
    let ticket = capture.save().await?;
    ensure!(ticket.subject().await?.contains("声控灯"), "the draft became the ticket");

    ticket.type_reply("师傅十点到，").await?;
    desk.press(Key::Escape).await?;
    desk.press("e").await?;
    desk.focused(FIELD).await?;
    desk.press("3-1-1202").await?;
    desk.reload().await?;
    desk.holds(REPLY, "师傅十点到，").await?;
    desk.press("e").await?;
    desk.holds(FIELD, "3-1-1202").await?;
    desk.focused(FIELD).await?;
    desk.press(Key::Enter).await?;
    desk.shows(".fields-of", "3-1-1202").await?;

    // A saved ticket leaves nothing in the form.
    desk.go("#/new").await?;
    desk.holds(FINDER, "").await?;
    ensure!(desk.value(TEXT).await?.as_deref() == Some(""), "the form is empty after saving");
    Ok(())
}

async fn what_is_typed_survives_a_busy_database(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "水表倒转").await?;
    ticket.type_reply("水务说").await?;
    desk.until("the draft to be stored", async || {
        Ok(desk.script_async(STORED, vec![]).await?.to_string().contains("水务说"))
    })
    .await?;
    desk.script_async(BUSY, vec![]).await?;
    desk.insert("周三来换").await?;
    desk.reload().await?;
    desk.holds(REPLY, "水务说周三来换").await?;
    // It is in its place again, and nothing is left beside the database.
    desk.until("the draft to be stored", async || {
        Ok(desk.script_async(STORED, vec![]).await?.to_string().contains("水务说周三来换"))
    })
    .await?;
    let beside =
        desk.script("return Object.keys(localStorage).filter((name) => name.includes(':draft:'))", vec![]).await?;
    ensure!(beside == serde_json::json!([]), "beside the database: {beside}");
    Ok(())
}

async fn what_is_typed_survives_closing_the_tab(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "水龙头滴水").await?;
    let place = desk.place().await?;
    desk.new_tab(&place).await?;
    TicketPage::shown(desk).await?;
    desk.to_tab(0).await?;
    ticket.type_reply("业主说今晚七点后在家").await?;
    // Sooner than the 100 ms that are promised.
    desk.driver.close_window().await?;
    desk.to_tab(0).await?;
    desk.reload().await?;
    desk.holds(REPLY, "业主说今晚七点后在家").await
}

async fn what_is_saved_and_typed_survives_a_killed_browser(desk: &Desk) -> Outcome {
    if desk.engine == Engine::WebKit {
        return skip("MiniBrowser keeps nothing when automated");
    }
    let profile = tempfile::tempdir()?;
    let site = Site::start(&root().join("dist"), PREFIX).await?;
    let browser = Browser::with_profile(desk.engine, profile.path()).await?;
    let first = Desk { engine: desk.engine, driver: browser.driver.clone(), site };
    FirstRun::done(&first, "property", false).await?;
    let ticket = Capture::quick(&first, "电梯异响").await?;
    ticket.note("已通知维保").await?;
    let place = first.place().await?;
    ticket.type_reply("维保半小时到").await?;
    first
        .until("the draft to be stored", async || {
            let drafts = first.script_async(STORED, vec![]).await?;
            Ok(drafts.to_string().contains("维保半小时到"))
        })
        .await?;
    let site = first.site;
    browser.kill().await?;

    let browser = Browser::with_profile(desk.engine, profile.path()).await?;
    let second = Desk { engine: desk.engine, driver: browser.driver.clone(), site };
    second.open(&place).await?;
    second.shows("ol.events > li", "已通知维保").await?;
    second.holds(REPLY, "维保半小时到").await?;
    let problems = second.problems().await?;
    browser.quit().await?;
    ensure!(problems.is_empty(), "the page complained: {problems:?}");
    Ok(())
}

async fn each_person_has_drafts_of_their_own(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    Settings::open(desk, "team").await?.add_person("B02", "李强").await?;
    let ticket = Capture::quick(desk, "下水道堵").await?;
    ticket.type_reply("张敏写的").await?;
    desk.press(Key::Escape).await?;
    switch_to(desk, 2).await?;
    desk.holds(REPLY, "").await?;
    ticket.type_reply("李强写的").await?;
    desk.press(Key::Escape).await?;
    switch_to(desk, 1).await?;
    desk.holds(REPLY, "张敏写的").await?;
    switch_to(desk, 2).await?;
    desk.holds(REPLY, "李强写的").await?;
    desk.reload().await?;
    desk.holds(REPLY, "李强写的").await
}

async fn what_a_short_form_asks_survives_loading_again(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "围墙有缺口").await?;
    let (why, when) = (&format!("{ASK} .wide input"), &format!("{ASK} input[type=datetime-local]"));
    desk.press("t").await?;
    desk.focused(&format!("{ASK} select")).await?;
    desk.click(&format!("{ASK} option[value='-']")).await?;
    desk.focus(why).await?;
    desk.insert("夜班巡逻时再看").await?;
    desk.reload().await?;
    TicketPage::shown(desk).await?;
    desk.press("t").await?;
    desk.holds(why, "夜班巡逻时再看").await?;
    desk.holds(&format!("{ASK} select"), "-").await?;
    // Closed without confirming it is not lost either.
    desk.press(Key::Escape).await?;
    desk.gone(ASK).await?;
    desk.press("t").await?;
    desk.holds(why, "夜班巡逻时再看").await?;
    desk.focused(&format!("{ASK} select")).await?;
    ticket.confirm().await?;
    desk.shows(TIMELINE, "夜班巡逻时再看").await?;
    desk.press("t").await?;
    desk.holds(why, "").await?;
    desk.press(Key::Escape).await?;

    desk.press("p").await?;
    desk.focused(why).await?;
    desk.insert("周五前补好").await?;
    let set = "const [css] = arguments, field = document.querySelector(css);
        field.value = '2031-05-06T17:30';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    desk.script(set, vec![when.clone().into()]).await?;
    desk.reload().await?;
    TicketPage::shown(desk).await?;
    desk.press("p").await?;
    desk.holds(why, "周五前补好").await?;
    desk.holds(when, "2031-05-06T17:30").await?;
    desk.press(Key::Escape).await?;

    let subject = "main input.h1";
    desk.shows("main h1", "围墙").await?;
    desk.focus("main h1").await?;
    desk.press(Key::Enter).await?;
    desk.focused(subject).await?;
    desk.insert("：南侧两处").await?;
    desk.reload().await?;
    desk.shows("main h1", "围墙").await?;
    desk.focus("main h1").await?;
    desk.press(Key::Enter).await?;
    desk.until("the subject as typed", async || {
        Ok(desk.value(subject).await?.is_some_and(|text| text.contains("南侧两处")))
    })
    .await?;
    desk.press(Key::Escape).await?;
    desk.gone(subject).await?;

    desk.press("l").await?;
    desk.find(".minutes input").await?;
    desk.fill(".minutes input", "12").await?;
    desk.reload().await?;
    desk.holds(".minutes input", "12").await?;
    desk.find(".minutes input").await?;
    Ok(())
}

async fn the_first_run_survives_loading_again(desk: &Desk) -> Outcome {
    let first = FirstRun::open(desk).await?;
    first.introduce("欧阳", "909").await?;
    first.choose_pack("logistics").await?;
    desk.reload().await?;
    desk.holds("#first-name", "欧阳").await?;
    desk.holds("#first-number", "909").await?;
    desk.find("input[value=logistics]:checked").await?;
    first.begin().await
}

async fn what_is_typed_survives_a_link_to_the_same_form(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let capture = Capture::visit(desk).await?;
    capture.newcomer("13812345678").await?;
    capture.kind("报修").await?;
    capture.write("水管漏水").await?;
    capture.save().await?;
    let link = desk.script("return document.querySelector('dl.facts a').getAttribute('href')", vec![]).await?;
    let customer = link.as_str().unwrap_or_default().trim_start_matches("#/customers/").to_owned();

    let capture = Capture::visit(desk).await?;
    capture.newcomer("13987654321").await?;
    capture.kind("报修").await?;
    capture.write("电梯异响").await?;
    // The form is open, and a link names somebody.
    desk.script("location.hash = arguments[0]", vec![format!("#/new?customer={customer}").into()]).await?;
    desk.shows(".chosen", "138****5678").await?;
    ensure!(desk.value(TEXT).await?.as_deref() == Some("电梯异响"), "the text is lost");
    desk.until("the address to ask no more", async || Ok(desk.place().await?.ends_with("#/new"))).await?;
    // Loaded again it stays; without the customer the newcomer is there as they were.
    desk.reload().await?;
    desk.shows(".chosen", "138****5678").await?;
    desk.click(".chosen .push button").await?;
    desk.holds(".caller input[type=tel]", "13987654321").await?;
    ensure!(desk.value(TEXT).await?.as_deref() == Some("电梯异响"), "the text is lost");
    desk.reload().await?;
    desk.holds(".caller input[type=tel]", "13987654321").await
}
