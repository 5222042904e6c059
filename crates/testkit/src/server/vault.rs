//! What a server holds, and how it judges one write: rights, then versions, then the effect and
//! its stored result in one stroke.

use super::manner::{self, Manner, Version};
use crate::cast::{ANSWER, Cast, Role};
use protocol::{Body, Head, Mid, Mutation, PersonId, Problem, Record, RecordId, Rev, Scope, SpaceId};
use std::collections::{BTreeMap, BTreeSet};

/// One write as it arrives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireWrite {
    /// The device's name for it, where the backend keeps results by it.
    pub mid: Option<Mid>,
    /// The record's head. The server puts its own idea of the author in a new record.
    pub head: Head,
    /// What to do.
    pub op: WireOp,
    /// When a new record was written, where its writer says so.
    pub at: Option<i64>,
}

/// What a write does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WireOp {
    /// Creates a record.
    Create(Body),
    /// Replaces the body of the version that the device knows.
    Update(Rev, Body),
    /// Deletes the version that the device knows.
    Delete(Rev),
}

/// What the server thinks of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Taken, now or before.
    Done(Record),
    /// The record has another version, or is not there.
    Conflict(Option<Record>),
    /// Refused for good.
    Refused(Problem),
}

/// One effect of a write: what the oracle reads the server's truth from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effected {
    /// The write's name.
    pub mid: Option<Mid>,
    /// Whose session brought it.
    pub person: PersonId,
    /// The record before.
    pub before: Option<Record>,
    /// The record after.
    pub after: Record,
}

/// The rows of one scope.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    pub(super) seq: u64,
    pub(super) generation: u64,
    pub(super) horizon: u64,
    pub(super) issued: u64,
    pub(super) rows: BTreeMap<RecordId, Row>,
    pub(super) by_seq: BTreeMap<u64, RecordId>,
}

/// One stored record.
#[derive(Clone, Debug)]
pub struct Row {
    /// The record.
    pub record: Record,
    /// Its place in the feed.
    pub seq: u64,
    /// When it could be read first, virtual milliseconds.
    pub readable_ms: u64,
    /// The name of the write that made it so.
    pub mark: Option<Mid>,
}

/// A server's whole content.
#[derive(Clone, Debug)]
pub struct Vault {
    pub(super) roles: BTreeMap<(SpaceId, PersonId), Role>,
    pub(super) grants: BTreeMap<(SpaceId, PersonId), u64>,
    pub(super) shelves: BTreeMap<Scope, Shelf>,
    /// What each write asked for, and what it was told.
    results: BTreeMap<Mid, (WireWrite, Record)>,
    pub(super) manner: Manner,
    /// The latest time that a change was given, where changes get times.
    latest_ms: i64,
    /// The names of the writes that were sent, where the server is not told them: for the oracle.
    names: BTreeMap<(RecordId, Option<String>), Mid>,
    refused: BTreeSet<RecordId>,
    clock_ms: i64,
    /// A kind that the server takes no more.
    pub refused_kind: Option<&'static str>,
    effects: Vec<Effected>,
}

/// The server's clock at virtual time zero: UTC milliseconds of a day in 2026.
pub const EPOCH_MS: i64 = 1_780_000_000_000;

impl Vault {
    /// An empty server that knows `cast`.
    pub fn new(cast: &Cast, manner: Manner) -> Self {
        let mut roles = BTreeMap::new();
        for space in &cast.spaces {
            for (number, person) in cast.people.iter().enumerate() {
                roles.insert((space.clone(), person.clone()), Cast::role(number));
            }
        }
        Self {
            roles,
            grants: BTreeMap::new(),
            shelves: cast.scopes().into_iter().map(|scope| (scope, Shelf::default())).collect(),
            results: BTreeMap::new(),
            manner,
            latest_ms: 0,
            names: BTreeMap::new(),
            refused: BTreeSet::new(),
            clock_ms: EPOCH_MS,
            refused_kind: None,
            effects: Vec::new(),
        }
    }

    /// Notes the name of a write that is about to be sent without it.
    pub fn note_name(&mut self, mutation: &Mutation) {
        let body = mutation.body().map(|body| body.as_str().to_owned());
        self.names.insert((mutation.head.id.clone(), body), mutation.mid.clone());
    }

