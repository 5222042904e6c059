//! What the engine has to tell, gathered until the screens can hear it: a moment after the step,
//! when no screen is in the middle of reading a signal, and once for many steps.

use protocol::Mid;
use sync::{ChangeSet, Issue, TxFailure};

/// What became of a commit.
pub(super) type Durable = Result<Vec<Mid>, TxFailure>;

/// What is to be told.
#[derive(Default)]
pub(super) struct News {
    pub(super) changes: ChangeSet,
    pub(super) issues: Vec<Issue>,
    /// The screens' tickets, told last: who waits for a commit finds its record on the screen.
    pub(super) commits: Vec<(u64, Durable)>,
}

impl News {
    pub(super) fn add(&mut self, changes: ChangeSet) {
        for (scope, ids) in changes.records {
            self.changes.records.entry(scope).or_default().extend(ids);
        }
        self.changes.scopes.extend(changes.scopes);
        self.changes.outbox |= changes.outbox;
        self.changes.status |= changes.status;
    }
}
