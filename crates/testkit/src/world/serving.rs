//! The server's part of the world: sessions, half batches, open transactions, pokes.

use super::backend::{Arrived, Reply, Wire, took_a_write};
use super::{Happening, World};
use crate::fault::Fault;
use crate::server::direct::{self, Remark};
use protocol::{Call, Mutation, Outcome, PersonId};

/// How long a transaction may stay open at the server.
const OPEN_MS: u64 = 20_000;

impl World {
    /// Whether the server is down.
    pub(super) fn server_is_down(&self) -> bool {
        self.agenda.now() < self.backend.down_until
    }

    /// The server takes a request in.
    pub(super) fn serve(&mut self, cookie: u64, wire: &Wire, (number, leg): (u64, u64)) -> Arrived {
        let Some(person) = self.backend.sessions.get(&cookie).cloned() else {
            self.tally.hit(Fault::AuthExpired);
            return Arrived { reply: Some(Reply::SignedOut), wrote: false, repeated: false };
        };
        let repeated = self.backend.repeats(wire);
        if let Wire::Call(Call::Push(writes)) = wire {
            if writes.len() > 1 && self.weather.strikes(Fault::HalfBatch, &mut self.dice.net) {
                return self.serve_half(&person, writes, repeated);
            }
            if self.stays_open(&person, writes, (number, leg)) {
                return Arrived { reply: None, wrote: false, repeated };
            }
        }
        let now = self.agenda.now();
        let (reply, remarks) = self.backend.answer(&person, wire, now);
        for remark in remarks {
            self.tally.hit(match remark {
                Remark::CursorReset => Fault::CursorReset,
                Remark::CursorPurged => Fault::TombstonesPurged,
                Remark::NoRight => Fault::PermissionLost,
                Remark::KindRefused => Fault::SchemaReject,
            });
        }
        let wrote = matches!(&reply, Reply::Outcome(outcome) if took_a_write(outcome));
        self.after_effects();
        Arrived { reply: Some(reply), wrote, repeated }
    }

    /// The server dies in the middle of a batch: the first writes stand, the rest never arrived.
    fn serve_half(&mut self, person: &PersonId, writes: &[Mutation], repeated: bool) -> Arrived {
        let now = self.agenda.now();
        let kept = self.dice.net.between(1, writes.len() as u64 - 1) as usize;
        let half = Call::Push(writes.iter().take(kept).cloned().collect());
        let (reply, _) = self.backend.answer(person, &Wire::Call(half), now);
        let wrote = matches!(&reply, Reply::Outcome(outcome) if took_a_write(outcome));
        if wrote {
            self.tally.hit(Fault::HalfBatch);
        }
        self.after_effects();
        Arrived { reply: Some(Reply::Gateway(502)), wrote, repeated }
    }

    /// A write takes its number in the feed now and is committed later, past later numbers. Only
    /// feeds that live with that have such servers.
    fn stays_open(&mut self, person: &PersonId, writes: &[Mutation], (number, leg): (u64, u64)) -> bool {
        let [write] = writes else { return false };
        let may = self.backend.style == crate::server::Style::Keyset && !self.backend.vault.knows(&write.mid);
        if !may || !self.weather.strikes(Fault::LateRow, &mut self.dice.net) {
            return false;
        }
        let Some(place) = self.backend.vault.take_place(&write.head.scope) else { return false };
        let delay = self.dice.net.between(50, OPEN_MS);
        let late = LateWrite { number, leg, person: person.clone(), write: Box::new(write.clone()), place };
        self.agenda.enter(delay, Happening::Late(late));
        true
    }

    /// An open transaction commits.
    pub(super) fn commit_late(&mut self, late: LateWrite) {
        if self.server_is_down() {
            return;
        }
        let now = self.agenda.now();
        let LateWrite { number, leg, person, write, place } = late;
        let style = self.backend.style;
        let passed = self.backend.vault.is_passed(&write.head.scope, place);
        let result = direct::push_one(&mut self.backend.vault, style, &person, &write, now, Some(place));
        let outcome = Outcome::Pushed(vec![result]);
        if passed && took_a_write(&outcome) {
            self.tally.hit(Fault::LateRow);
        }
        self.after_effects();
        self.agenda.enter(20, Happening::Return { number, leg, reply: Reply::Outcome(outcome) });
    }

    /// Tells the oracle and the open streams what changed.
    pub(super) fn after_effects(&mut self) {
        for effect in self.backend.vault.drain_effects() {
            self.trace_effect(&effect);
            self.oracle.sees_effect(&effect, self.backend.compares());
            if self.backend.style.pokes() {
                self.poke_all(&effect.after.head.scope);
            }
        }
    }
}

/// A write whose transaction is open at the server.
#[derive(Debug)]
pub(crate) struct LateWrite {
    number: u64,
    leg: u64,
    person: PersonId,
    write: Box<Mutation>,
    place: u64,
}
