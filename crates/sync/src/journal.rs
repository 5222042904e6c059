//! The change journal: one value in `meta` that every transaction moves on. It tells the other
//! tabs which keys changed since they last looked, so that a broadcast needs to carry a number only.
//!
//! Pure, because every adapter calls it between a transaction's last read and its writes.

use crate::key;
use crate::plan::{JOURNAL, Store, StoreKey, TxPlan};
use crate::planted::{self, Bug};
use protocol::codec::{self, PlainCodec};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The most transactions that the journal remembers.
const ENTRIES: usize = 64;
/// The most keys that it remembers in all; it is rewritten with every edit and must stay small.
const TOUCHES: usize = 96;
/// From this many keys of one scope in one store on, an entry names the scope instead.
const CROWD: usize = 12;

/// A place that a transaction wrote to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Touch {
    /// Log numbers from the first to the second, both inclusive, that stood there before.
    Log(u64, u64),
    /// Something was appended to the log: whatever is above the numbers known so far. The numbers
    /// themselves aren't told, because the store gives them only after the journal is written.
    Appended,
    /// One key.
    Key(Store, String),
    /// Any of the keys whose first part is this.
    Part(Store, String),
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Journal {
    change: u64,
    /// Oldest first; the numbers are consecutive and end with `change`.
    entries: VecDeque<Vec<Touch>>,
    /// How many rows the log has, so that one that is lost is missed. It stands in a tail, which
    /// earlier versions neither write nor keep: then it is counted anew.
    #[serde(skip)]
    log: Option<u64>,
}

/// What changed since a tab last looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// These places, up to this change.
    Touched {
        /// The change counter.
        change: u64,
        /// The places; empty if nothing changed.
        places: BTreeSet<Touch>,
    },
    /// The journal no longer reaches back that far: read everything again.
    Passed {
        /// The change counter.
        change: u64,
    },
}

/// The value to write under [`JOURNAL`] in the transaction of `plan`, given the present one; and
/// the change counter in it.
pub fn next(old: Option<&[u8]>, plan: &TxPlan) -> (Vec<u8>, u64) {
    let put = plan.puts.iter().find(|put| put.store == Store::Meta && is_journal(&put.key));
    let put = put.and_then(|put| open(&put.value));
    let mut journal = put.or_else(|| old.and_then(open)).unwrap_or_else(|| begin(old, plan));
    journal.change = journal.change.saturating_add(1);
    let removed = plan.deletes.iter().filter(|(store, _)| *store == Store::Log).count();
    journal.log = journal.log.map(|rows| {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        rows.saturating_add(count(plan.appends.len())).saturating_sub(count(removed))
    });
    journal.entries.push_back(touches(plan));
    let mut kept: usize = journal.entries.iter().map(Vec::len).sum();
    while journal.entries.len() > ENTRIES || (kept > TOUCHES && journal.entries.len() > 1) {
        kept -= journal.entries.pop_front().map_or(0, |entry| entry.len());
    }
    (seal(&journal), journal.change)
}

/// The journal of a store that has none: a new one, or one that lost its journal.
fn begin(old: Option<&[u8]>, plan: &TxPlan) -> Journal {
    let device = plan.guards.iter().find(|guard| guard.key == key::DEVICE);
    match (old, device.and_then(|device| device.expected.as_deref())) {
        _ if planted::on(Bug::JournalFromNothing) => Journal::default(),
        (None, None) => Journal { log: Some(0), ..Journal::default() },
        (None, Some(device)) => {
            let put = plan.puts.first().map(|put| put.value.as_slice());
            let first = put.or(plan.appends.first().map(|append| append.0.as_slice()));
            restarted(codec::crc32c(device) ^ first.map_or(0, codec::crc32c))
        }
        (Some(broken), _) => restarted(codec::crc32c(broken)),
    }
}

/// A journal that begins anew far from any counter that a tab may remember, so that all of them read
/// everything again.
fn restarted(by: u32) -> Journal {
    Journal { change: u64::from(by | 1) << 20, ..Journal::default() }
}

