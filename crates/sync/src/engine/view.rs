//! An open scope in memory: the base records of the loaded part, in order.

use crate::config::Lane;
use crate::planted::{self, Bug};
use crate::stored::{Directory, Row, Segment, SegmentRef};
use protocol::{Few, Kind, Record, RecordId, order};
use std::collections::{BTreeMap, BTreeSet};

/// Where a record in memory came from. The greater overlays the lesser: a later snapshot an
/// earlier one; in a snapshot a row a segment, and a later segment an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Source {
    snap: u32,
    row: bool,
    segment: u64,
}

#[derive(Clone, Debug)]
struct Held {
    source: Source,
    record: Record,
}

/// The loaded part of a scope.
#[derive(Clone, Debug, Default)]
pub(super) struct View {
    held: BTreeMap<RecordId, Held>,
    /// Live records only.
    order: Few<Kind, BTreeSet<(i64, RecordId)>>,
    segments: Few<u64, SegmentRef>,
    /// How many timeline segments a screen wants in memory.
    depth: usize,
}

impl View {
    /// An empty view that is to hold so many timeline segments.
    pub(super) fn of_depth(depth: usize) -> Self {
        Self { depth, ..Self::default() }
    }

    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Wants one more timeline segment of the directory, if there is one that is not in memory.
    pub(super) fn deepen(&mut self, directory: &Directory) {
        for _ in 0..directory.segments.len() {
            self.depth = self.depth.saturating_add(1);
            if !self.missing(directory).is_empty() {
                return;
            }
        }
    }

    /// Which of a directory's segments belong into memory and are not there: all that are pinned,
    /// and the newest of the timeline.
    pub(super) fn missing(&self, directory: &Directory) -> Vec<SegmentRef> {
        let mut timeline: Vec<&SegmentRef> =
            directory.segments.iter().filter(|segment| segment.lane == Lane::Timeline).collect();
        order(&mut timeline, |a, b| (b.snap, &b.to, b.n).cmp(&(a.snap, &a.to, a.n)));
        let newest_snap = timeline.first().map(|segment| segment.snap);
        // While a snapshot is replaced, the old one goes on showing as deep as the new one.
        let (new, old): (Vec<&SegmentRef>, Vec<&SegmentRef>) =
            timeline.into_iter().partition(|segment| Some(segment.snap) == newest_snap);
        let pinned = directory.segments.iter().filter(|segment| segment.lane == Lane::Pinned);
        let wanted = pinned.chain(new.into_iter().take(self.depth)).chain(old.into_iter().take(self.depth));
        wanted.filter(|segment| !self.segments.contains_key(&segment.n)).cloned().collect()
    }

    /// Whether the directory has timeline segments beyond those that belong into memory.
    pub(super) fn has_older(&self, directory: &Directory) -> bool {
        let timeline = directory.segments.iter().filter(|segment| segment.lane == Lane::Timeline);
        timeline.filter(|segment| !self.segments.contains_key(&segment.n)).count() > 0
    }

    /// The server's version of a record, tombstones too.
    pub(super) fn base(&self, id: &RecordId) -> Option<&Record> {
        self.held.get(id).map(|held| &held.record)
    }

    /// The server's version of a record as the given snapshot or a later one has it.
    pub(super) fn known(&self, id: &RecordId, snap: u32) -> Option<&Record> {
        self.held.get(id).filter(|held| held.source.snap >= snap).map(|held| &held.record)
    }

    /// Live records of a kind, by (`at`, id).
    pub(super) fn of_kind(&self, kind: &Kind) -> impl Iterator<Item = &Record> {
        let places = self.order.get(kind).into_iter().flatten();
        places.filter_map(|(_, id)| self.base(id))
    }

    /// The stores lost what this view was read from: whatever they get now overlays it.
    pub(super) fn detach(&mut self) {
        self.segments.clear();
        for held in self.held.values_mut() {
            held.source = Source { snap: 0, row: false, segment: 0 };
        }
    }

    /// Whether something shows here of which `other` knows nothing, not even that it is gone.
    pub(super) fn shows_beyond(&self, other: &Self) -> bool {
        self.held.iter().any(|(id, held)| !held.record.deleted && !other.held.contains_key(id))
    }

    /// What shows here, with what `newer` holds over it. Of the stores' segments it knows none.
    pub(super) fn overlaid(mut self, newer: Self) -> Self {
        self.detach();
        for Held { source, record } in newer.held.into_values() {
            self.take(source, record);
        }
        self
    }

    pub(super) fn len(&self) -> usize {
        self.held.len()
    }

    pub(super) fn segments(&self) -> &Few<u64, SegmentRef> {
        &self.segments
    }

    /// Takes a row. Returns whether it is what shows now.
    pub(super) fn take_row(&mut self, row: Row) -> bool {
        self.take(Source { snap: row.snap, row: true, segment: 0 }, row.record)
    }

    /// Takes a segment; returns the ids of the records that changed.
    pub(super) fn take_segment(&mut self, reference: SegmentRef, segment: Segment) -> Vec<RecordId> {
        let source = Source { snap: reference.snap, row: false, segment: reference.n };
        self.segments.insert(reference.n, reference);
        let ids = segment.records.into_iter().map(|record| (record.head.id.clone(), record));
        ids.filter_map(|(id, record)| self.take(source, record).then_some(id)).collect()
    }

    fn take(&mut self, source: Source, record: Record) -> bool {
        if record.deleted && planted::on(Bug::TombstoneResurrects) {
            return false;
        }
        let id = record.head.id.clone();
        if let Some(held) = self.held.get(&id) {
            if held.source > source {
                return false;
            }
            if let Some(places) = self.order.get_mut(&held.record.head.kind) {
                places.remove(&(held.record.at, id.clone()));
            }
        }
        if !record.deleted {
            let places = self.order.at(record.head.kind.clone());
            places.insert((record.at, id.clone()));
        }
        self.held.insert(id, Held { source, record });
        true
    }
}
