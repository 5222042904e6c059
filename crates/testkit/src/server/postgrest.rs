//! PostgREST over a table with row-level security, as far as a profile needs it: a counter for each
//! space that is taken within the transaction, so that the feed is in the order of commits; a version
//! that is compared in the query; rows that may not be read or changed are not there. Written from its
//! documents, and not yet held against a running one.

use super::papers::{at_of, body_of, head_of, mark_of, marked};
use super::remark::Remark;
use super::url::Url;
use super::vault::{Row, Vault, Verdict, WireOp, WireWrite};
use dialect::{Method, Request, Response};
use protocol::{Mid, PersonId, RecordId, Rev};
use serde_json::{Value, json};

/// A status and a body.
type Answer = (u16, Value);

/// One answer in the making.
struct Desk<'a> {
    vault: &'a mut Vault,
    person: &'a PersonId,
    now: u64,
    remarks: Vec<Remark>,
}

/// Answers a request of `person`.
pub fn answer(vault: &mut Vault, person: &PersonId, request: &Request, now: u64) -> (Response, Vec<Remark>) {
    let mut desk = Desk { vault, person, now, remarks: Vec::new() };
    let url = Url::read(&request.url);
    let parts: Vec<&str> = url.path.iter().map(String::as_str).collect();
    let (status, body) = match (request.method, parts.as_slice()) {
        (Method::Get, ["scopes"]) => desk.scopes(),
        (Method::Get, ["records"]) => desk.list(&url),
        (Method::Post, ["records"]) => desk.insert(&parsed(request)),
        (Method::Patch, ["records"]) => desk.change(&url, &parsed(request)),
        _ => failed(404, "PGRST205"),
    };
    let headers = vec![("content-type".to_owned(), "application/json; charset=utf-8".to_owned())];
    (Response { status, headers, body: body.to_string() }, desk.remarks)
}

/// The write whose mark a request bears.
pub fn mids(request: &Request) -> Vec<Mid> {
    mark_of(&parsed(request)).into_iter().collect()
}

impl Desk<'_> {
    fn scopes(&self) -> Answer {
        let heads = self.vault.scopes_of(self.person, false);
        let rows = heads.iter().map(|head| json!({ "scope": head.scope.to_string(), "grant": head.grant }));
        (200, rows.collect())
    }

    fn list(&mut self, url: &Url) -> Answer {
        let equal = |name: &str| url.value(name).and_then(|value| value.strip_prefix("eq."));
        let rows = match equal("id") {
            Some(id) => return self.read(&RecordId::from(id)),
            None => {
                self.vault.rows(equal("space").unwrap_or_default(), equal("audience").unwrap_or_default())
            }
        };
        let mine = rows.into_iter().filter(|row| self.vault.is_row_of(self.person, &row.record));
        let mut found: Vec<&Row> = mine.filter(|row| is_within(row, url)).collect();
        let (field, order) = url.value("order").and_then(|order| order.split_once('.')).unwrap_or_default();
        found.sort_by_key(|row| (number(row, field), row.record.head.id.clone()));
        if order == "desc" {
            found.reverse();
        }
        let count = |name: &str| url.value(name).and_then(|text| text.parse::<usize>().ok());
        let (skip, most) = (count("offset").unwrap_or(0), count("limit").unwrap_or(usize::MAX));
        (200, found.into_iter().skip(skip).take(most).map(paper_of).collect())
    }

    fn read(&mut self, id: &RecordId) -> Answer {
        let row = self.vault.row(id).filter(|row| self.vault.is_row_of(self.person, &row.record));
        let Some(row) = row else {
            self.vault.note_refusal(id);
            return (200, json!([]));
        };
        (200, json!([paper_of(row)]))
    }

    fn insert(&mut self, paper: &Value) -> Answer {
        let id = RecordId::from(paper.get("id").and_then(Value::as_str).unwrap_or_default());
        let Some(head) = head_of(&id, paper) else { return failed(400, "23502") };
        let op = WireOp::Create(body_of(paper));
        let write = WireWrite { mid: mark_of(paper), head, op, at: at_of(paper) };
        if self.denies(&write) {
            return failed(403, "42501");
        }
        match (self.vault.write(self.person, &write, self.now, None), self.vault.row(&id)) {
            (Verdict::Done(_), Some(row)) => (201, json!([paper_of(row)])),
            (Verdict::Conflict(_), _) => failed(409, "23505"),
            _ => failed(403, "42501"),
        }
    }

    /// Rows that fit the query and may be changed: of any other there is none.
    fn change(&mut self, url: &Url, paper: &Value) -> Answer {
        let equal =
            |name: &str| url.value(name).and_then(|value| value.strip_prefix("eq.")).unwrap_or_default();
        let (id, base) = (RecordId::from(equal("id")), Rev(equal("version").to_owned()));
        let Some(head) = self.vault.row(&id).map(|row| row.record.head.clone()) else {
            return (200, json!([]));
        };
        let op = match paper.get("gone") {
            Some(Value::Bool(true)) => WireOp::Delete(base),
            _ => WireOp::Update(base, body_of(paper)),
        };
        let write = WireWrite { mid: mark_of(paper), head, op, at: None };
        if self.denies(&write) {
            return (200, json!([]));
        }
        match (self.vault.write(self.person, &write, self.now, None), self.vault.row(&id)) {
            (Verdict::Done(_), Some(row)) => (200, json!([paper_of(row)])),
            _ => (200, json!([])),
        }
    }

    fn denies(&mut self, write: &WireWrite) -> bool {
        let Err(problem) = self.vault.may_write(self.person, write) else { return false };
        self.vault.note_refusal(&write.head.id);
        self.remarks.extend(Remark::on(&problem));
        true
    }
}

