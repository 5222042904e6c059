//! The dialect alone, signed in: one write or reading at a time, without an engine that mends.

use crate::http::{Client, Traffic};
use crate::talk;
use dialect::{Profile, Session};
use protocol::{
    Body, Call, DeviceId, Failure, Head, Hlc, Mid, Mutation, MutationState, Op, Outcome, PersonId,
    PushResult, Record, RecordId, Scope,
};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// Somebody who is signed in and asks the backend directly.
#[derive(Debug)]
pub struct Talker {
    client: Client,
    profile: Profile,
    session: Session,
    device: String,
    writes: u64,
}

impl Talker {
    /// `session`'s person on `device`.
    pub fn new(client: Client, profile: Profile, session: Session, device: &str) -> Self {
        Self { client, profile, session, device: device.to_owned(), writes: 0 }
    }

    /// Who is signed in.
    pub fn person(&self) -> PersonId {
        self.session.person.clone().unwrap_or_else(|| PersonId::from("nobody"))
    }

    /// What it has heard so far.
    pub fn traffic(&self) -> Traffic {
        self.client.traffic
    }

    /// Ends the token, without the talker knowing it.
    pub fn spoil_token(&mut self) {
        self.session.token = self.session.token.take().map(|token| format!("{token}-ended"));
    }

    /// Asks for records, or writes them.
    pub fn call(&mut self, call: &Call) -> Outcome {
        talk::call(&mut self.client, &self.profile, &self.session, call)
    }

    /// The record as the backend has it; `None` where it shows none.
    pub fn read(&mut self, scope: &Scope, id: &RecordId) -> Option<Record> {
        match self.call(&Call::Read { scope: scope.clone(), id: id.clone() }) {
            Outcome::Found(found) => found,
            _ => None,
        }
    }

    /// A change of a message's text.
    pub fn change(&mut self, base: &Record, text: &str) -> Mutation {
        // All the rest stays: some of it may never change.
        let mut fields: Map<String, Value> = base.body.read().unwrap_or_default();
        fields.insert("text".to_owned(), json!(text));
        fields.insert("edited_at".to_owned(), json!(talk::wall_ms()));
        let body = Body::parse(Value::Object(fields).to_string()).unwrap_or_else(|_| Body::empty());
        self.mutation(base.head.clone(), Op::Update { body, base: base.body.clone() }, Some(base))
    }

    /// A write of any kind.
    pub fn mutation(&mut self, head: Head, op: Op, base: Option<&Record>) -> Mutation {
        self.writes += 1;
        Mutation {
            mid: Mid { device: DeviceId::from(self.device.as_str()), n: self.writes },
            principal: self.person(),
            head,
            op,
            base_rev: base.map(|record| record.rev.clone()),
            hlc: Hlc { wall_ms: talk::wall_ms(), count: 0 },
            deps: Vec::new(),
            group: self.writes,
            schema: 1,
            state: MutationState::Queued,
        }
    }

    /// Sends one write as an engine does: again, until it is judged.
    pub fn push_until_judged(&mut self, mutation: &Mutation) -> PushResult {
        let mut result = self.push(mutation);
        for _ in 0..50 {
            if !matches!(result, PushResult::Retry(_)) {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
            result = self.push(mutation);
        }
        result
    }

    /// Sends one write.
    pub fn push(&mut self, mutation: &Mutation) -> PushResult {
        match self.call(&Call::Push(vec![mutation.clone()])) {
            Outcome::Pushed(mut results) if !results.is_empty() => results.remove(0),
            Outcome::Failed(failure) => PushResult::Retry(failure),
            _ => PushResult::Retry(Failure::Unknown),
        }
    }
}
