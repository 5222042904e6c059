//! A backend written from the protocol alone: compare-and-set, one stored result for each write,
//! tombstones, a sequence for each scope.

use protocol::{
    Body, Call, Cursor, Failure, Mid, Mutation, Op, Outcome, Page, Problem, PullFrom, PushResult, Record,
    RecordId, Rev, Scope, ScopeHead, Written, lineage,
};
use std::collections::{BTreeMap, BTreeSet};

/// The backend's state and its knobs.
#[derive(Clone, Default)]
pub(crate) struct Server {
    pub(crate) scopes: BTreeMap<Scope, BTreeMap<RecordId, (u64, Record)>>,
    pub(crate) grants: BTreeMap<Scope, String>,
    results: BTreeMap<Mid, Record>,
    /// Effects in order: which write, and what it did.
    pub(crate) effects: Vec<(Mid, RecordId)>,
    pub(crate) refused: BTreeSet<RecordId>,
    /// Records that the person may not see any more.
    pub(crate) hidden: BTreeSet<RecordId>,
    /// Records whose writes fail, each for so many times.
    pub(crate) failing: BTreeMap<RecordId, u32>,
    /// Records upon whose writes nothing of the push comes through, and nothing is sent after them.
    pub(crate) cutting: BTreeMap<RecordId, u32>,
    /// How long a new message has to wait after the one before, and when that one was taken.
    pub(crate) pace: Option<(u64, u64)>,
    /// What stands in the messages that it paces; all of them without it.
    pub(crate) paces_only: Option<&'static str>,
    /// The clock.
    pub(crate) now: u64,
    /// Records that no device can read.
    pub(crate) unreadable: BTreeSet<RecordId>,
    pub(crate) seq: u64,
    /// Whether results of writes are not kept.
    pub(crate) forgets: bool,
    /// Whether it compares nothing, so that versions are made up of lineages.
    pub(crate) compares_nothing: bool,
    /// Whether a conflict doesn't show the record as it is.
    pub(crate) hides_conflicts: bool,
    /// Whether acknowledgements carry only a version.
    pub(crate) terse: bool,
    /// The record by whose creation a new scope is listed for whoever creates it; any without it.
    pub(crate) listed_by: Option<RecordId>,
    pub(crate) hints: bool,
    /// Whether the feed runs only forward, a first load too.
    pub(crate) forward: bool,
    /// Whether changes are told by listing all that is there, so that what is deleted leaves no trace.
    pub(crate) lists: bool,
    /// Cursors below this are unknown.
    pub(crate) horizon: u64,
    pub(crate) calls: Vec<&'static str>,
}

impl Server {
    pub(crate) fn with(scopes: &[&Scope]) -> Self {
        let mut server = Self { hints: true, ..Self::default() };
        for scope in scopes {
            server.grants.insert((*scope).clone(), "member".into());
        }
        server
    }

    /// A write of somebody else, upon what is there.
    pub(crate) fn write(&mut self, scope: &Scope, record: &Record) {
        let before = self.lineage(scope, &record.head.id);
        self.write_upon(scope, record, &before);
    }

    /// A write of somebody else upon a version with another lineage than the one that is there.
    pub(crate) fn write_upon(&mut self, scope: &Scope, record: &Record, before: &str) {
        self.seq += 1;
        let mut record = record.clone();
        let mid = Mid { device: "tablet".into(), n: self.seq };
        record.rev = self.rev(&lineage::grow(&mid, before));
        self.scopes.entry(scope.clone()).or_default().insert(record.head.id.clone(), (self.seq, record));
    }

    pub(crate) fn lineage(&self, scope: &Scope, id: &RecordId) -> String {
        let there = self.record(scope, id);
        there.and_then(|record| record.rev.lineage()).unwrap_or_default().to_owned()
    }

    fn rev(&self, lineage: &str) -> Rev {
        match self.compares_nothing {
            true => Rev::made_up(lineage, &format!("{:016x}", self.seq)),
            false => Rev(self.seq.to_string()),
        }
    }

