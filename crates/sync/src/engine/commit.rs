//! A screen's writes: one strict transaction appends them to the log; only then they count.
//!
//! Nothing is combined with what may be on its way. Private records (drafts, read cursors) are
//! written so often that a write still queued takes the next one in; the fence keeps that safe
//! against a leader that is just sending it.

use super::Engine;
use super::lane::{Job, Step};
use super::log;
use super::rebase::is_same;
use crate::effect::{Effect, Issue};
use crate::event::{Ticket, Write};
use crate::plan::{TxFailure, TxReceipt};
use crate::planted::{self, Bug};
use protocol::{
    Audience, Body, DeviceId, Head, Mid, Mutation, MutationState, Op, Record, Rev, gather, lay_over,
};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A commit on its way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Commit {
    ticket: Option<Ticket>,
    writes: Vec<Write>,
    /// For each write the version that the screen had when it asked.
    seen: Vec<Option<Rev>>,
    /// Whether room was made for it once.
    made_room: bool,
    /// For each write the row that it went into; `None` for an appended one.
    into: Vec<Option<u64>>,
}

impl Engine {
    pub(super) fn commit(&mut self, ticket: Ticket, writes: Vec<Write>) {
        if planted::on(Bug::IntentSplit) {
            for (first, write) in writes.into_iter().enumerate() {
                self.add_commit((first == 0).then_some(ticket), vec![write]);
            }
        } else {
            self.add_commit(Some(ticket), writes);
        }
    }

    fn add_commit(&mut self, ticket: Option<Ticket>, writes: Vec<Write>) {
        let seen =
            writes.iter().map(|write| self.base_of(&write.head).map(|base| base.rev.clone())).collect();
        self.lane.add_urgent(Job::Commit(Commit {
            ticket,
            writes,
            seen,
            made_room: false,
            into: Vec::new(),
        }));
    }

    pub(super) fn begin_commit(&mut self, commit: &mut Commit) -> Step {
        let Some(device) = self.mirror.device() else { return Step::Done };
        let group = self.dice.next();
        let mut draft = self.draft();
        commit.into.clear();
        let mut clock = self.clock;
        // The writes of one intent stay together; only a lone one is taken in by another.
        let is_alone = commit.writes.len() == 1;
        for (write, seen) in commit.writes.iter().zip(&commit.seen) {
            clock = clock.tick(self.now.wall_ms);
            let mutation = Mutation { hlc: clock, ..self.mutation(write, seen.as_ref(), &device, group) };
            if let Some((lsn, before)) = self.queued_neighbor(write).filter(|_| is_alone)
                && let Some(combined) = combine(&before, &mutation)
            {
                draft.rewrite(lsn, &combined);
                commit.into.push(Some(lsn));
                continue;
            }
            draft.append(&mutation);
            commit.into.push(None);
        }
        self.clock = clock;
        if draft.is_empty() {
            self.commit_done(commit.clone(), &TxReceipt::default());
            return Step::Done;
        }
        if planted::on(Bug::AckBeforeCommit) {
            self.report(commit, &TxReceipt { lsns: Vec::new(), change: 0 });
            commit.ticket = None;
        }
        Step::Tx(draft.into_plan())
    }

    fn base_of(&self, head: &Head) -> Option<&Record> {
        self.views.get(&head.scope).and_then(|view| view.base(&head.id))
    }

    fn mutation(&self, write: &Write, seen: Option<&Rev>, device: &DeviceId, group: u64) -> Mutation {
        let op = self.op(write);
        Mutation {
            mid: Mid { device: device.clone(), n: 0 },
            principal: self.config.principal.clone(),
            head: write.head.clone(),
            base_rev: self.base_rev(&write.head, &op, seen),
            op,
            hlc: self.clock,
            deps: write.deps.clone(),
            group,
            schema: write.schema,
            state: MutationState::Queued,
        }
    }

