//! The demo: one invented group with two and a half weeks behind it, to look around in before anything
//! is set up.
//!
//! It fills an empty database and nothing else, and goes as a whole. What happened in it is a story in
//! `demo/`, played through the intents of the app and the policy that judges every request, under a
//! clock that is set to the story's days: nothing in it is counted or invented beside that. Whoever
//! looks around is one of its people; none of them has a password.

mod calendar;
mod cast;
mod props;
mod script;
mod stage;

use crate::secret::hash_of;
use crate::store::{Turn, accounts};
use crate::trouble::{Code, Trouble};
use calendar::Calendar;
use cast::Cast;
use protocol::PersonId;
use protocol::account::Persona;
use rusqlite::Connection;
use script::Script;
use stage::Stage;

/// The organization of which the demo tells.
const ORGANIZATION: &str = "清源净水设备有限公司（演示）";
/// The language in which it does.
const LOCALE: &str = "zh-Hans";
/// Those who show the group from different sides; whoever looks around begins as the first.
const PERSONAS: [&str; 7] = ["张敏", "陈立", "何静", "王磊", "马超", "周国栋", "贺小满"];

/// Those whom one may be while looking around, the first of them to begin with.
///
/// # Errors
/// Never in practice: the story's files are tested.
pub(crate) fn personas() -> Result<Vec<Persona>, Trouble> {
    let cast = Cast::read()?;
    PERSONAS.into_iter().map(|name| Ok(cast.part(name)?.persona())).collect()
}

/// Fills the database with the demo. `false` where it is there already.
///
/// # Errors
/// [`Code::AlreadySetUp`] where somebody has made the database their own.
pub(crate) fn begin(turn: &mut Turn<'_>) -> Result<bool, Trouble> {
    if accounts::is_demo(turn.connection())? {
        return Ok(false);
    }
    if accounts::organization(turn.connection())?.is_some() {
        return Err(Code::AlreadySetUp.into());
    }
    let now = turn.now();
    turn.replay(|turn| {
        let (cast, script) = (Cast::read()?, Script::read()?);
        let calendar = Calendar::ending_before(now, script.days(), script.last_minute());
        accounts::found(turn.connection(), ORGANIZATION, LOCALE, calendar.founded_at())?;
        accounts::mark_demo(turn.connection())?;
        Stage::open(turn, &cast, &calendar)?.play(&script)
    })?;
    tracing::info!("the demo was made");
    Ok(true)
}

/// Takes everything of the demo away: what is left is the empty database that it began with.
///
/// # Errors
/// [`Code::NotFound`] where there is no demo.
pub(crate) fn end(turn: &mut Turn<'_>) -> Result<(), Trouble> {
    let db = turn.connection();
    if !accounts::is_demo(db)? {
        return Err(Code::NotFound.into());
    }
    for session in names(db, "SELECT id FROM sessions")? {
        turn.note_end(session);
    }
    for space in names(db, "SELECT space FROM spaces")? {
        turn.note_regroup(&space.as_str().into())?;
    }
    // Rows go in any order: what they refer to goes with them.
    db.execute_batch("PRAGMA defer_foreign_keys = ON")?;
    for table in
        names(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?
    {
        db.execute_batch(&format!("DELETE FROM \"{table}\""))?;
    }
    // Devices notice that this is another database than the one they knew.
    db.execute_batch("INSERT INTO instance VALUES (1, lower(hex(randomblob(8))))")?;
    tracing::info!("the demo was taken away");
    Ok(())
}

/// Whether `person` is one of those whom one may be.
pub(crate) fn is_persona(person: &PersonId) -> Result<bool, Trouble> {
    Ok(personas()?.iter().any(|persona| persona.person == *person))
}

/// Ten bytes that are the same in every performance.
fn bytes_of(name: &str) -> [u8; 10] {
    let mut bytes = [0; 10];
    for (to, from) in bytes.iter_mut().zip(hash_of(name).bytes()) {
        *to = from;
    }
    bytes
}

fn names(db: &Connection, sql: &str) -> Result<Vec<String>, Trouble> {
    let mut statement = db.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A fault in the story's files.
fn slip(what: impl std::fmt::Display) -> Trouble {
    Trouble::Broken(format!("the demo's story: {what}"))
}
