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
        [self.dept, self.topic].iter().all(|part| part.chars().any(char::is_alphanumeric))
    }
}

/// Whether two names would be taken for one: they differ in case, width, script or marks alone.
pub fn is_alike(a: &str, b: &str) -> bool {
    let letters =
        |name: &str| -> String { folded_text(name).chars().filter(|c| c.is_alphanumeric()).collect() };
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
    fn names_that_read_the_same_are_alike() {
        assert!(is_alike("销售部-新品培训-2026Q1", "銷售部 新品培訓 ２０２６ｑ１"));
        assert!(!is_alike("销售部-新品培训-2026Q1", "销售部-新品培训-2026Q2"));
        assert!(!is_alike("", "-"));
    }
}
