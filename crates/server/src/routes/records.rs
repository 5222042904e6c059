//! Records: a page of a scope, one record, one write.

use crate::http::caller::{Caller, Reader};
use crate::http::input::{self, InScope, Json, Named, OfRecord, Precondition, Query};
use crate::state::App;
use crate::store::records::{self, Stretch};
use crate::store::spaces;
use crate::trouble::{Code, ProblemWire, Refusal, Trouble};
use crate::wire::{PageWire, PutWire, RecordWire};
use crate::write::{self, Deed, Write};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::policy::Reach;
use protocol::{PersonId, Record, Scope};
use rusqlite::Connection;
use serde::Deserialize;

/// How many records a page has unless asked, and at most.
const PAGE: u32 = 200;
const MAX_PAGE: u32 = 500;
/// How many pinned records a first page takes along. Where there are more, they come in their places.
const MAX_PINNED: u32 = 2_000;

/// Which page is asked for.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageQuery {
    /// Changes after this number, oldest first.
    since: Option<String>,
    /// `1`: the newest records, newest first, without tombstones.
    newest: Option<u8>,
    /// With `newest`: only those before this place, the last answer's `back`.
    before: Option<String>,
    /// With `newest`, `1`: the first page brings in addition, and beyond its limit, all records that a
    /// screen needs whole (the space, its members, its rules), however old; later pages leave them out.
    pinned: Option<u8>,
    /// How many at most, 1 to 500.
    limit: Option<u32>,
}

/// Which part of the scope a query means.
enum Part {
    Since(i64),
    Newest,
    NewestWithPinned,
    Before(i64),
    TimelineBefore(i64),
}

/// Begins the place of a walk whose first page brought what is pinned.
const AFTER_PINNED: char = 't';

impl PageQuery {
    fn part(&self) -> Result<Part, Refusal> {
        let number = |text: &str| {
            text.parse::<i64>().ok().filter(|seq| *seq >= 0).ok_or_else(|| Code::CursorGone.refusal())
        };
        match (self.since.as_deref(), self.newest, self.before.as_deref(), self.pinned) {
            (Some(since), None, None, None) => Ok(Part::Since(number(since)?)),
            (None, Some(1), None, None) => Ok(Part::Newest),
            (None, Some(1), None, Some(1)) => Ok(Part::NewestWithPinned),
            (None, Some(1), Some(before), None) => match before.strip_prefix(AFTER_PINNED) {
                Some(before) => Ok(Part::TimelineBefore(number(before)?)),
                None => Ok(Part::Before(number(before)?)),
            },
            _ => Err(Code::BadRequest
                .saying("Ask with since=SEQ, or with newest=1 and perhaps before=BACK or pinned=1.")),
        }
    }

    fn limit(&self) -> u32 {
        self.limit.unwrap_or(PAGE).clamp(1, MAX_PAGE)
    }
}

/// A page of a scope.
#[utoipa::path(get, path = "/records/{space}/{audience}", operation_id = "list_records", security(("session" = [])),
    params(("space" = String, Path), ("audience" = String, Path, pattern = "^(all|staff|keys|personal|private|label:.+)$"), PageQuery,
        ("person" = Option<String>, Header, description = "Whom it is read for: refused where the session is another's.")),
    responses(
        (status = 200, body = PageWire),
        (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
    ))]
pub(crate) async fn list(
    State(app): State<App>,
    Reader(session): Reader,
    InScope(scope): InScope,
    Query(query): Query<PageQuery>,
) -> Result<axum::Json<PageWire>, Trouble> {
    let (part, limit, now) = (query.part()?, query.limit(), app.now());
    let page = app.store.read(move |db| page(db, &scope, &session.person, &part, limit, now)).await?;
    Ok(axum::Json(page))
}

fn page(
    db: &Connection,
    scope: &Scope,
    person: &PersonId,
    part: &Part,
    limit: u32,
    now: i64,
) -> Result<PageWire, Trouble> {
    let reach = spaces::access(db, &scope.space, person)?.reach(&scope.audience);
    if reach == Reach::Nothing {
        return Err(Code::ScopeForbidden.into());
    }
    let sequence = records::sequence(db, scope)?;
    let pinned = match part {
        Part::NewestWithPinned => pinned(db, scope, (person, reach))?,
        _ => None,
    };
    let part = if pinned.is_none() && matches!(part, Part::NewestWithPinned) { &Part::Newest } else { part };
    let stretch = match *part {
        // From the start there is nothing to have missed. A number that was never given out is
        // another server's, or this one's from before a backup was put back.
        Part::Since(seq) if seq > sequence.head || (0 < seq && seq < sequence.horizon) => {
            return Err(Code::CursorGone.into());
        }
        Part::Since(seq) => Stretch::Since(seq),
        Part::Newest => Stretch::Before(i64::MAX),
        Part::NewestWithPinned => Stretch::TimelineBefore(i64::MAX),
        Part::Before(seq) => Stretch::Before(seq),
        Part::TimelineBefore(seq) => Stretch::TimelineBefore(seq),
    };
    let mut found = records::list(db, scope, (person, reach), stretch, limit.saturating_add(1))?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let last = found.last().map(|record| record.rev.0.clone());
    let head = sequence.head.to_string();
    let after_pinned = |last: String| format!("{AFTER_PINNED}{last}");
    let (next, back, more) = match part {
        Part::Since(_) if more => (last, None, true),
        Part::Since(_) => (Some(head), None, false),
        Part::Newest => (Some(head), last.filter(|_| more), false),
        Part::NewestWithPinned => (Some(head), last.filter(|_| more).map(after_pinned), false),
        Part::Before(_) => (None, last.filter(|_| more), false),
        Part::TimelineBefore(_) => (None, last.filter(|_| more).map(after_pinned), false),
    };
    found.extend(pinned.into_iter().flatten());
    Ok(PageWire { records: found.into_iter().map(RecordWire::from).collect(), next, back, more, now })
}

