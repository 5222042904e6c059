//! Takes what happens into the trace: every event, effect, transaction and effect at the server.

use super::World;
use super::device::TabRef;
use crate::server::Effected;
use crate::trace::Trace;
use protocol::{Call, Outcome, PushResult};
use sync::{Effect, Event, Store, StoreKey, TxId, TxPlan};

impl World {
    fn trace_place(&mut self, sort: u64, at: TabRef) {
        let now = self.agenda.now();
        for number in [sort, now, at.device as u64, at.tab as u64, at.life] {
            self.trace.number(number);
        }
    }

    /// An event that an engine hears.
    pub(super) fn trace_event(&mut self, at: TabRef, event: &Event) {
        self.trace_place(1, at);
        let (sort, number) = match event {
            Event::ReadDone { read, .. } => (1, read.0),
            Event::ReadFailed { read, .. } => (2, read.0),
            Event::TxDone { tx, .. } => (3, tx.0),
            Event::TxFailed { tx, .. } => (4, tx.0),
            Event::Commit { ticket, .. } => (5, ticket.0),
            Event::Answer { call, outcome } => (6, call.0 * 16 + outcome_sort(outcome)),
            Event::Tick(_) => (7, 0),
            Event::Peer { change } => (8, *change),
            Event::Resolve { lsn, .. } => (9, *lsn),
            Event::Pokes { open } => (10, u64::from(*open)),
            Event::Visible(visible) => (11, u64::from(*visible)),
            Event::NetHint { online } => (12, u64::from(*online)),
            Event::Open(_) => (13, 0),
            Event::Close(_) => (14, 0),
            Event::LoadOlder(_) => (15, 0),
            Event::Poke(_) => (16, 0),
            Event::LeaderGained => (17, 0),
            Event::LeaderLost => (18, 0),
            Event::SignedIn(_) => (19, 0),
            Event::SignedOut => (20, 0),
            Event::Resumed => (21, 0),
        };
        self.trace.number(sort);
        self.trace.number(number);
        let now = self.agenda.now();
        self.trace.say(|| format!("{now:>8} {at} hears {event:?}"));
    }

    /// What an engine asks for.
    pub(super) fn trace_effect_of(&mut self, at: TabRef, effect: &Effect) {
        match effect {
            Effect::Call(call, asked) => {
                self.trace_place(2, at);
                self.trace.number(call.0);
                trace_call(&mut self.trace, asked);
                self.decisions.number(self.agenda.now());
                trace_call(&mut self.decisions, asked);
            }
            Effect::Timer(_, delay) => {
                self.trace.number(delay.map_or(3, |delay| 4 + delay));
                self.decisions.number(delay.map_or(3, |delay| 4 + delay));
            }
            Effect::Committed { ticket, result } => {
                self.trace_place(5, at);
                self.trace.number(ticket.0 * 2 + u64::from(result.is_ok()));
            }
            _ => {}
        }
        let now = self.agenda.now();
        self.trace.say(|| format!("{now:>8} {at} asks  {effect:?}"));
    }

    /// A transaction, byte by byte.
    pub(super) fn trace_tx(&mut self, at: TabRef, tx: TxId, plan: &TxPlan, stands: bool) {
        self.trace_place(6, at);
        self.trace.number(tx.0 * 2 + u64::from(stands));
        for put in &plan.puts {
            self.trace_key(put.store, &put.key);
            self.trace.number(put.value.len() as u64);
            self.trace.bytes(&put.value);
        }
        for (store, key) in &plan.deletes {
            self.trace_key(*store, key);
        }
        for append in &plan.appends {
            self.trace.number(append.0.len() as u64);
            self.trace.bytes(&append.0);
        }
        let now = self.agenda.now();
        self.trace.say(|| format!("{now:>8} {at} {tx:?} {}", if stands { "stands" } else { "fails" }));
    }

    fn trace_key(&mut self, store: Store, key: &StoreKey) {
        self.trace.number(store as u64);
        match key {
            StoreKey::Lsn(lsn) => self.trace.number(*lsn),
            StoreKey::Text(text) => self.trace.text(text),
        }
    }

    /// A write that took effect at the server.
    pub(super) fn trace_effect(&mut self, effect: &Effected) {
        let now = self.agenda.now();
        self.trace.number(now);
        self.trace.text(effect.after.head.id.as_str());
        self.trace.text(&effect.after.rev.0);
        self.trace.text(effect.after.body.as_str());
        self.trace.say(|| format!("{now:>8} server takes {effect:?}"));
    }
}

fn trace_call(trace: &mut Trace, asked: &Call) {
    match asked {
        Call::Scopes => trace.number(1),
        Call::Push(writes) => {
            for write in writes {
                trace.text(write.mid.device.as_str());
                trace.number(write.mid.n);
            }
        }
        Call::Pull { scope, limit, .. } => {
            trace.text(scope.space.as_str());
            trace.number(u64::from(*limit));
        }
        Call::Read { id, .. } => trace.text(id.as_str()),
    }
}

fn outcome_sort(outcome: &Outcome) -> u64 {
    match outcome {
        Outcome::Scopes(_) => 1,
        Outcome::Pushed(results) => results.iter().fold(2, |sort, one| match one {
            PushResult::Done(_) => sort,
            PushResult::Conflict(_) => sort | 4,
            PushResult::Refused(_) => sort | 5,
            PushResult::Retry(_) => sort | 8,
            PushResult::Unsent => sort | 16,
        }),
        Outcome::Page(_) => 3,
        Outcome::Found(_) => 9,
        Outcome::Failed(_) => 10,
    }
}
