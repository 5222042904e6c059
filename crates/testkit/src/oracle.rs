//! The oracle: a ledger of its own of what was written, told and taken. It reads of an engine
//! only what screens read, and of a disk only what stands on it.

mod calls;
mod decay;
mod disks;
mod end;
mod overwritten;
mod screens;
mod taken;
mod writes;

use crate::cast::Fields;
use crate::disk::Disk;
use crate::world::device::TabRef;
use decay::Decay;
use overwritten::Overwritten;
use protocol::{DeviceId, Head, Mid, Mutation, PersonId, RecordId, Rev};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use sync::Issue;

/// What must hold; the numbers are those of the design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Invariant {
    /// I1: an acknowledged write is on the server, in the log, or shown as refused.
    Kept,
    /// I2: every write takes effect at most once.
    Once,
    /// I3: a device's writes of a record take effect in their order, and after what they rest on.
    InOrder,
    /// I5: the base comes from the server only.
    BaseFromServer,
    /// I6: what shows is the base with the pending writes over it.
    Folded,
    /// I7: nothing flickers back to an older value.
    NoFlicker,
    /// I8: a leader without the lead changes nothing.
    Fenced,
    /// I9: after the heal all agree; with I4, I10 and I16.
    Converges,
    /// I11: what belongs together is committed together.
    Atomic,
    /// I13: a wiped store is reported.
    WipeTold,
    /// I14: nobody's writes are sent with another's session.
    OwnSession,
    /// I17: a failing backend is not hammered.
    Bounded,
    /// I18: no edit is overwritten silently.
    NothingSilent,
    /// A mutation that may have arrived is never changed.
    Frozen,
    /// Damage is told, and nothing sound is called damaged.
    DamageTold,
    /// I15: older stores are read, and newer ones left as they are.
    Versions,
}

/// One breach of an invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub invariant: Invariant,
    /// How.
    pub story: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.invariant, self.story)
    }
}

/// What a person meant by a write, as the model knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// The record.
    pub head: Head,
    /// Whether it is deleted by it.
    pub deletes: bool,
    /// The fields that the person saw before.
    pub saw: Fields,
    /// The fields that the person changed.
    pub set: Fields,
    /// Fields that the person removed.
    pub cleared: BTreeSet<String>,
    /// What must be on the server first.
    pub deps: Vec<RecordId>,
}

impl Intent {
    /// A new record.
    pub fn creates(head: Head, set: Fields) -> Self {
        let deps = Vec::new();
        Self { head, deletes: false, saw: Fields::new(), set, cleared: BTreeSet::new(), deps }
    }

    /// A record with other fields.
    pub fn edits(head: Head, saw: Fields, now: Fields) -> Self {
        let cleared = saw.keys().filter(|field| !now.contains_key(*field)).cloned().collect();
        let set = now.into_iter().filter(|(field, value)| saw.get(field) != Some(value)).collect();
        Self { head, deletes: false, saw, set, cleared, deps: Vec::new() }
    }

    /// A record's end.
    pub fn deletes(head: Head, saw: Fields) -> Self {
        Self { head, deletes: true, saw, set: Fields::new(), cleared: BTreeSet::new(), deps: Vec::new() }
    }
}

/// A write that the engine said it keeps.
#[derive(Clone, Debug)]
struct Kept {
    intent: Intent,
    /// How it ended, as far as the ledger is concerned.
    released: Option<Release>,
}

/// Why a write need not be found any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Release {
    /// It took effect.
    Taken,
    /// A person gave it up or replaced it.
    Decided,
    /// The browser wiped it, and said so.
    Wiped,
    /// The disk lost it, and a tab said so.
    Lost,
}

/// What the server ever held of a record.
#[derive(Clone, Debug, Default)]
struct History {
    versions: BTreeMap<Rev, Vec<Fields>>,
    /// Every value that a field ever had, and the store that wrote it.
    values: BTreeMap<(String, i64), Option<DeviceId>>,
    /// Values that came back after others: where the last writer wins, the server itself flickers.
    returned: BTreeSet<(String, i64)>,
    now: Fields,
    deleted: bool,
    is_live: bool,
    /// The last log number of each device that took effect here.
    last: BTreeMap<DeviceId, u64>,
}

