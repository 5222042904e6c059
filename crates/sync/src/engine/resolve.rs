//! A person's way out for a write that waits, was refused or met a conflict. What may be on its way
//! is not touched: its answer comes first.

use super::lane::{Job, Step};
use super::push::is_frozen;
use super::rebase::insist;
use super::{Engine, log};
use crate::event::Resolution;
use protocol::{Body, Mid, Mutation, MutationState, Op, Record};

impl Engine {
    /// A number means a write only together with its store: should that be wiped before the decision's
    /// turn comes, the same number in the new store is another write.
    pub(super) fn resolve(&mut self, lsn: u64, how: Resolution) {
        if let Some(device) = self.mirror.device().filter(|_| self.ready) {
            self.lane.add_urgent(Job::Resolve(Mid { device, n: lsn }, how));
        }
    }

    pub(super) fn begin_resolve(&mut self, mid: &Mid, how: &Resolution) -> Step {
        if self.newer || self.mirror.device().as_ref() != Some(&mid.device) {
            return Step::Done;
        }
        let lsn = mid.n;
        let mut draft = self.draft();
        draft.strictly();
        if self.mirror.log.unreadable().contains(&lsn) {
            if *how == Resolution::Discard {
                draft.remove(lsn);
                return Step::Tx(draft.into_plan());
            }
            return Step::Done;
        }
        let Some(mutation) = self.mirror.log.get(lsn).cloned() else { return Step::Done };
        if is_frozen(&mutation) || log::is_acked(&mutation) {
            self.resolved();
            return Step::Done;
        }
        let next = match how {
            Resolution::Retry => mutation.clone(),
            Resolution::Edit(body) => edited(&mutation, body),
            Resolution::UseMine => {
                self.theirs(lsn, &mutation).map_or(mutation.clone(), |t| insist(&mutation, &t))
            }
            Resolution::Discard => {
                // What was written on top of it stays, and is judged for itself.
                draft.remove(lsn);
                draft.delete_conflict(lsn);
                return Step::Tx(draft.into_plan());
            }
        };
        draft.rewrite(lsn, &Mutation { state: MutationState::Queued, ..next });
        draft.delete_conflict(lsn);
        Step::Tx(draft.into_plan())
    }

    /// The server's side of a conflict: as it is now, if it is at hand, else as it was met.
    fn theirs(&self, lsn: u64, mutation: &Mutation) -> Option<Record> {
        let head = &mutation.head;
        let now = self.views.get(&head.scope).and_then(|view| view.base(&head.id));
        now.or_else(|| self.mirror.conflicts.get(&lsn)).cloned()
    }

    /// A decision is durable: whatever waited for it may go now.
    pub(super) fn resolved(&mut self) {
        if let Some(lead) = &mut self.lead {
            lead.push.hurry();
            lead.circuit.hurry();
        }
    }
}

fn edited(mutation: &Mutation, body: &Body) -> Mutation {
    let op = match &mutation.op {
        Op::Create(_) => Op::Create(body.clone()),
        Op::Update { base, .. } => Op::Update { body: body.clone(), base: base.clone() },
        Op::Delete => Op::Delete,
    };
    Mutation { op, ..mutation.clone() }
}
