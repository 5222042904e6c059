//! Proposing changes of the rules, saying something to them, and deciding about them.

use super::{Desk, Intended, RecordWrite, write_rules_draft};
use crate::kinds::{
    Binds, KnownKind, Opinion, Proposal, ProposalState, ProposedChange, Rule, RuleKind, RulesDraft, Stance,
    opinion_id, rules_id,
};
use crate::limits::{self, HOUR_MS};
use crate::policy::Before;
use crate::refusal::{Reason, Refusal};
use crate::rules::proposed::apply;
use protocol::RecordId;

/// A change of the rules as somebody wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProposal {
    /// What it does.
    pub change: ProposedChange,
    /// The version that its author has read.
    pub version: u32,
    /// The rule that it is about; of no meaning where it adds one.
    pub rule: Option<u32>,
    /// How much the rule would demand.
    pub kind: RuleKind,
    /// Whom it would bind.
    pub binds: Binds,
    /// What it would say.
    pub text: String,
    /// Why.
    pub reason: String,
}

/// Proposes a change. `id` is a fresh time-ordered id.
///
/// # Errors
/// Whoever has no voice in the group; no reason; no text; a rule that there is not.
pub fn propose(desk: &Desk<'_>, id: RecordId, new: &NewProposal) -> Intended {
    let is_rule = new.change != ProposedChange::Drop;
    let text = if is_rule { limits::RULE_TEXT.parse("/text", &new.text)? } else { String::new() };
    let proposal = Proposal {
        change: new.change.clone(),
        version: new.version,
        rule: new.rule.filter(|_| new.change != ProposedChange::Add),
        kind: is_rule.then(|| new.kind.clone()),
        binds: is_rule.then(|| new.binds.clone()),
        text,
        reason: limits::PROPOSAL_REASON.parse("/reason", &new.reason)?,
        state: ProposalState::Open,
        decided_by: None,
        decided_at: None,
        answer: String::new(),
        until: None,
        adopted: None,
        extra: Default::default(),
    };
    let mut deps = desk.ground();
    deps.push(rules_id(desk.space, new.version));
    Ok(vec![desk.create(desk.head(KnownKind::Proposal, id), &proposal, deps)?])
}

/// Takes one's own proposal back.
///
/// # Errors
/// Another's; one that is decided.
pub fn withdraw_proposal(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    let mut proposal: Proposal = before.body.read()?;
    proposal.state = ProposalState::Withdrawn;
    desk.update(before, &proposal)
}

/// Does not take a proposal up, or not any longer.
///
/// # Errors
/// Anybody but staff; no reason; one that is declined, adopted or withdrawn.
pub fn decline_proposal(desk: &Desk<'_>, before: Before<'_>, reason: &str) -> Intended {
    let reason = limits::PROPOSAL_REASON.parse("/answer", reason)?;
    Ok(vec![decided(desk, before, ProposalState::Declined, reason, None)?])
}

/// The draft into which a proposal is taken.
#[derive(Clone, Copy, Debug)]
pub struct Taking<'a> {
    /// The rules that the proposal's author had read.
    pub read: &'a [Rule],
    /// The binding rules, with which a draft begins where there is none.
    pub binding: &'a [Rule],
    /// The draft, if there is one.
    pub draft: Option<Before<'a>>,
}

/// Puts a proposal into the draft. One about a rule that the draft has no more is taken up all the same:
/// somebody puts it in by hand. For so many hours from now opinions are asked for; 0 for none.
///
/// # Errors
/// Anybody but staff; one that is decided; one about a rule that is locked.
pub fn take_proposal(
    desk: &Desk<'_>,
    before: Before<'_>,
    taking: Taking<'_>,
    answer: &str,
    hours: u32,
) -> Intended {
    let proposal: Proposal = before.body.read()?;
    let draft: Option<RulesDraft> = taking.draft.map(|draft| draft.body.read()).transpose()?;
    let rules = draft.as_ref().map_or(taking.binding, |draft| &draft.rules);
    let rules = apply(&proposal, taking.read, rules);
    let answer = limits::REMARK.parse("/answer", answer)?;
    let asked_ms = i64::from(hours).saturating_mul(HOUR_MS);
    let until = (hours > 0).then(|| desk.context.now_ms.saturating_add(asked_ms));
    let mut writes = match rules {
        Some(rules) => write_rules_draft(desk, taking.draft, rules, None)?,
        None => Vec::new(),
    };
    writes.push(decided(desk, before, ProposalState::Taken, answer, until)?);
    Ok(writes)
}

fn decided(
    desk: &Desk<'_>,
    before: Before<'_>,
    state: ProposalState,
    answer: String,
    until: Option<i64>,
) -> Result<RecordWrite, Refusal> {
    let proposal: Proposal = before.body.read()?;
    let decided_by = Some(desk.me().clone());
    let decided_at = Some(desk.context.now_ms);
    let decided = Proposal { state, answer, until, decided_by, decided_at, ..proposal };
    let writes = desk.update(before, &decided)?;
    writes.into_iter().next().ok_or_else(|| Refusal::new(Reason::WrongState).at("/state"))
}

/// What a version took up: each proposal says so.
pub(super) fn adopted(desk: &Desk<'_>, before: Before<'_>, version: u32) -> Intended {
    let proposal: Proposal = before.body.read()?;
    let adopted = Proposal { state: ProposalState::Adopted, adopted: Some(version), ..proposal };
    desk.update(before, &adopted)
}

/// Says something to a proposal, in place of what one said to it before; no stance takes that back.
/// `before` is one's opinion of it, if there ever was one.
///
/// # Errors
/// Whoever has no voice in the group; a proposal to which nothing is said any more.
pub fn say_to_proposal(
    desk: &Desk<'_>,
    before: Option<Before<'_>>,
    proposal: &RecordId,
    stance: Option<Stance>,
    text: &str,
) -> Intended {
    let text = if stance.is_some() { limits::REMARK.parse("/text", text)? } else { String::new() };
    let Some(before) = before else {
        let head = desk.head(KnownKind::Opinion, opinion_id(desk.space, proposal, desk.me()));
        let opinion = Opinion { proposal: proposal.clone(), stance, text, extra: Default::default() };
        let mut deps = desk.ground();
        deps.push(proposal.clone());
        return Ok(vec![desk.create(head, &opinion, deps)?]);
    };
    let opinion: Opinion = before.body.read()?;
    desk.update(before, &Opinion { stance, text, ..opinion })
}
