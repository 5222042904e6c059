//! What changed from one version of the rules to another, and what of it a member confirms.
//!
//! Rules have no identity but their number, which moves when one is put in above. So equal rules
//! are matched in their order first, then equal ones that stand elsewhere, then those that read
//! alike; what is left was added or removed.

use crate::kinds::{Binds, Rule};
use protocol::order;
use std::collections::BTreeMap;

/// From how many thousandths of common pairs of letters two texts are one rule in other words.
/// Two rules of one policy share a word or two (about 200); a clause that is added, cut or
/// reworded leaves more than half of the pairs.
const ALIKE: u64 = 450;

/// What became of a rule. `old` and `new` are places in the lists that were compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The same rule, maybe under another number because others came or went.
    Same {
        /// Where it stood.
        old: usize,
        /// Where it stands.
        new: usize,
    },
    /// The same rule in another place among the others.
    Moved {
        /// Where it stood.
        old: usize,
        /// Where it stands.
        new: usize,
    },
    /// Other words, another kind, chapter or other people whom it binds.
    Changed {
        /// Where it stood.
        old: usize,
        /// Where it stands.
        new: usize,
    },
    /// It is new.
    Added {
        /// Where it stands.
        new: usize,
    },
    /// It is gone.
    Removed {
        /// Where it stood.
        old: usize,
    },
}

impl Change {
    /// Whether the rule says nothing else than before.
    pub fn is_same(self) -> bool {
        matches!(self, Self::Same { .. } | Self::Moved { .. })
    }
}

/// What became of each rule: the new ones in their order, the removed ones where they stood.
pub fn difference(old: &[Rule], new: &[Rule]) -> Vec<Change> {
    let mut matches = in_order(old, new);
    let anchors = matches.clone();
    match_rest(old, new, &mut matches, |old, new| if equal(old, new) { 1_000 } else { 0 });
    match_rest(old, new, &mut matches, alikeness);
    let olds: BTreeMap<usize, usize> = matches.iter().map(|(new, old)| (*old, *new)).collect();
    let mut removed = (0..old.len()).filter(|place| !olds.contains_key(place)).peekable();
    let mut changes = Vec::new();
    for (place, rule) in new.iter().enumerate() {
        let from = matches.get(&place).copied();
        if let Some(anchor) = anchors.get(&place) {
            while let Some(gone) = removed.next_if(|gone| gone < anchor) {
                changes.push(Change::Removed { old: gone });
            }
        }
        changes.push(match from {
            None => Change::Added { new: place },
            Some(from) if anchors.contains_key(&place) => Change::Same { old: from, new: place },
            Some(from) if old.get(from).is_some_and(|old| equal(old, rule)) => {
                Change::Moved { old: from, new: place }
            }
            Some(from) => Change::Changed { old: from, new: place },
        });
    }
    changes.extend(removed.map(|old| Change::Removed { old }));
    changes
}

/// What a member reads before confirming `new`: of the rules that bind them all where nothing was confirmed,
/// else those that were added or changed since. It may be nothing: a rule that is gone, or that binds
/// others, still makes another version to confirm.
pub fn to_confirm(confirmed: Option<&[Rule]>, new: &[Rule], binds: impl Fn(&Binds) -> bool) -> Vec<Change> {
    let changes = match confirmed {
        Some(old) => difference(old, new),
        None => (0..new.len()).map(|new| Change::Added { new }).collect(),
    };
    let is_due = |change: &Change| match *change {
        Change::Changed { new: place, .. } | Change::Added { new: place } => {
            new.get(place).is_some_and(|rule| binds(&rule.binds))
        }
        Change::Same { .. } | Change::Moved { .. } | Change::Removed { .. } => false,
    };
    changes.into_iter().filter(is_due).collect()
}

