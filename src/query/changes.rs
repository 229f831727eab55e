//! What differs between two texts: line by line, and within a line that was changed, character by character.

/// Whether a piece stands in both texts, in the first only, or in the second only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// In both.
    Both,
    /// In the first only: it has gone.
    Gone,
    /// In the second only: it is new.
    New,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands.
    pub side: Side,
    /// The text.
    pub text: String,
}

/// Above so many comparisons two pieces are taken for wholly different.
const MOST: usize = 1 << 20;

/// The lines of two texts beside each other. A line of one piece is the same, gone or new; one of several was changed.
#[must_use]
pub fn lines(first: &str, second: &str) -> Vec<Vec<Piece>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (first.lines().collect(), second.lines().collect());
    let mut out: Vec<Vec<Piece>> = Vec::new();
    let (mut gone, mut fresh): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (side, line) in compared(&old, &new) {
        match side {
            Side::Gone => gone.push(line),
            Side::New => fresh.push(line),
            Side::Both => {
                changed(&mut gone, &mut fresh, &mut out);
                out.push(vec![Piece { side, text: line.to_owned() }]);
            }
        }
    }
    changed(&mut gone, &mut fresh, &mut out);
    out
}

/// Lines that have gone and lines that are new at the same place: those that are alike are one that was changed.
fn changed(gone: &mut Vec<&str>, fresh: &mut Vec<&str>, out: &mut Vec<Vec<Piece>>) {
    let (gone, fresh) = (std::mem::take(gone), std::mem::take(fresh));
    let mut rest = fresh.as_slice();
    for old in gone {
        let alike = rest.iter().map(|new| within(old, new)).position(|pieces| is_alike(&pieces));
        match alike.and_then(|at| Some((rest.get(..at)?, rest.get(at)?, rest.get(at + 1..)?))) {
            Some((before, new, after)) => {
                out.extend(before.iter().map(|line| vec![Piece { side: Side::New, text: (*line).to_owned() }]));
                out.push(within(old, new));
                rest = after;
            }
            None => out.push(vec![Piece { side: Side::Gone, text: old.to_owned() }]),
        }
    }
    out.extend(rest.iter().map(|line| vec![Piece { side: Side::New, text: (*line).to_owned() }]));
}

/// Whether at least two fifths of what stands there stand in both.
fn is_alike(pieces: &[Piece]) -> bool {
    let count = |side: Side| {
        let of = pieces.iter().filter(|piece| piece.side == side);
        of.map(|piece| piece.text.chars().count()).sum::<usize>()
    };
    let both = count(Side::Both);
    both > 0 && both * 5 >= (both + count(Side::Gone).max(count(Side::New))) * 2
}

/// What differs within a line.
#[must_use]
pub fn within(first: &str, second: &str) -> Vec<Piece> {
    let (old, new): (Vec<char>, Vec<char>) = (first.chars().collect(), second.chars().collect());
    let mut sides: Vec<(Side, String)> = Vec::new();
    for (side, c) in compared(&old, &new) {
        match sides.last_mut() {
            Some((last, text)) if *last == side => text.push(c),
            _ => sides.push((side, c.to_string())),
        }
    }
    // A single character between two changes reads better as changed, too.
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut gone, mut fresh) = (String::new(), String::new());
    let count = sides.len();
    for (at, (side, text)) in sides.into_iter().enumerate() {
        match side {
            Side::Gone => gone.push_str(&text),
            Side::New => fresh.push_str(&text),
            Side::Both if at > 0 && at + 1 < count && text.chars().nth(1).is_none() => {
                gone.push_str(&text);
                fresh.push_str(&text);
            }
            Side::Both => {
                flush(&mut gone, &mut fresh, &mut pieces);
                pieces.push(Piece { side, text });
            }
        }
    }
    flush(&mut gone, &mut fresh, &mut pieces);
    pieces
}

fn flush(gone: &mut String, fresh: &mut String, pieces: &mut Vec<Piece>) {
    for (side, text) in [(Side::Gone, gone), (Side::New, fresh)] {
        if !text.is_empty() {
            pieces.push(Piece { side, text: std::mem::take(text) });
        }
    }
}

/// What stands in both, only in the first, only in the second, in order: by the longest sequence they have in common.
fn compared<T: Copy + PartialEq>(old: &[T], new: &[T]) -> Vec<(Side, T)> {
    let same = |(a, b): &(&T, &T)| a == b;
    let head = old.iter().zip(new).take_while(same).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
    let (a, b) = (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
    let mut out: Vec<(Side, T)> = old[..head].iter().map(|one| (Side::Both, *one)).collect();
    if a.len().saturating_mul(b.len()) > MOST {
        out.extend(a.iter().map(|one| (Side::Gone, *one)));
        out.extend(b.iter().map(|one| (Side::New, *one)));
    } else {
        // For each pair of places, how long a sequence is common from there on.
        let width = b.len() + 1;
        let mut common = vec![0u32; (a.len() + 1) * width];
        for i in (0..a.len()).rev() {
            for j in (0..b.len()).rev() {
                common[i * width + j] = if a[i] == b[j] {
                    common[(i + 1) * width + j + 1] + 1
                } else {
                    common[(i + 1) * width + j].max(common[i * width + j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < a.len() && j < b.len() {
            if a[i] == b[j] {
                out.push((Side::Both, a[i]));
                (i, j) = (i + 1, j + 1);
            } else if common[(i + 1) * width + j] >= common[i * width + j + 1] {
                out.push((Side::Gone, a[i]));
                i += 1;
            } else {
                out.push((Side::New, b[j]));
                j += 1;
            }
        }
        out.extend(a[i..].iter().map(|one| (Side::Gone, *one)));
        out.extend(b[j..].iter().map(|one| (Side::New, *one)));
    }
    out.extend(old[old.len() - tail..].iter().map(|one| (Side::Both, *one)));
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(pieces: &[Piece]) -> String {
        let mut out = String::new();
        for piece in pieces {
            match piece.side {
                Side::Both => out.push_str(&piece.text),
                Side::Gone => out.extend(["[-", &piece.text, "]"]),
                Side::New => out.extend(["[+", &piece.text, "]"]),
            }
        }
        out
    }

    #[test]
    fn what_was_changed_is_marked() {
        let all = |a: &str, b: &str| lines(a, b).iter().map(|line| shown(line)).collect::<Vec<_>>();
        assert_eq!(all("一\n二\n三", "一\n三"), ["一", "[-二]", "三"]);
        assert_eq!(
            all("## 时长\n铃响三声以内接起。", "## 时长\n铃响两声以内接起。\n先报单位。"),
            ["## 时长", "铃响[-三][+两]声以内接起。", "[+先报单位。]"]
        );
        assert_eq!(all("完全不同", "alpha"), ["[-完全不同]", "[+alpha]"]);
        assert_eq!(all("", ""), [""; 0]);
    }

    proptest! {
        /// Both texts can be read off what is shown.
        #[test]
        fn nothing_is_lost(a in "[一二三\n]{0,24}", b in "[一二三\n]{0,24}") {
            let all = lines(&a, &b);
            let side = |not: Side| {
                let kept = all.iter().filter(|line| line.iter().any(|p| p.side != not) || line.is_empty());
                kept.map(|line| line.iter().filter(|p| p.side != not).map(|p| &*p.text).collect::<String>())
                    .collect::<Vec<_>>()
            };
            prop_assert_eq!(side(Side::New), a.lines().collect::<Vec<_>>());
            prop_assert_eq!(side(Side::Gone), b.lines().collect::<Vec<_>>());
        }
    }
}