    /// The name of a write that came without it.
    pub(super) fn named(&self, write: &WireWrite) -> Option<Mid> {
        let body = match &write.op {
            WireOp::Create(body) | WireOp::Update(_, body) => Some(body.as_str().to_owned()),
            WireOp::Delete(_) => None,
        };
        self.names.get(&(write.head.id.clone(), body)).cloned()
    }

    /// The server's clock at virtual time `now`.
    pub fn clock(&self, now: u64) -> i64 {
        self.clock_ms.saturating_add(i64::try_from(now).unwrap_or(i64::MAX))
    }

    /// What the clocks of the world show at virtual time `now`, whatever the server's does.
    pub fn true_clock(&self, now: u64) -> i64 {
        EPOCH_MS.saturating_add(i64::try_from(now).unwrap_or(i64::MAX))
    }

    /// Sets the clock off by so much.
    pub fn shift_clock(&mut self, ms: i64) {
        self.clock_ms = self.clock_ms.saturating_add(ms);
    }

    /// The effects since the last call.
    pub fn drain_effects(&mut self) -> Vec<Effected> {
        std::mem::take(&mut self.effects)
    }

    /// Judges a write and, if it stands, applies it. `place` is a number in the feed that the
    /// write took earlier, while its transaction stayed open.
    pub fn write(&mut self, person: &PersonId, write: &WireWrite, now: u64, place: Option<u64>) -> Verdict {
        let verdict = self.judge(person, write, now, place);
        if let Verdict::Refused(_) = verdict {
            self.refused.insert(write.head.id.clone());
        }
        verdict
    }

    /// Notes that a write was refused before it came here.
    pub fn note_refusal(&mut self, id: &RecordId) {
        self.refused.insert(id.clone());
    }

    /// Whether a write of a record was ever refused.
    pub fn has_refused(&self, id: &RecordId) -> bool {
        self.refused.contains(id)
    }

    fn judge(&mut self, person: &PersonId, write: &WireWrite, now: u64, place: Option<u64>) -> Verdict {
        if let Some((asked, answer)) = write.mid.as_ref().and_then(|mid| self.results.get(mid)) {
            let reused = || Verdict::Refused(Problem::new(422, "mutation-reused"));
            return if asked == write { Verdict::Done(answer.clone()) } else { reused() };
        }
        let verdict = self.may_write(person, write);
        let before = self.record(&write.head.scope, &write.head.id).cloned();
        let (deleted, body) = match (&write.op, &before) {
            (WireOp::Create(body), None) => (false, body.clone()),
            (WireOp::Update(rev, body), Some(held)) if held.rev == *rev => (false, body.clone()),
            (WireOp::Delete(rev), Some(held)) if held.rev == *rev && !held.deleted => (true, Body::empty()),
            (WireOp::Update(..) | WireOp::Delete(_), None) => {
                let unknown = Problem::new(404, "record-unknown");
                return Verdict::Refused(verdict.err().unwrap_or(unknown));
            }
            _ => {
                let shown = before.filter(|record| self.sees(person, record));
                return match (verdict, shown) {
                    (Err(problem), None) => Verdict::Refused(problem),
                    (_, shown) => Verdict::Conflict(shown),
                };
            }
        };
        if let Err(problem) = verdict {
            return Verdict::Refused(problem);
        }
        let body = if deleted || !self.manner.is_ours { body } else { judged(&write.head, body) };
        let founded = || write.at.unwrap_or_else(|| self.clock(now));
        let at = before.as_ref().map_or_else(founded, |record| record.at);
        let head = before.as_ref().map_or_else(
            || Head { author: person.clone(), ..write.head.clone() },
            |record| record.head.clone(),
        );
        let record = Record { head, rev: Rev(String::new()), at, deleted, body };
        let after = self.store((record, write.mid.clone()), now, place);
        if let (Some(mid), true) = (&write.mid, self.manner.is_ours) {
            self.results.insert(mid.clone(), (write.clone(), after.clone()));
        }
        let effect =
            Effected { mid: write.mid.clone(), person: person.clone(), before, after: after.clone() };
        self.effects.push(effect);
        Verdict::Done(after)
    }

