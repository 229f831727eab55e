//! Scripts: found and said in two keystrokes, made, changed, suggested, restored, imported.

use serde_json::json;
use thirtyfour::Key;

use crate::case::{Case, cases, skip};
use crate::drive::desk::Desk;
use crate::drive::engine::Engine;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::Capture;
use crate::pages::files::{choose, file};
use crate::pages::first_run::FirstRun;
use crate::pages::settings::{Settings, switch_to};
use crate::pages::ticket::{REPLY, TIMELINE, TOAST};

/// This file's tests.
pub const CASES: &[Case] = cases![
    a_script_is_found_and_said_by_keys,
    what_is_filled_in_stays_while_others_write,
    what_is_still_to_be_said_is_never_left_out,
    a_script_is_made_changed_archived_and_restored,
    an_agent_suggests_and_a_lead_takes_it_up,
    what_was_written_becomes_a_script,
    a_table_of_scripts_is_tried_imported_and_taken_back,
    a_picture_is_copied_after_the_words,
];

const FIND: &str = "dialog[open] input";
const FOUND: &str = "dialog[open] [role=option]";
const ASKED: &str = "dialog[open] .ask";
const MESSAGE: &str = "dialog[open] .message-parts li";
const HEADING: &str = "main h1";
const ROWS: &str = "section [role=option]:not([hidden])";
const FORM: &str = "main form";
const TITLE: &str = "main form .form input";
const WORDS: &str = "main form .answer textarea";

/// Clicks the first that fits and holds a text; in one go, as what is drawn anew meanwhile is another element.
async fn click_text(desk: &Desk, css: &str, text: &str) -> Outcome {
    let click =
        "const one = [...document.querySelectorAll(arguments[0])].find((one) => one.innerText.includes(arguments[1]));
        one?.click();
        return one != null";
    let what = format!("{css} with {text}");
    desk.until(what, async || Ok(desk.script(click, vec![css.into(), text.into()]).await? == true)).await
}

/// Opens the search and types.
async fn look_for(desk: &Desk, text: &str) -> Outcome {
    desk.press("/").await?;
    desk.focused(FIND).await?;
    desk.insert(text).await
}

async fn a_script_is_found_and_said_by_keys(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    // Without a ticket: the initials of its sound, Enter, and it is on the clipboard.
    desk.script(
        "window.copied = []; navigator.clipboard.writeText = (text) => { window.copied.push(text); return Promise.resolve(); }",
        vec![],
    )
    .await?;
    look_for(desk, "rbz").await?;
    desk.shows(FOUND, "要找的人不在").await?;
    desk.press(Key::Enter).await?;
    desk.gone("dialog[open]").await?;
    desk.shows(TOAST, "已复制").await?;
    let copied = desk.script("return window.copied[0]", vec![]).await?;
    ensure!(copied.as_str().is_some_and(|text| text.contains("我去帮您看一下")), "copied {copied}");

    make(desk, "#/scripts/new", "查快递", "运单{waybill}已经在查。").await?;
    desk.shows(HEADING, "查快递").await?;
    desk.gone(FORM).await?;

    // With one: what nobody knows is asked for, Tab leads there, and two make one message; with the help hidden too.
    Capture::quick(desk, "灯管不亮").await?;
    desk.press(Key::Escape).await?;
    desk.press("]").await?;
    desk.gone("aside.help").await?;
    look_for(desk, "查快递").await?;
    desk.shows(FOUND, "查快递").await?;
    desk.press(Key::Shift + Key::Enter).await?;
    desk.shows("dialog[open] [role=status]", "运单").await?;
    desk.focused(ASKED).await?;
    desk.insert("SF998877").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(MESSAGE, "SF998877").await?;
    desk.focused(FIND).await?;
    desk.insert("rbz").await?;
    desk.shows(FOUND, "要找的人不在").await?;
    desk.press(Key::Shift + Key::Enter).await?;
    desk.gone("dialog[open]").await?;
    desk.until("both texts in the reply", async || {
        let text = desk.value(REPLY).await?.unwrap_or_default();
        Ok(text.contains("SF998877") && text.contains("我去帮您看一下") && text.contains('\n'))
    })
    .await?;

    // The library tells who used it.
    desk.go("#/scripts?q=rbz").await?;
    desk.click(ROWS).await?;
    desk.shows(HEADING, "要找的人不在").await?;
    desk.shows("main table th", "张敏").await?;
    desk.until("one copy and one writing", async || Ok(desk.texts("main table td").await? == ["1", "1", "0"])).await
}

