//! A run: people and mishaps for a while, then everything heals and all must agree.

use super::device::{Tab, TabRef};
use super::{Happening, World};
use crate::oracle::Invariant;
use protocol::PersonId;
use sync::visible::Older;
use sync::{Event, Timer};

/// After the heal, everybody must agree within ten virtual minutes.
const HEAL_MS: u64 = 600_000;
/// What is under way for longer than this is waited for no more.
const SOON_MS: u64 = 1_000;
/// So long after the heal something may still be tidied up.
const GRACE_MS: u64 = 60_000;
/// So long nothing happens at all.
const IDLE_MS: u64 = 120_000;
/// So many calls a tab may make meanwhile where nobody pokes: a list and the open scopes each time.
const IDLE_POLLS: u64 = 120;
/// No run takes more steps than this: an engine that never rests is a finding, not a hang.
const MOST_STEPS: u64 = 60_000;

impl World {
    /// Lives the seed: so many acts, then the heal.
    pub(crate) fn live(&mut self, acts: u64) {
        self.seed_server();
        for device in 0..self.devices.len() {
            self.open_all(device, 1);
        }
        self.agenda.enter(20, Happening::Act);
        let mut acted = 0;
        while acted < acts && self.steps < MOST_STEPS && !self.oracle.has_found() {
            let Some(happening) = self.agenda.advance() else { break };
            acted += u64::from(matches!(happening, Happening::Act));
            self.happen(happening);
        }
        self.heal();
    }

    /// Everything heals; each account of each device gets its turn to drain its log.
    fn heal(&mut self) {
        self.weather.calm();
        self.agenda.drop_all(|one| {
            matches!(
                one,
                Happening::Act
                    | Happening::ComesOnline { .. }
                    | Happening::SignsIn { .. }
                    | Happening::TakesAllKinds
                    | Happening::OldCodeReloads { .. }
            )
        });
        self.backend.vault.refused_kind = None;
        self.backend.down_until = 0;
        let mut others: Vec<(usize, PersonId)> = Vec::new();
        for (number, device) in self.devices.iter().enumerate() {
            others.extend(
                device.accounts.keys().filter(|who| **who != device.person).map(|who| (number, who.clone())),
            );
        }
        for number in 0..self.devices.len() {
            self.heal_device(number);
        }
        self.settle();
        for (number, person) in others {
            if self.oracle.has_found() {
                return;
            }
            self.close_all(number);
            self.switch_account(number, &person);
            self.heal_device(number);
            self.settle();
        }
        // Both take long and find little, so that some seeds are enough.
        let more = self.dice.mishaps.below(8);
        if more == 0 && !self.oracle.has_found() {
            self.stay_idle();
        }
        if more < 3 && !self.oracle.has_found() {
            self.start_offline();
        }
    }

    /// With nothing to do and a stream open, nobody asks for anything.
    fn stay_idle(&mut self) {
        let (mut end, mut asked) = (self.agenda.now() + GRACE_MS, self.conversations_begun);
        for _ in 0..2 {
            // What the network still holds back is forgotten: it would be news.
            self.agenda.drop_all(|one| matches!(one, Happening::Arrive { .. } | Happening::Poke(_)));
            asked = self.conversations_begun;
            while self.agenda.now() < end && !self.oracle.has_found() {
                let Some(happening) = self.agenda.advance() else { break };
                self.happen(happening);
            }
            end = self.agenda.now() + IDLE_MS;
        }
        let calls = self.conversations_begun - asked;
        let tabs = self.tabs().count() as u64;
        let most = if self.backend.model.pokes() { 0 } else { tabs * IDLE_POLLS };
        if calls > most {
            self.oracle.find(Invariant::Bounded, format!("{calls} calls while nothing happened"));
        }
    }

    /// Every tab is closed and opened again without a network: what was shown shows again.
    fn start_offline(&mut self) {
        for number in 0..self.devices.len() {
            if let Some(device) = self.devices.get_mut(number) {
                device.online = false;
            }
            self.close_all(number);
            self.open_all(number, 1);
        }
        self.settle();
    }

