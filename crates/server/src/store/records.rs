//! Records and the sequences of their scopes.

use crate::store::{Turn, invites, spaces};
use crate::trouble::Trouble;
use domain::kinds::KnownKind;
use domain::policy::Reach;
use protocol::{Audience, Body, Head, Kind, PersonId, Record, RecordId, Rev, Scope, SpaceId};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

const COLUMNS: &str = "space, audience, id, kind, author, subject, seq, at, deleted, body";

/// How long a tombstone is kept, and with it a cursor's life, milliseconds.
pub(crate) const HORIZON_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// A stretch of a scope.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stretch {
    /// What changed after this number, oldest first, tombstones too.
    Since(i64),
    /// The newest records before this number, newest first, without tombstones.
    Before(i64),
    /// The same of the kinds that are paged through.
    TimelineBefore(i64),
    /// All records of the other kinds, newest first, without tombstones: what a screen needs whole.
    Pinned,
}

/// Where records are of a kind that screens need whole. Word for word the condition of the index.
const PINNED: &str = "kind NOT IN ('message', 'reaction', 'audit') AND deleted = 0";
const TIMELINE: &str = "kind IN ('message', 'reaction', 'audit') AND deleted = 0";

/// One record, also a tombstone.
pub(crate) fn find(db: &Connection, scope: &Scope, id: &RecordId) -> Result<Option<Record>, Trouble> {
    let sql =
        format!("SELECT {COLUMNS} FROM records WHERE space = :space AND audience = :audience AND id = :id");
    let found = db.prepare_cached(&sql)?.query_row(
        named_params! {
            ":space": scope.space.as_str(),
            ":audience": scope.audience.to_string(),
            ":id": id.as_str(),
        },
        record_of_row,
    );
    Ok(found.optional()?)
}

/// Up to `limit` records of a stretch, as far as `reader` may see them.
pub(crate) fn list(
    db: &Connection,
    scope: &Scope,
    reader: (&PersonId, Reach),
    stretch: Stretch,
    limit: u32,
) -> Result<Vec<Record>, Trouble> {
    let (person, reach) = reader;
    let mine = match reach {
        Reach::Nothing => return Ok(Vec::new()),
        Reach::Own => "AND subject = :person",
        Reach::Everything => "AND :person = :person",
    };
    let (part, mark) = match stretch {
        Stretch::Since(seq) => ("seq > :mark ORDER BY seq".to_owned(), seq),
        Stretch::Before(seq) => ("seq < :mark AND deleted = 0 ORDER BY seq DESC".to_owned(), seq),
        Stretch::TimelineBefore(seq) => (format!("seq < :mark AND {TIMELINE} ORDER BY seq DESC"), seq),
        Stretch::Pinned => (format!("seq < :mark AND {PINNED} ORDER BY seq DESC"), i64::MAX),
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM records
         WHERE space = :space AND audience = :audience {mine} AND {part} LIMIT :limit"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(
        named_params! {
            ":space": scope.space.as_str(),
            ":audience": scope.audience.to_string(),
            ":person": person.as_str(),
            ":mark": mark,
            ":limit": limit,
        },
        record_of_row,
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Where a scope's sequence stands, and up to where tombstones were purged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sequence {
    /// The newest number.
    pub(crate) head: i64,
    /// The highest purged number.
    pub(crate) horizon: i64,
}

/// The scope's sequence.
pub(crate) fn sequence(db: &Connection, scope: &Scope) -> Result<Sequence, Trouble> {
    let sql = "SELECT seq, horizon FROM scopes WHERE space = :space AND audience = :audience";
    let params = named_params! {":space": scope.space.as_str(), ":audience": scope.audience.to_string()};
    let found = db
        .prepare_cached(sql)?
        .query_row(params, |row| Ok(Sequence { head: row.get("seq")?, horizon: row.get("horizon")? }));
    Ok(found.optional()?.unwrap_or_default())
}

/// A record to store: all but the version, which storing gives.
pub(crate) struct Draft<'a> {
    /// Its head.
    pub(crate) head: &'a Head,
    /// When the server took its creation, UTC milliseconds; `None` for one that is new.
    pub(crate) at: Option<i64>,
    /// Its content; `None` leaves a tombstone.
    pub(crate) body: Option<&'a Body>,
}

