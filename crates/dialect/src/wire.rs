//! Records as a backend's JSON, both ways.

use crate::json;
use crate::profile::Spec;
use crate::template::{Vars, plain};
use crate::time;
use protocol::{Audience, digest, lineage};
use protocol::{Body, Head, Kind, Mutation, Op, PersonId, Record, RecordId, Rev, Scope, SpaceId};
use serde_json::{Map, Value};

/// A record as it stood in an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    /// What the app makes of it.
    pub(crate) record: Record,
    /// The mark of its last writer; where nothing is compared, its lineage.
    pub(crate) stamp: Option<String>,
    /// As it stood there.
    pub(crate) raw: Value,
}

/// Reads a record. What the answer does not say about its scope is the scope asked for.
/// `header_rev` is the version that a header of the answer tells. `None` where it is no record, or
/// one that this version can't keep as it is.
pub(crate) fn read(
    spec: &Spec,
    raw: &Value,
    scope: Option<&Scope>,
    header_rev: Option<&str>,
) -> Option<Seen> {
    let (head, deleted) = read_head(spec, raw, scope).filter(|_| json::is_whole(raw))?;
    let body = if deleted { Body::empty() } else { read_body(spec, raw)? };
    let at = spec.record.at.as_ref().and_then(|at| raw.pointer(at)).and_then(instant);
    let at = at.or_else(|| time_of_id(head.id.as_str())).unwrap_or_default();
    let record = Record { rev: read_rev(spec, raw, header_rev), at, deleted, body, head };
    Some(Seen { record, stamp: stamp(spec, raw), raw: raw.clone() })
}

/// Reads what stands around a body, and whether it is a tombstone: also of a record whose body can't
/// be kept.
pub(crate) fn read_head(spec: &Spec, raw: &Value, scope: Option<&Scope>) -> Option<(Head, bool)> {
    let map = &spec.record;
    let text = |pointer: &Option<String>| raw.pointer(pointer.as_ref()?)?.as_str();
    let deleted = map.deleted.as_ref().is_some_and(|mark| raw.pointer(&mark.at) == Some(&mark.equals));
    let head = Head {
        id: read_id(spec, raw)?,
        scope: read_scope(spec, raw, scope)?,
        kind: kind(spec, raw, deleted)?,
        author: PersonId::new(text(&map.author).unwrap_or_default()),
        // A server whose columns are never null keeps an empty text.
        subject: text(&map.subject).filter(|subject| !subject.is_empty()).map(PersonId::new),
    };
    Some((head, deleted))
}

/// The tombstone of a record that the server itself removed: only its id and its version are left.
pub(crate) fn read_removed(spec: &Spec, raw: &Value, scope: &Scope) -> Option<Record> {
    let (id, scope) = (read_id(spec, raw)?, scope.clone());
    let at = time_of_id(id.as_str()).unwrap_or_default();
    let head = Head { id, scope, kind: Kind::new(""), author: PersonId::new(""), subject: None };
    Some(Record { head, rev: read_rev(spec, raw, None), at, deleted: true, body: Body::empty() })
}

/// The id of what may be a record.
pub(crate) fn read_id(spec: &Spec, raw: &Value) -> Option<RecordId> {
    let id = raw.pointer(&spec.record.id).filter(|id| id.is_string() || id.is_number())?;
    Some(RecordId::new(plain(id))).filter(|id| !id.as_str().is_empty())
}

/// A version as text: entity tags lose their quotes.
pub(crate) fn rev_text(value: &str) -> String {
    let value = value.strip_prefix("W/").unwrap_or(value);
    value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value).to_owned()
}

/// An instant as a number of milliseconds or as ISO 8601.
pub(crate) fn instant(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok().or_else(|| time::parse_iso(text)),
        _ => None,
    }
}

