//! What goes wrong with devices, people's rights and the server, beside what the disk and the
//! network do on their own.

use super::device::{Tab, TabRef};
use super::{Happening, World};
use crate::cast::{KINDS, Role};
use crate::fault::Fault;
use protocol::PersonId;
use sync::Event;

/// Ten years in milliseconds.
const TEN_YEARS_MS: u64 = 315_360_000_000;
/// So long a server without results keeps its tombstones at least.
const DAY_MS: u64 = 86_400_000;
/// Thirty days in milliseconds.
const MONTH_MS: u64 = 2_592_000_000;

/// Mishaps that strike at any time, and how many more times a thousand than their rate says.
const SUDDEN: &[Fault] = &[
    Fault::Flapping,
    Fault::CaptivePortal,
    Fault::ServerRestart,
    Fault::CursorReset,
    Fault::TombstonesPurged,
    Fault::PermissionLost,
    Fault::SchemaReject,
    Fault::ServerClock,
    Fault::PowerLoss,
    Fault::Evicted,
    Fault::OpenBlocked,
    Fault::Frozen,
    Fault::LeaderStolen,
    Fault::NewerCode,
    Fault::ClockJump,
    Fault::AuthExpired,
    Fault::AccountSwitched,
    Fault::MonthOffline,
    Fault::ValueDamaged,
    Fault::ValueLost,
    Fault::OlderCode,
];

impl World {
    /// One mishap of those that this seed knows, by their rates.
    pub(super) fn mishap(&mut self) {
        let known: Vec<(u64, Fault)> = SUDDEN
            .iter()
            .map(|fault| (self.weather.rate(*fault), *fault))
            .filter(|(rate, _)| *rate > 0)
            .collect();
        let Some(fault) = self.dice.mishaps.weighted(&known) else { return };
        let device = self.dice.mishaps.below(self.devices.len() as u64) as usize;
        let now = self.agenda.now();
        self.trace.say(|| format!("{now:>8} d{device} mishap: {}", fault.name()));
        match fault {
            Fault::Flapping => self.go_offline(device),
            Fault::CaptivePortal => self.enter_portal(device),
            Fault::ServerRestart => self.restart_server(),
            Fault::CursorReset | Fault::TombstonesPurged => self.age_a_scope(fault),
            Fault::PermissionLost => self.change_a_right(),
            Fault::SchemaReject => {
                self.backend.vault.refused_kind = self.dice.mishaps.pick(&KINDS).copied();
                let delay = self.dice.mishaps.between(1_000, 60_000);
                self.agenda.enter(delay, Happening::TakesAllKinds);
            }
            Fault::ServerClock => {
                let days = self.dice.mishaps.between(1, 20) as i64 - 10;
                self.backend.vault.shift_clock(days * 86_400_000);
                self.tally.hit(Fault::ServerClock);
            }
            Fault::PowerLoss => self.cut_power(device),
            Fault::Evicted => self.evict(device),
            Fault::OpenBlocked => self.block_opening(device),
            Fault::Frozen => self.freeze(),
            Fault::LeaderStolen => self.make_leader_silent(device),
            Fault::NewerCode => self.run_newer_code(device),
            Fault::ClockJump => self.jump_clock(device),
            Fault::AuthExpired => self.expire(device),
            Fault::AccountSwitched => self.switch(device),
            Fault::MonthOffline => self.sleep_a_month(),
            Fault::ValueDamaged | Fault::ValueLost => self.rot(device, fault),
            Fault::OlderCode => self.run_older_code(device),
            _ => {}
        }
    }

    fn go_offline(&mut self, device: usize) {
        if let Some(one) = self.devices.get_mut(device) {
            one.online = false;
        }
        self.break_streams(|other| other == device);
        if self.dice.mishaps.per_mille(500) {
            self.tell_tabs(device, &Event::NetHint { online: false });
        }
        let delay = self.dice.mishaps.weighted(&[(5, 200), (3, 5_000), (1, 120_000)]).unwrap_or(200);
        let delay = self.dice.mishaps.between(1, delay);
        self.agenda.enter(delay, Happening::ComesOnline { device });
    }

