//! Announcements: who may make them how loud, who calls them back, who confirms them.

use super::{Action, Asked, Before, Step, require};
use crate::guard;
use crate::kinds::{
    ChannelSort, Confirm, Importance, Noted, Notice, ScheduleRow, channel_id, confirm_id, noted_id,
};
use crate::limits;
use crate::refusal::{Reason, Refusal};
use protocol::Body;

pub(super) fn publish(step: &Step<'_>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::Announce)?;
    let notice: Notice = body.read()?;
    shape(step, &notice)?;
    if notice.confirm || notice.importance == Importance::Urgent {
        step.may(Action::Urge)?;
    }
    let is_urgent = notice.importance == Importance::Urgent;
    let is_left = step.context.case.urgent < limits::URGENT_A_DAY;
    require(!is_urgent || is_left, Reason::UrgentSpent, "/importance")?;
    guarded(step, &notice)
}

fn shape(step: &Step<'_>, notice: &Notice) -> Result<(), Refusal> {
    require(Importance::KNOWN.contains(&notice.importance), Reason::WrongValue, "/importance")?;
    limits::NOTICE_TITLE.check("/title", &notice.title)?;
    limits::NOTICE_TEXT.check("/text", &notice.text)?;
    scheduled(&notice.schedule)?;
    require(notice.reminded_at.is_none(), Reason::WrongValue, "/reminded_at")?;
    require(notice.withdrawn.is_none(), Reason::WrongValue, "/withdrawn")?;
    let now_ms = step.context.now_ms;
    let span = notice.expires_at.map(|expires_at| expires_at.saturating_sub(now_ms));
    let fits = span.is_none_or(|span| (1..=limits::NOTICE_MAX_MS).contains(&span));
    require(fits, Reason::BadExpiry, "/expires_at")
}

fn scheduled(rows: &[ScheduleRow]) -> Result<(), Refusal> {
    limits::at_most(limits::MAX_SCHEDULE, "/schedule", rows)?;
    for (place, row) in rows.iter().enumerate() {
        limits::SCHEDULE_WHEN.check(format!("/schedule/{place}/when"), &row.when)?;
        limits::SCHEDULE_WHAT.check(format!("/schedule/{place}/what"), &row.what)?;
        limits::SCHEDULE_WHO.check(format!("/schedule/{place}/who"), &row.who)?;
    }
    Ok(())
}

/// An announcement is no way around the guards, which bind everybody but those who decide.
fn guarded(step: &Step<'_>, notice: &Notice) -> Result<(), Refusal> {
    if step.actor.is_staff(step.context) {
        return Ok(());
    }
    let now_ms = step.context.now_ms;
    // Announcements stand among the notices.
    let channel = channel_id(&step.head.scope.space, &ChannelSort::Notices);
    guard::verdict(&guard::judge_text(&notice.said(), &channel, &step.context.watch, now_ms), now_ms)
}

/// Reminding and calling back: nothing else happens to what was announced.
pub(super) fn change(step: &Step<'_>, before: Before<'_>, body: &Body) -> Result<(), Refusal> {
    let (old, new): (Notice, Notice) = (before.body.read()?, body.read()?);
    require(old.withdrawn.is_none(), Reason::WrongState, "/withdrawn")?;
    if new.withdrawn.is_some() { withdraw(step, before, &old, &new) } else { remind(step, &old, &new) }
}

/// The moment is the reminder's own: one that was made offline counts from when it was made.
fn remind(step: &Step<'_>, old: &Notice, new: &Notice) -> Result<(), Refusal> {
    step.may(Action::Urge)?;
    let same = Notice { reminded_at: old.reminded_at, ..new.clone() };
    require(same == *old, Reason::Immutable, "/text")?;
    require(old.confirm, Reason::WrongValue, "/confirm")?;
    let at = new.reminded_at.ok_or(Refusal::new(Reason::Empty).at("/reminded_at"))?;
    let latest = step.context.now_ms.saturating_add(limits::CLOCK_SKEW_MS);
    require(at <= latest, Reason::WrongValue, "/reminded_at")?;
    let next = old.reminded_at.map_or(i64::MIN, |last| last.saturating_add(limits::REMIND_AGAIN_MS));
    require(at >= next, Reason::RemindedLately, "/reminded_at")
}

/// Its author for as long as a message may be recalled, staff whenever; its words go with it. Like
/// with messages, that waits for no confirmation of the rules.
fn withdraw(step: &Step<'_>, before: Before<'_>, old: &Notice, new: &Notice) -> Result<(), Refusal> {
    let is_author = step.head.author == step.actor.person;
    if step.may(Action::HidePosts).is_err() {
        step.may(Action::ReadStream)?;
        require(is_author, Reason::NotYours, "/withdrawn")?;
        let age = step.context.now_ms.saturating_sub(before.at);
        require(age <= limits::RECALL_WINDOW_MS, Reason::RecallWindowOver, "/withdrawn")?;
    }
    let Some(withdrawn) = &new.withdrawn else { return Err(Reason::WrongShape.into()) };
    require(withdrawn.by == step.actor.person, Reason::WrongAuthor, "/withdrawn/by")?;
    let reason = if is_author { limits::REMARK } else { limits::MEASURE_REASON };
    reason.check("/withdrawn/reason", &withdrawn.reason)?;
    let bare = old.clone().without_words(withdrawn.clone());
    require(bare == *new, Reason::Immutable, "/text")
}

/// Whoever reads may confirm what asks for it; nothing locks that.
pub(super) fn confirm(step: &Step<'_>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::ReadStream)?;
    let confirm: Confirm = body.read()?;
    let id = confirm_id(&step.head.scope.space, &confirm.notice, &step.actor.person);
    require(id == step.head.id, Reason::WrongId, "/notice")?;
    match step.context.case.asked {
        Asked::Unknown | Asked::Yes => Ok(()),
        Asked::Missing => Err(Refusal::new(Reason::Gone).at("/notice")),
        Asked::No => Err(Refusal::new(Reason::WrongValue).at("/notice")),
    }
}

pub(super) fn see(step: &Step<'_>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::KeepOwn)?;
    let noted: Noted = body.read()?;
    let id = noted_id(&step.head.scope.space, &noted.notice, &step.actor.person);
    require(id == step.head.id, Reason::WrongId, "/notice")
}
