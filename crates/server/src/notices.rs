//! What the policy asks about announcements: how many were urgent, and whether one asks for a
//! confirmation.

use crate::store::records;
use crate::trouble::Trouble;
use crate::write::Write;
use domain::kinds::{Confirm, Importance, KnownKind, Notice};
use domain::limits::URGENT_WINDOW_MS;
use domain::policy::{Asked, Case};
use protocol::{Audience, Body, PersonId, RecordId, Scope, SpaceId};
use rusqlite::{Connection, named_params};

/// What a new announcement, or a new confirmation of one, is judged by.
pub(crate) fn case(db: &Connection, person: &PersonId, write: &Write, now: i64) -> Result<Case, Trouble> {
    let space = &write.scope.space;
    let Some(body) = write.body() else { return Ok(Case::default()) };
    match KnownKind::of(&write.kind) {
        Some(KnownKind::Notice) => Ok(Case { urgent: urgent(db, space, person, now)?, ..Case::default() }),
        Some(KnownKind::Confirm) => match body.read::<Confirm>() {
            Ok(confirm) => Ok(Case { asked: asked(db, space, &confirm.notice)?, ..Case::default() }),
            Err(_) => Ok(Case::default()),
        },
        _ => Ok(Case::default()),
    }
}

/// How many urgent announcements the person has made within the window. Those that were called back
/// count: everybody was disturbed.
fn urgent(db: &Connection, space: &SpaceId, person: &PersonId, now: i64) -> Result<usize, Trouble> {
    let sql = "SELECT body FROM records
               WHERE space = :space AND author = :author AND kind = 'notice' AND at > :since";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(
        named_params! {
            ":space": space.as_str(),
            ":author": person.as_str(),
            ":since": now.saturating_sub(URGENT_WINDOW_MS),
        },
        |row| row.get::<_, String>(0),
    )?;
    let mut count = 0_usize;
    for text in rows {
        let notice = Body::parse(text?).ok().and_then(|body| body.read::<Notice>().ok());
        let is_urgent = notice.is_some_and(|notice| notice.importance == Importance::Urgent);
        count = count.saturating_add(usize::from(is_urgent));
    }
    Ok(count)
}

fn asked(db: &Connection, space: &SpaceId, notice: &RecordId) -> Result<Asked, Trouble> {
    let scope = Scope::new(space.clone(), Audience::All);
    let found = records::find(db, &scope, notice)?;
    let found = found.filter(|record| KnownKind::of(&record.head.kind) == Some(KnownKind::Notice));
    let Some(notice) = found.and_then(|record| record.body.read::<Notice>().ok()) else {
        return Ok(Asked::Missing);
    };
    Ok(if notice.confirm && notice.withdrawn.is_none() { Asked::Yes } else { Asked::No })
}
