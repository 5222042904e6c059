//! Founding and changing a space, and who owns it.

use super::{Action, Step, entry, require};
use crate::kinds::Space;
use crate::limits;
use crate::refusal::{Reason, Refusal};
use protocol::Body;

pub(super) fn write(step: &Step<'_>, before: Option<&Body>, body: &Body) -> Result<(), Refusal> {
    let before: Option<Space> = before.map(Body::read).transpose()?;
    match (&before, &step.context.owner) {
        (Some(_), _) if step.context.case.is_heir => {}
        (Some(_), _) => step.may(Action::EditSpace)?,
        (None, Some(_)) => return Err(Reason::SpaceExists.into()),
        (None, None) => step.may(Action::CreateSpace)?,
    }
    let space: Space = body.read()?;
    owner(step, before.as_ref(), &space)?;
    // Whoever saw a change of the far future would be told of none that comes before it.
    let latest = step.context.now_ms.saturating_add(limits::AHEAD_MS);
    require(space.purpose_at.is_none_or(|at| at <= latest), Reason::WrongValue, "/purpose_at")?;
    reminder(step, before.as_ref(), &space)?;
    check(&space)
}

/// Whoever has not confirmed the rules in force is reminded at most once an hour. The moment is the
/// reminder's own: one that was made offline counts from when it was made.
fn reminder(step: &Step<'_>, before: Option<&Space>, after: &Space) -> Result<(), Refusal> {
    let former = before.and_then(|before| before.reminded.as_ref());
    if former == after.reminded.as_ref() {
        return Ok(());
    }
    let new = after.reminded.as_ref().ok_or(Refusal::new(Reason::Empty).at("/reminded"))?;
    let binding = step.context.binding().map(|rules| rules.version);
    require(binding == Some(new.version), Reason::UnknownRuleVersion, "/reminded/version")?;
    let latest = step.context.now_ms.saturating_add(limits::CLOCK_SKEW_MS);
    require(new.at <= latest, Reason::WrongValue, "/reminded/at")?;
    let last = former.filter(|former| former.version == new.version).map(|former| former.at);
    let next = last.map_or(i64::MIN, |last| last.saturating_add(limits::REMIND_AGAIN_MS));
    require(new.at >= next, Reason::RemindedLately, "/reminded/at")
}

/// The space changes hands by an offer that was accepted: the server sees to it, or, where none does, who
/// accepted it, and nothing else changes with it.
fn owner(step: &Step<'_>, before: Option<&Space>, after: &Space) -> Result<(), Refusal> {
    let former = before.and_then(|before| before.owner.as_ref());
    if !step.context.case.is_heir {
        return require(former == after.owner.as_ref(), Reason::ServerOnly, "/owner");
    }
    require(after.owner.as_ref() == Some(&step.actor.person), Reason::WrongAuthor, "/owner")?;
    let is_the_rest =
        before.is_some_and(|before| Space { owner: before.owner.clone(), ..after.clone() } == *before);
    require(is_the_rest, Reason::Immutable, "/name")
}

fn check(space: &Space) -> Result<(), Refusal> {
    limits::SPACE_NAME.check("/name", &space.name)?;
    limits::at_most(limits::MAX_FORMER_NAMES, "/former_names", &space.former_names)?;
    for (index, name) in space.former_names.iter().enumerate() {
        limits::SPACE_NAME.check(format!("/former_names/{index}"), name)?;
    }
    limits::PURPOSE.check("/purpose", &space.purpose)?;
    limits::FOR_WHOM.check("/for_whom", &space.for_whom)?;
    limits::FOR_WHOM.check("/not_for", &space.not_for)?;
    limits::at_most(limits::MAX_GOALS, "/goals", &space.goals)?;
    for (index, goal) in space.goals.iter().enumerate() {
        limits::GOAL.check(format!("/goals/{index}"), goal)?;
    }
    if let Some(template) = &space.template {
        limits::NAME.check("/template", template.as_str())?;
    }
    if let Some(course) = &space.course {
        limits::NAME.check("/course", course.as_str())?;
    }
    limits::at_most(limits::WEEK, "/on_duty", &space.on_duty)?;
    for (index, on_duty) in space.on_duty.iter().enumerate() {
        if !(1..=7).contains(&on_duty.weekday) {
            return Err(Refusal::new(Reason::WrongValue).at(format!("/on_duty/{index}/weekday")));
        }
    }
    space.entry.as_ref().map_or(Ok(()), entry::terms)?;
    limits::LOCALE.check("/locale", &space.locale)
}