    /// A device has its network again. The browser tells of it, or doesn't.
    pub(super) fn come_online(&mut self, device: usize) {
        if let Some(one) = self.devices.get_mut(device) {
            one.online = true;
            one.portal = false;
        }
        if self.dice.mishaps.per_mille(700) {
            self.tell_tabs(device, &Event::NetHint { online: true });
        }
    }

    fn enter_portal(&mut self, device: usize) {
        if let Some(one) = self.devices.get_mut(device) {
            one.portal = true;
        }
        self.break_streams(|other| other == device);
        let delay = self.dice.mishaps.between(100, 30_000);
        self.agenda.enter(delay, Happening::ComesOnline { device });
    }

    fn restart_server(&mut self) {
        let down = self.dice.mishaps.between(100, 8_000);
        self.backend.down_until = self.agenda.now() + down;
        self.break_streams(|_| true);
    }

    fn age_a_scope(&mut self, fault: Fault) {
        let scopes = self.cast.scopes();
        let Some(scope) = self.dice.mishaps.pick(&scopes).filter(|_| self.backend.model.forgets()) else {
            return;
        };
        match fault {
            Fault::CursorReset => self.backend.vault.reset_cursors(scope),
            _ => self.backend.vault.purge_tombstones(scope, self.purged_until()),
        }
    }

    fn change_a_right(&mut self) {
        let Some(space) = self.dice.mishaps.pick(&self.cast.spaces).cloned() else { return };
        let number = self.dice.mishaps.below(self.cast.people.len() as u64) as usize;
        let Some(person) = self.cast.people.get(number).cloned() else { return };
        let role = self.dice.mishaps.weighted(&[(3, Some(Role::Member)), (2, Some(Role::Admin)), (3, None)]);
        self.oracle.sees_regrant(&person);
        let now = self.agenda.now();
        self.backend.set_role(&space, &person, role.flatten(), now);
        for record in self.backend.documents.all() {
            self.oracle.sees_seeded(&record);
        }
    }

    fn cut_power(&mut self, device: usize) {
        self.close_all(device);
        let Some(one) = self.devices.get_mut(device) else { return };
        let mut lost = 0;
        for account in one.accounts.values_mut() {
            lost += account.disk.lose_power(&mut self.dice.disk);
        }
        if lost > 0 {
            self.tally.hit(Fault::PowerLoss);
        }
        self.oracle_sees_power_loss(device);
        self.open_all(device, 2_000);
    }

    /// The browser wipes a database, with its tabs open or after they died.
    fn evict(&mut self, device: usize) {
        if self.dice.mishaps.per_mille(500) {
            self.close_all(device);
            self.open_all(device, 500);
        }
        let Some(one) = self.devices.get_mut(device) else { return };
        let people: Vec<PersonId> = one.accounts.keys().cloned().collect();
        let Some(person) = self.dice.mishaps.pick(&people).cloned() else { return };
        let Some(account) = one.accounts.get_mut(&person) else { return };
        if account.disk.is_empty() {
            return;
        }
        let old = std::mem::take(&mut account.disk);
        account.generation += 1;
        let generation = account.generation;
        self.tally.hit(Fault::Evicted);
        self.oracle.sees_eviction(&old);
        let ready = |tab: &Tab| tab.engine.as_ref().is_some_and(|engine| engine.status().ready);
        let here: Vec<TabRef> = self
            .tabs()
            .filter(|(at, tab)| at.device == device && tab.person == person && ready(tab))
            .map(|(at, _)| at)
            .collect();
        for at in here {
            self.oracle.sees_witness(at, &person, generation);
        }
    }

    fn block_opening(&mut self, device: usize) {
        let closed =
            self.devices.get(device).and_then(|one| one.tabs.iter().position(|tab| tab.engine.is_none()));
        if let Some(tab) = closed {
            self.tally.hit(Fault::OpenBlocked);
            self.agenda.enter(15_000, Happening::Opens { device, tab });
            return;
        }
        // The newest tab waits for the others to let go of an older connection.
        let Some(at) = self.tabs().map(|(at, _)| at).filter(|at| at.device == device).last() else { return };
        let until = self.agenda.now() + self.dice.mishaps.between(500, 20_000);
        if let Some(tab) = self.tab_mut(at) {
            tab.disk_busy_ms = tab.disk_busy_ms.max(until);
            self.tally.hit(Fault::OpenBlocked);
        }
    }

