//! A model server that answers the engine's calls themselves, as a perfect dialect would have
//! translated them.

use super::feed::Style;
use super::remark::Remark;
use super::vault::{Vault, Verdict, WireOp, WireWrite};
use protocol::{Call, Failure, Mutation, Op, Outcome, PersonId, Problem, PushResult, Rev, Written};

/// Answers one call of `person`.
pub fn answer(
    vault: &mut Vault,
    style: Style,
    person: &PersonId,
    call: &Call,
    now: u64,
) -> (Outcome, Vec<Remark>) {
    let mut remarks = Vec::new();
    let outcome = match call {
        Call::Scopes => Outcome::Scopes(vault.scopes_of(person, style.hints())),
        Call::Push(mutations) => {
            let results = mutations.iter().map(|mutation| {
                let result = push_one(vault, (style, person), mutation, (now, None));
                remarks.extend(remark_on(&result));
                result
            });
            Outcome::Pushed(results.collect())
        }
        Call::Pull { scope, from, limit } => match vault.page(person, scope, (from, *limit, style), now) {
            Ok(page) => Outcome::Page(page),
            Err(why) => {
                remarks.push(Remark::of(&why));
                Outcome::Failed(why.into())
            }
        },
        Call::Read { scope, .. } if !vault.may_read(person, scope) => {
            remarks.push(Remark::NoRight);
            Outcome::Failed(Failure::Forbidden)
        }
        Call::Read { scope, id } => {
            let record = vault.record(scope, id).filter(|record| vault.sees(person, record));
            Outcome::Found(record.filter(|record| style != Style::Diff || !record.deleted).cloned())
        }
    };
    (outcome, remarks)
}

/// Judges one mutation of a push.
pub fn push_one(
    vault: &mut Vault,
    (style, person): (Style, &PersonId),
    mutation: &Mutation,
    (now, place): (u64, Option<u64>),
) -> PushResult {
    let nowhere = || Rev(String::new());
    let op = match &mutation.op {
        Op::Create(_) if mutation.base_rev.is_some() => {
            vault.note_refusal(&mutation.head.id);
            return PushResult::Refused(Problem::new(400, "needs-precondition"));
        }
        Op::Create(body) => WireOp::Create(body.clone()),
        Op::Update { body, .. } => {
            WireOp::Update(mutation.base_rev.clone().unwrap_or_else(nowhere), body.clone())
        }
        Op::Delete => WireOp::Delete(mutation.base_rev.clone().unwrap_or_else(nowhere)),
    };
    let write = WireWrite { mid: Some(mutation.mid.clone()), head: mutation.head.clone(), op, at: None };
    match (vault.write(person, &write, now, place), style) {
        (Verdict::Done(record), Style::Terse) => PushResult::Done(Written::Rev(record.rev)),
        (Verdict::Done(record), _) => PushResult::Done(Written::Record(record)),
        (Verdict::Conflict(_), Style::Terse) => PushResult::Conflict(None),
        (Verdict::Conflict(record), Style::Diff) => {
            PushResult::Conflict(record.filter(|record| !record.deleted))
        }
        (Verdict::Conflict(record), _) => PushResult::Conflict(record),
        (Verdict::Refused(problem), _) => PushResult::Refused(problem),
    }
}

fn remark_on(result: &PushResult) -> Option<Remark> {
    match result {
        PushResult::Refused(problem) => Remark::on(problem),
        _ => None,
    }
}