/// Whether two rules say the same to the same people, whatever their numbers.
fn equal(a: &Rule, b: &Rule) -> bool {
    a.kind == b.kind && a.text == b.text && a.chapter == b.chapter && a.binds == b.binds && a.extra == b.extra
}

/// The longest run of equal rules in the same order: from the place in `new` to that in `old`.
fn in_order(old: &[Rule], new: &[Rule]) -> BTreeMap<usize, usize> {
    // best[i][j]: how many match from old[i] and new[j] on. Both lists have at most 200 rules.
    let mut best = vec![vec![0_u32; new.len().saturating_add(1)]; old.len().saturating_add(1)];
    let at = |best: &[Vec<u32>], i: usize, j: usize| {
        best.get(i).and_then(|row| row.get(j)).copied().unwrap_or_default()
    };
    for (i, was) in old.iter().enumerate().rev() {
        for (j, is) in new.iter().enumerate().rev() {
            let (down, right) = (i.saturating_add(1), j.saturating_add(1));
            let skipping = at(&best, down, j).max(at(&best, i, right));
            let taking = if equal(was, is) { at(&best, down, right).saturating_add(1) } else { 0 };
            if let Some(cell) = best.get_mut(i).and_then(|row| row.get_mut(j)) {
                *cell = skipping.max(taking);
            }
        }
    }
    let (mut i, mut j, mut matches) = (0_usize, 0_usize, BTreeMap::new());
    while let (Some(was), Some(is)) = (old.get(i), new.get(j)) {
        let (down, right) = (i.saturating_add(1), j.saturating_add(1));
        if equal(was, is) && at(&best, i, j) == at(&best, down, right).saturating_add(1) {
            matches.insert(j, i);
            (i, j) = (down, right);
        } else if at(&best, down, j) >= at(&best, i, right) {
            i = down;
        } else {
            j = right;
        }
    }
    matches
}

/// Matches what is left by how alike it is, the best pairs first, the nearest of equal ones.
fn match_rest(
    old: &[Rule],
    new: &[Rule],
    matches: &mut BTreeMap<usize, usize>,
    alike: impl Fn(&Rule, &Rule) -> u64,
) {
    let mut taken: Vec<usize> = matches.values().copied().collect();
    let mut pairs = Vec::new();
    for (i, was) in old.iter().enumerate().filter(|(i, _)| !taken.contains(i)) {
        for (j, is) in new.iter().enumerate().filter(|(j, _)| !matches.contains_key(j)) {
            let score = alike(was, is);
            if score >= ALIKE {
                pairs.push((std::cmp::Reverse(score), i.abs_diff(j), j, i));
            }
        }
    }
    order(&mut pairs, Ord::cmp);
    for (_, _, new, old) in pairs {
        if !matches.contains_key(&new) && !taken.contains(&old) {
            matches.insert(new, old);
            taken.push(old);
        }
    }
}

/// How many thousandths of their pairs of neighboring letters two rules have in common. Chinese
/// has no spaces between words, so letters are what there is in every language.
fn alikeness(a: &Rule, b: &Rule) -> u64 {
    let (a, b) = (pairs_of(&a.text), pairs_of(&b.text));
    let all = a.values().chain(b.values()).sum::<u64>();
    let common: u64 = a.iter().map(|(pair, count)| b.get(pair).map_or(0, |other| *count.min(other))).sum();
    // Two empty rules of an unfinished draft are one rule.
    common.saturating_mul(2_000).checked_div(all).unwrap_or(1_000)
}

