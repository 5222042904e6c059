//! The disk's part of the world: transactions and reads run in the order in which a tab gave them,
//! and die, abort or fill the disk as the weather has it.

use super::device::TabRef;
use super::{Happening, World};
use crate::fault::Fault;
use sync::{Event, ReadId, ReadPlan, TxFailure, TxId, TxPlan};

/// How long a tab's connection may take for one request, milliseconds.
const DISK_MS: u64 = 3;

impl World {
    /// Queues a transaction behind the tab's earlier ones.
    pub(super) fn queue_tx(&mut self, at: TabRef, tx: TxId, plan: TxPlan) {
        let delay = self.disk_delay(at);
        self.agenda.enter(delay, Happening::Tx { at, tx, plan: Box::new(plan) });
    }

    /// Queues a read behind the tab's earlier requests.
    pub(super) fn queue_read(&mut self, at: TabRef, read: ReadId, plan: ReadPlan) {
        let delay = self.disk_delay(at);
        self.agenda.enter(delay, Happening::Read { at, read, plan: Box::new(plan) });
    }

    fn disk_delay(&mut self, at: TabRef) -> u64 {
        let now = self.agenda.now();
        let wait = self.dice.disk.below(DISK_MS + 1);
        let Some(tab) = self.tab_mut(at) else { return wait };
        tab.disk_busy_ms = tab.disk_busy_ms.max(now + wait);
        tab.disk_busy_ms - now
    }

    /// The moment of a transaction.
    pub(super) fn run_tx(&mut self, at: TabRef, tx: TxId, plan: Box<TxPlan>) {
        if self.tab(at).is_none() {
            return;
        }
        if self.holds_frozen(at) {
            self.hold(at, Happening::Tx { at, tx, plan });
            return;
        }
        let dies = self.weather.strikes(Fault::Killed, &mut self.dice.disk);
        if dies && self.dice.disk.per_mille(500) {
            self.tally.hit(Fault::Killed);
            self.kill_tab(at);
            return;
        }
        if let Some(why) = self.refusal(&plan) {
            self.deliver_soon(at, Event::TxFailed { tx, why });
            return;
        }
        let Some(person) = self.tab(at).map(|tab| tab.person.clone()) else { return };
        let Some(account) = self.account_mut(at.device, &person) else { return };
        let result = account.disk.run(&plan);
        self.trace_tx(at, tx, &plan, result.is_ok());
        match result {
            Ok((receipt, before)) => {
                self.oracle_sees_tx(at, &plan, &before, &receipt);
                if dies {
                    self.tally.hit(Fault::Killed);
                    self.kill_tab(at);
                } else {
                    self.deliver_soon(at, Event::TxDone { tx, receipt });
                }
            }
            Err(why) => {
                self.fence_held(at, &why);
                self.deliver_soon(at, Event::TxFailed { tx, why });
            }
        }
    }

    /// Why the browser takes a transaction no further than its beginning, if it does.
    fn refusal(&mut self, plan: &TxPlan) -> Option<TxFailure> {
        let dice = &mut self.dice.disk;
        let writes = !plan.puts.is_empty() || !plan.appends.is_empty();
        let (fault, why) = if self.weather.strikes(Fault::TxAborted, dice) {
            (Fault::TxAborted, TxFailure::Aborted("the store says no".to_owned()))
        } else if writes && self.weather.strikes(Fault::QuotaFull, dice) {
            (Fault::QuotaFull, TxFailure::Quota)
        } else if self.weather.strikes(Fault::ConnectionLost, dice) {
            (Fault::ConnectionLost, TxFailure::Lost)
        } else {
            return None;
        };
        self.tally.hit(fault);
        Some(why)
    }

    /// Counts a leader that the fence stopped while another held the lock beside it.
    fn fence_held(&mut self, at: TabRef, why: &TxFailure) {
        let TxFailure::Guard { .. } = why else { return };
        if self.doubled.remove(&at) {
            self.tally.hit(Fault::TwoLeaders);
        }
    }

    /// The moment of a read.
    pub(super) fn run_read(&mut self, at: TabRef, read: ReadId, plan: Box<ReadPlan>) {
        if self.tab(at).is_none() {
            return;
        }
        if self.holds_frozen(at) {
            self.hold(at, Happening::Read { at, read, plan });
            return;
        }
        if self.weather.strikes(Fault::ConnectionLost, &mut self.dice.disk) {
            self.tally.hit(Fault::ConnectionLost);
            self.deliver_soon(at, Event::ReadFailed { read, why: TxFailure::Lost });
            return;
        }
        let Some(person) = self.tab(at).map(|tab| tab.person.clone()) else { return };
        let Some(account) = self.account_mut(at.device, &person) else { return };
        let found = account.disk.read(&plan);
        self.deliver_soon(at, Event::ReadDone { read, found });
    }

    /// A frozen tab's requests run now or after its thaw: both happen in browsers. Once one waits,
    /// the later ones wait behind it.
    fn holds_frozen(&mut self, at: TabRef) -> bool {
        self.tab(at).is_some_and(|tab| tab.frozen.is_some())
            && (self.held.contains_key(&at) || self.dice.disk.per_mille(500))
    }

    fn hold(&mut self, at: TabRef, happening: Happening) {
        self.held.entry(at).or_default().push(happening);
    }

    /// Tells the tab in a task of its own, in the order in which the disk finished.
    fn deliver_soon(&mut self, at: TabRef, event: Event) {
        self.agenda.enter(0, Happening::Deliver { at, event });
    }
}
