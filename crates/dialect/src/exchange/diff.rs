//! A feed by listing everything: what changed is found by comparing with what was known.

use super::digest::Digest;
use super::etag::{self, Known};
use super::walk::{Walk, fill};
use super::{Context, Turn};
use crate::heard::Heard;
use crate::http::{Request, Response};
use crate::profile::feed::{Feed, field_name};
use crate::profile::outcomes::{Meaning, OpName};
use crate::wire;
use protocol::{Cursor, Failure, Outcome, Page, Record, RecordId, Scope, order};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A list that changes under the walk is walked anew so often before it is taken as it is.
const TRIES: u32 = 3;

/// A list that lost more than this share of its records is not believed: so much is not deleted,
/// but hidden by a lost session or a wrong filter.
const BELIEVED_LOSS_PERCENT: usize = 30;

/// A whole list.
#[derive(Clone, Debug)]
pub(super) struct DiffTalk {
    scope: Scope,
    cursor: Option<Cursor>,
    limit: u32,
    walk: Option<Walk>,
    records: BTreeMap<RecordId, Record>,
    /// Ids of what is there but can't be read as a record of this scope.
    unreadable: BTreeSet<RecordId>,
    /// The ids of all items, also of other scopes where the server ignored the filter.
    ids: BTreeSet<String>,
    tries: u32,
    server_ms: Option<i64>,
    /// Whether the answer that is awaited is that of the gate.
    at_gate: bool,
    /// Whether what was asked last showed the server the tag that is known.
    shows_tag: bool,
    /// The tag of the list as it was before it was walked.
    tag: Option<String>,
}

impl DiffTalk {
    pub(super) fn new(scope: Scope, cursor: Option<Cursor>, limit: u32) -> Self {
        Self {
            scope,
            cursor,
            limit,
            walk: None,
            records: BTreeMap::new(),
            unreadable: BTreeSet::new(),
            ids: BTreeSet::new(),
            tries: 0,
            server_ms: None,
            at_gate: false,
            shows_tag: false,
            tag: None,
        }
    }

    pub(super) fn start(&mut self, context: &Context) -> Turn<Outcome> {
        if self.cursor.is_some() && self.known().is_none() {
            return Turn::Done(Outcome::Failed(Failure::CursorGone));
        }
        let known = self.known_tag();
        self.shows_tag = known.is_some();
        if let Some(request) = etag::ask(context, &self.scope, known.as_deref()) {
            self.at_gate = true;
            return Turn::Send(request);
        }
        match self.walk_anew(context).map(|request| etag::unless(request, known.as_deref())) {
            Some(request) => Turn::Send(request),
            None => Turn::Done(Outcome::Failed(Failure::CursorGone)),
        }
    }

    pub(super) fn answer(
        &mut self,
        context: &Context,
        response: Option<&Response>,
        now_ms: i64,
    ) -> Turn<Outcome> {
        if std::mem::take(&mut self.shows_tag) && etag::is_unchanged(response) {
            return Turn::Done(Outcome::Page(self.unchanged()));
        }
        let heard = Heard::new(&context.spec, OpName::List, response, now_ms);
        if std::mem::take(&mut self.at_gate) {
            return self.enter(context, &heard);
        }
        let Some(walk) = &mut self.walk else { return Turn::Done(Outcome::Failed(Failure::Unknown)) };
        let leaf = match walk.take(context, &heard) {
            Ok(leaf) => leaf,
            Err(failure) => return Turn::Done(Outcome::Failed(failure)),
        };
        self.server_ms = heard.server_ms(&context.spec).or(self.server_ms);
        if etag::gate(context).is_some_and(|gate| gate.ask.is_none()) {
            self.tag = etag::tag(context, &heard);
        }
        if !self.note(context, &leaf.items) {
            return Turn::Done(Outcome::Failed(Failure::Foreign(heard.glimpse())));
        }
        if let Some(request) = leaf.next {
            return Turn::Send(request);
        }
        let complete = self.complete(context);
        if !complete
            && self.tries < TRIES
            && let Some(request) = self.walk_anew(context)
        {
            return Turn::Send(request);
        }
        Turn::Done(Outcome::Page(self.page(complete)))
    }

    /// The gate is open: something changed since the tag that was shown, or nothing was known.
    fn enter(&mut self, context: &Context, heard: &Heard) -> Turn<Outcome> {
        if heard.meaning != Meaning::Ok {
            return Turn::Done(Outcome::Failed(heard.failure()));
        }
        self.tag = etag::tag(context, heard);
        let first = self.walk_anew(context);
        first.map_or_else(|| Turn::Done(Outcome::Failed(Failure::Unknown)), Turn::Send)
    }

    fn known(&self) -> Option<Known> {
        Known::read(self.cursor.as_ref()?)
    }

    fn known_tag(&self) -> Option<String> {
        self.known()?.tag
    }

    /// The list is as it was: there is nothing to hand on, and no id that is missing.
    fn unchanged(&self) -> Page {
        Page { next: self.cursor.clone(), server_ms: self.server_ms, ..Page::default() }
    }

