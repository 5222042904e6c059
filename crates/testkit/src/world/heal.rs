//! A run: people and mishaps for a while, then everything heals and all must agree.

use super::device::TabRef;
use super::{Happening, World};
use crate::cast;
use crate::oracle::Invariant;
use protocol::{PersonId, Scope};
use std::collections::BTreeSet;
use sync::visible::Older;
use sync::{Event, Timer};

/// After the heal, everybody must agree within ten virtual minutes.
const HEAL_MS: u64 = 600_000;
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
        let here: Vec<TabRef> = self.tabs().map(|(at, _)| at).filter(|at| at.device == number).collect();
        for at in here {
            self.thaw(at);
            if self.tab_mut(at).is_some_and(|tab| !std::mem::replace(&mut tab.visible, true)) {
                self.deliver(at, Event::Visible(true));
            }
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
        if newer {
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
            let busy = changed && self.agenda.pending().any(|(_, happening)| happening.is_busy());
            if changed && !busy {
                changed = false;
                self.show_everything();
                match self.disagreement() {
                    None => return self.check_stores(),
                    Some(found) => why = found,
                }
            }
            let Some(happening) = self.agenda.advance() else { break };
            if matches!(happening, Happening::Act) {
                continue;
            }
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

    /// Opens every scope on every tab and asks for all that is older.
    fn show_everything(&mut self) {
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
                    self.open_scope(at, scope.clone());
                } else if matches!(older, Some(Older::Here | Older::There)) {
                    self.deliver(at, Event::LoadOlder(scope.clone()));
                }
            }
        }
    }

    /// The first thing in which a tab and the server disagree, if there is one.
    fn disagreement(&self) -> Option<String> {
        let scopes = self.cast.scopes();
        self.tabs().find_map(|(at, _)| self.tab_disagrees(at, &scopes))
    }

    fn tab_disagrees(&self, at: TabRef, scopes: &[Scope]) -> Option<String> {
        let tab = self.tab(at)?;
        let engine = tab.engine.as_ref()?;
        if !engine.status().ready {
            return Some(format!("{at} is not ready"));
        }
        let mut stuck = BTreeSet::new();
        for unsent in engine.outbox() {
            if matches!(unsent.place, sync::visible::Place::Waiting | sync::visible::Place::Unknown) {
                return Some(format!("{at} still holds {unsent:?}"));
            }
            stuck.insert(unsent.head().id.clone());
        }
        for scope in scopes {
            let mut wanted = self.backend.view(&tab.person, scope);
            wanted.retain(|_, record| cast::KINDS.contains(&record.head.kind.as_str()));
            let shown = super::screen::whole(engine, scope);
            for (id, record) in &wanted {
                let seen = shown.get(id);
                if !stuck.contains(id) && seen.is_none_or(|seen| seen.body != record.body) {
                    return Some(format!("{at} shows {seen:?} of {scope}, the server has {record:?}"));
                }
            }
            if let Some((id, seen)) =
                shown.iter().find(|(id, _)| !wanted.contains_key(*id) && !stuck.contains(*id))
            {
                return Some(format!("{at} shows {id} of {scope}, which the server has not: {seen:?}"));
            }
            let screen = tab.screen.shown.get(scope);
            if screen.map_or(!shown.is_empty(), |screen| *screen != shown) {
                return Some(format!("{at}: the screen of {scope} is stale: {screen:?} for {shown:?}"));
            }
        }
        None
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
                | Self::StreamOpens(_)
        )
    }
}
