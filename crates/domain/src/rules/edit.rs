//! Making one rule of two, and two of one, while a draft is being written.

use crate::import::kind_by_wording;
use crate::kinds::Rule;

/// The rule that says what `first` and `second` say, one after the other. It demands as much of the
/// same people as the first, and is locked where either was.
pub fn merge(first: &Rule, second: &Rule) -> Rule {
    let (head, tail) = (first.text.trim_end(), second.text.trim_start());
    let is_narrow = |c: Option<char>| c.is_some_and(|c| c < '\u{2e80}');
    let needs_space = is_narrow(head.chars().next_back()) && is_narrow(tail.chars().next());
    let text = format!("{head}{}{tail}", if needs_space { " " } else { "" });
    Rule { text, locked: first.locked || second.locked, ..first.clone() }
}

/// Where a rule's text can be cut in two: behind each mark that ends a sentence or a clause and has
/// words on both sides, as places in bytes.
pub fn cuts(text: &str) -> Vec<usize> {
    let mut cuts: Vec<usize> = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at.saturating_add(c.len_utf8());
        let next = chars.peek().map(|(_, next)| *next);
        // `3.5`, `9:30` and `1,000` are one word, and a quotation ends behind its mark.
        let ends = match c {
            '。' | '！' | '？' | '；' | '，' | '：' | '\n' => true,
            '.' | '!' | '?' | ';' | ',' | ':' => {
                next.is_some_and(|next| next.is_whitespace() || next > '\u{2e7f}')
            }
            '”' | '』' | '」' | '’' | '"' | '）' | ')' => cuts.last() == Some(&at),
            _ => false,
        };
        if ends {
            cuts.retain(|cut| *cut != at);
            cuts.push(end);
        }
    }
    let has_words = |part: &str| part.chars().any(char::is_alphanumeric);
    cuts.retain(|cut| {
        text.split_at_checked(*cut).is_some_and(|(head, tail)| has_words(head) && has_words(tail))
    });
    cuts
}

/// The two rules that `rule` becomes when its text is cut at `cut`, one of its [`cuts`]. Both stand
/// in the same chapter, bind the same people and are locked as it was; the second demands what its
/// own wording says, if it says it. `None` where nothing would be left of one.
pub fn split(rule: &Rule, cut: usize) -> Option<(Rule, Rule)> {
    let (head, tail) = rule.text.split_at_checked(cut)?;
    let (head, tail) = (head.trim(), tail.trim());
    if head.is_empty() || tail.is_empty() {
        return None;
    }
    let kind = kind_by_wording(tail).unwrap_or_else(|| rule.kind.clone());
    let first = Rule { text: head.to_owned(), ..rule.clone() };
    Some((first, Rule { text: tail.to_owned(), kind, ..rule.clone() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::{Binds, RuleKind};

    fn rule(text: &str) -> Rule {
        Rule {
            no: 1,
            kind: RuleKind::Must,
            text: text.to_owned(),
            chapter: Some("发言".to_owned()),
            binds: Binds::Admins,
            locked: false,
            extra: Default::default(),
        }
    }

    #[test]
    fn merged_rules_say_both_things() {
        assert_eq!(merge(&rule("应实名。"), &rule("不得冒名。")).text, "应实名。不得冒名。");
        assert_eq!(merge(&rule("Be kind. "), &rule(" Stay on topic.")).text, "Be kind. Stay on topic.");
        assert_eq!(merge(&rule("应实名"), &rule("")).text, "应实名");
    }

    #[test]
    fn a_merged_rule_is_locked_where_either_was() {
        let locked = Rule { locked: true, ..rule("二。") };
        assert!(merge(&rule("一。"), &locked).locked && merge(&locked, &rule("一。")).locked);
        assert!(!merge(&rule("一。"), &rule("三。")).locked);
    }

    #[test]
    fn a_rule_is_cut_behind_its_marks_only() {
        let parts = |text: &str| -> Vec<String> {
            cuts(text).into_iter().map(|cut| text.get(cut..).unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(parts("应实名，不得冒名。违者移出。"), ["不得冒名。违者移出。", "违者移出。"]);
        assert_eq!(parts("他说：“不行。”后来走了。"), ["“不行。”后来走了。", "后来走了。"]);
        assert_eq!(parts("费用为3.5元，9:30开始"), ["9:30开始"]);
        assert_eq!(parts("Pay 1,000 yuan. Never late."), [" Never late."]);
        assert!(parts("应实名").is_empty() && parts("").is_empty() && parts("。。。").is_empty());
    }

    #[test]
    fn the_second_half_demands_what_its_wording_says() {
        let whole = rule("应当实名；不得冒用他人姓名。");
        let (first, second) = split(&whole, cuts(&whole.text)[0]).unwrap();
        assert_eq!((first.text.as_str(), first.kind), ("应当实名；", RuleKind::Must));
        assert_eq!((second.text.as_str(), second.kind), ("不得冒用他人姓名。", RuleKind::Forbidden));
        assert_eq!((second.chapter, second.binds), (whole.chapter.clone(), whole.binds.clone()));
    }

    #[test]
    fn splitting_and_merging_gives_the_rule_back() {
        for text in ["应实名，不得冒名。违者移出。", "Be kind. Stay on topic; no spam.", "保密；离职后亦同。"]
        {
            let whole = rule(text);
            for cut in cuts(text) {
                let (first, second) = split(&whole, cut).unwrap();
                assert_eq!(merge(&first, &second), whole);
            }
        }
    }

    #[test]
    fn a_place_that_is_none_cuts_nothing() {
        let whole = rule("应实名。");
        for cut in [0, 1, whole.text.len(), 99] {
            assert_eq!(split(&whole, cut), None);
        }
    }
}
