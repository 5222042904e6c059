//! Signing in on another device by a one-time link that a signed-in one shows.

use crate::http::caller::{Caller, Visitor};
use crate::http::input::Json;
use crate::login;
use crate::routes::account::{self, Started};
use crate::secret::{Secret, hash_of};
use crate::state::App;
use crate::store::passes::{self, LIFE_MS, Pass};
use crate::store::{accounts, replaced, sessions};
use crate::trouble::{Code, ProblemWire, Trouble};
use crate::wire::{PeekPass, RedeemPass};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::account::{Me, PassCard, PassLink, PassState};
use rusqlite::Connection;

/// Makes a link by which I sign in on another device. A former one of this device ends.
#[utoipa::path(post, path = "/passes", operation_id = "issue_pass", security(("session" = [])), responses(
    (status = 201, body = PassLink),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn issue(
    State(app): State<App>,
    Caller(session): Caller,
) -> Result<(StatusCode, axum::Json<PassLink>), Trouble> {
    // Counted and never forgiven before their time: nobody needs so many.
    app.tries.begin(&format!("pass {}", session.person), app.now())?;
    let link = app.store.write(move |turn| {
        let now = turn.now();
        // In the demo one is somebody without a link.
        if accounts::is_demo(turn.connection())? {
            return Err(Code::DemoOnly.into());
        }
        let token = Secret::generate()?;
        let pass = Pass {
            person: session.person,
            issuer: session.id,
            expires_at: now.saturating_add(LIFE_MS),
            is_used: false,
            session: None,
            again: 0,
        };
        passes::issue(turn.connection(), &token.hash(), &pass, now)?;
        Ok(PassLink { token: token.reveal().to_owned(), expires_at: pass.expires_at })
    });
    Ok((StatusCode::CREATED, axum::Json(link.await?)))
}

/// What became of the link that this device made last.
#[utoipa::path(get, path = "/passes", operation_id = "pass_state", security(("session" = [])), responses(
    (status = 200, body = PassState),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn state(
    State(app): State<App>,
    Caller(session): Caller,
) -> Result<axum::Json<PassState>, Trouble> {
    let now = app.now();
    let state = app.store.read(move |db| {
        let pass = passes::latest(db, &session.id)?.ok_or(Code::NotFound)?;
        let started = sessions::list(db, &session, now)?;
        Ok(PassState {
            expires_at: pass.expires_at,
            used: pass.is_used,
            session: started.into_iter().find(|started| Some(&started.id) == pass.session.as_ref()),
            again: pass.again,
        })
    });
    Ok(axum::Json(state.await?))
}

/// Shows as whom a link signs in. Nothing that the token alone doesn't already give away.
#[utoipa::path(post, path = "/passes/peek", operation_id = "peek_pass", request_body = PeekPass, responses(
    (status = 200, body = PassCard),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn peek(
    State(app): State<App>,
    _visitor: Visitor,
    Json(request): Json<PeekPass>,
) -> Result<axum::Json<PassCard>, Trouble> {
    let (now, hash) = (app.now(), hash_of(&request.token));
    let known = hash.clone();
    let card = app.store.read(move |db| {
        let pass = usable(db, &known, now)?;
        let me = accounts::me(db, &pass.person, now)?;
        let (real_name, login, organization) = (me.real_name, me.login, me.organization);
        Ok(PassCard { real_name, login, organization, expires_at: pass.expires_at })
    });
    match card.await {
        Ok(card) => Ok(axum::Json(card)),
        Err(trouble) => Err(told(&app, hash, trouble).await),
    }
}

/// Starts a session by a link, once.
#[utoipa::path(post, path = "/passes/redeem", operation_id = "redeem_pass", request_body = RedeemPass, responses(
    (status = 200, body = Me),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn redeem(
    State(app): State<App>,
    _visitor: Visitor,
    former: Option<Caller>,
    Json(request): Json<RedeemPass>,
) -> Result<Response, Trouble> {
    let (hash, device) = (hash_of(&request.token), login::device(&request.device));
    let known = hash.clone();
    let started = app.store.write(move |turn| {
        let now = turn.now();
        let pass = usable(turn.connection(), &known, now)?;
        account::end_former(turn, former.as_ref())?;
        let token = account::start(turn, &pass.person, &device)?;
        let begun = sessions::find(turn.connection(), &token.hash(), now)?.ok_or(Code::Internal)?;
        passes::spend(turn.connection(), &known, &begun.id, now)?;
        tracing::info!(person = %pass.person, from = pass.issuer, session = begun.id, "signed in by a link");
        Ok(Started { token, answer: accounts::me(turn.connection(), &pass.person, now)? })
    });
    match started.await {
        Ok(started) => Ok(started.respond(&app, StatusCode::OK)),
        Err(trouble) => Err(told(&app, hash, trouble).await),
    }
}

/// Who made a link is told that it was tried once more.
async fn told(app: &App, token_hash: String, trouble: Trouble) -> Trouble {
    if matches!(&trouble, Trouble::Refused(refusal) if refusal.problem.code == Code::LinkUsed.parts().1) {
        let counted = app.store.write(move |turn| passes::tried_again(turn.connection(), &token_hash)).await;
        if let Err(trouble) = counted {
            return trouble;
        }
    }
    trouble
}

/// A link ends with the session that made it: whoever signs that out, or sets a new password, has taken
/// back what it could have opened.
fn usable(db: &Connection, token_hash: &str, now: i64) -> Result<Pass, Trouble> {
    let Some(pass) = passes::find(db, token_hash)? else {
        return Err(replaced::why_none(db, token_hash)?.into());
    };
    if pass.is_used {
        return Err(Code::LinkUsed.into());
    }
    if pass.expires_at <= now {
        return Err(Code::LinkExpired.into());
    }
    if !sessions::holds(db, &pass.issuer, now)? {
        return Err(Code::LinkRevoked.into());
    }
    Ok(pass)
}
