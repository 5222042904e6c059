//! Guards go along with their rules to the next version. Rules have no identity but their number,
//! which moves when one is put in above: a guard that kept its number would cite another rule.

use crate::kinds::{Guard, Rule};
use crate::rules::difference::{Change, difference};
use std::collections::BTreeMap;

/// What becomes of guards when one version of the rules takes the place of another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Following {
    /// The guards as they stand under the new rules, in their order.
    pub guards: Vec<Guard>,
    /// The guards whose rule has another number now, as they stood, with that number.
    pub moved: Vec<(Guard, u32)>,
    /// The guards whose rule is gone, and which go with it.
    pub dropped: Vec<Guard>,
}

/// What becomes of `guards` when `new` takes the place of `old`. The new rules are numbered by
/// their order. A guard of a number that the old rules don't have stays as it is.
pub fn follow(guards: &[Guard], old: &[Rule], new: &[Rule]) -> Following {
    let fates = fates(old, new);
    let mut following = Following::default();
    for guard in guards {
        match fates.get(&guard.rule) {
            Some(None) => following.dropped.push(guard.clone()),
            Some(Some(rule)) if *rule != guard.rule => {
                following.moved.push((guard.clone(), *rule));
                following.guards.push(Guard { rule: *rule, ..guard.clone() });
            }
            Some(Some(_)) | None => following.guards.push(guard.clone()),
        }
    }
    following
}

/// From the number of each old rule to its new one, or to none where it is gone.
fn fates(old: &[Rule], new: &[Rule]) -> BTreeMap<u32, Option<u32>> {
    let number = |place: usize| u32::try_from(place.saturating_add(1)).ok();
    let fate = |change: Change| match change {
        Change::Same { old: was, new: is }
        | Change::Moved { old: was, new: is }
        | Change::Changed { old: was, new: is } => Some((old.get(was)?.no, number(is))),
        Change::Removed { old: was } => Some((old.get(was)?.no, None)),
        Change::Added { .. } => None,
    };
    difference(old, new).into_iter().filter_map(fate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guard::Check;
    use crate::guard::check::Interval;
    use crate::kinds::{Binds, RuleKind};
    use crate::rules::renumber;
    use proptest::prelude::*;

    fn rules(texts: &[&str]) -> Vec<Rule> {
        let rule = |text: &&str| Rule {
            no: 0,
            kind: RuleKind::Must,
            text: (*text).to_owned(),
            chapter: None,
            binds: Binds::All,
            locked: false,
            extra: Default::default(),
        };
        let mut rules: Vec<_> = texts.iter().map(rule).collect();
        renumber(&mut rules);
        rules
    }

    fn guard(rule: u32, seconds: u32) -> Guard {
        Check::Interval(Interval { seconds }).guard(rule)
    }

    #[test]
    fn a_guard_goes_with_its_rule_and_away_with_it() {
        let old = rules(&["上课前十分钟签到", "群内不发广告和外链", "每人每分钟最多发三条"]);
        let new = rules(&["进群先改名片", "群内不得发广告和外链", "上课前十分钟签到"]);
        let following = follow(&[guard(1, 5), guard(2, 6), guard(3, 7), guard(9, 8)], &old, &new);
        assert_eq!(following.guards, [guard(3, 5), guard(2, 6), guard(9, 8)]);
        assert_eq!((following.moved, following.dropped), (vec![(guard(1, 5), 3)], vec![guard(3, 7)]));
    }

    proptest! {
        #[test]
        fn a_guard_cites_the_same_words_wherever_they_go(
            (texts, order) in proptest::sample::subsequence((0..9_usize).collect::<Vec<_>>(), 1..9)
                .prop_flat_map(|places| {
                    let texts: Vec<String> = places.iter().map(|at| format!("{}{at}", "规则".repeat(at + 1))).collect();
                    (Just(texts.clone()), Just(texts).prop_shuffle())
                }),
        ) {
            let [old, new] = [&texts, &order].map(|texts| rules(&texts.iter().map(String::as_str).collect::<Vec<_>>()));
            let guards: Vec<_> = old.iter().map(|rule| guard(rule.no, rule.no + 10)).collect();
            let following = follow(&guards, &old, &new);
            prop_assert!(following.dropped.is_empty());
            for (was, is) in guards.iter().zip(&following.guards) {
                prop_assert_eq!(&old[was.rule as usize - 1].text, &new[is.rule as usize - 1].text);
            }
        }
    }
}
