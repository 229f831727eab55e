//! A guided call in the timeline: one line, the way folded behind it.

use crate::model::change::{Change, Known, Timed, WalkEnd, Walked};
use crate::ui::texts::fill;
use crate::ui::texts::guides::{GuideTexts, clock};

/// The line of a walk: tone and sentence.
#[must_use]
pub fn summary(name: &str, steps: &[Walked], clocks: &[Timed], end: WalkEnd) -> (&'static str, String) {
    let t = GuideTexts::t();
    let seconds: u64 = steps.iter().map(|step| u64::from(step.seconds)).sum();
    let told = if end == WalkEnd::Done { t.did_walk } else { t.did_abandon };
    let mut text = fill(told, &[&name, &steps.len(), &clock(seconds)]);
    let over: Vec<String> = clocks
        .iter()
        .filter(|timed| timed.seconds > timed.limit)
        .map(|timed| fill(t.over_by, &[&timed.name, &clock(u64::from(timed.seconds - timed.limit))]))
        .collect();
    if !over.is_empty() {
        text.push_str(" · ");
        text.push_str(&over.join("、"));
    }
    (if over.is_empty() { "call" } else { "promise" }, text)
}

/// The way of a walk, a line a step, then what was timed.
#[must_use]
pub fn way(change: &Change) -> Option<String> {
    let Change::Known(Known::Guided { steps, clocks, version, .. }) = change else { return None };
    let t = GuideTexts::t();
    let mut lines: Vec<String> = steps
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let choice = if step.back { t.went_back } else { &*step.choice };
            let choice = if choice.is_empty() { String::new() } else { [" → ", choice].concat() };
            [&(at + 1).to_string(), ". ", &step.title, "  ", &clock(u64::from(step.seconds)), &choice].concat()
        })
        .collect();
    for timed in clocks {
        let limit = clock(u64::from(timed.limit));
        lines.push(fill(t.timed, &[&timed.name, &clock(u64::from(timed.seconds)), &limit]));
    }
    lines.push(fill(t.version, &[&crate::ui::dates::full(*version)]));
    Some(lines.join("\n"))
}
