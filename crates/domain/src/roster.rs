//! A pasted list of people to invite: one a line, the name first, what belongs to it after a tab or
//! comma. Every line is accounted for: it invites somebody, or says why not.

use crate::kinds::RosterRow;
use crate::limits;
use std::collections::BTreeMap;

/// How many people one list invites at most.
pub const MAX_PEOPLE: usize = 200;

/// Somebody to invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// The name.
    pub name: String,
    /// What stands beside it: department, post, number.
    pub note: String,
}

/// Why a line invites nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The name stands in the line of this number already.
    Repeated(usize),
    /// Somebody of this name is a member, or has an open invitation.
    Known,
    /// The name is too long, or none.
    NoName,
    /// The list is too long.
    TooMany,
}

/// A line that is not empty, with its number in the paste, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub no: usize,
    /// The name, as far as there is one.
    pub name: String,
    /// Whom it invites, or why nobody.
    pub verdict: Result<Guest, Doubt>,
}

/// Reads what was pasted. `is_known` says whether somebody of a name is here or invited.
pub fn read(pasted: &str, is_known: impl Fn(&str) -> bool) -> Vec<Line> {
    let mut seen = BTreeMap::<String, usize>::new();
    let mut lines = Vec::new();
    let mut invited = 0_usize;
    for (no, text) in pasted.lines().enumerate().map(|(place, text)| (place.saturating_add(1), text)) {
        let (name, note) = split(without_number(text.trim()));
        if name.is_empty() && note.is_empty() {
            continue;
        }
        let first = seen.get(&name).copied();
        let verdict = match (limits::REAL_NAME.parse("/name", &name), first) {
            (Err(_), _) => Err(Doubt::NoName),
            (Ok(_), Some(first)) => Err(Doubt::Repeated(first)),
            (Ok(name), None) if is_known(&name) => Err(Doubt::Known),
            (Ok(_), None) if invited >= MAX_PEOPLE => Err(Doubt::TooMany),
            (Ok(name), None) => {
                invited = invited.saturating_add(1);
                // What is too long for a note is cut: the name is what counts.
                let note: String = note.chars().take(limits::NOTE.max).collect();
                Ok(Guest { name, note: limits::NOTE.parse("/note", &note).unwrap_or_default() })
            }
        };
        seen.entry(name.clone()).or_insert(no);
        lines.push(Line { no, name, verdict });
    }
    lines
}

/// Whom a pasted roster names: name, department and staff number, each after a tab or comma. Who stands
/// alone with a number has it second. Lines without a name are none, and nobody comes after
/// [`limits::MAX_ROSTER`].
pub fn expected(pasted: &str) -> Vec<RosterRow> {
    let row = |line: &str| {
        let mut columns = columns(without_number(line.trim()));
        let name = limits::REAL_NAME.parse("/name", columns.next()?).ok()?;
        let (second, third) = (columns.next().unwrap_or_default(), columns.next().unwrap_or_default());
        let is_number = third.is_empty() && second.chars().any(|c| c.is_ascii_digit());
        let (dept, number) = if is_number { ("", second) } else { (second, third) };
        let clean = |limit: limits::TextLimit, text: &str| {
            let text: String = text.chars().take(limit.max).collect();
            limit.parse("/rows", &text).unwrap_or_default()
        };
        Some(RosterRow { name, dept: clean(limits::DEPT, dept), number: clean(limits::STAFF_NUMBER, number) })
    };
    pasted.lines().filter_map(row).take(limits::MAX_ROSTER).collect()
}

fn columns(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\t', ',', '，', ';', '；']).map(str::trim)
}

/// The name, and the rest with its columns set apart.
fn split(text: &str) -> (String, String) {
    let mut columns = columns(text);
    let name = columns.next().unwrap_or_default().to_owned();
    let rest: Vec<&str> = columns.filter(|column| !column.is_empty()).collect();
    (name, rest.join(" · "))
}

/// The line without the number that a list puts before it: `12.`, `12、`, `12)`.
fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = rest.len() < text.len();
    let marks = ['.', '、', ')', '）', '．', '\t', ','];
    rest.strip_prefix(marks).filter(|_| is_numbered).map_or(text, str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn verdicts(pasted: &str) -> Vec<Result<String, Doubt>> {
        let lines = read(pasted, |name| name == "王敏");
        lines
            .into_iter()
            .map(|line| line.verdict.map(|guest| format!("{}|{}", guest.name, guest.note)))
            .collect()
    }

    #[test]
    fn every_line_invites_somebody_or_says_why_not() {
        let pasted =
            "1、李雷，销售部，专员\n\n2. 韩梅梅\t客服部\r\n王敏\n李雷,又一行\n，只有部门\nAnna Li; HR";
        assert_eq!(
            verdicts(pasted),
            [
                Ok("李雷|销售部 · 专员".to_owned()),
                Ok("韩梅梅|客服部".to_owned()),
                Err(Doubt::Known),
                Err(Doubt::Repeated(1)),
                Err(Doubt::NoName),
                Ok("Anna Li|HR".to_owned()),
            ]
        );
    }

    #[test]
    fn a_list_that_is_too_long_says_from_where_on() {
        let pasted: String = (0..=MAX_PEOPLE).map(|n| format!("员工{n}号\n")).collect();
        let lines = read(&pasted, |_| false);
        let first = lines.iter().position(|line| line.verdict == Err(Doubt::TooMany));
        assert_eq!(first, Some(MAX_PEOPLE));
    }

    #[test]
    fn a_name_that_begins_with_digits_keeps_them() {
        assert_eq!(verdicts("3M 培训\n007"), [Ok("3M 培训|".to_owned()), Ok("007|".to_owned())]);
    }

    #[test]
    fn a_roster_has_name_department_and_number() {
        let rows = expected("1、李雷，客服部，1001\n韩梅梅\t1002\n王敏\n，只有部门\n赵云; 销售部");
        let rows: Vec<_> = rows.iter().map(|row| [row.name.as_str(), &row.dept, &row.number]).collect();
        assert_eq!(
            rows,
            [["李雷", "客服部", "1001"], ["韩梅梅", "", "1002"], ["王敏", "", ""], ["赵云", "销售部", ""]]
        );
    }

    proptest! {
        #[test]
        fn whatever_is_pasted_as_a_roster_can_be_kept(pasted in any::<String>()) {
            for row in expected(&pasted) {
                prop_assert!(limits::REAL_NAME.check("/name", &row.name).is_ok());
                prop_assert!(limits::DEPT.check("/dept", &row.dept).is_ok());
                prop_assert!(limits::STAFF_NUMBER.check("/number", &row.number).is_ok());
            }
        }

        #[test]
        fn whatever_is_pasted_is_read_and_each_guest_can_be_invited(pasted in any::<String>()) {
            for line in read(&pasted, |_| false) {
                if let Ok(guest) = line.verdict {
                    prop_assert!(limits::REAL_NAME.check("/name", &guest.name).is_ok());
                    prop_assert!(limits::NOTE.check("/note", &guest.note).is_ok());
                }
            }
        }
    }
}
