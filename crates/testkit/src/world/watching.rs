//! What the oracle sees of the world: it is handed what happened, never an engine.

use super::World;
use super::device::TabRef;
use super::screen::{Screen, Shown};
use crate::cast;
use crate::disk::Before;
use crate::fault::Fault;
use protocol::{Call, Mid, Outcome, PersonId, RecordId, Scope};
use std::collections::BTreeSet;
use sync::visible::Older;
use sync::{Issue, Resolution, Ticket, TxFailure, TxPlan, TxReceipt};

impl World {
    pub(super) fn oracle_sees_tx(&mut self, at: TabRef, plan: &TxPlan, before: &Before, receipt: &TxReceipt) {
        self.tally_older_code(at, plan);
        let Some(person) = self.person_of(at) else { return };
        let Some(account) = self.devices.get(at.device).and_then(|device| device.accounts.get(&person))
        else {
            return;
        };
        self.oracle.sees_tx((at, &person), (plan, before, receipt), &account.disk);
    }

    pub(super) fn oracle_sees_committed(
        &mut self,
        at: TabRef,
        ticket: Ticket,
        result: Result<Vec<Mid>, TxFailure>,
    ) {
        let Some(person) = self.person_of(at) else { return };
        let Some(account) = self.devices.get(at.device).and_then(|device| device.accounts.get(&person))
        else {
            return;
        };
        let kept = self.oracle.sees_committed(at, ticket.0, &result, &account.disk);
        for intent in kept {
            // A scope that is just being opened shows nothing yet.
            let Some(tab) = self.tab(at).filter(|tab| tab.screen.read.contains(&intent.head.scope)) else {
                continue;
            };
            let Some(engine) = &tab.engine else { continue };
            let shown =
                engine.visible(&intent.head.scope, &intent.head.id).map(|visible| Shown::of(&visible));
            self.oracle.checks_own_write(at, &intent, shown.as_ref());
        }
    }

    pub(super) fn oracle_sees_issue(&mut self, at: TabRef, issue: &Issue) {
        self.tally_decay(at, issue);
        if let Some(person) = self.person_of(at) {
            let account = self.devices.get(at.device).and_then(|device| device.accounts.get(&person));
            let generation = account.map_or(0, |account| account.generation);
            self.oracle.sees_issue((at.device, person), generation, issue);
        }
        if let (Issue::StoreWiped { .. }, Some(tab)) = (issue, self.tab_mut(at)) {
            // A person was told: the screens begin anew.
            tab.screen = Screen::default();
        }
    }

    pub(super) fn oracle_sees_call(&mut self, at: TabRef, asked: &Call) {
        if let Some(device) = self.devices.get(at.device) {
            self.oracle.sees_call(at, &device.person, asked);
        }
    }

    pub(super) fn oracle_sees_answer(&mut self, at: TabRef, asked: &Call, outcome: &Outcome) {
        self.oracle.sees_answer(at, asked, outcome, self.agenda.now());
    }

    pub(super) fn oracle_sees_screen(
        &mut self,
        at: TabRef,
        (scope, id): (&Scope, &RecordId),
        (before, now): (Option<Shown>, Option<Shown>),
    ) {
        let Some(person) = self.person_of(at) else { return };
        let Some(tab) = self.tab_mut(at) else { return };
        let windowed = tab.engine.as_ref().is_some_and(|engine| engine.older_available(scope) != Older::None);
        let mut screen = std::mem::take(&mut tab.screen);
        self.oracle.sees_screen((at, &person, windowed), id, (before.as_ref(), now.as_ref()), &mut screen);
        if let Some(tab) = self.tab_mut(at) {
            tab.screen = screen;
        }
    }

    pub(super) fn oracle_sees_resolve(&mut self, at: TabRef, lsn: u64, record: &RecordId, how: &Resolution) {
        if let Resolution::Edit(body) = how {
            self.oracle.utters(record, cast::fields(body).values());
        }
        let Some(person) = self.person_of(at) else { return };
        let account = self.devices.get(at.device).and_then(|device| device.accounts.get(&person));
        if let Some(device) = account.and_then(|account| crate::oracle::device_of(&account.disk)) {
            self.oracle.sees_resolve(&Mid { device, n: lsn }, record, how);
        }
    }

    /// A person gives up a write that can't be read.
    pub(super) fn oracle_sees_discard(&mut self, at: TabRef, lsn: u64) {
        let Some(person) = self.person_of(at) else { return };
        let account = self.devices.get(at.device).and_then(|device| device.accounts.get(&person));
        if let Some(device) = account.and_then(|account| crate::oracle::device_of(&account.disk)) {
            self.oracle.sees_discard(&Mid { device, n: lsn });
        }
    }

    pub(super) fn oracle_sees_power_loss(&mut self, device: usize) {
        let Some(device) = self.devices.get(device) else { return };
        for account in device.accounts.values() {
            self.oracle.sees_power_loss(&account.disk);
        }
    }

    pub(super) fn note_switch(&mut self, device: usize) {
        let unsent = self
            .tabs()
            .filter(|(at, _)| at.device == device)
            .any(|(_, tab)| tab.engine.as_ref().is_some_and(|engine| engine.status().waiting > 0));
        if unsent {
            self.tally.hit(Fault::AccountSwitched);
        }
    }

    /// Looks through the stores of everybody who is signed in.
    pub(super) fn check_stores(&mut self) {
        let stores: Vec<(usize, PersonId)> =
            self.devices.iter().enumerate().map(|(number, device)| (number, device.person.clone())).collect();
        for (number, person) in stores {
            let mut shown = BTreeSet::new();
            for (at, tab) in self.tabs() {
                if at.device == number && tab.person == person {
                    let engine = tab.engine.iter();
                    shown.extend(
                        engine.clone().flat_map(|engine| engine.outbox().into_iter().map(|one| one.lsn)),
                    );
                    shown.extend(engine.flat_map(sync::Engine::unreadable));
                }
            }
            let account = self.devices.get(number).and_then(|device| device.accounts.get(&person));
            if let Some(account) = account {
                self.oracle.checks_store((number, &person), &account.disk, &shown);
            }
        }
    }
}
