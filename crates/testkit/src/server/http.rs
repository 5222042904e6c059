//! The reference server's HTTP interface, version 1, over a vault: written from its description,
//! for the simulator to talk to through the real interpreter of profiles.

use super::feed::{NoPage, Style};
use super::remark::Remark;
use super::url::Url;
use super::vault::{Vault, Verdict, WireOp, WireWrite};
use dialect::{Method, Request, Response};
use protocol::{
    Body, Cursor, DeviceId, Head, Kind, Mid, PersonId, Problem, PullFrom, Record, RecordId, Rev, Scope,
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Where the interface begins.
const BASE: &str = "/api/v1";

/// One write of a batch.
#[derive(Deserialize)]
struct BatchWrite {
    device: DeviceId,
    n: u64,
    op: String,
    id: RecordId,
    scope: Scope,
    kind: Kind,
    subject: Option<PersonId>,
    base_rev: Option<Rev>,
    body: Option<Body>,
}

#[derive(Deserialize)]
struct Batch {
    writes: Vec<BatchWrite>,
}

/// The body of a single write.
#[derive(Deserialize)]
struct PutBody {
    kind: Kind,
    subject: Option<PersonId>,
    #[serde(default)]
    deleted: bool,
    body: Option<Body>,
}

/// One answer in the making.
struct Desk<'a> {
    vault: &'a mut Vault,
    person: &'a PersonId,
    now: u64,
    remarks: Vec<Remark>,
}

/// Answers a request of `person`. Of a batch only the first `at_most` writes are looked at: the
/// server dies after them.
pub fn answer(
    vault: &mut Vault,
    person: &PersonId,
    request: &Request,
    (now, at_most): (u64, usize),
) -> (Response, Vec<Remark>) {
    let mut desk = Desk { vault, person, now, remarks: Vec::new() };
    let response =
        desk.route(request, at_most).unwrap_or_else(|| problem(&Problem::new(404, "not-found"), None));
    (response, desk.remarks)
}

/// The writes that a request carries, by their names.
pub fn mids(request: &Request) -> Vec<Mid> {
    if let Some(named) = header(request, "mutation").and_then(|text| text.split_once('/')) {
        return named.1.parse().map(|n| Mid { device: DeviceId::from(named.0), n }).into_iter().collect();
    }
    let batch: Option<Batch> = request.body.as_ref().and_then(|body| serde_json::from_str(body).ok());
    let writes = batch.map(|batch| batch.writes).unwrap_or_default();
    writes.into_iter().map(|write| Mid { device: write.device, n: write.n }).collect()
}

