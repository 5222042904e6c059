//! Asking to come in: whether a form says what the group asks, how it stands against the roster, and who
//! else has the same name or number.

use crate::guard::fold::folded_text;
use crate::kinds::{Entry, EntryAsk, RosterList, RosterRow};
use crate::limits;
use crate::refusal::{Reason, Refusal};
use crate::workdays;
use protocol::account::{JoinForm, RosterFinding, RosterMatch};

/// A clean form of what somebody typed: what is not asked is not kept.
///
/// # Errors
/// A field that does not fit, by its place below `/form`; `not-in-scope` where the group is for others.
pub fn fill(entry: &Entry, typed: &JoinForm) -> Result<JoinForm, Refusal> {
    let dept = asked(entry, &EntryAsk::Dept, limits::ENTRY_DEPT, "/form/dept", &typed.dept)?;
    if !is_in_scope(entry, &dept) {
        return Err(Refusal::new(Reason::NotInScope).at("/form/dept"));
    }
    let regular = entry.asks(&EntryAsk::Regular);
    if regular && !typed.regular {
        return Err(Refusal::new(Reason::NotInScope).at("/form/regular"));
    }
    Ok(JoinForm {
        dept,
        post: asked(entry, &EntryAsk::Post, limits::ENTRY_DEPT, "/form/post", &typed.post)?,
        number: asked(entry, &EntryAsk::Number, limits::STAFF_NUMBER, "/form/number", &typed.number)?,
        purpose: asked(entry, &EntryAsk::Purpose, limits::ENTRY_PURPOSE, "/form/purpose", &typed.purpose)?,
        regular,
        pledge: promise(entry, &typed.pledge)?,
    })
}

/// Whether the group is for people of this department.
pub fn is_in_scope(entry: &Entry, dept: &str) -> bool {
    entry.depts.is_empty() || as_listed(entry, dept).is_some()
}

/// The department as the group's own list writes it, if it is there.
pub fn as_listed<'a>(entry: &'a Entry, dept: &str) -> Option<&'a str> {
    let dept = folded_text(dept);
    entry.depts.iter().find(|known| folded_text(known) == dept).map(String::as_str)
}

/// Until when the group wants to have decided what it was asked at `asked_at`, UTC milliseconds: Saturdays
/// and Sundays by its own clock don't count.
pub fn due_at(entry: &Entry, asked_at: i64) -> Option<i64> {
    let hours = i64::from(entry.hours.min(limits::ENTRY_MAX_HOURS));
    let ahead = i64::from(entry.clock()).saturating_mul(limits::HOUR_MS / 60);
    let end = || workdays::after(asked_at.saturating_add(ahead), hours.saturating_mul(limits::HOUR_MS));
    (hours > 0).then(|| end().saturating_sub(ahead))
}

/// How somebody stands against the roster; none where there is no roster. Of several of one name, the one
/// who fits best counts; what either side leaves open contradicts nothing.
pub fn compare(roster: &RosterList, name: &str, dept: &str, number: &str) -> Option<RosterFinding> {
    if roster.rows.is_empty() {
        return None;
    }
    let is_same = |one: &str, other: &str| folded_text(one) == folded_text(other);
    let agrees = |one: &str, other: &str| one.is_empty() || other.is_empty() || is_same(one, other);
    let verdict = |row: &RosterRow| match (agrees(&row.number, number), agrees(&row.dept, dept)) {
        (false, _) => RosterMatch::NumberDiffers,
        (true, false) => RosterMatch::DeptDiffers,
        (true, true) => RosterMatch::On,
    };
    let named = roster.rows.iter().filter(|row| is_same(&row.name, name));
    let best = named.map(|row| (verdict(row), row)).min_by_key(|(verdict, _)| match verdict {
        RosterMatch::On => 0,
        RosterMatch::DeptDiffers => 1,
        RosterMatch::NumberDiffers => 2,
        RosterMatch::Missing => 3,
    });
    Some(match best {
        Some((verdict, row)) => RosterFinding { verdict, dept: row.dept.clone(), number: row.number.clone() },
        None => RosterFinding { verdict: RosterMatch::Missing, dept: String::new(), number: String::new() },
    })
}

/// Whether two people are the same as far as this tells: by their number where both have one, else by name.
pub fn is_twin(one: (&str, &str), other: (&str, &str)) -> bool {
    let is_same = |one: &str, other: &str| !one.is_empty() && folded_text(one) == folded_text(other);
    is_same(one.0, other.0) || is_same(one.1, other.1)
}

fn asked(
    entry: &Entry,
    ask: &EntryAsk,
    limit: limits::TextLimit,
    field: &'static str,
    typed: &str,
) -> Result<String, Refusal> {
    if entry.asks(ask) { limit.parse(field, typed) } else { Ok(String::new()) }
}

