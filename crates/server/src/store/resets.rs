//! One-time links that set a new password.

use crate::trouble::Trouble;
use protocol::{PersonId, SpaceId};
use rusqlite::{Connection, OptionalExtension, named_params};

/// How long a link is good for, milliseconds.
pub(crate) const LIFE_MS: i64 = 24 * 60 * 60 * 1000;

/// A link as it is kept.
pub(crate) struct Reset {
    /// Whose password it sets.
    pub(crate) person: PersonId,
    /// The space whose staff made it; `None` where the server's own command did.
    pub(crate) space: Option<SpaceId>,
    /// Who made it; `None` where the server's own command did.
    pub(crate) issuer: Option<PersonId>,
    /// When it expires, UTC milliseconds.
    pub(crate) expires_at: i64,
    /// Whether it was used.
    pub(crate) is_used: bool,
}

/// Keeps a link; earlier unused ones of the person end.
pub(crate) fn issue(db: &Connection, token_hash: &str, reset: &Reset, now: i64) -> Result<(), Trouble> {
    let sql = "DELETE FROM resets WHERE person = ?1 AND used_at IS NULL RETURNING token_hash";
    let mut statement = db.prepare_cached(sql)?;
    let ended = statement.query_map([reset.person.as_str()], |row| row.get::<_, String>(0))?;
    for former in ended {
        super::replaced::note(db, &former?, now)?;
    }
    let sql = "INSERT INTO resets (token_hash, person, space, issuer, created_at, expires_at)
               VALUES (:hash, :person, :space, :issuer, :now, :end)";
    db.execute(
        sql,
        named_params! {
            ":hash": token_hash,
            ":person": reset.person.as_str(),
            ":space": reset.space.as_ref().map(SpaceId::as_str),
            ":issuer": reset.issuer.as_ref().map(PersonId::as_str),
            ":now": now,
            ":end": reset.expires_at,
        },
    )?;
    Ok(())
}

/// The link with this hash.
pub(crate) fn find(db: &Connection, token_hash: &str) -> Result<Option<Reset>, Trouble> {
    let sql = "SELECT person, space, expires_at, used_at IS NOT NULL, issuer FROM resets
               WHERE token_hash = ?1";
    let found = db.prepare_cached(sql)?.query_row([token_hash], |row| {
        Ok(Reset {
            person: PersonId::new(row.get::<_, String>(0)?),
            space: row.get::<_, Option<String>>(1)?.map(SpaceId::new),
            expires_at: row.get(2)?,
            is_used: row.get(3)?,
            issuer: row.get::<_, Option<String>>(4)?.map(PersonId::new),
        })
    });
    Ok(found.optional()?)
}

/// Marks the link as used.
pub(crate) fn spend(db: &Connection, token_hash: &str, now: i64) -> Result<(), Trouble> {
    db.execute("UPDATE resets SET used_at = ?2 WHERE token_hash = ?1", (token_hash, now))?;
    Ok(())
}

/// Forgets links a month after their end.
pub(crate) fn purge(db: &Connection, now: i64) -> Result<usize, Trouble> {
    Ok(db.execute("DELETE FROM resets WHERE expires_at < ?1", [now - 30 * LIFE_MS])?)
}
