//! Writes that have left the log in another tab while their effect is not in this tab's memory yet.
//! Until the scope is read they are shown on, so that nothing flickers back to an older value.

use super::{Engine, log};
use crate::planted::{self, Bug};
use protocol::{Few, Mutation, MutationState, RecordId, Rev, Scope};

/// Writes by scope and log number.
#[derive(Clone, Debug, Default)]
pub(super) struct Ghosts(Few<Scope, Few<u64, Mutation>>);

impl Ghosts {
    fn of_scope(&self, scope: &Scope) -> impl Iterator<Item = (u64, &Mutation)> {
        self.0.get(scope).into_iter().flatten().map(|(lsn, mutation)| (*lsn, mutation))
    }

    /// The scope was read anew, or shows no more.
    pub(super) fn leave(&mut self, scope: &Scope) {
        self.0.remove(scope);
    }

    /// A version of the record came into memory that has their effect.
    pub(super) fn depart(&mut self, scope: &Scope, id: &RecordId) {
        if let Some(ghosts) = self.0.get_mut(scope) {
            ghosts.retain(|_, mutation| mutation.head.id != *id);
        }
    }

    /// Only scopes that are about to be read anew need them.
    pub(super) fn retain(&mut self, keep: impl Fn(&Scope) -> bool) {
        self.0.retain(|scope, _| keep(scope));
    }
}

impl Engine {
    /// A write that is known here is gone from the log.
    pub(super) fn fade(&mut self, lsn: u64, mutation: &Mutation) {
        let scope = &mutation.head.scope;
        if self.open.contains(scope) && !log::is_stuck(mutation) && !planted::on(Bug::NoGhosts) {
            let rev = Rev(String::new());
            let ghost = Mutation { state: MutationState::AckedUnseen { rev }, ..mutation.clone() };
            self.ghosts.0.at(scope.clone()).insert(lsn, ghost);
        }
    }

    /// Whether what is in memory of a scope lacks what a reading to come brings.
    pub(super) fn awaits_reading(&self, scope: &Scope) -> bool {
        self.newer || self.stale.contains(scope) || self.lane.loads(scope) || !self.views.contains_key(scope)
    }

    /// The writes that show in a scope, in log order.
    pub(super) fn shown_in(&self, scope: &Scope) -> impl Iterator<Item = (u64, &Mutation)> {
        self.ghosts.of_scope(scope).chain(self.mirror.log.of_scope(scope))
    }

    /// The writes that show on a record, in log order.
    pub(super) fn shown_on(&self, scope: &Scope, id: &RecordId) -> impl Iterator<Item = (u64, &Mutation)> {
        let ghosts = self.ghosts.of_scope(scope).filter(|(_, mutation)| mutation.head.id == *id);
        ghosts.chain(self.mirror.log.of_record(id).filter(|(_, mutation)| mutation.head.scope == *scope))
    }
}
