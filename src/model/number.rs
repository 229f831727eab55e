//! Ticket numbers: `TK261122-A07-018`, kind, day, agent and the agent's count of that day. Two desks offline never
//! hand out the same one, as long as an agent works at one of them.

/// The most digits of a count: a longer one is a number of somebody else's, and counting on from it might not fit.
const MOST_DIGITS: usize = 9;

/// The number before which the count goes on: prefix, day (`2026-11-22`) and the agent's number.
#[must_use]
pub fn stem(prefix: &str, day: &str, agent: &str) -> String {
    let day: String = day.chars().filter(char::is_ascii_digit).skip(2).collect();
    format!("{prefix}{day}-{agent}-")
}

/// A number's stem and its count; `None` for one of another form.
#[must_use]
pub fn parts(number: &str) -> Option<(&str, u32)> {
    let end = number.rfind('-')? + 1;
    let count = &number[end..];
    let plain = (1..=MOST_DIGITS).contains(&count.len()) && count.bytes().all(|digit| digit.is_ascii_digit());
    plain.then(|| count.parse().ok()).flatten().map(|count| (&number[..end], count))
}

/// The number with this count.
#[must_use]
pub fn numbered(stem: &str, count: u32) -> String {
    format!("{stem}{count:03}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_on_within_a_day_and_agent() {
        let stem = stem("TK", "2026-11-22", "A07");
        assert_eq!(stem, "TK261122-A07-");
        assert_eq!(numbered(&stem, 1), "TK261122-A07-001");
        assert_eq!(numbered(&stem, 1000), "TK261122-A07-1000");
        assert_eq!(parts("TK261122-A07-1000"), Some(("TK261122-A07-", 1000)));
        assert_eq!(parts("TK261122-A07-x"), None);
        assert_eq!(parts("17"), None);
        for foreign in ["X-4294967295", "X-+5", "X-", "X-0000000001"] {
            assert_eq!(parts(foreign), None, "{foreign}");
        }
    }
}
