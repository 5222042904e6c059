//! A post that a guard has set aside until an administrator decides.

use super::Extra;
use super::open::open_enum;
use super::talk::{Mentions, PostSort};
use protocol::{PersonId, RecordId};
use serde::{Deserialize, Serialize};

open_enum! {
    /// Where a held post stands.
    HeldState {
        /// Nobody has decided.
        Waiting = "waiting",
        /// It stands in the stream.
        Released = "released",
        /// Its author may post it, once and for a time.
        Granted = "granted",
        /// Its author has posted it; the server's word.
        Used = "used",
        /// The author has it back, with a reason.
        Returned = "returned",
        /// The author took it back before anybody decided.
        Withdrawn = "withdrawn",
    }
}

/// A post that waits for a decision. Its subject is its author; staff read it too. Releasing
/// copies it into the stream under `message`, because who may read a record never changes. What
/// is granted instead its author posts under that id: so it can be posted only once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The id that the message has once it is released.
    pub message: RecordId,
    /// Light Markdown.
    pub text: String,
    /// The message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<RecordId>,
    /// The message that began the conversation in which it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<RecordId>,
    /// The channel for which it is meant; none for the general one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<RecordId>,
    /// Whom it names.
    #[serde(default, skip_serializing_if = "Mentions::is_empty")]
    pub mentions: Mentions,
    /// When it was written, by the author's clock, UTC milliseconds.
    #[serde(default)]
    pub sent_at: i64,
    /// The numbers of the rules whose guards set it aside, as the author's device saw it.
    #[serde(default)]
    pub rules: Vec<u32>,
    /// What the author says to it: what it is for, where it comes from, or why a guard is wrong.
    #[serde(default)]
    pub plea: String,
    /// Whether the author takes the guard for mistaken.
    #[serde(default)]
    pub mistaken: bool,
    /// Where it comes from. Who says so asks for the permission to post it; what it is for stands in
    /// the plea.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Until when it may be posted, where that was granted, UTC milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
    /// What kind of post it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<PostSort>,
    /// Where it stands.
    pub state: HeldState,
    /// Who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<PersonId>,
    /// When, by that person's clock, UTC milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<i64>,
    /// Why it was returned.
    #[serde(default)]
    pub reason: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Held {
    /// Whether its author asks for the permission to post it.
    pub fn asks(&self) -> bool {
        self.source.is_some()
    }

    /// Until when it may be posted, as of `now_ms`; `None` where it may not.
    pub fn granted_until(&self, now_ms: i64) -> Option<i64> {
        self.expires_at.filter(|expires_at| self.state == HeldState::Granted && *expires_at > now_ms)
    }
}
