//! A mutation: one write of one record that a device made and the backend has yet to acknowledge.

use crate::body::Body;
use crate::clock::Hlc;
use crate::ids::{DeviceId, PersonId, RecordId};
use crate::problem::Problem;
use crate::record::{Head, Rev};
use serde::{Deserialize, Serialize};

/// A mutation's name: the device and its number there. The backend keeps one result for each.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Mid {
    /// The device.
    pub device: DeviceId,
    /// Its log sequence number there; grows, never reused.
    pub n: u64,
}

/// What a mutation does to its record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Op {
    /// Creates the record.
    Create(Body),
    /// Replaces its body. `base` is the body that the edit started from, for a merge by field.
    Update {
        /// The new body.
        body: Body,
        /// The body before the edit.
        base: Body,
    },
    /// Leaves a tombstone.
    Delete,
}

/// Where a mutation stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MutationState {
    /// Waits for its turn.
    Queued,
    /// On its way; frozen. `epoch` is the leader's that sent it.
    InFlight {
        /// The sender's epoch.
        epoch: u64,
    },
    /// Sent, fate unknown: only an idempotent re-send or a probe leaves this state.
    Unknown,
    /// Acknowledged without a body: shown until a pull brings the record at this version.
    AckedUnseen {
        /// The acknowledged version.
        rev: Rev,
    },
    /// Waits for another that was refused, or for a person.
    Parked(Problem),
    /// Refused by the backend; kept and shown.
    Rejected(Problem),
    /// Met another's edit of the same field; the server's value is visible, ours is kept.
    Conflicted {
        /// The server's record at the time, as its body's text.
        theirs: Option<Body>,
    },
}

/// One write that waits for the backend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mutation {
    /// Its name. `n` equals the log key, which the store gives.
    pub mid: Mid,
    /// Whose write it is; it is sent with nobody else's session.
    pub principal: PersonId,
    /// The record's head.
    pub head: Head,
    /// What it does.
    pub op: Op,
    /// The version that the edit started from; `None` for a creation.
    pub base_rev: Option<Rev>,
    /// Order for display.
    pub hlc: Hlc,
    /// Records that must be on the server before this one.
    pub deps: Vec<RecordId>,
    /// Writes of one intent share a group.
    pub group: u64,
    /// The version of the record's schema.
    pub schema: u32,
    /// Where it stands.
    pub state: MutationState,
}

impl Mutation {
    /// The body that it writes; a deletion has none.
    pub fn body(&self) -> Option<&Body> {
        match &self.op {
            Op::Create(body) | Op::Update { body, .. } => Some(body),
            Op::Delete => None,
        }
    }
}
