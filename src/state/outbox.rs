//! What waits, was refused or met a conflict: the writes that the backend has yet to take.

use protocol::{Body, Head, Op, Problem};

/// Where a waiting write stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Waits for its turn or for the network.
    Queued,
    /// On its way, or sent and unanswered.
    Sending,
    /// Waits for another that was refused, or for a person.
    Parked(Problem),
    /// Refused for good; kept until a person decides.
    Refused(Problem),
    /// Another changed the same field; the server's value is visible, ours is kept.
    Conflict {
        /// The server's body, if it may be read.
        theirs: Option<Body>,
    },
}

/// One write that the backend has yet to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its number in the log: its name for [`crate::state::Engine::resolve`].
    pub lsn: u64,
    /// Which record.
    pub head: Head,
    /// What it does.
    pub op: Op,
    /// When it was written, by the device's clock, UTC milliseconds.
    pub written_at: i64,
    /// Where it stands.
    pub fate: Fate,
}

impl Waiting {
    /// Whether only a person can decide what becomes of it.
    pub fn needs_decision(&self) -> bool {
        matches!(self.fate, Fate::Parked(_) | Fate::Refused(_) | Fate::Conflict { .. })
    }
}
