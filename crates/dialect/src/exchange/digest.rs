//! What a device knows of a whole list, small enough for a cursor: the records are dealt into
//! buckets by their ids, and each bucket has a hash of its ids and versions. Only the records of
//! buckets that changed are handed on.

use protocol::digest::{hex, sha256};
use protocol::{Cursor, Record, RecordId, Rev};
use std::collections::{BTreeMap, BTreeSet};

/// Digits of one bucket's hash: 48 bits, so that one change in 2^48 is overlooked until the next.
const DIGITS: usize = 12;

/// Fullness of a bucket when buckets are dealt anew.
const FULL: usize = 16;

const MOST_BUCKETS: usize = 4096;

/// What a device knows of a whole list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Digest {
    /// The most records that it held.
    pub(super) count: usize,
    buckets: Vec<String>,
}

impl Digest {
    /// Knows nothing.
    pub(super) fn empty() -> Self {
        Self { count: 0, buckets: Vec::new() }
    }

    /// Reads a cursor; `None` where it is of another feed.
    pub(super) fn read(cursor: &Cursor) -> Option<Self> {
        let (count, hashes) = cursor.0.strip_prefix("list1.")?.split_once('.')?;
        let sound = hashes.is_ascii() && hashes.len() % DIGITS == 0;
        let buckets: Vec<String> =
            hashes.as_bytes().chunks(DIGITS).map(|hash| String::from_utf8_lossy(hash).into_owned()).collect();
        let dealt = buckets.is_empty() || buckets.len().is_power_of_two();
        (sound && dealt && buckets.len() <= MOST_BUCKETS)
            .then_some(Self { count: count.parse().ok()?, buckets })
    }

    /// The cursor that says the same.
    pub(super) fn cursor(&self) -> Cursor {
        Cursor(format!("list1.{}.{}", self.count, self.buckets.concat()))
    }

    /// The digest of `records`, dealt as in `self` unless that has become too coarse or too fine.
    pub(super) fn of(&self, records: &BTreeMap<RecordId, Record>) -> Self {
        let now = self.buckets.len();
        let fits = now > 0 && records.len() <= now.saturating_mul(FULL * 4) && records.len() * 4 >= now;
        let fresh = (records.len() / FULL).next_power_of_two().clamp(1, MOST_BUCKETS);
        let many = if fits || now == MOST_BUCKETS { now } else { fresh };
        let mut contents: Vec<Vec<(&RecordId, &Rev)>> = vec![Vec::new(); many];
        for (id, record) in records {
            if let Some(bucket) = contents.get_mut(bucket(id, many)) {
                bucket.push((id, &record.rev));
            }
        }
        Self { count: self.count.max(records.len()), buckets: contents.iter().map(|c| hash(c)).collect() }
    }

    /// The buckets in which `new` differs: all, where they are dealt in another way.
    pub(super) fn changed(&self, new: &Self) -> BTreeSet<usize> {
        let dealt_alike = self.buckets.len() == new.buckets.len();
        let pairs = new.buckets.iter().enumerate();
        pairs
            .filter(|(n, hash)| !dealt_alike || self.buckets.get(*n) != Some(*hash))
            .map(|(n, _)| n)
            .collect()
    }

    /// The bucket of an id.
    pub(super) fn bucket(&self, id: &RecordId) -> usize {
        bucket(id, self.buckets.len())
    }

    /// The digest without these buckets: they will differ next time.
    pub(super) fn forget(&mut self, buckets: &BTreeSet<usize>) {
        for (n, hash) in self.buckets.iter_mut().enumerate() {
            if buckets.contains(&n) {
                *hash = "0".repeat(DIGITS);
            }
        }
    }
}

fn bucket(id: &RecordId, many: usize) -> usize {
    let [high, low, ..] = sha256(id.as_str().as_bytes());
    usize::from(u16::from_be_bytes([high, low])) % many.max(1)
}

fn hash(contents: &[(&RecordId, &Rev)]) -> String {
    let text: String = contents
        .iter()
        .map(|(id, rev)| format!("{}:{id}{}:{}", id.as_str().len(), rev.0.len(), rev.0))
        .collect();
    hex(&sha256(text.as_bytes())).chars().take(DIGITS).collect()
}
