//! Calls: whose session carries whose writes, what may change on the way, and how often one asks.

use super::{Invariant, Oracle};
use crate::world::device::TabRef;
use protocol::{Call, Failure, Mutation, Outcome, PersonId, PushResult};

/// So many failed calls a minute are too many for one device, whatever happened.
const MOST_FAILURES: u64 = 240;

impl Oracle {
    /// A tab sends a call with the session of `person`.
    pub fn sees_call(&mut self, at: TabRef, person: &PersonId, call: &Call) {
        let Call::Push(writes) = call else { return };
        for write in writes {
            if write.principal != *person {
                self.find(Invariant::OwnSession, format!("{at} sends {:?} as {person}", write.mid));
            }
            let changed = self.sent.get(&write.mid).is_some_and(|sent| differs(sent, write));
            if changed {
                let story = format!("{at} changed {:?}, which may have arrived", write.mid);
                self.find(Invariant::Frozen, story);
            }
            self.sent.insert(write.mid.clone(), write.clone());
        }
    }

    /// A call ended.
    pub fn sees_answer(&mut self, at: TabRef, call: &Call, outcome: &Outcome, now: u64) {
        if let Outcome::Failed(_) = outcome {
            self.count_failure(at, now);
        }
        let Call::Push(writes) = call else { return };
        match outcome {
            Outcome::Pushed(results) => {
                for (write, result) in writes.iter().zip(results) {
                    if !matches!(result, PushResult::Done(_) | PushResult::Retry(Failure::Unknown)) {
                        self.sent.remove(&write.mid);
                    }
                }
            }
            Outcome::Failed(Failure::Unknown | Failure::Foreign(_)) => {}
            _ => writes.iter().for_each(|write| _ = self.sent.remove(&write.mid)),
        }
    }

    fn count_failure(&mut self, at: TabRef, now: u64) {
        let minute = now / 60_000;
        let (since, count) = self.failures.entry(at.device).or_default();
        *count = if *since == minute { *count + 1 } else { 1 };
        *since = minute;
        if *count == MOST_FAILURES {
            self.find(Invariant::Bounded, format!("{at} failed {MOST_FAILURES} times within a minute"));
        }
    }
}

fn differs(sent: &Mutation, now: &Mutation) -> bool {
    sent.op != now.op || sent.base_rev != now.base_rev || sent.head != now.head
}
