//! Photos and files, and the papers that show them.

use serde_json::Value;

use crate::case::{Case, cases};
use crate::drive::desk::Desk;
use crate::drive::{Outcome, ensure};
use crate::pages::capture::Capture;
use crate::pages::files::{choose, file, paste};
use crate::pages::first_run::FirstRun;
use crate::pages::ticket::{REPLY, TOAST};

/// This file's tests.
pub const CASES: &[Case] = cases![files_are_chosen_pasted_and_refused, papers_come_in_two_copies];

/// A picture of four points.
const PICTURE: &[u8] = &[
    0x42, 0x4d, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0, 0, 0, 0, 0, 16,
    0, 0, 0, 19, 11, 0, 0, 19, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 255, 0, 0, 0, 255, 0,
    0, 0, 0, 0,
];
const ANY: &str = ".files input[type=file]:not([accept^=image])";
const PHOTO: &str = ".files input[type=file][accept^=image]";

fn picture(name: &str) -> Value {
    file(name, "image/bmp", PICTURE.to_vec())
}

async fn files_are_chosen_pasted_and_refused(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let ticket = Capture::quick(desk, "墙面渗水").await?;
    choose(desk, PHOTO, picture("渗水.bmp")).await?;
    desk.shows("figure", "渗水.bmp").await?;
    choose(desk, ANY, file("说明.txt", "text/plain", "三楼卫生间")).await?;
    desk.shows("figure", "说明.txt").await?;
    paste(desk, REPLY, picture("截图.bmp")).await?;
    desk.shows("figure", "截图.bmp").await?;
    let drawn = "return [...document.querySelectorAll('figure img')].filter(image => image.naturalWidth === 2).length";
    desk.until("two pictures to be drawn", async || Ok(desk.script(drawn, vec![]).await? == 2)).await?;
    let widest = "return Math.max(...[...document.querySelectorAll('figure img')].map(image => image.clientWidth))";
    let widest = desk.script(widest, vec![]).await?;
    ensure!(widest.as_f64().is_some_and(|width| width <= 240.0), "pictures are shown small, not {widest} wide");

    let large = "
        const carried = new DataTransfer();
        carried.items.add(new File([new Uint8Array(6 << 20)], '监控录像.mp4', { type: 'video/mp4' }));
        const field = document.querySelector(arguments[0]);
        field.files = carried.files;
        field.dispatchEvent(new Event('change', { bubbles: true }));";
    desk.script(large, vec![ANY.into()]).await?;
    desk.shows(TOAST, "最大 5 MB").await?;
    let timeline = ticket.timeline().await?;
    ensure!(!timeline.contains("监控录像"), "what is too large was added:\n{timeline}");
    ensure!(timeline.contains("添加文件 渗水.bmp"), "what was added is told:\n{timeline}");
    desk.reload().await?;
    desk.until("the pictures to be drawn again", async || Ok(desk.script(drawn, vec![]).await? == 2)).await
}

async fn papers_come_in_two_copies(desk: &Desk) -> Outcome {
    FirstRun::done(desk, "property", false).await?;
    let capture = Capture::visit(desk).await?;
    capture.newcomer("13812345678").await?;
    capture.kind("报修").await?;
    capture.write("入户门锁打不开").await?;
    let ticket = capture.save().await?;
    let number = ticket.number().await?;
    desk.script("window.__loaded = true; window.__printed = 0; window.print = () => { window.__printed += 1 }", vec![])
        .await?;
    desk.script("document.activeElement.blur()", vec![]).await?;
    desk.press(thirtyfour::Key::Shift + "P").await?;
    desk.until("two copies", async || Ok(desk.all("main section.copy").await?.len() == 2)).await?;
    let copies = desk.texts("main section.copy").await?;
    for (copy, label) in copies.iter().zip(["第一联", "第二联"]) {
        ensure!(copy.contains(label) && copy.contains(&number), "{label} is missing: {copy}");
        ensure!(copy.contains("138****5678") && !copy.contains("13812345678"), "the number is masked: {copy}");
    }
    // Whoever visits the customer needs the number: that is asked before the first print.
    desk.press(thirtyfour::Key::Shift + "P").await?;
    desk.click_text(".paper-ask button", "显示电话并打印").await?;
    desk.until("the print dialog to be asked for", async || {
        Ok(desk.script("return window.__printed", vec![]).await? == 1)
    })
    .await?;
    let copies = desk.texts("main section.copy").await?;
    ensure!(copies.iter().all(|copy| copy.contains("13812345678")), "the number stands on it: {copies:?}");
    ensure!(desk.script("return window.__loaded === true", vec![]).await? == true, "the page was loaded anew");
    ensure!(desk.all("nav a[href='#/settings']").await?.is_empty(), "nothing but the paper is on the page");
    Ok(())
}
