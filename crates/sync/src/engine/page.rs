//! Taking a page: its records and its cursor in one transaction. A page changes the base and
//! nothing else; pending writes are laid over it anew.

use super::draft::Draft;
use super::lane::{Job, Step};
use super::push::stick;
use super::snapshot::hold;
use super::{Engine, log};
use crate::effect::Issue;
use crate::key;
use crate::plan::{Found, ReadPlan, Store};
use crate::planted::{self, Bug};
use crate::stored::{Row, ScopeMeta, Segment};
use protocol::{Body, Few, Mutation, Page, PullFrom, Record, RecordId, Scope, gather};
use std::collections::{BTreeMap, BTreeSet};

/// A page that arrived.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PageArrived {
    epoch: u64,
    scope: Scope,
    from: PullFrom,
    page: Page,
    /// Records that the base gained, for a push in the air.
    brought: BTreeSet<RecordId>,
    /// Whether only its records are left to be stored; none but a planted fault leaves them.
    late: bool,
}

impl PageArrived {
    pub(super) fn new(epoch: u64, scope: Scope, from: PullFrom, page: Page) -> Self {
        Self { epoch, scope, from, page, brought: BTreeSet::new(), late: false }
    }
}

impl Engine {
    pub(super) fn begin_page(&mut self, arrived: &mut PageArrived) -> Step {
        if !self.leads(arrived.epoch) {
            return Step::Done;
        }
        if self.is_overtaken(arrived) || self.is_raced(arrived) {
            self.ask_page_again(&arrived.scope);
            return Step::Done;
        }
        if arrived.page.all_ids.is_some() {
            // What is gone can only be told against everything that is kept.
            let part = arrived.scope.to_string();
            let ranges = vec![key::under(Store::Segs, &part), key::under(Store::Rows, &part)];
            return Step::Read(ReadPlan { gets: Vec::new(), ranges });
        }
        self.draft_page(arrived, &[])
    }

    /// Whether the scope is no longer where the page was asked from: dropped, or begun anew.
    fn is_overtaken(&self, arrived: &PageArrived) -> bool {
        let meta = self.mirror.scope(&arrived.scope);
        match &arrived.from {
            _ if arrived.late => false,
            PullFrom::Start => meta.cursor.is_some() || meta.back.is_some(),
            PullFrom::Back(back) => meta.back.as_ref() != Some(back),
            PullFrom::Since(cursor) => meta.cursor.as_ref() != Some(cursor),
        }
    }

    /// Whether the page shows a record otherwise than an acknowledgement that came after it was
    /// asked for: it may be from before. Asked again, it can't be.
    fn is_raced(&self, arrived: &PageArrived) -> bool {
        let feed = self.lead.as_ref().and_then(|lead| lead.feeds.get(&arrived.scope));
        let differs = |record: &Record| {
            feed.and_then(|feed| feed.raced.get(&record.head.id)).is_some_and(|rev| *rev != record.rev)
        };
        arrived.page.records.iter().any(differs) && !planted::on(Bug::RacedPageWins)
    }

    fn ask_page_again(&mut self, scope: &Scope) {
        if let Some(lead) = &mut self.lead {
            let feed = lead.feed(scope);
            feed.busy = false;
            feed.dirty = true;
        }
    }

    /// Works out what a complete list of ids lacks.
    pub(super) fn page_against(&mut self, arrived: &mut PageArrived, found: &Found) -> Step {
        if !self.leads(arrived.epoch) {
            return Step::Done;
        }
        let [segments, rows] = found.ranges.as_slice() else { return Step::Done };
        let mut kept: BTreeMap<RecordId, Record> = BTreeMap::new();
        for segment in segments.iter().filter_map(|(_, stored)| self.read::<Segment>(stored)) {
            kept.extend(segment.records.into_iter().map(|record| (record.head.id.clone(), record)));
        }
        for row in rows.iter().filter_map(|(_, stored)| self.read::<Row>(stored)) {
            kept.insert(row.record.head.id.clone(), row.record);
        }
        // What is of a later version ended the lead.
        if !self.leads(arrived.epoch) {
            return Step::Done;
        }
        let partial = planted::on(Bug::PartialListDeletes);
        let listed = arrived.page.all_ids.iter().flatten().filter(|_| !partial);
        let mut there: BTreeSet<&RecordId> =
            gather(listed.chain(arrived.page.records.iter().map(|r| &r.head.id)));
        let raced =
            self.lead.as_ref().and_then(|lead| lead.feeds.get(&arrived.scope)).map(|feed| &feed.raced);
        there.extend(raced.into_iter().flat_map(Few::keys));
        let gone: Vec<Record> = kept
            .into_values()
            .filter(|record| !record.deleted && !there.contains(&record.head.id))
            .map(|record| Record { deleted: true, body: Body::empty(), ..record })
            .collect();
        self.draft_page(arrived, &gone)
    }