impl Desk<'_> {
    fn route(&mut self, request: &Request, at_most: usize) -> Option<Response> {
        let url = Url::read(request.url.strip_prefix(BASE)?);
        let parts: Vec<&str> = url.path.iter().map(String::as_str).collect();
        match (request.method, parts.as_slice()) {
            (Method::Get, ["scopes"]) => Some(self.scopes()),
            (Method::Post, ["batch"]) => Some(self.batch(request.body.as_deref()?, at_most)),
            (method, ["records", space, audience, rest @ ..]) => {
                let scope = Scope::parse(&format!("{space}/{audience}")).ok()?;
                match (method, rest) {
                    (Method::Get, []) => self.page(&scope, &url),
                    (Method::Get, [id]) => Some(self.one(&scope, &RecordId::from(*id))),
                    (Method::Put, [id]) => self.put(scope, RecordId::from(*id), request),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn scopes(&self) -> Response {
        let scopes = self.vault.scopes_of(self.person, true);
        ok(&json!({ "scopes": scopes, "now": self.vault.clock(self.now) }))
    }

    fn page(&mut self, scope: &Scope, url: &Url) -> Option<Response> {
        let limit = url.value("limit").and_then(|limit| limit.parse().ok()).unwrap_or(200);
        let from = match (url.value("since"), url.value("newest"), url.value("before")) {
            (Some(since), None, None) => PullFrom::Since(Cursor(since.to_owned())),
            (None, Some("1"), None) => PullFrom::Start,
            (None, Some("1"), Some(before)) => PullFrom::Back(Cursor(before.to_owned())),
            _ => return None,
        };
        Some(match self.vault.page(self.person, scope, (&from, limit, Style::Reference), self.now) {
            Ok(page) => ok(&json!({
                "records": page.records.iter().map(record_json).collect::<Vec<_>>(),
                "next": page.next,
                "back": page.back,
                "more": page.more,
                "now": page.server_ms,
            })),
            Err(why) => {
                self.remarks.push(Remark::of(&why));
                let (status, code) = match why {
                    NoPage::Forbidden => (403, "scope-forbidden"),
                    NoPage::Reset | NoPage::Purged => (410, "cursor-gone"),
                };
                problem(&Problem::new(status, code), None)
            }
        })
    }

    fn one(&mut self, scope: &Scope, id: &RecordId) -> Response {
        if !self.vault.may_read(self.person, scope) {
            self.remarks.push(Remark::NoRight);
            return problem(&Problem::new(403, "scope-forbidden"), None);
        }
        let record = self.vault.record(scope, id).filter(|record| self.vault.sees(self.person, record));
        record
            .map_or_else(|| problem(&Problem::new(404, "record-unknown"), None), |record| tagged(200, record))
    }

    fn put(&mut self, scope: Scope, id: RecordId, request: &Request) -> Option<Response> {
        let mid = mids(request).pop()?;
        let put: PutBody = serde_json::from_str(request.body.as_deref()?).ok()?;
        let base = header(request, "if-match").map(|tag| Rev(tag.trim_matches('"').to_owned()));
        let op = match (base, put.deleted, put.body) {
            (None, false, Some(body)) => WireOp::Create(body),
            (Some(base), false, Some(body)) => WireOp::Update(base, body),
            (Some(base), true, _) => WireOp::Delete(base),
            _ => return Some(problem(&Problem::new(400, "bad-request"), None)),
        };
        let head = Head { id, scope, kind: put.kind, author: self.person.clone(), subject: put.subject };
        Some(match self.write(WireWrite { mid: Some(mid), head, op, at: None }) {
            Ok(record) => tagged(200, &record),
            Err((why, current)) => problem(&why, current.as_ref()),
        })
    }

    fn batch(&mut self, body: &str, at_most: usize) -> Response {
        let Ok(batch) = serde_json::from_str::<Batch>(body) else {
            return problem(&Problem::new(422, "bad-body"), None);
        };
        let results: Vec<Value> = batch
            .writes
            .into_iter()
            .take(at_most)
            .map(|write| match self.batch_write(write) {
                Ok(record) => json!({ "status": 200, "record": record_json(&record) }),
                Err((why, current)) => {
                    let record = current.as_ref().map(record_json);
                    json!({ "status": why.status, "problem": why, "record": record })
                }
            })
            .collect();
        ok(&json!({ "results": results }))
    }

    #[expect(clippy::result_large_err, reason = "the error is the answer that goes out")]
    fn batch_write(&mut self, write: BatchWrite) -> Result<Record, (Problem, Option<Record>)> {
        let op = match (write.op.as_str(), write.base_rev, write.body) {
            ("create", None, Some(body)) => WireOp::Create(body),
            ("update", Some(base), Some(body)) => WireOp::Update(base, body),
            ("delete", Some(base), _) => WireOp::Delete(base),
            _ => {
                self.vault.note_refusal(&write.id);
                return Err((Problem::new(428, "needs-precondition"), None));
            }
        };
        let BatchWrite { device, n, id, scope, kind, subject, .. } = write;
        let head = Head { id, scope, kind, author: self.person.clone(), subject };
        self.write(WireWrite { mid: Some(Mid { device, n }), head, op, at: None })
    }

    #[expect(clippy::result_large_err, reason = "the error is the answer that goes out")]
    fn write(&mut self, write: WireWrite) -> Result<Record, (Problem, Option<Record>)> {
        match self.vault.write(self.person, &write, self.now, None) {
            Verdict::Done(record) => Ok(record),
            Verdict::Conflict(current) => Err((Problem::new(412, "conflict"), current)),
            Verdict::Refused(problem) => {
                self.remarks.extend(Remark::on(&problem));
                Err((problem, None))
            }
        }
    }
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// A record as it travels: its head flat beside the rest.
fn record_json(record: &Record) -> Value {
    let Head { id, scope, kind, author, subject } = &record.head;
    let body: Value = record.body.read().unwrap_or_default();
    json!({
        "id": id, "scope": scope, "kind": kind, "author": author, "subject": subject,
        "rev": record.rev, "at": record.at, "deleted": record.deleted, "body": body,
    })
}

fn ok(value: &Value) -> Response {
    json_response(200, "application/json", value)
}

fn tagged(status: u16, record: &Record) -> Response {
    let mut response = json_response(status, "application/json", &record_json(record));
    response.headers.push(("etag".to_owned(), format!("\"{}\"", record.rev.0)));
    response
}

/// An answer of the server itself to what it does not do.
pub fn problem(problem: &Problem, current: Option<&Record>) -> Response {
    let mut value = serde_json::to_value(problem).unwrap_or_default();
    if let (Some(object), Some(current)) = (value.as_object_mut(), current) {
        object.insert("current".to_owned(), record_json(current));
    }
    json_response(problem.status, "application/problem+json", &value)
}

fn json_response(status: u16, sort: &str, value: &Value) -> Response {
    let headers = vec![("content-type".to_owned(), sort.to_owned())];
    Response { status, headers, body: value.to_string() }
}
