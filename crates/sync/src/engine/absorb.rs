//! Taking what stands in the stores into memory, key by key: from a transaction of this tab, or as a
//! catching-up read it.

use super::Engine;
use super::lane::Job;
use super::mirror::Absorbed;
use crate::key;
use crate::plan::{Store, StoreKey, TxPlan, TxReceipt};
use crate::stored::{Row, Segment, SegmentRef};
use protocol::codec::{self, PlainCodec};
use protocol::{Mutation, MutationState, RecordId, Scope, gather};
use std::collections::{BTreeMap, BTreeSet};

impl Engine {
    /// Takes a transaction of this tab into memory. Returns whether other tabs committed before it
    /// what this tab has not read yet.
    pub(super) fn absorb_plan(&mut self, plan: &TxPlan, receipt: &TxReceipt) -> bool {
        let gap = receipt.change != self.mirror.change.saturating_add(1);
        if !gap {
            self.mirror.change = receipt.change;
        }
        let segments = plan.puts.iter().filter(|put| put.store == Store::Segs);
        let own: BTreeMap<&StoreKey, &[u8]> = gather(segments.map(|put| (&put.key, put.value.as_slice())));
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
            if self.awaits_reading(&mutation.head.scope) {
                self.fade(lsn, &mutation);
            }
        }
        gap
    }

    /// Takes what stands under one key now.
    pub(super) fn absorb(&mut self, store: Store, key: &StoreKey, value: Option<&[u8]>) {
        if let (Store::Rows, StoreKey::Text(name)) = (store, key) {
            self.absorb_row(name, value);
            return;
        }
        if let (Store::Log, StoreKey::Lsn(lsn)) = (store, key) {
            self.keep_shown(*lsn, value);
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
                Absorbed::Newer => self.meet_newer(),
                Absorbed::Nothing => {}
            }
        }
    }

    /// A write that met another version gives way to it; where that is still to be read, it shows on.
    fn keep_shown(&mut self, lsn: u64, value: Option<&[u8]>) {
        let Some(before) = self.mirror.log.get(lsn).cloned() else { return };
        let gives_way = value.and_then(|value| super::log::open(lsn, value).ok()).is_some_and(|after| {
            matches!(after.state, MutationState::Conflicted { .. }) && after.state != before.state
        });
        if gives_way && self.awaits_reading(&before.head.scope) {
            self.fade(lsn, &before);
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
        if meta.may_show() {
            if self.orphans.contains(&scope) {
                self.stale.insert(scope);
            }
            return;
        }
        if meta.back.is_some() {
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
        match value.map(|value| self.read::<Row>(value)) {
            Some(Some(row)) => {
                let id = row.record.head.id.clone();
                if self.views.get_mut(&scope).is_some_and(|view| view.take_row(row)) {
                    self.ghosts.depart(&scope, &id);
                    self.changes.records.entry(scope).or_default().insert(id);
                }
            }
            // What lay under the row shows again, or a segment took it over.
            Some(None) | None => _ = self.stale.insert(scope),
        }
    }

    /// Decides which segments of a changed directory belong into memory; where one left, or where
    /// another tab brought one that shows, the scope is read anew.
    fn directory_changed(&mut self, scope: &Scope) {
        let Some(view) = self.views.get(scope) else { return };
        let directory = self.mirror.directory(scope);
        let there: BTreeSet<u64> = gather(directory.segments.iter().map(|segment| segment.n));
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
