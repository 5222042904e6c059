//! Taking one record that was read by itself: to end the wait of a write that was acknowledged
//! without its record, or to learn what a write of unknown base meets.

use super::lane::Step;
use super::push::stick;
use super::rebase::{Past, Rebased};
use super::{Engine, log};
use protocol::{Body, Mutation, MutationState, Op, Record, RecordId, Scope};

/// A record that arrived, or the word that there is none to be seen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RecordArrived {
    pub(super) epoch: u64,
    pub(super) scope: Scope,
    pub(super) id: RecordId,
    pub(super) record: Option<Record>,
}

impl Engine {
    pub(super) fn begin_record(&mut self, arrived: &RecordArrived) -> Step {
        if !self.leads(arrived.epoch) {
            return Step::Done;
        }
        let (scope, id) = (&arrived.scope, &arrived.id);
        let raced =
            self.lead.as_ref().and_then(|lead| lead.feeds.get(scope)).and_then(|feed| feed.raced.get(id));
        if raced.is_some_and(|rev| arrived.record.as_ref().is_none_or(|record| record.rev != *rev)) {
            // An acknowledgement came after it was asked for; it is asked for again.
            self.record_done(scope);
            return Step::Done;
        }
        let mut draft = self.leaders_draft();
        let feed = self.lead.as_ref().and_then(|lead| lead.feeds.get(scope));
        let is_unjudged = feed.is_some_and(|feed| feed.unjudged.contains(id));
        if let Some(record) = &arrived.record {
            self.take_up(&mut draft, record);
        }
        let theirs = arrived.record.clone().or_else(|| self.gone(scope, id));
        if let Some(record) = &theirs {
            let mut meta = self.mirror.scope(scope);
            draft.put_row(meta.snap, record);
            meta.note_row(id);
            draft.put_scope(scope, &meta);
        }
        for (lsn, mutation) in self.mirror.log.of_record(id) {
            if log::is_acked(mutation) {
                draft.remove(lsn);
            } else if let Some(past) = past_of(mutation, is_unjudged) {
                let judge = |theirs| (theirs, self.judge(mutation, theirs, past));
                match theirs.as_ref().map(judge) {
                    // That it can't be seen is no certainty that it is gone: the backend is to say.
                    Some((theirs, Rebased::Same)) if arrived.record.is_none() && !is_unjudged => {
                        let (base_rev, state) = (Some(theirs.rev.clone()), MutationState::Queued);
                        draft.rewrite(lsn, &Mutation { base_rev, state, ..mutation.clone() });
                    }
                    Some((_, Rebased::Same)) if arrived.record.is_none() => {
                        stick(&mut draft, lsn, mutation, None);
                    }
                    Some((theirs, Rebased::Same)) => {
                        self.drop_said(&mut draft, lsn, mutation, Some(theirs));
                    }
                    Some((_, Rebased::Send(merged))) => {
                        self.unsettle(&mut draft, lsn, mutation);
                        draft.rewrite(lsn, &Mutation { state: MutationState::Queued, ..merged });
                    }
                    Some((theirs, Rebased::Stuck)) => stick(&mut draft, lsn, mutation, Some(theirs)),
                    None => stick(&mut draft, lsn, mutation, None),
                }
                // Later writes rest on this one.
                break;
            } else if mutation.state == MutationState::Queued {
                // A deletion is not done because its record can't be seen: of the version that was
                // last known the backend judges, and of another one a person.
                let is_gone = theirs.as_ref().filter(|_| arrived.record.is_none());
                let meets_another = |gone: &Record| mutation.base_rev.as_ref() != Some(&gone.rev);
                if mutation.op == Op::Delete && is_gone.is_some_and(meets_another) {
                    stick(&mut draft, lsn, mutation, None);
                }
                break;
            }
        }
        if let Some(lead) = &mut self.lead {
            let feed = lead.feed(scope);
            feed.reads.remove(id);
            feed.unjudged.remove(id);
            if lead.push.busy {
                lead.push.seen.insert(id.clone());
            }
        }
        if draft.is_empty() {
            self.record_done(scope);
            return Step::Done;
        }
        Step::Tx(draft.into_plan())
    }

    /// The tombstone of a record that can't be seen any more, if this device shows it: of the version
    /// that was acknowledged last.
    fn gone(&self, scope: &Scope, id: &RecordId) -> Option<Record> {
        let base = self.views.get(scope)?.base(id)?;
        let acked = self.mirror.log.of_record(id).filter_map(|(_, mutation)| match &mutation.state {
            MutationState::AckedUnseen { rev } => Some(rev),
            _ => None,
        });
        let rev = acked.last().unwrap_or(&base.rev).clone();
        Some(Record { deleted: true, body: Body::empty(), rev, ..base.clone() })
    }

    pub(super) fn record_done(&mut self, scope: &Scope) {
        if let Some(lead) = &mut self.lead {
            let feed = lead.feed(scope);
            feed.busy = false;
            feed.backoff.succeed();
        }
    }
}

/// What is known of the past of a write that the record just read judges; `None` where it judges none.
fn past_of(mutation: &Mutation, is_unjudged: bool) -> Option<Past> {
    let lacks_base = mutation.base_rev.is_none() && !matches!(mutation.op, Op::Create(_));
    match mutation.state {
        MutationState::Queued => (lacks_base || is_unjudged).then_some(Past::Clean),
        MutationState::Unknown => is_unjudged.then_some(Past::Open),
        _ => None,
    }
}
