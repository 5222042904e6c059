//! The stream, and what a person keeps of it for themselves.

use super::Extra;
use super::channel::Moved;
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

/// What a message said before an edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// Light Markdown.
    pub text: String,
    /// From when on it said so, by the author's clock, UTC milliseconds.
    #[serde(default)]
    pub at: i64,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// What kind of post it is, where its channel asks: one of the channel's, or another with a reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostSort {
    /// The kind, as the owner calls it; empty for another.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Why it is another.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Light Markdown.
    pub text: String,
    /// The message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<RecordId>,
    /// The message that began the conversation in which it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<RecordId>,
    /// The channel in which it stands; none for the general one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<RecordId>,
    /// That an administrator put it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
    /// Whom it names.
    #[serde(default, skip_serializing_if = "Mentions::is_empty")]
    pub mentions: Mentions,
    /// When it was written, by the author's clock, UTC milliseconds.
    #[serde(default)]
    pub sent_at: i64,
    /// When it was last edited, by the author's clock, UTC milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<i64>,
    /// What it said before, the oldest first; the server's word where there is a server of ours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
    /// Why the author says again what somebody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<String>,
    /// What kind of post it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<PostSort>,
    /// Whether it is what an administrator gave permission for; the held post of this message says
    /// what was asked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub permitted: bool,
    /// Who released it, where a guard had set it aside; the server's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released_by: Option<PersonId>,
    /// That it was hidden; the server's word. Its text is empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
    /// When its author recalled it, by their clock, UTC milliseconds. It says nothing any more then, and
    /// stands where it stood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recalled_at: Option<i64>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Message {
    /// A message that says `text` and no more.
    pub fn new(text: String, sent_at: i64) -> Self {
        Self {
            text,
            reply_to: None,
            thread: None,
            channel: None,
            moved: None,
            mentions: Mentions::default(),
            sent_at,
            edited_at: None,
            earlier: Vec::new(),
            again: None,
            sort: None,
            permitted: false,
            released_by: None,
            hidden: None,
            recalled_at: None,
            extra: Extra::default(),
        }
    }

    /// What is left of it once its author has recalled it: where it stands, and that it did. What this
    /// version does not know of it may be words too, and goes along.
    pub fn recalled(&self, at_ms: i64) -> Self {
        Self {
            reply_to: self.reply_to.clone(),
            thread: self.thread.clone(),
            channel: self.channel.clone(),
            moved: self.moved.clone(),
            recalled_at: Some(at_ms),
            ..Self::new(String::new(), self.sent_at)
        }
    }

    /// Whether it says something: its words were neither hidden nor recalled.
    pub fn stands(&self) -> bool {
        self.hidden.is_none() && self.recalled_at.is_none()
    }

    /// When its author wrote it, where it was recorded at `at_ms` so much later that the two say different
    /// things. The author's clock says it: what it puts into the future, or further back than anybody is
    /// without a network, is its fault and says nothing.
    pub fn written_before(&self, at_ms: i64) -> Option<i64> {
        const LATE_MS: i64 = 5 * 60 * 1000;
        const LIKELY_MS: i64 = 30 * 24 * 60 * 60 * 1000;
        let late = at_ms.saturating_sub(self.sent_at);
        (LATE_MS..=LIKELY_MS).contains(&late).then_some(self.sent_at)
    }

    /// The message under which an answer is counted. Earlier versions of this program noted only what
    /// was answered.
    pub fn root(&self) -> Option<&RecordId> {
        self.thread.as_ref().or(self.reply_to.as_ref())
    }

    /// What it said before, once it says something else.
    pub fn with_itself_earlier(&self) -> Vec<Earlier> {
        let at = self.edited_at.unwrap_or(self.sent_at);
        let now_earlier = Earlier { text: self.text.clone(), at, extra: Extra::default() };
        self.earlier.iter().cloned().chain([now_earlier]).collect()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_when_it_was_written_only_where_it_came_late_and_the_clock_can_be_believed() {
        const MINUTE_MS: i64 = 60_000;
        const RECORDED_MS: i64 = 1_800_000_000_000;
        let written = |minutes: i64| {
            let message = Message::new("地铁里写的".into(), RECORDED_MS - minutes * MINUTE_MS);
            message.written_before(RECORDED_MS).map(|at| (RECORDED_MS - at) / MINUTE_MS)
        };

        assert_eq!(written(4), None);
        assert_eq!(written(40), Some(40));
        assert_eq!(written(-40), None, "a clock ahead of the server's");
        assert_eq!(written(40 * 24 * 60), None, "a clock that was never set");
    }
}
