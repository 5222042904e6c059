//! Reading one record.

use super::{Context, Turn};
use crate::heard::Heard;
use crate::http::{Request, Response};
use crate::profile::outcomes::{Meaning, OpName};
use crate::wire::{self, Seen};
use protocol::{Failure, Outcome, RecordId, Scope};
use serde_json::Value;

/// A record is asked for.
#[derive(Clone, Debug)]
pub(super) struct ReadTalk {
    scope: Scope,
    id: RecordId,
}

/// What asking for one record brought.
#[derive(Clone, Debug)]
pub(super) enum Look {
    /// It is there.
    There(Box<Seen>),
    /// There is none to be seen.
    Nothing,
    /// It may be there, but may not be read.
    Hidden,
    /// No answer that counts.
    Failed(Failure),
}

impl ReadTalk {
    pub(super) fn new(scope: Scope, id: RecordId) -> Self {
        Self { scope, id }
    }

    pub(super) fn start(&mut self, context: &Context) -> Turn<Outcome> {
        Turn::Send(request(context, &self.scope, &self.id))
    }

    pub(super) fn answer(
        &mut self,
        context: &Context,
        response: Option<&Response>,
        now_ms: i64,
    ) -> Turn<Outcome> {
        Turn::Done(match look(context, &self.scope, &self.id, response, now_ms) {
            Look::There(seen) if context.keeps(&seen.record) => Outcome::Found(Some(seen.record)),
            Look::There(_) | Look::Nothing | Look::Hidden => Outcome::Found(None),
            Look::Failed(failure) => Outcome::Failed(failure),
        })
    }
}

/// The request for one record.
pub(super) fn request(context: &Context, scope: &Scope, id: &RecordId) -> Request {
    let mut vars = context.vars.clone();
    wire::name_record(&mut vars, scope, id);
    context.spec.ops.read.ask.build(&context.spec, &vars, &[])
}

/// Judges the answer to [`request`].
pub(super) fn look(
    context: &Context,
    scope: &Scope,
    id: &RecordId,
    response: Option<&Response>,
    now_ms: i64,
) -> Look {
    let spec = &context.spec;
    let heard = Heard::new(spec, OpName::Read, response, now_ms);
    match heard.meaning {
        Meaning::Ok => {}
        Meaning::Gone => return Look::Nothing,
        Meaning::Forbidden | Meaning::GoneOrForbidden => return Look::Hidden,
        _ => return Look::Failed(heard.failure()),
    }
    let Some(body) = &heard.body else { return Look::Failed(Failure::Unknown) };
    let pointer = spec.ops.read.record.clone().unwrap_or_default();
    let header = spec.version.header.as_ref().and_then(|name| heard.header(name));
    match body.pointer(&pointer) {
        // A list that was narrowed to one id, and holds none.
        None if holds_list(body, &pointer) => Look::Nothing,
        None => Look::Failed(Failure::Foreign(heard.glimpse())),
        Some(raw) if raw.is_null() => Look::Nothing,
        Some(raw) => match wire::read(spec, raw, Some(scope), header) {
            Some(seen) if seen.record.head.id == *id => Look::There(Box::new(seen)),
            _ => Look::Failed(Failure::Foreign(heard.glimpse())),
        },
    }
}

/// Whether the pointer leads into a list. Anything else that lacks the place is no answer: the page
/// of a captive portal must not make a record look deleted.
fn holds_list(body: &Value, pointer: &str) -> bool {
    let list = pointer.rsplit_once('/').and_then(|(list, _)| body.pointer(list));
    list.is_some_and(Value::is_array)
}