fn paper_of(row: &Row) -> Value {
    let mut paper = marked(row);
    if let Some(fields) = paper.as_object_mut() {
        fields.insert("id".to_owned(), row.record.head.id.to_string().into());
        fields.insert("version".to_owned(), number(row, "version").into());
        fields.insert("seq".to_owned(), row.seq.into());
    }
    paper
}

fn number(row: &Row, field: &str) -> i64 {
    match field {
        "seq" => i64::try_from(row.seq).unwrap_or(i64::MAX),
        "at" => row.record.at,
        _ => row.record.rev.0.parse().unwrap_or_default(),
    }
}

/// Whether a row is within the bounds that a list asks for.
fn is_within(row: &Row, url: &Url) -> bool {
    url.query.iter().all(|(name, value)| match value.split_once('.') {
        Some(("gte", bound)) => bound.parse().is_ok_and(|bound| number(row, name) >= bound),
        Some(("lte", bound)) => bound.parse().is_ok_and(|bound| number(row, name) <= bound),
        _ => true,
    })
}

fn parsed(request: &Request) -> Value {
    request.body.as_ref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default()
}

fn failed(status: u16, code: &str) -> Answer {
    (status, json!({ "code": code, "message": "no", "details": null, "hint": null }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cast::Cast;
    use crate::server::manner::{Manner, Version};

    fn ask(vault: &mut Vault, method: Method, url: &str, body: Value) -> (u16, Value) {
        let request =
            Request { method, url: url.to_owned(), headers: Vec::new(), body: Some(body.to_string()) };
        let (response, _) = answer(vault, &PersonId::from("p0"), &request, 5);
        (response.status, serde_json::from_str(&response.body).unwrap())
    }

    #[test]
    fn a_stale_change_finds_no_row() {
        let manner = Manner { version: Version::Count, buries: true, ..Manner::OTHERS };
        let mut vault = Vault::new(&Cast::of(1, 1), manner);
        let row = json!({
            "id": "r1", "space": "s0", "audience": "all", "kind": "topic", "author": "p0", "subject": null,
            "at": 1, "gone": false, "body": { "a": 1 }, "w": "d/1",
        });
        assert_eq!(ask(&mut vault, Method::Post, "/records", row.clone()).0, 201);
        assert_eq!(ask(&mut vault, Method::Post, "/records", row).0, 409);
        let change = json!({ "body": { "a": 2 }, "gone": false, "w": "d/2" });
        let url = "/records?id=eq.r1&version=eq.1";
        let (_, changed) = ask(&mut vault, Method::Patch, url, change.clone());
        assert_eq!(
            (changed.pointer("/0/version"), changed.pointer("/0/seq")),
            (Some(&json!(2)), Some(&json!(2)))
        );
        assert_eq!(ask(&mut vault, Method::Patch, url, change), (200, json!([])));
        let (_, listed) =
            ask(&mut vault, Method::Get, "/records?space=eq.s0&audience=eq.all&seq=gte.2", Value::Null);
        assert_eq!(listed.pointer("/0/w"), Some(&json!("d/2")));
    }
}
