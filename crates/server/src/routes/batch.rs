//! Several writes in one request, each judged alone, all in one commit.

use crate::http::caller::Caller;
use crate::http::input::{self, Json};
use crate::state::App;
use crate::trouble::{Code, ProblemWire, Refusal, Trouble};
use crate::wire::{BatchResult, BatchResults, BatchWire, OpWire, RecordWire, WriteWire};
use crate::write::{self, Deed, Write};
use axum::extract::State;
use protocol::{Kind, Scope};
use serde_json::value::RawValue;

/// The largest request, and the most writes in it.
pub(super) const MAX_REQUEST: usize = 8 * 1024 * 1024;
const MAX_WRITES: usize = 500;

/// Writes, judged one by one.
#[utoipa::path(post, path = "/batch", operation_id = "write_batch", security(("session" = [])), request_body = BatchWire, responses(
    (status = 200, body = BatchResults),
    (status = "4XX", body = ProblemWire, content_type = "application/problem+json"),
))]
pub(crate) async fn write(
    State(app): State<App>,
    Caller(session): Caller,
    Json(batch): Json<BatchWire>,
) -> Result<axum::Json<BatchResults>, Trouble> {
    Caller::stands_for(&session, batch.person.as_ref())?;
    if batch.writes.len() > MAX_WRITES {
        return Err(Code::TooLarge.saying(format!("A batch has at most {MAX_WRITES} writes.")).into());
    }
    let now = app.now();
    app.people.take(session.person.as_str(), u32::try_from(batch.writes.len()).unwrap_or(u32::MAX), now)?;
    let writes: Vec<_> = batch.writes.iter().map(|raw| parse(raw)).collect();
    let results = app
        .store
        .write(move |turn| {
            let mut results = Vec::with_capacity(writes.len());
            let mut line = Line::default();
            for write in writes {
                let taken = write.map_err(Trouble::from).and_then(|write| {
                    line.pass(&write)?;
                    let taken = turn.all_or_nothing(|turn| write::take(turn, &session.person, &write));
                    line.note(&write, &taken);
                    taken
                });
                results.push(match taken {
                    Ok(done) => BatchResult {
                        status: done.status,
                        record: Some(done.record),
                        problem: None,
                        retry_after: None,
                    },
                    Err(Trouble::Refused(refusal)) => refused(refusal),
                    Err(broken) => return Err(broken),
                });
            }
            Ok(results)
        })
        .await?;
    Ok(axum::Json(BatchResults { results }))
}

/// What was told to wait in this batch. What was written after it waits, too: others read new records of
/// a kind in the order in which they came, and between two writes the clock goes on.
#[derive(Default)]
struct Line(Vec<(Scope, Kind, Refusal)>);

impl Line {
    fn pass(&self, write: &Write) -> Result<(), Refusal> {
        let is_behind =
            |(scope, kind, _): &&(Scope, Kind, Refusal)| *scope == write.scope && *kind == write.kind;
        match self.0.iter().find(is_behind) {
            Some((.., refusal)) if matches!(write.deed, Deed::Create(_)) => Err(refusal.clone()),
            _ => Ok(()),
        }
    }

    fn note<T>(&mut self, write: &Write, taken: &Result<T, Trouble>) {
        if let Err(Trouble::Refused(refusal)) = taken
            && refusal.problem.code == domain::Reason::Paced.code()
        {
            self.0.push((write.scope.clone(), write.kind.clone(), refusal.clone()));
        }
    }
}

fn refused(refusal: Refusal) -> BatchResult {
    BatchResult {
        status: refusal.problem.status,
        record: refusal.current.map(|current| RecordWire::from(*current)),
        problem: Some(*refusal.problem),
        retry_after: refusal.retry_after,
    }
}

fn parse(raw: &RawValue) -> Result<Write, Refusal> {
    let wire: WriteWire =
        serde_json::from_str(raw.get()).map_err(|error| Code::BadWrite.saying(error.to_string()))?;
    let body = wire.body.as_deref().map(input::body).transpose()?;
    let deed = match (wire.op, wire.base_rev, body) {
        (OpWire::Create, None, Some(body)) => Deed::Create(body),
        (OpWire::Update, Some(base), Some(body)) => Deed::Update(base, body),
        (OpWire::Delete, Some(base), _) => Deed::Delete(base),
        (OpWire::Create, Some(_), _) | (OpWire::Update | OpWire::Delete, None, _) => {
            return Err(Code::NeedsPrecondition.refusal());
        }
        (OpWire::Create | OpWire::Update, _, None) => return Err(Code::BadWrite.saying("A body is missing.")),
    };
    let mid = input::mid(&wire.device, wire.n)?;
    let kind = input::kind(wire.kind)?;
    Ok(Write { mid, id: wire.id, scope: wire.scope, kind, subject: wire.subject, deed })
}
