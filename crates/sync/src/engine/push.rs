//! Pushing: writes are marked as on their way before they are sent, so that no tab changes what
//! the backend may be taking just now.

use super::backoff::Backoff;
use super::calls::Asked;
use super::lane::{Job, Step};
use super::rebase::{Past, Rebased, stacked};
use super::settle::as_taken;
use super::{Engine, log};
use crate::config::KindRules;
use crate::event::Timer;
use crate::planted::{self, Bug};
use protocol::{
    Body, Call, Few, Kind, Mid, Mutation, MutationState, Op, Record, RecordId, Rev, Scope, lay_over,
};
use std::collections::BTreeSet;

/// The one push at a time.
#[derive(Clone, Debug)]
pub(super) struct PushLane {
    /// Whether a push is being marked, in the air, or being settled.
    pub(super) busy: bool,
    /// Records that pages brought since the push was asked: its answer may be older.
    pub(super) seen: BTreeSet<RecordId>,
    /// Until when new records wait, because the backend paces them. They go in the order in which
    /// they were written, so it is the queue that waits, not the single write.
    pub(super) paced: Few<Queue, u64>,
    /// Failures of single writes.
    pub(super) tries: Few<u64, Backoff>,
    /// How many writes at once; fewer after failures, so that one bad write is found.
    pub(super) batch: usize,
}

impl PushLane {
    pub(super) fn new(batch: usize) -> Self {
        Self { busy: false, seen: BTreeSet::new(), paced: Few::new(), tries: Few::new(), batch }
    }

    /// Until when a new record like `mutation`'s waits, if that is after `now`.
    pub(super) fn paced_until(&self, kinds: &KindRules, mutation: &Mutation, now: u64) -> Option<u64> {
        // Most of the time nothing waits: then no body is read.
        if self.paced.values().all(|until| *until <= now) {
            return None;
        }
        let queue = Queue::of(kinds, mutation)?;
        self.paced.get(&queue).copied().filter(|until| *until > now)
    }

    pub(super) fn hurry(&mut self) {
        // Whoever is still too early is told so again.
        self.paced = Few::new();
        for tries in self.tries.values_mut() {
            tries.hurry();
        }
    }
}

/// New records that a backend paces together: those of a kind, and where the kind says so those that
/// are alike in a field of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Queue {
    scope: Scope,
    kind: Kind,
    field: Option<String>,
}

impl Queue {
    /// Whether `other` is another queue of the same kind in the same scope.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        self.scope == other.scope && self.kind == other.kind && self.field != other.field
    }

    /// The queue in which `mutation` stands; `None` for what makes no new record.
    pub(super) fn of(kinds: &KindRules, mutation: &Mutation) -> Option<Self> {
        let Op::Create(body) = &mutation.op else { return None };
        let (scope, kind) = (mutation.head.scope.clone(), mutation.head.kind.clone());
        let field = kinds.of(&kind).paced_by.as_ref().and_then(|field| {
            let fields: serde_json::Value = body.read().ok()?;
            Some(fields.get(field)?.as_str()?.to_owned())
        });
        Some(Self { scope, kind, field })
    }
}

/// A write that is sent.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sent {
    pub(super) lsn: u64,
    /// Whether it is sent for the first time: then its answer tells of now, not of some time ago.
    pub(super) first: bool,
}

/// The marking of writes as on their way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Freeze {
    sent: Vec<Sent>,
}

/// What is to be done with a write before it is sent.
#[cfg_attr(
    target_pointer_width = "64",
    expect(clippy::large_enum_variant, reason = "short-lived, one at a time, never in a list")
)]
enum Ready {
    Send(Mutation),
    Same,
    Stuck(Record),
    Probe,
}

