//! Taking measures, seeing them, reporting posts and deciding about reports.

use super::{Desk, Intended};
use crate::kinds::{
    KnownKind, Measure, MeasureKind, Member, MemberState, Report, ReportState, Role, report_id,
};
use crate::limits;
use crate::measures::Taken;
use crate::policy::{Before, Case, Context};
use crate::refusal::{Reason, Refusal};
use protocol::{PersonId, RecordId};

/// A measure to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMeasure {
    /// What is done.
    pub kind: MeasureKind,
    /// The rule that it rests on, and the version in which that stands.
    pub rule: Option<(u32, u32)>,
    /// Why.
    pub reason: String,
    /// The post that it is about.
    pub message: Option<RecordId>,
    /// For how long, where somebody is muted.
    pub minutes: Option<u32>,
}

/// A post to report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReport {
    /// The post.
    pub message: RecordId,
    /// Its author.
    pub person: PersonId,
    /// What it says.
    pub said: String,
    /// Why.
    pub reason: String,
}

/// Takes a measure about `person`. `id` is a fresh time-ordered id; `member` is the person's membership,
/// which a removal ends.
///
/// # Errors
/// Anybody but staff; one's own person, the owner's, for administrators an administrator's; no rule or
/// no reason where there must be one.
pub fn take_measure(
    desk: &Desk<'_>,
    id: RecordId,
    person: &PersonId,
    member: Before<'_>,
    new: &NewMeasure,
) -> Intended {
    let limit = if new.kind.is_against() { limits::MEASURE_REASON } else { limits::REMARK };
    let measure = Measure {
        rule: new.rule.map(|(no, _)| no),
        version: new.rule.map(|(_, version)| version),
        reason: limit.parse("/reason", &new.reason)?,
        message: new.message.clone(),
        minutes: new.minutes,
        ..Measure::new(new.kind.clone())
    };
    let mut head = desk.head(KnownKind::Measure, id.clone());
    head.subject = Some(person.clone());
    let mut deps = desk.ground();
    deps.extend(new.message.clone());
    let mut writes = vec![desk.create(head, &measure, deps)?];
    if new.kind == MeasureKind::Removed {
        writes.extend(remove(desk, id, member, measure)?);
    }
    Ok(writes)
}

/// Ends the membership, on the ground of the measure that was just taken.
fn remove(desk: &Desk<'_>, id: RecordId, before: Before<'_>, measure: Measure) -> Intended {
    let mut member: Member = before.body.read()?;
    member.state = MemberState::Removed;
    let mut measures = desk.context.case.measures.clone();
    measures.push(Taken { by: desk.me().clone(), at: desk.context.now_ms.max(member.joined_at), measure });
    let case = Case { measures, ..desk.context.case.clone() };
    let context = Context { case, ..desk.context.clone() };
    let mut writes = Desk { context: &context, ..*desk }.update(before, &member)?;
    writes.iter_mut().for_each(|write| write.deps.push(id.clone()));
    Ok(writes)
}

/// Notes that one has seen a measure about oneself.
///
/// # Errors
/// One about somebody else.
pub fn see_measure(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    let mut measure: Measure = before.body.read()?;
    if measure.seen_at.is_some() {
        return Ok(Vec::new());
    }
    measure.seen_at = Some(desk.context.now_ms);
    desk.update(before, &measure)
}

/// Reports a post: to the administrators, or, where it is one of theirs, to the owner alone.
///
/// # Errors
/// One's own post or the owner's; no reason.
pub fn report_post(desk: &Desk<'_>, new: NewReport) -> Intended {
    let roles = desk.context.case.member.as_ref().map(|member| member.roles.as_slice());
    let is_admin = roles.is_some_and(|roles| roles.contains(&Role::Admin));
    let kind = if is_admin { KnownKind::OwnerReport } else { KnownKind::Report };
    let mut head = desk.head(kind, report_id(desk.space, &new.message, desk.me()));
    if is_admin {
        head.subject.clone_from(&desk.context.owner);
    }
    let mut deps = desk.ground();
    deps.push(new.message.clone());
    let report = Report {
        message: new.message,
        person: new.person,
        said: limits::MESSAGE.parse("/said", &new.said)?,
        reason: limits::MEASURE_REASON.parse("/reason", &new.reason)?,
        state: ReportState::Open,
        decided_by: None,
        decided_at: None,
        answer: String::new(),
        extra: Default::default(),
    };
    Ok(vec![desk.create(head, &report, deps)?])
}

/// Decides about a report; `answer` is what the reporter is told.
///
/// # Errors
/// Anybody but staff; a report of one's own, or about oneself; one that is decided.
pub fn decide_report(desk: &Desk<'_>, before: Before<'_>, state: ReportState, answer: &str) -> Intended {
    let mut report: Report = before.body.read()?;
    if report.state != ReportState::Open {
        return Err(Refusal::new(Reason::WrongState).at("/state"));
    }
    report.state = state;
    report.answer = limits::REMARK.parse("/answer", answer)?;
    report.decided_by = Some(desk.me().clone());
    report.decided_at = Some(desk.context.now_ms);
    desk.update(before, &report)
}
