//! Founding and changing a space.

use super::{Action, Step, require};
use crate::kinds::Space;
use crate::limits;
use crate::refusal::{Reason, Refusal};
use protocol::Body;

pub(super) fn write(step: &Step<'_>, exists: bool, body: &Body) -> Result<(), Refusal> {
    match (exists, &step.context.owner) {
        (true, _) => step.may(Action::EditSpace)?,
        (false, Some(_)) => return Err(Reason::SpaceExists.into()),
        (false, None) => step.may(Action::CreateSpace)?,
    }
    let space: Space = body.read()?;
    // Whoever saw a change of the far future would be told of none that comes before it.
    let latest = step.context.now_ms.saturating_add(limits::AHEAD_MS);
    require(space.purpose_at.is_none_or(|at| at <= latest), Reason::WrongValue, "/purpose_at")?;
    check(&space)
}

fn check(space: &Space) -> Result<(), Refusal> {
    limits::SPACE_NAME.check("/name", &space.name)?;
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
    limits::LOCALE.check("/locale", &space.locale)
}
