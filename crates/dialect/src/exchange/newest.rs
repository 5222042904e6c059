//! A first load newest first, where the feed itself runs by comparison or by a field: lists in
//! descending order of creation, or the whole list where the server can't sort.

use super::diff::{is_older, newest, read_back_cursor};
use super::since::{Place, SinceTalk};
use super::walk::{Walk, fill, fill_bound};
use super::{Context, Turn};
use crate::heard::Heard;
use crate::http::{Request, Response};
use crate::profile::feed::{Feed, List, field_name};
use crate::profile::outcomes::OpName;
use crate::wire;
use protocol::{Failure, Outcome, Page, PullFrom, Record, RecordId, Scope};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A page of a first load.
#[derive(Clone, Debug)]
pub(super) struct NewestTalk {
    scope: Scope,
    from: PullFrom,
    limit: u32,
    /// Only records before this place.
    before: Option<(i64, String)>,
    /// Where changes go on, once it is known.
    place: Option<Place>,
    walk: Option<Walk>,
    records: BTreeMap<RecordId, Record>,
    unreadable: BTreeSet<RecordId>,
    /// The order of creation as the server's pages showed it; `None` once they were not in order.
    oldest: Option<i64>,
    server_ms: Option<i64>,
    /// Whether the list ended with a page of nothing.
    ran_dry: bool,
}

impl NewestTalk {
    pub(super) fn new(scope: Scope, from: PullFrom, limit: u32) -> Self {
        Self {
            scope,
            from,
            limit,
            before: None,
            place: None,
            walk: None,
            records: BTreeMap::new(),
            unreadable: BTreeSet::new(),
            oldest: Some(i64::MAX),
            server_ms: None,
            ran_dry: false,
        }
    }

    /// Whether the list may have ended because the session did, as far as its pages tell.
    pub(super) fn ran_dry(&self) -> bool {
        self.ran_dry
    }

    pub(super) fn start(&mut self, context: &Context) -> Turn<Outcome> {
        if let PullFrom::Back(cursor) = &self.from {
            self.before = read_back_cursor(cursor);
            if self.before.is_none() {
                return Turn::Done(Outcome::Failed(Failure::CursorGone));
            }
        }
        let first = match (&self.from, &context.spec.feed) {
            (PullFrom::Start, Feed::SinceField { field, .. }) => self.walk_by(context, field, None, 1),
            _ => self.walk_down(context),
        };
        first.map_or_else(|| Turn::Done(Outcome::Failed(Failure::CursorGone)), Turn::Send)
    }

    pub(super) fn answer(
        &mut self,
        context: &Context,
        response: Option<&Response>,
        now_ms: i64,
    ) -> Turn<Outcome> {
        let heard = Heard::new(&context.spec, OpName::List, response, now_ms);
        let Some(walk) = &mut self.walk else { return Turn::Done(Outcome::Failed(Failure::Unknown)) };
        let leaf = match walk.take(context, &heard) {
            Ok(leaf) => leaf,
            Err(failure) => return Turn::Done(Outcome::Failed(failure)),
        };
        self.server_ms = heard.server_ms(&context.spec).or(self.server_ms);
        self.ran_dry = leaf.items.is_empty();
        if self.seeks_place(context) {
            // The record that changed last tells where changes go on; then the newest are listed.
            self.place = Some(SinceTalk::place_of(context, &leaf.items));
            return self.walk_down(context).map_or_else(|| self.end(), Turn::Send);
        }
        if !self.note(context, &leaf.items) {
            return Turn::Done(Outcome::Failed(Failure::Foreign(heard.glimpse())));
        }
        match leaf.next {
            Some(request) if !self.has_enough() => Turn::Send(request),
            _ => self.end(),
        }
    }

    /// Whether the answer is of the look for the place where changes go on.
    fn seeks_place(&self, context: &Context) -> bool {
        let by_field = matches!(context.spec.feed, Feed::SinceField { .. });
        by_field && self.from == PullFrom::Start && self.place.is_none()
    }

    /// Lists by creation, newest first, from the place before which records are wanted.
    fn walk_down(&mut self, context: &Context) -> Option<Request> {
        let at = context.spec.record.at.as_ref().map(|at| field_name(at));
        if at.is_none() || context.spec.sort.descending.is_empty() {
            self.oldest = None;
        }
        let before = self.before.as_ref().map(|(at, _)| Value::from(*at));
        let size = context.spec.paging.size.min(self.limit.saturating_add(1).max(50));
        self.walk_by(context, &at.unwrap_or_default(), before.as_ref(), size)
    }

    fn walk_by(
        &mut self,
        context: &Context,
        field: &str,
        upto: Option<&Value>,
        size: u32,
    ) -> Option<Request> {
        let mut vars = context.vars.clone();
        wire::name_scope(&mut vars, &self.scope);
        let mut extra = Vec::new();
        if !field.is_empty() {
            extra.extend(fill(context.spec.sort.descending.clone(), field, None));
            extra.extend(
                upto.map(|value| fill_bound(&context.spec.filter.upto, field, value)).unwrap_or_default(),
            );
        }
        let mut walk = Walk::new(list(context)?, vars, extra, size);
        let request = walk.request(context);
        self.walk = Some(walk);
        Some(request)
    }

    /// Notes a page of items; `false` where they are no records at all.
    fn note(&mut self, context: &Context, items: &[Value]) -> bool {
        let Some(list) = list(context) else { return false };
        let mut sound = items.is_empty();
        for raw in items.iter().filter_map(|item| item.pointer(&list.item)) {
            let id = wire::read_id(&context.spec, raw);
            sound |= id.is_some();
            let Some(seen) = wire::read(&context.spec, raw, Some(&self.scope), None) else {
                self.unreadable.extend(id);
                continue;
            };
            let record = seen.record;
            self.oldest = self.oldest.filter(|oldest| record.at <= *oldest).map(|_| record.at);
            let wanted = record.head.scope == self.scope
                && context.keeps(&record)
                && !record.deleted
                && self.before.as_ref().is_none_or(|place| is_older(&record, place));
            if wanted {
                self.records.insert(record.head.id.clone(), record);
            }
        }
        sound
    }

    /// Whether more pages can bring nothing that belongs among the newest `limit` records: they
    /// came in order, and the last is older than the oldest that is wanted.
    fn has_enough(&self) -> bool {
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let Some(oldest) = self.oldest else { return false };
        self.records.values().filter(|record| record.at > oldest).count() > limit
    }

    fn end(&mut self) -> Turn<Outcome> {
        let (records, back) = newest(std::mem::take(&mut self.records).into_values().collect(), self.limit);
        let next = self.place.take().map(|place| place.cursor());
        let unreadable = std::mem::take(&mut self.unreadable).into_iter().collect();
        let page = Page { records, next, back, unreadable, server_ms: self.server_ms, ..Page::default() };
        Turn::Done(Outcome::Page(page))
    }
}

fn list(context: &Context) -> Option<&List> {
    match &context.spec.feed {
        Feed::SinceField { list, .. } | Feed::FullDiff { list, .. } => Some(list),
        Feed::Sequence { .. } => None,
    }
}