    /// What a write does. Creating once more what this device has just created, or what is nobody
    /// else's, replaces it.
    fn op(&self, write: &Write) -> Op {
        let Op::Create(body) = &write.op else { return write.op.clone() };
        let (scope, id) = (&write.head.scope, &write.head.id);
        let is_pending = self.mirror.log.of_record(id).any(|(_, mutation)| !log::is_stuck(mutation));
        match self.shown_body(scope, id) {
            Some(base) if is_pending || scope.audience == Audience::Private => {
                Op::Update { body: body.clone(), base: base.into_owned() }
            }
            _ => write.op.clone(),
        }
    }

    /// The version that a write starts from. On top of this device's own unsent writes it has
    /// none yet: it gets one when those are acknowledged. Nor has it one if the screen had not yet
    /// seen the version that is here: then it is merged before it is sent.
    fn base_rev(&self, head: &Head, op: &Op, seen: Option<&Rev>) -> Option<Rev> {
        let pending = self.mirror.log.of_record(&head.id).filter(|(_, m)| !log::is_stuck(m)).last();
        let (rev, body) = match pending {
            Some((_, Mutation { state: MutationState::AckedUnseen { rev }, op, .. })) => match op {
                Op::Create(body) | Op::Update { body, .. } => (rev, Some(body)),
                Op::Delete => (rev, None),
            },
            Some(_) => return None,
            None => {
                let base = self.base_of(head)?;
                if *op == Op::Delete && seen.is_some_and(|seen| *seen != base.rev) {
                    // It means what the screen showed, and meets what came since as a conflict.
                    return seen.cloned();
                }
                (&base.rev, Some(&base.body).filter(|_| !base.deleted))
            }
        };
        let starts_here = match (op, body) {
            (Op::Update { base, .. }, Some(body)) => is_same(base, body),
            // A shared record created while it is there: the server's answer settles it.
            (Op::Create(_), body) => body.is_none(),
            (Op::Update { .. }, None) => false,
            (Op::Delete, body) => body.is_some(),
        };
        starts_here.then(|| rev.clone())
    }

    /// The last write of the same record, if the next may be taken into it.
    fn queued_neighbor(&self, write: &Write) -> Option<(u64, Mutation)> {
        if self.newer || write.head.scope.audience != Audience::Private {
            return None;
        }
        let (lsn, before) = self.mirror.log.of_record(&write.head.id).last()?;
        let is_free = before.state == MutationState::Queued
            || (planted::on(Bug::CoalesceIntoInFlight)
                && matches!(before.state, MutationState::InFlight { .. }));
        let is_alike = before.principal == self.config.principal && before.deps == write.deps;
        (is_free && is_alike).then(|| (lsn, before.clone()))
    }

    pub(super) fn commit_done(&mut self, commit: Commit, receipt: &TxReceipt) {
        self.report(&commit, receipt);
    }

    fn report(&mut self, commit: &Commit, receipt: &TxReceipt) {
        let (Some(ticket), Some(device)) = (commit.ticket, self.mirror.device()) else { return };
        let mut appended = receipt.lsns.iter().copied();
        let numbers = commit.into.iter().filter_map(|into| into.or_else(|| appended.next()));
        let mids = numbers.map(|n| Mid { device: device.clone(), n }).collect();
        self.out.push(Effect::Committed { ticket, result: Ok(mids) });
    }

    pub(super) fn commit_failed(&mut self, commit: &Commit, why: TxFailure) {
        if let Some(ticket) = commit.ticket {
            self.out.push(Effect::Committed { ticket, result: Err(why) });
        }
    }

    /// A full disk: what can be pulled again makes room, once; then the screen hears of it before
    /// it has said that anything is saved.
    pub(super) fn commit_without_room(&mut self, mut commit: Commit) {
        if commit.made_room {
            self.surface(Issue::Full);
            self.commit_failed(&commit, TxFailure::Quota);
        } else {
            commit.made_room = true;
            self.lane.add_front(Job::Commit(commit));
            self.lane.add_front(Job::Evict(None));
        }
    }
}

