//! CouchDB's protocol, as far as the profile needs it: a database for each audience, which everybody
//! reads; revisions in the body; a feed whose cursor is opaque and may lead back; a design document
//! that is asked before revisions are compared. Answers to writes tell the revision alone.

use super::papers::{at_of, body_of, head_of, is_gone, mark_of, marked};
use super::remark::Remark;
use super::url::Url;
use super::vault::{Row, Vault, Verdict, WireOp, WireWrite};
use dialect::{Method, Request, Response};
use protocol::{Mid, PersonId, Record, RecordId, Rev};
use serde_json::{Value, json};

/// What the names of the databases begin with.
const PREFIX: &str = "qunyue-";
/// How many changes a node may lag behind the one that gave the cursor.
const LAG: u64 = 2;

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
    let paper = parsed(request);
    let (status, body) = match (request.method, parts.as_slice()) {
        (Method::Get, ["_session"]) => (200, json!({ "ok": true, "userCtx": { "name": person } })),
        (Method::Post, [_, "_find"]) => desk.find(&paper),
        (Method::Get, [database, "_changes"]) => desk.changes(database, &url),
        (Method::Get, [_, id]) => desk.read(&RecordId::from(*id)),
        (Method::Put, [_, id]) => desk.put(&RecordId::from(*id), &paper),
        _ => failed(404, "not_found", "missing"),
    };
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    (Response { status, headers, body: body.to_string() }, desk.remarks)
}

/// The write whose mark a request bears.
pub fn mids(request: &Request) -> Vec<Mid> {
    mark_of(&parsed(request)).into_iter().collect()
}

impl Desk<'_> {
    fn find(&self, query: &Value) -> Answer {
        let person = query.pointer("/selector/body.person").and_then(Value::as_str).map(PersonId::from);
        let mine = person.map(|person| self.vault.memberships(&person)).unwrap_or_default();
        let papers = mine.iter().map(|record| with_rev(super::papers::document(record), record));
        (200, json!({ "docs": papers.collect::<Vec<_>>() }))
    }

    fn changes(&self, database: &str, url: &Url) -> Answer {
        let audience = database.strip_prefix(PREFIX).unwrap_or_default();
        let rows = self.vault.rows(url.value("space").unwrap_or_default(), audience);
        let number = |text: &str| text.split('-').next().and_then(|n| n.parse::<u64>().ok());
        let since = url.value("since").and_then(number).unwrap_or_default();
        // At least once: another node has not heard of the last changes yet, and tells them again.
        let lag = if self.now.is_multiple_of(3) { LAG } else { 0 };
        let from = since.saturating_sub(lag);
        let limit = url.value("limit").and_then(|limit| limit.parse().ok()).unwrap_or(usize::MAX);
        let later: Vec<&Row> = rows.into_iter().filter(|row| row.seq > from).collect();
        let page = later.get(..limit.min(later.len())).unwrap_or_default();
        let last = page.last().map_or(since, |row| row.seq);
        let told = |row: &&Row| {
            let Record { head, rev, .. } = &row.record;
            let doc = with_rev(marked(row), &row.record);
            json!({ "seq": seq(row.seq), "id": head.id, "changes": [{ "rev": rev }], "doc": doc })
        };
        let results: Vec<Value> = page.iter().map(told).collect();
        let pending = later.len() - page.len();
        (200, json!({ "results": results, "last_seq": seq(last), "pending": pending }))
    }

    fn read(&self, id: &RecordId) -> Answer {
        match self.vault.row(id) {
            Some(row) => (200, with_rev(marked(row), &row.record)),
            None => failed(404, "not_found", "missing"),
        }
    }

    fn put(&mut self, id: &RecordId, paper: &Value) -> Answer {
        let base = paper.get("_rev").and_then(Value::as_str).map(|rev| Rev(rev.to_owned()));
        let held = self.vault.row(id).map(|row| row.record.head.clone());
        let Some(head) = held.or_else(|| head_of(id, paper)) else {
            return failed(403, "forbidden", "a record has a space, an audience and a kind");
        };
        let op = match (base, is_gone(paper)) {
            (None, _) => WireOp::Create(body_of(paper)),
            (Some(base), true) => WireOp::Delete(base),
            (Some(base), false) => WireOp::Update(base, body_of(paper)),
        };
        let write = WireWrite { mid: mark_of(paper), head, op, at: at_of(paper) };
        if let Err(problem) = self.vault.may_write(self.person, &write) {
            self.vault.note_refusal(id);
            self.remarks.extend(Remark::on(&problem));
            return failed(403, "forbidden", &problem.code);
        }
        match self.vault.write(self.person, &write, self.now, None) {
            Verdict::Done(record) => (201, json!({ "ok": true, "id": id, "rev": record.rev })),
            Verdict::Conflict(_) => failed(409, "conflict", "Document update conflict."),
            Verdict::Refused(problem) => failed(403, "forbidden", &problem.code),
        }
    }
}