/// The mark that a mutation leaves in its record: its name and, where nothing is compared, those of
/// the writes that it rests on.
fn mark(spec: &Spec, mutation: &Mutation, current: Option<&Seen>) -> String {
    let before = current.filter(|_| spec.version.emulated()).and_then(|seen| seen.stamp.as_deref());
    lineage::grow(&mutation.mid, before.unwrap_or_default())
}

/// Adds to `vars` what the templates may know of a write. `current` is the record as the server
/// has it, where it was read before.
pub(crate) fn describe(spec: &Spec, vars: &mut Vars, mutation: &Mutation, current: Option<&Seen>) {
    name_record(vars, &mutation.head.scope, &mutation.head.id);
    let deletes = mutation.op == Op::Delete;
    let body = match &mutation.op {
        Op::Create(body) | Op::Update { body, .. } => body.read().unwrap_or_default(),
        Op::Delete => Value::Object(Map::new()),
    };
    let at = current.map_or(mutation.hlc.wall_ms, |seen| seen.record.at);
    let op = match mutation.op {
        Op::Create(_) => "create",
        Op::Update { .. } => "update",
        Op::Delete => "delete",
    };
    let subject = mutation.head.subject.as_ref().map_or(Value::Null, |subject| subject.as_str().into());
    let base_rev = mutation.base_rev.as_ref().map_or(Value::Null, |rev| rev.0.as_str().into());
    let mut set = |name: &str, value: Value| _ = vars.insert(name.to_owned(), value);
    set("op", op.into());
    set("kind", mutation.head.kind.as_str().into());
    set("author", mutation.head.author.as_str().into());
    set("subject", subject);
    set("at", at.into());
    set("deleted", deletes.into());
    set("base_rev", base_rev);
    set("device", mutation.mid.device.as_str().into());
    set("n", mutation.mid.n.into());
    set("mid", mark(spec, mutation, current).into());
    set("body", if deletes { Value::Null } else { body });
    if let Some(key) = current.and_then(|seen| spec.record.key.as_ref().and_then(|at| seen.raw.pointer(at))) {
        set("key", key.clone());
    }
    let record = whole(spec, vars, current);
    vars.insert("record".to_owned(), record);
}

/// Adds to `vars` where a record stands.
pub(crate) fn name_record(vars: &mut Vars, scope: &Scope, id: &RecordId) {
    name_scope(vars, scope);
    vars.insert("id".to_owned(), id.as_str().into());
}

/// Adds to `vars` where a scope stands.
pub(crate) fn name_scope(vars: &mut Vars, scope: &Scope) {
    vars.insert("scope".to_owned(), scope.to_string().into());
    vars.insert("space".to_owned(), scope.space.as_str().into());
    vars.insert("audience".to_owned(), scope.audience.to_string().into());
}

/// The whole record as the backend keeps it; what the app does not know of it stays.
fn whole(spec: &Spec, vars: &Vars, current: Option<&Seen>) -> Value {
    let map = &spec.record;
    let mut raw = current.map_or_else(|| Value::Object(Map::new()), |seen| seen.raw.clone());
    let var = |name: &str| vars.get(name).cloned().unwrap_or_default();
    let own_id = map.key.as_ref() != Some(&map.id);
    let places = [
        (own_id.then_some(&map.id), "id"),
        (map.scope.as_ref(), "scope"),
        (map.space.as_ref(), "space"),
        (map.audience.as_ref(), "audience"),
        (Some(&map.kind), "kind"),
        (map.author.as_ref(), "author"),
        (map.subject.as_ref(), "subject"),
        (map.at.as_ref(), "at"),
        (spec.version.stamp.as_ref(), "mid"),
    ];
    for (pointer, name) in places {
        if let Some(pointer) = pointer {
            put(&mut raw, pointer, var(name));
        }
    }
    let body = match var("body") {
        Value::Null => Value::Object(Map::new()),
        body => body,
    };
    let body = if map.body_text { Value::String(body.to_string()) } else { body };
    put(&mut raw, &map.body, body);
    if let Some(mark) = &map.deleted {
        match (var("deleted") == Value::Bool(true), &mark.equals) {
            (true, equals) => put(&mut raw, &mark.at, equals.clone()),
            (false, Value::Bool(true)) => put(&mut raw, &mark.at, Value::Bool(false)),
            (false, _) => remove(&mut raw, &mark.at),
        }
    }
    for pointer in &map.server_fields {
        remove(&mut raw, pointer);
    }
    raw
}

