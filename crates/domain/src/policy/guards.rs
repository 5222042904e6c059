//! Setting guards, and deciding about what they set aside.

use super::{Action, Citable, Step, Via, require};
use crate::guard::check_all;
use crate::kinds::{ChannelSort, Guard, Guards, Held, HeldState, channel_id, held_id};
use crate::limits;
use crate::refusal::{Reason, Refusal};
use crate::shown::is_blank;
use protocol::{Body, RecordId};

pub(super) fn set(step: &Step<'_>, before: Option<&Body>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::SetGuards)?;
    let guards: Guards = body.read()?;
    check_all(&guards)?;
    let before: Guards = before.map(Body::read).transpose()?.unwrap_or_default();
    // What stood there may name what is gone by now: it guards on, and can be taken away.
    let is_new = |guard: &&Guard| !before.guards.contains(guard);
    for (index, guard) in guards.guards.iter().enumerate().filter(|(_, guard)| is_new(guard)) {
        cites(step, index, guard)?;
    }
    Ok(())
}

/// A guard enforces a rule that there is, in channels that there are.
fn cites(step: &Step<'_>, index: usize, guard: &Guard) -> Result<(), Refusal> {
    let Citable::Known { rules, channels } = &step.context.case.citable else { return Ok(()) };
    if !rules.contains(&guard.rule) {
        return Err(Refusal::new(Reason::UnknownRule).at(format!("/guards/{index}/rule")));
    }
    let general = channel_id(&step.head.scope.space, &ChannelSort::General);
    let is_there = |channel: &RecordId| *channel == general || channels.contains(channel);
    if guard.channels.iter().all(is_there) {
        return Ok(());
    }
    Err(Refusal::new(Reason::Gone).at(format!("/guards/{index}/channels")))
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
    super::talk::sorted(held.sort.as_ref())?;
    match &held.source {
        // Who asks says what for, and where from.
        Some(source) => {
            limits::PERMIT_REASON.check("/plea", &held.plea)?;
            limits::PERMIT_REASON.check("/source", source)?;
            require(!held.mistaken, Reason::WrongValue, "/mistaken")?;
        }
        None => limits::PLEA.check("/plea", &held.plea)?,
    }
    require(held.expires_at.is_none(), Reason::WrongValue, "/expires_at")?;
    limits::at_most(limits::MAX_RULES, "/rules", &held.rules)?;
    require(held.state == HeldState::Waiting, Reason::WrongState, "/state")?;
    require(held.decided_by.is_none() && held.decided_at.is_none(), Reason::ServerOnly, "/decided_by")?;
    require(held.reason.is_empty(), Reason::WrongValue, "/reason")
}

pub(super) fn decide(step: &Step<'_>, before: &Body, after: &Body) -> Result<(), Refusal> {
    let (before, after): (Held, Held) = (before.read()?, after.read()?);
    // What came back, or is not needed any more, is put away by its author; nothing else happens to
    // what is decided.
    let is_put_away = matches!(before.state, HeldState::Returned | HeldState::Granted)
        && after.state == HeldState::Withdrawn;
    require(before.state == HeldState::Waiting || is_put_away, Reason::WrongState, "/state")?;
    let undecided = Held {
        state: before.state.clone(),
        decided_by: before.decided_by.clone(),
        decided_at: before.decided_at,
        reason: before.reason.clone(),
        expires_at: before.expires_at,
        ..after.clone()
    };
    require(undecided == before, Reason::Immutable, "/text")?;
    limits::REASON.check("/reason", &after.reason)?;
    let is_author = step.head.subject.as_ref() == Some(&step.actor.person);
    match after.state {
        HeldState::Withdrawn => {
            step.may(Action::ReadStream)?;
            require(is_author, Reason::NotYours, "/state")?;
            let is_same = after.decided_by == before.decided_by
                && after.reason == before.reason
                && after.expires_at == before.expires_at;
            require(is_same, Reason::WrongValue, "/decided_by")
        }
        HeldState::Released | HeldState::Returned | HeldState::Granted => {
            // What is asked for is granted, what is set aside is released.
            let fits = match after.state {
                HeldState::Granted => before.asks(),
                HeldState::Released => !before.asks(),
                _ => true,
            };
            require(fits, Reason::WrongState, "/state")?;
            lasts(step, &after)?;
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
            let says_why = after.state != HeldState::Returned || !is_blank(&after.reason);
            require(says_why, Reason::Empty, "/reason")
        }
        HeldState::Waiting | HeldState::Used | HeldState::Other(_) => {
            require(false, Reason::WrongState, "/state")
        }
    }
}

/// A permission lasts a day at most, and nothing else has an end.
fn lasts(step: &Step<'_>, after: &Held) -> Result<(), Refusal> {
    if after.state != HeldState::Granted {
        return require(after.expires_at.is_none(), Reason::WrongValue, "/expires_at");
    }
    let span = after.expires_at.map(|expires_at| expires_at.saturating_sub(step.context.now_ms));
    let longest = limits::PERMIT_MS.saturating_add(limits::CLOCK_SKEW_MS);
    require(span.is_some_and(|span| (1..=longest).contains(&span)), Reason::BadExpiry, "/expires_at")
}
