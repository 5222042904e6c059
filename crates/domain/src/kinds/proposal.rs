//! A change of the rules that a member proposes, and what others say to it.

use super::Extra;
use super::open::open_enum;
use super::rules::{Binds, RuleKind};
use protocol::{PersonId, RecordId};
use serde::{Deserialize, Serialize};

open_enum! {
    /// What a proposal would do to the rules.
    ProposedChange {
        /// A rule says something else.
        Reword = "reword",
        /// There is a rule more.
        Add = "add",
        /// A rule goes.
        Drop = "drop",
    }
}

open_enum! {
    /// Where a proposal stands.
    ProposalState {
        /// Nobody has decided.
        Open = "open",
        /// It stands in the draft of the next version.
        Taken = "taken",
        /// It became part of a version.
        Adopted = "adopted",
        /// It does not become part of the rules, for a reason.
        Declined = "declined",
        /// Its author took it back.
        Withdrawn = "withdrawn",
    }
}

open_enum! {
    /// What somebody thinks of a proposal.
    Stance {
        /// They are for it.
        For = "for",
        /// They are against it.
        Against = "against",
    }
}

/// A proposal. What it proposes never changes, so that every opinion is one about what was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What it would do.
    pub change: ProposedChange,
    /// Which version of the rules its author had read.
    pub version: u32,
    /// The rule of that version that it is about; none where it adds one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<u32>,
    /// How much the rule would demand; none where it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<RuleKind>,
    /// Whom it would bind; none where it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub binds: Option<Binds>,
    /// What it would say; empty where it goes.
    #[serde(default)]
    pub text: String,
    /// Why.
    pub reason: String,
    /// Where it stands.
    pub state: ProposalState,
    /// Who decided about it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<PersonId>,
    /// When, by that person's clock, UTC milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<i64>,
    /// What its author is told.
    #[serde(default)]
    pub answer: String,
    /// Until when opinions are asked for once it is in the draft, UTC milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
    /// The version that it became part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adopted: Option<u32>,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Proposal {
    /// Whether opinions are taken at `now_ms`: while nobody has decided, and in the draft for as long as
    /// who put it there asks for them.
    pub fn hears(&self, now_ms: i64) -> bool {
        match self.state {
            ProposalState::Open => true,
            ProposalState::Taken => self.until.is_some_and(|until| now_ms < until),
            _ => false,
        }
    }
}

/// What one person says to one proposal: one record, so that all devices of a person agree. It is
/// emptied, never deleted, because a deleted record's id can't be used again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// To which proposal.
    pub proposal: RecordId,
    /// For or against; none once it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stance: Option<Stance>,
    /// Why; may be empty.
    #[serde(default)]
    pub text: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}
