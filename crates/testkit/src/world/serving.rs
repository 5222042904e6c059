//! The server's part of the world: sessions, half batches, open transactions, pokes.

use super::backend::{Arrived, Model, Reply, Wire};
use super::{Happening, World};
use crate::fault::Fault;
use crate::server::{Remark, Style, direct};
use protocol::{Call, Mutation, Outcome, PersonId};

/// How long a transaction may stay open at the server.
const OPEN_MS: u64 = 20_000;

/// A write whose transaction is open at the server.
#[derive(Debug)]
pub(crate) struct LateWrite {
    number: u64,
    leg: u64,
    person: PersonId,
    write: Box<Mutation>,
    place: u64,
}

impl World {
    /// Whether the server is down.
    pub(super) fn server_is_down(&self) -> bool {
        self.agenda.now() < self.backend.down_until
    }

    /// The server takes a request in.
    pub(super) fn serve(&mut self, cookie: u64, wire: &Wire, (number, leg): (u64, u64)) -> Arrived {
        let person = self.whose(cookie);
        if person.is_none() {
            self.tally.hit(Fault::AuthExpired);
        }
        let nobody = self.backend.model.hears_nobody().then(|| PersonId::from(""));
        let Some(person) = person.or(nobody) else {
            return Arrived { reply: Some(Reply::SignedOut), wrote: false, repeated: false };
        };
        let repeated = self.backend.repeats(wire);
        let writes = self.backend.writes(wire);
        if writes > 1 && self.weather.strikes(Fault::HalfBatch, &mut self.dice.net) {
            let reply = self.serve_half(&person, wire, writes);
            return Arrived { wrote: true, reply: Some(reply), repeated };
        }
        if self.stays_open(&person, wire, (number, leg)) {
            return Arrived { reply: None, wrote: false, repeated };
        }
        let now = self.agenda.now();
        let (reply, remarks) = self.backend.answer(&person, wire, (now, usize::MAX));
        for remark in remarks {
            self.tally.hit(match remark {
                Remark::CursorReset => Fault::CursorReset,
                Remark::CursorPurged => Fault::TombstonesPurged,
                Remark::NoRight => Fault::PermissionLost,
                Remark::KindRefused => Fault::SchemaReject,
            });
        }
        let wrote = self.after_effects();
        Arrived { reply: Some(reply), wrote, repeated }
    }

    /// Whose session a cookie is. A server without accounts asks for none.
    fn whose(&self, cookie: u64) -> Option<PersonId> {
        let nobody = || PersonId::from("anybody");
        match self.backend.model {
            Model::JsonServer => Some(nobody()),
            _ => self.backend.sessions.get(&cookie).cloned(),
        }
    }

    /// The server dies in the middle of a batch: the first writes stand, the rest never arrived.
    fn serve_half(&mut self, person: &PersonId, wire: &Wire, writes: usize) -> Reply {
        let now = self.agenda.now();
        let kept = self.dice.net.between(1, writes as u64 - 1) as usize;
        self.backend.answer(person, wire, (now, kept));
        if self.after_effects() {
            self.tally.hit(Fault::HalfBatch);
        }
        Reply::Gateway(502)
    }

    /// A write takes its number in the feed now and is committed later, past later numbers. Only
    /// feeds that live with that have such servers.
    fn stays_open(&mut self, person: &PersonId, wire: &Wire, (number, leg): (u64, u64)) -> bool {
        let Wire::Call(Call::Push(writes)) = wire else { return false };
        let [write] = writes.as_slice() else { return false };
        let may = self.backend.model.may_commit_late() && !self.backend.vault.knows(&write.mid);
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
        let passed = self.backend.vault.is_passed(&write.head.scope, place);
        let result =
            direct::push_one(&mut self.backend.vault, (Style::Keyset, &person), &write, (now, Some(place)));
        if self.after_effects() && passed {
            self.tally.hit(Fault::LateRow);
        }
        let reply = Reply::Outcome(Outcome::Pushed(vec![result]));
        self.agenda.enter(20, Happening::Return { number, leg, reply });
    }

    /// Tells the oracle and the open streams what changed. Returns whether anything did.
    pub(super) fn after_effects(&mut self) -> bool {
        let effects = self.backend.drain_effects();
        for effect in &effects {
            self.trace_effect(effect);
            self.oracle.sees_effect(effect, self.backend.model.compares());
            if self.backend.model.pokes() {
                self.poke_all(&effect.after.head.scope);
            }
        }
        !effects.is_empty()
    }
}
