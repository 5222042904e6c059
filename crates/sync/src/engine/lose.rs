//! Losing a scope: the person may not read it any more. Its records leave the device; what was
//! written and not sent stays, shown and never sent by itself.

use super::lane::Step;
use super::{Engine, log};
use crate::effect::Issue;
use crate::key;
use crate::plan::{Found, ReadPlan, Store, StoreKey};
use crate::planted::{self, Bug};
use crate::visible::SCOPE_LOST;
use protocol::{Mutation, MutationState, Problem, Scope};

/// A scope being dropped.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lose {
    scope: Scope,
    was_listed: bool,
}

impl Lose {
    pub(super) fn of(scope: Scope) -> Self {
        Self { scope, was_listed: false }
    }
}

impl Engine {
    pub(super) fn begin_lose(&mut self, lose: &Lose) -> Step {
        if self.lead.is_none() {
            return Step::Done;
        }
        Step::Read(ReadPlan {
            gets: Vec::new(),
            ranges: vec![key::under(Store::Rows, &lose.scope.to_string())],
        })
    }

    pub(super) fn lose_found(&mut self, lose: &mut Lose, found: &Found) -> Step {
        if self.lead.is_none() {
            return Step::Done;
        }
        let scope = &lose.scope;
        let mut draft = self.leaders_draft();
        self.drop_records(&mut draft, scope, found);
        draft.delete(Store::Meta, StoreKey::Text(key::scope(scope)));
        // What was never listed holds only what this device wrote; its other writes may go on.
        let was_listed = self.is_listed(scope);
        lose.was_listed = was_listed;
        for (lsn, mutation) in self.mirror.log.of_scope(scope) {
            if log::is_acked(mutation) || (was_listed && planted::on(Bug::LostScopeDropsLog)) {
                draft.remove(lsn);
            } else if was_listed && mutation.state == MutationState::Queued {
                // What may have arrived goes on until its fate is known.
                let state = MutationState::Parked(Problem::new(0, SCOPE_LOST));
                draft.rewrite(lsn, &Mutation { state, ..mutation.clone() });
            }
        }
        Step::Tx(draft.into_plan())
    }

    /// Drops rows and segments of a scope.
    pub(super) fn drop_records(&self, draft: &mut super::draft::Draft, scope: &Scope, found: &Found) {
        for (key, _) in found.ranges.first().into_iter().flatten() {
            draft.delete(Store::Rows, key.clone());
        }
        for segment in self.mirror.directory(scope).segments {
            draft.delete_segment(scope, segment.n);
        }
        draft.delete(Store::Meta, StoreKey::Text(key::directory(scope)));
    }

    pub(super) fn scope_lost(&mut self, Lose { scope, was_listed }: Lose) {
        if let Some(lead) = &mut self.lead {
            lead.feeds.remove(&scope);
        }
        self.stale.extend(self.open.get(&scope).cloned());
        if was_listed {
            self.surface(Issue::ScopeLost(scope));
        }
    }
}
