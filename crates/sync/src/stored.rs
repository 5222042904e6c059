//! The shapes of what lies in the stores, apart from mutations.

use crate::config::Lane;
use crate::planted::{self, Bug};
use protocol::codec::{self, CodecError, PlainCodec};
use protocol::{Cursor, DeviceId, Record, RecordId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The format of the stores that this version writes.
pub const FORMAT: u32 = 1;

/// How far a scope is loaded (`meta`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeMeta {
    /// Whether the backend listed the scope: only then can it be lost.
    pub listed: bool,
    /// The grant under which it was loaded.
    pub grant: String,
    /// The backend's hint of its newest change, as far as it was pulled.
    pub head: Option<String>,
    /// Where changes go on; `None` before the first page, or while a first load runs forward.
    pub cursor: Option<Cursor>,
    /// Where the first load goes on; `None` when it is complete.
    pub back: Option<Cursor>,
    /// The snapshot that pages and acknowledgements are written to.
    pub snap: u32,
    /// The oldest snapshot that still counts. Below `snap` while a new snapshot is being loaded.
    pub floor: u32,
    /// Rows written since the last fold; an upper bound.
    pub rows: u32,
    /// Whether the records were dropped to make room; they are loaded again when a screen asks.
    pub evicted: bool,
    /// What the scope's other values add up to. It stands in a tail, which earlier versions neither
    /// write nor keep: `None` until it is known again.
    #[serde(skip)]
    pub sums: Option<Sums>,
}

/// What must be there of a scope beside its own value: a checksum shows what changed, and this what
/// is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// How many segments the directory lists.
    pub segments: u32,
    /// A mark of each row's id, ascending.
    pub rows: Vec<u32>,
}

/// A scope of which nothing is stored: nothing may be there.
impl Default for ScopeMeta {
    fn default() -> Self {
        Self {
            listed: false,
            grant: String::new(),
            head: None,
            cursor: None,
            back: None,
            snap: 0,
            floor: 0,
            rows: 0,
            evicted: false,
            sums: Some(Sums::default()),
        }
    }
}

impl Sums {
    /// Those of a directory and of the records in rows.
    pub fn of<'a>(directory: &Directory, rows: impl Iterator<Item = &'a RecordId>) -> Self {
        let mut sums = Self { segments: count(directory), rows: Vec::new() };
        rows.for_each(|id| sums.note(id));
        sums
    }

    fn note(&mut self, id: &RecordId) {
        let mark = codec::crc32c(id.as_str().as_bytes());
        if let Err(place) = self.rows.binary_search(&mark) {
            self.rows.insert(place, mark);
        }
    }
}

fn count(directory: &Directory) -> u32 {
    u32::try_from(directory.segments.len()).unwrap_or(u32::MAX)
}

impl ScopeMeta {
    /// Reads a stored value, with or without the tail.
    ///
    /// # Errors
    /// Bytes of a later version, or damaged ones.
    pub fn open(stored: &[u8]) -> Result<Self, CodecError> {
        let (meta, sums) = codec::decode_tailed::<Self, Option<Sums>>(&PlainCodec, stored)?;
        let none = planted::on(Bug::OlderTakenForDamage).then(Sums::default);
        Ok(Self { sums: sums.flatten().or(none), ..meta })
    }

    /// The value to store.
    pub fn seal(&self) -> Vec<u8> {
        codec::encode(&PlainCodec, &(self, &self.sums)).unwrap_or_default()
    }

    /// A row is written.
    pub fn note_row(&mut self, id: &RecordId) {
        self.rows = self.rows.saturating_add(1);
        if let Some(sums) = &mut self.sums {
            sums.note(id);
        }
    }

    /// The directory is written.
    pub fn note_directory(&mut self, directory: &Directory) {
        if let Some(sums) = &mut self.sums {
            sums.segments = count(directory);
        }
    }

    /// Whether a directory is the one that belongs to it; where nothing is known, any is.
    pub fn fits(&self, directory: &Directory) -> bool {
        self.sums.as_ref().is_none_or(|sums| sums.segments == count(directory))
    }

    /// Whether every record was loaded.
    pub fn is_complete(&self) -> bool {
        self.cursor.is_some() && self.back.is_none()
    }

    /// Whether what the stores hold of it may take the place of what memory shows: newest first, any
    /// page will do; a load that runs forward begins with what is oldest, and must be whole.
    pub fn may_show(&self) -> bool {
        self.cursor.is_some() || (self.back.is_some() && planted::on(Bug::HalfLoadShown))
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
