//! Guards: how a space enforces its rules. The owner sets them; [`crate::guard`] applies them.

use super::Extra;
use super::open::open_enum;
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
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