/// What a screen needs whole, if it is not too much for one page.
fn pinned(
    db: &Connection,
    scope: &Scope,
    reader: (&PersonId, Reach),
) -> Result<Option<Vec<Record>>, Trouble> {
    let found = records::list(db, scope, reader, Stretch::Pinned, MAX_PINNED.saturating_add(1))?;
    Ok(Some(found).filter(|found| found.len() <= MAX_PINNED as usize))
}

/// One record, tombstones too.
#[utoipa::path(get, path = "/records/{space}/{audience}/{id}", operation_id = "read_record", security(("session" = [])),
    params(("space" = String, Path), ("audience" = String, Path, pattern = "^(all|staff|keys|personal|private|label:.+)$"), ("id" = String, Path),
        ("person" = Option<String>, Header, description = "Whom it is read for: refused where the session is another's.")),
    responses(
        (status = 200, body = RecordWire, headers(("etag" = String, description = "The version in quotes."))),
        (status = 304, description = "As in If-None-Match."),
        (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
    ))]
pub(crate) async fn read(
    State(app): State<App>,
    Reader(session): Reader,
    OfRecord(scope, id): OfRecord,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    let found = app.store.read(move |db| {
        let access = spaces::access(db, &scope.space, &session.person)?;
        if access.reach(&scope.audience) == Reach::Nothing {
            return Err(Code::ScopeForbidden.into());
        }
        let found = records::find(db, &scope, &id)?;
        Ok(found.filter(|record| access.may_read(&scope.audience, record.head.subject.as_ref())))
    });
    let record = found.await?.ok_or_else(|| Trouble::from(Code::RecordUnknown))?;
    let tag = format!("\"{}\"", record.rev.0);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    Ok(tagged(StatusCode::OK, record))
}

/// One write. The same `Mutation` gets the same answer, however often it is sent.
#[utoipa::path(put, path = "/records/{space}/{audience}/{id}", operation_id = "put_record", security(("session" = [])), request_body = PutWire,
    params(
        ("space" = String, Path), ("audience" = String, Path, pattern = "^(all|staff|keys|personal|private|label:.+)$"), ("id" = String, Path),
        ("mutation" = String, Header, pattern = "^[A-Za-z0-9_-]{1,64}/[0-9]{1,15}$", description = "DEVICE/N, the name of the write."),
        ("if-none-match" = Option<String>, Header, description = "`*` for a creation."),
        ("if-match" = Option<String>, Header, description = "The version in quotes that a change starts from."),
    ),
    responses(
        (status = 200, body = RecordWire),
        (status = 201, body = RecordWire),
        (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
    ))]
pub(crate) async fn put(
    State(app): State<App>,
    Caller(session): Caller,
    OfRecord(scope, id): OfRecord,
    precondition: Precondition,
    Named(mid): Named,
    Json(put): Json<PutWire>,
) -> Result<Response, Trouble> {
    Caller::stands_for(&session, put.person.as_ref())?;
    let body = put.body.as_deref().map(input::body).transpose()?;
    let deed = match (precondition, put.deleted, body) {
        (Precondition::Absent, false, Some(body)) => Deed::Create(body),
        (Precondition::At(base), false, Some(body)) => Deed::Update(base, body),
        (Precondition::At(base), true, _) => Deed::Delete(base),
        (_, _, None) => return Err(Code::BadRequest.saying("A body is missing.").into()),
        (Precondition::Absent, true, _) => {
            return Err(Code::BadRequest.saying("What does not exist is not deleted.").into());
        }
    };
    let write = Write { mid, id, scope, kind: input::kind(put.kind)?, subject: put.subject, deed };
    let done = app.store.write(move |turn| write::take(turn, &session.person, &write)).await?;
    let status = StatusCode::from_u16(done.status).unwrap_or(StatusCode::OK);
    let tag = format!("\"{}\"", done.record.rev.0);
    Ok((status, [(header::ETAG, tag)], axum::Json(done.record)).into_response())
}

fn tagged(status: StatusCode, record: Record) -> Response {
    let tag = format!("\"{}\"", record.rev.0);
    (status, [(header::ETAG, tag)], axum::Json(RecordWire::from(record))).into_response()
}
