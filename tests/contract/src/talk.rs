//! Carrying a conversation to its end.

use crate::http::Client;
use dialect::{AccountProgress, Profile, Progress, Session, SessionChange};
use protocol::account::{AccountCall, AccountOutcome};
use protocol::{Call, Outcome};
use std::time::{SystemTime, UNIX_EPOCH};

/// The device's clock, UTC milliseconds.
pub fn wall_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Asks for records, or writes them.
pub fn call(client: &mut Client, profile: &Profile, session: &Session, call: &Call) -> Outcome {
    let mut exchange = profile.begin(call, session);
    let mut progress = exchange.start();
    loop {
        match progress {
            Progress::Send(request) => {
                progress = exchange.answer(client.send(&request).as_ref(), wall_ms());
            }
            Progress::Done(outcome) => return outcome,
        }
    }
}

/// Asks the accounts; `None` where the backend has no such thing.
pub fn ask(
    client: &mut Client,
    profile: &Profile,
    session: &Session,
    call: &AccountCall,
) -> Option<(AccountOutcome, SessionChange)> {
    let mut exchange = profile.ask(call, session)?;
    let mut progress = exchange.start();
    loop {
        match progress {
            AccountProgress::Send(request) => {
                progress = exchange.answer(client.send(&request).as_ref(), wall_ms());
            }
            AccountProgress::Done(outcome, change) => return Some((outcome, change)),
        }
    }
}

/// Why an account call was refused.
///
/// # Panics
/// It was not.
#[expect(clippy::panic, reason = "a test fails loudly")]
pub fn refusal(outcome: AccountOutcome) -> String {
    match outcome {
        AccountOutcome::Refused(problem) => problem.code,
        other => panic!("{other:?}"),
    }
}
