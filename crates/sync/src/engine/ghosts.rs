//! Writes that have left the log in another tab while their effect is not in this tab's memory yet.
//! Until the scope is read they are shown on, so that nothing flickers back to an older value.

use super::{Engine, log};
use crate::planted::{self, Bug};
use protocol::{Few, Mutation, MutationState, RecordId, Rev, Scope};

/// Writes by scope, and by their store and log number: another store counts anew.
#[derive(Clone, Debug, Default)]
pub(super) struct Ghosts {
    of: Few<Scope, Few<(u64, u64), Mutation>>,
    /// How many stores were wiped.
    stores: u64,
}

impl Ghosts {
    fn of_scope(&self, scope: &Scope) -> impl Iterator<Item = (u64, &Mutation)> {
        self.of.get(scope).into_iter().flatten().map(|((_, lsn), mutation)| (*lsn, mutation))
    }

    fn keep(&mut self, scope: &Scope, lsn: u64, mutation: Mutation) {
        self.of.at(scope.clone()).insert((self.stores, lsn), mutation);
    }

    /// The store was wiped.
    pub(super) fn begin_store(&mut self) {
        self.stores = self.stores.saturating_add(1);
    }

    /// The scope was read anew, or shows no more.
    pub(super) fn leave(&mut self, scope: &Scope) {
        self.of.remove(scope);
    }

    /// Keeps what shows on records of which the reading knew nothing. Returns whether there is any.
    pub(super) fn outlast(&mut self, scope: &Scope, is_known: impl Fn(&RecordId) -> bool) -> bool {
        let Some(ghosts) = self.of.get_mut(scope) else { return false };
        ghosts.retain(|_, mutation| !is_known(&mutation.head.id));
        !ghosts.is_empty()
    }

    /// A version of the record came into memory that has their effect.
    pub(super) fn depart(&mut self, scope: &Scope, id: &RecordId) {
        if let Some(ghosts) = self.of.get_mut(scope) {
            ghosts.retain(|_, mutation| mutation.head.id != *id);
        }
    }

    /// Only scopes that are about to be read anew need them.
    pub(super) fn retain(&mut self, keep: impl Fn(&Scope) -> bool) {
        self.of.retain(|scope, _| keep(scope));
    }
}

impl Engine {
    /// A write that is known here is gone from the log.
    pub(super) fn fade(&mut self, lsn: u64, mutation: &Mutation) {
        let scope = &mutation.head.scope;
        if self.open.contains(scope) && !log::is_stuck(mutation) && !planted::on(Bug::NoGhosts) {
            let rev = Rev(String::new());
            let ghost = Mutation { state: MutationState::AckedUnseen { rev }, ..mutation.clone() };
            self.ghosts.keep(scope, lsn, ghost);
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

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Body, DeviceId, Head, Hlc, Kind, Mid, Op, PersonId, RecordId};

    fn creation(id: &str) -> Mutation {
        Mutation {
            mid: Mid { device: DeviceId::from("d"), n: 1 },
            principal: PersonId::from("p"),
            head: Head {
                id: RecordId::from(id),
                scope: Scope::parse("s/all").unwrap(),
                kind: Kind::from("message"),
                author: PersonId::from("p"),
                subject: None,
            },
            op: Op::Create(Body::empty()),
            base_rev: None,
            hlc: Hlc::default(),
            deps: Vec::new(),
            group: 0,
            schema: 1,
            state: MutationState::AckedUnseen { rev: Rev(String::new()) },
        }
    }

    #[test]
    fn a_number_of_the_new_store_does_not_take_the_place_of_that_of_the_wiped_one() {
        let (mut ghosts, first, second) = (Ghosts::default(), creation("a"), creation("b"));
        ghosts.keep(&first.head.scope, 1, first.clone());
        ghosts.begin_store();
        ghosts.keep(&second.head.scope, 1, second.clone());
        let shown: Vec<&Mutation> =
            ghosts.of_scope(&first.head.scope).map(|(_, mutation)| mutation).collect();
        assert_eq!(shown, [&first, &second]);
    }
}
