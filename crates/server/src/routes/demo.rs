//! Looking around in the demo, and taking it away.

use crate::demo;
use crate::http::caller::{Caller, Visitor};
use crate::http::cookie;
use crate::http::input::Json;
use crate::login;
use crate::routes::account::{self, Started};
use crate::state::App;
use crate::store::accounts;
use crate::trouble::{Code, ProblemWire, Trouble};
use crate::wire::PlayDemo;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use protocol::account::Me;

/// Starts a session as one of the demo's people; on an empty database, the demo first. Whoever finds a
/// server that nobody has set up could as well set it up.
#[utoipa::path(post, path = "/demo", operation_id = "play_demo", request_body = PlayDemo, responses(
    (status = 200, body = Me),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn play(
    State(app): State<App>,
    _visitor: Visitor,
    former: Option<Caller>,
    Json(play): Json<PlayDemo>,
) -> Result<Response, Trouble> {
    let (now, device) = (app.now(), login::device(&play.device));
    let first = demo::personas()?.into_iter().next().map(|persona| persona.person);
    let person = play.person.or(first).ok_or(Code::NotFound)?;
    if !demo::is_persona(&person)? {
        return Err(Code::NotFound.into());
    }
    let started = app
        .store
        .write(move |turn| {
            demo::begin(turn)?;
            account::end_former(turn, former.as_ref())?;
            let token = account::start(turn, &person, &device)?;
            Ok(Started { token, answer: accounts::me(turn.connection(), &person, now)? })
        })
        .await?;
    Ok(started.respond(&app, StatusCode::OK))
}

/// Takes the demo away, with all that was written in it. Whoever looks around may, since it is nobody's.
#[utoipa::path(delete, path = "/demo", operation_id = "end_demo", security(("session" = [])), responses(
    (status = 204),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn end(State(app): State<App>, _caller: Caller) -> Result<Response, Trouble> {
    app.store.write(demo::end).await?;
    let cookie = cookie::clear(app.config.transport).map(|cookie| (header::SET_COOKIE, cookie));
    Ok((StatusCode::NO_CONTENT, AppendHeaders(cookie)).into_response())
}