    pub(crate) fn record(&self, scope: &Scope, id: &RecordId) -> Option<&Record> {
        self.scopes.get(scope)?.get(id).map(|(_, record)| record)
    }

    pub(crate) fn answer(&mut self, call: &Call) -> Outcome {
        match call {
            Call::Scopes => {
                self.calls.push("scopes");
                Outcome::Scopes(self.grants.iter().map(|(scope, grant)| self.head(scope, grant)).collect())
            }
            Call::Push(mutations) => {
                self.calls.push("push");
                self.push_all(mutations)
            }
            Call::Pull { scope, from, limit } => {
                self.calls.push("pull");
                self.pull(scope, from, *limit as usize)
            }
            Call::Read { scope, id } => {
                self.calls.push("read");
                Outcome::Found(self.record(scope, id).filter(|_| !self.hidden.contains(id)).cloned())
            }
        }
    }

    fn head(&self, scope: &Scope, grant: &str) -> ScopeHead {
        let newest =
            self.scopes.get(scope).into_iter().flatten().map(|(_, (seq, _))| *seq).max().unwrap_or(0);
        ScopeHead { scope: scope.clone(), grant: grant.into(), head: self.hints.then(|| newest.to_string()) }
    }

    /// One after another, as a dialect without batches sends them.
    fn push_all(&mut self, mutations: &[Mutation]) -> Outcome {
        let mut results = Vec::new();
        for mutation in mutations {
            let left = self.cutting.get_mut(&mutation.head.id).filter(|left| **left > 0);
            if let Some(left) = left {
                *left -= 1;
                if results.is_empty() {
                    return Outcome::Failed(Failure::Unknown);
                }
                results.push(PushResult::Retry(Failure::Unknown));
                results.resize(mutations.len(), PushResult::Unsent);
                break;
            }
            results.push(self.push(mutation));
        }
        Outcome::Pushed(results)
    }

    fn push(&mut self, mutation: &Mutation) -> PushResult {
        let scope = &mutation.head.scope;
        if let Some(record) = self.results.get(&mutation.mid) {
            return self.done(record.clone());
        }
        if self.refused.contains(&mutation.head.id) {
            return PushResult::Refused(Problem::new(403, "not-allowed"));
        }
        if let Some(left) = self.failing.get_mut(&mutation.head.id).filter(|left| **left > 0) {
            *left -= 1;
            return PushResult::Retry(Failure::Unknown);
        }
        if let (Some((wait, last)), "message", Op::Create(body)) =
            (self.pace, mutation.head.kind.as_str(), &mutation.op)
            && self.paces_only.is_none_or(|part| body.as_str().contains(part))
        {
            let left = (last + wait).saturating_sub(self.now);
            if left > 0 {
                return PushResult::Retry(Failure::Later { after_ms: Some(left) });
            }
            self.pace = Some((wait, self.now));
        }
        let there = self.record(scope, &mutation.head.id).cloned();
        if there.as_ref().map(|record| &record.rev) != mutation.base_rev.as_ref() {
            return PushResult::Conflict(there.filter(|_| !self.hides_conflicts));
        }
        self.seq += 1;
        let (deleted, body) = match &mutation.op {
            Op::Create(body) | Op::Update { body, .. } => (false, body.clone()),
            Op::Delete => (true, Body::parse("{}").unwrap()),
        };
        let at = there.map_or(1_000 + i64::try_from(self.seq).unwrap(), |record| record.at);
        let lineage = lineage::grow(&mutation.mid, &self.lineage(scope, &mutation.head.id));
        let record = Record { head: mutation.head.clone(), rev: self.rev(&lineage), at, deleted, body };
        if !self.forgets {
            self.results.insert(mutation.mid.clone(), record.clone());
        }
        self.effects.push((mutation.mid.clone(), mutation.head.id.clone()));
        if self.listed_by.as_ref().is_none_or(|id| *id == mutation.head.id) {
            self.grants.entry(scope.clone()).or_insert_with(|| "member".into());
        }
        self.scopes
            .entry(scope.clone())
            .or_default()
            .insert(record.head.id.clone(), (self.seq, record.clone()));
        self.done(record)
    }

