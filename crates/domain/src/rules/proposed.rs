//! What proposals do to the rules: to a draft when they are taken up, and in a version that came of it.

use crate::kinds::{Binds, Proposal, ProposedChange, Rule, RuleKind};
use crate::rules::difference::{Change, difference};

/// `draft` with what `proposal` would change. `read` are the rules that its author had read: the rule that
/// it is about is found where it stands now, however it moved or was reworded since. `None` where it is gone.
pub fn apply(proposal: &Proposal, read: &[Rule], draft: &[Rule]) -> Option<Vec<Rule>> {
    let mut rules = draft.to_vec();
    if proposal.change == ProposedChange::Add {
        rules.push(Rule { no: 0, chapter: None, locked: false, extra: Default::default(), ..rule(proposal) });
        return Some(rules);
    }
    let place = place_of(proposal.rule?, read, draft)?;
    match proposal.change {
        ProposedChange::Drop => {
            rules.remove(place);
        }
        _ => {
            let stands = rules.get_mut(place)?;
            let Rule { kind, binds, text, .. } = rule(proposal);
            *stands = Rule { kind, binds, text, ..stands.clone() };
        }
    }
    Some(rules)
}

/// Whether `rules` say what `proposal` wanted them to, word for word.
pub fn is_met(proposal: &Proposal, read: &[Rule], rules: &[Rule]) -> bool {
    match (&proposal.change, proposal.rule) {
        (ProposedChange::Drop, Some(no)) => place_of(no, read, rules).is_none(),
        _ => rules.iter().any(|stands| stands.text.trim() == proposal.text.trim()),
    }
}

/// Where rule `no` of `old` stands in `new`.
pub fn place_of(no: u32, old: &[Rule], new: &[Rule]) -> Option<usize> {
    difference(old, new).into_iter().find_map(|change| match change {
        Change::Same { old: was, new: is }
        | Change::Moved { old: was, new: is }
        | Change::Changed { old: was, new: is } => (old.get(was)?.no == no).then_some(is),
        Change::Removed { .. } | Change::Added { .. } => None,
    })
}

/// The rule as it is proposed.
fn rule(proposal: &Proposal) -> Rule {
    Rule {
        no: proposal.rule.unwrap_or_default(),
        kind: proposal.kind.clone().unwrap_or(RuleKind::Must),
        text: proposal.text.clone(),
        chapter: None,
        binds: proposal.binds.clone().unwrap_or(Binds::All),
        locked: false,
        extra: Default::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::ProposalState;
    use crate::rules::renumber;

    fn rules(texts: &[&str]) -> Vec<Rule> {
        let mut rules: Vec<Rule> = texts
            .iter()
            .map(|text| Rule {
                no: 0,
                kind: RuleKind::Must,
                text: (*text).to_owned(),
                chapter: Some("交流".to_owned()),
                binds: Binds::All,
                locked: false,
                extra: Default::default(),
            })
            .collect();
        renumber(&mut rules);
        rules
    }

    fn proposal(change: ProposedChange, rule: Option<u32>, text: &str) -> Proposal {
        let is_rule = change != ProposedChange::Drop;
        Proposal {
            version: 1,
            rule,
            kind: is_rule.then_some(RuleKind::Should),
            binds: is_rule.then_some(Binds::All),
            text: text.to_owned(),
            reason: "因为".to_owned(),
            state: ProposalState::Open,
            decided_by: None,
            decided_at: None,
            answer: String::new(),
            until: None,
            adopted: None,
            extra: Default::default(),
            change,
        }
    }

    fn texts(rules: &[Rule]) -> Vec<&str> {
        rules.iter().map(|rule| rule.text.as_str()).collect()
    }

    const READ: [&str; 3] = ["上课前十分钟签到", "群内不发广告和外链", "对提问及时回复"];

    #[test]
    fn a_rule_is_found_where_the_draft_has_moved_it() {
        let (read, draft) = (rules(&READ), rules(&["进群先改名片", "对提问及时回复", "上课前十分钟签到"]));
        let reworded = proposal(ProposedChange::Reword, Some(3), "对提问及时回复，并承诺时间");
        let now = apply(&reworded, &read, &draft).unwrap();
        assert_eq!(texts(&now), ["进群先改名片", "对提问及时回复，并承诺时间", "上课前十分钟签到"]);
        assert_eq!(
            now.get(1).map(|rule| (&rule.kind, rule.chapter.as_deref())),
            Some((&RuleKind::Should, Some("交流")))
        );
        assert!(is_met(&reworded, &read, &now) && !is_met(&reworded, &read, &draft));
    }

    #[test]
    fn a_rule_that_is_gone_can_not_be_reworded_and_one_that_goes_is_met_once_it_is() {
        let (read, draft) = (rules(&READ), rules(&["上课前十分钟签到", "对提问及时回复"]));
        assert_eq!(apply(&proposal(ProposedChange::Reword, Some(2), "不发广告"), &read, &draft), None);
        let dropped = proposal(ProposedChange::Drop, Some(1), "");
        assert!(!is_met(&dropped, &read, &draft));
        let now = apply(&dropped, &read, &draft).unwrap();
        assert_eq!(texts(&now), ["对提问及时回复"]);
        assert!(is_met(&dropped, &read, &now));
    }

    #[test]
    fn a_new_rule_stands_at_the_end() {
        let read = rules(&READ);
        let now = apply(&proposal(ProposedChange::Add, None, "发图先打码"), &read, &read).unwrap();
        assert_eq!(texts(&now).last(), Some(&"发图先打码"));
        assert_eq!(now.len(), 4);
    }
}
