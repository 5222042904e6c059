//! Channels: what a space talks about, each apart from the others.

use super::Extra;
use super::open::open_enum;
use protocol::{PersonId, RecordId};
use serde::{Deserialize, Serialize};

open_enum! {
    /// What a channel is for. All but the last exist at most once in a space.
    ChannelSort {
        /// Everything that belongs nowhere else (讨论). It always exists, also without a record.
        General = "general",
        /// What is passed on to all (通知): only who may announce posts there.
        Notices = "notices",
        /// Questions and their answers (问题).
        Questions = "questions",
        /// Files and links to learn from (资料).
        Materials = "materials",
        /// Tasks and what was handed in (作业).
        Homework = "homework",
        /// Whatever is no work (闲聊).
        Chat = "chat",
        /// What its name says.
        Custom = "custom",
    }
}

/// A channel. It is never deleted, since messages name it: one that nobody needs is archived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// What it is for; never changes.
    pub sort: ChannelSort,
    /// How it is called, where that is not by its sort.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Where it stands among the others: by this number, then by id.
    #[serde(default)]
    pub order: i64,
    /// Whether it takes no more messages.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub archived: bool,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Channel {
    /// A channel of this sort, called by it.
    pub fn of(sort: ChannelSort, order: i64) -> Self {
        Self { sort, name: String::new(), order, archived: false, extra: Extra::default() }
    }
}

/// That an administrator put a message into another channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Who did.
    pub by: PersonId,
    /// Where it was posted; none for the general channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<RecordId>,
    /// The number of the rule by which it was done, where one is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<u32>,
    /// In which version of the rules that number stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Why, where somebody says so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Moved {
    /// That `by` moved it from there, and said no more.
    pub fn new(by: PersonId, from: Option<RecordId>) -> Self {
        Self { by, from, rule: None, version: None, reason: String::new(), extra: Extra::default() }
    }
}
