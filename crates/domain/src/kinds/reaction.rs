//! Reactions to messages: a word, no picture.

use super::Extra;
use super::open::open_enum;
use protocol::RecordId;
use serde::{Deserialize, Serialize};

open_enum! {
    /// What can be said to a message without a message, in the order in which it is offered.
    ReactionWord {
        /// Received (收到).
        Received = "received",
        /// I agree (赞同).
        Agreed = "agreed",
        /// It is done (已办).
        Done = "done",
        /// That helped (有帮助).
        Helpful = "helpful",
        /// I have a question about it (有疑问).
        Question = "question",
    }
}

/// What one person says to one message: one record, so that all devices of a person agree. It is
/// emptied, never deleted, because a deleted record's id can't be used again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reaction {
    /// To which message.
    pub message: RecordId,
    /// What; none once it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<ReactionWord>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
