//! Sealing records into segments: few large values instead of many rows.

use super::Engine;
use crate::config::Lane;
use crate::stored::{Directory, Place, Segment, SegmentRef};
use protocol::Record;
use std::collections::BTreeMap;

/// About what a record takes beside its body.
const HEAD_BYTES: usize = 160;

/// More segments than a transaction writes.
const PER_CHANGE: u64 = 256;

impl Engine {
    /// Seals records into new segments of the directory, lane by lane; lanes with fewer than
    /// `least` records are left over.
    pub(super) fn sealed(
        &self,
        directory: &mut Directory,
        snap: u32,
        records: Vec<Record>,
        least: usize,
    ) -> (Vec<(u64, Segment)>, Vec<Record>) {
        let mut lanes: BTreeMap<Lane, BTreeMap<Place, Record>> = BTreeMap::new();
        for record in records {
            let lane = self.config.kinds.of(&record.head.kind).lane;
            lanes.entry(lane).or_default().insert(Place::of(&record), record);
        }
        let (mut sealed, mut left) = (Vec::new(), Vec::new());
        for (lane, records) in lanes {
            if records.len() < least {
                left.extend(records.into_values());
            } else {
                sealed.extend(self.seal_lane(directory, snap, lane, records.into_values().collect()));
            }
        }
        (sealed, left)
    }

    /// Seals records of one lane, ascending by place, into as many segments as they need.
    pub(super) fn seal_lane(
        &self,
        directory: &mut Directory,
        snap: u32,
        lane: Lane,
        records: Vec<Record>,
    ) -> Vec<(u64, Segment)> {
        let mut sealed = Vec::new();
        for records in self.chunks(records) {
            let (Some(first), Some(last)) = (records.first(), records.last()) else { continue };
            // A number is given once as long as the store lives, also where the scope was dropped and
            // begins a new directory: what others keep about a segment never speaks of another one.
            let n = directory.next.max(self.mirror.change.saturating_mul(PER_CHANGE));
            directory.next = n.saturating_add(1);
            let count = u32::try_from(records.len()).unwrap_or(u32::MAX);
            let (from, to) = (Place::of(first), Place::of(last));
            directory.segments.push(SegmentRef { n, snap, lane, from, to, count });
            sealed.push((n, Segment { records }));
        }
        sealed
    }

    fn chunks(&self, records: Vec<Record>) -> Vec<Vec<Record>> {
        let limits = self.config.limits;
        let mut chunks: Vec<Vec<Record>> = Vec::new();
        let mut bytes = usize::MAX;
        for record in records {
            let size = record.body.as_str().len().saturating_add(HEAD_BYTES);
            bytes = bytes.saturating_add(size);
            match chunks.last_mut() {
                Some(chunk) if chunk.len() < limits.segment && bytes <= limits.segment_bytes => {
                    chunk.push(record);
                }
                _ => {
                    bytes = size;
                    chunks.push(vec![record]);
                }
            }
        }
        chunks
    }
}
