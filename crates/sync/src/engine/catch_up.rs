//! Taking over what was committed, here or in another tab. Other tabs say only that the change
//! counter moved; the journal tells which keys to read.

use super::Engine;
use super::lane::{Job, Step};
use super::mirror::Absorbed;
use crate::journal::{self, Since, Touch};
use crate::key;
use crate::plan::{Found, JOURNAL, KeyRange, ReadPlan, Store, StoreKey, TxPlan, TxReceipt};
use crate::planted::{self, Bug};
use crate::stored::{Row, Segment, SegmentRef};
use protocol::codec::{self, PlainCodec};
use protocol::{Mutation, RecordId, Scope};
use std::collections::{BTreeMap, BTreeSet};

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

    fn is_viewed(&self, part: &str) -> Option<Scope> {
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
        let (stale, lane, orphans, views) = (&self.stale, &self.lane, &self.orphans, &self.views);
        self.ghosts.retain(|scope| {
            let is_read_soon = stale.contains(scope) || lane.loads(scope);
            is_read_soon || orphans.contains(scope) || !views.contains_key(scope)
        });
        self.mirror.change = places.change;
        self.check_epoch();
    }

    fn absorb_range(&mut self, range: &KeyRange, values: &[(StoreKey, Vec<u8>)]) {
        if let (Store::Log, StoreKey::Lsn(first)) = (range.store, &range.from) {
            let last = match range.to {
                Some(StoreKey::Lsn(end)) => end.saturating_sub(1),
                _ => u64::MAX,
            };
            let there: BTreeSet<u64> = values.iter().filter_map(|(key, _)| super::log::lsn(key)).collect();
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

    /// Takes a transaction of this tab into memory. Returns whether other tabs committed before it
    /// what this tab has not read yet.
    pub(super) fn absorb_plan(&mut self, plan: &TxPlan, receipt: &TxReceipt) -> bool {
        let gap = receipt.change != self.mirror.change.saturating_add(1);
        if !gap {
            self.mirror.change = receipt.change;
        }
        let own: BTreeMap<&StoreKey, &[u8]> = plan
            .puts
            .iter()
            .filter(|put| put.store == Store::Segs)
            .map(|put| (&put.key, put.value.as_slice()))
            .collect();
        for put in plan.puts.iter().filter(|put| put.store == Store::Meta) {
            self.absorb(put.store, &put.key, Some(&put.value));
        }
        self.release_orphans();
        let removed = plan.deletes.iter().filter_map(|(_, key)| super::log::lsn(key));
        let removed: Vec<(u64, Mutation)> =
            removed.filter_map(|lsn| Some((lsn, self.mirror.log.get(lsn)?.clone()))).collect();
        for (store, key) in &plan.deletes {
            self.absorb(*store, key, None);
        }
        for put in plan.puts.iter().filter(|put| put.store != Store::Meta) {
            self.absorb(put.store, &put.key, Some(&put.value));
        }
        for (lsn, append) in receipt.lsns.iter().zip(&plan.appends) {
            self.absorb(Store::Log, &StoreKey::Lsn(*lsn), Some(&append.0));
            if !gap {
                self.mirror.log.read_to = self.mirror.log.read_to.max(*lsn);
            }
        }
        // A removed row or segment uncovers what only a full read tells.
        let uncovers = plan.deletes.iter().any(|(store, _)| matches!(store, Store::Rows | Store::Segs));
        if !uncovers {
            self.take_own_segments(&own);
        }
        for (lsn, mutation) in removed {
            let scope = &mutation.head.scope;
            if self.stale.contains(scope) || self.lane.loads(scope) {
                self.fade(lsn, &mutation);
            }
        }
        gap
    }

    /// Takes what stands under one key now.
    fn absorb(&mut self, store: Store, key: &StoreKey, value: Option<&[u8]>) {
        if let (Store::Rows, StoreKey::Text(name)) = (store, key) {
            self.absorb_row(name, value);
            return;
        }
        for absorbed in self.mirror.absorb(store, key, value) {
            match absorbed {
                Absorbed::Write(scope, id) => {
                    for (scope, id) in self.mirror.log.resting_on(&id) {
                        self.changes.records.entry(scope).or_default().insert(id);
                    }
                    self.changes.records.entry(scope).or_default().insert(id);
                    self.changes.outbox = true;
                }
                Absorbed::Broken(lsn, why) => {
                    self.changes.outbox = true;
                    self.unreadable_write(lsn, why);
                }
                Absorbed::Directory(scope) => self.directory_changed(&scope),
                Absorbed::Conflict => self.changes.outbox = true,
                Absorbed::Scope(scope) => self.scope_changed(scope),
                Absorbed::Nothing => {}
            }
        }
    }

    /// A scope whose records left the store is asked for again if a screen shows it.
    pub(super) fn scope_changed(&mut self, scope: Scope) {
        let Some(meta) = self.mirror.scopes.get(&scope) else {
            // Lost: nothing of it may show any more.
            self.orphans.remove(&scope);
            self.stale.insert(scope);
            return;
        };
        if meta.cursor.is_some() {
            if self.orphans.contains(&scope) {
                self.stale.insert(scope);
            }
            return;
        }
        let is_evicted = meta.evicted;
        let has_segments = self.mirror.has_segments(&scope);
        if let Some(view) = self.views.get_mut(&scope).filter(|_| !has_segments) {
            view.detach();
            self.orphans.insert(scope.clone());
            if is_evicted {
                self.lane.add_once(Job::Wish(scope));
            }
        }
    }

    /// A scope that the backend does not list any more will not be loaded again.
    pub(super) fn release_orphans(&mut self) {
        if self.mirror.clear(key::LISTED).is_some() {
            let listed = |scope: &Scope| self.mirror.scopes.get(scope).is_some_and(|meta| meta.listed);
            let (kept, released) = std::mem::take(&mut self.orphans).into_iter().partition(listed);
            self.orphans = kept;
            self.stale.extend::<BTreeSet<Scope>>(released);
        }
    }

    fn absorb_row(&mut self, key: &str, value: Option<&[u8]>) {
        let Some(scope) = self.is_viewed(key::split(key).0) else { return };
        match value.map(|value| codec::decode::<Row>(&PlainCodec, value)) {
            Some(Ok(row)) => {
                let id = row.record.head.id.clone();
                if self.views.get_mut(&scope).is_some_and(|view| view.take_row(row)) {
                    self.ghosts.depart(&scope, &id);
                    self.changes.records.entry(scope).or_default().insert(id);
                }
            }
            // What lay under the row shows again, or a segment took it over.
            Some(Err(_)) | None => _ = self.stale.insert(scope),
        }
    }

    /// Decides which segments of a changed directory belong into memory; where one left, or where
    /// another tab brought one that shows, the scope is read anew.
    fn directory_changed(&mut self, scope: &Scope) {
        let Some(view) = self.views.get(scope) else { return };
        let directory = self.mirror.directory(scope);
        let there: BTreeSet<u64> = directory.segments.iter().map(|segment| segment.n).collect();
        let left = view.segments().keys().any(|n| !there.contains(n));
        if left || !self.wanted_segments(scope).is_empty() {
            self.stale.insert(scope.clone());
        }
    }

    /// This tab's own new segments are at hand: no need to read them.
    fn take_own_segments(&mut self, own: &BTreeMap<&StoreKey, &[u8]>) {
        if own.is_empty() {
            return;
        }
        // An orphan's numbers are those of segments that are gone.
        let views: Vec<Scope> =
            self.views.keys().filter(|scope| !self.orphans.contains(*scope)).cloned().collect();
        for scope in views {
            for reference in self.wanted_segments(&scope) {
                let key = StoreKey::Text(key::segment(&scope, reference.n));
                let segment =
                    own.get(&key).and_then(|value| codec::decode::<Segment>(&PlainCodec, value).ok());
                if let Some(segment) = segment {
                    self.take_segment(&scope, reference, segment);
                }
            }
            if self.wanted_segments(&scope).is_empty() {
                self.stale.remove(&scope);
            }
        }
    }

    fn take_segment(&mut self, scope: &Scope, reference: SegmentRef, segment: Segment) {
        let Some(view) = self.views.get_mut(scope) else { return };
        let changed: Vec<RecordId> = view.take_segment(reference, segment);
        for id in &changed {
            self.ghosts.depart(scope, id);
        }
        self.changes.records.entry(scope.clone()).or_default().extend(changed);
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
