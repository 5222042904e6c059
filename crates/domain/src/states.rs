//! State machines as tables. A transition that is not in the table does not exist.

use crate::kinds::{InviteState, MemberState};

/// The transitions that a thing may make.
#[derive(Debug)]
pub struct Table<S: 'static>(&'static [(S, S)]);

impl<S: PartialEq> Table<S> {
    /// Whether one step leads from `from` to `to`.
    pub fn allows(&self, from: &S, to: &S) -> bool {
        self.0.iter().any(|(a, b)| a == from && b == to)
    }

    /// Whether no step leads out of `state`.
    pub fn is_terminal(&self, state: &S) -> bool {
        !self.0.iter().any(|(from, _)| from == state)
    }
}

/// A membership. Leaving and removal need no approval and no notice yet; the longer ways
/// (asking, notice, handover) stand beside the direct ones.
pub static MEMBERSHIP: Table<MemberState> = {
    use MemberState::{Active, Departed, Departing, Leaving, Left, Muted, Removed, Removing, Suspended};
    Table(&[
        (Active, Muted),
        (Muted, Active),
        (Active, Suspended),
        (Muted, Suspended),
        (Suspended, Active),
        (Active, Leaving),
        (Muted, Leaving),
        (Leaving, Active),
        (Leaving, Left),
        (Active, Left),
        (Muted, Left),
        (Suspended, Left),
        (Active, Removing),
        (Muted, Removing),
        (Suspended, Removing),
        (Removing, Active),
        (Removing, Removed),
        (Active, Removed),
        (Muted, Removed),
        (Suspended, Removed),
        (Leaving, Removed),
        (Active, Departing),
        (Muted, Departing),
        (Suspended, Departing),
        (Leaving, Departing),
        (Departing, Departed),
    ])
};

/// An invitation. Renewing changes its token and expiry, not its state.
pub static INVITATION: Table<InviteState> =
    Table(&[(InviteState::Open, InviteState::Used), (InviteState::Open, InviteState::Revoked)]);

/// Where a version of the rules stands. It is not stored: it follows from what is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RuleSetState {
    /// Being written.
    Draft,
    /// Shown to the members for comment.
    Consulting,
    /// Binding.
    Published,
    /// A later version binds.
    Superseded,
}

/// A version of the rules.
pub static RULE_SET: Table<RuleSetState> = {
    use RuleSetState::{Consulting, Draft, Published, Superseded};
    Table(&[
        (Draft, Consulting),
        (Consulting, Draft),
        (Draft, Published),
        (Consulting, Published),
        (Published, Superseded),
    ])
};

impl RuleSetState {
    /// Where `version` stands when `binding` is the highest published one.
    pub fn of(version: u32, binding: Option<u32>) -> Self {
        match binding {
            Some(binding) if version < binding => Self::Superseded,
            Some(binding) if version == binding => Self::Published,
            _ => Self::Draft,
        }
    }
}