    fn draft_page(&mut self, arrived: &mut PageArrived, gone: &[Record]) -> Step {
        let scope = arrived.scope.clone();
        let tombstones = arrived.page.records.iter().chain(gone).filter(|record| record.deleted);
        let buried: Vec<(u64, &Mutation, &Record)> =
            tombstones.flat_map(|tombstone| self.buried_by(tombstone)).collect();
        let begins = arrived.from == PullFrom::Start;
        let untold = self.untold(&scope, &arrived.page);
        let is_early = self.is_early(&arrived.page.records);
        let ends_some = begins || !buried.is_empty() || !untold.is_empty();
        if is_early || (ends_some && self.may_be_coming(&scope)) {
            // What is on its way is settled first.
            self.ask_cursor_again(&scope);
            return Step::Done;
        }
        let mut draft = self.leaders_draft();
        if begins {
            self.hold_back(&mut draft, &scope);
        }
        for (lsn, mutation) in untold {
            hold(&mut draft, lsn, mutation);
        }
        self.let_go(&mut draft, &arrived.page.records);
        for record in &arrived.page.records {
            self.take_up(&mut draft, record);
        }
        for (lsn, mutation, tombstone) in buried {
            stick(&mut draft, lsn, mutation, Some(tombstone));
        }
        let mut meta = self.mirror.scope(&scope);
        if arrived.from == PullFrom::Start {
            meta.begin_snapshot(self.mirror.has_segments(&scope));
        }
        let page = &arrived.page;
        // What a feed tells as it runs forward, it may have told before: rows overlay, segments don't.
        let is_told_once = match arrived.from {
            PullFrom::Start => true,
            PullFrom::Back(_) => meta.cursor.is_some(),
            PullFrom::Since(_) => false,
        };
        let records = if is_told_once {
            self.seal(&mut draft, &scope, &mut meta, &page.records)
        } else {
            page.records.clone()
        };
        for record in records.iter().chain(gone) {
            if !self.is_known(record, meta.snap) {
                draft.put_row(meta.snap, record);
                meta.note_row(&record.head.id);
            }
        }
        arrived.brought = gather(page.records.iter().chain(gone).map(|record| record.head.id.clone()));
        self.drop_seen(&mut draft, &scope, &page.records);
        self.move_cursor(&mut meta, arrived);
        if meta != self.mirror.scope(&scope) {
            draft.put_scope(&scope, &meta);
        }
        if planted::on(Bug::CursorBeforeRows) {
            self.put_cursor_first(&mut draft, arrived, &meta);
        }
        if draft.is_empty() {
            self.page_done(arrived.clone());
            return Step::Done;
        }
        Step::Tx(draft.into_plan())
    }