fn with_rev(mut paper: Value, record: &Record) -> Value {
    if let Some(fields) = paper.as_object_mut() {
        fields.insert("_id".to_owned(), record.head.id.to_string().into());
        fields.insert("_rev".to_owned(), record.rev.0.clone().into());
    }
    paper
}

/// A cursor means something to its server alone.
fn seq(place: u64) -> String {
    format!("{place}-g1AAAA")
}

fn parsed(request: &Request) -> Value {
    request.body.as_ref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default()
}

fn failed(status: u16, error: &str, reason: &str) -> Answer {
    (status, json!({ "error": error, "reason": reason }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cast::Cast;
    use crate::server::manner::Manner;

    fn ask(vault: &mut Vault, method: Method, url: &str, body: Value, now: u64) -> (u16, Value) {
        let request =
            Request { method, url: url.to_owned(), headers: Vec::new(), body: Some(body.to_string()) };
        let (response, _) = answer(vault, &PersonId::from("p0"), &request, now);
        (response.status, serde_json::from_str(&response.body).unwrap())
    }

    fn paper(n: i64, rev: Option<&Value>) -> Value {
        let mut paper = json!({
            "space": "s0", "audience": "all", "kind": "topic", "author": "p0", "subject": null, "at": n,
            "gone": false, "body": { "a": n }, "w": format!("d/{n}"),
        });
        if let Some(rev) = rev {
            paper["_rev"] = rev.clone();
        }
        paper
    }

    #[test]
    fn a_document_goes_back_with_its_revision_or_not_at_all() {
        let manner = Manner { is_open: true, buries: true, ..Manner::OTHERS };
        let mut vault = Vault::new(&Cast::of(1, 1), manner);
        let (status, made) = ask(&mut vault, Method::Put, "/qunyue-all/r1", paper(1, None), 1);
        assert_eq!(status, 201);
        assert_eq!(ask(&mut vault, Method::Put, "/qunyue-all/r1", paper(2, None), 1).0, 409);
        let again = paper(3, made.get("rev"));
        assert_eq!(ask(&mut vault, Method::Put, "/qunyue-all/r1", again.clone(), 1).0, 201);
        assert_eq!(ask(&mut vault, Method::Put, "/qunyue-all/r1", again, 1).0, 409);
        let (_, held) = ask(&mut vault, Method::Get, "/qunyue-all/r1", Value::Null, 1);
        assert_eq!((held.pointer("/body/a"), held.get("w")), (Some(&json!(3)), Some(&json!("d/3"))));
    }

    #[test]
    fn the_feed_goes_on_behind_its_cursor_and_may_tell_the_last_changes_again() {
        let mut vault = Vault::new(&Cast::of(1, 1), Manner::OTHERS);
        for n in 1..=4 {
            ask(&mut vault, Method::Put, &format!("/qunyue-all/r{n}"), paper(n, None), 1);
        }
        let url = |since: &str| format!("/qunyue-all/_changes?space=s0&limit=3&since={since}");
        let (_, page) = ask(&mut vault, Method::Get, &url("0"), Value::Null, 1);
        assert_eq!(
            (page.pointer("/results/2/id"), page.get("pending")),
            (Some(&json!("r3")), Some(&json!(1)))
        );
        let last = page["last_seq"].as_str().unwrap().to_owned();
        let (_, page) = ask(&mut vault, Method::Get, &url(&last), Value::Null, 1);
        assert_eq!((page.pointer("/results/0/id"), page.pointer("/results/1")), (Some(&json!("r4")), None));
        let (_, page) = ask(&mut vault, Method::Get, &url(&last), Value::Null, 3);
        assert_eq!(page.pointer("/results/0/id"), Some(&json!("r2")));
    }
}
