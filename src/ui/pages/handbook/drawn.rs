//! A chapter's text drawn: headings, paragraphs, lists and tables as elements, never as HTML; and what differs in two texts.

use leptos::prelude::*;

use crate::model::markup::{Block, blocks, plain};
use crate::query::changes::{Piece, Side, lines};
use crate::query::search::marks::Marker;
use crate::ui::components::marked;
use crate::ui::texts::handbook::HandbookTexts;

/// A text, with what `marker` finds marked.
#[must_use]
pub fn draw(text: &str, marker: &Marker) -> AnyView {
    let words = |text: &str| marked(text, &marker.marks(text));
    let item = |item: &String| view! { <li>{words(item)}</li> };
    let block = |block: Block| match block {
        Block::Heading(heading) => view! { <h2>{words(&heading)}</h2> }.into_any(),
        Block::Paragraph(text) => view! { <p>{words(&text)}</p> }.into_any(),
        Block::Bullets(items) => view! { <ul>{items.iter().map(item).collect_view()}</ul> }.into_any(),
        Block::Steps(items) => view! { <ol>{items.iter().map(item).collect_view()}</ol> }.into_any(),
        Block::Table { head, rows } => {
            let heads = head.iter().map(|cell| view! { <th scope="col">{words(cell)}</th> });
            let row = |row: &Vec<String>| {
                let cells = row.iter().map(|cell| view! { <td>{words(cell)}</td> });
                view! { <tr>{cells.collect_view()}</tr> }
            };
            view! {
                <div class="table-wrap">
                    <table><thead><tr>{heads.collect_view()}</tr></thead><tbody>{rows.iter().map(row).collect_view()}</tbody></table>
                </div>
            }
            .into_any()
        }
    };
    blocks(text).into_iter().map(block).collect_view().into_any()
}

/// What differs between two texts, line by line.
#[must_use]
pub fn draw_changes(first: &str, second: &str) -> AnyView {
    let t = HandbookTexts::t();
    let piece = |piece: &Piece| {
        let text = piece.text.clone();
        match piece.side {
            Side::Both => text.into_any(),
            Side::Gone => view! { <del>{text}</del> }.into_any(),
            Side::New => view! { <ins>{text}</ins> }.into_any(),
        }
    };
    let line = |mut pieces: Vec<Piece>| {
        let whole = match pieces.as_slice() {
            [] => return ().into_any(),
            [only] => Some(only.side),
            _ => None,
        };
        let is_heading = pieces.first().is_some_and(|first| first.text.starts_with("## "));
        if let [only] = pieces.as_mut_slice() {
            only.text = plain(&only.text);
            if only.text.is_empty() {
                return ().into_any();
            }
        }
        let side = match whole {
            Some(Side::Both) => "",
            Some(Side::Gone) => "gone",
            Some(Side::New) => "new",
            None => "changed",
        };
        let sign = match whole {
            Some(Side::Gone) => t.gone_line,
            Some(Side::New) => t.new_line,
            _ => "",
        };
        view! {
            <p data-side=side data-heading=is_heading.then_some("")>
                {(!sign.is_empty()).then(|| view! { <span class="only-spoken">{sign}"："</span> })}
                {pieces.iter().map(piece).collect_view()}
            </p>
        }
        .into_any()
    };
    let all: Vec<AnyView> = lines(first, second).into_iter().map(line).collect();
    view! { <div class="changes-of">{all}</div> }.into_any()
}
