//! What steps do with the doctor's records: make, write, read, list.

use super::Clinic;
use crate::probe::Place;
use crate::report::Note;
use crate::says::Says;
use crate::wire::Wire;
use protocol::{
    Call, Failure, Head, Mutation, Op, Outcome, Page, PersonId, PullFrom, PushResult, Record, RecordId,
};
use serde_json::Value;

impl<W: Wire> Clinic<'_, W> {
    /// The signed-in person.
    pub(crate) fn me(&self) -> PersonId {
        self.session.person.clone().unwrap_or_else(|| PersonId::from("doctor"))
    }

    /// Sends writes in one call.
    pub(crate) async fn push(&mut self, writes: Vec<Mutation>) -> Result<Vec<PushResult>, Note> {
        match self.call(&Call::Push(writes)).await {
            Outcome::Pushed(results) => Ok(results),
            other => Err(self.why_failed(&other)),
        }
    }

    /// Sends one write.
    pub(crate) async fn push_one(&mut self, write: Mutation) -> Result<PushResult, Note> {
        let results = self.push(vec![write]).await?;
        Ok(results.into_iter().next().unwrap_or(PushResult::Retry(Failure::Unknown)))
    }

    /// A fresh record, remembered for the end.
    pub(crate) fn fresh(&mut self, place: &Place) -> Head {
        let (me, now) = (self.me(), self.wire.now_ms());
        let head = self.maker.head(place, &me, now);
        self.made.push(head.clone());
        head
    }

    /// The creation of a record.
    pub(crate) fn creation(&mut self, device: &str, head: &Head, body: &Value) -> Mutation {
        let now = self.wire.now_ms();
        self.maker.write(device, head, Op::Create(crate::probe::body(body)), None, now)
    }

    /// A change of a record.
    pub(crate) fn change(&mut self, device: &str, before: &Record, body: &Value) -> Mutation {
        let (now, base) = (self.wire.now_ms(), before.body.clone());
        let op = Op::Update { body: crate::probe::body(body), base };
        self.maker.write(device, &before.head, op, Some(before.rev.clone()), now)
    }

    /// One record as it is now.
    pub(crate) async fn read(&mut self, head: &Head) -> Result<Option<Record>, Note> {
        let call = Call::Read { scope: head.scope.clone(), id: head.id.clone() };
        match self.call(&call).await {
            Outcome::Found(found) => Ok(found),
            other => Err(self.why_failed(&other)),
        }
    }

    /// One page.
    pub(crate) async fn pull(&mut self, place: &Place, from: PullFrom, limit: u32) -> Result<Page, Note> {
        match self.call(&Call::Pull { scope: place.scope.clone(), from, limit }).await {
            Outcome::Page(page) => Ok(page),
            other => Err(self.why_failed(&other)),
        }
    }

    /// A body for the doctor's records.
    pub(crate) fn body(&self, text: &str, data: Value) -> Value {
        self.maker.body(text, data, self.wire.now_ms())
    }

    /// The place where it writes. Steps that need one come after it was found.
    pub(crate) fn place(&self) -> Result<Place, Note> {
        self.place.clone().ok_or_else(|| Note::of(Says::NotReached))
    }

    /// Creates a record with a small body; gives it as the server has it.
    pub(crate) async fn plant(&mut self, text: &str) -> Result<Record, Note> {
        let place = self.place()?;
        let (head, body) = (self.fresh(&place), self.body(text, Value::Null));
        let write = self.creation("phone", &head, &body);
        match self.push_one(write).await? {
            PushResult::Done(_) => {}
            PushResult::Refused(problem) => return Err(Note::with(Says::CreateRefused, problem.code)),
            _ => return Err(self.why()),
        }
        self.read(&head).await?.ok_or_else(|| Note::of(Says::Unreadable))
    }

    /// Takes a record off the list of what may still be there.
    pub(crate) fn forget(&mut self, id: &RecordId) {
        self.made.retain(|head| head.id != *id);
    }
}
