//! Folding rows into segments, so that opening a scope stays cheap: new versions replace the old
//! ones in their segments, tombstones remove them, and new records make new segments. One
//! transaction each time, and of bounded size, so that a person's edit never waits long for it.

use super::Engine;
use super::lane::{Job, Step};
use crate::config::Lane;
use crate::event::Timer;
use crate::key;
use crate::plan::{Found, ReadPlan, Store, StoreKey};
use crate::planted::{self, Bug};
use crate::stored::{Directory, Place, Segment, SegmentRef, Sums};
use protocol::{Record, RecordId, Scope, gather};
use std::collections::{BTreeMap, BTreeSet};

/// The most segments that one fold rewrites.
const TARGETS: usize = 8;

/// A fold on its way: first the rows are read, then the segments that they belong to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fold {
    scope: Scope,
    rows: Vec<Record>,
    /// Rows that stay for the next fold.
    left: Vec<RecordId>,
    targets: Vec<SegmentRef>,
    is_second: bool,
}

impl Fold {
    fn of(scope: Scope) -> Self {
        Self { scope, rows: Vec::new(), left: Vec::new(), targets: Vec::new(), is_second: false }
    }
}

impl Engine {
    /// Folds scopes that have too many rows; for the others, waits until it is quiet.
    pub(super) fn fold_if_many(&mut self, scopes: &BTreeSet<Scope>) {
        let limits = self.config.limits;
        let rows = |scope: &Scope| self.mirror.scopes.get(scope).map_or(0, |meta| meta.rows);
        let many: Vec<Scope> = scopes.iter().filter(|scope| rows(scope) >= limits.rows).cloned().collect();
        let some = scopes.iter().any(|scope| rows(scope) >= limits.idle_rows);
        for scope in many {
            self.lane.add_once(Job::Fold(Fold::of(scope)));
        }
        if some && self.lead.is_some() && !self.timers.contains_key(&Timer::Compact) {
            let due = self.after(self.config.intervals.quiet);
            self.arm(Timer::Compact, Some(due));
        }
    }

    /// The timer ran out: fold what there is, unless something happened meanwhile.
    pub(super) fn fold_when_quiet(&mut self) {
        let Some(lead) = &self.lead else { return };
        let quiet_at = lead.busy_at.saturating_add(self.config.intervals.quiet);
        if quiet_at > self.now.mono_ms {
            self.arm(Timer::Compact, Some(quiet_at));
            return;
        }
        let least = self.config.limits.idle_rows;
        let ripe = self.mirror.scopes.iter().filter(|(_, meta)| meta.rows >= least);
        for scope in ripe.map(|(scope, _)| scope.clone()).collect::<Vec<_>>() {
            self.lane.add_once(Job::Fold(Fold::of(scope)));
        }
    }

    pub(super) fn begin_fold(&mut self, fold: &mut Fold) -> Step {
        *fold = Fold::of(fold.scope.clone());
        // While a snapshot is being replaced, its end sorts the rows out.
        if self.lead.is_none() || self.mirror.scope(&fold.scope).is_replacing() {
            return Step::Done;
        }
        let rows = key::under(Store::Rows, &fold.scope.to_string());
        Step::Read(ReadPlan { gets: Vec::new(), ranges: vec![rows] })
    }

    pub(super) fn fold_found(&mut self, fold: &mut Fold, found: &Found) -> Step {
        if self.lead.is_none() {
            return Step::Done;
        }
        if std::mem::replace(&mut fold.is_second, true) {
            return self.fold_into(fold, found);
        }
        let directory = self.mirror.directory(&fold.scope);
        let Some(rows) = self.sound_rows(&fold.scope, found) else { return Step::Done };
        let mut targets: BTreeSet<u64> = BTreeSet::new();
        for row in rows {
            let mut into = self.targets(&directory, &row.record);
            if into.union(&targets).count() > TARGETS && !targets.is_empty() {
                fold.left.push(row.record.head.id);
                continue;
            }
            targets.append(&mut into);
            fold.rows.push(row.record);
        }
        fold.targets =
            directory.segments.into_iter().filter(|segment| targets.contains(&segment.n)).collect();
        let keys = fold.targets.iter().map(|segment| key::segment(&fold.scope, segment.n));
        let gets = keys.map(|key| (Store::Segs, StoreKey::Text(key))).collect();
        Step::Read(ReadPlan { gets, ranges: Vec::new() })
    }