/// The ledger.
#[derive(Debug, Default)]
pub struct Oracle {
    findings: Vec<Finding>,
    /// Commits that were asked for.
    asked: BTreeMap<(TabRef, u64), Vec<Intent>>,
    kept: BTreeMap<Mid, Kept>,
    taken: BTreeSet<Mid>,
    histories: BTreeMap<RecordId, History>,
    /// Records about which a person of a store decided: their order and values are that person's.
    decided: BTreeSet<RecordId>,
    /// Who last took the lead of a database.
    leaders: BTreeMap<(usize, PersonId), TabRef>,
    /// The transactions that wrote each row of a log.
    written_in: BTreeMap<Mid, BTreeSet<u64>>,
    transactions: u64,
    /// What was sent of a write whose fate is open.
    sent: BTreeMap<Mid, Mutation>,
    /// Failed calls of a device in the present minute.
    failures: BTreeMap<usize, (u64, u64)>,
    /// Values that somebody asked to write, by record.
    uttered: BTreeSet<(RecordId, i64)>,
    /// Accounts whose store was wiped, and the tabs that know of it and have not said so yet.
    owed_reports: BTreeMap<(usize, PersonId), BTreeSet<TabRef>>,
    /// Stores that were wiped: a living tab may take their writes over, under new names.
    wiped: BTreeSet<DeviceId>,
    /// Which wipe of an account was told last.
    reported: BTreeMap<(usize, PersonId), u64>,
    /// People whose rights changed: what they see may come and go.
    regranted: BTreeSet<PersonId>,
    decay: Decay,
    overwritten: Overwritten,
    /// Whether a version names one state of a record. Where nothing is compared, a dialect makes
    /// versions of its own.
    trusts_versions: bool,
    /// How many commits were kept.
    pub commits: u64,
    /// How many effects the server took.
    pub effects: u64,
}

impl Oracle {
    /// An empty ledger.
    pub fn new(trusts_versions: bool) -> Self {
        Self { trusts_versions, ..Self::default() }
    }

    /// Whether something was found.
    pub fn has_found(&self) -> bool {
        !self.findings.is_empty()
    }

    /// What was found, the first first.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Notes a breach.
    pub fn find(&mut self, invariant: Invariant, story: String) {
        self.findings.push(Finding { invariant, story });
    }

    /// A tab tells a person something; so often was its store made anew before.
    pub fn sees_issue(&mut self, account: (usize, PersonId), generation: u64, issue: &Issue) {
        self.check_alarm(&account, issue);
        if let Issue::StoreWiped { .. } = issue {
            self.owed_reports.remove(&account);
            self.reported.insert(account, generation);
        }
    }

    /// A tab can know that its store was wiped: it had it open, or local storage tells.
    pub fn sees_witness(&mut self, at: TabRef, person: &PersonId, generation: u64) {
        let account = (at.device, person.clone());
        if self.reported.get(&account) != Some(&generation) {
            self.owed_reports.entry(account).or_default().insert(at);
        }
    }

    /// A tab is gone, with what it knew.
    pub fn sees_death(&mut self, at: TabRef) {
        for witnesses in self.owed_reports.values_mut() {
            witnesses.remove(&at);
        }
    }

    /// The browser wipes a database: what it held and the server has not is gone, by no fault of
    /// the engine.
    pub fn sees_eviction(&mut self, disk: &Disk) {
        let Some(id) = device_of(disk) else { return };
        self.wiped.insert(id.clone());
        self.sees_unmade(disk);
        for (mid, kept) in &mut self.kept {
            if mid.device == id && kept.released.is_none() {
                kept.released = Some(Release::Wiped);
            }
        }
    }
}

/// The id that a database gave its device.
pub(crate) fn device_of(disk: &Disk) -> Option<DeviceId> {
    let bytes = disk.meta(sync::key::DEVICE)?;
    std::str::from_utf8(bytes).ok().map(DeviceId::from)
}
