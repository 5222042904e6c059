//! What time does to a store: values that the disk changes or loses, and code of another version that
//! has been at work on it.
//!
//! The clear values of `meta` (device, epoch, fence, format) are spared: guards compare them, so that
//! a changed one is another store, which the eviction plays.

use super::device::TabRef;
use super::{Happening, World};
use crate::disk::{Disk, Place};
use crate::fault::Fault;
use protocol::codec::{self, PlainCodec};
use protocol::{PersonId, Scope};
use std::collections::BTreeMap;
use sync::key::{self, MetaKey};
use sync::plan::JOURNAL;
use sync::stored::{self, ScopeMeta};
use sync::{Durability, Event, Issue, Put, Store, StoreKey, TxPlan, journal};

/// The format of the version to come.
const LATER: u8 = codec::FORMAT + 1;

/// What sort of value stands in a place; `None` for clear values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    Write,
    Row,
    Segment,
    Conflict,
    Scope,
    Directory,
    Journal,
}

impl Sort {
    pub(crate) fn of((store, key): &Place) -> Option<Self> {
        Some(match (store, key) {
            (Store::Log, _) => Self::Write,
            (Store::Rows, _) => Self::Row,
            (Store::Segs, _) => Self::Segment,
            (Store::Side, _) => Self::Conflict,
            (Store::Meta, StoreKey::Text(name)) if name == JOURNAL => Self::Journal,
            (Store::Meta, StoreKey::Text(name)) => match key::meta(name) {
                MetaKey::Scope(_) => Self::Scope,
                MetaKey::Directory(_) => Self::Directory,
                MetaKey::Other => return None,
            },
            (Store::Meta, StoreKey::Lsn(_)) => return None,
        })
    }
}

impl World {
    /// The disk changes a value, or loses it.
    pub(super) fn rot(&mut self, device: usize, fault: Fault) {
        let Some(person) = self.someone_on(device) else { return };
        let account = (device, person.clone());
        let loses = fault == Fault::ValueLost;
        let owes = self.oracle.owes_loss(&account);
        let Some(disk) = self.account_mut(device, &person).map(|account| &account.disk) else { return };
        let places = perishable(disk, loses, owes);
        let sorts: Vec<Sort> = places.keys().copied().collect();
        let dice = &mut self.dice.decay;
        let Some(place) = dice.pick(&sorts).and_then(|sort| dice.pick(places.get(sort)?)).cloned() else {
            return;
        };
        let (cut, at) = (dice.per_mille(300), dice.throw());
        let Some(disk) = self.account_mut(device, &person).map(|account| &mut account.disk) else { return };
        let before = disk.get(place.0, &place.1).map(<[u8]>::to_vec).unwrap_or_default();
        disk.overwrite(&place, (!loses).then(|| damaged(&before, at, cut)));
        let id = crate::oracle::device_of(disk);
        let now = self.agenda.now();
        self.trace.say(|| format!("{now:>8} d{device} {}: {place:?} of {person}", fault.name()));
        self.oracle.sees_rot(account, id, (&place, &before), loses);
    }

    /// Older code has been at work: what it rewrote lacks what it does not know of.
    pub(super) fn run_older_code(&mut self, device: usize) {
        let Some(person) = self.someone_on(device) else { return };
        if self.oracle.owes_loss(&(device, person.clone())) {
            return;
        }
        if self.dice.decay.per_mille(500) {
            self.close_all(device);
            self.open_all(device, 100);
        }
        let worn = self.oracle.worn_scopes(&(device, person.clone()));
        let Some(account) = self.account_mut(device, &person) else { return };
        let places: Vec<Place> = account.disk.places().collect();
        for place in places {
            let older = match (Sort::of(&place), account.disk.get(place.0, &place.1)) {
                (Some(Sort::Journal), Some(stored)) => Some(journal::as_before_counting(stored)),
                (Some(Sort::Scope), Some(stored)) => {
                    let meta = ScopeMeta::open(stored)
                        .ok()
                        .filter(|_| scope_of(&place).is_none_or(|scope| !worn.contains(&scope)));
                    meta.map(|meta| codec::encode(&PlainCodec, &meta).unwrap_or_default())
                }
                _ => None,
            };
            if older.is_some() {
                account.disk.overwrite(&place, older);
                account.older = true;
            }
        }
    }

