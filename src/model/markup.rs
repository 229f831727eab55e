//! The small markup of the handbook's texts: headings (`##`), paragraphs, lists (`-`, `1.`) and tables (`|`), nothing else.

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// `## …`
    Heading(String),
    /// Lines of running text, joined by line ends.
    Paragraph(String),
    /// Lines that begin with `- `.
    Bullets(Vec<String>),
    /// Lines that begin with a number.
    Steps(Vec<String>),
    /// A table: its heads, and its rows of as many cells.
    Table {
        /// The heads.
        head: Vec<String>,
        /// The rows.
        rows: Vec<Vec<String>>,
    },
}

/// What is wrong with a text, and in which of its lines, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct MarkupFault {
    /// The line.
    pub line: usize,
    /// What is wrong.
    pub what: MarkupError,
}

/// What can be wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MarkupError {
    /// A row of a table has more or fewer cells than its heads.
    #[error("the row has {found} cells, the heads have {wanted}")]
    Cells {
        /// Its cells.
        found: usize,
        /// The heads.
        wanted: usize,
    },
    /// The second line of a table is not `|---|---|`.
    #[error("under the heads of a table comes a line such as |---|---|")]
    NoRule,
    /// A heading without words.
    #[error("the heading is empty")]
    EmptyHeading,
    /// A heading of another rank.
    #[error("headings begin with ##")]
    OtherHeading,
}

