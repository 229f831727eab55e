//! What a recycled row shows, as data: it is compared with what stands there, and only what differs is written into the
//! page. Views would take every attribute off and put it on again.

use std::ops::Range;

use leptos::prelude::document;
use web_sys::{Element, Node};

use super::Icon;
use super::grid::GridColumn;

/// The name space of icons.
const SVG: &str = "http://www.w3.org/2000/svg";

/// An element inside a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The element's name; a `span` when it is empty.
    pub tag: &'static str,
    /// Its class.
    pub class: &'static str,
    /// What a pointer resting on it is told; nothing when it is empty.
    pub title: String,
    /// An attribute more and its value; none when the name is empty.
    pub more: (&'static str, &'static str),
}

impl Part {
    /// A `span` of a class.
    #[must_use]
    pub fn of(class: &'static str) -> Self {
        Self { class, ..Self::default() }
    }

    /// Writes what differs from another; its name and class must be the same.
    fn write(&self, before: Option<&Self>, element: &Element) {
        // Valid names: these cannot fail.
        if before.map_or("", |before| &before.title) != self.title {
            let _ = element.set_attribute("title", &self.title);
        }
        let (name, value) = self.more;
        if before.map_or(("", ""), |before| before.more) != self.more && !name.is_empty() {
            let _ = element.set_attribute(name, value);
        }
    }

    fn make(&self) -> Option<Element> {
        let element = document().create_element(if self.tag.is_empty() { "span" } else { self.tag }).ok()?;
        if !self.class.is_empty() {
            let _ = element.set_attribute("class", self.class);
        }
        self.write(None, &element);
        Some(element)
    }
}

/// A piece of what a cell shows.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Open(Part),
    Close,
    Icon(Icon),
}

impl Piece {
    /// Whether it can take the place of another without its element being made anew.
    fn fits(&self, before: &Self) -> bool {
        match (before, self) {
            (Self::Text(_), Self::Text(_)) => true,
            (Self::Open(before), Self::Open(now)) => {
                (before.tag, before.class, before.more.0) == (now.tag, now.class, now.more.0)
            }
            (before, now) => before == now,
        }
    }
}

/// What a cell shows, being put together.
#[derive(Debug, Default)]
pub struct Sketch(Vec<Piece>);

impl Sketch {
    /// A text.
    pub fn text(&mut self, text: &str) {
        self.0.push(Piece::Text(text.to_owned()));
    }

    /// A text, parts of which are marked: in bytes, in order, apart from each other.
    pub fn marked(&mut self, text: &str, marks: &[Range<usize>]) {
        let mut from = 0;
        for mark in marks {
            let (Some(before), Some(marked)) = (text.get(from..mark.start), text.get(mark.clone())) else { continue };
            if !before.is_empty() {
                self.text(before);
            }
            self.part(Part { tag: "mark", ..Part::default() }, |inside| inside.text(marked));
            from = mark.end;
        }
        self.text(text.get(from..).unwrap_or_default());
    }

    /// An icon.
    pub fn icon(&mut self, icon: Icon) {
        self.0.push(Piece::Icon(icon));
    }

    /// An element and what it holds.
    pub fn part(&mut self, part: Part, inside: impl FnOnce(&mut Self)) {
        self.0.push(Piece::Open(part));
        inside(self);
        self.0.push(Piece::Close);
    }
}

/// A cell that stands in the page.
struct Cell {
    element: Element,
    is_here: bool,
    pieces: Vec<Piece>,
    /// The node of each piece that has one.
    nodes: Vec<Option<Node>>,
}

impl Cell {
    fn make(id: &str, at: usize, column: &str) -> Option<Self> {
        let element = document().create_element("div").ok()?;
        let index = (at + 1).to_string();
        for (name, value) in [("role", "gridcell"), ("id", id), ("aria-colindex", &index), ("data-column", column)] {
            // Valid names: these cannot fail.
            let _ = element.set_attribute(name, value);
        }
        Some(Self { element, is_here: false, pieces: Vec::new(), nodes: Vec::new() })
    }