    fn heal_device(&mut self, number: usize) {
        self.reload_if_old(number);
        if let Some(device) = self.devices.get_mut(number) {
            device.online = true;
            device.portal = false;
        }
        let person = self.devices.get(number).map(|device| device.person.clone());
        let foreign: Vec<TabRef> = self
            .tabs()
            .filter(|(at, tab)| at.device == number && Some(&tab.person) != person.as_ref())
            .map(|(at, _)| at)
            .collect();
        for at in foreign {
            self.close_tab(at);
        }
        self.sign_in(number);
        if self.is_decayed(number) {
            // Memory hides what broke below it: only who reads the store again can notice.
            self.close_all(number);
        }
        let here: Vec<TabRef> = self.tabs().map(|(at, _)| at).filter(|at| at.device == number).collect();
        for at in here {
            self.thaw(at);
            if self.tab_mut(at).is_some_and(|tab| !std::mem::replace(&mut tab.visible, true)) {
                self.deliver(at, Event::Visible(true));
            }
            // Whoever looks at a page again has it look at its store.
            self.deliver(at, Event::Resumed);
            self.deliver(at, Event::NetHint { online: true });
        }
        self.open_all(number, 1);
    }

    fn reload_if_old(&mut self, number: usize) {
        let newer = self.devices.get(number).is_some_and(|device| {
            device.accounts.values().any(|account| {
                account
                    .disk
                    .meta(sync::key::FORMAT)
                    .is_some_and(|format| format != sync::stored::FORMAT.to_le_bytes())
            })
        });
        let asks = |tab: &Tab| tab.engine.as_ref().is_some_and(|engine| engine.status().newer_format);
        let asked = self.tabs().any(|(at, tab)| at.device == number && asks(tab));
        if newer || asked {
            self.reload_old_code(number);
        }
    }

    /// Runs until everybody agrees, or the time for it is over.
    fn settle(&mut self) {
        let end = self.agenda.now() + HEAL_MS;
        let mut steps = self.steps;
        let mut why = String::from("nothing was compared");
        let mut changed = true;
        while !self.oracle.has_found() {
            let soon = self.agenda.now() + SOON_MS;
            let busy = changed
                && self
                    .agenda
                    .pending()
                    .take_while(|(slot, _)| slot.at() <= soon)
                    .any(|(_, one)| one.is_busy());
            if changed && !busy {
                changed = false;
                let asked = self.show_everything();
                match self.disagreement() {
                    // What was only just opened shows nothing yet, whatever its store holds.
                    None if asked => "scopes are still to be read".clone_into(&mut why),
                    None => return self.check_stores(),
                    Some(found) => why = found,
                }
            }
            let Some(happening) = self.agenda.advance() else { break };
            changed |= !happening.is_pulse();
            self.happen(happening);
            if self.agenda.now() > end || self.steps - steps > MOST_STEPS {
                break;
            }
        }
        steps = self.steps - steps;
        if self.oracle.has_found() {
            return;
        }
        self.oracle.find(Invariant::Converges, format!("after {steps} steps: {why}"));
    }

    /// Opens every scope on every tab and asks for all that is older. Tells whether there was any.
    fn show_everything(&mut self) -> bool {
        let mut asked = false;
        let scopes = self.cast.scopes();
        let here: Vec<TabRef> = self.tabs().map(|(at, _)| at).collect();
        for at in here {
            for scope in &scopes {
                let older = self
                    .tab(at)
                    .and_then(|tab| tab.engine.as_ref())
                    .map(|engine| engine.older_available(scope));
                let is_open = self.tab(at).is_some_and(|tab| tab.opened.contains(scope));
                if !is_open {
                    asked = true;
                    self.open_scope(at, scope.clone());
                } else if matches!(older, Some(Older::Here | Older::There)) {
                    asked = true;
                    self.deliver(at, Event::LoadOlder(scope.clone()));
                }
            }
        }
        asked
    }
}

impl Happening {
    /// Whether it is a mere sign of life.
    fn is_pulse(&self) -> bool {
        match self {
            Self::Rings { timer, .. } => *timer == Timer::Heartbeat,
            Self::Deliver { event, .. } => matches!(event, Event::Peer { .. }),
            Self::OutOfPatience { .. } => true,
            _ => false,
        }
    }

    /// Whether something is under way, in contrast to what only waits for its time.
    fn is_busy(&self) -> bool {
        matches!(
            self,
            Self::Deliver { .. }
                | Self::Tx { .. }
                | Self::Read { .. }
                | Self::Arrive { .. }
                | Self::Return { .. }
                | Self::Late(_)
                | Self::Poke(_)
                | Self::Opens { .. }
        )
    }
}
