//! One-time links by which a person signs in on another device.

use crate::trouble::Trouble;
use protocol::PersonId;
use rusqlite::{Connection, OptionalExtension, named_params};

/// How long a link is good for, milliseconds: as long as it takes to fetch the other device.
pub(crate) const LIFE_MS: i64 = 3 * 60 * 1000;
/// How long is kept what became of it.
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1000;

/// A link as it is kept.
pub(crate) struct Pass {
    /// Whose it is.
    pub(crate) person: PersonId,
    /// The session that made it.
    pub(crate) issuer: String,
    /// When it expires, UTC milliseconds.
    pub(crate) expires_at: i64,
    /// Whether it was used.
    pub(crate) is_used: bool,
    /// The session that began by it.
    pub(crate) session: Option<String>,
    /// How often it was tried after that.
    pub(crate) again: u32,
}

/// Keeps a link; earlier unused ones of the session end.
pub(crate) fn issue(db: &Connection, token_hash: &str, pass: &Pass, now: i64) -> Result<(), Trouble> {
    let sql = "DELETE FROM passes WHERE issuer = ?1 AND used_at IS NULL RETURNING token_hash";
    let mut statement = db.prepare_cached(sql)?;
    let ended = statement.query_map([&pass.issuer], |row| row.get::<_, String>(0))?;
    for former in ended {
        super::replaced::note(db, &former?, now)?;
    }
    let sql = "INSERT INTO passes (token_hash, person, issuer, created_at, expires_at)
               VALUES (:hash, :person, :issuer, :now, :end)";
    db.execute(
        sql,
        named_params! {
            ":hash": token_hash,
            ":person": pass.person.as_str(),
            ":issuer": pass.issuer,
            ":now": now,
            ":end": pass.expires_at,
        },
    )?;
    Ok(())
}

const COLUMNS: &str = "person, issuer, expires_at, used_at IS NOT NULL, session, again";

/// The link with this hash.
pub(crate) fn find(db: &Connection, token_hash: &str) -> Result<Option<Pass>, Trouble> {
    let sql = format!("SELECT {COLUMNS} FROM passes WHERE token_hash = ?1");
    Ok(db.prepare_cached(&sql)?.query_row([token_hash], of_row).optional()?)
}

/// The link that the session made last.
pub(crate) fn latest(db: &Connection, issuer: &str) -> Result<Option<Pass>, Trouble> {
    let sql = format!("SELECT {COLUMNS} FROM passes WHERE issuer = ?1 ORDER BY created_at DESC LIMIT 1");
    Ok(db.prepare_cached(&sql)?.query_row([issuer], of_row).optional()?)
}

fn of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Pass> {
    Ok(Pass {
        person: PersonId::new(row.get::<_, String>(0)?),
        issuer: row.get(1)?,
        expires_at: row.get(2)?,
        is_used: row.get(3)?,
        session: row.get(4)?,
        again: row.get(5)?,
    })
}

/// Marks the link as used by the session that began.
pub(crate) fn spend(db: &Connection, token_hash: &str, session: &str, now: i64) -> Result<(), Trouble> {
    let sql = "UPDATE passes SET used_at = ?3, session = ?2 WHERE token_hash = ?1";
    db.execute(sql, (token_hash, session, now))?;
    Ok(())
}

/// Counts that a link was tried which had been used. Whoever holds an old one must not make the count grow
/// for ever.
pub(crate) fn tried_again(db: &Connection, token_hash: &str) -> Result<(), Trouble> {
    let sql = "UPDATE passes SET again = again + 1
               WHERE token_hash = ?1 AND used_at IS NOT NULL AND again < 99";
    db.execute(sql, [token_hash])?;
    Ok(())
}

/// Forgets links a month after their end.
pub(crate) fn purge(db: &Connection, now: i64) -> Result<usize, Trouble> {
    Ok(db.execute("DELETE FROM passes WHERE expires_at < ?1", [now.saturating_sub(KEPT_MS)])?)
}
