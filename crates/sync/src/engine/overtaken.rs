//! Where the backend compares nothing, what it took may be overwritten a moment later by who had not
//! read it. So the latest changes that it took are kept aside, and each version of their records is
//! asked whether it rests on them: what was left out goes into the log again, and there meets that
//! version like any other write, by the declared class of each field.

use super::commit::combine;
use super::draft::Draft;
use super::pick::PATIENCE;
use super::push::is_frozen;
use super::rebase::{Past, Rebased, rebase};
use super::{Engine, log};
use crate::planted::{self, Bug};
use protocol::{Mid, Mutation, MutationState, Op, Record, RecordId, Rev, order_by_key};

/// Changes of so many records are kept aside. Who overwrites what they have not read does so within
/// the patience of one request, so that older ones are safe.
const MOST: usize = 128;

impl Engine {
    /// Keeps a change aside that the backend took. What it created nobody overwrites unread: before,
    /// there was nothing to be read.
    pub(super) fn keep_aside(&self, draft: &mut Draft, mutation: &Mutation) {
        let creates = matches!(mutation.op, Op::Create(_)) && mutation.base_rev.is_none();
        if self.config.compare_and_set || creates {
            return;
        }
        let id = &mutation.head.id;
        // An earlier one is part of it: whoever left this one out may have left out both.
        let earlier = self.mirror.aside.get(id);
        let whole = earlier.and_then(|earlier| combine(earlier, mutation)).map(|whole| whole.op);
        let op = whole.unwrap_or_else(|| mutation.op.clone());
        draft.put_aside(&Mutation { op, ..mutation.clone() });
        let mut kept: Vec<&Mutation> =
            self.mirror.aside.values().filter(|kept| kept.head.id != *id).collect();
        order_by_key(&mut kept, |kept| kept.mid.n);
        for oldest in kept.iter().take((kept.len() + 1).saturating_sub(MOST)) {
            draft.delete_aside(&oldest.head.id);
        }
    }

    /// What becomes of a write that meets a version, which may rest on it already.
    pub(super) fn judge(&self, mutation: &Mutation, theirs: &Record, past: Past) -> Rebased {
        if holds(mutation, theirs) {
            Rebased::Same
        } else {
            rebase(&self.config.kinds, mutation, theirs, past)
        }
    }

    /// Drops a write that a version says already; where it is part of that, and nothing is compared,
    /// later versions are to rest on it too.
    pub(super) fn drop_said(&self, draft: &mut Draft, lsn: u64, mutation: &Mutation, said: Option<&Record>) {
        if said.is_some_and(|said| said.rev.rests_on(&mutation.mid)) {
            self.keep_aside(draft, mutation);
        }
        draft.remove(lsn);
    }

    /// The change of a record that was kept aside, if this version of it leaves it out.
    fn left_out(&self, record: &Record) -> Option<&Mutation> {
        let aside = self.mirror.aside.get(&record.head.id)?;
        (record.rev.leaves_out(&aside.mid) && !planted::on(Bug::OvertakenForgotten)).then_some(aside)
    }

    /// Whether a page shows that a change was overwritten on which a write rests that is on its way:
    /// that one is settled first, so that the earlier one is not laid over it.
    pub(super) fn is_early(&self, records: &[Record]) -> bool {
        records.iter().filter(|record| self.left_out(record).is_some()).any(|record| {
            let next = self.next_of(&record.head.id);
            next.is_some_and(|(lsn, next)| is_frozen(next) && self.failures(lsn) <= PATIENCE)
        })
    }

    /// The first write of a record that the backend has not taken.
    fn next_of(&self, id: &RecordId) -> Option<(u64, &Mutation)> {
        self.mirror.log.of_record(id).find(|(_, mutation)| !log::is_acked(mutation))
    }

    /// Puts what this version of its record leaves out into the log again: into the next write of the
    /// record, where there is one that rests on it.
    pub(super) fn take_up(&self, draft: &mut Draft, record: &Record) {
        let id = &record.head.id;
        let Some(aside) = self.left_out(record).filter(|_| !draft.drops_aside(id)) else { return };
        let Some(device) = self.mirror.device() else { return };
        draft.delete_aside(id);
        let next = self.next_of(id).filter(|(lsn, next)| !is_frozen(next) && !draft.writes_row(*lsn));
        // It starts from the version that it made, which is not this one, and which tells later that
        // it was overwritten unread.
        let base_rev = Some(Rev::made_by(&aside.mid, aside.base_rev.as_ref()));
        if let Some((lsn, next)) = next
            && let Some(whole) = combine(aside, next)
        {
            draft.rewrite(lsn, &Mutation { op: whole.op, base_rev, ..next.clone() });
        } else if next.is_none() || aside.op != Op::Delete {
            let (mid, state) = (Mid { device, n: 0 }, MutationState::Queued);
            draft.append(&Mutation { mid, base_rev, state, ..aside.clone() });
        }
    }

    /// A write that meets a version, together with the change below it that this version leaves out.
    pub(super) fn with_left_out(&self, draft: &mut Draft, mutation: &Mutation, theirs: &Record) -> Mutation {
        match self.left_out(theirs).and_then(|aside| combine(aside, mutation)) {
            Some(whole) => {
                draft.delete_aside(&theirs.head.id);
                Mutation { op: whole.op, ..mutation.clone() }
            }
            None => {
                self.take_up(draft, theirs);
                mutation.clone()
            }
        }
    }
}

/// Whether a version rests on a write. Where the one that the write starts from does so too, it was
/// changed since it was taken, and what counts is not in there yet.
pub(super) fn holds(mutation: &Mutation, version: &Record) -> bool {
    let started = mutation.base_rev.as_ref().is_some_and(|base| base.rests_on(&mutation.mid));
    !started && version.rev.rests_on(&mutation.mid)
}
