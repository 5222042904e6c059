//! Conversations with the backend: the dialect's own, each request written down, several of them at
//! the same moment where that is the point.

use super::Clinic;
use crate::report::Note;
use crate::says::Says;
use crate::wire::{Who, Wire};
use dialect::{AccountProgress, Exchange, Method, Progress, Request, Response, Session, SessionChange};
use protocol::account::{AccountCall, AccountOutcome};
use protocol::{Call, Failure, Outcome, PushResult};

/// How often a call that met a request for patience is repeated.
const MOST_TRIES: u32 = 4;
/// Longest patience that is shown at once, and the patience where none was asked for.
const MOST_PATIENCE_MS: u64 = 20_000;
const PATIENCE_MS: u64 = 1_000;

impl<W: Wire> Clinic<'_, W> {
    /// Sends requests as they are, all at once, and writes them down.
    pub(crate) async fn send(&mut self, who: Who, requests: Vec<Request>) -> Vec<Option<Response>> {
        let answers = self.wire.send(who, requests.clone()).await;
        for (request, answer) in requests.into_iter().zip(&answers) {
            self.note(&request, answer.as_ref());
            self.log.push((request, answer.clone()));
        }
        answers
    }

    fn note(&mut self, request: &Request, answer: Option<&Response>) {
        let names = |request: &Request| {
            let mut names: Vec<String> = request.headers.iter().map(|(name, _)| name.clone()).collect();
            names.sort();
            names
        };
        let known = |seen: &Request| seen.method == request.method && names(seen) == names(request);
        if !self.asked.iter().any(known) {
            self.asked.push(request.clone());
        }
        for (name, _) in answer.iter().flat_map(|answer| &answer.headers) {
            if !self.shown.contains(name) {
                self.shown.push(name.clone());
                if request.method == Method::Get && self.profile.watched_headers().contains(name) {
                    self.told_by.push((name.clone(), request.clone()));
                }
            }
        }
    }

    /// One call, as who is examined for. A request for patience is met with it.
    pub(crate) async fn call(&mut self, call: &Call) -> Outcome {
        let session = self.session.clone();
        self.call_as(Who::Me, &session, call).await
    }

    /// One call as somebody.
    pub(crate) async fn call_as(&mut self, who: Who, session: &Session, call: &Call) -> Outcome {
        let mut tries = 0;
        loop {
            tries += 1;
            let outcome = self.talk(who, session, vec![call.clone()]).await.pop();
            let after = match &outcome {
                Some(Outcome::Failed(Failure::Later { after_ms })) => *after_ms,
                Some(Outcome::Pushed(results)) => match results.as_slice() {
                    [PushResult::Retry(Failure::Later { after_ms: after @ Some(_) })] => *after,
                    _ => return Outcome::Pushed(results.clone()),
                },
                _ => return outcome.unwrap_or(Outcome::Failed(Failure::Unknown)),
            };
            if tries >= MOST_TRIES || self.wire.is_stopped() {
                return outcome.unwrap_or(Outcome::Failed(Failure::Unknown));
            }
            self.be_patient(after).await;
        }
    }

    /// Waits as long as an outcome asks; whether it does.
    pub(crate) async fn waited(&mut self, outcome: &Outcome) -> bool {
        let Outcome::Failed(Failure::Later { after_ms }) = outcome else { return false };
        self.be_patient(*after_ms).await;
        true
    }

    async fn be_patient(&mut self, after_ms: Option<u64>) {
        let wait = after_ms.unwrap_or(PATIENCE_MS).min(MOST_PATIENCE_MS);
        self.meet(Note::with(Says::Waited, wait.div_ceil(1000).to_string()));
        self.wire.pause(wait).await;
    }

    /// Keeps what the way out met, once.
    pub(crate) fn meet(&mut self, note: Note) {
        if !self.met.iter().any(|known| known.says == note.says) {
            self.met.push(note);
        }
    }

    /// Several calls at the same moment, request by request.
    pub(crate) async fn talk(&mut self, who: Who, session: &Session, calls: Vec<Call>) -> Vec<Outcome> {
        let mut talks: Vec<(Exchange, Progress)> = Vec::new();
        for call in &calls {
            let mut exchange = self.profile.begin(call, session);
            let progress = exchange.start();
            talks.push((exchange, progress));
        }
        loop {
            let waiting = talks.iter().filter_map(|(_, progress)| match progress {
                Progress::Send(request) => Some(request.clone()),
                Progress::Done(_) => None,
            });
            let requests: Vec<Request> = waiting.collect();
            if requests.is_empty() {
                break;
            }
            let mut answers = self.send(who, requests).await.into_iter();
            let now = self.wire.now_ms();
            for (exchange, progress) in &mut talks {
                if matches!(progress, Progress::Send(_)) {
                    *progress = exchange.answer(answers.next().flatten().as_ref(), now);
                }
            }
        }
        let outcomes = talks.into_iter().map(|(_, progress)| match progress {
            Progress::Done(outcome) => outcome,
            Progress::Send(_) => Outcome::Failed(Failure::Unknown),
        });
        outcomes.collect()
    }

    /// Takes a call as far as its write, which waits to be sent; `None` where it ends before.
    pub(crate) async fn hold(&mut self, call: &Call) -> Option<(Exchange, Request)> {
        let mut exchange = self.profile.begin(call, &self.session);
        let mut progress = exchange.start();
        loop {
            match progress {
                Progress::Send(request) if request.method != Method::Get => return Some((exchange, request)),
                Progress::Send(request) => {
                    let answer = self.send(Who::Me, vec![request]).await.pop().flatten();
                    progress = exchange.answer(answer.as_ref(), self.wire.now_ms());
                }
                Progress::Done(_) => return None,
            }
        }
    }

    /// Sends a write that waited, and takes its call to the end.
    pub(crate) async fn let_go(&mut self, (mut exchange, request): (Exchange, Request)) -> Outcome {
        let mut progress = Progress::Send(request);
        loop {
            match progress {
                Progress::Send(request) => {
                    let answer = self.send(Who::Me, vec![request]).await.pop().flatten();
                    progress = exchange.answer(answer.as_ref(), self.wire.now_ms());
                }
                Progress::Done(outcome) => return outcome,
            }
        }
    }

    /// An account call; `None` where the backend has no such thing.
    pub(crate) async fn ask(
        &mut self,
        who: Who,
        session: &Session,
        call: &AccountCall,
    ) -> Option<(AccountOutcome, SessionChange)> {
        let mut exchange = self.profile.ask(call, session)?;
        let mut progress = exchange.start();
        loop {
            match progress {
                AccountProgress::Done(outcome, change) => {
                    if let SessionChange::Started(session) = &change {
                        self.secrets.extend(session.token.iter().chain(&session.refresh).cloned());
                    }
                    return Some((outcome, change));
                }
                AccountProgress::Send(request) => {
                    let answer = self.send(who, vec![request]).await.pop().flatten();
                    progress = exchange.answer(answer.as_ref(), self.wire.now_ms());
                }
            }
        }
    }
}
