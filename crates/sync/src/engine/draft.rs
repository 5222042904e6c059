//! A transaction being drafted. Every one is guarded by the device's id, so that nothing goes into
//! a store that was made anew; whoever changes rows of the log holds the fence as well.

use super::Engine;
use super::log;
use crate::journal;
use crate::key;
use crate::plan::{Append, Durability, Guard, JOURNAL, Put, Store, StoreKey, TxPlan};
use crate::planted::{self, Bug};
use crate::stored::{Directory, Former, Row, ScopeMeta, Segment};
use protocol::codec::{self, PlainCodec};
use protocol::{Mutation, Record, RecordId, Scope};
use std::collections::BTreeMap;

/// Guards and writes, one for each key.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    durability: Durability,
    guards: Vec<Guard>,
    fence: Option<Vec<u8>>,
    touches_log: bool,
    writes: BTreeMap<(Store, StoreKey), Option<Vec<u8>>>,
    appends: Vec<Append>,
}

impl Engine {
    /// A draft that any tab may commit.
    pub(super) fn draft(&self) -> Draft {
        let guards = if planted::on(Bug::NoDeviceGuard) { Vec::new() } else { vec![self.guard(key::DEVICE)] };
        Draft {
            durability: Durability::Relaxed,
            guards,
            fence: self.mirror.clear(key::FENCE).cloned(),
            touches_log: false,
            writes: BTreeMap::new(),
            appends: Vec::new(),
        }
    }

    /// A draft that only the leader of this epoch may commit.
    pub(super) fn leaders_draft(&self) -> Draft {
        let mut draft = self.draft();
        if !planted::on(Bug::NoEpochGuard) {
            // Its own epoch, not the one last read: that may be a later leader's.
            let own = self.lead.as_ref().map(|lead| lead.epoch.to_le_bytes().to_vec());
            draft.guards.push(Guard { key: key::EPOCH.to_owned(), expected: own });
        }
        draft
    }

    /// A draft on rows, segments and cursors by a tab that may not be the leader. Unless it is, it
    /// begins a new epoch, so that the leader reads anew instead of going on from what it knew; and it
    /// rests on the `journal` that was read with what it changes, so that it undoes nothing that the
    /// leader wrote since. `None` where this tab has yet to catch up with that.
    pub(super) fn intruding_draft(&self, journal: Option<&Vec<u8>>) -> Option<Draft> {
        if self.lead.is_some() {
            return Some(self.leaders_draft());
        }
        if journal::change(journal.map(Vec::as_slice)) != self.mirror.change {
            return None;
        }
        let mut draft = self.new_epoch_draft();
        draft.guards.push(Guard { key: JOURNAL.to_owned(), expected: journal.cloned() });
        Some(draft)
    }

    /// A draft in which the log's rows are counted anew, as the boot's reading found them. A count that
    /// goes with the power would take along what could tell of a row that the disk lost since.
    pub(super) fn count_log(&self, draft: &mut Draft, rows: usize) {
        draft.strictly();
        draft.guards.push(self.guard(JOURNAL));
        let stored = self.mirror.clear(JOURNAL).map(Vec::as_slice);
        let counted = journal::counted(stored, u64::try_from(rows).unwrap_or(u64::MAX));
        draft.put(Store::Meta, JOURNAL.to_owned(), counted);
    }

    /// A draft that begins a new epoch: whoever led before can't commit any more.
    pub(super) fn new_epoch_draft(&self) -> Draft {
        let mut draft = self.draft();
        draft.guards.push(self.guard(key::EPOCH));
        let epoch = self.mirror.counter(key::EPOCH).saturating_add(1);
        draft.put(Store::Meta, key::EPOCH.to_owned(), epoch.to_le_bytes().to_vec());
        draft
    }

    /// A draft that takes over what a wiped store held: another tab may just be doing the same.
    pub(super) fn heirs_draft(&self) -> Draft {
        let mut draft = self.draft();
        draft.guards.push(self.guard(key::FORMER));
        draft
    }

    fn guard(&self, key: &str) -> Guard {
        Guard { key: key.to_owned(), expected: self.mirror.clear(key).cloned() }
    }
}

