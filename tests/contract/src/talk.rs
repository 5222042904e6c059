//! Carrying a conversation to its end.

use crate::http::Client;
use dialect::{AccountProgress, Key, Keyring, Lent, Profile, Progress, Renewed, Session, SessionChange};
use protocol::account::{AccountCall, AccountOutcome};
use protocol::{Call, Failure, Outcome};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
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

/// The same with a session that others use, too: what was refused because its token ended is asked
/// again with the one that replaced it.
pub fn call_with(client: &mut Client, profile: &Profile, ring: &SharedRing, asked: &Call) -> Outcome {
    let Some(key) = ring.obtain(client, profile, None) else { return Outcome::Failed(Failure::SignedOut) };
    match call(client, profile, key.session(), asked) {
        Outcome::Failed(Failure::SignedOut) => match ring.obtain(client, profile, Some(&key)) {
            Some(key) => call(client, profile, key.session(), asked),
            None => Outcome::Failed(Failure::SignedOut),
        },
        outcome => outcome,
    }
}

/// A session that several threads ask with, as the engine and the screens of a page do.
#[derive(Debug, Default)]
pub struct SharedRing {
    ring: Mutex<Keyring>,
    settled: Condvar,
}

impl SharedRing {
    /// Holds `session`.
    pub fn of(session: Session) -> Self {
        let shared = Self::default();
        shared.lock().put(session);
        shared
    }

    /// The session as it is now.
    pub fn session(&self) -> Session {
        self.lock().session().clone()
    }

    fn obtain(&self, client: &mut Client, profile: &Profile, refused: Option<&Key>) -> Option<Key> {
        loop {
            let mut ring = self.lock();
            let lent = match refused {
                Some(key) => ring.lend_again(profile, key),
                None => ring.lend(profile),
            };
            match lent {
                Lent::Key(key) => return Some(key),
                Lent::Ended => return None,
                Lent::Wait => drop(self.settled.wait(ring)),
                Lent::Renew(renewal) => {
                    drop(ring);
                    let answer = client.send(&renewal.request());
                    let renewed = renewal.answer(answer.as_ref(), wall_ms());
                    self.lock().settle(&renewal, &renewed);
                    self.settled.notify_all();
                    if matches!(renewed, Renewed::Failed(_)) {
                        return None;
                    }
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Keyring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
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