async fn what_is_filled_in_stays_while_others_write(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    make(desk, "#/scripts/new", "查快递", "运单{waybill}已经在查。").await?;
    desk.shows(HEADING, "查快递").await?;
    desk.gone(FORM).await?;
    look_for(desk, "查快递").await?;
    desk.shows(FOUND, "查快递").await?;
    desk.focus(ASKED).await?;
    desk.insert("SF998").await?;
    // Another tab adds one that is found as well.
    desk.new_tab("").await?;
    make(desk, "#/scripts/new", "查快递进度", "稍等，马上查。").await?;
    desk.shows(HEADING, "查快递进度").await?;
    desk.to_tab(0).await?;
    desk.shows(FOUND, "查快递进度").await?;
    desk.focused(ASKED).await?;
    desk.insert("877").await?;
    desk.holds(ASKED, "SF998877").await
}

async fn what_is_still_to_be_said_is_never_left_out(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    make(desk, "#/scripts/new", "停收说明", "您的服务将从{|}起不再收费，运单{waybill}。").await?;
    desk.shows(HEADING, "停收说明").await?;
    desk.gone(FORM).await?;
    make(desk, "#/scripts/new", "先稳住", "马上查。").await?;
    desk.shows(HEADING, "先稳住").await?;
    desk.gone(FORM).await?;
    Capture::quick(desk, "不想再续费").await?;
    desk.press(Key::Escape).await?;
    // What nobody knows is asked for first; the same key again leaves it open, in brackets.
    look_for(desk, "停收说明").await?;
    desk.shows(FOUND, "停收说明").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows("dialog[open] [role=status]", "运单").await?;
    desk.focused(ASKED).await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(MESSAGE, "从〔……〕起").await?;
    desk.focused(FIND).await?;
    desk.insert("先稳住").await?;
    desk.shows(FOUND, "先稳住").await?;
    desk.press(Key::Shift + Key::Enter).await?;
    desk.gone("dialog[open]").await?;
    // The first gap of all of it is chosen, so that what is typed fills it; the next one is not sent either.
    let chosen = "const one = document.querySelector(arguments[0]);
        return one == document.activeElement ? one.value.slice(one.selectionStart, one.selectionEnd) : ''";
    let chosen_is = async |gap: &str| -> Outcome {
        let what = format!("{gap} chosen");
        desk.until(what, async || Ok(desk.script(chosen, vec![REPLY.into()]).await? == gap)).await
    };
    chosen_is("〔……〕").await?;
    desk.insert("12 月 1 日").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(".compose .wrong", "还没有填").await?;
    chosen_is("〔运单号〕").await?;
    desk.insert("SF1").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(TIMELINE, "您的服务将从12 月 1 日起不再收费，运单SF1。").await?;
    desk.holds(REPLY, "").await
}

/// Makes a script of one's own by keys, and waits for it.
async fn make(desk: &Desk, place: &str, title: &str, words: &str) -> Outcome {
    desk.go(place).await?;
    desk.focused(TITLE).await?;
    desk.insert(title).await?;
    desk.focus(WORDS).await?;
    desk.insert(words).await?;
    desk.press(Key::Control + Key::Enter).await
}

