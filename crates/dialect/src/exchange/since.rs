//! A feed by a field that grows with each change, such as the time of the last one. It looks back
//! a little each time, as a transaction may commit after a later one. Where there is more than one
//! page to tell, the look goes back from what was the latest change before the first of them. Pages
//! that are told apart by counting are believed only where nothing changed since.

use super::walk::{Walk, fill, fill_bound};
use super::{Context, Turn};
use crate::heard::Heard;
use crate::http::{Request, Response};
use crate::profile::feed::{Feed, List};
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
    /// What was found, while the greatest value is looked for.
    found: Option<Page>,
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
            found: None,
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
        (self.place, self.high) = place.parted();
        Turn::Send(self.walk_up(context, (list, field), context.spec.paging.size.min(self.limit)))
    }

    /// Lists what comes from the place on, in pages of a size.
    fn walk_up(&mut self, context: &Context, (list, field): (&List, &str), size: u32) -> Request {
        let mut extra = fill(context.spec.sort.ascending.clone(), field, None);
        if !self.place.0.is_null() {
            extra.extend(fill_bound(&context.spec.filter.from, field, &self.place.0));
        }
        self.walk(context, list, extra, size)
    }

    fn walk(&mut self, context: &Context, list: &List, extra: Vec<(String, String)>, size: u32) -> Request {
        let mut vars = context.vars.clone();
        wire::name_scope(&mut vars, &self.scope);
        let mut walk = Walk::new(list, vars, extra, size);
        let request = walk.request(context);
        self.walk = Some(walk);
        request
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
        if let Some(found) = self.found.take() {
            let high = Some(greatest(context, &leaf.items)).filter(|high| !high.is_null());
            return Turn::Done(Outcome::Page(self.believe(found, high)));
        }
        let slips = walk.may_slip(context);
        let (size, is_full) = (walk.size(), u32::try_from(leaf.items.len()).is_ok_and(|n| n == walk.size()));
        self.note(context, &leaf.items);
        if !self.readable {
            return Turn::Done(Outcome::Failed(Failure::Foreign(heard.glimpse())));
        }
        match leaf.next {
            // Values that are all alike give no place to go on from, and disorder none to trust.
            Some(request) if !self.ordered || !self.has_moved() || self.is_close(context) => {
                let is_longest = !is_full || size >= context.spec.paging.size || slips;
                Turn::Send(if is_longest { request } else { self.ask_longer(context, size, request) })
            }
            next if (self.high.is_none() && next.is_some()) || slips => {
                self.look_ahead(context, next.is_some(), &heard)
            }
            next => {
                let page = self.page(context, next.is_some(), &heard);
                self.ran_dry = leaf.items.is_empty() && page.next.as_ref() != Some(&self.cursor);
                Turn::Done(Outcome::Page(page))
            }
        }
    }

    /// More is wanted than a page holds. One longer page is of one moment; several are not.
    fn ask_longer(&mut self, context: &Context, size: u32, next: Request) -> Request {
        let Feed::SinceField { list, field, .. } = &context.spec.feed else { return next };
        (self.last, self.ordered) = (None, true);
        self.records.clear();
        self.walk_up(context, (list, field), size.saturating_mul(2).min(context.spec.paging.size))
    }

    /// Before the cursor moves by what was found, the greatest value is asked for: a transaction may
    /// have committed in between, or a change may have made a record slip past the walk.
    fn look_ahead(&mut self, context: &Context, more: bool, heard: &Heard) -> Turn<Outcome> {
        let last = self.last.clone();
        let page = self.page(context, more, heard);
        let (Feed::SinceField { list, field, .. }, false) =
            (&context.spec.feed, context.spec.sort.descending.is_empty() || overlap(context) == 0)
        else {
            return Turn::Done(Outcome::Page(page));
        };
        (self.found, self.last) = (Some(page), last);
        let extra = fill(context.spec.sort.descending.clone(), field, None);
        Turn::Send(self.walk(context, list, extra, 1))
    }

    /// What was found, if nothing changed since the greatest value was asked for the first time; else
    /// the same is to be asked for again.
    fn believe(&mut self, found: Page, high: Option<Value>) -> Page {
        if self.high.is_some() && self.high == high {
            return found;
        }
        let again = self.place.clone().below(high.or_else(|| self.last.take()));
        Page { next: Some(again.cursor()), more: true, ..found }
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