    /// Newer code takes the store over: it writes its format, and some values in it. Older tabs run on
    /// beside it, or open later.
    pub(super) fn run_newer_code(&mut self, device: usize) {
        let Some(person) = self.devices.get(device).map(|one| one.person.clone()) else { return };
        if self.dice.decay.per_mille(500) {
            self.close_all(device);
            self.open_all(device, 100);
        }
        let owes = self.oracle.owes_loss(&(device, person.clone()));
        let share = self.dice.decay.pick(&[0, 200, 700]).copied().unwrap_or_default();
        let dice = &mut self.dice.decay;
        let Some(account) = self.devices.get_mut(device).and_then(|one| one.accounts.get_mut(&person)) else {
            return;
        };
        let disk = &mut account.disk;
        if disk.meta(key::FORMAT) != Some(&stored::FORMAT.to_le_bytes()) {
            return;
        }
        let mut plan = TxPlan {
            durability: Durability::Strict,
            guards: Vec::new(),
            puts: vec![clear(key::FORMAT, (stored::FORMAT + 1).to_le_bytes().to_vec())],
            deletes: Vec::new(),
            appends: Vec::new(),
        };
        plan.puts.extend([key::EPOCH, key::FENCE].map(|key| clear(key, counted_on(disk, key))));
        for place in disk.places() {
            let is_sealed = Sort::of(&place).is_some_and(|sort| sort != Sort::Journal);
            if let (true, Some(value)) = (is_sealed && dice.per_mille(share), disk.get(place.0, &place.1)) {
                plan.puts.push(Put { store: place.0, key: place.1, value: stamped(value, LATER) });
            }
        }
        let Ok((receipt, _)) = disk.run(&plan) else { return };
        let journal = (Store::Meta, StoreKey::Text(JOURNAL.to_owned()));
        if let (true, Some(value)) = (dice.per_mille(300) && !owes, disk.meta(JOURNAL)) {
            disk.overwrite(&journal, Some(stamped(value, LATER)));
        }
        if self.dice.decay.per_mille(500) {
            self.tell_tabs(device, &Event::Peer { change: receipt.change });
        }
        let delay = self.dice.decay.between(2_000, 20_000);
        self.agenda.enter(delay, Happening::OldCodeReloads { device });
    }

    /// Every tab runs the newer code now, which reads what it wrote and what the older appended.
    pub(super) fn reload_old_code(&mut self, device: usize) {
        self.close_all(device);
        let Some(one) = self.devices.get_mut(device) else { return };
        for account in one.accounts.values_mut() {
            let disk = &mut account.disk;
            if disk.meta(key::FORMAT).is_none_or(|format| format == stored::FORMAT.to_le_bytes()) {
                continue;
            }
            let format = (Store::Meta, StoreKey::Text(key::FORMAT.to_owned()));
            disk.overwrite(&format, Some(stored::FORMAT.to_le_bytes().to_vec()));
            for place in disk.places().collect::<Vec<_>>() {
                let value = disk.get(place.0, &place.1).filter(|value| value.first() == Some(&LATER));
                if let (Some(_), Some(value)) = (Sort::of(&place), value) {
                    let read = stamped(value, codec::FORMAT);
                    disk.overwrite(&place, Some(read));
                }
            }
        }
        self.open_all(device, 100);
    }

