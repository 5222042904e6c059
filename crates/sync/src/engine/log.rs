//! The log in memory: every write that has not arrived, indexed by record and by scope.

use crate::plan::StoreKey;
use protocol::codec::{self, CodecError, PlainCodec};
use protocol::{Mutation, MutationState, RecordId, Scope};
use std::collections::{BTreeMap, BTreeSet};

/// Writes by log number.
#[derive(Clone, Debug, Default)]
pub(super) struct Log {
    entries: BTreeMap<u64, Mutation>,
    by_record: BTreeMap<RecordId, BTreeSet<u64>>,
    by_scope: BTreeMap<Scope, BTreeSet<u64>>,
    /// Which writes rest on a record.
    resting: BTreeMap<RecordId, BTreeSet<u64>>,
    unreadable: BTreeSet<u64>,
    /// Entries that the backend has taken, and those that wait for a person.
    acked: BTreeSet<u64>,
    stuck: BTreeSet<u64>,
    /// Up to here the log is known without gaps; appends of other tabs lie above.
    pub(super) read_to: u64,
}

/// Why a row of the log is no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Broken {
    /// A later version wrote it.
    Newer,
    /// Its bytes changed.
    Corrupt,
}

/// The stored bytes of a mutation. Its number is the key and is not trusted from the bytes.
pub(super) fn seal(mutation: &Mutation) -> Vec<u8> {
    codec::encode(&PlainCodec, mutation).unwrap_or_default()
}

/// Reads a row of the log.
pub(super) fn open(lsn: u64, stored: &[u8]) -> Result<Mutation, Broken> {
    match codec::decode::<Mutation>(&PlainCodec, stored) {
        Ok(mut mutation) => {
            mutation.mid.n = lsn;
            Ok(mutation)
        }
        Err(CodecError::Format(format)) if format > codec::FORMAT => Err(Broken::Newer),
        Err(_) => Err(Broken::Corrupt),
    }
}

/// Whether the backend has taken the write; nothing waits for it then.
pub(super) fn is_acked(mutation: &Mutation) -> bool {
    matches!(mutation.state, MutationState::AckedUnseen { .. })
}

/// Whether only a person moves it on.
pub(super) fn is_stuck(mutation: &Mutation) -> bool {
    matches!(
        mutation.state,
        MutationState::Parked(_) | MutationState::Rejected(_) | MutationState::Conflicted { .. }
    )
}

impl Log {
    pub(super) fn get(&self, lsn: u64) -> Option<&Mutation> {
        self.entries.get(&lsn)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, &Mutation)> {
        self.entries.iter().map(|(lsn, mutation)| (*lsn, mutation))
    }

    /// The writes of a record, in order.
    pub(super) fn of_record(&self, id: &RecordId) -> impl Iterator<Item = (u64, &Mutation)> {
        let lsns = self.by_record.get(id).into_iter().flatten();
        lsns.filter_map(|lsn| Some((*lsn, self.entries.get(lsn)?)))
    }

    /// The writes of a scope, in order.
    pub(super) fn of_scope(&self, scope: &Scope) -> impl Iterator<Item = (u64, &Mutation)> {
        let lsns = self.by_scope.get(scope).into_iter().flatten();
        lsns.filter_map(|lsn| Some((*lsn, self.entries.get(lsn)?)))
    }

    /// The records of writes that rest on a record, directly or by others.
    pub(super) fn resting_on(&self, id: &RecordId) -> BTreeSet<(Scope, RecordId)> {
        let mut found = BTreeSet::new();
        let mut next = vec![id.clone()];
        while let Some(id) = next.pop() {
            let lsns = self.resting.get(&id).into_iter().flatten();
            for head in lsns.filter_map(|lsn| self.entries.get(lsn)).map(|mutation| &mutation.head) {
                if found.insert((head.scope.clone(), head.id.clone())) {
                    next.push(head.id.clone());
                }
            }
        }
        found
    }

    /// The first write of a record before `lsn` that the backend has not taken.
    pub(super) fn ahead_of(&self, id: &RecordId, lsn: u64) -> Option<u64> {
        let mut earlier = self.of_record(id).take_while(|(other, _)| *other < lsn);
        earlier.find(|(_, mutation)| !is_acked(mutation)).map(|(other, _)| other)
    }

    /// The write of a record that comes after `lsn`.
    pub(super) fn after(&self, id: &RecordId, lsn: u64) -> Option<(u64, &Mutation)> {
        self.of_record(id).find(|(other, _)| *other > lsn)
    }

    /// How many rows the log has, those that can't be read among them.
    pub(super) fn len(&self) -> usize {
        self.entries.len().saturating_add(self.unreadable.len())
    }

    pub(super) fn unreadable(&self) -> &BTreeSet<u64> {
        &self.unreadable
    }

    /// How many writes are on their way or in the queue.
    pub(super) fn waiting(&self) -> usize {
        self.entries.len().saturating_sub(self.acked.len()).saturating_sub(self.stuck.len())
    }

    /// How many wait for a person.
    pub(super) fn stuck(&self) -> usize {
        self.stuck.len().saturating_add(self.unreadable.len())
    }

    /// The oldest write that the backend has not taken.
    pub(super) fn oldest(&self) -> Option<&Mutation> {
        self.entries.values().find(|mutation| !is_acked(mutation))
    }

    /// Known numbers within the bounds, both inclusive.
    pub(super) fn numbers(&self, first: u64, last: u64) -> Vec<u64> {
        let readable = self.entries.range(first..=last).map(|(lsn, _)| *lsn);
        readable.chain(self.unreadable.range(first..=last).copied()).collect()
    }

    /// Takes what stands at `lsn` now; returns what stood there.
    pub(super) fn set(&mut self, lsn: u64, mutation: Mutation) -> Option<Mutation> {
        let before = self.remove(lsn);
        self.by_record.entry(mutation.head.id.clone()).or_default().insert(lsn);
        self.by_scope.entry(mutation.head.scope.clone()).or_default().insert(lsn);
        for dep in &mutation.deps {
            self.resting.entry(dep.clone()).or_default().insert(lsn);
        }
        if is_acked(&mutation) {
            self.acked.insert(lsn);
        } else if is_stuck(&mutation) {
            self.stuck.insert(lsn);
        }
        self.entries.insert(lsn, mutation);
        before
    }

    /// What stands at `lsn` can't be read; returns what stood there.
    pub(super) fn set_unreadable(&mut self, lsn: u64) -> Option<Mutation> {
        let before = self.remove(lsn);
        self.unreadable.insert(lsn);
        before
    }

    pub(super) fn remove(&mut self, lsn: u64) -> Option<Mutation> {
        self.unreadable.remove(&lsn);
        let mutation = self.entries.remove(&lsn)?;
        for dep in &mutation.deps {
            drop_from(&mut self.resting, dep, lsn);
        }
        self.acked.remove(&lsn);
        self.stuck.remove(&lsn);
        drop_from(&mut self.by_record, &mutation.head.id, lsn);
        drop_from(&mut self.by_scope, &mutation.head.scope, lsn);
        Some(mutation)
    }
}

fn drop_from<K: Ord>(index: &mut BTreeMap<K, BTreeSet<u64>>, key: &K, lsn: u64) {
    if let Some(lsns) = index.get_mut(key) {
        lsns.remove(&lsn);
        if lsns.is_empty() {
            index.remove(key);
        }
    }
}

/// The log number in a key.
pub(super) fn lsn(key: &StoreKey) -> Option<u64> {
    match key {
        StoreKey::Lsn(lsn) => Some(*lsn),
        StoreKey::Text(_) => None,
    }
}
