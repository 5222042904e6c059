//! The answer to a push. A write leaves the log in the same transaction in which its effect enters
//! the base; whatever else the answer says, the write stays and is shown.

use super::after::After;
use super::draft::Draft;
use super::lane::Step;
use super::overtaken::holds;
use super::push::{Queue, Sent, stick};
use super::rebase::{Past, Rebased, is_same, stacked};
use super::{Engine, log};
use crate::key;
use crate::planted::{self, Bug};
use protocol::{
    Body, Failure, Mutation, MutationState, Op, Problem, PushResult, Record, RecordId, Rev, Scope, Written,
};

/// An answer that arrived.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Settle {
    epoch: u64,
    results: Vec<(Sent, PushResult)>,
    /// Whether the backend judged each write, or the call failed as a whole.
    judged: bool,
    /// Whether a failure is that of the write, and not of the way to the backend.
    own: bool,
    /// Worked out with the transaction, for when it is durable.
    pub(super) after: After,
}

impl Settle {
    /// Results stand in the order of the writes; what got none is of unknown fate.
    pub(super) fn new(epoch: u64, mut sent: Vec<Sent>, mut results: Vec<PushResult>) -> Self {
        results.resize(sent.len(), PushResult::Retry(Failure::Unknown));
        if planted::on(Bug::AckOfWrongLsn) {
            sent.reverse();
        }
        let results = sent.into_iter().zip(results).collect();
        Self { epoch, results, judged: true, own: true, after: After::default() }
    }

    /// The call failed: every write alike. It is a write's own failure only if it was the only one, and
    /// if the backend had answered whatever was asked before.
    pub(super) fn failed(epoch: u64, sent: Vec<Sent>, failure: &Failure, had_answered: bool) -> Self {
        let own = sent.len() == 1 && had_answered && *failure != Failure::SignedOut;
        let results = sent.iter().map(|_| PushResult::Retry(failure.clone())).collect();
        Self { judged: false, own, ..Self::new(epoch, sent, results) }
    }
}

impl Engine {
    pub(super) fn begin_settle(&mut self, settle: &mut Settle) -> Step {
        if !self.leads(settle.epoch) {
            return Step::Done;
        }
        let mut draft = self.leaders_draft();
        let mut after = After::default();
        for (sent, result) in &settle.results {
            let Some(mutation) = self.mirror.log.get(sent.lsn).cloned() else { continue };
            match result {
                PushResult::Done(written) => {
                    self.acknowledge(&mut draft, &mut after, sent, &mutation, written);
                }
                PushResult::Conflict(theirs) => {
                    self.meet(&mut draft, &mut after, sent, &mutation, theirs.as_ref());
                }
                PushResult::Refused(problem) => {
                    self.refuse(&mut draft, &mut after, sent.lsn, &mutation, problem);
                }
                PushResult::Retry(failure) => {
                    self.try_again(&mut draft, sent, &mutation, failure);
                    if matches!(mutation.op, Op::Create(_)) && !self.config.keeps_results {
                        after.touched.insert(mutation.head.scope.clone());
                    }
                    let after_ms = match failure {
                        Failure::Later { after_ms } => *after_ms,
                        _ => None,
                    };
                    // A failure of the whole call is the backend's, and the circuit counts it.
                    if settle.judged
                        && let Some(after_ms) = after_ms
                        && let Some(queue) = Queue::of(&self.config.kinds, &mutation)
                    {
                        after.paced.push((queue, after_ms));
                        continue;
                    }
                    if settle.own {
                        after.failed.push((sent.lsn, after_ms));
                    }
                }
                PushResult::Unsent => wait_on(&mut draft, sent, &mutation),
            }
        }
        settle.after = after;
        if draft.is_empty() {
            self.settled(settle.clone());
            return Step::Done;
        }
        Step::Tx(draft.into_plan())
    }