async fn a_script_is_made_changed_archived_and_restored(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "ecommerce", false).await?;
    // A place that nothing fills is named, and nothing is lost by a reload.
    make(desk, "#/scripts/new", "春节发货说明", "{nobody}您好，春节期间照常发货。").await?;
    desk.shows("main [role=alert]", "{nobody}").await?;
    desk.reload().await?;
    desk.holds(TITLE, "春节发货说明").await?;
    desk.focus(WORDS).await?;
    desk.script("document.activeElement.select()", vec![]).await?;
    desk.insert("您好，春节期间照常发货。").await?;
    // What is filled in by itself is put in with a press, where the caret stands.
    desk.script("document.activeElement.setSelectionRange(0, 0)", vec![]).await?;
    desk.click_text(".places button", "客户").await?;
    desk.holds(WORDS, "{customer}您好，春节期间照常发货。").await?;
    desk.focused(WORDS).await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(HEADING, "春节发货说明").await?;
    desk.gone(FORM).await?;
    // It is found by the initials of its sound.
    look_for(desk, "cjfh").await?;
    desk.shows(FOUND, "春节发货说明").await?;
    desk.press(Key::Escape).await?;
    desk.gone("dialog[open]").await?;

    desk.press("e").await?;
    desk.focused(TITLE).await?;
    desk.insert("（新）").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(HEADING, "春节发货说明（新）").await?;
    click_text(desk, "main [role=tab]", "版本").await?;
    desk.shows("main ins", "（新）").await?;
    click_text(desk, "main ol button", "恢复这一版").await?;
    desk.until("the first title", async || Ok(desk.texts(HEADING).await? == ["春节发货说明"])).await?;
    click_text(desk, ".toast button", "撤销").await?;
    desk.shows(HEADING, "春节发货说明（新）").await?;

    desk.click("main button[aria-haspopup=menu]").await?;
    click_text(desk, "main [role=menuitem]", "归档").await?;
    desk.shows("main .notice", "已归档").await?;
    look_for(desk, "春节发货").await?;
    desk.gone(FOUND).await?;
    desk.press(Key::Escape).await?;
    desk.gone("dialog[open]").await?;
    click_text(desk, "main .notice button", "恢复使用").await?;
    look_for(desk, "春节发货").await?;
    desk.shows(FOUND, "春节发货说明（新）").await
}

async fn an_agent_suggests_and_a_lead_takes_it_up(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "ecommerce", false).await?;
    Settings::open(desk, "team").await?.add_person("B02", "李强").await?;
    switch_to(desk, 2).await?;
    desk.shows("footer", "李强").await?;
    desk.go("#/scripts?q=tsbz").await?;
    desk.click(ROWS).await?;
    desk.shows(HEADING, "要找的同事不在").await?;
    desk.press("e").await?;
    desk.focus(WORDS).await?;
    desk.script("document.activeElement.select()", vec![]).await?;
    desk.insert("他今天不在，我来帮您办。").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(TOAST, "建议已提交").await?;
    desk.shows("main .notice", "修改建议 · 待答复 · 李强").await?;

    switch_to(desk, 1).await?;
    desk.shows("footer", "张敏").await?;
    desk.go("#/scripts?view=suggestions").await?;
    desk.shows("nav a[aria-current=page]", "待审建议").await?;
    desk.click(ROWS).await?;
    desk.shows("main ins", "今天").await?;
    click_text(desk, "main button", "采纳").await?;
    desk.shows(TOAST, "建议已采纳").await?;
    desk.shows("main ins", "今天").await?;
    desk.shows("main", "已采纳 · 张敏").await?;
    look_for(desk, "tsbz").await?;
    desk.shows("dialog[open] article", "他今天不在，我来帮您办。").await
}

async fn what_was_written_becomes_a_script(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "灯管不亮").await?;
    let number = ticket.number().await?;
    ticket.note(&format!("您好，我是张敏，工单{number}明天发货。")).await?;
    desk.shows(TIMELINE, "明天发货").await?;
    desk.script("document.querySelector('ol.events button[title=存为话术]').click()", vec![]).await?;
    desk.holds(WORDS, "您好，我是{agent}，工单{number}明天发货。").await?;
    desk.focus(TITLE).await?;
    desk.insert("明天发货").await?;
    desk.press(Key::Control + Key::Enter).await?;
    desk.shows(HEADING, "明天发货").await
}

