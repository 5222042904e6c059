//! Transactions: what they may remove from the log, and who may write what the server said.

use super::{Invariant, Oracle};
use crate::cast;
use crate::disk::{Before, Disk};
use crate::world::device::TabRef;
use protocol::codec::{self, PlainCodec};
use protocol::{DeviceId, Mid, PersonId, Record};
use sync::stored::{Row, Segment};
use sync::{Put, Store, StoreKey, TxPlan, TxReceipt, key};

impl Oracle {
    /// A transaction stands.
    pub fn sees_tx(
        &mut self,
        (at, person): (TabRef, &PersonId),
        (plan, before, receipt): (&TxPlan, &Before, &TxReceipt),
        disk: &Disk,
    ) {
        self.transactions += 1;
        self.check_lead(at, person, plan, before);
        self.check_versions(at, plan, before, disk);
        for put in &plan.puts {
            self.check_base(at, put);
        }
        let Some(device) = device_of(disk) else { return };
        let rewritten = plan.puts.iter().filter_map(|put| match put.key {
            StoreKey::Lsn(lsn) => Some(lsn),
            StoreKey::Text(_) => None,
        });
        for n in rewritten.chain(receipt.lsns.iter().copied()) {
            let mid = Mid { device: device.clone(), n };
            self.written_in.entry(mid).or_default().insert(self.transactions);
        }
        for (store, lsn) in &plan.deletes {
            if let (Store::Log, StoreKey::Lsn(n)) = (store, lsn) {
                self.check_removal(at, &Mid { device: device.clone(), n: *n });
            }
        }
    }

    /// Only the leader writes what came from the server, and only as long as it leads.
    fn check_lead(&mut self, at: TabRef, person: &PersonId, plan: &TxPlan, before: &Before) {
        let database = (at.device, person.clone());
        if before.places.contains_key(&(Store::Meta, StoreKey::Text(key::EPOCH.to_owned()))) {
            self.leaders.insert(database.clone(), at);
        }
        let places = plan.puts.iter().map(|put| (put.store, &put.key));
        let mut places = places.chain(plan.deletes.iter().map(|(store, key)| (*store, key)));
        let writes_base = places.any(|(store, key)| match (store, key) {
            (Store::Rows | Store::Segs, _) => true,
            (Store::Meta, StoreKey::Text(key)) => key::meta(key) != key::MetaKey::Other,
            _ => false,
        });
        if writes_base && self.leaders.get(&database) != Some(&at) {
            self.find(Invariant::Fenced, format!("{at} writes as a leader and is none: {plan:?}"));
        }
    }

    /// What is stored as the server's was the server's.
    fn check_base(&mut self, at: TabRef, put: &Put) {
        match put.store {
            Store::Rows => {
                if let Ok(row) = codec::decode::<Row>(&PlainCodec, &put.value) {
                    self.check_record(at, &row.record);
                }
            }
            Store::Segs => {
                let segment = codec::decode::<Segment>(&PlainCodec, &put.value).unwrap_or_default();
                for record in &segment.records {
                    self.check_record(at, record);
                }
            }
            _ => {}
        }
    }

    fn check_record(&mut self, at: TabRef, record: &Record) {
        if record.deleted {
            return;
        }
        let fields = cast::fields(&record.body);
        let history = self.histories.get(&record.head.id);
        let is_known = history.is_some_and(|history| {
            let all = || history.versions.values().any(|versions| versions.contains(&fields));
            let named = history.versions.get(&record.rev);
            named.is_some_and(|versions| versions.contains(&fields)) || (!self.trusts_versions && all())
        });
        if !is_known {
            self.find(Invariant::BaseFromServer, format!("{at} stores {record:?}, of {history:?}"));
        }
    }

    /// A write leaves the log when the server has it or a person gave it up.
    fn check_removal(&mut self, at: TabRef, mid: &Mid) {
        let Some(kept) = self.kept.get(mid) else { return };
        if kept.released.is_none() && !self.is_settled(mid, &kept.intent) {
            let story = format!("{at} drops {mid:?} from the log: {:?}", kept.intent);
            self.find(Invariant::Kept, story);
        }
    }

    /// The power came back: what was kept must still be in the log.
    pub fn sees_power_loss(&mut self, disk: &Disk) {
        let Some(device) = device_of(disk) else { return };
        let lost = self.kept.iter().find(|(mid, kept)| {
            mid.device == device
                && kept.released.is_none()
                && !self.is_rotten(mid)
                && disk.get(Store::Log, &StoreKey::Lsn(mid.n)).is_none()
                && !self.is_settled(mid, &kept.intent)
        });
        if let Some((mid, kept)) = lost {
            let story = format!("{mid:?} is gone with the power: {:?}", kept.intent);
            self.find(Invariant::Kept, story);
        }
    }
}

fn device_of(disk: &Disk) -> Option<DeviceId> {
    super::device_of(disk)
}
