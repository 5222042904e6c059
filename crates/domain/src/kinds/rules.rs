//! Rules: the draft, the published versions, and a member's confirmation of one.

use super::Extra;
use super::open::open_enum;
use serde::{Deserialize, Serialize};

open_enum! {
    /// How much a rule demands.
    RuleKind {
        /// What everybody does (须).
        Must = "must",
        /// What is advised (宜).
        Should = "should",
        /// What nobody does (禁).
        Forbidden = "forbidden",
    }
}

open_enum! {
    /// Whom a rule binds.
    Binds {
        /// Every member.
        All = "all",
        /// Owner and administrators.
        Admins = "admins",
        /// Trainers.
        Trainers = "trainers",
        /// Nobody in person: it says how something is done.
        Procedure = "procedure",
    }
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Its number, from 1.
    pub no: u32,
    /// How much it demands.
    pub kind: RuleKind,
    /// The rule itself.
    pub text: String,
    /// The chapter that it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chapter: Option<String>,
    /// Whom it binds.
    pub binds: Binds,
    /// Whether only the owner may reword it or take it out of the draft. It counts for the content
    /// hash, but says nothing else to those whom the rule binds.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub locked: bool,
    /// What this version does not know. It counts for the content hash.
    #[serde(flatten)]
    pub extra: Extra,
}

/// The rules that are being written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesDraft {
    /// The rules in order.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// The policy text that they were made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A published version. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Its number, from 1 without gaps.
    pub version: u32,
    /// The rules in order.
    pub rules: Vec<Rule>,
    /// [`crate::rules::content_hash`] of `rules`.
    pub hash: String,
    /// Why it was published; may be empty.
    #[serde(default)]
    pub reason: String,
    /// When, by the publisher's clock, UTC milliseconds.
    #[serde(default)]
    pub published_at: i64,
    /// How many hours the confirmation of the version before counts on, from when the server takes
    /// this one. Without the field it counts no more, as versions were published before there was
    /// a grace: what was published then means today what it meant then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grace_hours: Option<u32>,
    /// The policy text that the rules were made from, for everybody to read; none where it is that of the
    /// version before. It counts for no hash: it is where the rules come from, not what they say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A member's confirmation of a version. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ack {
    /// The version that was confirmed.
    pub version: u32,
    /// Its content hash.
    pub hash: String,
    /// When, by the member's clock, UTC milliseconds.
    #[serde(default)]
    pub at: i64,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
