//! An offer to hand a space over.

use super::Extra;
use super::open::open_enum;
use serde::{Deserialize, Serialize};

open_enum! {
    /// Where an offer stands.
    HandoverState {
        /// Nobody has answered.
        Open = "open",
        /// The space has changed hands.
        Accepted = "accepted",
        /// Whom it was made to does not want it.
        Declined = "declined",
        /// The owner took it back.
        Withdrawn = "withdrawn",
    }
}

/// An offer of the owner, who is its author, to the member who is its subject. It counts for as long as
/// its author owns the space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handover {
    /// Where it stands.
    pub state: HandoverState,
    /// What the owner says with it; may be empty.
    #[serde(default)]
    pub note: String,
    /// When it was answered or taken back, by that person's clock, UTC milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<i64>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Handover {
    /// An offer that nobody has answered.
    pub fn new(note: String) -> Self {
        Self { state: HandoverState::Open, note, decided_at: None, extra: Extra::default() }
    }
}
