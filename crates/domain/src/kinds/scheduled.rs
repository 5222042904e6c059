//! A post that is to go at a time.

use super::Extra;
use super::open::open_enum;
use super::talk::Mentions;
use protocol::{PersonId, RecordId, SpaceId};
use serde::{Deserialize, Serialize};

open_enum! {
    /// Where a scheduled post stands.
    ScheduledState {
        /// It goes when it is due.
        Waiting = "waiting",
        /// It was handed to the stream; what became of it there, the message says.
        Sent = "sent",
        /// What it was to say is not let into the stream.
        Refused = "refused",
        /// Its author took it back.
        Cancelled = "cancelled",
    }
}

/// A post that goes by one of its author's devices, the first that is online when it is due. The message
/// has its id from the beginning and says the same whichever device sends it, so that two that send it
/// make one message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    /// The id that the message has.
    pub message: RecordId,
    /// Light Markdown; empty once it is sent or taken back.
    #[serde(default)]
    pub text: String,
    /// The channel in which it is to stand; none for the general one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<RecordId>,
    /// Whom it names.
    #[serde(default, skip_serializing_if = "Mentions::is_empty")]
    pub mentions: Mentions,
    /// When it is due, UTC milliseconds.
    pub due_at: i64,
    /// Where it stands.
    pub state: ScheduledState,
    /// The code of why it is not let into the stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// The number of the rule that does not let it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<u32>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Scheduled {
    /// Whether it is to go at `now_ms`.
    pub fn is_due(&self, now_ms: i64) -> bool {
        self.state == ScheduledState::Waiting && self.due_at <= now_ms
    }

    /// Whether it still says something: it waits, or was not let in.
    pub fn stands(&self) -> bool {
        matches!(self.state, ScheduledState::Waiting | ScheduledState::Refused)
    }
}

/// The id under which the post that will be `message` is scheduled by `person`.
pub fn scheduled_id(space: &SpaceId, person: &PersonId, message: &RecordId) -> RecordId {
    RecordId::derived(&[space.as_str(), super::SCHEDULED, person.as_str(), message.as_str()])
}
