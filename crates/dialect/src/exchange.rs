//! One call's conversation with a backend: mostly one request, sometimes several.

use crate::http::{Request, Response};
use protocol::Outcome;

/// Where a conversation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Send this next.
    Send(Request),
    /// It ended.
    Done(Outcome),
}

/// A conversation in progress. Made by [`crate::Profile::begin`].
#[derive(Clone, Debug)]
pub struct Exchange {}

impl Exchange {
    /// The first request, or the end where none is needed.
    pub fn start(&mut self) -> Progress {
        self.answer(None, 0)
    }

    /// Takes the answer to the last request; `None` if there was none (a lost connection, a
    /// time-out, an abort). `now_ms` is the device's wall clock, for `Retry-After` dates.
    pub fn answer(&mut self, response: Option<&Response>, now_ms: i64) -> Progress {
        let _ = (response, now_ms);
        Progress::Done(Outcome::Failed(protocol::Failure::Unknown))
    }
}
