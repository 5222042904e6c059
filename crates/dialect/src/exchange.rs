//! One call's conversation with a backend: mostly one request, sometimes several.

mod batch;
mod diff;
mod digest;
mod etag;
mod newest;
mod prove;
mod push;
mod read;
mod scopes;
mod sequence;
mod since;
mod walk;
mod write;

use crate::http::{Request, Response};
use crate::profile::Spec;
use crate::profile::feed::Feed;
use crate::session::Session;
use crate::template::Vars;
use protocol::{Call, Failure, Outcome, PullFrom};
use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// Names that the interpreter fills in: a profile's variables can't have them.
pub(crate) const RESERVED: [&str; 25] = [
    "id", "key", "scope", "space", "audience", "kind", "author", "subject", "at", "deleted", "body",
    "record", "base_rev", "mid", "device", "n", "op", "person", "token", "refresh", "cursor", "limit",
    "writes", "answer", "now",
];

/// Where a conversation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Send this next.
    Send(Request),
    /// It ended.
    Done(Outcome),
}

/// A conversation in progress. Made by [`crate::Profile::begin`].
#[derive(Clone, Debug)]
pub struct Exchange {
    context: Context,
    talk: Option<Talk>,
    /// Whether that nothing is there would be news.
    news: bool,
    proof: Option<prove::Proof>,
}

/// What all conversations know.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) spec: Arc<Spec>,
    pub(crate) vars: Vars,
    pub(crate) session: Session,
}

/// One step of a conversation that ends in a `T`.
#[derive(Clone, Debug)]
pub(crate) enum Turn<T> {
    /// Send this next.
    Send(Request),
    /// It ended.
    Done(T),
}

/// The conversation, by what was asked.
#[derive(Clone, Debug)]
enum Talk {
    Scopes(scopes::ScopesTalk),
    Push(push::PushTalk),
    Batch(batch::BatchTalk),
    Read(read::ReadTalk),
    Sequence(sequence::SequenceTalk),
    Newest(newest::NewestTalk),
    Since(since::SinceTalk),
    Diff(diff::DiffTalk),
}

impl Exchange {
    pub(crate) fn new(spec: Arc<Spec>, call: &Call, session: &Session) -> Self {
        let context = Context::new(spec, session);
        let talk = match call {
            Call::Scopes => Talk::Scopes(scopes::ScopesTalk::new()),
            Call::Push(mutations) if context.spec.batch.is_some() && mutations.len() > 1 => {
                Talk::Batch(batch::BatchTalk::new(mutations.clone()))
            }
            Call::Push(mutations) => Talk::Push(push::PushTalk::new(mutations.clone())),
            Call::Read { scope, id } => Talk::Read(read::ReadTalk::new(scope.clone(), id.clone())),
            Call::Pull { scope, from, limit } => {
                let limit = (*limit).clamp(1, context.spec.page_limit());
                match (&context.spec.feed, from) {
                    (Feed::Sequence { .. }, _) => {
                        Talk::Sequence(sequence::SequenceTalk::new(scope.clone(), from.clone(), limit))
                    }
                    (Feed::FullDiff { .. }, PullFrom::Start) => {
                        Talk::Diff(diff::DiffTalk::new(scope.clone(), None, limit))
                    }
                    (Feed::FullDiff { .. }, PullFrom::Since(cursor)) => {
                        Talk::Diff(diff::DiffTalk::new(scope.clone(), Some(cursor.clone()), limit))
                    }
                    (Feed::SinceField { .. }, PullFrom::Since(cursor)) => {
                        Talk::Since(since::SinceTalk::new(scope.clone(), cursor.clone(), limit))
                    }
                    (_, from) => Talk::Newest(newest::NewestTalk::new(scope.clone(), from.clone(), limit)),
                }
            }
        };
        Self { context, talk: Some(talk), news: prove::may_be_news(call), proof: None }
    }

    /// The first request, or the end where none is needed.
    pub fn start(&mut self) -> Progress {
        let context = &self.context;
        let turn = match &mut self.talk {
            None => ended(),
            Some(Talk::Scopes(talk)) => talk.start(context),
            Some(Talk::Push(talk)) => talk.start(context),
            Some(Talk::Batch(talk)) => talk.start(context),
            Some(Talk::Read(talk)) => talk.start(context),
            Some(Talk::Sequence(talk)) => talk.start(context),
            Some(Talk::Newest(talk)) => talk.start(context),
            Some(Talk::Since(talk)) => talk.start(context),
            Some(Talk::Diff(talk)) => talk.start(context),
        };
        self.settle(turn)
    }

    /// Takes the answer to the last request; `None` if there was none (a lost connection, a
    /// time-out, an abort). `now_ms` is the device's wall clock, for `Retry-After` dates.
    pub fn answer(&mut self, response: Option<&Response>, now_ms: i64) -> Progress {
        let context = &self.context;
        if let Some(proof) = self.proof.take() {
            return Progress::Done(proof.answer(context, response, now_ms));
        }
        let turn = match &mut self.talk {
            None => ended(),
            Some(Talk::Scopes(talk)) => talk.answer(context, response, now_ms),
            Some(Talk::Push(talk)) => talk.answer(context, response, now_ms),
            Some(Talk::Batch(talk)) => talk.answer(context, response, now_ms),
            Some(Talk::Read(talk)) => talk.answer(context, response, now_ms),
            Some(Talk::Sequence(talk)) => talk.answer(context, response, now_ms),
            Some(Talk::Newest(talk)) => talk.answer(context, response, now_ms),
            Some(Talk::Since(talk)) => talk.answer(context, response, now_ms),
            Some(Talk::Diff(talk)) => talk.answer(context, response, now_ms),
        };
        self.settle(turn)
    }

    fn settle(&mut self, turn: Turn<Outcome>) -> Progress {
        match turn {
            Turn::Send(request) => Progress::Send(request),
            Turn::Done(outcome) => {
                let ran_dry = match &self.talk {
                    Some(Talk::Newest(talk)) => talk.ran_dry(),
                    Some(Talk::Since(talk)) => talk.ran_dry(),
                    _ => false,
                };
                self.talk = None;
                match prove::Proof::of(&self.context, &outcome, (self.news, ran_dry)) {
                    Some((proof, request)) => {
                        self.proof = Some(proof);
                        Progress::Send(request)
                    }
                    None => Progress::Done(outcome),
                }
            }
        }
    }
}

/// What a conversation says that was over already.
fn ended() -> Turn<Outcome> {
    Turn::Done(Outcome::Failed(Failure::Unknown))
}

/// Without the variables, among which are the secrets of the session and of the call.
impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("session", &self.session).finish_non_exhaustive()
    }
}

impl Context {
    pub(crate) fn new(spec: Arc<Spec>, session: &Session) -> Self {
        let mut vars = spec.vars.clone();
        let person = session.person.as_ref().map_or(Value::Null, |person| person.as_str().into());
        let secret = |text: &Option<String>| text.as_ref().map_or(Value::Null, |text| text.as_str().into());
        vars.insert("person".to_owned(), person);
        vars.insert("token".to_owned(), secret(&session.token));
        vars.insert("refresh".to_owned(), secret(&session.refresh));
        Self { spec, vars, session: session.clone() }
    }

    /// Whether a record belongs on the device of who asks: of a scope whose records are each about
    /// one person, and which the server gives whole, only one's own.
    pub(crate) fn keeps(&self, record: &protocol::Record) -> bool {
        !self.spec.promises.own_only.contains(&record.head.scope.audience)
            || record.head.subject == self.session.person
    }
}