/// The journal as versions wrote it that did not count the log: for the simulator, which plays them.
#[cfg(feature = "planted")]
pub fn as_before_counting(stored: &[u8]) -> Vec<u8> {
    open(stored).and_then(|journal| codec::encode(&PlainCodec, &journal).ok()).unwrap_or_default()
}

/// How many rows the log has, by the stored journal; `None` where it doesn't tell.
pub fn log_rows(stored: Option<&[u8]>) -> Option<u64> {
    stored.and_then(open).and_then(|journal| journal.log)
}

/// The journal with the log's rows counted anew, for a plan to put under [`JOURNAL`]: the next value
/// goes on from it.
pub fn counted(stored: Option<&[u8]>, rows: u64) -> Vec<u8> {
    let journal = stored.map(|stored| open(stored).unwrap_or_else(|| restarted(codec::crc32c(stored))));
    let journal = journal.unwrap_or_else(|| restarted(codec::crc32c(&rows.to_le_bytes())));
    seal(&Journal { log: Some(rows), ..journal })
}

/// What changed after `since`, by the stored journal.
pub fn read(stored: Option<&[u8]>, since: u64) -> Since {
    let Some(journal) = stored.map_or_else(|| Some(Journal::default()), open) else {
        return Since::Passed { change: 0 };
    };
    let change = journal.change;
    let Some(behind) = change.checked_sub(since).and_then(|behind| usize::try_from(behind).ok()) else {
        return Since::Passed { change };
    };
    match journal.entries.len().checked_sub(behind) {
        Some(skip) => {
            Since::Touched { change, places: journal.entries.into_iter().skip(skip).flatten().collect() }
        }
        None => Since::Passed { change },
    }
}

/// The change counter of the stored journal.
pub fn change(stored: Option<&[u8]>) -> u64 {
    stored.and_then(open).map_or(0, |journal| journal.change)
}

fn open(stored: &[u8]) -> Option<Journal> {
    let (journal, log) = codec::decode_tailed::<Journal, Option<u64>>(&PlainCodec, stored).ok()?;
    Some(Journal { log: log.flatten(), ..journal })
}

fn seal(journal: &Journal) -> Vec<u8> {
    codec::encode(&PlainCodec, &(journal, journal.log)).unwrap_or_default()
}

fn is_journal(key: &StoreKey) -> bool {
    matches!(key, StoreKey::Text(text) if text == JOURNAL)
}

fn touches(plan: &TxPlan) -> Vec<Touch> {
    let mut log: BTreeSet<u64> = BTreeSet::new();
    let mut parts: BTreeMap<(Store, &str), BTreeSet<&str>> = BTreeMap::new();
    let written = plan.puts.iter().map(|put| (put.store, &put.key));
    for (store, key) in written.chain(plan.deletes.iter().map(|(store, key)| (*store, key))) {
        match key {
            StoreKey::Lsn(lsn) => _ = log.insert(*lsn),
            StoreKey::Text(_) if store == Store::Meta && is_journal(key) => {}
            StoreKey::Text(text) => {
                _ = parts.entry((store, key::split(text).0)).or_default().insert(text);
            }
        }
    }
    let mut touches = runs(&log);
    if !plan.appends.is_empty() {
        touches.push(Touch::Appended);
    }
    for ((store, part), keys) in parts {
        if keys.len() >= CROWD {
            touches.push(Touch::Part(store, part.to_owned()));
        } else {
            touches.extend(keys.into_iter().map(|key| Touch::Key(store, key.to_owned())));
        }
    }
    touches
}

