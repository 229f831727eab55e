//! How well a text fits what is typed: for palettes, where a few letters find a command.

/// How well `text` fits `wanted`, the less the better; `None` when a letter is missing. The whole in one piece comes
/// before letters in their order, the beginning before the middle.
#[must_use]
pub fn fit(text: &str, wanted: &str) -> Option<usize> {
    let (text, wanted) = (text.to_lowercase(), wanted.trim().to_lowercase());
    if wanted.is_empty() {
        return Some(0);
    }
    if let Some(at) = text.find(&wanted) {
        let begins = at == 0 || text[..at].ends_with([' ', '·']);
        return Some(if begins { at.min(9) } else { 10 + at.min(89) });
    }
    let mut rest = text.chars();
    let mut gaps = 0;
    for letter in wanted.chars().filter(|c| !c.is_whitespace()) {
        gaps += rest.by_ref().position(|c| c == letter)?;
    }
    Some(100 + gaps)
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn a_piece_comes_before_letters_and_the_beginning_before_the_middle() {
        let order = |wanted: &str| {
            let mut all = vec!["设置 settings", "工单 tickets", "新工单 new ticket", "深色 dark theme"];
            all.retain(|text| fit(text, wanted).is_some());
            all.sort_by_key(|text| fit(text, wanted));
            all
        };
        assert_eq!(order("工单"), ["工单 tickets", "新工单 new ticket"]);
        assert_eq!(order("tick"), ["工单 tickets", "新工单 new ticket"]);
        assert_eq!(order("dth"), ["深色 dark theme"]);
        assert_eq!(order("xyz"), [""; 0]);
    }

    #[test]
    fn nothing_typed_fits_everything() {
        assert_eq!(fit("设置", "  "), Some(0));
    }
}
