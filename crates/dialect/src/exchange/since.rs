//! A feed by a field that grows with each change, such as the time of the last one. It looks back
//! a little each time, as a transaction may commit after a later one. Where there is more than one
//! page to tell, the look goes back from what was the latest change before the first of them.

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
    /// The greatest value there was before the first of several pages.
    high: Option<Value>,
    /// The first of several pages, while the greatest value is looked for.
    first: Option<Page>,
    walk: Option<Walk>,
    records: BTreeMap<RecordId, Record>,
    unreadable: BTreeSet<RecordId>,
    /// The last value of the field, and whether all came in order.
    last: Option<Value>,
    ordered: bool,
    readable: bool,
    ran_dry: bool,
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

    /// The place, and the greatest value there was before the first of several pages.
    fn parted(self) -> (Self, Option<Value>) {
        match self.0 {
            Value::Array(mut parts) if parts.len() == 2 => {
                let high = parts.pop();
                (Self(parts.pop().unwrap_or_default()), high)
            }
            place => (Self(place), None),
        }
    }

    /// The place among several pages, before the first of which `high` was the greatest value.
    fn below(self, high: Option<Value>) -> Self {
        match high {
            Some(high) => Self(Value::Array(vec![self.0, high])),
            None => self,
        }
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
            high: None,
            first: None,
            walk: None,
            records: BTreeMap::new(),
            unreadable: BTreeSet::new(),
            last: None,
            ordered: true,
            readable: true,
            ran_dry: false,
        }
    }

    /// Whether the place moves on because a page was empty: after several, that is no sign that no
    /// change is left.
    pub(super) fn ran_dry(&self) -> bool {
        self.ran_dry
    }

    /// The place at the greatest value among `items`, minus the overlap.
    pub(super) fn place_of(context: &Context, items: &[Value]) -> Place {
        Place(greatest(context, items)).back_by(overlap(context))
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
        (self.place, self.high) = place.parted();
        let place = &self.place;
        if !place.0.is_null() {
            extra.extend(fill_bound(&context.spec.filter.from, field, &place.0));
        }
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
        if let Some(first) = self.first.take() {
            let high = Some(greatest(context, &leaf.items)).filter(|high| !high.is_null());
            let again = self.place.clone().below(high.or_else(|| self.last.take()));
            return Turn::Done(Outcome::Page(Page { next: Some(again.cursor()), ..first }));
        }
        self.note(context, &leaf.items);
        if !self.readable {
            return Turn::Done(Outcome::Failed(Failure::Foreign(heard.glimpse())));
        }
        match leaf.next {
            // Values that are all alike give no place to go on from, and disorder none to trust.
            Some(request) if !self.ordered || !self.has_moved() || self.is_close(context) => {
                Turn::Send(request)
            }
            Some(_) if self.high.is_none() && overlap(context) > 0 => self.look_ahead(context, &heard),
            next => {
                let page = self.page(context, next.is_some(), &heard);
                self.ran_dry = leaf.items.is_empty() && page.next.as_ref() != Some(&self.cursor);
                Turn::Done(Outcome::Page(page))
            }
        }
    }

    /// There is more than fits a page. Before the cursor moves, the greatest value is asked for; then
    /// the same page is asked for again, as a transaction may have committed in between.
    fn look_ahead(&mut self, context: &Context, heard: &Heard) -> Turn<Outcome> {
        let (Feed::SinceField { list, field, .. }, false) =
            (&context.spec.feed, context.spec.sort.descending.is_empty())
        else {
            return Turn::Done(Outcome::Page(self.page(context, true, heard)));
        };
        let last = self.last.clone();
        self.first = Some(self.page(context, true, heard));
        self.last = last;
        let mut vars = context.vars.clone();
        wire::name_scope(&mut vars, &self.scope);
        let extra = fill(context.spec.sort.descending.clone(), field, None);
        let mut walk = Walk::new(list, vars, extra, 1);
        let request = walk.request(context);
        self.walk = Some(walk);
        Turn::Send(request)
    }

    /// Whether a transaction may still commit behind what was reached: then the cursor can't move there.
    fn is_close(&self, context: &Context) -> bool {
        let (Some(last), Some(high)) = (&self.last, &self.high) else { return false };
        let safe = Place(high.clone()).back_by(overlap(context));
        compare(last, &safe.0) == Ordering::Greater
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
        let high = self.high.clone();
        let reached = match (self.last.take(), high) {
            (Some(last), high) if more => Some(Place(last).below(high)),
            (last, None) => last.map(|last| Place(last).back_by(overlap(context))),
            (Some(last), Some(high)) if compare(&last, &high) == Ordering::Less => {
                Some(Place(last).back_by(overlap(context)))
            }
            (_, Some(high)) => Some(Place(high).back_by(overlap(context))),
        };
        let next = reached.unwrap_or_else(|| self.place.clone());
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

fn overlap(context: &Context) -> i64 {
    match &context.spec.feed {
        Feed::SinceField { overlap_ms, .. } => *overlap_ms,
        _ => 0,
    }
}

/// The greatest value of the field among `items`.
fn greatest(context: &Context, items: &[Value]) -> Value {
    let Feed::SinceField { list, at, .. } = &context.spec.feed else { return Value::Null };
    let values = items.iter().filter_map(|item| item.pointer(&list.item)?.pointer(at));
    values.max_by(|a, b| compare(a, b)).cloned().unwrap_or_default()
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
