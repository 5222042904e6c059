//! How a space is called: who, what, which time, such as `销售部-新品培训-2026Q1`.

use crate::guard::fold::folded_text;

/// What stands between the parts of a name.
pub const SEPARATOR: char = '-';

/// The parts of a space's name, as typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NameParts<'a> {
    /// Whose space it is: a department.
    pub dept: &'a str,
    /// What it is about.
    pub topic: &'a str,
    /// Which time, round or class; what goes on for ever has none.
    pub term: &'a str,
}

impl NameParts<'_> {
    /// The name that the parts make: those that say something, in their order.
    pub fn compose(&self) -> String {
        let parts = [self.dept, self.topic, self.term].map(str::trim);
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(&SEPARATOR.to_string())
    }

    /// Whether the name says whose space it is and what it is about.
    pub fn is_whole(&self) -> bool {
        [self.dept, self.topic].iter().all(|part| says_something(part))
    }

    /// The parts of a name that was composed.
    pub fn of(name: &str) -> NameParts<'_> {
        let (dept, rest) = name.split_once(SEPARATOR).unwrap_or(("", name));
        // A topic may have a separator in it, a term has none.
        let (topic, term) = rest.rsplit_once(SEPARATOR).unwrap_or((rest, ""));
        NameParts { dept: dept.trim(), topic: topic.trim(), term: term.trim() }
    }
}

/// Whether a part of a name says something: a number alone does not.
pub fn says_something(part: &str) -> bool {
    part.chars().any(char::is_alphabetic)
}

/// Whether a name follows the naming rule: whose space it is, then what it is about.
pub fn is_ruled(name: &str) -> bool {
    NameParts::of(name).is_whole()
}

/// Whether two names could be taken for one another: for whom and about what are the same but for numbers
/// and marks, and nothing says that they are different rounds.
pub fn is_similar(a: &str, b: &str) -> bool {
    let (one, other) = (NameParts::of(a), NameParts::of(b));
    let words = |part: &str| -> String { letters(part).chars().filter(|c| !c.is_numeric()).collect() };
    let subject = |parts: NameParts<'_>| (words(parts.dept), words(parts.topic));
    let is_another_round =
        !one.term.is_empty() && !other.term.is_empty() && letters(one.term) != letters(other.term);
    is_alike(a, b) || (one.is_whole() && subject(one) == subject(other) && !is_another_round)
}

/// What of a text tells it from others: its letters and digits in one case, width and script.
fn letters(text: &str) -> String {
    folded_text(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether two names would be taken for one: they differ in case, width, script or marks alone.
pub fn is_alike(a: &str, b: &str) -> bool {
    let (a, b) = (letters(a), letters(b));
    !a.is_empty() && a == b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_who_what_and_when() {
        let parts = NameParts { dept: " 销售部", topic: "新品培训 ", term: "2026Q1" };
        assert_eq!(parts.compose(), "销售部-新品培训-2026Q1");
        assert_eq!(NameParts { term: " ", ..parts }.compose(), "销售部-新品培训");
        assert_eq!(NameParts::default().compose(), "");
    }

    #[test]
    fn a_name_without_its_department_or_topic_is_not_whole() {
        let parts = NameParts { dept: "销售部", topic: "新品", term: "" };
        assert!(parts.is_whole());
        for other in [NameParts { dept: " ", ..parts }, NameParts { topic: "--", ..parts }] {
            assert!(!other.is_whole());
        }
    }

    #[test]
    fn a_name_by_itself_follows_the_rule_or_not() {
        for name in ["销售部-新品培训-2026Q1", "销售部-新品", "Sales-New products", "IT-值班"] {
            assert!(is_ruled(name), "{name}");
        }
        for name in ["新群1", "1-1", "销售部-2026", "销售部-", "-新品", "销售部 新品", ""] {
            assert!(!is_ruled(name), "{name}");
        }
        let parts = NameParts::of("销售部-新品培训-2026Q1");
        assert_eq!((parts.dept, parts.topic, parts.term), ("销售部", "新品培训", "2026Q1"));
        assert_eq!(parts.compose(), "销售部-新品培训-2026Q1");
        assert_eq!(NameParts::of("销售部-新品").term, "");
    }

    #[test]
    fn another_round_is_another_name_and_a_number_more_is_not() {
        assert!(is_similar("销售部-新品 2", "销售部-新品"));
        assert!(is_similar("销售部-新品培训-2026Q1", "销售部-新品培训"));
        assert!(!is_similar("销售部-新品培训-2026Q1", "销售部-新品培训-2026Q2"));
        assert!(!is_similar("销售部-新品", "客服部-新品"));
    }

    #[test]
    fn names_that_read_the_same_are_alike() {
        assert!(is_alike("销售部-新品培训-2026Q1", "銷售部 新品培訓 ２０２６ｑ１"));
        assert!(!is_alike("销售部-新品培训-2026Q1", "销售部-新品培训-2026Q2"));
        assert!(!is_alike("", "-"));
    }
}
