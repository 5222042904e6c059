//! Starting: reading the stores, founding them if they are empty, noticing that they were wiped or
//! that a later version wrote them.

use super::Engine;
use super::draft::Draft;
use super::lane::{Job, Step};
use super::legacy::Legacy;
use super::log::{self, Broken};
use super::mirror::{Absorbed, Mirror};
use crate::effect::Issue;
use crate::journal;
use crate::key;
use crate::plan::{Found, JOURNAL, ReadPlan, Store, StoreKey};
use crate::planted::{self, Bug};
use crate::stored;
use protocol::{DeviceId, RecordId};

impl Engine {
    pub(super) fn begin_boot(&mut self) -> Step {
        let meta = key::all(Store::Meta);
        Step::Read(ReadPlan {
            gets: Vec::new(),
            ranges: vec![meta, key::all(Store::Log), key::all(Store::Side)],
        })
    }

    /// Takes all that was read. A store without a device is new, or was wiped.
    pub(super) fn booted(&mut self, found: &Found) -> Step {
        let before = self.take_everything(found);
        self.check_format();
        // Also what was read and not yet counted: a store may be wiped while its first tab still begins.
        // What is remembered of one that was wiped before goes first.
        let begun = before.device().filter(|_| self.legacy.is_none());
        self.device = self.device.take().or(begun);
        if let Some(former) = self.device.take_if(|device| Some(&*device) != self.mirror.device().as_ref()) {
            self.wiped(former, &before);
        } else {
            // Until they are read anew, screens show what has left the log meanwhile.
            self.stale.extend(self.open.iter().cloned());
            for (lsn, mutation) in before.log.iter() {
                if self.newer && self.mirror.log.unreadable().contains(&lsn) {
                    self.mirror.log.set(lsn, mutation.clone());
                } else if self.mirror.log.get(lsn).is_none() {
                    self.fade(lsn, mutation);
                }
            }
        }
        let mut draft = self.heirs_draft();
        let device = match self.mirror.device() {
            Some(device) => {
                self.check_ledger(&device);
                self.check_epoch();
                self.release_orphans();
                self.miss_writes(&mut draft);
                device
            }
            None => self.found_store(&mut draft),
        };
        self.take_over(&mut draft, &device);
        if draft.is_empty() {
            self.founded();
            return Step::Done;
        }
        Step::Tx(draft.into_plan())
    }

    /// Makes the store: a device of its own, and the format.
    fn found_store(&mut self, draft: &mut Draft) -> DeviceId {
        draft.strictly();
        let entropy = [self.dice.next(), self.dice.next()].map(|part| format!("{part:016x}"));
        let [first, second] = &entropy;
        let device = RecordId::derived(&["device", first, second]);
        draft.put(Store::Meta, key::DEVICE.to_owned(), device.as_str().into());
        draft.put(Store::Meta, key::FORMAT.to_owned(), stored::FORMAT.to_le_bytes().into());
        if let Some(ledger) = self.config.ledger.take() {
            self.surface(Issue::StoreWiped { unsent: Some(ledger.unsent) });
        }
        DeviceId::new(device.as_str())
    }

    /// A store that is another than the ledger speaks of came after a wipe, made by a tab that may not
    /// have known of the one before.
    fn check_ledger(&mut self, device: &DeviceId) {
        let ledger = self.config.ledger.take();
        let former = ledger.filter(|ledger| ledger.device.as_ref().is_some_and(|former| former != device));
        if let Some(ledger) = former {
            self.surface(Issue::StoreWiped { unsent: Some(ledger.unsent) });
        }
    }

    /// Tells of writes that the disk lost, and counts anew: the journal knows how many there were. Where
    /// it does not, because it is damaged itself or an earlier version wrote it, nothing can be said.
    fn miss_writes(&mut self, draft: &mut Draft) {
        let here = self.mirror.log.len();
        let rows = journal::log_rows(self.mirror.clear(JOURNAL).map(Vec::as_slice));
        let missing = rows.and_then(|rows| rows.checked_sub(u64::try_from(here).unwrap_or(u64::MAX)));
        if self.newer || missing == Some(0) || planted::on(Bug::LossUntold) {
            return;
        }
        if let Some(writes) = missing {
            self.surface(Issue::Missing { writes });
        }
        self.count_log(draft, here);
    }

    /// The store is read and has a device: work may begin.
    pub(super) fn founded(&mut self) {
        self.device = self.mirror.device();
        self.stale.extend(self.open.iter().cloned());
        self.mend_scopes();
        if std::mem::replace(&mut self.ready, true) {
            return;
        }
        self.legacy = None;
        self.want_leader();
    }

    /// Returns what was known before.
    fn take_everything(&mut self, found: &Found) -> Mirror {
        let before = std::mem::take(&mut self.mirror);
        let [meta, log, side] = found.ranges.as_slice() else { return before };
        let journal = meta.iter().find(|(key, _)| *key == StoreKey::Text(JOURNAL.to_owned()));
        self.mirror.change = journal::change(journal.map(|(_, value)| value.as_slice()));
        let stores = [(Store::Meta, meta), (Store::Log, log), (Store::Side, side)];
        for (store, values) in stores {
            for (key, value) in values {
                for absorbed in self.mirror.absorb(store, key, Some(value)) {
                    match absorbed {
                        Absorbed::Broken(lsn, why) => self.unreadable_write(lsn, why),
                        Absorbed::Newer => self.meet_newer(),
                        _ => {}
                    }
                }
            }
        }
        self.mirror.log.read_to = log.iter().filter_map(|(key, _)| log::lsn(key)).max().unwrap_or(0);
        self.clock = self.mirror.log.iter().map(|(_, mutation)| mutation.hlc).fold(self.clock, Ord::max);
        self.changes.outbox = true;
        for scope in self.open.clone() {
            // A store made anew has no scopes until the list was taken: none of them is lost.
            let is_listed = self.ready && self.mirror.clear(key::LISTED).is_some();
            if is_listed || self.mirror.scopes.contains_key(&scope) {
                self.scope_changed(scope.clone());
            }
            self.changes.scopes.insert(scope);
        }
        before
    }

    pub(super) fn unreadable_write(&mut self, lsn: u64, why: Broken) {
        match why {
            Broken::Corrupt => self.surface(Issue::Corrupt { lsn: Some(lsn) }),
            Broken::Newer => self.meet_newer(),
        }
    }

    /// The store under us was made anew: the browser wiped it, or a person did.
    fn wiped(&mut self, former: DeviceId, before: &Mirror) {
        let log = &before.log;
        for (lsn, mutation) in log.iter() {
            self.fade(lsn, mutation);
        }
        self.ghosts.begin_store();
        self.legacy = Some(Legacy::of(former, log));
        // Of a store that another tab made, only that tab knows what it took along.
        let is_founder = self.mirror.device().is_none();
        let lost = u64::try_from(log.unreadable().len()).ok().filter(|_| is_founder);
        self.config.ledger = None;
        self.surface(Issue::StoreWiped { unsent: lost });
        // What screens show stays until the new store has something to show instead.
        for view in self.views.values_mut() {
            view.detach();
        }
        self.orphans.extend(self.open.iter().cloned());
        self.step_down();
        self.ready = false;
    }

    /// A guard found another device in the store, or none. Everything is read again; a commit that
    /// waits goes into the new store.
    pub(super) fn store_replaced(&mut self, job: Job) {
        self.step_down();
        self.lane.retain(|_| false);
        if let Job::Commit(_) = job {
            self.lane.add_urgent(job);
        }
        self.ready = false;
        self.lane.add_front(Job::Boot);
    }
}
