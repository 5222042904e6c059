//! Steps an engine and carries out what it asks for, as the browser's adapters do.

use super::device::{Ledger, TabRef};
use super::{Happening, World};
use crate::fault::Fault;
use sync::{Effect, Event, Now, Timer};

impl World {
    /// Hands an event in, or keeps it for the thaw.
    pub(super) fn deliver(&mut self, at: TabRef, event: Event) {
        let Some(tab) = self.tab_mut(at) else { return };
        if let Some(backlog) = &mut tab.frozen {
            backlog.push(event);
            return;
        }
        let now = self.now_of(at);
        self.trace_event(at, &event);
        let Some(engine) = self.tab_mut(at).and_then(|tab| tab.engine.as_mut()) else { return };
        let effects = engine.step(now, event);
        self.carry_out(at, effects);
    }

    /// Does what an engine asks for, in its order.
    pub(super) fn carry_out(&mut self, at: TabRef, effects: Vec<Effect>) {
        for effect in effects {
            self.trace_effect_of(at, &effect);
            match effect {
                Effect::Read(read, plan) => self.queue_read(at, read, plan),
                Effect::Tx(tx, plan) => self.queue_tx(at, tx, plan),
                Effect::Call(call, asked) => self.begin_call(at, call, asked),
                Effect::Abandon(call) => self.abandon_call(at, call),
                Effect::Timer(timer, delay) => self.set_timer(at, timer, delay),
                Effect::Publish(changes) => self.show(at, &changes),
                Effect::Broadcast(change) => self.broadcast(at, change),
                Effect::Committed { ticket, result } => self.oracle_sees_committed(at, ticket, result),
                Effect::WantLeader { steal } => self.want_lock(at, steal),
                Effect::YieldLeader => self.yield_lock(at),
                Effect::WantPokes(wanted) => self.want_pokes(at, wanted),
                Effect::Surface(issue) => self.oracle_sees_issue(at, &issue),
            }
        }
        self.keep_ledger(at);
    }

    /// The clocks of a tab.
    pub(super) fn now_of(&self, at: TabRef) -> Now {
        let born = self.tab(at).map_or(0, |tab| tab.born_ms);
        Now { mono_ms: self.agenda.now().saturating_sub(born), wall_ms: self.wall_of(at.device) }
    }

    fn set_timer(&mut self, at: TabRef, timer: Timer, delay: Option<u64>) {
        let Some(tab) = self.tab_mut(at) else { return };
        if let Some(slot) = tab.timers.remove(&timer) {
            self.agenda.cancel(slot);
        }
        let Some(delay) = delay else { return };
        let slot = self.agenda.enter(delay, Happening::Rings { at, timer: timer.clone() });
        if let Some(tab) = self.tab_mut(at) {
            tab.timers.insert(timer, slot);
        }
    }

    /// A timer runs out.
    pub(super) fn ring(&mut self, at: TabRef, timer: Timer) {
        if let Some(tab) = self.tab_mut(at) {
            tab.timers.remove(&timer);
            self.deliver(at, Event::Tick(timer));
        }
    }

    /// Tells the other tabs of the database how far the change counter stands.
    fn broadcast(&mut self, at: TabRef, change: u64) {
        let Some(person) = self.tab(at).map(|tab| tab.person.clone()) else { return };
        let others: Vec<TabRef> = self
            .tabs()
            .filter(|(other, tab)| other.device == at.device && *other != at && tab.person == person)
            .map(|(other, _)| other)
            .collect();
        for other in others {
            let delay = self.dice.disk.below(10);
            self.agenda.enter(delay, Happening::Deliver { at: other, event: Event::Peer { change } });
        }
    }

    /// Keeps the tiny ledger in local storage, from which the loss of a database is told.
    fn keep_ledger(&mut self, at: TabRef) {
        let Some(tab) = self.tab(at) else { return };
        let Some(engine) = &tab.engine else { return };
        let (status, device) = (engine.status(), engine.device().cloned());
        if !status.ready {
            return;
        }
        let person = tab.person.clone();
        let unsent = (status.waiting + status.stuck) as u64;
        if let Some(account) = self.account_mut(at.device, &person) {
            account.ledger = Some(Ledger { unsent, device });
        }
    }

    /// A frozen tab runs again: first it hears what came meanwhile.
    pub(super) fn thaw(&mut self, at: TabRef) {
        let Some(tab) = self.tab_mut(at) else { return };
        let Some(mut backlog) = tab.frozen.take() else { return };
        if !backlog.is_empty() {
            self.tally.hit(Fault::Frozen);
        }
        // What the session became is read from shared storage before anything else is done.
        backlog.sort_by_key(|event| !matches!(event, Event::SignedIn(_) | Event::SignedOut));
        if self.dice.disk.per_mille(500) {
            self.deliver(at, Event::Resumed);
        } else {
            backlog.push(Event::Resumed);
        }
        for event in backlog {
            self.deliver(at, event);
        }
        for happening in self.held.remove(&at).unwrap_or_default() {
            self.agenda.enter(0, happening);
        }
    }
}
