//! The network's part of the world: requests travel, are lost, doubled, overtaken and delayed,
//! and so are their answers.

use super::backend::{Arrived, Heard, Reply, Talk, Wire};
use super::device::TabRef;
use super::{Happening, World};
use crate::fault::Fault;
use protocol::Call;
use std::rc::Rc;
use sync::{CallId, Event};

/// After so long a browser's adapter gives a request up.
const PATIENCE_MS: u64 = 30_000;
/// The longest delay of anything.
const LONGEST_MS: u64 = 600_000;

/// A call on its way: one request, or with a real dialect several, one after the other.
#[derive(Debug)]
pub(crate) struct Conversation {
    /// Who asked.
    pub at: TabRef,
    /// The engine's name for it.
    pub call: CallId,
    /// The session's cookie when the request left.
    pub cookie: u64,
    /// Which request of it is out.
    pub leg: u64,
    /// What was asked.
    pub asked: Call,
    /// What travels.
    pub talk: Talk,
    /// Whether the present request or its answer was delayed by minutes.
    delayed: bool,
}

/// How the answer to one request travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Way {
    lost: bool,
    cut: bool,
    gateway: Option<u16>,
    delay: u64,
}

impl World {
    /// The engine asks the backend.
    pub(super) fn begin_call(&mut self, at: TabRef, call: CallId, asked: Call) {
        self.oracle_sees_call(at, &asked);
        let now = self.agenda.now();
        let cookie = self.devices.get(at.device).map_or(0, |device| device.cookie);
        self.conversations_begun += 1;
        let number = self.conversations_begun;
        let session = self.devices.get(at.device).map(|device| device.person.clone());
        let Some(session) = session else { return };
        if let Some(tab) = self.tab_mut(at) {
            tab.calls.insert(call, number);
            if let Call::Pull { scope, .. } = &asked {
                tab.asked_ms.insert(scope.clone(), now);
            }
        }
        let (talk, first) = self.backend.begin(asked.clone(), session);
        self.conversations
            .insert(number, Conversation { at, call, cookie, leg: 0, asked, talk, delayed: false });
        self.go_on(number, first);
    }

    /// The tab has no use for the answer any more. The request may be under way all the same.
    pub(super) fn abandon_call(&mut self, at: TabRef, call: CallId) {
        if let Some(number) = self.tab_mut(at).and_then(|tab| tab.calls.remove(&call)) {
            self.conversations.remove(&number);
        }
    }

    /// Sends one request of a conversation.
    fn send(&mut self, number: u64, wire: Wire) {
        let Some(talk) = self.conversations.get_mut(&number) else { return };
        talk.leg += 1;
        let (at, leg, cookie) = (talk.at, talk.leg, talk.cookie);
        let device = self.devices.get(at.device);
        if device.is_none_or(|device| !device.online) {
            self.tally.hit(Fault::Flapping);
            self.agenda.enter(1, Happening::Return { number, leg, reply: Reply::None });
            return;
        }
        if device.is_some_and(|device| device.portal) {
            self.agenda.enter(20, Happening::Return { number, leg, reply: Reply::Portal });
            return;
        }
        self.agenda.enter(PATIENCE_MS, Happening::OutOfPatience { number, leg });
        let wire = Rc::new(wire);
        let mut delay = self.dice.net.between(5, 60);
        if self.weather.strikes(Fault::Reordered, &mut self.dice.net) {
            delay += self.dice.net.below(3_000);
        }
        let late = self.weather.strikes(Fault::Delayed, &mut self.dice.net);
        if late {
            delay += self.dice.net.below(LONGEST_MS);
        }
        talk.delayed = late;
        let arrive = |copy| Happening::Arrive { number, leg, at, cookie, copy, wire: Rc::clone(&wire) };
        if self.weather.strikes(Fault::Duplicated, &mut self.dice.net) {
            let later = delay + self.dice.net.below(60_000);
            self.agenda.enter(later, arrive(true));
        }
        if self.weather.strikes(Fault::RequestLost, &mut self.dice.net) {
            // The browser learns of it at once, or not before its patience ends.
            self.tally.hit(Fault::RequestLost);
            if self.dice.net.per_mille(500) {
                self.agenda.enter(delay, Happening::Return { number, leg, reply: Reply::None });
            }
            return;
        }
        self.agenda.enter(delay, arrive(false));
    }