/// What a line is.
enum Line<'a> {
    Empty,
    Heading(&'a str),
    Bullet(&'a str),
    Step(&'a str),
    Row(Vec<String>),
    Text(&'a str),
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Self {
        let line = line.trim();
        if line.is_empty() {
            return Self::Empty;
        }
        if let Some(heading) = line.strip_prefix('#') {
            return Self::Heading(heading.trim_start_matches('#').trim());
        }
        if let Some(bullet) = line.strip_prefix("- ") {
            return Self::Bullet(bullet.trim());
        }
        if let Some(row) = line.strip_prefix('|') {
            let row = row.strip_suffix('|').unwrap_or(row);
            return Self::Row(row.split('|').map(|cell| cell.trim().to_owned()).collect());
        }
        let step = line.trim_start_matches(|c: char| c.is_ascii_digit());
        match step.strip_prefix(". ") {
            Some(text) if step.len() < line.len() => Self::Step(text.trim()),
            _ => Self::Text(line),
        }
    }
}

fn is_rule(row: &[String]) -> bool {
    row.iter().all(|cell| cell.len() >= 3 && cell.bytes().all(|c| matches!(c, b'-' | b':')))
}

/// The pieces of a text. What is wrong in it is shown as well as it can be: cells that are missing are empty, and none is
/// left out.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let mut all: Vec<Block> = Vec::new();
    // An empty line ends what came before.
    let mut fresh = true;
    for line in text.lines() {
        let line = Line::of(line);
        let last = if fresh { None } else { all.last_mut() };
        fresh = matches!(line, Line::Empty);
        match (line, last) {
            (Line::Empty, _) => {}
            (Line::Heading(heading), _) => all.push(Block::Heading(heading.to_owned())),
            (Line::Bullet(item), Some(Block::Bullets(items))) | (Line::Step(item), Some(Block::Steps(items))) => {
                items.push(item.to_owned());
            }
            (Line::Bullet(item), _) => all.push(Block::Bullets(vec![item.to_owned()])),
            (Line::Step(item), _) => all.push(Block::Steps(vec![item.to_owned()])),
            (Line::Row(cells), Some(Block::Table { head, rows })) => {
                if !(rows.is_empty() && is_rule(&cells)) {
                    rows.push(fitted(cells, head));
                }
            }
            (Line::Row(head), _) => all.push(Block::Table { head, rows: Vec::new() }),
            (Line::Text(more), Some(Block::Paragraph(text))) => {
                text.push('\n');
                text.push_str(more);
            }
            (Line::Text(text), _) => all.push(Block::Paragraph(text.to_owned())),
        }
    }
    all
}

fn fitted(mut cells: Vec<String>, head: &mut Vec<String>) -> Vec<String> {
    let most = cells.len().max(head.len());
    cells.resize(most, String::new());
    head.resize(most, String::new());
    cells
}

/// What is wrong with a text, in the order of its lines.
#[must_use]
pub fn faults(text: &str) -> Vec<MarkupFault> {
    let mut faults = Vec::new();
    // How many lines of a table have come, and how many cells its heads have.
    let mut table: Option<(usize, usize)> = None;
    for (at, line) in text.lines().enumerate() {
        let mut add = |at: usize, what| faults.push(MarkupFault { line: at + 1, what });
        let trimmed = line.trim();
        if let Line::Row(cells) = Line::of(line) {
            let (lines, wanted) = table.unwrap_or((0, cells.len()));
            if lines == 1 && !is_rule(&cells) {
                add(at, MarkupError::NoRule);
            } else if cells.len() != wanted {
                add(at, MarkupError::Cells { found: cells.len(), wanted });
            }
            table = Some((lines + 1, wanted));
            continue;
        }
        if table.take().is_some_and(|(lines, _)| lines == 1) {
            add(at - 1, MarkupError::NoRule);
        }
        if trimmed.starts_with('#') {
            let rank = trimmed.bytes().take_while(|c| *c == b'#').count();
            if trimmed[rank..].trim().is_empty() {
                add(at, MarkupError::EmptyHeading);
            } else if rank != 2 {
                add(at, MarkupError::OtherHeading);
            }
        }
    }
    if let Some((1, _)) = table {
        faults.push(MarkupFault { line: text.lines().count(), what: MarkupError::NoRule });
    }
    faults
}

/// A line without its marks, for excerpts.
#[must_use]
pub fn plain(line: &str) -> String {
    match Line::of(line) {
        Line::Empty => String::new(),
        Line::Heading(text) | Line::Bullet(text) | Line::Step(text) | Line::Text(text) => text.to_owned(),
        Line::Row(cells) if is_rule(&cells) => String::new(),
        Line::Row(cells) => cells.join("  "),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn strings(items: &[&str]) -> Vec<String> {
        items.iter().map(|&item| item.to_owned()).collect()
    }

    #[test]
    fn a_text_is_taken_apart() {
        let text = "## 谁出运费\n\n看原因。\n再看店铺。\n\n- 质量问题：我们\n- 其他：客户\n\n1. 登记\n2. 通知\n\n| 情形 | 谁出 |\n|---|---|\n| 破损 | 店铺 |\n\n2026年起。";
        assert_eq!(
            blocks(text),
            [
                Block::Heading("谁出运费".into()),
                Block::Paragraph("看原因。\n再看店铺。".into()),
                Block::Bullets(strings(&["质量问题：我们", "其他：客户"])),
                Block::Steps(strings(&["登记", "通知"])),
                Block::Table { head: strings(&["情形", "谁出"]), rows: vec![strings(&["破损", "店铺"])] },
                Block::Paragraph("2026年起。".into()),
            ]
        );
        assert!(faults(text).is_empty());
    }

    #[test]
    fn a_bad_line_is_named() {
        let of = |text: &str| faults(text).into_iter().map(|fault| (fault.line, fault.what)).collect::<Vec<_>>();
        let cells = |found, wanted| MarkupError::Cells { found, wanted };
        assert_eq!(of("好\n\n| 一 | 二 |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |"), [(5, cells(1, 2)), (6, cells(3, 2))]);
        assert_eq!(of("| 一 | 二 |\n| 1 | 2 |"), [(2, MarkupError::NoRule)]);
        assert_eq!(of("| 一 | 二 |\n\n好"), [(1, MarkupError::NoRule)]);
        assert_eq!(of("好\n| 一 |"), [(2, MarkupError::NoRule)]);
        assert_eq!(
            of("# 大\n##\n### 小"),
            [(1, MarkupError::OtherHeading), (2, MarkupError::EmptyHeading), (3, MarkupError::OtherHeading)]
        );
        assert_eq!(plain("| 一 | 二 |"), "一  二");
        assert_eq!((plain("|---|"), plain("3. 登记")), (String::new(), "登记".into()));
    }

    proptest! {
        /// Nothing that was written is lost, whatever it is.
        #[test]
        fn every_word_is_shown(text in "[#|\\-0-9. \n一二三a-c]{0,60}") {
            let mut shown = String::new();
            for block in blocks(&text) {
                match block {
                    Block::Heading(text) | Block::Paragraph(text) => shown.push_str(&text),
                    Block::Bullets(items) | Block::Steps(items) => shown.push_str(&items.concat()),
                    Block::Table { head, rows } => {
                        shown.push_str(&head.concat());
                        shown.extend(rows.into_iter().flatten());
                        prop_assert!(!head.is_empty());
                    }
                }
            }
            let words = |text: &str| text.chars().filter(|c| "一二三abc".contains(*c)).collect::<String>();
            prop_assert_eq!(words(&shown), words(&text));
        }
    }
}