fn pairs_of(text: &str) -> BTreeMap<(char, char), u64> {
    let letters = || text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase);
    // A mark before the first letter, so that one letter is a pair too.
    let mut pairs = BTreeMap::new();
    for pair in std::iter::once(' ').chain(letters()).zip(letters()) {
        let count: &mut u64 = pairs.entry(pair).or_default();
        *count = count.saturating_add(1);
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::RuleKind;
    use crate::rules::renumber;
    use proptest::prelude::*;

    fn rule(text: &str) -> Rule {
        Rule {
            no: 0,
            kind: RuleKind::Must,
            text: text.to_owned(),
            chapter: None,
            binds: Binds::All,
            locked: false,
            extra: Default::default(),
        }
    }

    fn list(texts: &[&str]) -> Vec<Rule> {
        let mut rules: Vec<Rule> = texts.iter().map(|text| rule(text)).collect();
        renumber(&mut rules);
        rules
    }

    const POLICY: [&str; 5] = [
        "按时参加培训，不迟到、不早退。",
        "发言使用文明礼貌的语言。",
        "不得发布广告、谣言或低俗内容。",
        "重要信息要标注清楚，并写明发布人。",
        "Answer a question within one working day.",
    ];

    /// The marks of a difference: `=` same, `~` moved, `*` changed, `+` added, `-` removed.
    fn marks(old: &[Rule], new: &[Rule]) -> String {
        let mark = |change| match change {
            Change::Same { .. } => '=',
            Change::Moved { .. } => '~',
            Change::Changed { .. } => '*',
            Change::Added { .. } => '+',
            Change::Removed { .. } => '-',
        };
        difference(old, new).into_iter().map(mark).collect()
    }

    #[test]
    fn each_way_to_change_has_its_mark() {
        let old = list(&POLICY);
        let with = |change: fn(&mut Vec<Rule>)| {
            let mut new = old.clone();
            change(&mut new);
            renumber(&mut new);
            marks(&old, &new)
        };
        assert_eq!(with(|_| {}), "=====");
        assert_eq!(with(|new| new[1].text = "发言使用文明礼貌的语言，不使用绰号。".to_owned()), "=*===");
        assert_eq!(
            with(|new| new[4].text = "Answer every question within two working days.".to_owned()),
            "====*"
        );
        assert_eq!(with(|new| new[2].kind = RuleKind::Should), "==*==");
        assert_eq!(with(|new| new[2].binds = Binds::Admins), "==*==");
        assert_eq!(with(|new| new[0].chapter = Some("总则".to_owned())), "*====");
        assert_eq!(with(|new| new.insert(1, rule("保密：培训资料不外传。"))), "=+====");
        assert_eq!(with(|new| drop(new.remove(1))), "=-===");
        // Of two that changed places one moved.
        assert_eq!(with(|new| new.swap(3, 4)), "====~");
        assert_eq!(with(|new| new[1].text = "离职时交还所有资料。".to_owned()), "=+-===");
        // Two rules that share a word or two are two rules.
        assert_eq!(with(|new| new[2].text = "不得把培训资料发给外人。".to_owned()), "==+-==");
        assert_eq!(with(Vec::clear), "-----");
    }

    #[test]
    fn a_reworded_rule_that_also_moved_is_a_changed_one() {
        let mut new = list(&POLICY);
        let mut first = new.remove(0);
        first.text.push_str("请提前五分钟到。");
        new.push(first);
        assert_eq!(marks(&list(&POLICY), &new), "====*");
    }

    #[test]
    fn the_same_rule_twice_is_two_rules() {
        assert_eq!(marks(&list(&["早", "早"]), &list(&["早", "早"])), "==");
        assert_eq!(marks(&list(&["早"]), &list(&["早", "早"])), "=+");
        assert_eq!(marks(&list(&["", ""]), &list(&[""])), "=-");
    }

    #[test]
    fn a_member_confirms_what_changed_and_binds_them() {
        let old = list(&POLICY);
        let mut new = old.clone();
        new[1].text.push_str("不使用绰号。");
        new.remove(2);
        new.push(Rule { binds: Binds::Admins, ..rule("管理员每周复盘一次。") });
        new.push(Rule { binds: Binds::Procedure, ..rule("申请先填表，再审核。") });
        new.push(rule("新成员先自我介绍。"));
        renumber(&mut new);
        let plain = |binds: &Binds| *binds == Binds::All;
        let admin = |binds: &Binds| *binds != Binds::Procedure;
        let changed = Change::Changed { old: 1, new: 1 };
        let (for_admins, for_all) = (Change::Added { new: 4 }, Change::Added { new: 6 });
        assert_eq!(to_confirm(Some(&old), &new, plain), [changed, for_all]);
        assert_eq!(to_confirm(Some(&old), &new, admin), [changed, for_admins, for_all]);
        let bound = |binds: &dyn Fn(&Binds) -> bool| new.iter().filter(|rule| binds(&rule.binds)).count();
        assert_eq!(to_confirm(None, &new, plain).len(), bound(&plain));
        assert_eq!(to_confirm(None, &new, admin).len(), bound(&admin));
        assert!(bound(&plain) < bound(&admin) && bound(&admin) <= new.len());
        assert!(to_confirm(Some(&old), &old[..4], plain).is_empty());
    }

    fn any_rule() -> impl Strategy<Value = Rule> {
        let text = prop::sample::select(vec![
            "早",
            "早安",
            "不得发广告",
            "不得发广告或链接",
            "be kind",
            "Be kind!",
            "",
        ]);
        let kind = prop::sample::select(vec![RuleKind::Must, RuleKind::Forbidden]);
        (text, kind).prop_map(|(text, kind)| Rule { kind, ..rule(text) })
    }

    fn any_rules() -> impl Strategy<Value = Vec<Rule>> {
        prop::collection::vec(any_rule(), 0..9).prop_map(|mut rules| {
            renumber(&mut rules);
            rules
        })
    }

    /// What the changes make of `old`: nothing is taken from `new` but what they call new.
    fn apply(old: &[Rule], new: &[Rule], changes: &[Change]) -> Vec<Rule> {
        let rule_of = |change: &Change| match *change {
            Change::Same { old: place, .. } | Change::Moved { old: place, .. } => Some(old[place].clone()),
            Change::Changed { new: place, .. } | Change::Added { new: place } => Some(new[place].clone()),
            Change::Removed { .. } => None,
        };
        let mut rules: Vec<Rule> = changes.iter().filter_map(rule_of).collect();
        renumber(&mut rules);
        rules
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn the_difference_applied_gives_the_new_version(old in any_rules(), new in any_rules()) {
            let changes = difference(&old, &new);
            prop_assert_eq!(apply(&old, &new, &changes), new.clone());
            let mut olds: Vec<usize> = changes.iter().filter_map(|change| match *change {
                Change::Same { old, .. } | Change::Moved { old, .. } | Change::Changed { old, .. }
                | Change::Removed { old } => Some(old),
                Change::Added { .. } => None,
            }).collect();
            olds.sort_unstable();
            prop_assert_eq!(olds, (0..old.len()).collect::<Vec<_>>());
            for change in changes {
                if let Change::Changed { old: was, new: is } = change {
                    prop_assert!(!equal(&old[was], &new[is]));
                }
            }
        }

        #[test]
        fn other_words_in_one_rule_mark_exactly_that_one(
            chosen in 0..POLICY.len(), cut in 0..3_usize, more in "[ 、a-z期前]{1,4}"
        ) {
            let old = list(&POLICY);
            let mut new = old.clone();
            let text = &old[chosen].text;
            let kept: String = text.chars().take(text.chars().count() - cut).collect();
            new[chosen].text = format!("{kept}{more}!");
            let expected: String = (0..POLICY.len()).map(|place| if place == chosen { '*' } else { '=' }).collect();
            prop_assert_eq!(marks(&old, &new), expected);
        }

        #[test]
        fn nothing_changed_between_a_version_and_itself(rules in any_rules()) {
            let is_same = |change| matches!(change, Change::Same { .. });
            prop_assert!(difference(&rules, &rules).into_iter().all(is_same));
        }
    }
}
