//! Commits: what was asked for, what was said to be kept, and whether it is.

use super::{Intent, Invariant, Kept, Oracle, Release, device_of};
use crate::cast;
use crate::disk::Disk;
use crate::world::device::TabRef;
use protocol::{FieldClass, Mid};
use std::collections::BTreeSet;
use sync::{Resolution, TxFailure};

impl Oracle {
    /// A screen asks to keep writes.
    pub fn sees_commit(&mut self, at: TabRef, ticket: u64, intents: Vec<Intent>) {
        for intent in &intents {
            self.utters(&intent.head.id, intent.set.values());
        }
        self.asked.insert((at, ticket), intents);
    }

    /// Notes values that may show from now on.
    pub fn utters<'a>(&mut self, id: &protocol::RecordId, values: impl Iterator<Item = &'a i64>) {
        self.uttered.extend(values.map(|value| (id.clone(), *value)));
    }

    /// A tab says that a commit is kept, or is not. Returns the intents that are kept now.
    pub fn sees_committed(
        &mut self,
        at: TabRef,
        ticket: u64,
        result: &Result<Vec<Mid>, TxFailure>,
        disk: &Disk,
    ) -> Vec<Intent> {
        let Some(intents) = self.asked.remove(&(at, ticket)) else {
            self.find(Invariant::Kept, format!("{at} answers ticket {ticket}, which is not open"));
            return Vec::new();
        };
        let Ok(mids) = result else { return Vec::new() };
        if mids.len() != intents.len() {
            self.find(
                Invariant::Kept,
                format!("ticket {ticket}: {} writes, {} names", intents.len(), mids.len()),
            );
            return Vec::new();
        }
        self.commits += 1;
        let places: Vec<&BTreeSet<u64>> = mids.iter().filter_map(|mid| self.written_in.get(mid)).collect();
        let shared = places
            .first()
            .is_none_or(|first| first.iter().any(|tx| places.iter().all(|all| all.contains(tx))));
        if !shared {
            self.find(Invariant::Atomic, format!("ticket {ticket} was committed in transactions {places:?}"));
        }
        for (mid, intent) in mids.iter().zip(&intents) {
            self.keep(mid, intent, disk);
        }
        intents
    }

    fn keep(&mut self, mid: &Mid, intent: &Intent, disk: &Disk) {
        if device_of(disk).as_ref() != Some(&mid.device) {
            // The store was wiped between the transaction and the news of it.
            let wiped = Kept { intent: intent.clone(), released: Some(Release::Wiped) };
            self.kept.entry(mid.clone()).or_insert(wiped);
            return;
        }
        let is_there = disk.is_flushed(mid.n) || self.is_settled(mid, intent) || self.is_rotten(mid);
        if !is_there && !self.decided.contains(&intent.head.id) {
            self.find(Invariant::Kept, format!("{mid:?} is told as kept and is not: {intent:?}"));
        }
        let released = self.taken.contains(mid).then_some(Release::Taken);
        let kept = self.kept.entry(mid.clone()).or_insert_with(|| Kept { intent: intent.clone(), released });
        let creates = !intent.deletes && intent.saw.is_empty();
        if creates {
            // A whole record written anew takes the place of what was written before.
            kept.intent = intent.clone();
        } else if kept.intent != *intent {
            // A later draft was written over one that had not left.
            kept.intent.set.extend(intent.set.clone());
            kept.intent.set.retain(|field, _| !intent.cleared.contains(field));
            kept.intent.deletes |= intent.deletes;
        }
    }

    /// Whether the server has, or had, what a write wanted.
    pub(super) fn is_settled(&self, mid: &Mid, intent: &Intent) -> bool {
        if intent.deletes && self.was_never_made(&intent.head.id) {
            return true;
        }
        let Some(history) = self.histories.get(&intent.head.id) else { return false };
        if intent.deletes {
            return history.deleted || self.taken.contains(mid);
        }
        let judged = |field: &str| cast::class_of(&intent.head.kind, field) == FieldClass::ServerJudged;
        let mut wanted = intent.set.iter().filter(|(field, _)| !judged(field));
        wanted.all(|(field, value)| history.values.contains_key(&(field.clone(), *value)))
    }

    /// A person gives up a write that can't be read.
    pub fn sees_discard(&mut self, mid: &Mid) {
        if let Some(kept) = self.kept.get_mut(mid) {
            kept.released = kept.released.or(Some(Release::Decided));
        }
    }

    /// A person decides about a stuck write.
    pub fn sees_resolve(&mut self, mid: &Mid, record: &protocol::RecordId, how: &Resolution) {
        self.decided.insert(record.clone());
        // What was held back because its fate is open goes as the person wants it now.
        self.sent.remove(mid);
        let goes = |other: &Mid, kept: &Kept| match how {
            Resolution::Retry => false,
            Resolution::Edit(_) | Resolution::UseMine => other == mid,
            // What was written on top of a discarded write goes with it.
            Resolution::Discard => {
                other.device == mid.device && other.n >= mid.n && kept.intent.head.id == *record
            }
        };
        for (other, kept) in &mut self.kept {
            if goes(other, kept) {
                kept.released = kept.released.or(Some(Release::Decided));
            }
        }
    }
}
