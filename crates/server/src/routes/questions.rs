//! Questions about the rules for who comes in. The right answers leave the server to nobody but the owner;
//! what somebody answers is judged here and kept nowhere.

use crate::audit::{self, Event};
use crate::http::caller::Caller;
use crate::http::input::{Json, Step};
use crate::state::App;
use crate::store::{Turn, questions, spaces};
use crate::trouble::{Code, ProblemWire, Refusal, Trouble};
use crate::write;
use axum::extract::State;
use axum::http::StatusCode;
use domain::policy::{Action, may};
use domain::questions::{set as clean, without_key};
use protocol::account::{AnswerQuestion, QuestionSheet, QuestionVerdict, SetQuestions};
use protocol::{PersonId, SpaceId};
use rusqlite::Connection;

/// What is asked about the rules of a group? The owner also reads what is right.
#[utoipa::path(get, path = "/questions/{space}", operation_id = "list_questions", security(("session" = [])),
    params(("space" = String, Path, description = "The group.")),
    responses(
    (status = 200, body = QuestionSheet),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn list(
    State(app): State<App>,
    Caller(session): Caller,
    Step(space): Step,
) -> Result<axum::Json<QuestionSheet>, Trouble> {
    let (space, now) = (SpaceId::new(space), app.now());
    Ok(axum::Json(app.store.read(move |db| of(db, &session.person, &space, now)).await?))
}

/// Sets what is asked of who comes in.
#[utoipa::path(put, path = "/questions", operation_id = "set_questions", security(("session" = [])), request_body = SetQuestions, responses(
    (status = 204),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn set(
    State(app): State<App>,
    Caller(session): Caller,
    Json(asked): Json<SetQuestions>,
) -> Result<StatusCode, Trouble> {
    app.store.write(move |turn| lay_down(turn, &session.person, &asked)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Is this the right answer?
#[utoipa::path(post, path = "/questions/answer", operation_id = "answer_question", security(("session" = [])), request_body = AnswerQuestion, responses(
    (status = 200, body = QuestionVerdict),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn answer(
    State(app): State<App>,
    Caller(session): Caller,
    Json(answer): Json<AnswerQuestion>,
) -> Result<axum::Json<QuestionVerdict>, Trouble> {
    let now = app.now();
    Ok(axum::Json(app.store.read(move |db| judge(db, &session.person, &answer, now)).await?))
}

fn of(db: &Connection, who: &PersonId, space: &SpaceId, now: i64) -> Result<QuestionSheet, Trouble> {
    ensure(db, who, space, Action::ReadStream, now)?;
    let sheet = questions::find(db, space)?;
    if spaces::access(db, space, who)?.is_owner() {
        return Ok(sheet);
    }
    let questions = sheet.questions.iter().map(without_key).collect();
    Ok(QuestionSheet { questions, ..sheet })
}

fn lay_down(turn: &mut Turn<'_>, who: &PersonId, asked: &SetQuestions) -> Result<(), Trouble> {
    let (space, now) = (&asked.space, turn.now());
    ensure(turn.connection(), who, space, Action::EditSpace, now)?;
    let binding = spaces::binding_rules(turn.connection(), space)?;
    let numbers: Vec<u32> = binding.iter().flat_map(|rules| &rules.rules).map(|rule| rule.no).collect();
    let questions = clean(&asked.questions, &numbers).map_err(|refusal| Refusal::from(&refusal))?;
    let version = binding.filter(|_| !questions.is_empty()).map_or(0, |rules| rules.version);
    questions::set(turn.connection(), space, &QuestionSheet { set_at: now, version, questions })?;
    let (what, id) = (String::new(), space.to_string());
    audit::note(turn, &Event { space, name: "questions-set", who: Some(who), what, id })
}

fn judge(
    db: &Connection,
    who: &PersonId,
    answer: &AnswerQuestion,
    now: i64,
) -> Result<QuestionVerdict, Trouble> {
    ensure(db, who, &answer.space, Action::ReadStream, now)?;
    let sheet = questions::find(db, &answer.space)?;
    let asked = usize::try_from(answer.question).ok().and_then(|place| sheet.questions.get(place));
    // What somebody read before the owner asked something else says nothing about that.
    let key = asked.filter(|_| sheet.set_at == answer.set_at).and_then(|asked| asked.key.as_ref());
    let key = key.ok_or(Code::NotFound)?;
    Ok(QuestionVerdict { right: key.choice == answer.choice, rule: key.rule, version: sheet.version })
}

fn ensure(db: &Connection, who: &PersonId, space: &SpaceId, action: Action, now: i64) -> Result<(), Trouble> {
    let actor = spaces::access(db, space, who)?.actor;
    let context = write::context(db, space, who, now)?;
    Ok(may(&actor, action, &context).map_err(|refusal| Refusal::from(&refusal))?)
}