    fn store(&mut self, (record, mark): (Record, Option<Mid>), now: u64, place: Option<u64>) -> Record {
        let clock = self.clock(now);
        let least = match self.manner.version {
            Version::Instant => u64::try_from(clock).unwrap_or_default(),
            _ => 0,
        };
        let shelf = self.shelves.entry(record.head.scope.clone()).or_default();
        let seq = place.unwrap_or_else(|| shelf.take_place(least));
        let old = shelf.rows.remove(&record.head.id);
        if let Some(old) = &old {
            shelf.by_seq.remove(&old.seq);
        }
        let before = old.as_ref().map(|old| &old.record);
        let rev = match self.manner.version {
            Version::Place | Version::Instant => seq.to_string(),
            Version::Count => {
                let count = before.and_then(|record| record.rev.0.parse::<u64>().ok());
                count.unwrap_or_default().saturating_add(1).to_string()
            }
            Version::Stamp => {
                let at = manner::stamp(clock, self.latest_ms, before);
                // A clock that stepped back goes on all the same.
                self.latest_ms = at.max(self.latest_ms.saturating_add(1));
                manner::instant(at)
            }
        };
        let record = Record { rev: Rev(rev), ..record };
        let row = Row { record: record.clone(), seq, readable_ms: now, mark };
        shelf.by_seq.insert(seq, record.head.id.clone());
        shelf.rows.insert(record.head.id.clone(), row);
        record
    }

    /// Takes the next number in a scope's feed, for a write whose transaction stays open.
    pub fn take_place(&mut self, scope: &Scope) -> Option<u64> {
        self.shelves.get_mut(scope).map(|shelf| shelf.take_place(0))
    }

    /// Whether some reader's cursor has passed `place`.
    pub fn is_passed(&self, scope: &Scope, place: u64) -> bool {
        self.shelves.get(scope).is_some_and(|shelf| shelf.issued >= place)
    }

    /// Whether a write's result is stored.
    pub fn knows(&self, mid: &Mid) -> bool {
        self.results.contains_key(mid)
    }

    /// One record, tombstone or not.
    pub fn record(&self, scope: &Scope, id: &RecordId) -> Option<&Record> {
        self.shelves.get(scope)?.rows.get(id).map(|row| &row.record)
    }

    /// All live records of a scope that `person` may see: what a device must come to show.
    pub fn view(&self, person: &PersonId, scope: &Scope) -> BTreeMap<RecordId, Record> {
        let Some(shelf) = self.shelves.get(scope) else { return BTreeMap::new() };
        if !self.may_read(person, scope) {
            return BTreeMap::new();
        }
        let live = shelf.rows.values().map(|row| &row.record).filter(|record| !record.deleted);
        live.filter(|record| self.sees(person, record))
            .map(|record| (record.head.id.clone(), record.clone()))
            .collect()
    }

    /// Forgets every cursor of a scope.
    pub fn reset_cursors(&mut self, scope: &Scope) {
        if let Some(shelf) = self.shelves.get_mut(scope) {
            shelf.generation += 1;
        }
    }

    /// Drops the tombstones of a scope that were made by a time; cursors from before now are too old.
    pub fn purge_tombstones(&mut self, scope: &Scope, until_ms: u64) {
        let Some(shelf) = self.shelves.get_mut(scope) else { return };
        let before = shelf.rows.len();
        shelf.rows.retain(|_, row| !row.record.deleted || row.readable_ms > until_ms);
        if shelf.rows.len() < before {
            shelf.horizon = shelf.seq;
            let Shelf { rows, by_seq, .. } = shelf;
            by_seq.retain(|_, id| rows.contains_key(id));
        }
    }
}

impl Shelf {
    fn take_place(&mut self, least: u64) -> u64 {
        self.seq = least.max(self.seq + 1);
        self.seq
    }
}

/// The server gives an answer its score, whatever the device wrote there.
fn judged(head: &Head, body: Body) -> Body {
    if head.kind.as_str() != ANSWER {
        return body;
    }
    let Ok(mut fields) = body.read::<BTreeMap<String, i64>>() else { return body };
    let score = fields.get("a").copied().unwrap_or_default() % 10;
    fields.insert("score".to_owned(), score);
    Body::of(&fields).unwrap_or(body)
}
