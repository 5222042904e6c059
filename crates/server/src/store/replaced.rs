//! Links that a newer one took the place of: whoever still has one hears that, not that there never
//! was such a link.

use crate::trouble::{Code, Trouble};
use rusqlite::Connection;

/// For how long a replaced link is remembered, milliseconds.
const MEMORY_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// Remembers that the link with this hash was replaced.
pub(crate) fn note(db: &Connection, token_hash: &str, now: i64) -> Result<(), Trouble> {
    let sql = "INSERT INTO replaced_links (token_hash, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    db.prepare_cached(sql)?.execute((token_hash, now))?;
    Ok(())
}

/// Why there is no link with this hash.
pub(crate) fn why_none(db: &Connection, token_hash: &str) -> Result<Code, Trouble> {
    let sql = "SELECT EXISTS (SELECT 1 FROM replaced_links WHERE token_hash = ?1)";
    let was_replaced = db.prepare_cached(sql)?.query_row([token_hash], |row| row.get(0))?;
    Ok(if was_replaced { Code::LinkReplaced } else { Code::LinkUnknown })
}

/// Forgets links that were replaced long ago.
pub(crate) fn purge(db: &Connection, now: i64) -> Result<usize, Trouble> {
    Ok(db.execute("DELETE FROM replaced_links WHERE at < ?1", [now - MEMORY_MS])?)
}