impl Draft {
    /// Whether the transaction would change nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.writes.is_empty() && self.appends.is_empty()
    }

    /// Asks for a flush to the disk.
    pub(super) fn strictly(&mut self) {
        self.durability = Durability::Strict;
    }

    pub(super) fn put(&mut self, store: Store, key: String, value: Vec<u8>) {
        self.writes.insert((store, StoreKey::Text(key)), Some(value));
    }

    pub(super) fn delete(&mut self, store: Store, key: StoreKey) {
        self.writes.insert((store, key), None);
    }

    /// Appends a mutation to the log.
    pub(super) fn append(&mut self, mutation: &Mutation) {
        self.strictly();
        self.appends.push(Append(log::seal(mutation)));
    }

    /// Rewrites a row of the log.
    pub(super) fn rewrite(&mut self, lsn: u64, mutation: &Mutation) {
        self.strictly();
        self.touches_log = true;
        self.writes.insert((Store::Log, StoreKey::Lsn(lsn)), Some(log::seal(mutation)));
    }

    /// Leaves a row of the log as it is after all.
    pub(super) fn leave(&mut self, lsn: u64) {
        self.writes.remove(&(Store::Log, StoreKey::Lsn(lsn)));
    }

    /// Removes a row of the log.
    pub(super) fn remove(&mut self, lsn: u64) {
        self.touches_log = true;
        self.delete(Store::Log, StoreKey::Lsn(lsn));
    }

    pub(super) fn put_row(&mut self, snap: u32, record: &Record) {
        let row = Row { snap, record: record.clone() };
        self.put(Store::Rows, key::row(&record.head.scope, &record.head.id), seal(&row));
    }

    pub(super) fn put_segment(&mut self, scope: &Scope, n: u64, segment: &Segment) {
        self.put(Store::Segs, key::segment(scope, n), seal(segment));
    }

    pub(super) fn delete_segment(&mut self, scope: &Scope, n: u64) {
        self.delete(Store::Segs, StoreKey::Text(key::segment(scope, n)));
    }

    pub(super) fn delete_row(&mut self, scope: &Scope, id: &RecordId) {
        self.delete(Store::Rows, StoreKey::Text(key::row(scope, id)));
    }

    pub(super) fn put_scope(&mut self, scope: &Scope, meta: &ScopeMeta) {
        self.put(Store::Meta, key::scope(scope), meta.seal());
    }

    pub(super) fn put_directory(&mut self, scope: &Scope, directory: &Directory) {
        self.put(Store::Meta, key::directory(scope), seal(directory));
    }

    pub(super) fn put_former(&mut self, former: &Former) {
        self.put(Store::Meta, key::FORMER.to_owned(), seal(former));
    }

    /// Keeps the server's side of a conflict.
    pub(super) fn put_conflict(&mut self, lsn: u64, theirs: &Record) {
        self.strictly();
        self.put(Store::Side, key::conflict(lsn), seal(theirs));
    }

    pub(super) fn delete_conflict(&mut self, lsn: u64) {
        self.delete(Store::Side, StoreKey::Text(key::conflict(lsn)));
    }

    /// Keeps a change aside that a backend took which compares nothing.
    pub(super) fn put_aside(&mut self, change: &Mutation) {
        self.put(Store::Side, key::aside(&change.head.id), log::seal(change));
    }

    pub(super) fn delete_aside(&mut self, id: &RecordId) {
        self.delete(Store::Side, StoreKey::Text(key::aside(id)));
    }

    /// Whether a row of the log is rewritten or removed already.
    pub(super) fn writes_row(&self, lsn: u64) -> bool {
        self.writes.contains_key(&(Store::Log, StoreKey::Lsn(lsn)))
    }

    /// Whether the change of a record that was kept aside is being dropped already.
    pub(super) fn drops_aside(&self, id: &RecordId) -> bool {
        self.writes.get(&(Store::Side, StoreKey::Text(key::aside(id)))).is_some_and(Option::is_none)
    }

    /// The transaction.
    pub(super) fn into_plan(mut self) -> TxPlan {
        if self.touches_log && !planted::on(Bug::NoFence) {
            let now =
                self.fence.as_deref().and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes);
            let next = now.saturating_add(1).to_le_bytes().to_vec();
            self.guards.push(Guard { key: key::FENCE.to_owned(), expected: self.fence.take() });
            self.put(Store::Meta, key::FENCE.to_owned(), next);
        }
        let (mut puts, mut deletes) = (Vec::new(), Vec::new());
        for ((store, key), value) in self.writes {
            match value {
                Some(value) => puts.push(Put { store, key, value }),
                None => deletes.push((store, key)),
            }
        }
        TxPlan { durability: self.durability, guards: self.guards, puts, deletes, appends: self.appends }
    }
}

/// The stored bytes of a value. Nothing that is stored has a shape which postcard can't hold.
fn seal<T: serde::Serialize>(value: &T) -> Vec<u8> {
    codec::encode(&PlainCodec, value).unwrap_or_default()
}
