//! Going through everything that a scope holds on this device, newest first, without keeping it in
//! memory: what a search does. The engine goes on meanwhile, so what moved between two steps may be
//! met twice; [`Scan`] lets pass only what counts more than what was met before.
//!
//! Who knows of a segment that it holds nothing of interest has it passed over ([`Scan::pass_over`]),
//! and asks about what was found elsewhere whether a later version lies there ([`Scan::doubt`]).

use crate::config::Lane;
use crate::key;
use crate::plan::{Found, ReadPlan, Store, StoreKey};
use crate::stored::{Directory, Row, ScopeMeta, Segment, SegmentRef};
use protocol::codec::{self, PlainCodec};
use protocol::{Record, RecordId, Scope, order};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many segments one step reads.
const STEP: usize = 4;

/// How many more it reads where what was found is in doubt: nothing of that is shown before.
const DOUBT_STEP: usize = 16;

/// How much a version of a record counts: by its snapshot, then by the number of its segment. A row
/// counts more than any segment of its snapshot.
type Rank = (u32, u64);

/// A walk through a scope. Run [`Scan::plan`] and hand what was found to [`Scan::take`], until there
/// is no plan.
#[derive(Clone, Debug)]
pub struct Scan {
    scope: Scope,
    /// The segments still to be read, the newest first; `None` before the first step.
    left: Option<Vec<SegmentRef>>,
    reading: Vec<SegmentRef>,
    met: BTreeMap<RecordId, Rank>,
    /// The segments that are passed over, with the marks of their records, ascending.
    passed: Vec<(SegmentRef, Arc<[u32]>)>,
    /// How many of those that are left or being read stand in front because of a doubt.
    doubts: usize,
}

/// A record's mark in a list of a segment's records. Two may have the same.
pub fn mark(id: &RecordId) -> u32 {
    codec::crc32c(id.as_str().as_bytes())
}

impl Scan {
    /// A walk that has yet to begin.
    pub fn new(scope: Scope) -> Self {
        Self { scope, left: None, reading: Vec::new(), met: BTreeMap::new(), passed: Vec::new(), doubts: 0 }
    }

    /// The segments still to be read, in their order; none before the first step.
    pub fn left(&self) -> &[SegmentRef] {
        self.left.as_deref().unwrap_or_default()
    }

    /// Leaves the segments out for which `known` gives the marks of their records, ascending.
    pub fn pass_over(&mut self, known: impl Fn(&SegmentRef) -> Option<Arc<[u32]>>) {
        let left = self.left.take().unwrap_or_default();
        let mut kept = Vec::with_capacity(left.len());
        for segment in left {
            match known(&segment) {
                Some(marks) => self.passed.push((segment, marks)),
                None => kept.push(segment),
            }
        }
        self.left = Some(kept);
    }

    /// Asks whether a later version of `id`, which was met, may lie in what is passed over. Where it
    /// may, that is read next, and until [`Scan::is_in_doubt`] ends nothing is known of `id`.
    pub fn doubt(&mut self, id: &RecordId) -> bool {
        let (Some(rank), mark) = (self.met.get(id).copied(), mark(id)) else { return false };
        let is_later = |(segment, marks): &(SegmentRef, Arc<[u32]>)| {
            (segment.snap, segment.n) > rank && marks.binary_search(&mark).is_ok()
        };
        if !self.passed.iter().any(is_later) {
            return false;
        }
        let (later, passed) = std::mem::take(&mut self.passed).into_iter().partition(is_later);
        self.passed = passed;
        let later: Vec<SegmentRef> = Vec::into_iter(later).map(|(segment, _)| segment).collect();
        self.doubts = self.doubts.saturating_add(later.len());
        self.left.get_or_insert_default().splice(..0, later);
        true
    }

    /// Whether what was met last waits for what is read next.
    pub fn is_in_doubt(&self) -> bool {
        self.doubts > 0
    }

    /// What to read next; `None` at the end.
    pub fn plan(&mut self) -> Option<ReadPlan> {
        let mut plan = ReadPlan::default();
        let Some(left) = &mut self.left else {
            let of = [key::scope(&self.scope), key::directory(&self.scope)];
            plan.gets = of.map(|key| (Store::Meta, StoreKey::Text(key))).to_vec();
            plan.ranges.push(key::under(Store::Rows, &self.scope.to_string()));
            return Some(plan);
        };
        if left.is_empty() {
            return None;
        }
        let step = if self.doubts > 0 { self.doubts.min(DOUBT_STEP) } else { STEP };
        self.reading = left.drain(..left.len().min(step)).collect();
        let keys = self.reading.iter().map(|segment| key::segment(&self.scope, segment.n));
        plan.gets = keys.map(|key| (Store::Segs, StoreKey::Text(key))).collect();
        Some(plan)
    }

    /// The records that the step brought, tombstones too, about newest first. One that was met before
    /// and comes again takes the place of the former.
    pub fn take(&mut self, found: &Found) -> Vec<Record> {
        if self.left.is_none() {
            return self.take_head(found);
        }
        let mut records = Vec::new();
        self.doubts = self.doubts.saturating_sub(self.reading.len());
        for (reference, stored) in std::mem::take(&mut self.reading).into_iter().zip(&found.gets) {
            // What is damaged or was folded away meanwhile is the engine's to mend.
            let Some(segment) = stored.as_deref().and_then(read::<Segment>) else { continue };
            let rank = (reference.snap, reference.n);
            records.extend(segment.records.into_iter().rev().filter(|record| self.counts(record, rank)));
        }
        records
    }

    fn take_head(&mut self, found: &Found) -> Vec<Record> {
        let mut gets = found.gets.iter().map(Option::as_deref);
        let meta = gets.next().flatten().and_then(read::<ScopeMeta>).unwrap_or_default();
        let directory = gets.next().flatten().and_then(read::<Directory>).unwrap_or_default();
        let mut segments = directory.segments;
        segments.retain(|segment| segment.snap >= meta.floor);
        let is_pinned = |segment: &SegmentRef| segment.lane == Lane::Pinned;
        order(&mut segments, |a, b| {
            (is_pinned(b), b.snap, &b.to, b.n).cmp(&(is_pinned(a), a.snap, &a.to, a.n))
        });
        self.left = Some(segments);
        let rows = found.ranges.first().into_iter().flatten();
        let rows = rows.filter_map(|(_, stored)| read::<Row>(stored)).filter(|row| row.snap >= meta.floor);
        let rows = rows.filter(|row| self.counts(&row.record, (row.snap, u64::MAX)));
        let mut records: Vec<Record> = rows.map(|row| row.record).collect();
        order(&mut records, |a, b| (b.at, &b.head.id).cmp(&(a.at, &a.head.id)));
        records
    }

    /// Whether no version of the record that counts more was met; remembers this one then.
    fn counts(&mut self, record: &Record, rank: Rank) -> bool {
        let counts = self.met.get(&record.head.id).is_none_or(|known| *known <= rank);
        if counts {
            self.met.insert(record.head.id.clone(), rank);
        }
        counts
    }
}

fn read<T: DeserializeOwned>(stored: &[u8]) -> Option<T> {
    codec::decode(&PlainCodec, stored).ok()
}