/// The earlier write with the later one taken in, under the earlier one's number; `None` where
/// they don't combine.
pub(super) fn combine(before: &Mutation, after: &Mutation) -> Option<Mutation> {
    let op = match (&before.op, &after.op) {
        (Op::Create(_), Op::Create(body)) => Op::Create(body.clone()),
        (Op::Create(below), Op::Update { body, base }) => Op::Create(lay_over(base, body, below)),
        (Op::Update { body: below, base: first }, Op::Update { body, base }) => {
            Op::Update { body: lay_over(base, body, below), base: started_from(first, below, (base, body)) }
        }
        // What is created anew does not show now: a write that has no base here would hide it.
        (Op::Update { .. }, Op::Create(_)) | (_, Op::Delete) | (Op::Delete, _) => return None,
    };
    Some(Mutation { op, hlc: after.hlc, schema: after.schema, ..before.clone() })
}

/// What the combined write starts from: the earlier one's base, but where the later one changed what it
/// saw of another write below, what it saw. Else a field set back, or removed, would count as untouched.
fn started_from(first: &Body, below: &Body, (seen, set): (&Body, &Body)) -> Body {
    if seen == below {
        return first.clone();
    }
    let fields = |body: &Body| body.read::<Map<String, Value>>().unwrap_or_default();
    let (mut base, below, seen, set) = (fields(first), fields(below), fields(seen), fields(set));
    let names: BTreeSet<&String> = gather(seen.keys().chain(set.keys()));
    for name in names {
        if set.get(name) != seen.get(name) && below.get(name) != seen.get(name) {
            match seen.get(name) {
                Some(value) => base.insert(name.clone(), value.clone()),
                None => base.remove(name),
            };
        }
    }
    Body::of(&base).unwrap_or_else(|_| first.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::{Hlc, Kind, PersonId, RecordId, Scope};

    fn mutation(op: Op) -> Mutation {
        Mutation {
            mid: Mid { device: DeviceId::from("d"), n: 4 },
            principal: PersonId::from("p"),
            head: Head {
                id: RecordId::from("r"),
                scope: Scope::parse("s/private").unwrap(),
                kind: Kind::from("draft"),
                author: PersonId::from("p"),
                subject: None,
            },
            op,
            base_rev: None,
            hlc: Hlc::default(),
            deps: Vec::new(),
            group: 0,
            schema: 1,
            state: MutationState::Queued,
        }
    }

    fn body(text: &str) -> Body {
        Body::parse(text).unwrap()
    }

    #[test]
    fn a_draft_keeps_the_base_it_started_from() {
        let update = |to: &str, from: &str| Op::Update { body: body(to), base: body(from) };
        let before = mutation(update(r#"{"t":"a"}"#, r#"{"t":""}"#));
        let after = mutation(update(r#"{"t":"ab"}"#, r#"{"t":"a"}"#));
        assert_eq!(combine(&before, &after).unwrap().op, update(r#"{"t":"ab"}"#, r#"{"t":""}"#));
        assert_eq!(combine(&before, &mutation(Op::Delete)), None);
        let created = mutation(Op::Create(body("{}")));
        assert_eq!(combine(&created, &after).unwrap().op, Op::Create(body(r#"{"t":"ab"}"#)));
    }

    #[test]
    fn a_field_of_another_write_below_that_is_set_back_counts_as_changed() {
        let update = |to: &str, from: &str| Op::Update { body: body(to), base: body(from) };
        // Written in a tab that did not know yet that another had made 2 of `t`, and `u`.
        let before = mutation(update(r#"{"f":9,"t":1}"#, r#"{"f":0,"t":1}"#));
        let after = mutation(update(r#"{"f":9,"t":1}"#, r#"{"f":9,"t":2,"u":3}"#));
        let combined = combine(&before, &after).unwrap().op;
        assert_eq!(combined, update(r#"{"f":9,"t":1}"#, r#"{"f":0,"t":2,"u":3}"#));
    }
}
