//! What was done about a person, as they and the administrators read it: the rule, the reason, and
//! by whom. It is the part of the audit log that both parties have.

use super::Extra;
use super::member::Role;
use super::open::open_enum;
use super::talk::Earlier;
use protocol::RecordId;
use serde::{Deserialize, Serialize};

open_enum! {
    /// What was done.
    MeasureKind {
        /// A post was taken out of sight.
        Hidden = "hidden",
        /// A hidden post is to be read again.
        Shown = "shown",
        /// The author is asked to change a post.
        EditAsked = "edit-asked",
        /// A warning.
        Warned = "warned",
        /// May read and not post, for a time.
        Muted = "muted",
        /// May post again before that time is over.
        Unmuted = "unmuted",
        /// Was removed from the space.
        Removed = "removed",
        /// Has other roles now; the server's word.
        Roles = "roles",
    }
}

impl MeasureKind {
    /// Whether it is taken against somebody: then it names a rule and a reason.
    pub fn is_against(&self) -> bool {
        matches!(self, Self::Hidden | Self::EditAsked | Self::Warned | Self::Muted | Self::Removed)
    }

    /// Whether it is about a post, and makes no sense without one.
    pub fn is_about_post(&self) -> bool {
        matches!(self, Self::Hidden | Self::Shown | Self::EditAsked)
    }
}

/// What was done about a person. Its subject is that person, its author whoever did it. But for the
/// moment when the person has seen it, it never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// What was done.
    pub kind: MeasureKind,
    /// The number of the rule that it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<u32>,
    /// In which version of the rules that number stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// The post that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<RecordId>,
    /// What a hidden post said; the server's word. It stands nowhere else any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
    /// What the hidden post said before it was edited; the server's word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Earlier>,
    /// For how long somebody is muted, from when the server took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// The roles from then on; the server's word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// When the person saw it, by their clock, UTC milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<i64>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Measure {
    /// A measure of this kind that says no more.
    pub fn new(kind: MeasureKind) -> Self {
        Self {
            kind,
            rule: None,
            version: None,
            reason: String::new(),
            message: None,
            said: None,
            earlier: Vec::new(),
            minutes: None,
            roles: Vec::new(),
            seen_at: None,
            extra: Extra::default(),
        }
    }
}
