//! A post that somebody reports. Only who decides about it and who made it may read it.

use super::Extra;
use super::open::open_enum;
use protocol::{PersonId, RecordId};
use serde::{Deserialize, Serialize};

open_enum! {
    /// Where a report stands.
    ReportState {
        /// Nobody has decided.
        Open = "open",
        /// Something was done about the post.
        Upheld = "upheld",
        /// There is nothing to be done about it.
        Dismissed = "dismissed",
    }
}

/// A report. Its author is who made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The post.
    pub message: RecordId,
    /// Its author: the reported person.
    pub person: PersonId,
    /// What it said when it was reported: the post may change.
    #[serde(default)]
    pub said: String,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: ReportState,
    /// Who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<PersonId>,
    /// When, by that person's clock, UTC milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<i64>,
    /// What the reporter is told.
    #[serde(default)]
    pub answer: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