impl Engine {
    pub(super) fn ask_push(&mut self) {
        let may_ask = self.may_ask();
        let Some(lead) = &self.lead else { return };
        if lead.push.busy || !may_ask {
            return;
        }
        if self.pick(1).is_empty() {
            let next = self.next_try();
            self.arm(Timer::Push, next);
            return;
        }
        if let Some(lead) = &mut self.lead {
            lead.push.busy = true;
            self.lane.add(Job::Freeze(Freeze::default()));
        }
    }

    pub(super) fn begin_freeze(&mut self, freeze: &mut Freeze) -> Step {
        let Some(lead) = &self.lead else { return Step::Done };
        let epoch = lead.epoch;
        let picked = self.pick(lead.push.batch);
        let mut draft = self.leaders_draft();
        let mut probes: Vec<Mutation> = Vec::new();
        freeze.sent.clear();
        for lsn in picked {
            let Some(mutation) = self.mirror.log.get(lsn) else { continue };
            if planted::on(Bug::InFlightForgotten) && matches!(mutation.state, MutationState::InFlight { .. })
            {
                draft.remove(lsn);
                continue;
            }
            if mutation.state != MutationState::Queued {
                freeze.sent.push(Sent { lsn, first: false });
                continue;
            }
            match self.ready(lsn, mutation) {
                Ready::Send(ready) => {
                    if ready.op != mutation.op {
                        self.unsettle(&mut draft, lsn, mutation);
                    }
                    draft.rewrite(lsn, &Mutation { state: MutationState::InFlight { epoch }, ..ready });
                    freeze.sent.push(Sent { lsn, first: true });
                }
                Ready::Same => {
                    let said =
                        self.stored(&mutation.head.scope).and_then(|view| view.base(&mutation.head.id));
                    self.drop_said(&mut draft, lsn, mutation, said);
                }
                Ready::Stuck(theirs) => stick(&mut draft, lsn, mutation, Some(&theirs)),
                Ready::Probe => probes.push(mutation.clone()),
            }
        }
        self.probe(probes);
        if draft.is_empty() {
            self.frozen(freeze.clone());
            return Step::Done;
        }
        Step::Tx(draft.into_plan())
    }

    /// Lays a queued write over what is known of its record, so that most conflicts are found
    /// without asking.
    fn ready(&self, lsn: u64, mutation: &Mutation) -> Ready {
        let id = &mutation.head.id;
        let acked = self.mirror.log.of_record(id).take_while(|(other, _)| *other < lsn).last();
        if let Some((_, before @ Mutation { state: MutationState::AckedUnseen { rev }, .. })) = acked {
            if mutation.base_rev.as_ref() == Some(rev) {
                return Ready::Send(mutation.clone());
            }
            return match stacked(&self.config.kinds, before, mutation, &as_taken(before, rev)) {
                Rebased::Send(mutation) => Ready::Send(mutation),
                // Nothing can be read there: the backend judges.
                Rebased::Same | Rebased::Stuck if !self.is_listed(&mutation.head.scope) => {
                    let op = match (&mutation.op, before.body()) {
                        (Op::Update { body, base }, Some(taken)) => {
                            Op::Update { body: lay_over(base, body, taken), base: taken.clone() }
                        }
                        (op, _) => op.clone(),
                    };
                    Ready::Send(Mutation { op, base_rev: Some(rev.clone()), ..mutation.clone() })
                }
                // The record itself is needed to judge it, and to end the other's wait.
                Rebased::Same | Rebased::Stuck => Ready::Probe,
            };
        }
        // What memory shows of a wiped or evicted scope is in no store: nothing may be settled by it.
        let base = self.stored(&mutation.head.scope).and_then(|view| view.base(id));
        match (&mutation.op, base) {
            (_, Some(base)) if mutation.base_rev.as_ref() == Some(&base.rev) => Ready::Send(mutation.clone()),
            (_, Some(base)) => match self.judge(mutation, base, Past::Clean) {
                Rebased::Same => Ready::Same,
                Rebased::Send(mutation) => Ready::Send(mutation),
                Rebased::Stuck => Ready::Stuck(base.clone()),
            },
            (Op::Update { .. } | Op::Delete, None)
                if mutation.base_rev.is_none() && self.is_listed(&mutation.head.scope) =>
            {
                Ready::Probe
            }
            // Where nothing can be read, and where all is known, the backend judges.
            (_, None) => Ready::Send(mutation.clone()),
        }
    }

