//! What groups ask about their rules of who comes in.

use crate::trouble::Trouble;
use protocol::SpaceId;
use protocol::account::QuestionSheet;
use rusqlite::{Connection, OptionalExtension};

/// The questions of the space with their keys; none where nothing is asked.
pub(crate) fn find(db: &Connection, space: &SpaceId) -> Result<QuestionSheet, Trouble> {
    let sql = "SELECT set_at, version, questions FROM questions WHERE space = ?1";
    let row = db
        .prepare_cached(sql)?
        .query_row([space.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)));
    let Some((set_at, version, questions)) = row.optional()? else { return Ok(QuestionSheet::default()) };
    let questions = serde_json::from_str(&questions)
        .map_err(|error| Trouble::Broken(format!("kept questions do not read: {error}")))?;
    Ok(QuestionSheet { set_at, version, questions })
}

/// Puts these in place of what was asked.
pub(crate) fn set(db: &Connection, space: &SpaceId, sheet: &QuestionSheet) -> Result<(), Trouble> {
    let questions = serde_json::to_string(&sheet.questions)
        .map_err(|error| Trouble::Broken(format!("questions do not write: {error}")))?;
    let sql = "INSERT INTO questions (space, set_at, version, questions) VALUES (?1, ?2, ?3, ?4)
               ON CONFLICT DO UPDATE SET set_at = ?2, version = ?3, questions = ?4";
    db.prepare_cached(sql)?.execute((space.as_str(), sheet.set_at, sheet.version, questions))?;
    Ok(())
}
