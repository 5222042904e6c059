//! Setting guards, and deciding about what they set aside.

use super::{Action, Step, Via, require};
use crate::guard::check_all;
use crate::kinds::{Guards, Held, HeldState, held_id};
use crate::limits;
use crate::refusal::{Reason, Refusal};
use protocol::Body;

pub(super) fn set(step: &Step<'_>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::SetGuards)?;
    check_all(&body.read::<Guards>()?)
}

/// A post that its author hands in to be looked at. It passes whatever a post passes but the guards.
pub(super) fn hand_in(step: &Step<'_>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::Post)?;
    let held: Held = body.read()?;
    require(held_id(&step.head.scope.space, &held.message) == step.head.id, Reason::WrongId, "/message")?;
    require(crate::kinds::is_timed(&held.message), Reason::WrongId, "/message")?;
    limits::MESSAGE.check("/text", &held.text)?;
    super::channel::takes(step, held.channel.as_ref())?;
    super::talk::names(step, &held.mentions)?;
    limits::PLEA.check("/plea", &held.plea)?;
    limits::at_most(limits::MAX_RULES, "/rules", &held.rules)?;
    require(held.state == HeldState::Waiting, Reason::WrongState, "/state")?;
    require(held.decided_by.is_none() && held.decided_at.is_none(), Reason::ServerOnly, "/decided_by")?;
    require(held.reason.is_empty(), Reason::WrongValue, "/reason")
}

pub(super) fn decide(step: &Step<'_>, before: &Body, after: &Body) -> Result<(), Refusal> {
    let (before, after): (Held, Held) = (before.read()?, after.read()?);
    // What came back is put away by its author; nothing else happens to what is decided.
    let is_put_away = before.state == HeldState::Returned && after.state == HeldState::Withdrawn;
    require(before.state == HeldState::Waiting || is_put_away, Reason::WrongState, "/state")?;
    let undecided = Held {
        state: before.state.clone(),
        decided_by: before.decided_by.clone(),
        decided_at: before.decided_at,
        reason: before.reason.clone(),
        ..after.clone()
    };
    require(undecided == before, Reason::Immutable, "/text")?;
    limits::REASON.check("/reason", &after.reason)?;
    let is_author = step.head.subject.as_ref() == Some(&step.actor.person);
    match after.state {
        HeldState::Withdrawn => {
            step.may(Action::ReadStream)?;
            require(is_author, Reason::NotYours, "/state")?;
            let is_same = after.decided_by == before.decided_by && after.reason == before.reason;
            require(is_same, Reason::WrongValue, "/decided_by")
        }
        HeldState::Released | HeldState::Returned => {
            if step.context.via == Via::Person {
                step.may(Action::DecideHeld)?;
                // Nobody decides about what they wrote themselves.
                require(!is_author, Reason::OwnPost, "/state")?;
            }
            require(
                after.decided_by.as_ref() == Some(&step.actor.person),
                Reason::WrongAuthor,
                "/decided_by",
            )?;
            let says_why = after.state == HeldState::Released || !after.reason.trim().is_empty();
            require(says_why, Reason::Empty, "/reason")
        }
        HeldState::Waiting | HeldState::Other(_) => require(false, Reason::WrongState, "/state"),
    }
}
