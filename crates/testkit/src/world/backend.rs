//! The server in the world, and the language in which a device and it talk.

use crate::server::direct::{self, Remark};
use crate::server::{Style, Vault};
use protocol::{Call, Failure, Outcome, PersonId, PushResult};
use std::collections::BTreeMap;

/// The server: its content, its sessions, and whether it runs.
#[derive(Debug)]
pub struct Backend {
    /// What it holds.
    pub vault: Vault,
    /// What sort of server it is.
    pub style: Style,
    /// Whose session each cookie is.
    pub sessions: BTreeMap<u64, PersonId>,
    /// Until when it is down, virtual milliseconds.
    pub down_until: u64,
    cookies: u64,
}

/// What travels to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wire {
    /// The engine's call itself.
    Call(Call),
}

/// What comes back, or does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// No answer at all.
    None,
    /// A captive portal's page: 200 and HTML.
    Portal,
    /// A gateway's answer.
    Gateway(u16),
    /// The session is unknown.
    SignedOut,
    /// An answer, cut in the middle.
    Cut(Box<Self>),
    /// An answer to the call itself.
    Outcome(Outcome),
}

/// A device's end of a conversation.
#[derive(Debug)]
pub enum Talk {
    /// One call, one answer.
    Direct,
}

/// What came of an answer.
#[derive(Debug)]
pub enum Heard {
    /// The conversation goes on.
    Next(Wire),
    /// It ended.
    Done(Outcome),
}

/// What came of a request at the server.
#[derive(Debug)]
pub struct Arrived {
    /// The answer, unless it is still to come.
    pub reply: Option<Reply>,
    /// Whether a write took effect.
    pub wrote: bool,
    /// Whether it held a write that had taken effect before.
    pub repeated: bool,
}

impl Backend {
    /// A server with that content.
    pub fn new(vault: Vault, style: Style) -> Self {
        Self { vault, style, sessions: BTreeMap::new(), down_until: 0, cookies: 0 }
    }

    /// Whether it refuses a write whose base is old.
    pub fn compares(&self) -> bool {
        true
    }

    /// Starts a session.
    pub fn sign_in(&mut self, person: &PersonId) -> u64 {
        self.cookies += 1;
        self.sessions.insert(self.cookies, person.clone());
        self.cookies
    }

    /// Begins a conversation: the device's end and what it sends first.
    pub fn begin(&self, call: Call, session: PersonId) -> (Talk, Wire) {
        let _ = session;
        (Talk::Direct, Wire::Call(call))
    }

    /// Answers a request of `person`.
    pub fn answer(&mut self, person: &PersonId, wire: &Wire, now: u64) -> (Reply, Vec<Remark>) {
        let Wire::Call(call) = wire;
        let (outcome, remarks) = direct::answer(&mut self.vault, self.style, person, call, now);
        (Reply::Outcome(outcome), remarks)
    }

    /// The writes in a request that have taken effect before it arrived.
    pub fn repeats(&self, wire: &Wire) -> bool {
        let Wire::Call(call) = wire;
        matches!(call, Call::Push(writes) if writes.iter().any(|write| self.vault.knows(&write.mid)))
    }
}

impl Talk {
    /// Takes what came back.
    pub fn hear(&mut self, reply: Reply, wall_ms: i64) -> Heard {
        let _ = wall_ms;
        let Self::Direct = self;
        Heard::Done(match reply {
            Reply::None | Reply::Cut(_) => Outcome::Failed(Failure::Unknown),
            Reply::Portal => Outcome::Failed(Failure::Foreign("a portal's page".to_owned())),
            Reply::Gateway(429) => Outcome::Failed(Failure::Later { after_ms: Some(7_000) }),
            Reply::Gateway(503) => Outcome::Failed(Failure::Later { after_ms: None }),
            Reply::Gateway(_) => Outcome::Failed(Failure::Unknown),
            Reply::SignedOut => Outcome::Failed(Failure::SignedOut),
            Reply::Outcome(outcome) => outcome,
        })
    }
}

/// Whether an outcome holds a write that was taken.
pub fn took_a_write(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Pushed(results) if results.iter().any(|one| matches!(one, PushResult::Done(_))))
}
