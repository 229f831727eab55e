//! The underlines: a copy of the field's text lies over it, invisible but for them, and lets every click through.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::style;
use crate::model::taboo::Severity;
use crate::query::taboos::Hit;

/// What decides where each letter of a field stands.
const COPIED: [&str; 29] = [
    "direction",
    "font-family",
    "font-feature-settings",
    "font-kerning",
    "font-size",
    "font-stretch",
    "font-style",
    "font-variant",
    "font-weight",
    "hyphens",
    "letter-spacing",
    "line-break",
    "line-height",
    "overflow-wrap",
    "tab-size",
    "text-align",
    "text-autospace",
    "text-indent",
    "text-spacing-trim",
    "text-transform",
    "word-break",
    "word-spacing",
    "writing-mode",
    "padding-top",
    "padding-right",
    "padding-bottom",
    "padding-left",
    "border-top-width",
    "border-left-width",
];

/// The copy.
pub struct Mirror {
    root: HtmlElement,
}

impl Mirror {
    /// A copy of nothing yet.
    pub fn new() -> Option<Self> {
        let root: HtmlElement = document().create_element("div").ok()?.unchecked_into();
        root.set_class_name("taboo-mirror");
        let _ = root.set_attribute("aria-hidden", "true");
        Some(Self { root })
    }

    /// Underlines nothing.
    pub fn hide(&self) {
        self.root.remove();
    }

    /// Underlines these.
    pub fn show(&self, field: &HtmlInputElement, text: &str, hits: &[Hit]) {
        if hits.is_empty() {
            return self.hide();
        }
        self.root.set_text_content(None);
        let mut from = 0;
        for hit in hits {
            self.piece(text.get(from..hit.place.from), None);
            self.piece(text.get(hit.place.from..hit.place.to), Some(hit.taboo.severity));
            from = hit.place.to;
        }
        self.piece(text.get(from..), None);
        // A last line that is empty has its height too.
        self.piece(Some("\u{200b}"), None);
        let next = field.next_sibling();
        if next.as_ref().is_none_or(|next| !next.is_same_node(Some(&self.root)))
            && let Some(parent) = field.parent_node()
        {
            let _ = parent.insert_before(&self.root, next.as_ref());
        }
        self.dress(field);
        self.place(field);
    }

    fn piece(&self, text: Option<&str>, severity: Option<Severity>) {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return };
        let Some(severity) = severity else {
            let _ = self.root.append_with_str_1(text);
            return;
        };
        if let Ok(mark) = document().create_element("mark") {
            mark.set_text_content(Some(text));
            let _ = mark.set_attribute("data-never", if severity == Severity::Never { "yes" } else { "no" });
            let _ = self.root.append_child(&mark);
        }
    }

    /// Letters as large and as far apart as the field's.
    pub fn dress(&self, field: &HtmlInputElement) {
        if !self.root.is_connected() {
            return;
        }
        let Ok(Some(computed)) = window().get_computed_style(field) else { return };
        for name in COPIED {
            if let Ok(value) = computed.get_property_value(name) {
                style(&self.root, name, &value);
            }
        }
        let one_line = field.tag_name() == "INPUT";
        style(&self.root, "white-space", if one_line { "pre" } else { "pre-wrap" });
        if one_line {
            // One line stands in the middle of its field.
            let px =
                |name: &str| computed.get_property_value(name).ok().and_then(|text| parse_px(&text)).unwrap_or(0.0);
            let inside = f64::from(field.client_height()) - px("padding-top") - px("padding-bottom");
            style(&self.root, "line-height", &[&inside.to_string(), "px"].concat());
        }
    }

    /// Exactly over the field, scrolled as it is.
    pub fn place(&self, field: &HtmlInputElement) {
        if !self.root.is_connected() {
            return;
        }
        let (over, own) = (field.get_bounding_client_rect(), self.root.get_bounding_client_rect());
        let now = |name: &str| self.root.style().get_property_value(name).ok().and_then(|text| parse_px(&text));
        let px = |name: &str, value: f64| style(&self.root, name, &[&value.to_string(), "px"].concat());
        let (left, top) = (now("left").unwrap_or(0.0), now("top").unwrap_or(0.0));
        let (right, down) = (over.x() - own.x(), over.y() - own.y());
        // The letters of a field with a scroll bar have that much less room.
        let borders = f64::from(2 * field.client_left());
        let bar = (f64::from(field.offset_width() - field.client_width()) - borders).max(0.0);
        let (width, height) = (over.width() - bar, over.height());
        if right.abs() > 0.01 || left.abs() < f64::EPSILON {
            px("left", left + right);
        }
        if down.abs() > 0.01 || top.abs() < f64::EPSILON {
            px("top", top + down);
        }
        if (own.width() - width).abs() > 0.01 {
            px("width", width);
        }
        if (own.height() - height).abs() > 0.01 {
            px("height", height);
        }
        let root: &Element = &self.root;
        root.set_scroll_top(field.scroll_top());
        root.set_scroll_left(field.scroll_left());
    }
}

fn parse_px(text: &str) -> Option<f64> {
    text.strip_suffix("px")?.parse().ok()
}
