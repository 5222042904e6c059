//! The server in the world, and the language in which a device and it talk.

pub use super::model::Model;
use super::replies;
use crate::cast::{Cast, Role};
use crate::server::json_server::JsonServer;
use crate::server::{Effected, Remark, Vault, couch, direct, http, kinto, pocket_base, postgrest};
use dialect::{Exchange, Progress, Request, Response, Session};
use protocol::{Call, Mid, Outcome, PersonId, Record, RecordId, Scope, SpaceId};
use std::collections::BTreeMap;

/// The server: its content, its sessions, and whether it runs.
#[derive(Debug)]
pub struct Backend {
    /// What sort of server it is.
    pub model: Model,
    /// What it holds, if it has rules; for one without, who has which role.
    pub vault: Vault,
    /// What it holds, if it has none.
    pub documents: JsonServer,
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
    /// A request.
    Http(Request),
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
    /// An answer over HTTP.
    Http(Response),
}

/// A device's end of a conversation.
#[derive(Debug)]
pub enum Talk {
    /// One call, one answer.
    Direct,
    /// The profile's interpreter.
    Http(Box<Exchange>),
}

/// What comes next in a conversation.
#[derive(Debug)]
pub enum Heard {
    /// It goes on.
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
    /// An empty server that knows `cast`.
    pub fn new(cast: &Cast, model: Model) -> Self {
        let vault = Vault::new(cast, model.manner());
        let documents = match model {
            Model::JsonServer => JsonServer::new(cast, vault.clock(0)),
            _ => JsonServer::default(),
        };
        Self { model, vault, documents, sessions: BTreeMap::new(), down_until: 0, cookies: 0 }
    }

    /// Starts a session.
    pub fn sign_in(&mut self, person: &PersonId) -> u64 {
        self.cookies += 1;
        self.sessions.insert(self.cookies, person.clone());
        self.cookies
    }

    /// Gives a person a role, or none.
    pub fn set_role(&mut self, space: &SpaceId, person: &PersonId, role: Option<Role>, now: u64) {
        self.vault.set_role(space, person, role);
        if self.model == Model::JsonServer {
            self.documents.set_role(space, person, role, self.vault.clock(now));
        }
    }

    /// Begins a conversation: the device's end and what it sends first.
    pub fn begin(&mut self, call: Call, person: PersonId) -> (Talk, Heard) {
        if let (Model::Kinto, Call::Push(writes)) = (self.model, &call) {
            writes.iter().for_each(|write| self.vault.note_name(write));
        }
        match self.model.profile() {
            None => (Talk::Direct, Heard::Next(Wire::Call(call))),
            Some(profile) => {
                let mut exchange = profile.begin(&call, &Session::of(person));
                let first = heard(exchange.start());
                (Talk::Http(Box::new(exchange)), first)
            }
        }
    }

    /// Answers a request of `person`; of a batch only the first writes, where the server dies.
    pub fn answer(
        &mut self,
        person: &PersonId,
        wire: &Wire,
        (now, at_most): (u64, usize),
    ) -> (Reply, Vec<Remark>) {
        let vault = &mut self.vault;
        let request = match (wire, self.model) {
            (Wire::Call(Call::Push(writes)), Model::Direct(style) | Model::Bare(style)) => {
                let first = Call::Push(writes.iter().take(at_most).cloned().collect());
                let (outcome, remarks) = direct::answer(vault, style, person, &first, now);
                return (Reply::Outcome(outcome), remarks);
            }
            (Wire::Call(call), Model::Direct(style) | Model::Bare(style)) => {
                let (outcome, remarks) = direct::answer(vault, style, person, call, now);
                return (Reply::Outcome(outcome), remarks);
            }
            (Wire::Call(_), _) => return (Reply::None, Vec::new()),
            (Wire::Http(request), _) => request,
        };
        let (response, remarks) = match self.model {
            Model::Kinto => kinto::answer(vault, person, request, (now, at_most)),
            Model::CouchDb => couch::answer(vault, person, request, now),
            Model::PocketBase => pocket_base::answer(vault, person, request, now),
            Model::PostgRest => postgrest::answer(vault, person, request, now),
            Model::JsonServer => (self.documents.answer(request), Vec::new()),
            _ => http::answer(vault, person, request, (now, at_most)),
        };
        (Reply::Http(response), remarks)
    }

    /// The writes in a request, as far as they have names.
    pub fn mids(&self, wire: &Wire) -> Vec<Mid> {
        match wire {
            Wire::Call(Call::Push(writes)) => writes.iter().map(|write| write.mid.clone()).collect(),
            Wire::Call(_) => Vec::new(),
            Wire::Http(request) => self.model.mids(request),
        }
    }

    /// How many writes a request holds.
    pub fn writes(&self, wire: &Wire) -> usize {
        match wire {
            Wire::Call(_) => self.mids(wire).len(),
            Wire::Http(request) => self.model.writes(request),
        }
    }

    /// Whether a request holds a write that has taken effect before.
    pub fn repeats(&self, wire: &Wire) -> bool {
        match (wire, self.model) {
            (Wire::Http(request), Model::JsonServer) => self.documents.knows(request),
            _ => self.mids(wire).iter().any(|mid| self.vault.knows(mid)),
        }
    }

    /// The effects since the last call.
    pub fn drain_effects(&mut self) -> Vec<Effected> {
        let mut effects = self.vault.drain_effects();
        effects.extend(self.documents.drain_effects());
        effects
    }

    /// What a device of `person` must come to show of a scope.
    pub fn view(&self, person: &PersonId, scope: &Scope) -> BTreeMap<RecordId, Record> {
        match self.model {
            Model::JsonServer if self.vault.may_read(person, scope) => self.documents.view(person, scope),
            Model::JsonServer => BTreeMap::new(),
            _ => self.vault.view(person, scope),
        }
    }
}

impl Talk {
    /// Takes what came back.
    pub fn hear(&mut self, reply: Reply, wall_ms: i64) -> Heard {
        match self {
            Self::Direct => Heard::Done(replies::outcome(reply)),
            Self::Http(exchange) => heard(exchange.answer(replies::response(reply).as_ref(), wall_ms)),
        }
    }
}

fn heard(progress: Progress) -> Heard {
    match progress {
        Progress::Send(request) => Heard::Next(Wire::Http(request)),
        Progress::Done(outcome) => Heard::Done(outcome),
    }
}
