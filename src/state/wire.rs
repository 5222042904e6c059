//! Carries a conversation with the backend to its end: the dialect says what to send, `fetch`
//! sends it. Nothing here knows a URL, a verb or a status. What was refused because a token ended is
//! sent once more with the one that replaced it.

use crate::platform::clock;
use crate::platform::fetch::{self, Abort};
use crate::state::keys::Keys;
use dialect::{AccountProgress, Profile, Progress, Session, SessionChange};
use protocol::account::{AccountCall, AccountOutcome};
use protocol::{Call, Failure, Outcome, PushResult};

/// Asks for records, or writes them. `abort` ends it early, with an unknown outcome.
pub(crate) async fn call(profile: &Profile, keys: &Keys, call: &Call, abort: &Abort) -> Outcome {
    let key = match keys.lend(profile).await {
        Ok(key) => key,
        Err(failure) => return Outcome::Failed(failure),
    };
    let outcome = converse(profile, key.session(), call, abort).await;
    if !is_refused(&outcome) {
        return outcome;
    }
    match keys.lend_again(profile, &key).await {
        Ok(key) => converse(profile, key.session(), call, abort).await,
        Err(Failure::SignedOut) => outcome,
        Err(failure) => Outcome::Failed(failure),
    }
}

/// Asks the accounts as who is signed in; `None` where this backend has no such thing.
pub(crate) async fn ask(
    profile: &Profile,
    keys: &Keys,
    call: &AccountCall,
) -> Option<(AccountOutcome, SessionChange)> {
    if lets_in(call) {
        return ask_as(profile, &keys.session(), call).await;
    }
    let key = match keys.lend(profile).await {
        Ok(key) => key,
        Err(failure) => return Some(failed(failure)),
    };
    let answer = ask_as(profile, key.session(), call).await?;
    if answer.0 != AccountOutcome::Failed(Failure::SignedOut) {
        return Some(answer);
    }
    match keys.lend_again(profile, &key).await {
        Ok(key) => ask_as(profile, key.session(), call).await,
        Err(Failure::SignedOut) => Some(answer),
        Err(failure) => Some(failed(failure)),
    }
}

/// Asks the accounts with this very session.
pub(crate) async fn ask_as(
    profile: &Profile,
    session: &Session,
    call: &AccountCall,
) -> Option<(AccountOutcome, SessionChange)> {
    let mut exchange = profile.ask(call, session)?;
    let abort = Abort::new();
    let mut progress = exchange.start();
    loop {
        match progress {
            AccountProgress::Send(request) => {
                let response = fetch::send(&request, &abort).await;
                progress = exchange.answer(response.as_ref(), clock::wall_ms());
            }
            AccountProgress::Done(outcome, change) => return Some((outcome, change)),
        }
    }
}

async fn converse(profile: &Profile, session: &Session, call: &Call, abort: &Abort) -> Outcome {
    let mut exchange = profile.begin(call, session);
    let mut progress = exchange.start();
    loop {
        match progress {
            Progress::Send(request) => {
                let response = fetch::send(&request, abort).await;
                progress = exchange.answer(response.as_ref(), clock::wall_ms());
            }
            Progress::Done(outcome) => return outcome,
        }
    }
}

/// Whether the session was what was wrong. Writes that were taken all the same are known by their
/// names when they come again.
fn is_refused(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Failed(failure) => *failure == Failure::SignedOut,
        Outcome::Pushed(results) => results.contains(&PushResult::Retry(Failure::SignedOut)),
        _ => false,
    }
}

/// Whether who asks need not be signed in: then no token is renewed for it.
fn lets_in(call: &AccountCall) -> bool {
    match call {
        AccountCall::Hello
        | AccountCall::Setup(_)
        | AccountCall::SignIn { .. }
        | AccountCall::RedeemReset { .. }
        | AccountCall::PeekInvite { .. }
        | AccountCall::PlayDemo { .. } => true,
        AccountCall::RedeemInvite { account, .. } => account.is_some(),
        _ => false,
    }
}

fn failed(failure: Failure) -> (AccountOutcome, SessionChange) {
    let change = if failure == Failure::SignedOut { SessionChange::Ended } else { SessionChange::Kept };
    (AccountOutcome::Failed(failure), change)
}
