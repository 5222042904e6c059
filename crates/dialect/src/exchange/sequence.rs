//! A feed by a place in the server's own history.

use super::{Context, Turn};
use crate::heard::Heard;
use crate::http::Response;
use crate::profile::feed::{Feed, List};
use crate::profile::outcomes::{Meaning, OpName};
use crate::template::plain;
use crate::wire;
use protocol::{Cursor, Failure, Outcome, Page, PullFrom, Record, RecordId, Scope};
use serde_json::Value;

/// One page of a feed by a place.
#[derive(Clone, Debug)]
pub(super) struct SequenceTalk {
    scope: Scope,
    from: PullFrom,
    limit: u32,
}

impl SequenceTalk {
    pub(super) fn new(scope: Scope, from: PullFrom, limit: u32) -> Self {
        Self { scope, from, limit }
    }

    pub(super) fn start(&mut self, context: &Context) -> Turn<Outcome> {
        let Some((list, cursor)) = self.list(context) else {
            return Turn::Done(Outcome::Failed(Failure::CursorGone));
        };
        let mut vars = context.vars.clone();
        wire::name_scope(&mut vars, &self.scope);
        vars.insert("limit".to_owned(), self.limit.into());
        vars.insert("cursor".to_owned(), cursor.map_or(Value::Null, |cursor| cursor.0.into()));
        Turn::Send(list.ask.build(&context.spec, &vars, &[]))
    }

    pub(super) fn answer(
        &mut self,
        context: &Context,
        response: Option<&Response>,
        now_ms: i64,
    ) -> Turn<Outcome> {
        let heard = Heard::new(&context.spec, OpName::List, response, now_ms);
        Turn::Done(match self.page(context, &heard) {
            Ok(page) => Outcome::Page(page),
            Err(failure) => Outcome::Failed(failure),
        })
    }

    /// The list to ask, and the cursor to ask it with.
    fn list<'a>(&self, context: &'a Context) -> Option<(&'a List, Option<Cursor>)> {
        let Feed::Sequence { newest, older, since, start } = &context.spec.feed else { return None };
        match (&self.from, newest) {
            (PullFrom::Start, Some(newest)) => Some((newest, None)),
            (PullFrom::Start, None) => Some((since, Some(Cursor(start.clone())))),
            (PullFrom::Back(cursor), Some(_)) => Some((older.as_ref()?, Some(cursor.clone()))),
            (PullFrom::Back(cursor), None) => Some((since, Some(cursor.clone()))),
            (PullFrom::Since(cursor), _) => Some((since, Some(cursor.clone()))),
        }
    }

    fn page(&self, context: &Context, heard: &Heard) -> Result<Page, Failure> {
        match heard.meaning {
            Meaning::Ok => {}
            Meaning::Gone => return Err(Failure::CursorGone),
            _ => return Err(heard.failure()),
        }
        let (list, asked) = self.list(context).ok_or(Failure::CursorGone)?;
        let told = |pointer: &Option<String>| {
            let value = heard.at(pointer.as_ref()?)?;
            (!value.is_null()).then(|| Cursor(plain(value)))
        };
        let items = items(heard, &list.items)?;
        let (mut records, unreadable) = records(context, list, items, &self.scope, heard)?;
        let next = told(&list.next);
        let is_forward = matches!(&context.spec.feed, Feed::Sequence { newest: None, .. });
        // As it runs forward, a first load hears of what was deleted after it was told.
        if self.from == PullFrom::Start || (matches!(self.from, PullFrom::Back(_)) && !is_forward) {
            records.retain(|record| !record.deleted);
        }
        let runs_forward = asked.is_some() && (is_forward || !matches!(self.from, PullFrom::Back(_)));
        let next = match (&self.from, next) {
            (PullFrom::Back(_), _) if !is_forward => None,
            (_, Some(next)) => Some(next),
            (_, None) if runs_forward && items.is_empty() => asked.clone(),
            (_, None) => return Err(Failure::Foreign(heard.glimpse())),
        };
        let says_more = match list.more.as_ref().and_then(|at| heard.at(at)) {
            Some(Value::Bool(more)) => *more,
            Some(Value::Number(left)) => left.as_u64().is_some_and(|left| left > 0),
            _ => items.len() >= usize::try_from(self.limit).unwrap_or(usize::MAX),
        };
        // A server that says "more" and does not move on would be asked for ever.
        let more = runs_forward && says_more && next != asked;
        let goes_on = is_forward && more && !matches!(self.from, PullFrom::Since(_));
        let (next, back) = if goes_on { (None, next) } else { (next, told(&list.back)) };
        Ok(Page {
            records,
            next,
            back,
            more: more && !goes_on,
            all_ids: None,
            unreadable,
            server_ms: heard.server_ms(&context.spec),
        })
    }
}

/// The items of a list's answer.
pub(super) fn items<'a>(heard: &'a Heard, pointer: &str) -> Result<&'a Vec<Value>, Failure> {
    match heard.at(pointer) {
        Some(Value::Array(items)) => Ok(items),
        _ if heard.body.is_none() => Err(Failure::Unknown),
        _ => Err(Failure::Foreign(heard.glimpse())),
    }
}

/// The records among the items, of the scope asked for, and the ids of those that can't be read: one
/// must not stop the others. If none is a record at all, the answer is of another server.
fn records(
    context: &Context,
    list: &List,
    items: &[Value],
    scope: &Scope,
    heard: &Heard,
) -> Result<(Vec<Record>, Vec<RecordId>), Failure> {
    let (mut found, mut unreadable) = (Vec::new(), Vec::new());
    let mut removed = Vec::new();
    let is_removed =
        |item: &Value| list.removed.as_ref().and_then(|at| item.pointer(at)) == Some(&true.into());
    for item in items {
        let Some(raw) = item.pointer(&list.item) else { continue };
        if is_removed(item) {
            removed.extend(wire::read_removed(&context.spec, raw, scope));
            continue;
        }
        match wire::read(&context.spec, raw, Some(scope), None) {
            Some(seen) => found.push(seen.record),
            None => unreadable.extend(wire::read_id(&context.spec, raw)),
        }
    }
    let is_ours = items.is_empty() || !found.is_empty() || !unreadable.is_empty() || !removed.is_empty();
    found.retain(|record| record.head.scope == *scope && context.keeps(record));
    found.append(&mut removed);
    if is_ours { Ok((found, unreadable)) } else { Err(Failure::Foreign(heard.glimpse())) }
}