    fn acknowledge(
        &self,
        draft: &mut Draft,
        after: &mut After,
        sent: &Sent,
        mutation: &Mutation,
        written: &Written,
    ) {
        let (scope, id) = (&mutation.head.scope, &mutation.head.id);
        let rev = match written {
            Written::Record(record) => &record.rev,
            Written::Rev(rev) => rev,
        };
        after.touched.insert(scope.clone());
        after.passed.push(sent.lsn);
        self.keep_aside(draft, mutation);
        if log::is_stuck(mutation) {
            // Its scope was lost meanwhile; there is nothing to keep a base in.
            draft.remove(sent.lsn);
            return;
        }
        after.told.push((scope.clone(), id.clone(), rev.clone()));
        let taken = match written {
            Written::Record(record) => record.clone(),
            Written::Rev(_) => as_taken(mutation, rev),
        };
        self.rest_on(draft, sent.lsn, mutation, &taken);
        match written {
            Written::Record(record) if self.is_news(sent, record) => {
                if planted::on(Bug::BaseFromPending) {
                    let body = mutation.body().cloned().unwrap_or_else(|| record.body.clone());
                    self.rebase_row(
                        draft,
                        after,
                        &Record { body, rev: Rev("pending".to_owned()), ..record.clone() },
                    );
                } else {
                    self.rebase_row(draft, after, record);
                }
                self.drop_older(draft, sent.lsn, id);
                draft.remove(sent.lsn);
            }
            _ if self.base_rev_is(scope, id, rev) => draft.remove(sent.lsn),
            _ if planted::on(Bug::AckedUnseenDropped) => draft.remove(sent.lsn),
            _ => {
                let state = MutationState::AckedUnseen { rev: rev.clone() };
                draft.rewrite(sent.lsn, &Mutation { state, ..mutation.clone() });
                after.unseen.push((scope.clone(), sent.lsn));
            }
        }
    }

    /// Whether an acknowledgement's record is as new as anything known. The stored answer to a
    /// repeated write is as old as its first sending; and what a page brought meanwhile may be newer.
    fn is_news(&self, sent: &Sent, record: &Record) -> bool {
        let seen = self.lead.as_ref().is_some_and(|lead| lead.push.seen.contains(&record.head.id));
        (sent.first && !seen) || planted::on(Bug::StaleAckWins)
    }

    fn base_rev_is(&self, scope: &Scope, id: &RecordId, rev: &Rev) -> bool {
        self.stored(scope).and_then(|view| view.base(id)).is_some_and(|base| base.rev == *rev)
    }

    fn rebase_row(&self, draft: &mut Draft, after: &mut After, record: &Record) {
        let scope = &record.head.scope;
        let mut meta = self.mirror.scope(scope);
        draft.put_row(meta.snap, record);
        after.told.push((scope.clone(), record.head.id.clone(), record.rev.clone()));
        after.rows.push((scope.clone(), record.head.id.clone()));
        for (_, id) in after.rows.iter().filter(|(other, _)| other == scope) {
            meta.note_row(id);
        }
        draft.put_scope(scope, &meta);
    }

    /// What the backend acknowledged before, without showing it, is older than what it shows now.
    fn drop_older(&self, draft: &mut Draft, lsn: u64, id: &RecordId) {
        let earlier = self.mirror.log.of_record(id).take_while(|(other, _)| *other < lsn);
        for (other, _) in earlier.filter(|(_, earlier)| log::is_acked(earlier)) {
            draft.remove(other);
        }
    }

    /// The next write of the record was made on top of this one: it now has a version to rest on.
    /// Where it doesn't fit there, it stays without one and is judged before it is sent.
    fn rest_on(&self, draft: &mut Draft, lsn: u64, mutation: &Mutation, taken: &Record) {
        let Some((next, later)) = self.mirror.log.after(&mutation.head.id, lsn) else { return };
        if later.state != MutationState::Queued || later.base_rev.is_some() {
            return;
        }
        let on_top = || Mutation { base_rev: Some(taken.rev.clone()), ..later.clone() };
        let rules = &self.config.kinds.of(&mutation.head.kind).merge;
        let has_more = mutation.body().is_some_and(|body| rules.differ(body, &taken.body));
        let rested = match &later.op {
            Op::Create(_) if taken.deleted => Rebased::Send(on_top()),
            _ if taken.deleted => Rebased::Stuck,
            // A deletion means what its person saw: this device's own writes, and nothing besides.
            Op::Delete if has_more => Rebased::Stuck,
            Op::Delete => Rebased::Send(on_top()),
            Op::Create(_) | Op::Update { .. } => stacked(&self.config.kinds, mutation, later, taken),
        };
        if let Rebased::Send(rested) = rested {
            if has_more {
                self.unsettle(draft, next, later);
            }
            draft.rewrite(next, &rested);
        }
    }