fn read_scope(spec: &Spec, raw: &Value, asked: Option<&Scope>) -> Option<Scope> {
    let text = |pointer: &Option<String>| pointer.as_ref().and_then(|at| raw.pointer(at)).map(Value::as_str);
    if let Some(scope) = text(&spec.record.scope) {
        return Scope::parse(scope?).ok();
    }
    let space = match text(&spec.record.space) {
        Some(space) => SpaceId::new(space?),
        None => asked?.space.clone(),
    };
    let audience = match text(&spec.record.audience) {
        Some(audience) => Audience::parse(audience?).ok()?,
        None => asked?.audience.clone(),
    };
    Some(Scope::new(space, audience))
}

/// The kind, which many servers leave out of a tombstone.
fn kind(spec: &Spec, raw: &Value, deleted: bool) -> Option<Kind> {
    match raw.pointer(&spec.record.kind) {
        Some(kind) => kind.as_str().map(Kind::new),
        None => deleted.then(|| Kind::new("")),
    }
}

fn read_body(spec: &Spec, raw: &Value) -> Option<Body> {
    match raw.pointer(&spec.record.body)? {
        Value::String(text) if spec.record.body_text => Body::parse(text.as_str()).ok(),
        body => Body::of(body).ok(),
    }
}

/// The version: the profile's or, where the server keeps none, the last writer's mark and the
/// content, so that a change by a hand that leaves no mark is seen, too.
pub(crate) fn read_rev(spec: &Spec, raw: &Value, header: Option<&str>) -> Rev {
    let told =
        spec.version.at.as_ref().and_then(|at| raw.pointer(at)).map(plain).filter(|rev| !rev.is_empty());
    let by_content = || {
        let hash = digest::sha256_hex(raw.to_string().as_bytes());
        Rev::made_up(&stamp(spec, raw).unwrap_or_default(), hash.get(..16).unwrap_or_default())
    };
    told.as_deref().or(header).map_or_else(by_content, |told| Rev(rev_text(told)))
}

/// Whether a version is one that the app made of the content, as the answer told none.
pub fn is_made_up(rev: &Rev) -> bool {
    rev.lineage().is_some()
}

fn stamp(spec: &Spec, raw: &Value) -> Option<String> {
    let mark = raw.pointer(spec.version.stamp.as_ref()?)?.as_str()?;
    (!mark.is_empty()).then(|| mark.to_owned())
}

/// The time in a UUID version 7.
fn time_of_id(id: &str) -> Option<i64> {
    let (high, rest) = (id.get(..8)?, id.get(8..)?.strip_prefix('-')?);
    let (low, version) = (rest.get(..4)?, rest.get(4..6)?);
    (version == "-7").then(|| i64::from_str_radix(&format!("{high}{low}"), 16).ok())?
}

/// Writes `value` at a JSON pointer, making objects on the way.
pub(crate) fn put(raw: &mut Value, pointer: &str, value: Value) {
    let mut place = raw;
    for step in pointer.split('/').skip(1) {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        let Value::Object(members) = place else { return };
        place = members.entry(unescape(step)).or_insert(Value::Null);
    }
    *place = value;
}

fn remove(raw: &mut Value, pointer: &str) {
    let Some((parent, last)) = pointer.rsplit_once('/') else { return };
    if let Some(Value::Object(members)) = raw.pointer_mut(parent) {
        members.remove(&unescape(last));
    }
}

fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}
