//! Carries a conversation with the backend to its end: the dialect says what to send, `fetch`
//! sends it. Nothing here knows a URL, a verb or a status.

use crate::platform::clock;
use crate::platform::fetch::{self, Abort};
use dialect::{AccountProgress, Profile, Progress, Session, SessionChange};
use protocol::account::{AccountCall, AccountOutcome};
use protocol::{Call, Outcome};

/// Asks for records, or writes them. `abort` ends it early, with an unknown outcome.
pub(crate) async fn call(profile: &Profile, session: &Session, call: &Call, abort: &Abort) -> Outcome {
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

/// Asks the accounts; `None` where this backend has no such thing.
pub(crate) async fn ask(
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
