//! The end: whatever was kept is on the server, or in the log where a person sees it.

use super::{Invariant, Oracle, device_of};
use crate::disk::Disk;
use protocol::PersonId;
use std::collections::BTreeSet;
use sync::{Store, StoreKey};

impl Oracle {
    /// Every store is looked through; `shown` are the log numbers that its screens list.
    pub fn checks_store(&mut self, (device, person): (usize, &PersonId), disk: &Disk, shown: &BTreeSet<u64>) {
        let lsns = disk.all(Store::Log).filter_map(|(key, _)| match key {
            StoreKey::Lsn(lsn) => Some(*lsn),
            StoreKey::Text(_) => None,
        });
        let hidden: Vec<u64> = lsns.filter(|lsn| !shown.contains(lsn)).collect();
        if !hidden.is_empty() {
            let story =
                format!("{person} on device {device}: the log holds {hidden:?}, which no screen lists");
            self.find(Invariant::Kept, story);
        }
        let Some(id) = device_of(disk) else { return };
        let lost = self.kept.iter().find(|(mid, kept)| {
            mid.device == id
                && kept.released.is_none()
                && !shown.contains(&mid.n)
                && !self.is_settled(mid, &kept.intent)
        });
        if let Some((mid, kept)) = lost {
            let story = format!("{mid:?} is nowhere: {:?}", kept.intent);
            self.find(Invariant::Kept, story);
        }
        self.checks_overwritten((device, person), disk);
        let owed = self.owed_reports.get(&(device, person.clone()));
        if owed.is_some_and(|witnesses| !witnesses.is_empty()) {
            let story = format!("the store of {person} on device {device} was wiped, and nobody said so");
            self.find(Invariant::WipeTold, story);
        }
    }
}
