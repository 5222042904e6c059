//! Who asks to come into a space by a link for many, and what became of it.

use crate::trouble::Trouble;
use protocol::account::{JoinForm, RequestState};
use protocol::{PersonId, SpaceId};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

const COLUMNS: &str =
    "space, person, purpose, asked_at, state, reason, decided_at, form, seen_at, question, answer";

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) space: SpaceId,
    pub(crate) person: PersonId,
    /// What the link was made for.
    pub(crate) purpose: String,
    pub(crate) asked_at: i64,
    pub(crate) state: RequestState,
    /// Why it was declined.
    pub(crate) reason: String,
    /// When it was decided or withdrawn.
    pub(crate) decided_at: Option<i64>,
    /// What they said.
    pub(crate) form: JoinForm,
    /// Since when somebody has looked at it.
    pub(crate) seen_at: Option<i64>,
    /// What was asked beyond the form.
    pub(crate) question: String,
    /// What they said to that.
    pub(crate) answer: String,
}

/// Notes that somebody waits; whoever was declined before waits anew.
pub(crate) fn ask(db: &Connection, request: &Request) -> Result<(), Trouble> {
    let sql = "INSERT INTO requests (space, person, purpose, asked_at, state, form)
               VALUES (:space, :person, :purpose, :asked_at, :state, :form)
               ON CONFLICT DO UPDATE SET purpose = :purpose, asked_at = :asked_at, state = :state, form = :form,
                 decided_by = NULL, decided_at = NULL, reason = '', seen_at = NULL, question = '', answer = ''";
    db.prepare_cached(sql)?.execute(named_params! {
        ":space": request.space.as_str(),
        ":person": request.person.as_str(),
        ":purpose": request.purpose,
        ":asked_at": request.asked_at,
        ":state": name(request.state),
        ":form": json(&request.form)?,
    })?;
    Ok(())
}

/// The person's request in the space, whatever became of it.
pub(crate) fn find(db: &Connection, space: &SpaceId, person: &PersonId) -> Result<Option<Request>, Trouble> {
    let sql = format!("SELECT {COLUMNS} FROM requests WHERE space = ?1 AND person = ?2");
    let mut statement = db.prepare_cached(&sql)?;
    Ok(statement.query_row((space.as_str(), person.as_str()), of_row).optional()?)
}

/// All that the person has asked, newest first.
pub(crate) fn of_person(db: &Connection, person: &PersonId) -> Result<Vec<Request>, Trouble> {
    let sql = format!("SELECT {COLUMNS} FROM requests WHERE person = ?1 ORDER BY asked_at DESC");
    list(db, &sql, person.as_str())
}

/// Who waits in the space, the longest first.
pub(crate) fn waiting(db: &Connection, space: &SpaceId) -> Result<Vec<Request>, Trouble> {
    let sql = format!(
        "SELECT {COLUMNS} FROM requests WHERE space = ?1 AND state IN ('waiting', 'more') ORDER BY asked_at"
    );
    list(db, &sql, space.as_str())
}

/// The staff numbers under which people have asked who were let in.
pub(crate) fn numbers(db: &Connection, space: &SpaceId) -> Result<Vec<(PersonId, String)>, Trouble> {
    let sql = "SELECT person, form ->> 'number' FROM requests
               WHERE space = ?1 AND state = 'admitted' AND form ->> 'number' <> ''";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement
        .query_map([space.as_str()], |row| Ok((PersonId::new(row.get::<_, String>(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Notes how far an undecided request has come.
pub(crate) fn advance(db: &Connection, request: &Request) -> Result<(), Trouble> {
    let sql = "UPDATE requests SET state = :state, seen_at = :seen_at, question = :question, answer = :answer
               WHERE space = :space AND person = :person";
    db.prepare_cached(sql)?.execute(named_params! {
        ":space": request.space.as_str(),
        ":person": request.person.as_str(),
        ":state": name(request.state),
        ":seen_at": request.seen_at,
        ":question": request.question,
        ":answer": request.answer,
    })?;
    Ok(())
}

/// Notes that the person asks no more. What they said goes.
pub(crate) fn withdraw(db: &Connection, space: &SpaceId, person: &PersonId, at: i64) -> Result<(), Trouble> {
    let sql =
        "UPDATE requests SET state = 'withdrawn', decided_at = ?3, form = NULL, question = '', answer = ''
               WHERE space = ?1 AND person = ?2";
    db.prepare_cached(sql)?.execute((space.as_str(), person.as_str(), at))?;
    Ok(())
}

/// Notes what was decided, and by whom.
pub(crate) fn decide(db: &Connection, request: &Request, by: &PersonId, at: i64) -> Result<(), Trouble> {
    let sql = "UPDATE requests SET state = :state, decided_by = :by, decided_at = :at, reason = :reason
               WHERE space = :space AND person = :person";
    db.prepare_cached(sql)?.execute(named_params! {
        ":space": request.space.as_str(),
        ":person": request.person.as_str(),
        ":state": name(request.state),
        ":by": by.as_str(),
        ":at": at,
        ":reason": request.reason,
    })?;
    Ok(())
}

/// Notes that `by` has let the person in who waited here, if so.
pub(crate) fn admit(
    db: &Connection,
    space: &SpaceId,
    person: &PersonId,
    by: &PersonId,
    at: i64,
) -> Result<(), Trouble> {
    match find(db, space, person)? {
        Some(request) if request.state.is_open() => {
            decide(db, &Request { state: RequestState::Admitted, ..request }, by, at)
        }
        _ => Ok(()),
    }
}

fn list(db: &Connection, sql: &str, key: &str) -> Result<Vec<Request>, Trouble> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([key], of_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn of_row(row: &Row<'_>) -> Result<Request, rusqlite::Error> {
    let state: String = row.get("state")?;
    let known = [RequestState::Waiting, RequestState::More, RequestState::Admitted, RequestState::Withdrawn];
    let state = known.into_iter().find(|known| name(*known) == state);
    let form: Option<String> = row.get("form")?;
    Ok(Request {
        space: SpaceId::new(row.get::<_, String>("space")?),
        person: PersonId::new(row.get::<_, String>("person")?),
        purpose: row.get("purpose")?,
        asked_at: row.get("asked_at")?,
        state: state.unwrap_or(RequestState::Declined),
        reason: row.get("reason")?,
        decided_at: row.get("decided_at")?,
        form: form.and_then(|form| serde_json::from_str(&form).ok()).unwrap_or_default(),
        seen_at: row.get("seen_at")?,
        question: row.get("question")?,
        answer: row.get("answer")?,
    })
}

fn name(state: RequestState) -> &'static str {
    match state {
        RequestState::Waiting => "waiting",
        RequestState::Admitted => "admitted",
        RequestState::Declined => "declined",
        RequestState::More => "more",
        RequestState::Withdrawn => "withdrawn",
    }
}

fn json(form: &JoinForm) -> Result<Option<String>, Trouble> {
    let said = (*form != JoinForm::default()).then(|| serde_json::to_string(form));
    said.transpose().map_err(|error| Trouble::Broken(error.to_string()))
}
