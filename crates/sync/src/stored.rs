//! The shapes of what lies in the stores, apart from mutations.

use crate::config::Lane;
use protocol::{Cursor, DeviceId, Record, RecordId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The format of the stores that this version writes.
pub const FORMAT: u32 = 1;

/// How far a scope is loaded (`meta`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeMeta {
    /// Whether the backend listed the scope: only then can it be lost.
    pub listed: bool,
    /// The grant under which it was loaded.
    pub grant: String,
    /// The backend's hint of its newest change, as far as it was pulled.
    pub head: Option<String>,
    /// Where changes go on; `None` before the first page.
    pub cursor: Option<Cursor>,
    /// Where the first load goes on to older records; `None` when it is complete.
    pub back: Option<Cursor>,
    /// The snapshot that pages and acknowledgements are written to.
    pub snap: u32,
    /// The oldest snapshot that still counts. Below `snap` while a new snapshot is being loaded.
    pub floor: u32,
    /// Rows written since the last fold; an upper bound.
    pub rows: u32,
    /// Whether the records were dropped to make room; they are loaded again when a screen asks.
    pub evicted: bool,
}

impl ScopeMeta {
    /// Whether every record was loaded.
    pub fn is_complete(&self) -> bool {
        self.cursor.is_some() && self.back.is_none()
    }

    /// Whether an older snapshot waits to be dropped once this one is complete.
    pub fn is_replacing(&self) -> bool {
        self.floor < self.snap
    }
}

/// How much of wiped stores' logs the store that came after them has taken over (`meta`). Several
/// tabs may remember a wiped one, each a part of it: every one adds what is missing. And while one
/// tab remembers the store before this one, another may remember one before that.
pub type Former = BTreeMap<DeviceId, Known>;

/// The part of a log that was known to a tab which took over what was unsent in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Every number up to this one.
    pub upto: u64,
    /// Numbers beyond that.
    pub beyond: BTreeSet<u64>,
}

impl Known {
    /// Whether the write of that number was known.
    pub fn has(&self, lsn: u64) -> bool {
        lsn <= self.upto || self.beyond.contains(&lsn)
    }

    /// What both know together.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let upto = self.upto.max(other.upto);
        let beyond = self.beyond.union(&other.beyond).copied().filter(|lsn| *lsn > upto).collect();
        Self { upto, beyond }
    }
}

/// A place in a scope's stream.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The record's time.
    pub at: i64,
    /// Its id.
    pub id: RecordId,
}

impl Place {
    /// Where a record stands.
    pub fn of(record: &Record) -> Self {
        Self { at: record.at, id: record.head.id.clone() }
    }
}

/// One segment in a directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentRef {
    /// Its number, part of its key; a later number overlays an earlier one.
    pub n: u64,
    /// Its snapshot.
    pub snap: u32,
    /// Its lane.
    pub lane: Lane,
    /// The oldest place in it.
    pub from: Place,
    /// The newest place in it.
    pub to: Place,
    /// How many records.
    pub count: u32,
}

/// A scope's segments (`meta`), by number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directory {
    /// The number of the next segment.
    pub next: u64,
    /// The segments.
    pub segments: Vec<SegmentRef>,
}

/// A record in `rows`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its snapshot.
    pub snap: u32,
    /// The record.
    pub record: Record,
}

/// A segment's content, ascending by place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// The records.
    pub records: Vec<Record>,
}
