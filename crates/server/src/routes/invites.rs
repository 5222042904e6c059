//! Invitations, for whoever holds the link.

use crate::http::caller::{Caller, Visitor};
use crate::http::input::Json;
use crate::join::{Shown, Way};
use crate::login;
use crate::routes::account;
use crate::secret::{Secret, hash_of};
use crate::state::App;
use crate::store::{Turn, accounts};
use crate::trouble::{Code, ProblemWire, Refusal, Trouble};
use crate::wire::{PeekInvite, RedeemInvite};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use protocol::PersonId;
use protocol::account::{InviteCard, JoinForm, Joined};

/// Shows the card of the group that the invitation leads to.
#[utoipa::path(post, path = "/invites/peek", operation_id = "peek_invite", request_body = PeekInvite, responses(
    (status = 200, body = InviteCard),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn peek(
    State(app): State<App>,
    _visitor: Visitor,
    caller: Option<Caller>,
    Json(request): Json<PeekInvite>,
) -> Result<axum::Json<InviteCard>, Trouble> {
    let (now, hash) = (app.now(), hash_of(&request.token));
    let known = hash.clone();
    let who = caller.map(|Caller(session)| session.person);
    let asks = who.clone();
    let card = app.store.read(move |db| {
        let shown = Shown::find(db, &known)?;
        if shown.why_spent(db, asks.as_ref(), now)?.is_some() { Ok(None) } else { shown.card(db).map(Some) }
    });
    if let Some(card) = card.await? {
        return Ok(axum::Json(card));
    }
    let refused = app.store.write(move |turn| refuse_spent(turn, &hash, who.as_ref())).await?;
    Err(refused.map_or_else(|| Code::LinkUnknown.into(), Trouble::from))
}

/// Notes a try of a spent invitation. The refusal is a result, so that the note is kept.
fn refuse_spent(
    turn: &mut Turn<'_>,
    token_hash: &str,
    who: Option<&PersonId>,
) -> Result<Option<Refusal>, Trouble> {
    let shown = Shown::find(turn.connection(), token_hash)?;
    let spent = shown.why_spent(turn.connection(), who, turn.now())?;
    let Some((code, name)) = spent else { return Ok(None) };
    shown.note_try(turn, name, who)?;
    Ok(Some(code.refusal()))
}

/// Accepts an invitation: with a new account, or as who is signed in.
#[utoipa::path(post, path = "/invites/redeem", operation_id = "redeem_invite", request_body = RedeemInvite, responses(
    (status = 201, body = Joined),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn redeem(
    State(app): State<App>,
    _visitor: Visitor,
    caller: Option<Caller>,
    Json(request): Json<RedeemInvite>,
) -> Result<Response, Trouble> {
    let (now, hash) = (app.now(), hash_of(&request.token));
    // All of the demo goes at one press, and with it whoever had come in by an account of their own. It
    // begins on an empty database only, so that no invitation is older than it.
    if request.account.is_some() && app.store.read(accounts::is_demo).await? {
        return Err(Code::DemoOnly.into());
    }
    // A new account is nobody's yet, whoever is signed in.
    let asks = caller.as_ref().filter(|_| request.account.is_none());
    let asks = asks.map(|Caller(session)| session.person.clone());
    let (known, who) = (hash.clone(), asks.clone());
    // Before the price of a hash is paid; the turn below decides.
    let is_open = app.store.read(move |db| {
        let shown = Shown::find(db, &known)?;
        Ok(shown.why_spent(db, who.as_ref(), now)?.is_none())
    });
    let is_open = is_open.await?;
    let joiner = match (request.account, caller) {
        _ if !is_open => Joiner::Nobody(asks),
        (Some(account), former) => {
            let account = login::clean(account, "/account")?;
            let password = app.passwords.hash(account.password.clone()).await?;
            Joiner::New(Box::new(account::row(account, password, false, now)?), former)
        }
        (None, Some(Caller(session))) => Joiner::Known(session.person),
        (None, None) => return Err(Code::SignedOut.into()),
    };
    let device = login::device(&request.device);
    let outcome = app.store.write(move |turn| join(turn, &hash, joiner, &request.form, &device, now)).await?;
    let (joined, token) = outcome?;
    let cookie = token.and_then(|token| crate::http::cookie::set(token.reveal(), app.config.transport));
    let cookie = cookie.map(|cookie| (header::SET_COOKIE, cookie));
    Ok((StatusCode::CREATED, AppendHeaders(cookie), axum::Json(joined)).into_response())
}

/// Who joins.
enum Joiner {
    /// Somebody with a new account, and the session that the browser had.
    New(Box<accounts::Account>, Option<Caller>),
    /// Somebody signed in.
    Known(PersonId),
    /// Nobody: the invitation leads nowhere.
    Nobody(Option<PersonId>),
}

/// What joining brought: a refusal is a result, too, where its note is to be kept.
type Outcome = Result<(Joined, Option<Secret>), Refusal>;

fn join(
    turn: &mut Turn<'_>,
    token_hash: &str,
    joiner: Joiner,
    form: &JoinForm,
    device: &str,
    now: i64,
) -> Result<Outcome, Trouble> {
    let who = match &joiner {
        Joiner::New(..) => None,
        Joiner::Known(person) => Some(person),
        Joiner::Nobody(who) => who.as_ref(),
    };
    if let Some(refusal) = refuse_spent(turn, token_hash, who)? {
        return Ok(Err(refusal));
    }
    let (person, token) = match joiner {
        Joiner::New(row, former) => {
            if !accounts::add(turn.connection(), &row, now)? {
                return Err(Code::LoginTaken.at("/account/login").into());
            }
            account::end_former(turn, former.as_ref())?;
            let token = account::start(turn, &row.person, device)?;
            (row.person, Some(token))
        }
        Joiner::Known(person) => (person, None),
        // It was renewed in between: whoever asks again gets in.
        Joiner::Nobody(_) => return Err(Code::LinkUnknown.into()),
    };
    let (space, waits) = match Shown::find(turn.connection(), token_hash)?.accept(turn, &person, form)? {
        Way::Inside(space) => (space, false),
        Way::Waits(space) => (space, true),
    };
    let me = accounts::me(turn.connection(), &person, now)?;
    Ok(Ok((Joined { space, me, waits }, token)))
}
