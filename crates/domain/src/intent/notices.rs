//! Announcing, calling back, reminding; confirming and taking note.

use super::{Desk, Intended};
use crate::kinds::{
    Confirm, Importance, KnownKind, Noted, Notice, ScheduleRow, Withdrawn, confirm_id, noted_id,
};
use crate::limits;
use crate::policy::Before;
use crate::refusal::Refusal;
use crate::shown::is_blank;
use protocol::RecordId;

/// An announcement to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// How important it is.
    pub importance: Importance,
    /// What it is about.
    pub title: String,
    /// What it says beyond that.
    pub text: String,
    /// Who does what, and when. Lines in which nothing stands are left out.
    pub schedule: Vec<ScheduleRow>,
    /// Whether everybody is to confirm it.
    pub confirm: bool,
    /// Until when it matters, UTC milliseconds.
    pub expires_at: Option<i64>,
}

/// Announces something. `id` is a fresh time-ordered id.
///
/// # Errors
/// A member who may not announce, or not so loudly; no title; too many urgent ones within a day.
pub fn publish_notice(desk: &Desk<'_>, id: RecordId, new: &NewNotice) -> Intended {
    let notice = Notice {
        importance: new.importance.clone(),
        title: limits::NOTICE_TITLE.parse("/title", &new.title)?,
        text: limits::NOTICE_TEXT.parse("/text", &new.text)?,
        schedule: scheduled(&new.schedule)?,
        confirm: new.confirm,
        sent_at: desk.context.now_ms,
        expires_at: new.expires_at,
        reminded_at: None,
        withdrawn: None,
        extra: Default::default(),
    };
    let head = desk.head(KnownKind::Notice, id);
    Ok(vec![desk.create(head, &notice, desk.confirmed_ground())?])
}

/// The places of what is wrong are those of the lines as they were typed.
fn scheduled(typed: &[ScheduleRow]) -> Result<Vec<ScheduleRow>, Refusal> {
    let mut rows = Vec::new();
    for (place, row) in typed.iter().enumerate() {
        if [&row.when, &row.what, &row.who].into_iter().all(|part| is_blank(part)) {
            continue;
        }
        rows.push(ScheduleRow {
            when: limits::SCHEDULE_WHEN.parse(format!("/schedule/{place}/when"), &row.when)?,
            what: limits::SCHEDULE_WHAT.parse(format!("/schedule/{place}/what"), &row.what)?,
            who: limits::SCHEDULE_WHO.parse(format!("/schedule/{place}/who"), &row.who)?,
            extra: row.extra.clone(),
        });
    }
    limits::at_most(limits::MAX_SCHEDULE, "/schedule", &rows)?;
    Ok(rows)
}

/// Reminds those who have not confirmed.
///
/// # Errors
/// Anybody but staff; an announcement that asks for no confirmation; one that was reminded of lately.
pub fn remind_of_notice(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    let mut notice: Notice = before.body.read()?;
    notice.reminded_at = Some(desk.context.now_ms);
    desk.update(before, &notice)
}

/// Calls an announcement back. Its words go; that it stood there remains.
///
/// # Errors
/// Another's, or one's own that is too old, for whoever is not staff; another's without a reason.
pub fn withdraw_notice(desk: &Desk<'_>, before: Before<'_>, reason: &str) -> Intended {
    let notice: Notice = before.body.read()?;
    let is_author = before.head.author == *desk.me();
    let limit = if is_author { limits::REMARK } else { limits::MEASURE_REASON };
    let reason = limit.parse("/withdrawn/reason", reason)?;
    let withdrawn = Withdrawn { by: desk.me().clone(), reason, extra: Default::default() };
    desk.update(before, &notice.without_words(withdrawn))
}

/// Confirms that one has read an announcement.
///
/// # Errors
/// Somebody who does not read here; an announcement that asks for no confirmation.
pub fn confirm_notice(desk: &Desk<'_>, notice: &RecordId) -> Intended {
    let confirm = Confirm { notice: notice.clone(), at: desk.context.now_ms, extra: Default::default() };
    let head = desk.head(KnownKind::Confirm, confirm_id(desk.space, notice, desk.me()));
    let mut deps = desk.ground();
    deps.push(notice.clone());
    Ok(vec![desk.create(head, &confirm, deps)?])
}

/// Takes note of an announcement, for oneself.
///
/// # Errors
/// Somebody who does not read here.
pub fn see_notice(desk: &Desk<'_>, notice: &RecordId) -> Intended {
    let noted = Noted { notice: notice.clone(), extra: Default::default() };
    let head = desk.head(KnownKind::Noted, noted_id(desk.space, notice, desk.me()));
    Ok(vec![desk.create(head, &noted, desk.ground())?])
}