    /// A tab says that something is damaged or lost, or that its code is too old.
    pub(super) fn tally_decay(&mut self, at: TabRef, issue: &Issue) {
        let Some(person) = self.person_of(at) else { return };
        let account = (at.device, person);
        match issue {
            Issue::Corrupt { lsn } => {
                let (damaged, lost) = self.oracle.decayed(&account);
                if damaged {
                    self.tally.hit(Fault::ValueDamaged);
                }
                if lost && lsn.is_none() {
                    self.tally.hit(Fault::ValueLost);
                }
            }
            Issue::Missing { .. } => self.tally.hit(Fault::ValueLost),
            Issue::NewerFormat => self.tally.hit(Fault::NewerCode),
            _ => {}
        }
    }

    /// A tab counts the log anew, since older code did not keep the count.
    pub(super) fn tally_older_code(&mut self, at: TabRef, plan: &TxPlan) {
        let counts = plan.puts.iter().any(|put| put.key == StoreKey::Text(JOURNAL.to_owned()));
        let Some(person) = self.person_of(at).filter(|_| counts) else { return };
        if self.account_mut(at.device, &person).is_some_and(|account| std::mem::take(&mut account.older)) {
            self.tally.hit(Fault::OlderCode);
        }
    }

    /// Whether anything of a device's stores broke.
    pub(super) fn is_decayed(&self, device: usize) -> bool {
        self.devices.get(device).is_some_and(|one| {
            one.accounts.keys().any(|person| {
                let (damaged, lost) = self.oracle.decayed(&(device, person.clone()));
                damaged || lost
            })
        })
    }

    fn someone_on(&mut self, device: usize) -> Option<PersonId> {
        let people: Vec<PersonId> = self.devices.get(device)?.accounts.keys().cloned().collect();
        self.dice.decay.pick(&people).cloned()
    }
}

/// What may break, by its sort. One loss at a time: that of the only value that could tell of it is
/// beyond telling.
fn perishable(disk: &Disk, loses: bool, owes: bool) -> BTreeMap<Sort, Vec<Place>> {
    let counted = journal::log_rows(disk.meta(JOURNAL));
    let there = disk.all(Store::Log).count() as u64;
    let mut places: BTreeMap<Sort, Vec<Place>> = BTreeMap::new();
    for place in disk.places() {
        let Some(sort) = Sort::of(&place) else { continue };
        let is_beyond = match sort {
            Sort::Write => loses && counted.is_none_or(|rows| rows < there),
            Sort::Journal => owes,
            Sort::Row | Sort::Directory => loses && !is_summed(disk, &place),
            _ => false,
        };
        if !is_beyond {
            places.entry(sort).or_default().push(place);
        }
    }
    places
}

/// The scope that a value belongs to.
pub(crate) fn scope_of((store, key): &Place) -> Option<Scope> {
    let StoreKey::Text(name) = key else { return None };
    let (first, rest) = key::split(name);
    Scope::parse(if *store == Store::Meta { rest } else { first }).ok()
}

/// Whether the scope of a place knows what belongs to it: where older code wrote last, it doesn't.
fn is_summed(disk: &Disk, place: &Place) -> bool {
    let meta = scope_of(place).and_then(|scope| disk.meta(&key::scope(&scope)));
    meta.and_then(|stored| ScopeMeta::open(stored).ok()).is_some_and(|meta| meta.sums.is_some())
}

/// The value with a bit flipped, or cut short. The first byte names the format: with another there it
/// is of another version.
fn damaged(value: &[u8], at: u64, cut: bool) -> Vec<u8> {
    let place = 1 + (at as usize) % value.len().saturating_sub(1).max(1);
    let mut value = value.to_vec();
    if cut {
        value.truncate(place);
    } else if let Some(byte) = value.get_mut(place) {
        *byte ^= 1 << (at >> 61);
    }
    value
}

fn stamped(value: &[u8], format: u8) -> Vec<u8> {
    std::iter::once(format).chain(value.iter().skip(1).copied()).collect()
}

fn clear(key: &str, value: Vec<u8>) -> Put {
    Put { store: Store::Meta, key: StoreKey::Text(key.to_owned()), value }
}

fn counted_on(disk: &Disk, key: &str) -> Vec<u8> {
    let now = disk.meta(key).and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes);
    (now + 1).to_le_bytes().to_vec()
}
