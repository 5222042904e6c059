//! One-time links for somebody who lost a password.

use crate::audit::{self, Event};
use crate::http::caller::{Caller, Visitor};
use crate::http::input::Json;
use crate::login;
use crate::password;
use crate::routes::account::{self, Started};
use crate::secret::{Secret, hash_of};
use crate::state::App;
use crate::store::resets::{self, LIFE_MS, Reset};
use crate::store::{accounts, replaced, sessions, spaces};
use crate::trouble::{Code, ProblemWire, Trouble};
use crate::wire::{IssueReset, PeekReset, RedeemReset};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use protocol::account::{Me, ResetCard, ResetLink};
use protocol::{PersonId, SpaceId};
use rusqlite::Connection;

/// Makes a one-time link for a member of a space that the caller administers.
#[utoipa::path(post, path = "/resets", operation_id = "issue_reset", security(("session" = [])), request_body = IssueReset, responses(
    (status = 201, body = ResetLink),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn issue(
    State(app): State<App>,
    Caller(session): Caller,
    Json(request): Json<IssueReset>,
) -> Result<(StatusCode, axum::Json<ResetLink>), Trouble> {
    let link = app.store.write(move |turn| {
        let (now, issuer) = (turn.now(), session.person);
        // Nobody signs in as one of the demo's people.
        if accounts::is_demo(turn.connection())? {
            return Err(Code::DemoOnly.into());
        }
        if !may_issue(turn.connection(), &issuer, &request.person, &request.space)? {
            return Err(Code::ResetForbidden.into());
        }
        let token = Secret::generate()?;
        let reset = Reset {
            person: request.person,
            space: Some(request.space.clone()),
            issuer: Some(issuer.clone()),
            expires_at: now + LIFE_MS,
            is_used: false,
        };
        resets::issue(turn.connection(), &token.hash(), &reset, now)?;
        note(turn, "reset-issued", &request.space, &issuer, &reset.person)?;
        Ok(ResetLink { token: token.reveal().to_owned(), expires_at: reset.expires_at })
    });
    Ok((StatusCode::CREATED, axum::Json(link.await?)))
}

/// Shows whose password the link sets. Nothing that the token alone doesn't already give away: it sets it.
#[utoipa::path(post, path = "/resets/peek", operation_id = "peek_reset", request_body = PeekReset, responses(
    (status = 200, body = ResetCard),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn peek(
    State(app): State<App>,
    _visitor: Visitor,
    Json(request): Json<PeekReset>,
) -> Result<axum::Json<ResetCard>, Trouble> {
    let (now, hash) = (app.now(), hash_of(&request.token));
    let card = app.store.read(move |db| {
        let reset = usable(db, &hash, now)?;
        let me = accounts::me(db, &reset.person, now)?;
        Ok(ResetCard { real_name: me.real_name, login: me.login, expires_at: reset.expires_at })
    });
    Ok(axum::Json(card.await?))
}

/// Sets a new password by a link's token, ends all sessions, and signs in.
#[utoipa::path(post, path = "/resets/redeem", operation_id = "redeem_reset", request_body = RedeemReset, responses(
    (status = 200, body = Me),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn redeem(
    State(app): State<App>,
    Visitor(client): Visitor,
    former: Option<Caller>,
    Json(request): Json<RedeemReset>,
) -> Result<Response, Trouble> {
    let (now, hash) = (app.now(), hash_of(&request.token));
    let known = hash.clone();
    let login =
        app.store.read(move |db| Ok(accounts::me(db, &usable(db, &known, now)?.person, now)?.login)).await?;
    password::check(&request.new, &login, "/new")?;
    let password = app.passwords.hash(request.new).await?;
    let device = login::device(&request.device);
    let started = app
        .store
        .write(move |turn| {
            let now = turn.now();
            let reset = usable(turn.connection(), &hash, now)?;
            resets::spend(turn.connection(), &hash, now)?;
            accounts::set_password(turn.connection(), &reset.person, &password)?;
            sessions::revoke_others(turn, &reset.person, None)?;
            account::end_former(turn, former.as_ref())?;
            if let Some(space) = &reset.space {
                note(turn, "reset-used", space, &reset.person, &reset.person)?;
            }
            let token = account::start(turn, &reset.person, &device)?;
            Ok(Started { token, answer: accounts::me(turn.connection(), &reset.person, now)? })
        })
        .await?;
    app.tries.right(&account::tries_key(&client, &login::key(&login)));
    Ok(started.respond(&app, StatusCode::OK))
}

fn usable(db: &Connection, token_hash: &str, now: i64) -> Result<Reset, Trouble> {
    let Some(reset) = resets::find(db, token_hash)? else {
        return Err(replaced::why_none(db, token_hash)?.into());
    };
    if reset.is_used {
        return Err(Code::LinkUsed.into());
    }
    if reset.expires_at <= now {
        return Err(Code::LinkExpired.into());
    }
    if let (Some(space), Some(issuer)) = (&reset.space, &reset.issuer)
        && !may_issue(db, issuer, &reset.person, space)?
    {
        return Err(Code::LinkRevoked.into());
    }
    Ok(reset)
}

/// A link hands the account over, with all that it may do anywhere. So it takes staff of a space
/// that both belong to, and wherever the person is staff, the owner; whoever may found spaces is
/// helped by the server's own command alone.
fn may_issue(
    db: &Connection,
    issuer: &PersonId,
    person: &PersonId,
    space: &SpaceId,
) -> Result<bool, Trouble> {
    let is_staff = spaces::access(db, space, issuer)?.is_staff();
    let is_member = spaces::access(db, space, person)?.is_inside();
    if !is_staff || !is_member || issuer == person || accounts::is_founder(db, person)? {
        return Ok(false);
    }
    for (space, access) in spaces::of_person(db, person)? {
        if access.is_staff() && !spaces::access(db, &space, issuer)?.is_owner() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn note(
    turn: &mut crate::store::Turn<'_>,
    name: &str,
    space: &SpaceId,
    who: &PersonId,
    person: &PersonId,
) -> Result<(), Trouble> {
    let what = accounts::me(turn.connection(), person, turn.now())?.real_name;
    audit::note(turn, &Event { space, name, who: Some(who), what, id: person.to_string() })
}
