//! Messages that stand above the stream for a time: three places, so that the rail stays short.

use super::Extra;
use protocol::RecordId;
use serde::{Deserialize, Serialize};

/// One of the places for pinned messages. It is emptied, never deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pin {
    /// Which place: 1, 2 or 3.
    pub slot: u8,
    /// Which message; none in an empty place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<RecordId>,
    /// What the rail calls it, in the words of who pinned it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Until when it stands there, UTC milliseconds.
    #[serde(default)]
    pub expires_at: i64,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Pin {
    /// The place `slot` with nothing in it.
    pub fn empty(slot: u8) -> Self {
        Self { slot, message: None, label: String::new(), expires_at: 0, extra: Extra::default() }
    }

    /// The message that stands there at `now_ms`.
    pub fn standing(&self, now_ms: i64) -> Option<&RecordId> {
        self.message.as_ref().filter(|_| now_ms < self.expires_at)
    }
}