    /// A write takes in what others changed. A deletion on top of it was meant without that: it
    /// keeps the version below as its base, so that it meets the change as a conflict.
    pub(super) fn unsettle(&self, draft: &mut super::draft::Draft, lsn: u64, mutation: &Mutation) {
        let later = self.mirror.log.of_record(&mutation.head.id).filter(|(other, _)| *other > lsn);
        for (other, later) in later.filter(|(_, later)| later.op == Op::Delete && later.base_rev.is_none()) {
            let stale = mutation.base_rev.clone().unwrap_or_else(|| Rev(String::new()));
            draft.rewrite(other, &Mutation { base_rev: Some(stale), ..later.clone() });
        }
    }

    pub(super) fn is_listed(&self, scope: &Scope) -> bool {
        self.mirror.scopes.get(scope).is_some_and(|meta| meta.listed)
    }

    /// Reads the records of writes whose base nobody here knows.
    fn probe(&mut self, mutations: Vec<Mutation>) {
        for Mutation { head, .. } in mutations {
            if let Some(lead) = &mut self.lead {
                lead.feed(&head.scope).reads.insert(head.id);
            }
        }
    }

    /// The marks are durable: send, unless the session ended meanwhile.
    pub(super) fn frozen(&mut self, freeze: Freeze) {
        let is_signed_in = self.is_signed_in();
        let Some(lead) = &mut self.lead else { return };
        if !is_signed_in {
            lead.push.busy = false;
            return;
        }
        lead.push.seen.clear();
        let pairs = freeze.sent.into_iter().filter_map(|sent| {
            let mutation = as_sent(self.mirror.log.get(sent.lsn)?.clone());
            Some((sent, mutation))
        });
        let (sent, mut mutations): (Vec<Sent>, Vec<Mutation>) = pairs.unzip();
        if sent.is_empty() {
            lead.push.busy = false;
            return;
        }
        if planted::on(Bug::NewMidOnResend) {
            for (sent, mutation) in sent.iter().zip(&mut mutations).filter(|(sent, _)| !sent.first) {
                let n = sent.lsn.saturating_add(1_000_000).saturating_add(self.names);
                mutation.mid = Mid { n, ..mutation.mid.clone() };
            }
        }
        self.ask(Asked::Push(sent), Call::Push(mutations));
    }
}

/// The write as a backend knows it: what is created over a tombstone replaces that version.
fn as_sent(mutation: Mutation) -> Mutation {
    match (&mutation.op, &mutation.base_rev) {
        (Op::Create(body), Some(_)) => {
            let op = Op::Update { body: body.clone(), base: Body::empty() };
            Mutation { op, ..mutation }
        }
        _ => mutation,
    }
}

/// Marks a write as a conflict, with the server's side kept for the person who decides.
pub(super) fn stick(draft: &mut super::draft::Draft, lsn: u64, mutation: &Mutation, theirs: Option<&Record>) {
    let body = theirs.filter(|record| !record.deleted).map(|record| record.body.clone());
    let state = MutationState::Conflicted { theirs: body };
    draft.rewrite(lsn, &Mutation { state, ..mutation.clone() });
    if let Some(theirs) = theirs {
        draft.put_conflict(lsn, theirs);
    }
}

/// Whether the write has left the queue without an answer that counts.
pub(super) fn is_frozen(mutation: &Mutation) -> bool {
    !log::is_stuck(mutation) && !log::is_acked(mutation) && mutation.state != MutationState::Queued
}
