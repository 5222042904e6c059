//! Making room: it drops what can be pulled again, never the log nor what is kept aside. A tab that
//! isn't the leader begins a new epoch in doing so, so that the leader reads anew.

use super::Engine;
use super::lane::{Job, Step};
use crate::effect::Issue;
use crate::key;
use crate::plan::{Found, JOURNAL, ReadPlan, Store, StoreKey};
use crate::planted::{self, Bug};
use crate::stored::ScopeMeta;
use protocol::Scope;

impl Engine {
    /// The disk is full.
    pub(super) fn disk_full(&mut self, job: Job) {
        match job {
            Job::Commit(commit) => self.commit_without_room(commit),
            Job::Resolve(..) | Job::Wish(_) | Job::Evict(_) => self.surface(Issue::Full),
            // The log is counted another time: reading and appending needs no count.
            Job::Boot if self.mirror.device().is_some() && self.legacy.is_none() => self.founded(),
            job => {
                self.surface(Issue::Full);
                self.lane.stall(job);
                self.lane.add_front(Job::Evict(None));
            }
        }
    }

    /// The scope that is missed least: one that no screen of this tab shows, the longest unseen first.
    fn victim(&self) -> Option<Scope> {
        let kept = self.mirror.scopes.keys().filter(|scope| self.may_go(scope));
        kept.min_by_key(|scope| self.closed_at.get(*scope).copied()).cloned()
    }

    fn may_go(&self, scope: &Scope) -> bool {
        let meta = self.mirror.scopes.get(scope);
        meta.is_some_and(|meta| meta.cursor.is_some() && !meta.evicted) && !self.open.contains(scope)
    }

    pub(super) fn begin_evict(&mut self, chosen: &mut Option<Scope>) -> Step {
        *chosen = self.victim().filter(|_| !self.newer);
        match chosen {
            Some(scope) => Step::Read(ReadPlan {
                gets: vec![journal()],
                ranges: vec![key::under(Store::Rows, &scope.to_string())],
            }),
            None => Step::Done,
        }
    }

    pub(super) fn evict_found(&mut self, chosen: &mut Option<Scope>, found: &Found) -> Step {
        // Only of the chosen one it is known what to drop; a screen may show it by now.
        let Some(scope) = chosen.clone().filter(|scope| self.may_go(scope)) else {
            return self.begin_evict(chosen);
        };
        let Some(mut draft) = self.intruding_draft(found.gets.first().and_then(Option::as_ref)) else {
            return self.after_catching_up(Job::Evict(None));
        };
        self.drop_records(&mut draft, &scope, found);
        draft.put_scope(&scope, &ScopeMeta { evicted: true, ..self.mirror.scope(&scope).emptied() });
        if planted::on(Bug::EvictionDeletesLog) {
            for (lsn, _) in self.mirror.log.of_scope(&scope) {
                draft.remove(lsn);
            }
        }
        Step::Tx(draft.into_plan())
    }

    /// A screen shows a scope that made room: the leader is to load it again.
    pub(super) fn begin_wish(&mut self, scope: &Scope) -> Step {
        if self.newer || !self.mirror.scope(scope).evicted {
            return Step::Done;
        }
        Step::Read(ReadPlan { gets: vec![journal()], ranges: Vec::new() })
    }

    pub(super) fn wish_found(&mut self, scope: &Scope, found: &Found) -> Step {
        let meta = self.mirror.scope(scope);
        if !meta.evicted {
            return Step::Done;
        }
        let Some(mut draft) = self.intruding_draft(found.gets.first().and_then(Option::as_ref)) else {
            return self.after_catching_up(Job::Wish(scope.clone()));
        };
        draft.put_scope(scope, &ScopeMeta { evicted: false, ..meta });
        Step::Tx(draft.into_plan())
    }

    /// A job that rests on what other tabs wrote runs once that is read.
    pub(super) fn after_catching_up(&mut self, job: Job) -> Step {
        if self.ready {
            self.lane.add_front(job);
            self.catch_up();
        }
        Step::Done
    }
}

/// The journal, read along by who may not be the leader.
pub(super) fn journal() -> (Store, StoreKey) {
    (Store::Meta, StoreKey::Text(JOURNAL.to_owned()))
}
