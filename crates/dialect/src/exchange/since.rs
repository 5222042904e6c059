//! A feed by a field that grows with each change, such as the time of the last one. It looks back
//! a little each time, as a transaction may commit after a later one.

use super::walk::{Walk, fill, fill_bound};
use super::{Context, Turn};
use crate::heard::Heard;
use crate::http::Response;
use crate::profile::feed::Feed;
use crate::profile::outcomes::{Meaning, OpName};
use crate::template::plain;
use crate::time;
use crate::wire;
use protocol::{Cursor, Failure, Outcome, Page, Record, RecordId, Scope};
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A page of changes.
#[derive(Clone, Debug)]
pub(super) struct SinceTalk {
    scope: Scope,
    cursor: Cursor,
    limit: u32,
    place: Place,
    walk: Option<Walk>,
    records: BTreeMap<RecordId, Record>,
    unreadable: BTreeSet<RecordId>,
    /// The last value of the field, and whether all came in order.
    last: Option<Value>,
    ordered: bool,
    readable: bool,
}

/// A value of the field up to which all changes are known; nothing, before the first.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place(Value);

impl Place {
    /// Reads a cursor; `None` where it is of another feed.
    fn read(cursor: &Cursor) -> Option<Self> {
        serde_json::from_str(cursor.0.strip_prefix("since1.")?).ok().map(Self)
    }

    /// The cursor that says the same.
    pub(super) fn cursor(&self) -> Cursor {
        Cursor(format!("since1.{}", self.0))
    }

    /// The place a little before, as far as the value can be reckoned with.
    fn back_by(self, overlap_ms: i64) -> Self {
        let value = match &self.0 {
            Value::Number(number) => number.as_i64().map(|at| Value::from(at.saturating_sub(overlap_ms))),
            Value::String(text) => time::parse_iso(text)
                .map(|at| Value::from(time::format_like(at.saturating_sub(overlap_ms), text))),
            _ => None,
        };
        Self(value.unwrap_or(self.0))
    }
}

impl SinceTalk {
    pub(super) fn new(scope: Scope, cursor: Cursor, limit: u32) -> Self {
        Self {
            scope,
            cursor,
            limit,
            place: Place(Value::Null),
            walk: None,
            records: BTreeMap::new(),
            unreadable: BTreeSet::new(),
            last: None,
            ordered: true,
            readable: true,
        }
    }

    /// The place at the greatest value among `items`, minus the overlap.
    pub(super) fn place_of(context: &Context, items: &[Value]) -> Place {
        let Feed::SinceField { list, at, overlap_ms, .. } = &context.spec.feed else {
            return Place(Value::Null);
        };
        let values = items.iter().filter_map(|item| item.pointer(&list.item)?.pointer(at));
        let greatest = values.max_by(|a, b| compare(a, b)).cloned().unwrap_or_default();
        Place(greatest).back_by(*overlap_ms)
    }

    pub(super) fn start(&mut self, context: &Context) -> Turn<Outcome> {
        let (Some(place), Feed::SinceField { list, field, .. }) =
            (Place::read(&self.cursor), &context.spec.feed)
        else {
            return Turn::Done(Outcome::Failed(Failure::CursorGone));
        };
        let mut vars = context.vars.clone();
        wire::name_scope(&mut vars, &self.scope);
        let mut extra = fill(context.spec.sort.ascending.clone(), field, None);
        if !place.0.is_null() {
            extra.extend(fill_bound(&context.spec.filter.from, field, &place.0));
        }
        self.place = place;
        let mut walk = Walk::new(list, vars, extra, context.spec.paging.size.min(self.limit));
        let request = walk.request(context);
        self.walk = Some(walk);
        Turn::Send(request)
    }

    pub(super) fn answer(
        &mut self,
        context: &Context,
        response: Option<&Response>,
        now_ms: i64,
    ) -> Turn<Outcome> {
        let heard = Heard::new(&context.spec, OpName::List, response, now_ms);
        let Some(walk) = &mut self.walk else { return Turn::Done(Outcome::Failed(Failure::Unknown)) };
        if heard.meaning == Meaning::Gone {
            return Turn::Done(Outcome::Failed(Failure::CursorGone));
        }
        let leaf = match walk.take(context, &heard) {
            Ok(leaf) => leaf,
            Err(failure) => return Turn::Done(Outcome::Failed(failure)),
        };
        self.note(context, &leaf.items);
        if !self.readable {
            return Turn::Done(Outcome::Failed(Failure::Foreign(heard.glimpse())));
        }
        match leaf.next {
            // Values that are all alike give no place to go on from, and disorder none to trust.
            Some(request) if !self.ordered || !self.has_moved() => Turn::Send(request),
            next => Turn::Done(Outcome::Page(self.page(context, next.is_some(), &heard))),
        }
    }

    fn has_moved(&self) -> bool {
        self.last.as_ref().is_some_and(|last| compare(last, &self.place.0) == Ordering::Greater)
    }

    fn note(&mut self, context: &Context, items: &[Value]) {
        let Feed::SinceField { list, at, .. } = &context.spec.feed else { return };
        self.readable = items.is_empty();
        for raw in items.iter().filter_map(|item| item.pointer(&list.item)) {
            let id = wire::read_id(&context.spec, raw);
            self.readable |= id.is_some();
            if let Some(value) = raw.pointer(at) {
                let later = self.last.as_ref().is_none_or(|last| compare(last, value) != Ordering::Greater);
                self.ordered &= later;
                if later {
                    self.last = Some(value.clone());
                }
            }
            match wire::read(&context.spec, raw, Some(&self.scope), None).map(|seen| seen.record) {
                Some(record) if record.head.scope == self.scope && context.keeps(&record) => {
                    self.records.insert(record.head.id.clone(), record);
                }
                Some(_) => {}
                None => self.unreadable.extend(id),
            }
        }
    }

    fn page(&mut self, context: &Context, more: bool, heard: &Heard) -> Page {
        let overlap = match &context.spec.feed {
            Feed::SinceField { overlap_ms, .. } => *overlap_ms,
            _ => 0,
        };
        let reached = self.last.take().map(Place);
        let next = match reached {
            Some(place) if more => place,
            Some(place) => {
                let back = place.back_by(overlap);
                // Never behind where it was: the look back happened already.
                if compare(&back.0, &self.place.0) == Ordering::Less { self.place.clone() } else { back }
            }
            None => self.place.clone(),
        };
        Page {
            records: std::mem::take(&mut self.records).into_values().collect(),
            next: Some(next.cursor()),
            back: None,
            more,
            all_ids: None,
            unreadable: std::mem::take(&mut self.unreadable).into_iter().collect(),
            server_ms: heard.server_ms(&context.spec),
        }
    }
}

/// Numbers as numbers, instants as instants, other texts as texts; nothing comes first.
fn compare(a: &Value, b: &Value) -> Ordering {
    let instants = |value: &Value| match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok().or_else(|| time::parse_iso(text)),
        _ => None,
    };
    match (instants(a), instants(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => plain(a).cmp(&plain(b)),
    }
}
