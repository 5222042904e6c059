//! Stored results: a write that took effect is answered the same way when it is sent again.

use crate::trouble::Trouble;
use protocol::{Mid, PersonId};
use rusqlite::{Connection, OptionalExtension, named_params};

/// What is kept of a write that took effect.
pub(crate) struct Stored {
    /// Who wrote.
    pub(crate) person: PersonId,
    /// What tells the write from any other under the same name.
    pub(crate) fingerprint: String,
    /// The answer without the body.
    pub(crate) answer: String,
}

/// The stored result of a write.
pub(crate) fn find(db: &Connection, mid: &Mid) -> Result<Option<Stored>, Trouble> {
    let sql = "SELECT person, fingerprint, answer FROM results WHERE device = ?1 AND n = ?2";
    let found = db.prepare_cached(sql)?.query_row((mid.device.as_str(), number(mid)?), |row| {
        Ok(Stored {
            person: PersonId::new(row.get::<_, String>(0)?),
            fingerprint: row.get(1)?,
            answer: row.get(2)?,
        })
    });
    Ok(found.optional()?)
}

/// Keeps the result of a write.
pub(crate) fn keep(db: &Connection, mid: &Mid, stored: &Stored, now: i64) -> Result<(), Trouble> {
    let sql = "INSERT INTO results (device, n, person, at, fingerprint, answer)
               VALUES (:device, :n, :person, :at, :fingerprint, :answer)";
    db.prepare_cached(sql)?.execute(named_params! {
        ":device": mid.device.as_str(),
        ":n": number(mid)?,
        ":person": stored.person.as_str(),
        ":at": now,
        ":fingerprint": stored.fingerprint,
        ":answer": stored.answer,
    })?;
    Ok(())
}

/// Forgets results older than a tombstone lives: what is sent again later is judged anew.
pub(crate) fn purge(db: &Connection, now: i64) -> Result<usize, Trouble> {
    Ok(db.execute("DELETE FROM results WHERE at < ?1", [now - super::records::HORIZON_MS])?)
}

fn number(mid: &Mid) -> Result<i64, Trouble> {
    i64::try_from(mid.n).map_err(|_| Trouble::Broken("a write's number is beyond 2^63".to_owned()))
}
