//! The whole app, as built into `dist/`, in real browsers: Chromium, Firefox and WebKitGTK over WebDriver.
//!
//! Run: `make test ONLY=e2e`, or, after `make dist`, `cargo test --test e2e -- start::`
//! (a filter by name). `SHOUWEN_ENGINES=chromium` chooses engines; without it, all three. What a failed test saw is in
//! `target/e2e/`: a screenshot, the page's elements, what the page complained of. `make shots` takes pictures only.
//!
//! # A test
//!
//! An `async fn(&Desk) -> Outcome` in a file of `cases/`, named in that file's `CASES` (one left out is an unused
//! function and does not pass clippy). It gets a site of its own on a port of its own, so it begins with no data, and a
//! browser that other tests have used before it. It fails by returning an error: `ensure!(condition, "what {x}")`,
//! `?`. It also fails when the page broke the content policy, left an error uncaught or wrote `console.error`; a test
//! that provokes that takes it back with `desk.site.forgive("part of the text")`. Where an engine cannot do what a test
//! needs, `return skip("why")` reports it as ignored there.
//!
//! ```ignore
//! pub const CASES: &[Case] = cases![taking_a_request];
//!
//! async fn taking_a_request(desk: &Desk) -> Outcome {
//!     let today = Today::open(desk).await?;
//!     let ticket = today.take_request("13800138000").await?;
//!     ensure!(ticket.state().await? == "待处理", "a new ticket waits");
//!     Ok(())
//! }
//! ```
//!
//! # A page object
//!
//! A file of `pages/` with a struct that borrows the `Desk`: its selectors are constants at the top and its methods say
//! what a person does (`take_request`) or sees (`state`), nothing of elements. Selectors name roles and labels or
//! `data-*` attributes, not classes. Waiting is in `Desk`: `go`, `find`, `find_text`, `click`, `until`, `gone`; never sleep.
//! What is waited for must not hold already before the action had its effect: "1 张" also stands in "11 张" and in the
//! count of the list before.
//!
//! # Beyond one page
//!
//! - Offline, a broken host: `desk.site.go_down(true)`, `desk.site.replace(path, reply)`.
//! - Another tab: `desk.new_tab("")`, `desk.to_tab(0)`.
//! - A crash, another person: `Browser::with_profile` and `Browser::kill`, with a `Desk` made of it by hand.
//! - Under a sub-path: every test runs under one; see [`runner::PREFIX`].

#[path = "../drive/mod.rs"]
mod drive;

mod case;
mod cases;
mod pages;
mod runner;
mod shots;

use std::env;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = if arguments.iter().any(|argument| argument == "--shots") {
        shots::take().await
    } else {
        let filter = arguments.iter().find(|argument| !argument.starts_with('-'));
        runner::run(filter.map_or("", String::as_str)).await
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}
