//! A paper drawn: one or two copies on a sheet.

use leptos::prelude::*;

use super::Printed;
use crate::model::fold::Attachment;
use crate::model::ticket::Ticket;
use crate::query::paper::Sheet;
use crate::ui::app::App;
use crate::ui::dates;
use crate::ui::files::address_of;
use crate::ui::texts::fill;
use crate::ui::texts::paper::PaperTexts;

/// At most so many pictures stand on a paper.
const PICTURES: usize = 6;

/// Draws all copies.
pub fn draw(app: App, printed: &Printed, sheet: &Sheet, head: &[String]) -> impl IntoView + use<> {
    let me = app.desk().me().map(|me| format!("{} {}", me.name, me.number)).unwrap_or_default();
    let printed_at = fill(PaperTexts::t().printed, &[&dates::full(app.desk().now()), &me]);
    let pictures: Vec<Attachment> = {
        let fold = &printed.doc.fold;
        let kept = fold.attachments.iter().filter(|file| fold.counts(file.stamp) && file.media.starts_with("image/"));
        kept.filter(|file| !file.media.contains("svg")).take(PICTURES).cloned().collect()
    };
    let number = Ticket(&printed.doc.fold).number().to_owned();
    let opened = dates::full(Ticket(&printed.doc.fold).opened_at());
    let copies = (0..sheet.copies).map(|at| {
        let t = PaperTexts::t();
        let label = (sheet.copies > 1).then_some(if at == 0 { t.first } else { t.second });
        let pictures = if at == 0 { pictures.clone() } else { Vec::new() };
        copy(app, sheet, head, label, (&number, &opened), &printed_at, pictures)
    });
    view! { <article class="paper" data-copies=sheet.copies.to_string()>{copies.collect_view()}</article> }
}

fn copy(
    app: App,
    sheet: &Sheet,
    head: &[String],
    label: Option<&'static str>,
    (number, opened): (&str, &str),
    printed_at: &str,
    pictures: Vec<Attachment>,
) -> AnyView {
    let t = PaperTexts::t();
    let rows = sheet.lines().into_iter().map(|line| {
        let span = if line.len() == 1 { "3" } else { "1" };
        let cells = line.into_iter().map(|(label, value)| {
            view! { <th scope="row">{label.clone()}</th><td colspan=span class="pre">{value.clone()}</td> }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    let log = sheet.log.iter().map(|(when, who, what)| {
        view! { <tr><td class="when">{when.clone()}</td><td class="who">{who.clone()}</td><td class="pre">{what.clone()}</td></tr> }
    });
    let signs = sheet.signs.iter().map(|sign| view! { <span>{sign.clone()}"："</span> });
    view! {
        <section class="copy" data-cut=t.cut>
            <div class="meta">
                <span>{head.first().cloned().unwrap_or_default()}</span>
                <span>{label}</span>
                <span>{t.number}"："{number.to_owned()}" · "{t.opened}"："{opened.to_owned()}</span>
            </div>
            <h1>{sheet.title.clone()}</h1>
            {(!sheet.body.is_empty()).then(|| view! { <p class="pre body">{sheet.body.clone()}</p> })}
            {(!sheet.rows.is_empty()).then(|| view! { <table class="cells"><tbody>{rows.collect_view()}</tbody></table> })}
            {(!pictures.is_empty()).then(|| view! {
                <div class="pictures">{pictures.into_iter().map(|file| view! { <Picture app file /> }).collect_view()}</div>
            })}
            {(!sheet.log.is_empty()).then(|| view! { <h2>{t.log}</h2><table class="log"><tbody>{log.collect_view()}</tbody></table> })}
            <div class="signs">{signs.collect_view()}</div>
            <p class="foot">{printed_at.to_owned()}</p>
        </section>
    }
    .into_any()
}

/// A picture, small. One whose bytes are not on this device is left out.
#[component]
fn Picture(app: App, file: Attachment) -> impl IntoView {
    let (url, name) = (address_of(app.desk(), file.hash, file.media), file.name);
    move || url.get().map(|url| view! { <img src=url alt=name.clone() /> })
}