    fn freeze(&mut self) {
        let awake: Vec<TabRef> = self.tabs().filter(|(_, tab)| tab.is_awake()).map(|(at, _)| at).collect();
        let Some(at) = self.dice.mishaps.pick(&awake).copied() else { return };
        self.freeze_tab(at);
    }

    fn freeze_tab(&mut self, at: TabRef) {
        let Some(tab) = self.tab_mut(at) else { return };
        tab.frozen = Some(Vec::new());
        let delay = self.dice.mishaps.weighted(&[(4, 500), (4, 15_000), (1, 90_000)]).unwrap_or(500);
        let delay = self.dice.mishaps.between(10, delay);
        self.agenda.enter(delay, Happening::Thaws(at));
    }

    /// The leader of an account falls silent while another tab is looked at.
    fn make_leader_silent(&mut self, device: usize) {
        let holders = self
            .devices
            .get(device)
            .map(|one| one.accounts.values().filter_map(|account| account.lock.holder).collect::<Vec<_>>());
        for holder in holders.unwrap_or_default() {
            if self.tab(holder).is_some_and(|tab| tab.is_awake()) {
                let Some(tab) = self.tab_mut(holder) else { continue };
                tab.frozen = Some(Vec::new());
                self.agenda.enter(25_000, Happening::Thaws(holder));
            }
        }
    }

    fn jump_clock(&mut self, device: usize) {
        let span =
            self.dice.mishaps.weighted(&[(3, 600_000), (2, 86_400_000), (1, TEN_YEARS_MS)]).unwrap_or(1);
        let jump = self.dice.mishaps.between(0, 2 * span) as i64 - span as i64;
        if let Some(one) = self.devices.get_mut(device) {
            one.clock_off = jump;
        }
    }

    fn expire(&mut self, device: usize) {
        let Some(one) = self.devices.get(device) else { return };
        self.backend.sessions.remove(&one.cookie);
        self.break_streams(|other| other == device);
        let delay = self.dice.mishaps.between(100, 60_000);
        self.agenda.enter(delay, Happening::SignsIn { device });
    }

    fn switch(&mut self, device: usize) {
        let Some(person) = self.dice.mishaps.pick(&self.cast.people).cloned() else { return };
        let leaves = self.devices.get(device).is_some_and(|one| one.person != person);
        if leaves {
            self.note_switch(device);
            self.switch_account(device, &person);
        }
    }

    /// Every lid is closed for a month, and the server forgets its tombstones meanwhile.
    fn sleep_a_month(&mut self) {
        let unsent =
            self.tabs().any(|(_, tab)| tab.engine.as_ref().is_some_and(|engine| engine.status().waiting > 0));
        if unsent {
            self.tally.hit(Fault::MonthOffline);
        }
        self.agenda.sleep(MONTH_MS);
        if !self.backend.model.keeps_results() {
            // No connection lives so long; a server that keeps results would know what comes by it.
            self.agenda.drop_all(|one| matches!(one, Happening::Arrive { .. } | Happening::Late(_)));
        }
        for scope in self.cast.scopes().iter().filter(|_| self.backend.model.forgets()) {
            self.backend.vault.purge_tombstones(scope, self.purged_until());
        }
    }

    /// Tombstones made by this time may be purged. Without results, a server that forgot sooner what
    /// may still come twice would be safe with no engine.
    fn purged_until(&self) -> u64 {
        let kept = if self.backend.model.keeps_results() { 0 } else { DAY_MS };
        self.agenda.now().saturating_sub(kept)
    }

    pub(super) fn close_all(&mut self, device: usize) {
        let here: Vec<TabRef> = self.tabs().map(|(at, _)| at).filter(|at| at.device == device).collect();
        for at in here {
            self.close_tab(at);
        }
    }

    pub(super) fn open_all(&mut self, device: usize, delay: u64) {
        let tabs = self.devices.get(device).map_or(0, |one| one.tabs.len());
        for tab in 0..tabs {
            self.agenda.enter(delay + tab as u64, Happening::Opens { device, tab });
        }
    }
}
