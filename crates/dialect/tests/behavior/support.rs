//! What the tests share: the shipped profiles, mutations, and a driver of exchanges.

use dialect::{AccountExchange, AccountProgress, Exchange, Progress, Request, Response, SessionChange};
use protocol::account::AccountOutcome;
use protocol::{
    Body, DeviceId, Head, Hlc, Kind, Mid, Mutation, MutationState, Op, Outcome, PersonId, RecordId, Rev,
    Scope,
};
use serde_json::Value;

pub(crate) const QUNYUE: &str = include_str!("../../../../profiles/qunyue.json");
pub(crate) const JSON_SERVER: &str = include_str!("../../../../profiles/json-server.json");

/// A sound answer with a JSON body.
pub(crate) fn json(status: u16, body: &Value) -> Option<Response> {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    Some(Response { status, headers, body: body.to_string() })
}

/// An answer with headers.
pub(crate) fn with_header(response: Option<Response>, name: &str, value: &str) -> Option<Response> {
    response.map(|mut response| {
        response.headers.push((name.to_owned(), value.to_owned()));
        response
    })
}

/// Runs an exchange against a server, and gives its outcome and the requests it made.
pub(crate) fn run(
    mut exchange: Exchange,
    mut server: impl FnMut(&Request) -> Option<Response>,
) -> (Outcome, Vec<Request>) {
    let mut sent = Vec::new();
    let mut progress = exchange.start();
    loop {
        match progress {
            Progress::Done(outcome) => return (outcome, sent),
            Progress::Send(request) => {
                assert!(sent.len() < 10_001, "an exchange without an end");
                let response = server(&request);
                sent.push(request);
                progress = exchange.answer(response.as_ref(), 1_700_000_000_000);
            }
        }
    }
}

/// Runs an account exchange against a server.
pub(crate) fn run_account(
    mut exchange: AccountExchange,
    mut server: impl FnMut(&Request) -> Option<Response>,
) -> (AccountOutcome, SessionChange, Vec<Request>) {
    let mut sent = Vec::new();
    let mut progress = exchange.start();
    loop {
        match progress {
            AccountProgress::Done(outcome, change) => return (outcome, change, sent),
            AccountProgress::Send(request) => {
                let response = server(&request);
                sent.push(request);
                progress = exchange.answer(response.as_ref(), 1_700_000_000_000);
            }
        }
    }
}

/// Answers in the order given; silence after the last.
pub(crate) fn script(answers: Vec<Option<Response>>) -> impl FnMut(&Request) -> Option<Response> {
    let mut answers = answers.into_iter();
    move |_| answers.next().flatten()
}

pub(crate) fn scope(text: &str) -> Scope {
    Scope::parse(text).unwrap()
}

pub(crate) fn body(text: &str) -> Body {
    Body::parse(text).unwrap()
}

/// A message's head in `s1/all`.
pub(crate) fn head(id: &str) -> Head {
    Head {
        id: RecordId::from(id),
        scope: scope("s1/all"),
        kind: Kind::from("message"),
        author: PersonId::from("ann"),
        subject: None,
    }
}

fn mutation(id: &str, n: u64, op: Op, base_rev: Option<&str>) -> Mutation {
    Mutation {
        mid: Mid { device: DeviceId::from("phone"), n },
        principal: PersonId::from("ann"),
        head: head(id),
        op,
        base_rev: base_rev.map(|rev| Rev(rev.to_owned())),
        hlc: Hlc { wall_ms: 1_000, count: 0 },
        deps: Vec::new(),
        group: n,
        schema: 1,
        state: MutationState::Queued,
    }
}

pub(crate) fn create(id: &str, n: u64, text: &str) -> Mutation {
    mutation(id, n, Op::Create(body(text)), None)
}

pub(crate) fn update(id: &str, n: u64, text: &str, base_rev: &str) -> Mutation {
    mutation(id, n, Op::Update { body: body(text), base: body("{}") }, Some(base_rev))
}

pub(crate) fn delete(id: &str, n: u64, base_rev: &str) -> Mutation {
    mutation(id, n, Op::Delete, Some(base_rev))
}
