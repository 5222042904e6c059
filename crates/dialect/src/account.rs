//! One account call's conversation with a backend.

use crate::http::{Request, Response};
use crate::session::SessionChange;
use protocol::account::AccountOutcome;

/// Where an account conversation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountProgress {
    /// Send this next.
    Send(Request),
    /// It ended, and this became of the session.
    Done(AccountOutcome, SessionChange),
}

/// An account conversation in progress. Made by [`crate::Profile::ask`].
#[derive(Clone, Debug)]
pub struct AccountExchange {}

impl AccountExchange {
    /// The first request, or the end where none is needed.
    pub fn start(&mut self) -> AccountProgress {
        self.answer(None, 0)
    }

    /// Takes the answer to the last request; see [`crate::Exchange::answer`].
    pub fn answer(&mut self, response: Option<&Response>, now_ms: i64) -> AccountProgress {
        let _ = (response, now_ms);
        AccountProgress::Done(AccountOutcome::Failed(protocol::Failure::Unknown), SessionChange::Kept)
    }
}
