//! Reports. Administrators read those about members, the owner alone those about administrators: so
//! nobody reads who reported them.

use super::{Action, Post, Step, require};
use crate::kinds::{KnownKind, Report, ReportState, Role, report_id};
use crate::limits;
use crate::refusal::{Reason, Refusal};
use protocol::{Body, PersonId};

pub(super) fn make(step: &Step<'_>, kind: KnownKind, body: &Body) -> Result<(), Refusal> {
    step.may(Action::Report)?;
    let report: Report = body.read()?;
    let id = report_id(&step.head.scope.space, &report.message, &step.actor.person);
    require(id == step.head.id, Reason::WrongId, "/message")?;
    require(report.person != step.actor.person, Reason::OwnPost, "/person")?;
    addressee(step, kind, &report.person)?;
    limits::MEASURE_REASON.check("/reason", &report.reason)?;
    limits::MESSAGE.check("/said", &report.said)?;
    require(report.state == ReportState::Open, Reason::WrongState, "/state")?;
    let is_undecided = report.decided_by.is_none() && report.decided_at.is_none();
    require(is_undecided && report.answer.is_empty(), Reason::ServerOnly, "/decided_by")?;
    match &step.context.case.post {
        Post::Unknown => Ok(()),
        Post::Missing => Err(Refusal::new(Reason::Gone).at("/message")),
        Post::Here { author, .. } => require(*author == report.person, Reason::WrongValue, "/person"),
    }
}

/// Who is to read it: never whom it is about.
fn addressee(step: &Step<'_>, kind: KnownKind, person: &PersonId) -> Result<(), Refusal> {
    let owner = step.context.owner.as_ref();
    require(owner != Some(person), Reason::OwnerReported, "/person")?;
    let member = step.context.case.member.as_ref();
    let is_admin = member.is_some_and(|member| member.roles.contains(&Role::Admin));
    let is_to_owner = kind == KnownKind::OwnerReport;
    require(is_admin == is_to_owner, Reason::WrongAudience, "/person")?;
    let reader = if is_to_owner { owner } else { Some(&step.actor.person) };
    require(step.head.subject.as_ref() == reader, Reason::WrongSubject, "/subject")
}

pub(super) fn decide(step: &Step<'_>, before: &Body, after: &Body) -> Result<(), Refusal> {
    step.may(Action::DecideHeld)?;
    let (before, after): (Report, Report) = (before.read()?, after.read()?);
    require(before.state == ReportState::Open, Reason::WrongState, "/state")?;
    let is_decision = matches!(after.state, ReportState::Upheld | ReportState::Dismissed);
    require(is_decision, Reason::WrongState, "/state")?;
    let is_party = step.head.author == step.actor.person || before.person == step.actor.person;
    require(!is_party, Reason::OwnPost, "/state")?;
    let undecided = Report {
        state: before.state.clone(),
        decided_by: before.decided_by.clone(),
        decided_at: before.decided_at,
        answer: before.answer.clone(),
        ..after.clone()
    };
    require(undecided == before, Reason::Immutable, "/reason")?;
    limits::REMARK.check("/answer", &after.answer)?;
    require(after.decided_by.as_ref() == Some(&step.actor.person), Reason::WrongAuthor, "/decided_by")
}
