//! Damage and code of other versions: what breaks is told, nothing sound is called damaged, and what a
//! later version wrote is left as it is.

use super::{Invariant, Oracle, Release};
use crate::disk::{Before, Disk, Place};
use crate::world::decay::{Sort, scope_of};
use crate::world::device::TabRef;
use protocol::codec::{self, PlainCodec};
use protocol::{DeviceId, Mid, Mutation, Op, PersonId, RecordId, Scope};
use std::collections::{BTreeMap, BTreeSet};
use sync::{Issue, Store, StoreKey, TxPlan, key, stored};

/// A device's number and one of its people.
pub(super) type Owner = (usize, PersonId);

/// What the disk did.
#[derive(Debug, Default)]
pub(super) struct Decay {
    accounts: BTreeMap<Owner, Broken>,
    /// Writes whose row broke.
    rows: BTreeSet<Mid>,
    /// Records whose creation was in such a row, or in a store that was wiped.
    unmade: BTreeSet<RecordId>,
}

#[derive(Debug, Default)]
struct Broken {
    damaged: bool,
    lost: bool,
    /// Scopes of which something broke: what shows of them may come and go.
    scopes: BTreeSet<Scope>,
    /// Lost writes that nobody has told of yet.
    untold: BTreeSet<Mid>,
}

impl Oracle {
    /// The disk changes a value, or loses it.
    pub fn sees_rot(
        &mut self,
        account: Owner,
        device: Option<DeviceId>,
        (place, before): (&Place, &[u8]),
        lost: bool,
    ) {
        let broken = self.decay.accounts.entry(account).or_default();
        broken.lost |= lost;
        broken.damaged |= !lost;
        match (&place.1, device) {
            (StoreKey::Lsn(n), Some(device)) => {
                let mid = Mid { device, n: *n };
                if lost {
                    broken.untold.insert(mid.clone());
                }
                // What was written on top of it is now judged for itself. Of a row that newer code wrote
                // the ledger knows whose it was; of one that nobody lived to tell of, the row itself.
                let told = self.kept.get(&mid).map(|kept| kept.intent.head.id.clone());
                let write = codec::decode::<Mutation>(&PlainCodec, before).ok();
                let made = write.as_ref().filter(|write| matches!(write.op, Op::Create(_)));
                self.decay.unmade.extend(made.map(|write| write.head.id.clone()));
                self.decided.extend(told.or_else(|| write.map(|write| write.head.id)));
                self.decay.rows.insert(mid);
            }
            (StoreKey::Text(_), _) => broken.scopes.extend(scope_of(place)),
            (StoreKey::Lsn(_), None) => {}
        }
    }

    /// A store was wiped with what it was to make.
    pub(super) fn sees_unmade(&mut self, disk: &Disk) {
        let writes =
            disk.all(Store::Log).filter_map(|(_, row)| codec::decode::<Mutation>(&PlainCodec, row).ok());
        let made = writes.filter(|write| matches!(write.op, Op::Create(_)));
        self.decay.unmade.extend(made.map(|write| write.head.id));
    }

    /// What a tab says about its store.
    pub(super) fn check_alarm(&mut self, account: &Owner, issue: &Issue) {
        let broken = self.decay.accounts.entry(account.clone()).or_default();
        let is_right = match issue {
            Issue::Corrupt { lsn: Some(_) } => broken.damaged,
            Issue::Corrupt { lsn: None } => broken.damaged || broken.lost,
            Issue::Missing { .. } => broken.lost,
            _ => return,
        };
        if let Issue::Missing { .. } = issue {
            for mid in std::mem::take(&mut broken.untold) {
                if let Some(kept) = self.kept.get_mut(&mid) {
                    kept.released = kept.released.or(Some(Release::Lost));
                }
            }
        }
        if !is_right {
            self.find(Invariant::DamageTold, format!("{account:?} says {issue:?}, and nothing broke"));
        }
    }

    /// Whether something of an account's store was damaged, and whether something was lost.
    pub fn decayed(&self, account: &Owner) -> (bool, bool) {
        self.decay.accounts.get(account).map_or((false, false), |broken| (broken.damaged, broken.lost))
    }

    /// Whether lost writes are still to be told of.
    pub fn owes_loss(&self, account: &Owner) -> bool {
        self.decay.accounts.get(account).is_some_and(|broken| !broken.untold.is_empty())
    }

    /// Whether the row of a write broke.
    pub(super) fn is_rotten(&self, mid: &Mid) -> bool {
        self.decay.rows.contains(mid)
    }

    /// Whether the server never had a record because the disk or the browser took the write that was to
    /// make it. Who deletes it has what they want.
    pub(super) fn was_never_made(&self, id: &RecordId) -> bool {
        self.decay.unmade.contains(id)
            && self.histories.get(id).is_none_or(|history| history.versions.is_empty())
    }

    /// The scopes of which something broke.
    pub fn worn_scopes(&self, account: &Owner) -> BTreeSet<Scope> {
        self.decay.accounts.get(account).map(|broken| broken.scopes.clone()).unwrap_or_default()
    }

    /// Whether something of a scope broke on this device.
    pub(super) fn is_worn(&self, account: &Owner, scope: &Scope) -> bool {
        self.decay.accounts.get(account).is_some_and(|broken| broken.scopes.contains(scope))
    }

    /// What a later version wrote stays as it is, and nobody else leads there.
    pub(super) fn check_versions(&mut self, at: TabRef, plan: &TxPlan, before: &Before, disk: &Disk) {
        let newer = disk.meta(key::FORMAT).is_some_and(|format| format != stored::FORMAT.to_le_bytes());
        let leads = before.places.contains_key(&(Store::Meta, StoreKey::Text(key::EPOCH.to_owned())));
        let over = before.places.iter().find(|(place, old)| {
            Sort::of(place).is_some_and(|sort| sort != Sort::Journal)
                && old.as_ref().is_some_and(|old| codec::is_newer(old))
        });
        if let Some((place, _)) = over {
            self.find(Invariant::Versions, format!("{at} overwrites what a later version wrote: {place:?}"));
        } else if newer && leads {
            self.find(Invariant::Versions, format!("{at} leads in a store of a later version: {plan:?}"));
        }
    }
}
