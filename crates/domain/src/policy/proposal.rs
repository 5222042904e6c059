//! Proposals for the rules: every member makes them, staff put them into the draft or decline them, and the
//! owner's publishing makes them part of a version. Like all feedback they wait for no confirmation.

use super::{Action, Step, require};
use crate::kinds::{Binds, Opinion, Proposal, ProposalState, ProposedChange, RuleKind, Stance, opinion_id};
use crate::limits;
use crate::policy::{Citable, Proposed};
use crate::refusal::{Reason, Refusal};
use protocol::Body;

pub(super) fn make(step: &Step<'_>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::Propose)?;
    let proposal: Proposal = body.read()?;
    require(proposal.state == ProposalState::Open, Reason::WrongState, "/state")?;
    let is_undecided = proposal.decided_by.is_none() && proposal.decided_at.is_none();
    require(is_undecided && proposal.answer.is_empty(), Reason::WrongValue, "/decided_by")?;
    require(proposal.until.is_none(), Reason::WrongValue, "/until")?;
    require(proposal.adopted.is_none(), Reason::WrongValue, "/adopted")?;
    limits::PROPOSAL_REASON.check("/reason", &proposal.reason)?;
    wording(&proposal)?;
    about(step, &proposal)
}

/// What it proposes: a rule, or that one goes.
fn wording(proposal: &Proposal) -> Result<(), Refusal> {
    let (is_rule, is_about) = match proposal.change {
        ProposedChange::Reword => (true, true),
        ProposedChange::Add => (true, false),
        ProposedChange::Drop => (false, true),
        ProposedChange::Other(_) => return Err(Refusal::new(Reason::WrongValue).at("/change")),
    };
    require(proposal.rule.is_some() == is_about, Reason::WrongValue, "/rule")?;
    require(proposal.kind.is_some() == is_rule, Reason::WrongValue, "/kind")?;
    require(proposal.binds.is_some() == is_rule, Reason::WrongValue, "/binds")?;
    if !is_rule {
        return require(proposal.text.is_empty(), Reason::WrongValue, "/text");
    }
    let is_known = proposal.kind.as_ref().is_some_and(|kind| RuleKind::KNOWN.contains(kind));
    require(is_known, Reason::WrongValue, "/kind")?;
    let is_known = proposal.binds.as_ref().is_some_and(|binds| Binds::KNOWN.contains(binds));
    require(is_known, Reason::WrongValue, "/binds")?;
    limits::RULE_TEXT.check("/text", &proposal.text)
}

/// A proposal that was written upon a version which has been followed by another names rules of that one:
/// whether it had them is not asked then.
fn about(step: &Step<'_>, proposal: &Proposal) -> Result<(), Refusal> {
    if step.context.version(proposal.version).is_none() {
        return Err(Refusal::new(Reason::UnknownRuleVersion).at("/version"));
    }
    let is_binding = step.context.binding().is_some_and(|rules| rules.version == proposal.version);
    match (&step.context.case.citable, proposal.rule) {
        (Citable::Known { rules, .. }, Some(rule)) if is_binding => {
            require(rules.contains(&rule), Reason::UnknownRule, "/rule")
        }
        _ => Ok(()),
    }
}

pub(super) fn change(step: &Step<'_>, before: &Body, body: &Body) -> Result<(), Refusal> {
    let (old, new): (Proposal, Proposal) = (before.read()?, body.read()?);
    let same = Proposal {
        state: old.state.clone(),
        decided_by: old.decided_by.clone(),
        decided_at: old.decided_at,
        answer: old.answer.clone(),
        until: old.until,
        adopted: old.adopted,
        ..new.clone()
    };
    require(same == old, Reason::Immutable, "/text")?;
    match (&old.state, &new.state) {
        (ProposalState::Open, ProposalState::Withdrawn) => withdraw(step, &old, &new),
        (ProposalState::Open | ProposalState::Taken, ProposalState::Declined) => {
            limits::PROPOSAL_REASON.check("/answer", &new.answer)?;
            decide(step, &new)
        }
        (ProposalState::Open, ProposalState::Taken) => decide(step, &new),
        (ProposalState::Taken, ProposalState::Adopted) => adopt(step, &old, &new),
        _ => Err(Refusal::new(Reason::WrongState).at("/state")),
    }
}

fn withdraw(step: &Step<'_>, old: &Proposal, new: &Proposal) -> Result<(), Refusal> {
    step.may(Action::ReadStream)?;
    require(step.head.author == step.actor.person, Reason::NotYours, "/state")?;
    let same = Proposal { state: old.state.clone(), ..new.clone() };
    require(same == *old, Reason::Immutable, "/state")
}

fn decide(step: &Step<'_>, new: &Proposal) -> Result<(), Refusal> {
    step.may(Action::WriteRulesDraft)?;
    require(new.decided_by.as_ref() == Some(&step.actor.person), Reason::WrongAuthor, "/decided_by")?;
    require(new.adopted.is_none(), Reason::WrongValue, "/adopted")?;
    limits::REMARK.check("/answer", &new.answer)?;
    let ahead = step.context.now_ms.saturating_add(limits::AHEAD_MS);
    require(new.decided_at.is_some_and(|at| at <= ahead), Reason::WrongValue, "/decided_at")?;
    let latest = step.context.now_ms.saturating_add(limits::OPINIONS_MAX_MS);
    let fits = new.until.is_none_or(|until| new.state == ProposalState::Taken && until <= latest);
    require(fits, Reason::WrongValue, "/until")
}

/// Whose proposal a version took up, that version's publisher says.
fn adopt(step: &Step<'_>, old: &Proposal, new: &Proposal) -> Result<(), Refusal> {
    step.may(Action::PublishRules)?;
    let same = Proposal { state: old.state.clone(), adopted: old.adopted, ..new.clone() };
    require(same == *old, Reason::Immutable, "/answer")?;
    let version = new.adopted.ok_or(Refusal::new(Reason::Empty).at("/adopted"))?;
    require(step.context.version(version).is_some(), Reason::UnknownRuleVersion, "/adopted")?;
    require(version > old.version, Reason::WrongValue, "/adopted")
}

/// What somebody says to a proposal. Taking it back is open also where it is decided.
pub(super) fn say(step: &Step<'_>, before: Option<&Body>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::Propose)?;
    require(step.head.author == step.actor.person, Reason::NotYours, "/author")?;
    let opinion: Opinion = body.read()?;
    let id = opinion_id(&step.head.scope.space, &opinion.proposal, &step.actor.person);
    require(id == step.head.id, Reason::WrongId, "/proposal")?;
    let is_known = opinion.stance.as_ref().is_none_or(|stance| Stance::KNOWN.contains(stance));
    require(is_known, Reason::WrongValue, "/stance")?;
    limits::REMARK.check("/text", &opinion.text)?;
    let is_taken_back = opinion.stance.is_none();
    require(!is_taken_back || opinion.text.is_empty(), Reason::WrongValue, "/text")?;
    if before.is_some() && is_taken_back {
        return Ok(());
    }
    match step.context.case.proposed {
        Proposed::Missing => Err(Refusal::new(Reason::Gone).at("/proposal")),
        Proposed::Closed => Err(Refusal::new(Reason::OpinionsClosed).at("/proposal")),
        Proposed::Unknown | Proposed::Open => Ok(()),
    }
}
