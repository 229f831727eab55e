//! Finding chapters of the handbook (Q3): words in any order, anywhere; titles, parts and headings also by their sound.

use std::cmp::Reverse;
use std::ops::Range;

use super::columns::texts::lower;
use super::pinyin::{Pinyin, Sound};
use super::search::marks::Marker;
use crate::model::chapter::ChapterHead;
use crate::model::markup::{Block, blocks, plain};

/// So many characters of a line are shown before the first mark of an excerpt.
const BEFORE: usize = 12;

/// A chapter that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its place among those that were searched.
    pub at: usize,
    /// The marks in its title, in bytes.
    pub title: Vec<Range<usize>>,
    /// A line of its text with what was found; empty when that stands in the title.
    pub excerpt: String,
    /// The marks in it, in bytes.
    pub marks: Vec<Range<usize>>,
}

/// How well a word is matched, by where it stands.
mod place {
    pub const TITLE_BEGINS: u32 = 500;
    pub const TITLE: u32 = 400;
    pub const SOUND: u32 = 300;
    pub const HEADING: u32 = 250;
    pub const HEADING_SOUND: u32 = 200;
    pub const PART: u32 = 150;
    pub const TEXT: u32 = 100;
}

struct Word {
    text: String,
    sound: Option<Sound>,
}

/// The chapters, each with its text, in which every word stands, the best first.
#[must_use]
pub fn find(chapters: &[(&ChapterHead, &str)], wanted: &str, pinyin: Option<&Pinyin>) -> Vec<Hit> {
    let word = |word: &str| {
        let text = lower(word);
        Word { sound: pinyin.and_then(|pinyin| pinyin.sound(&text)), text }
    };
    let words: Vec<Word> = wanted.split_whitespace().map(word).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let marker = Marker::of_words(wanted, pinyin);
    let mut found: Vec<(Reverse<u32>, usize)> = Vec::new();
    for (at, (chapter, text)) in chapters.iter().enumerate() {
        if let Some(score) = score(chapter, text, &words) {
            found.push((Reverse(score), at));
        }
    }
    found.sort_unstable();
    let hit = |(_, at): (Reverse<u32>, usize)| {
        let (chapter, text) = chapters.get(at)?;
        let (excerpt, marks) = excerpt(text, &words, &marker);
        Some(Hit { at, title: marker.marks(&chapter.title), excerpt, marks })
    };
    found.into_iter().filter_map(hit).collect()
}

fn score(chapter: &ChapterHead, text: &str, words: &[Word]) -> Option<u32> {
    let (title, part, all) = (lower(&chapter.title), lower(&chapter.part), lower(text));
    let headings: Vec<String> = blocks(text)
        .into_iter()
        .filter_map(|block| if let Block::Heading(heading) = block { Some(lower(&heading)) } else { None })
        .collect();
    let of = |word: &Word| {
        let sounds = |text: &str| word.sound.as_ref().is_some_and(|sound| sound.matches(text));
        let wanted = &*word.text;
        Some(if title.starts_with(wanted) {
            place::TITLE_BEGINS
        } else if title.contains(wanted) {
            place::TITLE
        } else if sounds(&title) {
            place::SOUND
        } else if headings.iter().any(|heading| heading.contains(wanted)) {
            place::HEADING
        } else if headings.iter().any(|heading| sounds(heading)) {
            place::HEADING_SOUND
        } else if part.contains(wanted) || sounds(&part) {
            place::PART
        } else {
            let times = u32::try_from(all.matches(wanted).count()).unwrap_or(u32::MAX);
            (times > 0).then(|| place::TEXT + times.min(20))?
        })
    };
    words.iter().try_fold(0, |total, word| Some(total + of(word)?))
}

/// The line in which most of the words stand, begun shortly before the first of them.
fn excerpt(text: &str, words: &[Word], marker: &Marker) -> (String, Vec<Range<usize>>) {
    let count = |line: &str| {
        let line = lower(line);
        words.iter().filter(|word| line.contains(&*word.text)).count()
    };
    let lines = text.lines().map(plain).filter(|line| !line.is_empty());
    let mut best: Option<(usize, String)> = None;
    for line in lines {
        let count = count(&line);
        if count > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((count, line));
        }
    }
    let Some((_, line)) = best else { return Default::default() };
    let first = marker.marks(&line).first().map_or(0, |mark| mark.start);
    let before = line[..first].chars().count();
    let from = line.char_indices().nth(before.saturating_sub(BEFORE)).map_or(0, |(at, _)| at);
    let cut = if from == 0 { line } else { ["…", &line[from..]].concat() };
    let marks = marker.marks(&cut);
    (cut, marks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::DocId;
    use crate::query::pinyin::tests::pinyin;

    fn head(id: &str, title: &str, part: &str) -> ChapterHead {
        ChapterHead {
            id: DocId::new(id),
            title: title.to_owned(),
            part: part.to_owned(),
            place: 0,
            off: false,
            version: 0,
        }
    }

    fn found(wanted: &str) -> Vec<(usize, String)> {
        let heads = [
            head("chapter-a.postage", "退换货的邮费", "退换与退款"),
            head("chapter-a.refund", "退款的每一步", "退换与退款"),
            head("chapter-a.calls", "电话接听规则", "接待"),
        ];
        let texts = [
            "## 谁出邮费\n\n- 质量问题由店铺出，寄回的邮费先由客户垫付，凭单据报销，退款时一起退给客户。",
            "先核对金额，再点同意。",
            "## 接起来\n\n铃响三声以内接起。\n\n| 环节 | 要求 |\n|---|---|\n| 查询 | 六十秒 |",
        ];
        let chapters: Vec<_> = heads.iter().zip(texts).collect();
        let hits = find(&chapters, wanted, Some(&pinyin()));
        hits.into_iter()
            .map(|hit| {
                let marked = |text: &str, marks: &[Range<usize>]| {
                    let mut text = text.to_owned();
                    for mark in marks.iter().rev() {
                        text.insert(mark.end, ']');
                        text.insert(mark.start, '[');
                    }
                    text
                };
                (hit.at, [marked(&heads[hit.at].title, &hit.title), marked(&hit.excerpt, &hit.marks)].join(" / "))
            })
            .collect()
    }

    #[test]
    fn words_in_any_order_and_sounds_find_chapters() {
        let shown = |wanted: &str| found(wanted).into_iter().map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(shown("退款"), [1, 0], "in the title before in the text");
        assert_eq!(shown("客户 邮费"), [0]);
        assert_eq!(shown("jieting"), [2]);
        assert_eq!(shown("jql"), [2], "a heading's initials");
        assert_eq!(shown("六十秒 铃响"), [2]);
        assert_eq!(shown("邮费 铃响"), [0; 0]);
        assert_eq!(shown("  "), [0; 0]);
    }

    #[test]
    fn what_was_found_is_marked_in_title_and_excerpt() {
        assert_eq!(found("六十秒")[0].1, "电话接听规则 / 查询  [六十秒]");
        assert_eq!(found("jieting")[0].1, "电话[接听]规则 / ");
        assert_eq!(found("报销")[0].1, "退换货的邮费 / …邮费先由客户垫付，凭单据[报销]，退款时一起退给客户。");
    }
}
