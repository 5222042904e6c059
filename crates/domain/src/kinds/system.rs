//! What the server writes about what happened.

use super::Extra;
use protocol::PersonId;
use serde::{Deserialize, Serialize};

/// An entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit {
    /// What happened, as a stable name such as `invite-used-twice`.
    pub event: String,
    /// Who did it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<PersonId>,
    /// What it was done to or with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// When, UTC milliseconds.
    pub at: i64,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
