//! The stream, and what a person keeps of it for themselves.

use super::Extra;
use protocol::{PersonId, RecordId};
use serde::{Deserialize, Serialize};

/// That a message was hidden: what it said stands in the measure, which its author and the
/// administrators read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// The number of the rule that it breaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<u32>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Who is named in a text, and so told of it apart from all the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mentions {
    /// These people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonId>,
    /// Everybody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub all: bool,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Mentions {
    /// Whether nobody is named.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && !self.all && self.extra.is_empty()
    }

    /// Whether `person` is named, alone or with everybody.
    pub fn name(&self, person: &PersonId) -> bool {
        self.all || self.people.contains(person)
    }
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Light Markdown.
    pub text: String,
    /// The message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<RecordId>,
    /// Whom it names.
    #[serde(default, skip_serializing_if = "Mentions::is_empty")]
    pub mentions: Mentions,
    /// When it was written, by the author's clock, UTC milliseconds.
    #[serde(default)]
    pub sent_at: i64,
    /// When it was last edited, by the author's clock, UTC milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<i64>,
    /// Why the author says again what somebody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<String>,
    /// Who released it, where a guard had set it aside; the server's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released_by: Option<PersonId>,
    /// That it was hidden; the server's word. Its text is empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A person's unsent text. Empty where there is none: it is never deleted, because a deleted
/// record's id can't be used again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The text.
    pub text: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// How far a person has read: the place of the newest message seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadCursor {
    /// The message's `at`, UTC milliseconds.
    pub upto_at: i64,
    /// The message's id, which orders messages of one millisecond.
    pub upto_id: RecordId,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
