//! What is sent next: in the order of the log for each record and along dependencies, and nothing
//! else waits for what is refused.

use super::Engine;
use super::log;
use crate::planted::{self, Bug};
use protocol::{Mutation, MutationState, Op, Scope};

impl Engine {
    /// The numbers of the next writes to send, `most` at most.
    pub(super) fn pick(&self, most: usize) -> Vec<u64> {
        let mut picked = Vec::new();
        let mut bytes = 0_usize;
        if planted::on(Bug::HeadOfLine)
            && self.mirror.log.iter().any(|(_, m)| matches!(m.state, MutationState::Rejected(_)))
        {
            return picked;
        }
        for (lsn, mutation) in self.mirror.log.iter() {
            if picked.len() >= most || bytes > self.config.limits.batch_bytes {
                break;
            }
            if self.is_sendable(lsn, mutation) {
                bytes = bytes.saturating_add(mutation.body().map_or(0, |body| body.as_str().len()));
                picked.push(lsn);
            }
        }
        picked
    }

    fn is_sendable(&self, lsn: u64, mutation: &Mutation) -> bool {
        let Some(lead) = &self.lead else { return false };
        if log::is_stuck(mutation) || log::is_acked(mutation) {
            return false;
        }
        if mutation.principal != self.config.principal {
            return false;
        }
        let waits = lead.push.tries.get(&lsn).and_then(|tries| tries.wait_until(self.now.mono_ms));
        let feed = lead.feeds.get(&mutation.head.scope);
        let is_probed = feed.is_some_and(|feed| feed.reads.contains(&mutation.head.id));
        // A backend that takes any write gets it only on top of what it has now, if that is to be had.
        let must_pull = !self.config.compare_and_set
            && self.next_for(&mutation.head.scope).is_some()
            && feed.is_some_and(|feed| (feed.dirty || feed.busy) && feed.backoff.failures() == 0);
        let is_paced = lead.push.paced_until(mutation, self.now.mono_ms).is_some();
        // Whether a creation came and was deleted since, the feed tells, as far as it goes back.
        let must_hear = self.may_be_here(mutation)
            && self.is_pulled(&mutation.head.scope)
            && feed.is_some_and(|feed| (feed.dirty || feed.busy) && !feed.forbidden);
        if waits.is_some() || is_paced || is_probed || must_pull || must_hear {
            return false;
        }
        let follows = self.mirror.log.ahead_of(&mutation.head.id, lsn).is_some();
        if follows && !planted::on(Bug::RecordOrderIgnored) {
            return false;
        }
        planted::on(Bug::DepsIgnored)
            || !mutation.deps.iter().any(|dep| self.mirror.log.ahead_of(dep, lsn).is_some())
    }

    fn is_pulled(&self, scope: &Scope) -> bool {
        let meta = self.mirror.scopes.get(scope);
        meta.is_some_and(|meta| meta.listed && (!meta.evicted || self.open.contains(scope)))
    }

    /// Whether a write is a creation that may have taken effect and that the backend, which keeps no
    /// results, knows by nothing but the record that it made.
    pub(super) fn may_be_here(&self, mutation: &Mutation) -> bool {
        let is_of_unknown_fate =
            !log::is_stuck(mutation) && !log::is_acked(mutation) && mutation.state != MutationState::Queued;
        is_of_unknown_fate && !self.config.keeps_results && matches!(mutation.op, Op::Create(_))
    }

    /// When the next write that failed by itself may be tried again.
    pub(super) fn next_try(&self) -> Option<u64> {
        let lead = self.lead.as_ref()?;
        let now = self.now.mono_ms;
        let tries = lead.push.tries.iter().filter(|(lsn, _)| self.mirror.log.get(**lsn).is_some());
        let tries = tries.filter_map(|(_, tries)| tries.wait_until(now));
        let paced = self.mirror.log.iter().filter(|(_, mutation)| !log::is_stuck(mutation));
        tries.chain(paced.filter_map(|(_, mutation)| lead.push.paced_until(mutation, now))).min()
    }
}
