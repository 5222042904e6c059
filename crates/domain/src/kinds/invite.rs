//! An expiring invitation: personal and single-use, or a link by which many ask to come in.

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

/// That a link is for many: whoever comes by it asks, waits, and is let in by somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupLink {
    /// How many may ask by it.
    pub limit: u32,
    /// How many have; the server's word.
    #[serde(default)]
    pub asked: u32,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl GroupLink {
    /// Whether as many have asked as may.
    pub fn is_full(&self) -> bool {
        self.asked >= self.limit
    }
}

/// An invitation. The token itself is in the link alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    /// Whom it is for, by real name; where it is for many, what for.
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
    /// That it is for many. Without it, whoever holds the link joins at once, and alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupLink>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Invite {
    /// What it is for many with, where nobody has asked yet: as a new link begins.
    pub fn recounted(&self) -> Option<GroupLink> {
        self.group.as_ref().map(|group| GroupLink { asked: 0, ..group.clone() })
    }
}
