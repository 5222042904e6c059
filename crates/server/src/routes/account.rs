//! The first account, signing in and out, and the password.

use crate::http::caller::{Caller, Visitor};
use crate::http::cookie;
use crate::http::input::Json;
use crate::login;
use crate::password;
use crate::secret::{Secret, fresh_id};
use crate::state::App;
use crate::store::accounts::{self, Account};
use crate::store::{Turn, sessions};
use crate::trouble::{Code, ProblemWire, Trouble};
use crate::wire::{ChangePassword, SignIn};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use protocol::PersonId;
use protocol::account::{Me, NewAccount, Setup};

/// A session that was just started: its token goes to the browser and nowhere else.
pub(crate) struct Started<T> {
    pub(crate) token: Secret,
    pub(crate) answer: T,
}

impl<T: serde::Serialize> Started<T> {
    /// The answer with the cookie.
    pub(crate) fn respond(self, app: &App, status: StatusCode) -> Response {
        let cookie = cookie::set(self.token.reveal(), app.config.transport);
        let cookie = cookie.map(|cookie| (header::SET_COOKIE, cookie));
        (status, AppendHeaders(cookie), axum::Json(self.answer)).into_response()
    }
}

/// Starts a session in the writer's turn.
pub(crate) fn start(turn: &mut Turn<'_>, person: &PersonId, device: &str) -> Result<Secret, Trouble> {
    let (token, now) = (Secret::generate()?, turn.now());
    sessions::start(turn, fresh_id(now)?.as_str(), &token.hash(), person, device, now)?;
    Ok(token)
}

/// Ends the session that the browser had: it has one cookie, and what it forgets must not live on.
pub(crate) fn end_former(turn: &mut Turn<'_>, former: Option<&Caller>) -> Result<(), Trouble> {
    if let Some(Caller(former)) = former {
        sessions::end(turn, &former.person, &former.id)?;
    }
    Ok(())
}

/// Under what wrong passwords are counted: the name alone would let anybody lock somebody out.
pub(crate) fn tries_key(client: &str, login_key: &str) -> String {
    format!("{client} {login_key}")
}

/// The row of an account with clean words and a hashed password.
pub(crate) fn row(account: NewAccount, hash: String, founder: bool, now: i64) -> Result<Account, Trouble> {
    Ok(Account {
        person: PersonId::from(fresh_id(now)?.as_str()),
        login_key: login::key(&account.login),
        login: account.login,
        real_name: account.real_name,
        dept: account.dept,
        post: account.post,
        password: hash,
        founder,
    })
}

/// Makes the first account, which owns the organization.
#[utoipa::path(post, path = "/setup", operation_id = "setup", request_body = Setup, responses(
    (status = 201, body = Me),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn setup(
    State(app): State<App>,
    _visitor: Visitor,
    Json(setup): Json<Setup>,
) -> Result<Response, Trouble> {
    let organization = login::organization(&setup.organization)?;
    let account = login::clean(setup.account, "/account")?;
    // Before the price of a hash is paid; the turn below decides.
    if app.store.read(accounts::organization).await?.is_some() {
        return Err(Code::AlreadySetUp.into());
    }
    let hash = app.passwords.hash(account.password.clone()).await?;
    let (now, device) = (app.now(), login::device(&setup.device));
    let started = app
        .store
        .write(move |turn| {
            if accounts::organization(turn.connection())?.is_some() {
                return Err(Code::AlreadySetUp.into());
            }
            accounts::found(turn.connection(), &organization, &setup.locale, now)?;
            let row = row(account, hash, true, now)?;
            accounts::add(turn.connection(), &row, now)?;
            let token = start(turn, &row.person, &device)?;
            Ok(Started { token, answer: accounts::me(turn.connection(), &row.person, now)? })
        })
        .await?;
    tracing::info!("the first account was made");
    Ok(started.respond(&app, StatusCode::CREATED))
}

/// Starts a session on this device.
#[utoipa::path(post, path = "/session", operation_id = "sign_in", request_body = SignIn, responses(
    (status = 200, body = Me),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn sign_in(
    State(app): State<App>,
    Visitor(client): Visitor,
    former: Option<Caller>,
    Json(sign_in): Json<SignIn>,
) -> Result<Response, Trouble> {
    if !login::is_possible(&sign_in.login) {
        return Err(Code::WrongPassword.into());
    }
    let (now, key) = (app.now(), login::key(&sign_in.login));
    let tries_key = tries_key(&client, &key);
    app.tries.begin(&tries_key, now)?;
    let found = app.store.read(move |db| {
        accounts::organization(db)?.ok_or(Code::NeedsSetup)?;
        accounts::by_login(db, &key)
    });
    let found = found.await?;
    let (person, hash) = found.unzip();
    let fits = app.passwords.verify(sign_in.password, hash).await?;
    let Some(person) = person.filter(|_| fits) else {
        return Err(Code::WrongPassword.into());
    };
    app.tries.right(&tries_key);
    let device = login::device(&sign_in.device);
    let started = app
        .store
        .write(move |turn| {
            end_former(turn, former.as_ref())?;
            let token = start(turn, &person, &device)?;
            Ok(Started { token, answer: accounts::me(turn.connection(), &person, now)? })
        })
        .await?;
    Ok(started.respond(&app, StatusCode::OK))
}

/// Who am I?
#[utoipa::path(get, path = "/session", operation_id = "me", security(("session" = [])), responses(
    (status = 200, body = Me),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn me(State(app): State<App>, Caller(session): Caller) -> Result<axum::Json<Me>, Trouble> {
    let now = app.now();
    Ok(axum::Json(app.store.read(move |db| accounts::me(db, &session.person, now)).await?))
}

/// Ends this device's session.
#[utoipa::path(delete, path = "/session", operation_id = "sign_out", security(("session" = [])), responses(
    (status = 204),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn sign_out(State(app): State<App>, Caller(session): Caller) -> Result<Response, Trouble> {
    app.store.write(move |turn| sessions::end(turn, &session.person, &session.id)).await?;
    let cookie = cookie::clear(app.config.transport).map(|cookie| (header::SET_COOKIE, cookie));
    Ok((StatusCode::NO_CONTENT, AppendHeaders(cookie)).into_response())
}

/// Changes my password; ends my other sessions.
#[utoipa::path(post, path = "/password", operation_id = "change_password", security(("session" = [])), request_body = ChangePassword, responses(
    (status = 204),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn change_password(
    State(app): State<App>,
    Caller(session): Caller,
    Json(change): Json<ChangePassword>,
) -> Result<StatusCode, Trouble> {
    let now = app.now();
    let person = session.person.clone();
    let tries_key = format!("password {person}");
    app.tries.begin(&tries_key, now)?;
    let (me, hash) = app
        .store
        .read(move |db| Ok((accounts::me(db, &person, now)?, accounts::password(db, &person)?)))
        .await?;
    password::check(&change.new, &me.login, "/new")?;
    if !app.passwords.verify(change.old, hash).await? {
        return Err(Code::WrongPassword.at("/old").into());
    }
    app.tries.right(&tries_key);
    let hash = app.passwords.hash(change.new).await?;
    app.store
        .write(move |turn| {
            accounts::set_password(turn.connection(), &session.person, &hash)?;
            sessions::revoke_others(turn, &session.person, Some(&session.id))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