    /// A request reaches the server.
    pub(super) fn arrive(
        &mut self,
        (number, leg): (u64, u64),
        at: TabRef,
        cookie: u64,
        copy: bool,
        wire: &Wire,
    ) {
        let way = self.draw_way();
        if self.server_is_down() {
            self.tally.hit(Fault::ServerRestart);
            self.return_later(number, leg, Reply::None, way);
            return;
        }
        // A gateway that asks for patience has not let the request through.
        let before =
            way.gateway.is_some_and(|status| matches!(status, 429 | 503)) || self.dice.net.per_mille(500);
        if let Some(status) = way.gateway.filter(|_| before) {
            self.return_later(number, leg, Reply::Gateway(status), way);
            return;
        }
        if !copy {
            self.note_order(at, number);
        }
        let Arrived { reply, wrote, repeated } = self.serve(cookie, wire, (number, leg));
        if copy && repeated {
            self.tally.hit(Fault::Duplicated);
        }
        let Some(reply) = reply else { return };
        if copy {
            return;
        }
        if way.lost && wrote {
            self.tally.hit(Fault::AnswerLost);
        }
        if way.lost {
            return;
        }
        let reply = match (way.gateway, way.cut) {
            (Some(status), _) => Reply::Gateway(status),
            (None, true) => Reply::Cut(Box::new(reply)),
            (None, false) => reply,
        };
        self.return_later(number, leg, reply, way);
    }

    fn draw_way(&mut self) -> Way {
        let dice = &mut self.dice.net;
        let gateway = self.weather.strikes(Fault::GatewayError, dice);
        let gateway = gateway.then(|| dice.pick(&[500, 502, 503, 429]).copied()).flatten();
        let late = self.weather.strikes(Fault::Delayed, dice);
        let delay = dice.between(5, 60) + if late { dice.below(LONGEST_MS) } else { 0 };
        let first = self.weather.strikes(Fault::PokeFirst, dice);
        Way {
            lost: self.weather.strikes(Fault::AnswerLost, dice),
            cut: self.weather.strikes(Fault::BodyCut, dice),
            gateway,
            delay: delay + if first { 300 } else { 0 },
        }
    }

    fn return_later(&mut self, number: u64, leg: u64, reply: Reply, way: Way) {
        if way.delay > PATIENCE_MS
            && let Some(talk) = self.conversations.get_mut(&number)
        {
            talk.delayed |= talk.leg == leg;
        }
        self.agenda.enter(way.delay.max(1), Happening::Return { number, leg, reply });
    }

    /// Notes that a request was overtaken by a later one of the same tab.
    fn note_order(&mut self, at: TabRef, number: u64) {
        let latest = self.latest_arrival.entry(at).or_default();
        if number < *latest {
            self.tally.hit(Fault::Reordered);
        }
        *latest = number.max(*latest);
    }

    /// An answer, or the news that none will come, reaches the device.
    pub(super) fn come_back(&mut self, number: u64, leg: u64, reply: Reply) {
        let Some(talk) = self.conversations.get_mut(&number) else { return };
        if talk.leg != leg {
            return;
        }
        let device = talk.at.device;
        match &reply {
            Reply::Cut(_) => self.tally.hit(Fault::BodyCut),
            Reply::Gateway(_) => self.tally.hit(Fault::GatewayError),
            Reply::Portal => self.tally.hit(Fault::CaptivePortal),
            _ => {}
        }
        let wall = self.wall_of(device);
        let Some(talk) = self.conversations.get_mut(&number) else { return };
        let heard = talk.talk.hear(reply, wall);
        self.go_on(number, heard);
    }

    /// A conversation's next request, or its end.
    fn go_on(&mut self, number: u64, heard: Heard) {
        match heard {
            Heard::Next(wire) => self.send(number, wire),
            Heard::Done(outcome) => {
                let Some(Conversation { at, call, asked, .. }) = self.conversations.remove(&number) else {
                    return;
                };
                self.oracle_sees_answer(at, &asked, &outcome);
                if let Some(tab) = self.tab_mut(at) {
                    tab.calls.remove(&call);
                }
                self.agenda.enter(0, Happening::Deliver { at, event: Event::Answer { call, outcome } });
            }
        }
    }

    /// The browser's adapter gives a request up; its answer may still come, to nobody.
    pub(super) fn out_of_patience(&mut self, number: u64, leg: u64) {
        let Some(talk) = self.conversations.get_mut(&number) else { return };
        if talk.leg == leg {
            if talk.delayed {
                self.tally.hit(Fault::Delayed);
            }
            self.come_back(number, leg, Reply::None);
        }
    }

    /// A tab is gone: nobody waits for this conversation's answer.
    pub(super) fn forget_conversation(&mut self, number: u64) {
        self.conversations.remove(&number);
    }

    /// Whether a tab has a push under way that writes into `scope`.
    pub(super) fn pushes_into(&self, at: TabRef, scope: &protocol::Scope) -> bool {
        self.conversations.values().filter(|talk| talk.at == at).any(|talk| {
            matches!(&talk.asked, Call::Push(writes) if writes.iter().any(|write| write.head.scope == *scope))
        })
    }
}