/// Stores a record that was judged, with the scope's next number, and notes what follows from it:
/// in the tables that the rules ask, and for those who listen.
pub(crate) fn store(turn: &mut Turn<'_>, draft: &Draft<'_>) -> Result<Record, Trouble> {
    let db = turn.connection();
    let seq = next_seq(db, &draft.head.scope)?;
    let record = Record {
        head: draft.head.clone(),
        rev: Rev(seq.to_string()),
        at: draft.at.unwrap_or_else(|| turn.stamp()),
        deleted: draft.body.is_none(),
        body: draft.body.map_or_else(empty, |body| Ok(body.clone()))?,
    };
    insert(db, &record, seq, turn.now())?;
    if !record.deleted {
        match KnownKind::of(&record.head.kind) {
            Some(KnownKind::Space) => spaces::project_space(turn, &record)?,
            Some(KnownKind::Member) => spaces::project_member(turn, &record)?,
            Some(KnownKind::Rules) => spaces::project_rules(db, &record)?,
            Some(KnownKind::Invite) => invites::project(db, &record, turn.now())?,
            _ => {}
        }
    }
    turn.note_change(&record.head.scope, record.head.subject.as_ref());
    Ok(record)
}

/// The body of a tombstone.
pub(crate) fn empty() -> Result<Body, Trouble> {
    Body::parse("{}").map_err(|error| Trouble::Broken(error.to_string()))
}

fn next_seq(db: &Connection, scope: &Scope) -> Result<i64, Trouble> {
    let sql = "INSERT INTO scopes (space, audience, seq) VALUES (:space, :audience, 1)
               ON CONFLICT DO UPDATE SET seq = seq + 1 RETURNING seq";
    let params = named_params! {":space": scope.space.as_str(), ":audience": scope.audience.to_string()};
    Ok(db.prepare_cached(sql)?.query_row(params, |row| row.get(0))?)
}

fn insert(db: &Connection, record: &Record, seq: i64, now: i64) -> Result<(), Trouble> {
    let sql = "INSERT INTO records
                 (space, audience, id, kind, author, subject, seq, at, changed_at, deleted, body)
               VALUES
                 (:space, :audience, :id, :kind, :author, :subject, :seq, :at, :now, :deleted, :body)
               ON CONFLICT (space, audience, id)
               DO UPDATE SET seq = :seq, changed_at = :now, deleted = :deleted, body = :body";
    let head = &record.head;
    db.prepare_cached(sql)?.execute(named_params! {
        ":space": head.scope.space.as_str(),
        ":audience": head.scope.audience.to_string(),
        ":id": head.id.as_str(),
        ":kind": head.kind.as_str(),
        ":author": head.author.as_str(),
        ":subject": head.subject.as_ref().map(PersonId::as_str),
        ":seq": seq,
        ":at": record.at,
        ":now": now,
        ":deleted": record.deleted,
        ":body": record.body.as_str(),
    })?;
    Ok(())
}

/// Forgets tombstones from before the horizon, and notes in their scopes up to where.
pub(crate) fn purge(db: &Connection, now: i64) -> Result<usize, Trouble> {
    let old = now - HORIZON_MS;
    db.execute(
        "UPDATE scopes SET horizon = max(horizon, purged.seq)
         FROM (SELECT space, audience, max(seq) AS seq FROM records
               WHERE deleted = 1 AND changed_at < :old GROUP BY space, audience) AS purged
         WHERE scopes.space = purged.space AND scopes.audience = purged.audience",
        named_params! {":old": old},
    )?;
    Ok(db.execute(
        "DELETE FROM records WHERE deleted = 1 AND changed_at < :old",
        named_params! {":old": old},
    )?)
}

fn record_of_row(row: &Row<'_>) -> Result<Record, rusqlite::Error> {
    let odd = |column: usize, error: Box<dyn std::error::Error + Send + Sync>| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error)
    };
    let audience: String = row.get(1)?;
    let body: String = row.get(9)?;
    Ok(Record {
        head: Head {
            id: RecordId::new(row.get::<_, String>(2)?),
            scope: Scope::new(
                SpaceId::new(row.get::<_, String>(0)?),
                Audience::parse(&audience).map_err(|error| odd(1, Box::new(error)))?,
            ),
            kind: Kind::new(row.get::<_, String>(3)?),
            author: PersonId::new(row.get::<_, String>(4)?),
            subject: row.get::<_, Option<String>>(5)?.map(PersonId::new),
        },
        rev: Rev(row.get::<_, i64>(6)?.to_string()),
        at: row.get(7)?,
        deleted: row.get(8)?,
        body: Body::parse(body).map_err(|error| odd(9, Box::new(error)))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::merge::{Lane, lane_of};

    #[test]
    fn the_kinds_that_are_paged_through_are_the_domains() {
        for known in KnownKind::ALL {
            let is_paged = TIMELINE.contains(&format!("'{}'", known.name()));
            assert_eq!(is_paged, lane_of(&known.kind()) == Lane::Timeline, "{}", known.name());
            assert_eq!(is_paged, PINNED.contains(&format!("'{}'", known.name())), "{}", known.name());
        }
    }
}
