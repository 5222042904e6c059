//! Loading a scope anew: a new snapshot is written beside the old one, which goes on showing until
//! the new one is complete and the changes since its start are taken. The log is untouched.

use super::Engine;
use super::draft::Draft;
use super::lane::Step;
use super::rebase::{Past, Rebased, rebase};
use crate::key;
use crate::plan::{Found, ReadPlan, Store};
use crate::planted::{self, Bug};
use crate::stored::{Row, ScopeMeta, Sums};
use crate::visible::MAY_BE_DELETED;
use protocol::{Mutation, MutationState, Page, Problem, Record, Scope};

impl ScopeMeta {
    /// The same scope, to be loaded from the start.
    pub(super) fn anew(&self) -> Self {
        Self { cursor: None, back: None, head: None, ..self.clone() }
    }

    /// The same scope with nothing stored of it any more.
    pub(super) fn emptied(&self) -> Self {
        Self { rows: 0, floor: self.snap, sums: Some(Sums::default()), evicted: false, ..self.anew() }
    }

    /// A first page arrived. Whatever was stored before is older than it, so the page begins a
    /// snapshot of its own; what is in neither it nor the changes since goes at the end.
    pub(super) fn begin_snapshot(&mut self, has_records: bool) {
        if has_records || self.rows > 0 {
            self.snap = self.snap.saturating_add(1);
        }
    }
}

/// Of what was written so lately, a backend without results is taken to know whether it was deleted.
const LATELY_MS: u64 = 12 * 3_600_000;

/// Has a creation wait for a person because it may have been deleted since it came.
pub(super) fn hold(draft: &mut Draft, lsn: u64, mutation: &Mutation) {
    let state = MutationState::Parked(Problem::new(0, MAY_BE_DELETED));
    draft.rewrite(lsn, &Mutation { state, ..mutation.clone() });
}

/// Whether a creation waits for a person because it may have been deleted since it came.
fn is_held_back(mutation: &Mutation) -> bool {
    matches!(&mutation.state, MutationState::Parked(problem) if problem.code == MAY_BE_DELETED)
}

impl Engine {
    pub(super) fn begin_snapshot(&mut self, scope: &Scope) -> Step {
        if self.lead.is_none() {
            return Step::Done;
        }
        if self.may_be_coming(scope) {
            self.ask_cursor_again(scope);
            return Step::Done;
        }
        let mut draft = self.leaders_draft();
        draft.put_scope(scope, &self.mirror.scope(scope).anew());
        self.hold_back(&mut draft, scope);
        Step::Tx(draft.into_plan())
    }

    /// A scope is loaded from the start, which tells no tombstones, and the backend may have dropped
    /// them: sent again, creations of unknown fate could bring back what was deleted.
    pub(super) fn hold_back(&self, draft: &mut Draft, scope: &Scope) {
        if self.config.tombstones_stay {
            return;
        }
        for (lsn, mutation) in self.mirror.log.of_scope(scope) {
            if self.may_be_here(mutation) {
                hold(draft, lsn, mutation);
            }
        }
    }

    /// Creations of unknown fate that a complete list lacks. Where a deletion leaves nothing in the list,
    /// what never came and what came and was deleted look alike: the backend itself knows, if it keeps
    /// tombstones at all, but not for ever.
    pub(super) fn untold<'a>(&'a self, scope: &Scope, page: &'a Page) -> Vec<(u64, &'a Mutation)> {
        let Some(listed) = page.all_ids.as_ref().filter(|_| !self.config.tombstones_stay) else {
            return Vec::new();
        };
        // A clock that is wrong makes a person asked, and nothing else.
        let is_old = |write: &Mutation| write.hlc.wall_ms.abs_diff(self.now.wall_ms) > LATELY_MS;
        let untold = self.mirror.log.of_scope(scope).filter(|(_, write)| {
            self.may_be_here(write) && is_old(write) && !listed.contains(&write.head.id)
        });
        untold.collect()
    }

    /// Creations of unknown fate whose record shows have come. What was held back says the same, or shows
    /// as it is until a person decides; what may go on is sent again, and judged by what it meets.
    pub(super) fn let_go(&self, draft: &mut Draft, records: &[Record]) {
        for record in records.iter().filter(|record| !record.deleted) {
            for (lsn, mutation) in self.mirror.log.of_record(&record.head.id) {
                if self.may_be_here(mutation) {
                    draft.leave(lsn);
                } else if is_held_back(mutation)
                    && rebase(&self.config.kinds, mutation, record, Past::Open) == Rebased::Same
                {
                    draft.remove(lsn);
                }
            }
        }
    }

    /// Whether a creation is in the air of which the backend keeps no result: what it is worth that the
    /// cursor is gone is judged after its answer.
    pub(super) fn may_be_coming(&self, scope: &Scope) -> bool {
        self.lead.as_ref().is_some_and(|lead| lead.push.busy)
            && self.mirror.log.of_scope(scope).any(|(_, mutation)| self.may_be_here(mutation))
    }

    pub(super) fn ask_cursor_again(&mut self, scope: &Scope) {
        let (now, times) = (self.now.mono_ms, self.config.intervals);
        let Some(lead) = &mut self.lead else { return };
        let feed = lead.feed(scope);
        feed.busy = false;
        feed.dirty = true;
        feed.backoff.fail(now, None, &times, &mut self.dice);
    }

    pub(super) fn snapshot_begun(&mut self, scope: &Scope) {
        if let Some(lead) = &mut self.lead {
            lead.feed(scope).busy = false;
        }
    }

    /// The new snapshot is complete: what only the old one has is gone.
    pub(super) fn begin_swap(&mut self, scope: &Scope) -> Step {
        let meta = self.mirror.scope(scope);
        if self.lead.is_none() || !meta.is_replacing() || !meta.is_complete() {
            return Step::Done;
        }
        Step::Read(ReadPlan { gets: Vec::new(), ranges: vec![key::under(Store::Rows, &scope.to_string())] })
    }

    pub(super) fn swap_found(&mut self, scope: &Scope, found: &Found) -> Step {
        if self.lead.is_none() {
            return Step::Done;
        }
        let Some(rows) = self.sound_rows(scope, found) else { return Step::Done };
        let mut meta = self.mirror.scope(scope);
        let mut directory = self.mirror.directory(scope);
        let mut draft = self.leaders_draft();
        let leave = planted::on(Bug::SnapshotKeepsGone);
        let (gone, kept): (Vec<Row>, Vec<Row>) =
            rows.into_iter().partition(|row| !leave && row.snap < meta.snap);
        for row in gone {
            draft.delete_row(scope, &row.record.head.id);
        }
        for segment in directory.segments.iter().filter(|segment| !leave && segment.snap < meta.snap) {
            draft.delete_segment(scope, segment.n);
        }
        directory.segments.retain(|segment| leave || segment.snap >= meta.snap);
        meta.floor = meta.snap;
        meta.sums = Some(Sums::of(&directory, kept.iter().map(|row| &row.record.head.id)));
        draft.put_directory(scope, &directory);
        draft.put_scope(scope, &meta);
        Step::Tx(draft.into_plan())
    }
}
