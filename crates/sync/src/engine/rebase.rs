//! What becomes of a write that meets another version of its record than the one it started from:
//! by the declared class of each field, never by chance.

use crate::config::KindRules;
use crate::planted::{self, Bug};
use protocol::{Audience, Body, Mutation, Op, Record, lay_over};
use serde_json::Value;

/// What became of the write.
#[expect(clippy::large_enum_variant, reason = "short-lived, one at a time, never in a list")]
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Rebased {
    /// The server's version says the same already.
    Same,
    /// Send this instead, on top of the server's version.
    Send(Mutation),
    /// Both sides changed the same; a person decides.
    Stuck,
}

/// What is known of what a write has done so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Past {
    /// Nothing.
    Clean,
    /// It may have had its effect, and what it meets may have come after that.
    Open,
}

/// Lays a write over the server's version.
pub(super) fn rebase(rules: &KindRules, mutation: &Mutation, theirs: &Record, past: Past) -> Rebased {
    let past = if planted::on(Bug::PastForgotten) { Past::Clean } else { past };
    let empty = Body::empty();
    let (ours, base) = match &mutation.op {
        Op::Delete if theirs.deleted => return Rebased::Same,
        Op::Delete if planted::on(Bug::DeleteOverEdit) => {
            return Rebased::Send(on_top(mutation, Op::Delete, theirs));
        }
        Op::Delete => return Rebased::Stuck,
        Op::Create(_) if theirs.deleted && past == Past::Open => return Rebased::Stuck,
        Op::Create(body) if theirs.deleted => return recreated(mutation, body, theirs),
        Op::Update { .. } if theirs.deleted => return Rebased::Stuck,
        Op::Create(body) => (body, &empty),
        Op::Update { body, base } => (body, base),
    };
    let Some(merged) = rules.of(&mutation.head.kind).merge.merge(base, ours, &theirs.body) else {
        return Rebased::Stuck;
    };
    if !merged.conflicts.is_empty() {
        if planted::on(Bug::ConflictTakesTheirs) {
            return Rebased::Same;
        }
        if planted::on(Bug::ConflictTakesMine) {
            let op = Op::Update { body: ours.clone(), base: theirs.body.clone() };
            return Rebased::Send(on_top(mutation, op, theirs));
        }
        return Rebased::Stuck;
    }
    if is_same(&merged.body, &theirs.body) {
        return Rebased::Same;
    }
    // The later of two writes wins, and which one is later can't be told.
    if past == Past::Open && !merged.overwritten.is_empty() {
        return Rebased::Stuck;
    }
    let op = Op::Update { body: merged.body, base: theirs.body.clone() };
    Rebased::Send(on_top(mutation, op, theirs))
}

/// A creation that meets a tombstone. What was shared may have arrived and been deleted by others
/// since, so it stays deleted until a person decides; a private record has no others.
fn recreated(mutation: &Mutation, body: &Body, theirs: &Record) -> Rebased {
    let is_private = mutation.head.scope.audience == Audience::Private;
    if is_private && mutation.base_rev.as_ref() != Some(&theirs.rev) {
        return Rebased::Send(on_top(mutation, Op::Create(body.clone()), theirs));
    }
    Rebased::Stuck
}

/// Our side in a conflict, laid over the server's version as it now is: what we changed wins, what
/// only they changed stays.
pub(super) fn insist(mutation: &Mutation, theirs: &Record) -> Mutation {
    let empty = Body::empty();
    let (ours, base) = match &mutation.op {
        Op::Delete => return on_top(mutation, Op::Delete, theirs),
        Op::Create(body) => (body, &empty),
        Op::Update { body, base } => (body, base),
    };
    let body = if theirs.deleted { ours.clone() } else { lay_over(base, ours, &theirs.body) };
    on_top(mutation, Op::Update { body, base: theirs.body.clone() }, theirs)
}

/// Lays a write over the server's version after the write before it was taken. What that one
/// changed is this device's own, and the later word wins; what others changed is merged by rule.
pub(super) fn stacked(rules: &KindRules, earlier: &Mutation, later: &Mutation, taken: &Record) -> Rebased {
    let empty = Body::empty();
    let (body, base) = match &later.op {
        Op::Delete => return Rebased::Stuck,
        Op::Create(body) => (body, earlier.body().unwrap_or(&empty)),
        Op::Update { body, base } => (body, base),
    };
    let own = match &earlier.op {
        Op::Delete => base.clone(),
        Op::Create(first) => lay_over(&empty, first, base),
        Op::Update { body: first, base: before } => lay_over(before, first, base),
    };
    let op = Op::Update { body: lay_over(base, body, &own), base: own };
    rebase(rules, &Mutation { op, ..later.clone() }, taken, Past::Clean)
}

fn on_top(mutation: &Mutation, op: Op, theirs: &Record) -> Mutation {
    Mutation { op, base_rev: Some(theirs.rev.clone()), ..mutation.clone() }
}

/// Whether two bodies say the same, whatever their spacing and the order of their fields.
pub(super) fn is_same(one: &Body, two: &Body) -> bool {
    one == two || matches!((one.read::<Value>(), two.read::<Value>()), (Ok(one), Ok(two)) if one == two)
}