    fn meet(
        &self,
        draft: &mut Draft,
        after: &mut After,
        sent: &Sent,
        mutation: &Mutation,
        theirs: Option<&Record>,
    ) {
        let lsn = sent.lsn;
        let past = if sent.first || self.config.keeps_results { Past::Clean } else { Past::Open };
        after.touched.insert(mutation.head.scope.clone());
        let Some(theirs) = theirs else {
            if self.is_listed(&mutation.head.scope) || self.mirror.clear(key::LISTED).is_none() {
                // What it met was not told: it is read, once the list allows it, and judged then.
                let state = match past {
                    Past::Clean => MutationState::Queued,
                    Past::Open => MutationState::Unknown,
                };
                draft.rewrite(lsn, &Mutation { state, ..mutation.clone() });
                after.unjudged.push((mutation.head.scope.clone(), mutation.head.id.clone()));
            } else {
                stick(draft, lsn, mutation, None);
            }
            return;
        };
        let mutation = &self.with_left_out(draft, mutation, theirs);
        let seen = self.lead.as_ref().is_some_and(|lead| lead.push.seen.contains(&theirs.head.id));
        if !seen {
            self.rebase_row(draft, after, theirs);
            self.drop_older(draft, lsn, &theirs.head.id);
        }
        match self.judge(mutation, theirs, past) {
            Rebased::Same => {
                after.told.push((theirs.head.scope.clone(), theirs.head.id.clone(), theirs.rev.clone()));
                self.rest_on(draft, lsn, mutation, theirs);
                let is_known = !seen || self.base_rev_is(&theirs.head.scope, &theirs.head.id, &theirs.rev);
                let says_more = mutation.body().is_some_and(|body| !is_same(body, &theirs.body));
                if !is_known && (says_more || holds(mutation, theirs)) {
                    // It was taken, and others wrote upon it: that is read.
                    draft.rewrite(lsn, &Mutation { state: MutationState::Unknown, ..mutation.clone() });
                    after.unjudged.push((mutation.head.scope.clone(), mutation.head.id.clone()));
                } else if !is_known {
                    // What a page brought meanwhile is older, or newer: until it is known, this shows.
                    let state = MutationState::AckedUnseen { rev: theirs.rev.clone() };
                    draft.rewrite(lsn, &Mutation { state, ..mutation.clone() });
                    after.unseen.push((theirs.head.scope.clone(), lsn));
                } else {
                    self.drop_said(draft, lsn, mutation, Some(theirs));
                }
            }
            Rebased::Send(merged) => {
                self.unsettle(draft, lsn, mutation);
                draft.rewrite(lsn, &Mutation { state: MutationState::Queued, ..merged });
                after.met.push(lsn);
            }
            Rebased::Stuck => stick(draft, lsn, mutation, Some(theirs)),
        }
    }

    fn refuse(&self, draft: &mut Draft, after: &mut After, lsn: u64, mutation: &Mutation, problem: &Problem) {
        if planted::on(Bug::DropOnForbidden) && problem.status == 403 {
            draft.remove(lsn);
            return;
        }
        after.passed.push(lsn);
        let state = MutationState::Rejected(problem.clone());
        draft.rewrite(lsn, &Mutation { state, ..mutation.clone() });
    }

    fn try_again(&self, draft: &mut Draft, sent: &Sent, mutation: &Mutation, failure: &Failure) {
        let failures =
            self.lead.as_ref().and_then(|lead| lead.push.tries.get(&sent.lsn)).map_or(0, |t| t.failures());
        let given_up = planted::on(Bug::RetryLimit) && failures >= 2;
        let taken_as_done = planted::on(Bug::UnknownIsDone) && *failure == Failure::Unknown;
        if given_up || taken_as_done {
            draft.remove(sent.lsn);
            return;
        }
        match failure {
            // The backend said that it did nothing.
            Failure::Later { .. } | Failure::SignedOut => wait_on(draft, sent, mutation),
            _ => set_state(draft, sent.lsn, mutation, MutationState::Unknown),
        }
    }
}

/// Nothing came of this sending; what was sent before may have arrived all the same.
fn wait_on(draft: &mut Draft, sent: &Sent, mutation: &Mutation) {
    let state = if sent.first { MutationState::Queued } else { MutationState::Unknown };
    set_state(draft, sent.lsn, mutation, state);
}

fn set_state(draft: &mut Draft, lsn: u64, mutation: &Mutation, state: MutationState) {
    if mutation.state != state {
        draft.rewrite(lsn, &Mutation { state, ..mutation.clone() });
    }
}

/// The record that an acknowledgement without one speaks of.
pub(super) fn as_taken(mutation: &Mutation, rev: &Rev) -> Record {
    Record {
        head: mutation.head.clone(),
        rev: rev.clone(),
        at: 0,
        deleted: mutation.op == Op::Delete,
        body: mutation.body().cloned().unwrap_or_else(Body::empty),
    }
}