    /// The segments that a record lies in, or, if it is newer than all, the one that it extends.
    fn targets(&self, directory: &Directory, record: &Record) -> BTreeSet<u64> {
        let (lane, place) = (self.config.kinds.of(&record.head.kind).lane, Place::of(record));
        if record.deleted && record.head.kind.as_str().is_empty() {
            // The server itself removed it and tells neither its kind nor its time: it may lie anywhere.
            return gather(directory.segments.iter().map(|segment| segment.n));
        }
        let of_lane = || directory.segments.iter().filter(move |segment| segment.lane == lane);
        let around: BTreeSet<u64> =
            of_lane().filter(|s| s.from <= place && place <= s.to).map(|segment| segment.n).collect();
        if !around.is_empty() || record.deleted {
            return around;
        }
        let newest = of_lane().max_by(|a, b| a.to.cmp(&b.to));
        let has_room = |segment: &&SegmentRef| {
            usize::try_from(segment.count).is_ok_and(|count| count < self.config.limits.segment / 2)
        };
        newest.filter(|segment| segment.to < place).filter(has_room).map(|s| s.n).into_iter().collect()
    }

    fn fold_into(&mut self, fold: &mut Fold, found: &Found) -> Step {
        let scope = fold.scope.clone();
        let mut meta = self.mirror.scope(&scope);
        let mut directory = self.mirror.directory(&scope);
        let mut records: BTreeMap<RecordId, Record> = BTreeMap::new();
        for stored in &found.gets {
            let Some(segment) = stored.as_deref().and_then(|stored| self.read::<Segment>(stored)) else {
                // A damaged segment is not folded away, but mended.
                self.lane.add_once(Job::Repair(scope));
                return Step::Done;
            };
            records.extend(segment.records.into_iter().map(|record| (record.head.id.clone(), record)));
        }
        let mut draft = self.leaders_draft();
        for record in std::mem::take(&mut fold.rows) {
            draft.delete_row(&scope, &record.head.id);
            if record.deleted {
                records.remove(&record.head.id);
            } else if !planted::on(Bug::FoldLosesOverlay) || !records.contains_key(&record.head.id) {
                records.insert(record.head.id.clone(), record);
            }
        }
        let gone: BTreeSet<u64> = gather(fold.targets.iter().map(|segment| segment.n));
        directory.segments.retain(|segment| !gone.contains(&segment.n));
        for (lane, group) in self.grouped(&directory, records) {
            for (n, segment) in self.seal_lane(&mut directory, meta.snap, lane, group) {
                draft.put_segment(&scope, n, &segment);
            }
        }
        for n in gone {
            draft.delete_segment(&scope, n);
        }
        meta.rows = u32::try_from(fold.left.len()).unwrap_or(u32::MAX);
        meta.sums = Some(Sums::of(&directory, fold.left.iter()));
        draft.put_directory(&scope, &directory);
        draft.put_scope(&scope, &meta);
        if !fold.left.is_empty() {
            self.lane.add_once(Job::Fold(Fold::of(scope)));
        }
        Step::Tx(draft.into_plan())
    }

    /// Records in groups that no segment of the directory lies between, ascending.
    fn grouped(
        &self,
        directory: &Directory,
        records: BTreeMap<RecordId, Record>,
    ) -> Vec<(Lane, Vec<Record>)> {
        let mut groups: BTreeMap<(Lane, usize), BTreeMap<Place, Record>> = BTreeMap::new();
        for record in records.into_values() {
            let (lane, place) = (self.config.kinds.of(&record.head.kind).lane, Place::of(&record));
            let below = directory.segments.iter().filter(|s| s.lane == lane && s.from < place).count();
            groups.entry((lane, below)).or_default().insert(place, record);
        }
        groups.into_iter().map(|((lane, _), group)| (lane, group.into_values().collect())).collect()
    }
}
