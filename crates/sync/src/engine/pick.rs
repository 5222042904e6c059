//! What is sent next: in the order of the log for each record, along dependencies, and among the new
//! records of a kind in a scope, which others read in the order in which they arrive. Nothing waits
//! for what is refused, and nothing but what rests on it for what fails again and again.

use super::Engine;
use super::log;
use super::push::Queue;
use crate::planted::{self, Bug};
use protocol::{Mutation, MutationState, Op, Scope};
use std::collections::BTreeSet;

/// So many failures in a row are a write's own, and no others go on waiting for it. The waits before
/// add up to about a minute, as those of a network that comes back do.
pub(super) const PATIENCE: u32 = 6;

/// How many steps of "waits for what waits for" are followed.
const CHAIN: usize = 32;

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
        let (mut standing, mut going) = (BTreeSet::<Queue>::new(), BTreeSet::<Queue>::new());
        for (lsn, mutation) in self.mirror.log.iter() {
            if picked.len() >= most || bytes > self.config.limits.batch_bytes {
                break;
            }
            let queue = Queue::of(&self.config.kinds, mutation);
            // Of a kind one queue goes at a time: what a backend lets wait in a push holds up all of the
            // kind that follow in it.
            let must_wait =
                |queue: &Queue| standing.contains(queue) || going.iter().any(|going| going.is_beside(queue));
            if queue.as_ref().is_some_and(must_wait) {
                continue;
            }
            let goes = self.is_sendable(lsn, mutation);
            if goes {
                bytes = bytes.saturating_add(mutation.body().map_or(0, |body| body.as_str().len()));
                picked.push(lsn);
                going.extend(queue.clone());
            }
            // What has failed goes alone, so that the next ones don't pass it if it fails again.
            let is_in_the_way = !goes || self.failures(lsn) > 0;
            if is_in_the_way && self.goes_soon(lsn, mutation) {
                standing.extend(queue);
            }
        }
        picked
    }

    pub(super) fn failures(&self, lsn: u64) -> u32 {
        let tries = self.lead.as_ref().and_then(|lead| lead.push.tries.get(&lsn));
        tries.map_or(0, super::backoff::Backoff::failures)
    }

    /// Whether a write will go soon, if not now, so that the next of its kind wait behind it.
    pub(super) fn goes_soon(&self, lsn: u64, mutation: &Mutation) -> bool {
        self.keeps_its_turn(lsn, mutation, CHAIN)
    }

    fn keeps_its_turn(&self, lsn: u64, mutation: &Mutation, steps: usize) -> bool {
        let Some(lead) = &self.lead else { return false };
        if log::is_stuck(mutation) || log::is_acked(mutation) || mutation.principal != self.config.principal {
            return false;
        }
        let of_scope = lead.feeds.get(&mutation.head.scope).map_or(0, |feed| feed.backoff.failures());
        let rests_on = std::iter::once(&mutation.head.id).chain(&mutation.deps);
        let mut ahead = rests_on.filter_map(|id| self.mirror.log.ahead_of(id, lsn));
        self.failures(lsn).max(of_scope) <= PATIENCE
            && ahead.all(|other| {
                let earlier = self.mirror.log.get(other).zip(steps.checked_sub(1));
                earlier.is_some_and(|(earlier, steps)| self.keeps_its_turn(other, earlier, steps))
            })
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
            && self.is_pulled(&mutation.head.scope)
            && self.next_for(&mutation.head.scope).is_some()
            && feed.is_some_and(|feed| (feed.dirty || feed.busy) && feed.backoff.failures() == 0);
        let is_paced = lead.push.paced_until(&self.config.kinds, mutation, self.now.mono_ms).is_some();
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
        let kinds = &self.config.kinds;
        tries.chain(paced.filter_map(|(_, mutation)| lead.push.paced_until(kinds, mutation, now))).min()
    }
}
