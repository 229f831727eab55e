//! Texts that try to be more than text.

use thirtyfour::Key;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::Capture;
use crate::pages::files::{choose, file};
use crate::pages::first_run::FirstRun;
use crate::pages::settings::Settings;
use crate::pages::ticket::{ASK, REPLY, TIMELINE};

/// This file's tests.
pub const CASES: &[Case] = cases![hostile_texts_stay_texts, wide_characters_are_never_cut];

const IMAGE: &str = "<img src=x onerror=\"window.__hostile=1\">";
const LINK: &str = "javascript:window.__hostile=1";
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"window.__hostile=1\">\
    <script>window.__hostile=1</script><rect width=\"9\" height=\"9\"/></svg>";

/// Nothing of it runs, and nothing of it is an element. That the policy was not even asked is checked by the runner.
async fn inert(desk: &Desk, place: &str) -> Outcome {
    desk.go(place).await?;
    desk.script_async("for (let n = 0; n < 3; n += 1) await new Promise(requestAnimationFrame)", vec![]).await?;
    let look = "return [
        window.__hostile ?? null,
        document.querySelectorAll('img[src=x], [onerror], [onload], body script:not([src=\"offline.js\"]), object, embed, iframe').length,
        [...document.querySelectorAll('[href], [src]')].filter(found =>
            /^\\s*javascript:/i.test(found.getAttribute('href') ?? found.getAttribute('src'))).length,
        document.querySelectorAll('svg script, svg[onload]').length,
    ]";
    let found = desk.script(look, vec![]).await?;
    ensure!(found == serde_json::json!([null, 0, 0, 0]), "{place} holds more than text: {found}");
    Ok(())
}

async fn hostile_texts_stay_texts(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let settings = Settings::open(desk, "team").await?;
    settings.add_person("X9", IMAGE).await?;
    Settings::open(desk, "lists").await?;
    desk.focus("input[aria-label^='添加一项']").await?;
    desk.insert(IMAGE).await?;
    desk.press(Key::Enter).await?;

    let capture = Capture::visit(desk).await?;
    desk.focused(".finder input").await?;
    desk.insert(IMAGE).await?;
    desk.press(Key::Enter).await?;
    desk.focused(".caller input").await?;
    desk.press(Key::Enter).await?;
    capture.kind("报修").await?;
    capture.write(&format!("{IMAGE} {LINK} {DRAWING}")).await?;
    let ticket = capture.save().await?;
    ensure!(ticket.subject().await?.contains("<img src=x"), "the subject is shown as it is written");
    ticket.note(&format!("{DRAWING} {IMAGE} {LINK}")).await?;
    desk.press("#").await?;
    desk.focused(&format!("{ASK} input")).await?;
    desk.insert("<b onclick=x>").await?;
    ticket.confirm().await?;
    desk.press("p").await?;
    desk.focused(&format!("{ASK} input")).await?;
    desk.insert(IMAGE).await?;
    ticket.confirm().await?;
    // The step asks for a text, a choice from a list, a moment and a name; what was said is there.
    ticket.step_asking(1).await?;
    desk.insert(IMAGE).await?;
    desk.press(Key::Tab).await?;
    desk.press("img").await?;
    desk.press(Key::Escape).await?;
    desk.script("document.activeElement.select()", vec![]).await?;
    desk.press("门窗").await?;
    desk.press(Key::Enter).await?;
    ticket.book("约定上门时间", "2030-01-07T10:00").await?;
    ticket.go_to("维修人员").await?;
    desk.insert(LINK).await?;
    ticket.confirm().await?;
    ticket.stands_at("已派工").await?;
    choose(desk, ".files input[type=file]", file("<img src=x onerror=x>.svg", "image/svg+xml", DRAWING)).await?;
    desk.shows("figure", "<img src=x").await?;
    choose(desk, ".files input[type=file]", file("a.html", "text/html", format!("<script>{LINK}</script>"))).await?;
    desk.shows("figure", "a.html").await?;
    ensure!(desk.all("figure img").await?.is_empty(), "a drawing with a script is not drawn");
    desk.shows(TIMELINE, "<svg").await?;
    ensure!(desk.value(REPLY).await?.is_some(), "the ticket is still there");

    let ticket_place = desk.place().await?;
    let id = ticket_place.trim_start_matches("#/tickets/").split('?').next().unwrap_or_default().to_owned();
    let customer = desk.script("return document.querySelector('dl.facts a').getAttribute('href')", vec![]).await?;
    let places = [
        &ticket_place,
        "#/",
        "#/tickets?view=all",
        "#/new",
        "#/customers",
        customer.as_str().unwrap_or("#/customers"),
        "#/settings/team",
        "#/settings/lists",
        &format!("#/print/{id}/order"),
        &format!("#/print/{id}/ticket"),
        "#/tickets?q=%3Cimg%20src%3Dx%20onerror%3D%22window.__hostile%3D1%22%3E",
        "#/tickets/javascript:window.__hostile=1",
    ];
    for place in places {
        inert(desk, place).await?;
    }
    Ok(())
}

async fn wide_characters_are_never_cut(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let text = "👨‍👩‍👧‍👦𠮷𠮷👍🏽".repeat(40);
    let capture = Capture::visit(desk).await?;
    capture.nobody().await?;
    capture.kind("报修").await?;
    capture.write(&text).await?;
    let ticket = capture.save().await?;
    let subject = ticket.subject().await?.trim_end_matches('…').to_owned();
    ensure!(!subject.is_empty() && text.starts_with(&subject), "the subject is a beginning of the text: {subject}");
    let rest = &text[subject.len()..];
    let whole = ["👨‍👩‍👧‍👦", "𠮷", "👍🏽"].iter().any(|unit| rest.starts_with(unit));
    ensure!(rest.is_empty() || whole, "the subject was cut within a character: {subject}");
    let rows = ".list [role=row][data-at]";
    desk.shows(rows, "👨‍👩‍👧‍👦").await?;
    let shown = desk.texts(rows).await?.join("");
    ensure!(!shown.contains('\u{fffd}'), "the list shows whole characters: {shown}");
    Ok(())
}
