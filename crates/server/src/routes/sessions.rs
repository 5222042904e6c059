//! The caller's signed-in devices.

use crate::http::caller::Caller;
use crate::http::input::Step;
use crate::state::App;
use crate::store::sessions;
use crate::trouble::{Code, ProblemWire, Trouble};
use crate::wire::Sessions;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

/// My signed-in devices.
#[utoipa::path(get, path = "/sessions", operation_id = "list_sessions", security(("session" = [])), responses(
    (status = 200, body = Sessions),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn list(State(app): State<App>, Caller(session): Caller) -> Result<Json<Sessions>, Trouble> {
    let now = app.now();
    let sessions = app.store.read(move |db| sessions::list(db, &session, now)).await?;
    Ok(Json(Sessions { sessions }))
}

/// Ends one of my sessions.
#[utoipa::path(delete, path = "/sessions/{id}", operation_id = "revoke_session", security(("session" = [])), params(("id" = String, Path, description = "From the list.")),
    responses(
        (status = 204),
        (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
    ))]
pub(crate) async fn revoke(
    State(app): State<App>,
    Caller(session): Caller,
    Step(id): Step,
) -> Result<StatusCode, Trouble> {
    let ended = app.store.write(move |turn| sessions::revoke(turn, &session.person, &id)).await?;
    if ended { Ok(StatusCode::NO_CONTENT) } else { Err(Code::NotFound.into()) }
}