async fn a_table_of_scripts_is_tried_imported_and_taken_back(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "ecommerce", false).await?;
    desk.go("#/scripts").await?;
    let open = async || -> Outcome {
        desk.click("section button[aria-haspopup=menu]").await?;
        click_text(desk, "section [role=menuitem]", "导入").await?;
        desk.find("dialog[open] input[type=file]").await?;
        Ok(())
    };
    open().await?;
    let input = "dialog[open] input[type=file]";
    let bad = "代码,标题,分组,说法\nbzdz,备用地址,新组,请寄到{nowhere}。\n";
    choose(desk, input, file("bad.csv", "text/csv", bad)).await?;
    desk.shows("dialog[open] .faults", "第 2 行").await?;
    desk.shows("dialog[open] .faults", "{nowhere}").await?;
    let disabled = "return [...document.querySelectorAll('dialog[open] .dialog-foot button')].at(-1).disabled";
    ensure!(desk.script(disabled, vec![]).await? == true, "a table with a problem can be imported");
    click_text(desk, "dialog[open] .dialog-foot button", "换一个文件").await?;
    let good = "代码,标题,分组,说法,条件\nbzdz,备用地址,新组,请寄到二号仓。,\nbzdz,备用地址,,请寄到门店。,同城\n";
    choose(desk, input, file("good.csv", "text/csv", good)).await?;
    desk.shows("dialog[open] [role=status]", "新增 1 条").await?;
    click_text(desk, "dialog[open] .dialog-foot button", "导入").await?;
    desk.gone("dialog[open]").await?;
    desk.shows(TOAST, "话术已导入").await?;
    desk.shows("nav a", "新组").await?;
    look_for(desk, "bzdz").await?;
    desk.shows(FOUND, "备用地址").await?;
    desk.press(Key::Escape).await?;
    desk.gone("dialog[open]").await?;
    click_text(desk, ".toast button", "撤销").await?;
    look_for(desk, "bzdz").await?;
    desk.gone(FOUND).await
}

async fn a_picture_is_copied_after_the_words(desk: &Desk) -> Outcome {
    if desk.engine != Engine::Chromium {
        return skip("only Chromium lets a test look into the clipboard");
    }
    for name in ["clipboard-read", "clipboard-write"] {
        let allowed = json!({ "permission": { "name": name }, "setting": "granted" });
        desk.driver.cdp().send_raw("Browser.setPermission", allowed).await?;
    }
    FirstRun::done(desk, "property", false).await?;
    desk.go("#/scripts?q=rbz").await?;
    desk.click(ROWS).await?;
    desk.shows(HEADING, "要找的人不在").await?;
    let draw = "
        const canvas = new OffscreenCanvas(12, 8);
        canvas.getContext('2d').fillRect(0, 0, 6, 8);
        const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
        return [...new Uint8Array(await blob.arrayBuffer())];";
    let jpeg = desk.script_async(draw, vec![]).await?;
    choose(desk, "main input[type=file]", file("map.jpg", "image/jpeg", jpeg)).await?;
    desk.find("main .picture img").await?;
    let kinds = "return (await navigator.clipboard.read()).flatMap((item) => item.types).join()";
    look_for(desk, "rbz").await?;
    desk.shows(FOUND, "要找的人不在").await?;
    desk.press(Key::Enter).await?;
    desk.gone("dialog[open]").await?;
    desk.shows(TOAST, "已复制").await?;
    ensure!(desk.script_async(kinds, vec![]).await? == "text/plain", "the words are not there as plain text");
    click_text(desk, ".toast button", "复制图片").await?;
    desk.until("the picture", async || Ok(desk.script_async(kinds, vec![]).await? == "image/png")).await?;
    let size = "
        const [item] = await navigator.clipboard.read();
        const drawn = await createImageBitmap(await item.getType('image/png'));
        return `${drawn.width} ${drawn.height}`;";
    ensure!(desk.script_async(size, vec![]).await? == "12 8", "another picture is there");
    Ok(())
}
