//! Tabs open, close and die; accounts sign in and out on a device.

use super::device::{Stream, Tab, TabRef};
use super::screen::Screen;
use super::{Happening, World};
use crate::cast;
use protocol::PersonId;
use sync::{Config, Engine, Event, config};

impl World {
    /// Opens a closed tab for whoever is signed in on the device.
    pub(super) fn open_tab(&mut self, device: usize, number: usize) {
        let Some(one) = self.devices.get_mut(device) else { return };
        let person = one.person.clone();
        let account = one.accounts.entry(person.clone()).or_default();
        let ledger = account.ledger.clone();
        let ledger = ledger.map(|note| config::Ledger { unsent: note.unsent, device: note.device });
        let is_witness = ledger.is_some() && account.disk.is_empty();
        let generation = account.generation;
        let Some(tab) = one.tabs.get_mut(number) else { return };
        if tab.engine.is_some() {
            return;
        }
        self.entropy =
            self.entropy.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let settings = Config {
            limits: cast::limits(),
            compare_and_set: self.backend.model.compares(),
            keeps_results: self.backend.model.keeps_results(),
            tombstones_stay: self.backend.model.keeps_tombstones(),
            ledger,
            ..Config::new(person.clone(), self.entropy, cast::kind_rules())
        };
        *tab = Tab {
            life: tab.life + 1,
            engine: Some(Engine::new(settings)),
            born_ms: self.agenda.now(),
            visible: true,
            ..Tab::closed(person.clone())
        };
        let at = TabRef { device, tab: number, life: tab.life };
        if is_witness {
            self.oracle.sees_witness(at, &person, generation);
        }
        let now = self.now_of(at);
        let Some(engine) = self.tab_mut(at).and_then(|tab| tab.engine.as_mut()) else { return };
        let effects = engine.boot(now);
        self.carry_out(at, effects);
        self.deliver(at, Event::SignedIn(person));
        self.open_some_scopes(at);
    }

    /// A tab is gone from one moment to the next; what it asked of the disk and has not run is gone.
    pub(super) fn kill_tab(&mut self, at: TabRef) {
        self.close_tab(at);
        let delay = self.dice.mishaps.weighted(&[(3, 50), (2, 3_000), (1, 40_000)]).unwrap_or(50);
        self.agenda.enter(delay, Happening::Opens { device: at.device, tab: at.tab });
    }

    /// Closes a tab for good.
    pub(super) fn close_tab(&mut self, at: TabRef) {
        self.yield_lock(at);
        self.held.remove(&at);
        self.doubled.remove(&at);
        self.oracle.sees_death(at);
        let Some(tab) = self.tab_mut(at) else { return };
        tab.engine = None;
        tab.frozen = None;
        tab.stream = Stream::default();
        tab.screen = Screen::default();
        let timers = std::mem::take(&mut tab.timers);
        let calls = std::mem::take(&mut tab.calls);
        for slot in timers.into_values() {
            self.agenda.cancel(slot);
        }
        // Requests that left are under way; nobody waits for their answers.
        for number in calls.into_values() {
            self.forget_conversation(number);
        }
    }

    /// The person signs in again, on every tab of the account.
    pub(super) fn sign_in(&mut self, device: usize) {
        let Some(one) = self.devices.get(device) else { return };
        let person = one.person.clone();
        if self.backend.sessions.get(&one.cookie) != Some(&person) {
            let cookie = self.backend.sign_in(&person);
            if let Some(one) = self.devices.get_mut(device) {
                one.cookie = cookie;
            }
        }
        self.tell_tabs(device, &Event::SignedIn(person));
    }

    /// Tells every tab of a device, in the same instant, as shared storage does.
    pub(super) fn tell_tabs(&mut self, device: usize, event: &Event) {
        let here: Vec<TabRef> = self.tabs().map(|(at, _)| at).filter(|at| at.device == device).collect();
        for at in here {
            self.deliver(at, event.clone());
        }
    }

    /// Another account signs in on the device: some tabs go over to it, others stay as they are.
    pub(super) fn switch_account(&mut self, device: usize, person: &PersonId) {
        let cookie = self.backend.sign_in(person);
        let Some(one) = self.devices.get_mut(device) else { return };
        if one.person == *person {
            return;
        }
        let old = std::mem::replace(&mut one.cookie, cookie);
        self.backend.sessions.remove(&old);
        let Some(one) = self.devices.get_mut(device) else { return };
        one.person = person.clone();
        one.accounts.entry(person.clone()).or_default();
        self.tell_tabs(device, &Event::SignedOut);
        self.tell_tabs(device, &Event::SignedIn(person.clone()));
        let here: Vec<TabRef> = self.tabs().map(|(at, _)| at).filter(|at| at.device == device).collect();
        for at in here {
            if self.dice.mishaps.per_mille(700) {
                self.close_tab(at);
                self.agenda.enter(20, Happening::Opens { device, tab: at.tab });
            }
        }
    }

    /// The person whose database a tab has open.
    pub(super) fn person_of(&self, at: TabRef) -> Option<PersonId> {
        self.tab(at).map(|tab| tab.person.clone())
    }
}
