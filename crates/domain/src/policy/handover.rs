//! Handing a space over: the owner offers, a member accepts or declines.

use super::{Action, Step, require};
use crate::kinds::{Handover, HandoverState, MemberState};
use crate::limits;
use crate::refusal::{Reason, Refusal};
use protocol::Body;

pub(super) fn offer(step: &Step<'_>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::HandOver)?;
    let handover: Handover = body.read()?;
    let is_to_another = step.head.subject.as_ref() != Some(&step.actor.person);
    require(is_to_another, Reason::WrongSubject, "/subject")?;
    let heir = step.context.case.member.as_ref();
    let heir = heir.ok_or_else(|| Refusal::new(Reason::NotAMember).at("/subject"))?;
    require(heir.state == MemberState::Active, Reason::WrongState, "/subject")?;
    limits::REMARK.check("/note", &handover.note)?;
    let is_new = handover.state == HandoverState::Open && handover.decided_at.is_none();
    require(is_new, Reason::WrongState, "/state")
}

/// Whom it was made to answers; whoever owns the space takes it back.
pub(super) fn decide(step: &Step<'_>, before: &Body, after: &Body) -> Result<(), Refusal> {
    step.may(Action::ReadStream)?;
    let (before, after): (Handover, Handover) = (before.read()?, after.read()?);
    require(before.state == HandoverState::Open, Reason::WrongState, "/state")?;
    let undecided = Handover { state: before.state.clone(), decided_at: before.decided_at, ..after.clone() };
    require(undecided == before, Reason::Immutable, "/note")?;
    let is_heir = step.head.subject.as_ref() == Some(&step.actor.person);
    match after.state {
        HandoverState::Withdrawn => step.may(Action::HandOver),
        HandoverState::Declined => require(is_heir, Reason::NotYours, "/state"),
        HandoverState::Accepted => {
            require(is_heir, Reason::NotYours, "/state")?;
            // Who has handed the space to another, or is muted or on the way out, is past it.
            let is_owners = step.context.owner.as_ref() == Some(&step.head.author);
            let is_active = step.actor.state() == Some(&MemberState::Active);
            require(is_owners && is_active, Reason::WrongState, "/state")
        }
        HandoverState::Open | HandoverState::Other(_) => require(false, Reason::WrongState, "/state"),
    }
}
