//! The stores in memory, with exactly the adapters' semantics: for tests, for the simulator's
//! disk, and for browsers that keep nothing.

use crate::journal;
use crate::plan::{Found, Guard, JOURNAL, KeyRange, ReadPlan, Store, StoreKey, TxFailure, TxPlan, TxReceipt};
use std::collections::BTreeMap;
use std::ops::Bound;

/// Five stores. A clone is a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoryStore {
    values: BTreeMap<(Store, StoreKey), Vec<u8>>,
    /// Grows for ever: a deleted number never comes back.
    next_lsn: u64,
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self { values: BTreeMap::new(), next_lsn: 1 }
    }
}

impl MemoryStore {
    /// Empty stores.
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs a transaction: deletions, then puts, then appends, then the journal.
    ///
    /// # Errors
    /// [`TxFailure::Guard`] where a guarded value differs; nothing is changed then.
    pub fn run(&mut self, plan: &TxPlan) -> Result<TxReceipt, TxFailure> {
        if let Some(guard) = plan.guards.iter().find(|guard| !self.holds(guard)) {
            return Err(TxFailure::Guard { key: guard.key.clone() });
        }
        for (store, key) in &plan.deletes {
            self.values.remove(&(*store, key.clone()));
        }
        for put in &plan.puts {
            // As with IndexedDB's key generator, an explicit number moves the generator on.
            if let StoreKey::Lsn(lsn) = put.key {
                self.next_lsn = self.next_lsn.max(lsn.saturating_add(1));
            }
            self.values.insert((put.store, put.key.clone()), put.value.clone());
        }
        let mut lsns = Vec::with_capacity(plan.appends.len());
        for append in &plan.appends {
            self.values.insert((Store::Log, StoreKey::Lsn(self.next_lsn)), append.0.clone());
            lsns.push(self.next_lsn);
            self.next_lsn = self.next_lsn.saturating_add(1);
        }
        let (journal, change) = journal::next(self.meta(JOURNAL), plan);
        self.values.insert((Store::Meta, StoreKey::Text(JOURNAL.to_owned())), journal);
        Ok(TxReceipt { lsns, change })
    }

    /// Reads several places at once.
    pub fn read(&self, plan: &ReadPlan) -> Found {
        Found {
            gets: plan.gets.iter().map(|place| self.values.get(place).cloned()).collect(),
            ranges: plan.ranges.iter().map(|range| self.range(range)).collect(),
        }
    }

    /// One value.
    pub fn get(&self, store: Store, key: &StoreKey) -> Option<&[u8]> {
        self.values.get(&(store, key.clone())).map(Vec::as_slice)
    }

    /// Every value of a store, ascending by key.
    pub fn all(&self, store: Store) -> impl Iterator<Item = (&StoreKey, &[u8])> {
        self.values
            .iter()
            .filter(move |((at, _), _)| *at == store)
            .map(|((_, key), value)| (key, value.as_slice()))
    }

    /// Flips one bit of a value, as a failing disk does. Returns whether there was a value.
    pub fn corrupt(&mut self, store: Store, key: &StoreKey) -> bool {
        match self.values.get_mut(&(store, key.clone())).and_then(|value| value.last_mut()) {
            Some(last) => {
                *last ^= 1;
                true
            }
            None => false,
        }
    }

    /// Loses a value, as a failing disk does. Returns whether there was one.
    pub fn lose(&mut self, store: Store, key: &StoreKey) -> bool {
        self.values.remove(&(store, key.clone())).is_some()
    }

    /// The change counter.
    pub fn change(&self) -> u64 {
        journal::change(self.meta(JOURNAL))
    }

    fn meta(&self, key: &str) -> Option<&[u8]> {
        self.get(Store::Meta, &StoreKey::Text(key.to_owned()))
    }

    fn holds(&self, guard: &Guard) -> bool {
        self.meta(&guard.key) == guard.expected.as_deref()
    }

    fn range(&self, range: &KeyRange) -> Vec<(StoreKey, Vec<u8>)> {
        let from = Bound::Included((range.store, range.from.clone()));
        let limit = range.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
        self.values
            .range((from, Bound::Unbounded))
            .take_while(|((store, key), _)| {
                *store == range.store && range.to.as_ref().is_none_or(|to| key < to)
            })
            .take(limit)
            .map(|((_, key), value)| (key.clone(), value.clone()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Append, Durability, Put};

    fn plan() -> TxPlan {
        TxPlan {
            durability: Durability::Strict,
            guards: Vec::new(),
            puts: Vec::new(),
            deletes: Vec::new(),
            appends: Vec::new(),
        }
    }

    fn text(key: &str) -> StoreKey {
        StoreKey::Text(key.to_owned())
    }

    #[test]
    fn a_failed_guard_changes_nothing() {
        let mut store = MemoryStore::new();
        let before = store.clone();
        let guarded = TxPlan {
            guards: vec![Guard { key: "epoch".into(), expected: Some(vec![1]) }],
            appends: vec![Append(vec![9])],
            ..plan()
        };
        assert_eq!(store.run(&guarded), Err(TxFailure::Guard { key: "epoch".into() }));
        assert_eq!(store, before);
    }

    #[test]
    fn numbers_are_never_given_twice() {
        let mut store = MemoryStore::new();
        let append = TxPlan { appends: vec![Append(vec![1]), Append(vec![2])], ..plan() };
        assert_eq!(store.run(&append).unwrap().lsns, [1, 2]);
        let delete = TxPlan { deletes: vec![(Store::Log, StoreKey::Lsn(2))], ..plan() };
        store.run(&delete).unwrap();
        assert_eq!(store.run(&append).unwrap(), TxReceipt { lsns: vec![3, 4], change: 3 });
    }

    #[test]
    fn a_range_is_half_open_and_stays_in_its_store() {
        let mut store = MemoryStore::new();
        let put = |store, key: &str| Put { store, key: text(key), value: key.into() };
        let puts =
            vec![put(Store::Rows, "a"), put(Store::Rows, "b"), put(Store::Rows, "c"), put(Store::Segs, "b")];
        store.run(&TxPlan { puts, ..plan() }).unwrap();
        let range = KeyRange { store: Store::Rows, from: text("a"), to: Some(text("c")), limit: None };
        let limited = KeyRange { to: None, limit: Some(1), ..range.clone() };
        let found =
            store.read(&ReadPlan { gets: vec![(Store::Rows, text("x"))], ranges: vec![range, limited] });
        assert_eq!(found.gets, [None]);
        let keys: Vec<usize> = found.ranges.iter().map(Vec::len).collect();
        assert_eq!(keys, [2, 1]);
    }
}
