//! Measures: administrators take them, whom they are about sees them.

use super::{Action, Post, Step, Via, require};
use crate::kinds::{Measure, MeasureKind, Role};
use crate::limits;
use crate::refusal::{Reason, Refusal};
use crate::states::MEMBERSHIP;
use protocol::{Body, PersonId};

pub(super) fn take(step: &Step<'_>, body: &Body) -> Result<(), Refusal> {
    let measure: Measure = body.read()?;
    if step.context.via == Via::Server {
        return Ok(());
    }
    let known = MeasureKind::KNOWN.contains(&measure.kind);
    require(known && measure.kind != MeasureKind::Roles, Reason::ServerOnly, "/kind")?;
    let about = step.head.subject.as_ref().ok_or(Refusal::new(Reason::WrongSubject).at("/subject"))?;
    may_be_taken(step, about)?;
    require(*about != step.actor.person, Reason::OwnPost, "/subject")?;
    check(step, &measure)?;
    post(step, about, &measure)
}

/// Administrators take measures about members, the owner about administrators too, nobody about the
/// owner.
fn may_be_taken(step: &Step<'_>, about: &PersonId) -> Result<(), Refusal> {
    if step.context.owner.as_ref() == Some(about) {
        step.may(Action::ManageMembers)?;
        return Err(Refusal::new(Reason::OwnerStays).at("/subject"));
    }
    let member = step.context.case.member.as_ref();
    let is_admin = member.is_some_and(|member| member.roles.contains(&Role::Admin));
    step.may(if is_admin { Action::ChangeRoles } else { Action::ManageMembers })?;
    require(member.is_some(), Reason::NotAMember, "/subject")
}

/// The shape: what is done against somebody names the rule and says why.
fn check(step: &Step<'_>, measure: &Measure) -> Result<(), Refusal> {
    let is_against = measure.kind.is_against();
    let limit = if is_against { limits::MEASURE_REASON } else { limits::REMARK };
    limit.check("/reason", &measure.reason)?;
    require(measure.said.is_none() && measure.earlier.is_empty(), Reason::ServerOnly, "/said")?;
    require(measure.roles.is_empty(), Reason::ServerOnly, "/roles")?;
    require(measure.seen_at.is_none(), Reason::ServerOnly, "/seen_at")?;
    rule(step, measure, is_against)?;
    let is_muting = measure.kind == MeasureKind::Muted;
    let longest = if is_muting { limits::MUTE_MAX_MINUTES } else { 0 };
    let minutes = measure.minutes.unwrap_or(0);
    require(minutes <= longest && (minutes > 0) == is_muting, Reason::WrongValue, "/minutes")
}

/// A rule of a published version. Before the first there is none to name.
fn rule(step: &Step<'_>, measure: &Measure, is_against: bool) -> Result<(), Refusal> {
    let (Some(no), Some(version)) = (measure.rule, measure.version) else {
        let is_none = measure.rule.is_none() && measure.version.is_none();
        let may_lack = !is_against || step.context.published.is_empty();
        return require(is_none && may_lack, Reason::Empty, "/rule");
    };
    require(step.context.version(version).is_some(), Reason::UnknownRuleVersion, "/version")?;
    let is_number = usize::try_from(no).is_ok_and(|no| (1..=limits::MAX_RULES).contains(&no));
    require(is_number, Reason::WrongValue, "/rule")
}

/// The post must be the person's, and not be hidden twice.
fn post(step: &Step<'_>, about: &PersonId, measure: &Measure) -> Result<(), Refusal> {
    if !measure.kind.is_about_post() {
        let ended = step.context.case.member.as_ref();
        let is_over = ended.is_some_and(|member| MEMBERSHIP.is_terminal(&member.state));
        return require(!is_over, Reason::WrongState, "/kind");
    }
    require(measure.message.is_some(), Reason::Empty, "/message")?;
    match &step.context.case.post {
        Post::Unknown => Ok(()),
        Post::Missing => Err(Refusal::new(Reason::Gone).at("/message")),
        Post::Here { author, is_hidden } => {
            require(author == about, Reason::WrongSubject, "/message")?;
            let is_to_be_hidden = measure.kind == MeasureKind::Shown;
            require(*is_hidden == is_to_be_hidden, Reason::PostHidden, "/message")
        }
    }
}

/// Whom it is about notes once that they have seen it.
pub(super) fn see(step: &Step<'_>, before: &Body, after: &Body) -> Result<(), Refusal> {
    step.may(Action::ReadStream)?;
    let is_about_me = step.head.subject.as_ref() == Some(&step.actor.person);
    require(is_about_me, Reason::NotYours, "/subject")?;
    let (before, after): (Measure, Measure) = (before.read()?, after.read()?);
    let unseen = Measure { seen_at: None, ..after.clone() };
    require(before == unseen && after.seen_at.is_some(), Reason::Immutable, "/seen_at")
}
