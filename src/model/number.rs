//! Ticket numbers: `TK261122-A07-018`, kind, day, agent and the agent's count of that day. Two desks offline never
//! hand out the same one, as long as an agent works at one of them.

/// The number before which `next` counts on: prefix, day (`2026-11-22`) and the agent's number.
#[must_use]
pub fn stem(prefix: &str, day: &str, agent: &str) -> String {
    let day: String = day.chars().filter(char::is_ascii_digit).skip(2).collect();
    format!("{prefix}{day}-{agent}-")
}

/// A number's stem and its count; `None` for one of another form.
#[must_use]
pub fn parts(number: &str) -> Option<(&str, u32)> {
    let end = number.rfind('-')? + 1;
    Some((&number[..end], number[end..].parse().ok()?))
}

/// The number with this count.
#[must_use]
pub fn numbered(stem: &str, count: u32) -> String {
    format!("{stem}{count:03}")
}

/// The next number after those in use that begin with the stem.
#[must_use]
pub fn next<'a>(stem: &str, in_use: impl Iterator<Item = &'a str>) -> String {
    let last = in_use.filter_map(|number| number.strip_prefix(stem)?.parse::<u32>().ok()).max().unwrap_or(0);
    numbered(stem, last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_on_within_a_day_and_agent() {
        let stem = stem("TK", "2026-11-22", "A07");
        assert_eq!(stem, "TK261122-A07-");
        assert_eq!(next(&stem, std::iter::empty()), "TK261122-A07-001");
        let used = ["TK261122-A07-009", "TK261122-A08-100", "TK261121-A07-500", "x"];
        assert_eq!(next(&stem, used.into_iter()), "TK261122-A07-010");
        assert_eq!(next(&stem, ["TK261122-A07-999"].into_iter()), "TK261122-A07-1000");
        assert_eq!(parts("TK261122-A07-1000"), Some(("TK261122-A07-", 1000)));
        assert_eq!(parts("TK261122-A07-x"), None);
        assert_eq!(parts("17"), None);
    }
}