    /// Creations that came without anybody hearing of it, as the tombstone of their record tells. It may
    /// be gone by the time they are sent again, and they would bring back what was deleted.
    fn buried_by<'a>(
        &'a self,
        tombstone: &'a Record,
    ) -> impl Iterator<Item = (u64, &'a Mutation, &'a Record)> {
        let writes = self.mirror.log.of_record(&tombstone.head.id);
        let buried = writes.filter(|(_, mutation)| {
            self.may_be_here(mutation) && mutation.base_rev.as_ref() != Some(&tombstone.rev)
        });
        buried.map(move |(lsn, mutation)| (lsn, mutation, tombstone))
    }

    /// Whether exactly this version is in memory, from the present snapshot.
    fn is_known(&self, record: &Record, snap: u32) -> bool {
        let base = self.stored(&record.head.scope).and_then(|view| view.known(&record.head.id, snap));
        base.is_some_and(|base| base.rev == record.rev && base.deleted == record.deleted)
    }

    /// Whether another version of the record is shown, or written upon.
    fn is_hot(&self, record: &Record) -> bool {
        let shown = self.views.get(&record.head.scope).and_then(|view| view.base(&record.head.id));
        shown.is_some_and(|shown| shown.rev != record.rev)
            || self.mirror.log.of_record(&record.head.id).next().is_some()
    }

    /// Seals a page of a first load; returns what is left for rows.
    fn seal(
        &self,
        draft: &mut Draft,
        scope: &Scope,
        meta: &mut ScopeMeta,
        records: &[Record],
    ) -> Vec<Record> {
        let mut directory = self.mirror.directory(scope);
        // Fewer records of a lane are cheaper as rows.
        let least = (self.config.limits.segment / 4).max(1);
        // So is what a screen or a write rests on: a row shows at once, in every tab.
        let (hot, cold) = records.iter().cloned().partition(|record| self.is_hot(record));
        let (sealed, mut left) = self.sealed(&mut directory, meta.snap, cold, least);
        left.extend::<Vec<Record>>(hot);
        if !sealed.is_empty() {
            for (n, segment) in &sealed {
                draft.put_segment(scope, *n, segment);
            }
            draft.put_directory(scope, &directory);
            meta.note_directory(&directory);
        }
        left
    }

    /// A write that was acknowledged without its record needs no overlay once a page that was asked
    /// for afterwards shows the record.
    pub(super) fn drop_seen(&self, draft: &mut Draft, scope: &Scope, records: &[Record]) {
        let feed = self.lead.as_ref().and_then(|lead| lead.feeds.get(scope));
        for record in records {
            let raced = feed.and_then(|feed| feed.raced.get(&record.head.id));
            if raced.is_some_and(|rev| *rev != record.rev) {
                continue;
            }
            for (lsn, _) in self.mirror.log.of_record(&record.head.id).filter(|(_, m)| log::is_acked(m)) {
                draft.remove(lsn);
            }
        }
    }

    fn move_cursor(&self, meta: &mut ScopeMeta, arrived: &PageArrived) {
        let page = &arrived.page;
        meta.evicted = false;
        let feed = self.lead.as_ref().and_then(|lead| lead.feeds.get(&arrived.scope));
        if let Some(hint) = feed.filter(|feed| !feed.dirty && !page.more).and_then(|feed| feed.hint.clone()) {
            // The pull began after the hint was heard, so it reached what the hint is about.
            meta.head = Some(hint);
        }
        match &arrived.from {
            _ if arrived.late => {}
            PullFrom::Start => {
                meta.cursor.clone_from(&page.next);
                meta.back.clone_from(&page.back);
            }
            PullFrom::Back(_) => {
                meta.back.clone_from(&page.back);
                if page.next.is_some() {
                    meta.cursor.clone_from(&page.next);
                }
            }
            PullFrom::Since(_) if page.next.is_some() => meta.cursor.clone_from(&page.next),
            PullFrom::Since(_) => {}
        }
    }

    fn put_cursor_first(&self, draft: &mut Draft, arrived: &PageArrived, meta: &ScopeMeta) {
        if !arrived.late && *meta != self.mirror.scope(&arrived.scope) {
            *draft = self.leaders_draft();
            draft.put_scope(&arrived.scope, meta);
        }
    }

    pub(super) fn page_done(&mut self, arrived: PageArrived) {
        if planted::on(Bug::CursorBeforeRows) && !arrived.late {
            self.lane.add(Job::Page(PageArrived { late: true, ..arrived }));
            return;
        }
        let scope = arrived.scope;
        let meta = self.mirror.scope(&scope);
        let is_since = matches!(arrived.from, PullFrom::Since(_));
        let reached_end = if is_since { !arrived.page.more } else { meta.is_complete() };
        let unseen = if reached_end { self.unseen(&scope) } else { Vec::new() };
        let Some(lead) = &mut self.lead else { return };
        lead.busy_at = self.now.mono_ms;
        if lead.push.busy {
            lead.push.seen.extend(arrived.brought);
        }
        let feed = lead.feed(&scope);
        feed.busy = false;
        feed.backoff.succeed();
        // The changes since a first load began are asked for once it is complete.
        feed.dirty |= if is_since { arrived.page.more } else { meta.is_complete() };
        feed.note_unseen(&unseen);
        if feed.hint == meta.head {
            feed.hint = None;
        }
        let older = std::mem::take(&mut feed.older);
        let told = feed.unreadable.len();
        feed.unreadable.extend(arrived.page.unreadable);
        if feed.unreadable.len() > told {
            self.surface(Issue::Unreadable(scope.clone()));
        }
        if is_since && reached_end && meta.is_complete() && meta.is_replacing() {
            self.lane.add_once(Job::Swap(scope.clone()));
        }
        if older {
            self.load_older(&scope);
        }
        self.fold_if_many(&BTreeSet::from([scope]));
    }

    /// Writes of the scope that were acknowledged and that no page has shown yet.
    fn unseen(&self, scope: &Scope) -> Vec<(u64, RecordId)> {
        let acked = self.mirror.log.of_scope(scope).filter(|(_, mutation)| log::is_acked(mutation));
        acked.map(|(lsn, mutation)| (lsn, mutation.head.id.clone())).collect()
    }
}
