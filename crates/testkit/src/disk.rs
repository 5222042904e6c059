//! The model disk: what a browser's database keeps, and what a power cut takes from it.
//!
//! A relaxed transaction is handed to the operating system and survives the death of a tab or of
//! the browser, not of the machine: a power cut loses a suffix of the transactions since the last
//! strict one, never a strict one and never one from the middle.

use crate::dice::Dice;
use std::collections::BTreeMap;
use std::rc::Rc;
use sync::{Durability, Found, KeyRange, ReadPlan, Store, StoreKey, TxFailure, TxPlan, TxReceipt};

/// A place in a store.
pub type Place = (Store, StoreKey);

/// What stood in the places that a transaction wrote, before it did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// Each place once, with its old value.
    pub places: BTreeMap<Place, Option<Vec<u8>>>,
    next_lsn: u64,
}

/// One database.
#[derive(Clone, Debug)]
pub struct Disk {
    values: BTreeMap<Place, Vec<u8>>,
    next_lsn: u64,
    /// The relaxed transactions since the last strict one, oldest first.
    unflushed: Vec<Rc<Before>>,
}

impl Default for Disk {
    fn default() -> Self {
        Self { values: BTreeMap::new(), next_lsn: 1, unflushed: Vec::new() }
    }
}

impl Disk {
    /// Runs one transaction: all of it or nothing. Tells what it replaced.
    ///
    /// # Errors
    /// [`TxFailure::Guard`] where a guarded value differs.
    pub fn run(&mut self, plan: &TxPlan) -> Result<(TxReceipt, Rc<Before>), TxFailure> {
        for guard in &plan.guards {
            if self.meta(&guard.key) != guard.expected.as_deref() {
                return Err(TxFailure::Guard { key: guard.key.clone() });
            }
        }
        let mut before = Before { places: BTreeMap::new(), next_lsn: self.next_lsn };
        for place in &plan.deletes {
            self.set(place.clone(), None, &mut before);
        }
        for put in &plan.puts {
            // As with IndexedDB's key generator, an explicit number moves the generator on.
            if let StoreKey::Lsn(lsn) = put.key {
                self.next_lsn = self.next_lsn.max(lsn.saturating_add(1));
            }
            self.set((put.store, put.key.clone()), Some(put.value.clone()), &mut before);
        }
        let lsns: Vec<u64> = plan.appends.iter().map(|append| self.append(&append.0, &mut before)).collect();
        let (journal, change) = sync::journal::next(self.meta(sync::plan::JOURNAL), plan);
        self.set(journal_place(), Some(journal), &mut before);
        let before = Rc::new(before);
        match plan.durability {
            Durability::Strict => self.unflushed.clear(),
            Durability::Relaxed => self.unflushed.push(Rc::clone(&before)),
        }
        Ok((TxReceipt { lsns, change }, before))
    }

    fn append(&mut self, value: &[u8], before: &mut Before) -> u64 {
        let lsn = self.next_lsn;
        self.next_lsn += 1;
        self.set((Store::Log, StoreKey::Lsn(lsn)), Some(value.to_vec()), before);
        lsn
    }

    fn set(&mut self, place: Place, value: Option<Vec<u8>>, before: &mut Before) {
        let old = match value {
            Some(value) => self.values.insert(place.clone(), value),
            None => self.values.remove(&place),
        };
        before.places.entry(place).or_insert(old);
    }

    /// Reads several places at once.
    pub fn read(&self, plan: &ReadPlan) -> Found {
        Found {
            gets: plan.gets.iter().map(|place| self.values.get(place).cloned()).collect(),
            ranges: plan.ranges.iter().map(|range| self.range(range)).collect(),
        }
    }

    fn range(&self, range: &KeyRange) -> Vec<(StoreKey, Vec<u8>)> {
        self.values
            .range((range.store, range.from.clone())..)
            .take_while(|((store, key), _)| {
                *store == range.store && range.to.as_ref().is_none_or(|end| key < end)
            })
            .take(range.limit.map_or(usize::MAX, |limit| limit as usize))
            .map(|((_, key), value)| (key.clone(), value.clone()))
            .collect()
    }

    /// Cuts the power: loses some of the unflushed transactions, the latest first. Tells how many.
    pub fn lose_power(&mut self, dice: &mut Dice) -> usize {
        let kept = dice.below(self.unflushed.len() as u64 + 1) as usize;
        let lost = self.unflushed.split_off(kept);
        for before in lost.iter().rev() {
            for (place, old) in &before.places {
                match old {
                    Some(value) => self.values.insert(place.clone(), value.clone()),
                    None => self.values.remove(place),
                };
            }
            self.next_lsn = before.next_lsn;
        }
        self.unflushed.clear();
        lost.len()
    }

    /// Whether a write of the log would outlive a power cut.
    pub fn is_flushed(&self, lsn: u64) -> bool {
        let place = (Store::Log, StoreKey::Lsn(lsn));
        self.values.contains_key(&place) && !self.unflushed.iter().any(|tx| tx.places.contains_key(&place))
    }

    /// A value of `meta`.
    pub fn meta(&self, key: &str) -> Option<&[u8]> {
        self.get(Store::Meta, &StoreKey::Text(key.to_owned()))
    }

    /// Any value.
    pub fn get(&self, store: Store, key: &StoreKey) -> Option<&[u8]> {
        self.values.get(&(store, key.clone())).map(Vec::as_slice)
    }

    /// Everything in a store, ascending.
    pub fn all(&self, store: Store) -> impl Iterator<Item = (&StoreKey, &[u8])> {
        let least = if store == Store::Log { StoreKey::Lsn(0) } else { StoreKey::Text(String::new()) };
        self.values
            .range((store, least)..)
            .take_while(move |((at, _), _)| *at == store)
            .map(|((_, key), value)| (key, value.as_slice()))
    }

    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Every place where something stands, ascending.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        self.values.keys().cloned()
    }

    /// Writes or removes a value past the engine, as a failing disk or code of another version does.
    pub fn overwrite(&mut self, place: &Place, value: Option<Vec<u8>>) {
        match value {
            Some(value) => self.values.insert(place.clone(), value),
            None => self.values.remove(place),
        };
    }
}

fn journal_place() -> Place {
    (Store::Meta, StoreKey::Text(sync::plan::JOURNAL.to_owned()))
}