    fn walk_anew(&mut self, context: &Context) -> Option<Request> {
        let Feed::FullDiff { list, .. } = &context.spec.feed else { return None };
        self.tries = self.tries.saturating_add(1);
        (self.records, self.unreadable, self.ids) = Default::default();
        let mut vars = context.vars.clone();
        wire::name_scope(&mut vars, &self.scope);
        // By id, which never changes: then a record can't slip from one page to another.
        let order = fill(context.spec.sort.ascending.clone(), &field_name(&context.spec.record.id), None);
        let mut walk = Walk::new(list, vars, order, context.spec.paging.size);
        let request = walk.request(context);
        self.walk = Some(walk);
        Some(request)
    }

    /// Notes a page of items; `false` where they are no records at all.
    fn note(&mut self, context: &Context, items: &[Value]) -> bool {
        let Feed::FullDiff { list, .. } = &context.spec.feed else { return false };
        let mut sound = items.is_empty();
        for raw in items.iter().filter_map(|item| item.pointer(&list.item)) {
            let Some(id) = wire::read_id(&context.spec, raw) else { continue };
            sound = true;
            self.ids.insert(id.as_str().to_owned());
            match wire::read(&context.spec, raw, Some(&self.scope), None) {
                Some(seen) if seen.record.head.scope != self.scope => {}
                Some(seen) if context.keeps(&seen.record) => _ = self.records.insert(id, seen.record),
                Some(_) => {}
                None => _ = self.unreadable.insert(id),
            }
        }
        sound
    }

    fn complete(&self, context: &Context) -> bool {
        let distinct = u64::try_from(self.ids.len()).unwrap_or(u64::MAX);
        self.walk.as_ref().is_some_and(|walk| walk.saw_all(context, distinct))
    }

    fn page(&mut self, complete: bool) -> Page {
        match self.known() {
            None => self.first_page(complete),
            Some(known) => self.changes(&known.digest, complete),
        }
    }

    /// The cursor after this walk. Where it did not see or hand on everything, the list is looked at
    /// again whatever its tag says.
    fn cursor_after(&mut self, digest: Digest, whole: bool) -> Option<Cursor> {
        let tag = self.tag.take().filter(|_| whole);
        Some(Known { tag, digest }.cursor())
    }

    /// The newest records, and a cursor that knows all of them: what changes until the older pages
    /// are asked for shows as a change.
    fn first_page(&mut self, complete: bool) -> Page {
        let next = self.cursor_after(Digest::empty().of(&self.records), complete);
        let live = std::mem::take(&mut self.records).into_values().filter(|record| !record.deleted);
        let (records, back) = newest(live.collect(), self.limit);
        let unreadable = self.unreadable.iter().cloned().collect();
        Page { records, next, back, unreadable, server_ms: self.server_ms, ..Page::default() }
    }

    fn changes(&mut self, known: &Digest, complete: bool) -> Page {
        let mut digest = known.of(&self.records);
        let mut late = BTreeSet::new();
        let mut records: Vec<Record> = Vec::new();
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let mut dealt: BTreeMap<usize, Vec<&Record>> = BTreeMap::new();
        for (id, record) in &self.records {
            dealt.entry(digest.bucket(id)).or_default().push(record);
        }
        for bucket in known.changed(&digest) {
            let found = dealt.remove(&bucket).unwrap_or_default();
            if !late.is_empty() || (!records.is_empty() && records.len() + found.len() > limit) {
                late.insert(bucket);
            } else {
                records.extend(found.into_iter().cloned());
            }
        }
        let more = !late.is_empty();
        digest.forget(&late);
        let live =
            self.records.values().filter(|record| !record.deleted).map(|record| record.head.id.clone());
        let all_ids: Vec<RecordId> = live.chain(self.unreadable.iter().cloned()).collect();
        let believed =
            complete && !more && believable(known.count, self.records.len() + self.unreadable.len());
        Page {
            records,
            next: self.cursor_after(digest, complete && !more),
            back: None,
            more,
            all_ids: believed.then_some(all_ids),
            unreadable: self.unreadable.iter().cloned().collect(),
            server_ms: self.server_ms,
        }
    }
}

/// The newest `limit` records, newest first, and where older ones go on.
pub(super) fn newest(mut records: Vec<Record>, limit: u32) -> (Vec<Record>, Option<Cursor>) {
    order(&mut records, |a, b| (b.at, &b.head.id).cmp(&(a.at, &a.head.id)));
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let older = records.len() > limit;
    records.truncate(limit);
    let back = records.last().filter(|_| older).map(|last| back_cursor(last.at, &last.head.id));
    (records, back)
}

/// The cursor of what is older than a record.
fn back_cursor(at: i64, id: &RecordId) -> Cursor {
    Cursor(format!("older1.{at}.{id}"))
}

/// Reads such a cursor.
pub(super) fn read_back_cursor(cursor: &Cursor) -> Option<(i64, String)> {
    let (at, id) = cursor.0.strip_prefix("older1.")?.split_once('.')?;
    Some((at.parse().ok()?, id.to_owned()))
}

/// Whether a record stands before the place of a cursor.
pub(super) fn is_older(record: &Record, place: &(i64, String)) -> bool {
    (record.at, record.head.id.as_str()) < (place.0, place.1.as_str())
}

fn believable(most: usize, now: usize) -> bool {
    now > 0 && now.saturating_mul(100) >= most.saturating_mul(100 - BELIEVED_LOSS_PERCENT)
}
