//! The force of a clause: whether it forbids, demands or advises, by which word, and where that
//! word stands.

use super::lexicon::{ADVISING, CHARGING, DEMANDING, FORBIDDING, ends_clause, ends_sentence};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How a clause speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Force {
    Forbids,
    /// Says that something is not done (`不迟到`): forbids, unless the text around it advises.
    Refrains,
    Demands,
    Advises,
    /// Names whose task something is, and is as strict as the text around it.
    Charges,
}

/// Prohibitions that set a measure, and so demand.
const MEASURES: [&str; 8] =
    ["不得少于", "不得低于", "不得小于", "不得短于", "不得晚于", "不得迟于", "不得早于", "不得超过"];

/// Whether any word of force stands in `words`.
pub(super) fn has_force(words: &str) -> bool {
    clauses(words).iter().any(|clause| force(&clause.words).is_some())
}

/// Words of force by their first character, the longest first: of several that start at the same
/// place the longest counts.
static FORCES: LazyLock<BTreeMap<char, Vec<(Force, &'static str)>>> = LazyLock::new(|| {
    let lists = [
        (Force::Forbids, FORBIDDING),
        (Force::Refrains, &["不"]),
        (Force::Demands, DEMANDING),
        (Force::Advises, ADVISING),
        (Force::Charges, CHARGING),
    ];
    let mut by_first: BTreeMap<char, Vec<(Force, &'static str)>> = BTreeMap::new();
    for (force, words) in lists {
        for word in words {
            let first = word.chars().next().unwrap_or_default();
            by_first.entry(first).or_default().push((force, word));
        }
    }
    by_first.values_mut().for_each(|words| words.sort_by_key(|(_, word)| Reverse(word.len())));
    by_first
});

/// A clause in lower case.
pub(super) struct Clause {
    pub(super) words: Vec<char>,
    pub(super) starts_sentence: bool,
    pub(super) ends_with_colon: bool,
}

/// The clauses of folded `words`, in lower case.
pub(super) fn clauses(words: &str) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut current = Vec::new();
    let mut starts_sentence = true;
    for c in words.to_lowercase().chars().chain(['。']) {
        let is_end = ends_clause(c) || c == '.';
        if !is_end {
            if !(current.is_empty() && c.is_whitespace()) {
                current.push(c);
            }
            continue;
        }
        if !current.is_empty() {
            let words = std::mem::take(&mut current);
            clauses.push(Clause { words, starts_sentence, ends_with_colon: c == ':' });
        }
        starts_sentence = ends_sentence(c) || c == '.';
    }
    clauses
}

/// The first word of force in a clause, and where it stands.
pub(super) fn force(clause: &[char]) -> Option<(Force, usize)> {
    let is_condition = clause.first().is_some_and(|c| "如若因当倘".contains(*c))
        || clause.starts_with(&['一', '旦'])
        || clause.starts_with(&['i', 'f', ' ']);
    if is_condition {
        return None;
    }
    // In `需要請假的員工` a need describes somebody.
    let describes = clause.last() == Some(&'员') && clause.contains(&'的');
    (0..clause.len()).find_map(|at| {
        let (force, word) = force_at(clause, at)?;
        (!(describes && word.starts_with('需'))).then_some((force, at))
    })
}

/// The word of force at `at`.
fn force_at(clause: &[char], at: usize) -> Option<(Force, &'static str)> {
    let rest = clause.get(at..)?;
    let words = FORCES.get(rest.first()?)?;
    let (force, word) = *words.iter().find(|(_, word)| starts_with(rest, word))?;
    let before = at.checked_sub(1).and_then(|at| clause.get(at)).copied();
    let after = rest.get(word.chars().count()).copied();
    let last = clause.last().copied();
    // What only some may, or one may only after something, is a demand.
    if word == "may" && rest.iter().collect::<String>().contains(" only ") {
        return Some((Force::Demands, word));
    }
    if word == "不得" && MEASURES.iter().any(|measure| starts_with(rest, measure)) {
        return Some((Force::Demands, word));
    }
    fits(word, before, after, last).then_some((force, word))
}

fn starts_with(chars: &[char], word: &str) -> bool {
    let mut rest = chars.iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

/// Whether a word of force means what it says here: many are parts of other words, or of a noun,
/// or of a condition.
fn fits(word: &str, before: Option<char>, after: Option<char>, last: Option<char>) -> bool {
    let is_before = |chars: &str| before.is_some_and(|c| chars.contains(c));
    let is_after = |chars: &str| after.is_some_and(|c| chars.contains(c));
    let is_condition = last.is_some_and(|c| "的时者".contains(c));
    if word.is_ascii() {
        let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        return !is_letter(before) && !is_letter(after);
    }
    match word {
        "应" => !is_before("反响回相供效适对感呼因顺报") && !is_after("用对急聘届有变答酬付收"),
        "须" => !is_before("无") && !is_after("知"),
        "需" | "需要" => !is_before("如若所必急因刚作无不") && !is_after("求") && !is_condition,
        "要求" => before.is_none() && after.is_some(),
        "要" => (before.is_none() || is_before("都也均还先并只")) && !is_after("求点素是害领旨"),
        "禁止" => !is_after("行性事区令"),
        "不能" => !is_after("及立按") && !is_condition,
        "可" => !is_before("许认不宁方才") && !is_after("靠能行见用读视控信疑观持爱是"),
        // `不迟到` forbids; `不足` and `不断` say something else.
        "不" => {
            (before.is_none() || is_before("内上里中间"))
                && !is_after("足同仅少断超定确清再但论管如然过只久满含合按及")
        }
        "不可" => !is_after("或避抗"),
        "请" => !is_before("申邀聘敬提") && !is_after("假求示教客柬"),
        "宜" => !is_before("适便事不"),
        "建议" => {
            (before.is_none() || !is_before("和及与、的题见")) && after.is_some() && !is_after("和及与、等")
        }
        "负责" => !is_after("人"),
        "保证" => !is_after("金书"),
        _ => true,
    }
}
