//! What a tab remembers of a store that was wiped: its unsent writes go into the new one.
//!
//! Each tab that lived through the wipe may know other writes, and any tab may be the first to make
//! the new store, also one that knows none. So the new store notes how much of the old log it has
//! been handed, and every tab adds what is missing, once.

use super::Engine;
use super::draft::Draft;
use super::log::{self, Log};
use crate::key;
use crate::planted::{self, Bug};
use crate::stored::{Former, Known};
use protocol::codec::{self, PlainCodec};
use protocol::{DeviceId, Mid, Mutation, MutationState};

/// The unsent writes of a wiped store by their old numbers, and how much of its log was known.
#[derive(Clone, Debug)]
pub(super) struct Legacy {
    of: DeviceId,
    known: Known,
    unsent: Vec<(u64, Mutation)>,
}

impl Legacy {
    /// What the log of the wiped store held. What may have been sent is sent again under a new number,
    /// where it meets itself.
    pub(super) fn of(device: DeviceId, log: &Log) -> Self {
        let unsent = log.iter().filter(|(_, mutation)| !log::is_acked(mutation));
        let upto = log.read_to;
        let beyond = log.iter().map(|(lsn, _)| lsn).filter(|lsn| *lsn > upto).collect();
        Self {
            of: device,
            known: Known { upto, beyond },
            unsent: unsent.map(|(lsn, mutation)| (lsn, requeued(mutation))).collect(),
        }
    }
}

impl Engine {
    /// Puts the writes that this tab remembers and no other has brought yet into the store of `device`.
    pub(super) fn take_over(&self, draft: &mut Draft, device: &DeviceId) {
        let forgets = planted::on(Bug::HeirForgets) && self.mirror.device().is_some();
        let Some(legacy) = self.legacy.as_ref().filter(|_| !forgets) else { return };
        let stored = self.mirror.clear(key::FORMER);
        let mut former: Former =
            stored.and_then(|stored| codec::decode(&PlainCodec, stored).ok()).unwrap_or_default();
        let taken = former.entry(legacy.of.clone()).or_default();
        for (_, mutation) in legacy.unsent.iter().filter(|(lsn, _)| !taken.has(*lsn)) {
            if !self.is_here(mutation) {
                draft.append(&Mutation { mid: Mid { device: device.clone(), n: 0 }, ..mutation.clone() });
            }
        }
        let known = taken.with(&legacy.known);
        if known != *taken || stored.is_none() {
            *taken = known;
            draft.put_former(&former);
        }
    }

    /// Whether the log holds the same write under another name: a tab that remembers an earlier store
    /// brought it from there.
    fn is_here(&self, mutation: &Mutation) -> bool {
        let mut here = self.mirror.log.of_record(&mutation.head.id);
        here.any(|(_, other)| (other.group, other.hlc) == (mutation.group, mutation.hlc))
    }
}

/// A write as it goes into a new store.
fn requeued(mutation: &Mutation) -> Mutation {
    let state = if log::is_stuck(mutation) { mutation.state.clone() } else { MutationState::Queued };
    Mutation { state, ..mutation.clone() }
}
