//! Guards: how a space enforces its rules. The owner sets them; [`crate::guard`] applies them.

use super::Extra;
use super::open::open_enum;
use protocol::RecordId;
use serde::{Deserialize, Serialize};

open_enum! {
    /// What a guard looks at.
    GuardKind {
        /// The time since the author's post before.
        Interval = "interval",
        /// How many posts an author sends in a while.
        Flood = "flood",
        /// The time of day.
        QuietHours = "quiet-hours",
        /// Words and phrases.
        Terms = "terms",
        /// Links to other sites.
        Links = "links",
        /// A price together with a way to get in touch.
        Promotion = "promotion",
        /// What somebody has said already.
        Duplicates = "duplicates",
        /// What kind of post its author calls it.
        Sorts = "sorts",
        /// Whether what somebody says there has to do with what the channel is for.
        Topic = "topic",
    }
}

/// The guards of a space: one record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guards {
    /// The guards, in the order in which the owner sees them.
    #[serde(default)]
    pub guards: Vec<Guard>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// One guard: which rule it enforces, and how. [`crate::guard::Check::of`] reads the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guard {
    /// The number of the rule that it enforces.
    pub rule: u32,
    /// What it looks at.
    pub kind: GuardKind,
    /// Its settings; which, depends on the kind. Those of a kind of a later version are kept.
    #[serde(default)]
    pub settings: Extra,
    /// The channels that it binds, the general one by its derived id; all of them where it names
    /// none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<RecordId>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Guard {
    /// Whether it binds what is said in `channel`.
    pub fn binds(&self, channel: &RecordId) -> bool {
        self.channels.is_empty() || self.channels.contains(channel)
    }
}
