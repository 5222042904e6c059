//! Writing, publishing and confirming rules.

use super::proposals::adopted;
use super::{Desk, Intended, RecordWrite};
use crate::guard::follow;
use crate::kinds::{self, Ack, Guards, KnownKind, Rule, Rules, RulesDraft, RulesReminder, Space};
use crate::limits::{self, TextLimit};
use crate::policy::{Before, Context};
use crate::refusal::Refusal;
use crate::rules::gate::Edition;
use crate::rules::{RulesRef, content_hash, renumber};
use crate::shown::is_blank;

/// Keeps the rules as they are being written, numbered in their order. `before` is the space's
/// draft if there is one. A `source` that is too long to be kept is left out.
///
/// # Errors
/// Anybody but staff; a rule that does not fit.
pub fn write_rules_draft(
    desk: &Desk<'_>,
    before: Option<Before<'_>>,
    mut rules: Vec<Rule>,
    source: Option<&str>,
) -> Intended {
    clean(&mut rules, limits::DRAFT_RULE_TEXT)?;
    let mut draft: RulesDraft = match before {
        Some(before) => before.body.read()?,
        None => RulesDraft::default(),
    };
    draft.rules = rules;
    if let Some(source) = source {
        draft.source = limits::SOURCE.parse("/source", source).ok();
    }
    match before {
        Some(before) => desk.update(before, &draft),
        None => {
            let head = desk.head(KnownKind::RulesDraft, kinds::rules_draft_id(desk.space));
            Ok(vec![desk.create(head, &draft, desk.ground())?])
        }
    }
}

/// The binding rules and the guards that enforce them.
#[derive(Clone, Copy, Debug)]
pub struct Enforced<'a> {
    /// The record of the binding version.
    pub rules: Before<'a>,
    /// The space's guards.
    pub guards: Before<'a>,
}

/// What is said along with a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version<'a> {
    /// Why it is published; may be empty.
    pub reason: &'a str,
    /// For how many hours the confirmation of the binding version counts on; the first version has none.
    pub grace_hours: u32,
    /// The policy text that the rules were made from, where it is another than that of the versions before.
    pub source: Option<&'a str>,
}

/// Publishes `rules` as the version after the binding one, and confirms it for the publisher,
/// who has just signed every word of it. What is `enforced` goes along: a guard whose rule is gone
/// is gone too. The proposals that it takes up say so from then on.
///
/// # Errors
/// Anybody but the owner; no rules; a rule that does not fit; a grace that is too long; a proposal that is
/// not in the draft.
pub fn publish_rules(
    desk: &Desk<'_>,
    mut rules: Vec<Rule>,
    said: &Version<'_>,
    enforced: Option<Enforced<'_>>,
    taken_up: &[Before<'_>],
) -> Intended {
    clean(&mut rules, limits::RULE_TEXT)?;
    let binding = desk.context.binding().map(|binding| binding.version);
    let version = binding.unwrap_or(0).saturating_add(1);
    let hash = content_hash(&rules);
    let published = Rules {
        version,
        rules,
        hash,
        reason: limits::REASON.parse("/reason", said.reason)?,
        published_at: desk.context.now_ms,
        grace_hours: binding.map(|_| said.grace_hours),
        source: said.source.and_then(|source| limits::SOURCE.parse("/source", source).ok()),
        extra: Default::default(),
    };
    let head = desk.head(KnownKind::Rules, kinds::rules_id(desk.space, version));
    let mut deps = desk.ground();
    deps.extend(binding.map(|binding| kinds::rules_id(desk.space, binding)));
    let id = head.id.clone();
    let rules = desk.create(head, &published, deps)?;

    let edition = Edition::of(&published, desk.context.now_ms);
    let mut after: Context = desk.context.clone();
    after.published.push(edition.clone());
    let after = Desk { context: &after, ..*desk };
    let mut writes = vec![rules, confirm(&after, &edition.rules)?];
    if let Some(enforced) = enforced {
        writes.extend(guards_after(desk, enforced, &published.rules)?.into_iter().map(|mut guards| {
            // Should the version not be taken, the guards stay with the old one.
            guards.deps.push(id.clone());
            guards
        }));
    }
    for proposal in taken_up {
        writes.extend(adopted(&after, *proposal, version)?.into_iter().map(|mut write| {
            write.deps.push(id.clone());
            write
        }));
    }
    Ok(writes)
}

/// Reminds those who have not confirmed the binding version. `before` is the space.
///
/// # Errors
/// Anybody but the owner; no rules; within an hour of the reminder before.
pub fn remind_of_rules(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    let mut space: Space = before.body.read()?;
    let version = desk.context.binding().map_or(0, |binding| binding.version);
    let at = desk.context.now_ms;
    let extra = space.reminded.take().map(|former| former.extra).unwrap_or_default();
    space.reminded = Some(RulesReminder { version, at, extra });
    desk.update(before, &space)
}

/// The guards under `new` rules; nothing where they stay as they are.
fn guards_after(desk: &Desk<'_>, enforced: Enforced<'_>, new: &[Rule]) -> Intended {
    let old: Rules = enforced.rules.body.read()?;
    let mut guards: Guards = enforced.guards.body.read()?;
    guards.guards = follow(&guards.guards, &old.rules, new).guards;
    desk.update(enforced.guards, &guards)
}

/// Confirms a published version of the rules: the stamp.
///
/// # Errors
/// A version that is not published, or has another content.
pub fn confirm_rules(desk: &Desk<'_>, rules: &RulesRef) -> Intended {
    Ok(vec![confirm(desk, rules)?])
}

fn confirm(desk: &Desk<'_>, rules: &RulesRef) -> Result<RecordWrite, Refusal> {
    let ack = Ack {
        version: rules.version,
        hash: rules.hash.clone(),
        at: desk.context.now_ms,
        extra: Default::default(),
    };
    let head = desk.head(KnownKind::Ack, kinds::ack_id(desk.space, desk.me(), rules.version));
    let mut deps = desk.ground();
    deps.push(kinds::rules_id(desk.space, rules.version));
    desk.create(head, &ack, deps)
}

/// Numbers the rules and cleans their texts; an empty chapter is none.
fn clean(rules: &mut [Rule], limit: TextLimit) -> Result<(), Refusal> {
    renumber(rules);
    for (index, rule) in rules.iter_mut().enumerate() {
        rule.text = limit.parse(format!("/rules/{index}/text"), &rule.text)?;
        let chapter = rule.chapter.take().filter(|chapter| !is_blank(chapter));
        rule.chapter = chapter
            .map(|chapter| limits::CHAPTER.parse(format!("/rules/{index}/chapter"), &chapter))
            .transpose()?;
    }
    Ok(())
}
