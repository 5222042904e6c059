//! Making room, and mending: both drop what can be pulled again, never the log nor what is kept
//! aside. A tab that isn't the leader begins a new epoch in doing so, so that the leader reads anew.

use super::Engine;
use super::lane::{Job, Step};
use crate::effect::Issue;
use crate::key;
use crate::plan::{Found, ReadPlan, Store, StoreKey};
use crate::planted::{self, Bug};
use crate::stored::ScopeMeta;
use protocol::Scope;

impl Engine {
    /// The disk is full.
    pub(super) fn disk_full(&mut self, job: Job) {
        match job {
            Job::Commit(commit) => self.commit_without_room(commit),
            Job::Resolve(..) | Job::Wish(_) | Job::Evict => self.surface(Issue::Full),
            job => {
                self.surface(Issue::Full);
                self.lane.stall(job);
                self.lane.add_front(Job::Evict);
            }
        }
    }

    /// The scope that is missed least: one that no screen of this tab shows, the longest unseen first.
    fn victim(&self) -> Option<Scope> {
        let kept =
            self.mirror.scopes.iter().filter(|(scope, meta)| {
                meta.cursor.is_some() && !meta.evicted && !self.open.contains(*scope)
            });
        kept.min_by_key(|(scope, _)| self.closed_at.get(*scope).copied()).map(|(scope, _)| scope.clone())
    }

    pub(super) fn begin_evict(&mut self) -> Step {
        match self.victim() {
            Some(scope) => Step::Read(ReadPlan {
                gets: Vec::new(),
                ranges: vec![key::under(Store::Rows, &scope.to_string())],
            }),
            None => Step::Done,
        }
    }

    pub(super) fn evict_found(&mut self, found: &Found) -> Step {
        let Some(scope) = self.victim() else { return Step::Done };
        let mut draft = self.intruding_draft();
        self.drop_records(&mut draft, &scope, found);
        let meta = self.mirror.scope(&scope);
        draft.put_scope(&scope, &ScopeMeta { evicted: true, rows: 0, floor: meta.snap, ..meta.anew() });
        if planted::on(Bug::EvictionDeletesLog) {
            for (lsn, _) in self.mirror.log.of_scope(&scope) {
                draft.remove(lsn);
            }
        }
        Step::Tx(draft.into_plan())
    }

    /// A screen shows a scope that made room: the leader is to load it again.
    pub(super) fn begin_wish(&mut self, scope: &Scope) -> Step {
        let meta = self.mirror.scope(scope);
        if !meta.evicted {
            return Step::Done;
        }
        let mut draft = self.intruding_draft();
        draft.put_scope(scope, &ScopeMeta { evicted: false, ..meta });
        Step::Tx(draft.into_plan())
    }

    /// Drops damaged values and loads the scope anew beside what is left.
    pub(super) fn begin_repair(&mut self, scope: &Scope, damaged: &[StoreKey]) -> Step {
        let mut draft = self.intruding_draft();
        let mut directory = self.mirror.directory(scope);
        let is_damaged = |n| damaged.contains(&StoreKey::Text(key::segment(scope, n)));
        for key in damaged {
            let is_segment =
                directory.segments.iter().any(|s| StoreKey::Text(key::segment(scope, s.n)) == *key);
            draft.delete(if is_segment { Store::Segs } else { Store::Rows }, key.clone());
        }
        directory.segments.retain(|segment| !is_damaged(segment.n));
        draft.put_directory(scope, &directory);
        draft.put_scope(scope, &self.mirror.scope(scope).anew());
        Step::Tx(draft.into_plan())
    }
}
