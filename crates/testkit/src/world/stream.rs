//! The streams of pokes: opened by a tab that wants one, silent or broken as the weather has it.

use super::device::TabRef;
use super::{Happening, World};
use crate::fault::Fault;
use protocol::Scope;
use sync::Event;

/// How long a browser needs to notice that a stream has fallen silent.
const NOTICE_MS: u64 = 45_000;
/// After so long a browser opens a broken stream again.
const REOPEN_MS: u64 = 3_000;

/// A poke on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PokeAway {
    at: TabRef,
    stream: u64,
    scope: Scope,
    sent_ms: u64,
    /// What the weather did to it.
    fate: Option<Fault>,
}

impl World {
    /// The engine wants a stream, or none.
    pub(super) fn want_pokes(&mut self, at: TabRef, wanted: bool) {
        let Some(tab) = self.tab_mut(at) else { return };
        let was = std::mem::replace(&mut tab.stream.wanted, wanted);
        if !wanted && tab.stream.open.take().is_some() {
            self.agenda.enter(0, Happening::Deliver { at, event: Event::Pokes { open: false } });
        }
        if wanted && !was {
            let delay = self.dice.net.between(5, 100);
            self.agenda.enter(delay, Happening::StreamOpens(at));
        }
    }

    /// A stream is opened, if that can be; else later.
    pub(super) fn open_stream(&mut self, at: TabRef) {
        let Some(device) = self.devices.get(at.device) else { return };
        let reachable = device.online && !device.portal && !self.server_is_down();
        let known = self.backend.sessions.contains_key(&device.cookie);
        let pokes = self.backend.model.pokes();
        self.streams_opened += 1;
        let number = self.streams_opened;
        let Some(tab) = self.tab_mut(at) else { return };
        if !tab.stream.wanted || tab.stream.open.is_some() || !pokes {
            return;
        }
        if !reachable || !known {
            self.agenda.enter(REOPEN_MS, Happening::StreamOpens(at));
            return;
        }
        tab.stream.open = Some(number);
        tab.stream.silent = false;
        self.deliver(at, Event::Pokes { open: true });
    }

    /// A stream breaks, and its tab notices.
    pub(super) fn break_stream(&mut self, at: TabRef, stream: u64) {
        let Some(tab) = self.tab_mut(at) else { return };
        if tab.stream.open != Some(stream) {
            return;
        }
        tab.stream.open = None;
        tab.stream.silent = false;
        let wanted = tab.stream.wanted;
        self.deliver(at, Event::Pokes { open: false });
        if wanted {
            self.agenda.enter(REOPEN_MS, Happening::StreamOpens(at));
        }
    }

    /// Breaks every open stream of the devices that `of` picks.
    pub(super) fn break_streams(&mut self, of: impl Fn(usize) -> bool) {
        let open: Vec<(TabRef, u64)> = self
            .tabs()
            .filter(|(at, _)| of(at.device))
            .filter_map(|(at, tab)| tab.stream.open.map(|stream| (at, stream)))
            .collect();
        for (at, stream) in open {
            self.break_stream(at, stream);
        }
    }

    /// The server hints that a scope changed, to everybody who may read it and listens.
    pub(super) fn poke_all(&mut self, scope: &Scope) {
        let listening: Vec<(TabRef, u64)> = self
            .tabs()
            .filter_map(|(at, tab)| Some((at, tab.stream.open?)))
            .filter(|(at, _)| self.hears_of(*at, scope))
            .collect();
        for (at, stream) in listening {
            self.send_poke(at, stream, scope);
        }
    }

    fn hears_of(&self, at: TabRef, scope: &Scope) -> bool {
        let cookie = self.devices.get(at.device).map_or(0, |device| device.cookie);
        let person = self.backend.sessions.get(&cookie);
        person.is_some_and(|person| self.backend.vault.may_read(person, scope))
    }

    fn send_poke(&mut self, at: TabRef, stream: u64, scope: &Scope) {
        if self.weather.strikes(Fault::StreamDropped, &mut self.dice.net) {
            if let Some(tab) = self.tab_mut(at) {
                tab.stream.silent = true;
            }
            let notice = self.dice.net.below(NOTICE_MS);
            self.agenda.enter(notice, Happening::StreamBreaks(at, stream));
        }
        if self.tab(at).is_some_and(|tab| tab.stream.silent) {
            self.tally.hit(Fault::StreamDropped);
            return;
        }
        let now = self.agenda.now();
        let poke = PokeAway { at, stream, scope: scope.clone(), sent_ms: now, fate: None };
        let mut delay = self.dice.net.between(5, 80);
        let mut fate = None;
        if self.weather.strikes(Fault::StreamStale, &mut self.dice.net) {
            delay += self.dice.net.between(500, 60_000);
            fate = Some(Fault::StreamStale);
        } else if self.weather.rate(Fault::PokeFirst) > 0 {
            delay = 1;
            fate = Some(Fault::PokeFirst);
        }
        if self.weather.strikes(Fault::StreamDoubled, &mut self.dice.net) {
            let again = PokeAway { fate: Some(Fault::StreamDoubled), ..poke.clone() };
            self.agenda.enter(delay + 30, Happening::Poke(again));
        }
        self.agenda.enter(delay, Happening::Poke(PokeAway { fate, ..poke }));
    }

    /// A poke arrives.
    pub(super) fn hear_poke(&mut self, poke: PokeAway) {
        let PokeAway { at, stream, scope, sent_ms, fate } = poke;
        let Some(tab) = self.tab(at) else { return };
        if tab.stream.open != Some(stream) || tab.stream.silent {
            return;
        }
        let asked_since = tab.asked_ms.get(&scope).is_some_and(|asked| *asked > sent_ms);
        let waits = !tab.calls.is_empty();
        let counts = match fate {
            Some(Fault::StreamStale) => asked_since,
            Some(Fault::PokeFirst) => waits && self.pushes_into(at, &scope),
            Some(_) => true,
            None => false,
        };
        if let (true, Some(fault)) = (counts, fate) {
            self.tally.hit(fault);
        }
        self.deliver(at, Event::Poke(Some(scope)));
    }
}