    fn show(&mut self, Sketch(pieces): Sketch) {
        let fits = pieces.len() == self.pieces.len() && pieces.iter().zip(&self.pieces).all(|(now, old)| now.fits(old));
        if !fits {
            self.nodes = put(&self.element, &pieces);
        } else if pieces != self.pieces {
            for ((now, before), node) in pieces.iter().zip(&self.pieces).zip(&self.nodes) {
                match (now, before, node) {
                    (Piece::Text(now), Piece::Text(before), Some(node)) if now != before => {
                        node.set_node_value(Some(now));
                    }
                    (Piece::Open(now), Piece::Open(before), Some(node)) if now != before => {
                        now.write(Some(before), wasm_bindgen::JsCast::unchecked_ref(node));
                    }
                    _ => {}
                }
            }
        }
        self.pieces = pieces;
    }

    fn be_here(&mut self, is_here: bool) {
        if self.is_here != is_here {
            self.is_here = is_here;
            // A valid name: this cannot fail.
            let _ = self.element.toggle_attribute_with_force("data-here", is_here);
        }
    }
}

/// Puts pieces in the place of what an element holds; gives the node of each that has one.
fn put(element: &Element, pieces: &[Piece]) -> Vec<Option<Node>> {
    element.set_text_content(None);
    let mut nodes = Vec::with_capacity(pieces.len());
    let mut within: Vec<Node> = vec![element.clone().into()];
    for piece in pieces {
        let node: Option<Node> = match piece {
            Piece::Text(text) => Some(document().create_text_node(text).into()),
            Piece::Open(part) => part.make().map(Node::from),
            Piece::Icon(icon) => glyph(*icon).map(Node::from),
            Piece::Close => {
                within.pop();
                None
            }
        };
        if let (Some(node), Some(parent)) = (&node, within.last()) {
            // A node of its own into an element: this cannot fail.
            let _ = parent.append_child(node);
        }
        if let (Piece::Open(_), Some(node)) = (piece, &node) {
            within.push(node.clone());
        }
        nodes.push(node);
    }
    nodes
}

/// The same as the component of that name draws.
fn glyph(icon: Icon) -> Option<Element> {
    let document = document();
    let svg = document.create_element_ns(Some(SVG), "svg").ok()?;
    let path = document.create_element_ns(Some(SVG), "path").ok()?;
    path.set_attribute("d", icon.path()).ok()?;
    for (name, value) in [("class", "icon"), ("viewBox", "0 0 24 24"), ("aria-hidden", "true")] {
        svg.set_attribute(name, value).ok()?;
    }
    svg.append_child(&path).ok()?;
    Some(svg)
}

/// The cells of a row in the page.
#[derive(Default)]
pub(super) struct Cells {
    columns: Vec<String>,
    all: Vec<Cell>,
    begun: bool,
}

impl Cells {
    /// Takes all of them out of their row.
    pub fn clear(&mut self, row: &Element) {
        if !self.begun || !self.all.is_empty() {
            row.set_text_content(None);
        }
        self.begun = true;
        self.columns.clear();
        self.all.clear();
    }

    /// Shows what is drawn for each column; `here` is the current one.
    pub fn show(
        &mut self,
        row: &Element,
        columns: &[GridColumn],
        here: Option<usize>,
        id: &dyn Fn(usize) -> String,
        draw: &dyn Fn(&str, &mut Sketch),
    ) {
        if !self.begun || !self.columns.iter().eq(columns.iter().map(|column| &column.id)) {
            self.clear(row);
            for (at, column) in columns.iter().enumerate() {
                let Some(cell) = Cell::make(&id(at), at, &column.id) else { continue };
                // A node of its own into an element: this cannot fail.
                let _ = row.append_child(&cell.element);
                self.all.push(cell);
            }
            self.columns = columns.iter().map(|column| column.id.clone()).collect();
        }
        for (at, (cell, column)) in self.all.iter_mut().zip(columns).enumerate() {
            let mut sketch = Sketch::default();
            draw(&column.id, &mut sketch);
            cell.show(sketch);
            cell.be_here(here == Some(at));
        }
    }
}
