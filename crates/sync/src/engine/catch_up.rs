//! Reading what other tabs committed. They say only that the change counter moved; the journal tells
//! which keys to read.

use super::Engine;
use super::lane::{Job, Step};
use crate::journal::{self, Since, Touch};
use crate::key;
use crate::plan::{Found, JOURNAL, KeyRange, ReadPlan, Store, StoreKey};
use crate::planted::{self, Bug};
use protocol::{Scope, gather};
use std::collections::BTreeSet;

/// How often places are named again because other tabs went on committing.
const ROUNDS: u32 = 8;

/// A catching-up on its way: first the journal is read, then the places that it names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct CatchUp {
    touched: BTreeSet<Touch>,
    places: Option<Places>,
    rounds: u32,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Places {
    change: u64,
    gets: Vec<(Store, StoreKey)>,
    ranges: Vec<KeyRange>,
}

impl Engine {
    /// Another tab committed, or the leader says that it lives.
    pub(super) fn peer(&mut self, change: u64) {
        // Nobody but a leader repeats a counter that is known.
        if change <= self.mirror.change {
            self.heard = self.now.mono_ms;
        }
        // A counter that went back is that of a store made anew.
        if change != self.mirror.change {
            self.catch_up();
        }
    }

    pub(super) fn begin_catch_up(&mut self, catch_up: &mut CatchUp) -> Step {
        *catch_up = CatchUp::default();
        Step::Read(ReadPlan { gets: identity().into(), ranges: Vec::new() })
    }

    pub(super) fn caught_up(&mut self, catch_up: &mut CatchUp, found: &Found) -> Step {
        let [.., device, stored] = found.gets.as_slice() else { return Step::Done };
        if device.as_deref() != self.device.as_ref().map(|device| device.as_str().as_bytes()) {
            // Another store has come to stand here; its counter says nothing about this one's.
            self.lane.add_front(Job::Boot);
            return Step::Done;
        }
        let stored = stored.as_deref();
        let before = catch_up.places.take();
        let known = before.as_ref().map_or(self.mirror.change, |places| places.change);
        let (change, touched) = match journal::read(stored, known) {
            Since::Passed { .. } => {
                self.lane.add_front(Job::Boot);
                return Step::Done;
            }
            Since::Touched { change, places } => (change, places),
        };
        // The places and the journal were read at one moment: they belong together only if nothing
        // was committed after the places were named. Else an overlay could go before its base comes.
        match before {
            Some(places) if touched.is_empty() || catch_up.rounds >= ROUNDS => {
                self.take_places(&places, found);
                return Step::Done;
            }
            None if touched.is_empty() => return Step::Done,
            _ => {}
        }
        catch_up.rounds = catch_up.rounds.saturating_add(1);
        catch_up.touched.extend(touched);
        let places = self.places(change, &catch_up.touched);
        let mut plan = ReadPlan { gets: places.gets.clone(), ranges: places.ranges.clone() };
        plan.gets.extend(identity());
        catch_up.places = Some(places);
        Step::Read(plan)
    }

    fn places(&self, change: u64, touched: &BTreeSet<Touch>) -> Places {
        let mut places = Places { change, ..Places::default() };
        for touch in touched.iter().cloned() {
            match touch {
                Touch::Log(first, last) => places.ranges.push(lsns(first, Some(last))),
                Touch::Appended if planted::on(Bug::JournalSkipped) => {}
                Touch::Appended => places.ranges.push(lsns(self.mirror.log.read_to.saturating_add(1), None)),
                // Segments are read by way of their directory.
                Touch::Key(Store::Segs, _) | Touch::Part(Store::Segs, _) => {}
                Touch::Key(Store::Rows, key) => {
                    if self.is_viewed(key::split(&key).0).is_some() {
                        places.gets.push((Store::Rows, StoreKey::Text(key)));
                    }
                }
                Touch::Part(Store::Rows, part) => {
                    if self.is_viewed(&part).is_some() {
                        places.ranges.push(key::under(Store::Rows, &part));
                    }
                }
                Touch::Key(store, key) => places.gets.push((store, StoreKey::Text(key))),
                Touch::Part(store, part) => places.ranges.push(key::under(store, &part)),
            }
        }
        places
    }

    pub(super) fn is_viewed(&self, part: &str) -> Option<Scope> {
        Scope::parse(part).ok().filter(|scope| self.views.contains_key(scope))
    }

    fn take_places(&mut self, places: &Places, found: &Found) {
        // `meta` sorts last, but tells how rows and segments are to be read.
        let gets = || places.gets.iter().zip(&found.gets);
        // Directories come before scopes, by their names.
        for ((store, key), value) in gets().filter(|((store, _), _)| *store == Store::Meta) {
            self.absorb(*store, key, value.as_deref());
        }
        for ((store, key), value) in gets().filter(|((store, _), _)| *store != Store::Meta) {
            self.absorb(*store, key, value.as_deref());
        }
        for (range, values) in places.ranges.iter().zip(&found.ranges) {
            self.absorb_range(range, values);
        }
        self.release_orphans();
        let mut ghosts = std::mem::take(&mut self.ghosts);
        ghosts.retain(|scope| self.newer || self.awaits_reading(scope) || self.orphans.contains(scope));
        self.ghosts = ghosts;
        self.mirror.change = places.change;
        self.check_format();
        self.check_epoch();
        self.mend_scopes();
    }

    fn absorb_range(&mut self, range: &KeyRange, values: &[(StoreKey, Vec<u8>)]) {
        if let (Store::Log, StoreKey::Lsn(first)) = (range.store, &range.from) {
            let last = match range.to {
                Some(StoreKey::Lsn(end)) => end.saturating_sub(1),
                _ => u64::MAX,
            };
            let there: BTreeSet<u64> = gather(values.iter().filter_map(|(key, _)| super::log::lsn(key)));
            for gone in self.mirror.log.numbers(*first, last) {
                if !there.contains(&gone) {
                    if let Some(mutation) = self.mirror.log.get(gone).cloned() {
                        self.fade(gone, &mutation);
                    }
                    self.absorb(Store::Log, &StoreKey::Lsn(gone), None);
                }
            }
            if range.to.is_none() {
                let high = there.last().copied().unwrap_or(0);
                self.mirror.log.read_to = self.mirror.log.read_to.max(high);
            }
        } else if let (Store::Rows, StoreKey::Text(from)) = (range.store, &range.from) {
            // Rows may be gone from a crowd that changed: only a full read tells.
            self.stale.extend(self.is_viewed(key::split(from).0));
            return;
        }
        for (key, value) in values {
            self.absorb(range.store, key, Some(value));
        }
    }
}

/// What every catching-up reads besides: whether it is still the same store, and the journal.
fn identity() -> [(Store, StoreKey); 2] {
    [key::DEVICE, JOURNAL].map(|key| (Store::Meta, StoreKey::Text(key.to_owned())))
}

fn lsns(first: u64, last: Option<u64>) -> KeyRange {
    let to = last.map(|last| StoreKey::Lsn(last.saturating_add(1)));
    KeyRange { store: Store::Log, from: StoreKey::Lsn(first), to, limit: None }
}
