//! Writing, publishing and confirming rules.

use super::{Action, Step, require};
use crate::import::blanks_in;
use crate::kinds::{Ack, Rule, Rules, RulesDraft, ack_id, rules_id};
use crate::limits::{self, TextLimit};
use crate::refusal::{Reason, Refusal};
use crate::rules::{content_hash, is_numbered};
use protocol::Body;

pub(super) fn draft(step: &Step<'_>, before: Option<&Body>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::WriteRulesDraft)?;
    let draft: RulesDraft = body.read()?;
    if !step.actor.is_owner(step.context) {
        let before: RulesDraft = before.map(Body::read).transpose()?.unwrap_or_default();
        keeps_locked(&before.rules, &draft.rules)?;
    }
    if let Some(source) = &draft.source {
        limits::SOURCE.check("/source", source)?;
    }
    check(&draft.rules, limits::DRAFT_RULE_TEXT)
}

/// What the owner locked, the others may move among the rules, but neither reword, release nor take
/// out; and they lock nothing.
fn keeps_locked(before: &[Rule], after: &[Rule]) -> Result<(), Refusal> {
    let mut kept: Vec<&Rule> = before.iter().filter(|rule| rule.locked).collect();
    for (index, rule) in after.iter().enumerate().filter(|(_, rule)| rule.locked) {
        let Some(place) = kept.iter().position(|kept| says_the_same(kept, rule)) else {
            return Err(Refusal::new(Reason::RuleLocked).at(format!("/rules/{index}/locked")));
        };
        kept.remove(place);
    }
    require(kept.is_empty(), Reason::RuleLocked, "/rules")
}

/// Whether two rules are one but for their number.
fn says_the_same(a: &Rule, b: &Rule) -> bool {
    Rule { no: b.no, ..a.clone() } == *b
}

pub(super) fn publish(step: &Step<'_>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::PublishRules)?;
    let rules: Rules = body.read()?;
    let next = step.context.binding().map_or(0, |binding| binding.version).saturating_add(1);
    require(rules.version >= next, Reason::RuleVersionTaken, "/version")?;
    require(rules.version == next, Reason::RuleVersionGap, "/version")?;
    require(rules_id(&step.head.scope.space, rules.version) == step.head.id, Reason::WrongId, "/version")?;
    require(!rules.rules.is_empty(), Reason::NothingToPublish, "/rules")?;
    check(&rules.rules, limits::RULE_TEXT)?;
    if let Some(index) = rules.rules.iter().position(|rule| !blanks_in(&rule.text).is_empty()) {
        return Err(Refusal::new(Reason::BlankLeft).at(format!("/rules/{index}/text")));
    }
    require(is_numbered(&rules.rules), Reason::WrongNumbering, "/rules")?;
    limits::REASON.check("/reason", &rules.reason)?;
    if let Some(source) = &rules.source {
        limits::SOURCE.check("/source", source)?;
    }
    grace(&rules)?;
    require(rules.hash == content_hash(&rules.rules), Reason::HashMismatch, "/hash")
}

/// The first version has no grace: there is no former confirmation that could count on.
fn grace(rules: &Rules) -> Result<(), Refusal> {
    let longest = if rules.version == 1 { 0 } else { limits::GRACE_MAX_HOURS };
    require(rules.grace_hours.unwrap_or(0) <= longest, Reason::WrongValue, "/grace_hours")
}

pub(super) fn confirm(step: &Step<'_>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::ConfirmRules)?;
    let ack: Ack = body.read()?;
    let id = ack_id(&step.head.scope.space, &step.actor.person, ack.version);
    require(id == step.head.id, Reason::WrongId, "/version")?;
    let Some(rules) = step.context.version(ack.version) else {
        return Err(Refusal::new(Reason::UnknownRuleVersion).at("/version"));
    };
    require(rules.hash == ack.hash, Reason::HashMismatch, "/hash")
}

fn check(rules: &[Rule], text: TextLimit) -> Result<(), Refusal> {
    limits::at_most(limits::MAX_RULES, "/rules", rules)?;
    for (index, rule) in rules.iter().enumerate() {
        text.check(format!("/rules/{index}/text"), &rule.text)?;
        limits::NAME.check(format!("/rules/{index}/kind"), rule.kind.as_str())?;
        limits::NAME.check(format!("/rules/{index}/binds"), rule.binds.as_str())?;
        if let Some(chapter) = &rule.chapter {
            limits::CHAPTER.check(format!("/rules/{index}/chapter"), chapter)?;
        }
    }
    Ok(())
}