/// What is promised stays as it was read: where the group's words changed meanwhile, they are read again.
fn promise(entry: &Entry, typed: &str) -> Result<String, Refusal> {
    if !entry.asks(&EntryAsk::Pledge) {
        return Ok(String::new());
    }
    let said = limits::PLEDGE.parse("/form/pledge", typed)?;
    let is_it = if entry.pledge.is_empty() { !said.is_empty() } else { said == entry.pledge };
    if is_it { Ok(said) } else { Err(Refusal::new(Reason::Empty).at("/form/pledge")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn asks(asks: &[EntryAsk]) -> Entry {
        Entry { asks: asks.to_vec(), ..Entry::default() }
    }

    fn field(entry: &Entry, form: &JoinForm) -> Option<String> {
        fill(entry, form).err().and_then(|refusal| refusal.field().map(str::to_owned))
    }

    #[test]
    fn a_form_says_what_is_asked_and_nothing_else_is_kept() {
        let form = JoinForm {
            purpose: "想了解新品的卖点和话术".to_owned(),
            number: "A7".to_owned(),
            ..JoinForm::default()
        };
        let kept = fill(&asks(&[EntryAsk::Purpose]), &form).unwrap();
        assert_eq!((kept.purpose.as_str(), kept.number.as_str()), ("想了解新品的卖点和话术", ""));
        assert_eq!(fill(&Entry::default(), &form), Ok(JoinForm::default()));
    }

    #[test]
    fn each_thing_that_is_missing_is_named_at_its_field() {
        let empty = JoinForm { purpose: "不足十个字".to_owned(), ..JoinForm::default() };
        for (ask, at) in [
            (EntryAsk::Dept, Some("/form/dept")),
            (EntryAsk::Post, Some("/form/post")),
            (EntryAsk::Number, None),
            (EntryAsk::Purpose, Some("/form/purpose")),
            (EntryAsk::Regular, Some("/form/regular")),
            (EntryAsk::Pledge, Some("/form/pledge")),
        ] {
            assert_eq!(field(&asks(std::slice::from_ref(&ask)), &empty).as_deref(), at, "{ask:?}");
        }
    }

    #[test]
    fn who_is_of_another_department_is_not_in_scope_however_it_is_written() {
        let entry = Entry { depts: vec!["销售部".to_owned()], ..Entry::default() };
        let of = |dept: &str| fill(&entry, &JoinForm { dept: dept.to_owned(), ..JoinForm::default() });
        assert!(of("銷售部").is_ok());
        assert_eq!(of("客服部").unwrap_err().code(), "not-in-scope");
        assert_eq!(of("").unwrap_err().code(), "empty");
    }

    #[test]
    fn the_weekend_is_the_group_s_own() {
        const SATURDAY: i64 = 20_785 * 24 * limits::HOUR_MS;
        let due = |utc_offset_min: Option<i16>| {
            let entry = Entry { hours: 4, utc_offset_min, ..Entry::default() };
            due_at(&entry, SATURDAY - limits::HOUR_MS).map(|due| (due - SATURDAY) / limits::HOUR_MS)
        };
        // An hour before Saturday in London it is Saturday in China since seven hours, and Friday in New York.
        assert_eq!(due(Some(0)), Some(48 + 3));
        assert_eq!(due(Some(-5 * 60)), Some(3));
        assert_eq!((due(Some(8 * 60)), due(None)), (Some(48 - 8 + 4), Some(48 - 8 + 4)));
        assert_eq!(due_at(&Entry::default(), SATURDAY), None);
    }

    #[test]
    fn one_promises_what_one_has_read() {
        let entry = Entry { pledge: "不外传。".to_owned(), ..asks(&[EntryAsk::Pledge]) };
        let with = |pledge: &str| JoinForm { pledge: pledge.to_owned(), ..JoinForm::default() };
        assert!(fill(&entry, &with("不外传。")).is_ok());
        assert!(fill(&entry, &with("旧的说法")).is_err());
        assert!(fill(&asks(&[EntryAsk::Pledge]), &with("通常的说法")).is_ok());
    }

    #[test]
    fn the_roster_is_compared_by_name_then_number_then_department() {
        let row = |name: &str, dept: &str, number: &str| RosterRow {
            name: name.to_owned(),
            dept: dept.to_owned(),
            number: number.to_owned(),
        };
        let rows = vec![row("张三", "销售部", "1001"), row("张三", "客服部", "1002"), row("李四", "", "")];
        let roster = RosterList { rows, ..RosterList::default() };
        let verdict = |name, dept, number| compare(&roster, name, dept, number).map(|found| found.verdict);
        assert_eq!(verdict("张三", "客服部", ""), Some(RosterMatch::On));
        assert_eq!(verdict("張三", "銷售部", "1001"), Some(RosterMatch::On));
        assert_eq!(verdict("张三", "财务部", "1001"), Some(RosterMatch::DeptDiffers));
        assert_eq!(verdict("张三", "销售部", "9"), Some(RosterMatch::NumberDiffers));
        assert_eq!(verdict("李四", "任何部门", "7"), Some(RosterMatch::On));
        assert_eq!(verdict("王五", "销售部", "1001"), Some(RosterMatch::Missing));
        assert_eq!(compare(&RosterList::default(), "张三", "", ""), None);
    }

    #[test]
    fn twins_share_a_name_or_a_number_and_nothing_empty() {
        assert!(is_twin(("张三", ""), ("張三", "7")));
        assert!(is_twin(("张三", "a7"), ("李四", "Ａ７")));
        assert!(!is_twin(("张三", ""), ("李四", "")));
    }

    proptest! {
        #[test]
        fn what_was_filled_fills_again(dept in any::<String>(), purpose in any::<String>(), regular in any::<bool>(), pledge in any::<String>()) {
            let every = [EntryAsk::Dept, EntryAsk::Purpose, EntryAsk::Regular, EntryAsk::Pledge];
            let form = JoinForm { dept, purpose, regular, pledge, ..JoinForm::default() };
            for count in 0..=every.len() {
                let entry = asks(&every[..count]);
                if let Ok(kept) = fill(&entry, &form) {
                    prop_assert_eq!(fill(&entry, &kept), Ok(kept));
                }
            }
        }
    }
}
