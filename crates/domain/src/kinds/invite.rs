//! A personal, single-use, expiring invitation.

use super::Extra;
use super::open::open_enum;
use protocol::PersonId;
use serde::{Deserialize, Serialize};

open_enum! {
    /// Where an invitation stands. Whether it has expired is told by the clock.
    InviteState {
        /// Waits for its person.
        Open = "open",
        /// Brought its person in.
        Used = "used",
        /// Was called back.
        Revoked = "revoked",
    }
}

/// An invitation. The token itself is in the link alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// Whom it is for, by real name.
    pub for_name: String,
    /// What the inviter notes for the staff.
    #[serde(default)]
    pub note: String,
    /// SHA-256 of the token, 64 lower-case hexadecimal digits.
    pub token_hash: String,
    /// When it expires, UTC milliseconds.
    pub expires_at: i64,
    /// Where it stands.
    pub state: InviteState,
    /// Who joined with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_by: Option<PersonId>,
    /// When, UTC milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<i64>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