fn runs(numbers: &BTreeSet<u64>) -> Vec<Touch> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
            _ => runs.push((number, number)),
        }
    }
    runs.into_iter().map(|(first, last)| Touch::Log(first, last)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Append, Durability, Guard, Put};

    fn plan(keys: &[&str]) -> TxPlan {
        TxPlan {
            durability: Durability::Relaxed,
            guards: Vec::new(),
            puts: keys
                .iter()
                .map(|key| Put { store: Store::Rows, key: StoreKey::Text((*key).to_owned()), value: vec![1] })
                .collect(),
            deletes: Vec::new(),
            appends: Vec::new(),
        }
    }

    fn places(since: Since) -> Vec<Touch> {
        match since {
            Since::Touched { places, .. } => places.into_iter().collect(),
            Since::Passed { .. } => panic!("passed"),
        }
    }

    #[test]
    fn a_tab_reads_only_what_changed_since_it_looked() {
        let (first, _) = next(None, &plan(&["s\0a"]));
        let log = [7, 8, 11].map(|lsn| (Store::Log, StoreKey::Lsn(lsn)));
        let appends = vec![Append(vec![1])];
        let (second, change) =
            next(Some(&first), &TxPlan { deletes: log.into(), appends, ..plan(&["s\0b"]) });
        assert_eq!(change, 2);
        let key = Touch::Key(Store::Rows, "s\0b".into());
        assert_eq!(
            places(read(Some(&second), 1)),
            [Touch::Log(7, 8), Touch::Log(11, 11), Touch::Appended, key]
        );
        assert_eq!(places(read(Some(&second), 2)), []);
        assert_eq!(places(read(None, 0)), []);
    }

    #[test]
    fn a_tab_that_slept_too_long_or_saw_another_store_reads_everything() {
        let mut journal = None;
        for _ in 0..100 {
            journal = Some(next(journal.as_deref(), &plan(&["s\0a"])).0);
        }
        assert_eq!(read(journal.as_deref(), 3), Since::Passed { change: 100 });
        assert!(matches!(read(journal.as_deref(), 60), Since::Touched { .. }));
        assert_eq!(read(journal.as_deref(), 101), Since::Passed { change: 100 });
        assert_eq!(read(Some(b"broken"), 3), Since::Passed { change: 0 });
    }

    #[test]
    fn the_rows_of_the_log_are_counted_and_counted_anew_where_the_journal_does_not_tell() {
        let appends = vec![Append(vec![1]), Append(vec![2])];
        let (first, _) = next(None, &TxPlan { appends, ..plan(&[]) });
        let deletes = vec![(Store::Log, StoreKey::Lsn(1)), (Store::Rows, StoreKey::Text("s\0a".into()))];
        let (second, _) = next(Some(&first), &TxPlan { deletes, ..plan(&[]) });
        assert_eq!((log_rows(Some(&first)), log_rows(Some(&second))), (Some(2), Some(1)));
        // As an earlier version wrote it.
        let short = codec::encode(&PlainCodec, &open(&second).unwrap()).unwrap();
        assert_eq!((log_rows(Some(&short)), change(Some(&short))), (None, 2));
        let put =
            Put { store: Store::Meta, key: StoreKey::Text(JOURNAL.into()), value: counted(Some(&short), 5) };
        let (third, change) = next(Some(&short), &TxPlan { puts: vec![put], ..plan(&["s\0a"]) });
        assert_eq!((log_rows(Some(&third)), change), (Some(5), 3));
    }

    #[test]
    fn a_journal_that_broke_or_vanished_begins_far_from_what_tabs_remember() {
        let device = Guard { key: key::DEVICE.to_owned(), expected: Some(b"d".to_vec()) };
        let (_, broken) = next(Some(b"broken"), &plan(&[]));
        let (gone, counter) = next(None, &TxPlan { guards: vec![device], ..plan(&[]) });
        assert!(broken > 1 << 20 && counter > 1 << 20 && counter < 1 << 53);
        assert_eq!(log_rows(Some(&gone)), None);
    }

    #[test]
    fn a_crowd_of_keys_is_named_by_its_scope_and_the_value_stays_small() {
        let keys: Vec<String> = (0..300).map(|n| format!("s\0{n}")).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let mut journal = None;
        for _ in 0..100 {
            journal = Some(next(journal.as_deref(), &plan(&keys)).0);
        }
        assert_eq!(places(read(journal.as_deref(), 99)), [Touch::Part(Store::Rows, "s".into())]);
        assert!(journal.unwrap().len() < 4096);
    }
}
