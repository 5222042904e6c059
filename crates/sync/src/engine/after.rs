//! What follows a settled push, once its transaction is durable: when to try again, what to read, and
//! which scopes to pull.

use super::Engine;
use super::backoff::LEAST_MS;
use super::push::Queue;
use super::settle::Settle;
use protocol::{RecordId, Rev, Scope};
use std::collections::BTreeSet;

/// How often a write that met another version is sent again at once. After that it waits, so that
/// a backend whose versions never fit is not asked without end.
const EAGER: u32 = 3;

/// What follows a settled push.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct After {
    pub(super) failed: Vec<(u64, Option<u64>)>,
    /// Which new records wait, and for how long.
    pub(super) paced: Vec<(Queue, u64)>,
    pub(super) met: Vec<u64>,
    pub(super) unjudged: Vec<(Scope, RecordId)>,
    pub(super) passed: Vec<u64>,
    pub(super) unseen: Vec<(Scope, u64)>,
    pub(super) touched: BTreeSet<Scope>,
    /// Rows that the transaction writes.
    pub(super) rows: Vec<(Scope, RecordId)>,
    /// Versions that the answer told of, for a pull in the air.
    pub(super) told: Vec<(Scope, RecordId, Rev)>,
}

impl Engine {
    /// The answer is durable: what failed is tried later, what is untold is read, and scopes are pulled.
    pub(super) fn settled(&mut self, settle: Settle) {
        let (now, times) = (self.now.mono_ms, self.config.intervals);
        let Some(lead) = &mut self.lead else { return };
        let after = settle.after;
        lead.push.busy = false;
        lead.busy_at = now;
        for (lsn, after_ms) in after.failed {
            lead.push.tries.at(lsn).fail(now, after_ms, &times, &mut self.dice);
        }
        for (queue, after_ms) in after.paced {
            // As with any wish of a backend's: within reason, and then asked again.
            let wait = after_ms.clamp(LEAST_MS, 12 * times.retry_most);
            lead.push.paced.insert(queue, now.saturating_add(wait));
        }
        for lsn in after.met {
            let tries = lead.push.tries.at(lsn);
            tries.fail(now, None, &times, &mut self.dice);
            if tries.failures() <= EAGER {
                tries.hurry();
            }
        }
        for (scope, id) in after.unjudged {
            let feed = lead.feed(&scope);
            feed.reads.insert(id.clone());
            feed.unjudged.insert(id);
        }
        for lsn in after.passed {
            lead.push.tries.remove(&lsn);
        }
        for (scope, id, rev) in after.told {
            let feed = lead.feed(&scope);
            if feed.busy {
                feed.raced.insert(id, rev);
            }
        }
        for (scope, lsn) in after.unseen {
            let is_evicted = self.mirror.scopes.get(&scope).is_some_and(|meta| meta.evicted);
            let feed = lead.feed(&scope);
            if is_evicted {
                // Nothing is pulled there that could show it.
                feed.reads.extend(self.mirror.log.get(lsn).map(|mutation| mutation.head.id.clone()));
            } else if feed.busy {
                feed.excused.insert(lsn);
            }
        }
        lead.heads.overtake(&after.touched);
        for scope in &after.touched {
            self.pull_after_push(scope);
        }
        self.fold_if_many(&after.touched);
    }
}