    fn done(&self, record: Record) -> PushResult {
        PushResult::Done(if self.terse { Written::Rev(record.rev) } else { Written::Record(record) })
    }

    fn pull(&self, scope: &Scope, from: &PullFrom, limit: usize) -> Outcome {
        if !self.grants.contains_key(scope) {
            return Outcome::Failed(Failure::Forbidden);
        }
        let mut all: Vec<&(u64, Record)> =
            self.scopes.get(scope).into_iter().flat_map(BTreeMap::values).collect();
        all.retain(|(_, record)| !self.hidden.contains(&record.head.id));
        all.sort_by_key(|(seq, _)| *seq);
        let number = |cursor: &Cursor| cursor.0.parse::<u64>().unwrap();
        let page = match from {
            PullFrom::Since(cursor) if number(cursor) < self.horizon => {
                return Outcome::Failed(Failure::CursorGone);
            }
            PullFrom::Since(_) if self.lists => {
                let live = all.iter().map(|(_, record)| record).filter(|record| !record.deleted);
                let records: Vec<Record> = live.cloned().collect();
                let all_ids = Some(records.iter().map(|record| record.head.id.clone()).collect());
                Page { records, next: Some(Cursor(self.seq.to_string())), all_ids, ..Page::default() }
            }
            PullFrom::Since(cursor) => {
                let new: Vec<_> = all.iter().filter(|(seq, _)| *seq > number(cursor)).collect();
                let page: Vec<_> = new.iter().take(limit).collect();
                let next = page.last().map_or(number(cursor), |(seq, _)| *seq);
                Page {
                    records: page.iter().map(|(_, record)| record.clone()).collect(),
                    next: Some(Cursor(next.to_string())),
                    more: new.len() > limit,
                    ..Page::default()
                }
            }
            PullFrom::Start | PullFrom::Back(_) if self.forward => {
                let from = match from {
                    PullFrom::Back(cursor) => number(cursor),
                    _ => 0,
                };
                let is_told = |(seq, record): &&(u64, Record)| *seq > from && (from > 0 || !record.deleted);
                let new: Vec<_> = all.into_iter().filter(is_told).collect();
                let page: Vec<_> = new.iter().take(limit).collect();
                let on = Cursor(page.last().map_or(from, |(seq, _)| *seq).to_string());
                let records = page.iter().map(|(_, record)| record.clone()).collect();
                match new.len() > limit {
                    true => Page { records, back: Some(on), ..Page::default() },
                    false => Page { records, next: Some(on), ..Page::default() },
                }
            }
            PullFrom::Start | PullFrom::Back(_) => {
                let before = match from {
                    PullFrom::Back(cursor) => number(cursor),
                    _ => u64::MAX,
                };
                let older: Vec<_> = all.iter().rev().filter(|(seq, r)| *seq < before && !r.deleted).collect();
                let page: Vec<_> = older.iter().take(limit).collect();
                let more = older.len() > page.len();
                Page {
                    records: page.iter().map(|(_, record)| record.clone()).collect(),
                    next: matches!(from, PullFrom::Start)
                        .then(|| Cursor(self.seq.max(self.horizon).to_string())),
                    back: page.last().filter(|_| more).map(|(seq, _)| Cursor(seq.to_string())),
                    ..Page::default()
                }
            }
        };
        Outcome::Page(self.set_aside(page))
    }

    fn set_aside(&self, page: Page) -> Page {
        let can_read = |record: &Record| !self.unreadable.contains(&record.head.id);
        let (records, others): (Vec<_>, Vec<_>) = page.records.into_iter().partition(can_read);
        let unreadable = others.into_iter().map(|record| record.head.id).collect();
        Page { records, unreadable, ..page }
    }
}
