//! Sessions: which devices are signed in. Of a token only its hash is known.

use crate::store::Turn;
use crate::trouble::Trouble;
use protocol::PersonId;
use protocol::account::SessionInfo;
use rusqlite::{Connection, OptionalExtension, named_params};

/// How long a session lasts after it was last seen, milliseconds.
const IDLE_MS: i64 = 60 * 24 * 60 * 60 * 1000;

/// A session that holds now.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// Its id; no secret.
    pub(crate) id: String,
    /// Whose it is.
    pub(crate) person: PersonId,
    /// Last seen, UTC milliseconds.
    pub(crate) seen_at: i64,
}

/// Starts a session.
pub(crate) fn start(
    turn: &mut Turn<'_>,
    id: &str,
    token_hash: &str,
    person: &PersonId,
    device: &str,
    now: i64,
) -> Result<(), Trouble> {
    let sql = "INSERT INTO sessions (id, token_hash, person, device, created_at, seen_at, expires_at)
               VALUES (:id, :token, :person, :device, :now, :now, :end)";
    turn.connection().execute(
        sql,
        named_params! {
            ":id": id,
            ":token": token_hash,
            ":person": person.as_str(),
            ":device": device,
            ":now": now,
            ":end": now.saturating_add(IDLE_MS),
        },
    )?;
    Ok(())
}

/// The session with this token, if it holds at `now`.
pub(crate) fn find(db: &Connection, token_hash: &str, now: i64) -> Result<Option<Session>, Trouble> {
    let sql = "SELECT id, person, seen_at FROM sessions
               WHERE token_hash = ?1 AND expires_at > ?2 AND revoked_at IS NULL";
    let found = db.prepare_cached(sql)?.query_row((token_hash, now), |row| {
        Ok(Session { id: row.get(0)?, person: PersonId::new(row.get::<_, String>(1)?), seen_at: row.get(2)? })
    });
    Ok(found.optional()?)
}

/// Whether the session still holds at `now`.
pub(crate) fn holds(db: &Connection, id: &str, now: i64) -> Result<bool, Trouble> {
    let sql =
        "SELECT EXISTS (SELECT 1 FROM sessions WHERE id = ?1 AND expires_at > ?2 AND revoked_at IS NULL)";
    Ok(db.prepare_cached(sql)?.query_row((id, now), |row| row.get(0))?)
}

/// Whether the session with this token was ended from elsewhere, as far as that is remembered.
pub(crate) fn was_revoked(db: &Connection, token_hash: &str) -> Result<bool, Trouble> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sessions WHERE token_hash = ?1 AND revoked_at IS NOT NULL)";
    Ok(db.prepare_cached(sql)?.query_row([token_hash], |row| row.get(0))?)
}

/// Notes that the session was seen, which prolongs it.
pub(crate) fn touch(turn: &mut Turn<'_>, id: &str, now: i64) -> Result<(), Trouble> {
    let sql = "UPDATE sessions SET seen_at = ?2, expires_at = ?3 WHERE id = ?1";
    turn.connection().execute(sql, (id, now, now.saturating_add(IDLE_MS)))?;
    Ok(())
}

/// The person's sessions that hold at `now`, newest first.
pub(crate) fn list(db: &Connection, mine: &Session, now: i64) -> Result<Vec<SessionInfo>, Trouble> {
    let sql = "SELECT id, device, created_at, seen_at FROM sessions
               WHERE person = ?1 AND expires_at > ?2 AND revoked_at IS NULL ORDER BY seen_at DESC, id";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map((mine.person.as_str(), now), |row| {
        let id: String = row.get(0)?;
        let current = id == mine.id;
        Ok(SessionInfo { id, device: row.get(1)?, created_at: row.get(2)?, seen_at: row.get(3)?, current })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Ends one of the person's sessions by their own wish there: nothing of it stays. `false` where
/// there is none.
pub(crate) fn end(turn: &mut Turn<'_>, person: &PersonId, id: &str) -> Result<bool, Trouble> {
    let sql = "DELETE FROM sessions WHERE person = ?1 AND id = ?2";
    let ended = turn.connection().execute(sql, (person.as_str(), id))? > 0;
    if ended {
        turn.note_end(id);
    }
    Ok(ended)
}

/// Ends one of the person's sessions from elsewhere: its device hears that it was revoked. `false`
/// where there is none.
pub(crate) fn revoke(turn: &mut Turn<'_>, person: &PersonId, id: &str) -> Result<bool, Trouble> {
    let sql = "UPDATE sessions SET revoked_at = ?3 WHERE person = ?1 AND id = ?2 AND revoked_at IS NULL";
    let ended = turn.connection().execute(sql, (person.as_str(), id, turn.now()))? > 0;
    if ended {
        turn.note_end(id);
    }
    Ok(ended)
}

/// Revokes all of the person's sessions but `kept`.
pub(crate) fn revoke_others(
    turn: &mut Turn<'_>,
    person: &PersonId,
    kept: Option<&str>,
) -> Result<(), Trouble> {
    let sql = "UPDATE sessions SET revoked_at = ?3
               WHERE person = ?1 AND id IS NOT ?2 AND revoked_at IS NULL RETURNING id";
    let mut statement = turn.connection().prepare_cached(sql)?;
    let ended = statement.query_map((person.as_str(), kept, turn.now()), |row| row.get::<_, String>(0))?;
    for id in ended {
        turn.note_end(id?);
    }
    Ok(())
}

/// Forgets sessions that ended by themselves.
pub(crate) fn purge(db: &Connection, now: i64) -> Result<usize, Trouble> {
    Ok(db.execute("DELETE FROM sessions WHERE expires_at <= ?1", [now])?)
}
