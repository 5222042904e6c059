//! Kinto 26 with its memory backend, as far as the profile needs it: a collection for each audience,
//! entity tags that are times and never repeat within a collection, lists that are filtered by field
//! and continued by a token, a batch that is not one transaction. No write has a name, and no answer
//! is kept: what was sent twice is told apart by its precondition alone.

use super::papers::{at_of, body_of, document, head_of, is_gone};
use super::remark::Remark;
use super::url::Url;
use super::vault::{Vault, Verdict, WireOp, WireWrite};
use dialect::{Method, Request, Response};
use protocol::{PersonId, Record, RecordId, Rev};
use serde_json::{Value, json};

const BASE: &str = "/v1";

/// One request, as it comes alone or in a batch.
struct Asked {
    method: String,
    url: Url,
    target: String,
    headers: Vec<(String, String)>,
    body: Value,
}

/// A status, the headers that a page may read, a body.
type Answer = (u16, Vec<(String, String)>, Value);

/// One answer in the making.
struct Desk<'a> {
    vault: &'a mut Vault,
    person: &'a PersonId,
    now: u64,
    remarks: Vec<Remark>,
}

/// Answers a request of `person`. Of a batch only the first `at_most` writes are looked at.
pub fn answer(
    vault: &mut Vault,
    person: &PersonId,
    request: &Request,
    (now, at_most): (u64, usize),
) -> (Response, Vec<Remark>) {
    let mut desk = Desk { vault, person, now, remarks: Vec::new() };
    let asked = Asked {
        method: verb(request.method).to_owned(),
        url: Url::read(request.url.strip_prefix(BASE).unwrap_or_default()),
        target: request.url.clone(),
        headers: request.headers.clone(),
        body: parsed(request),
    };
    let parts: Vec<&str> = asked.url.path.iter().map(String::as_str).collect();
    let (status, mut headers, body) = match parts.as_slice() {
        ["batch"] => desk.batch(&asked.body, at_most),
        _ => desk.one(&asked),
    };
    headers.push(("content-type".to_owned(), "application/json".to_owned()));
    (Response { status, headers, body: body.to_string() }, desk.remarks)
}

/// How many writes a request carries.
pub fn writes(request: &Request) -> usize {
    parsed(request).get("requests").and_then(Value::as_array).map_or(1, Vec::len)
}

impl Desk<'_> {
    fn batch(&mut self, body: &Value, at_most: usize) -> Answer {
        let requests = body.get("requests").and_then(Value::as_array).cloned().unwrap_or_default();
        let responses = requests.iter().take(at_most).map(|one| {
            let text = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
            let headers = one.get("headers").and_then(Value::as_object).into_iter().flatten();
            let named = |(name, value): (&String, &Value)| {
                (name.to_lowercase(), value.as_str().unwrap_or_default().to_owned())
            };
            let asked = Asked {
                method: text("method").to_owned(),
                url: Url::read(text("path")),
                target: text("path").to_owned(),
                headers: headers.map(named).collect(),
                body: one.get("body").cloned().unwrap_or_default(),
            };
            let (status, _, body) = self.one(&asked);
            json!({ "status": status, "path": asked.target, "headers": {}, "body": body })
        });
        (200, Vec::new(), json!({ "responses": responses.collect::<Vec<_>>() }))
    }

    fn one(&mut self, asked: &Asked) -> Answer {
        let parts: Vec<&str> = asked.url.path.iter().map(String::as_str).collect();
        match (asked.method.as_str(), parts.as_slice()) {
            ("GET", ["buckets", _, "collections", audience, "records"]) => self.list(audience, asked),
            ("GET", ["buckets", _, "collections", audience, "records", id]) => {
                self.read(audience, &RecordId::from(*id))
            }
            ("PUT", ["buckets", _, "collections", _, "records", id]) => {
                self.create(&RecordId::from(*id), asked)
            }
            ("PATCH", ["buckets", _, "collections", audience, "records", id]) => {
                self.update(audience, &RecordId::from(*id), asked)
            }
            _ => failed(404, "no such place"),
        }
    }

    fn list(&mut self, audience: &str, asked: &Asked) -> Answer {
        let value = |name: &str| asked.url.value(name).map(|value| value.trim_matches('"'));
        if value("kind") == Some("member") {
            let mine = value("body.person").map(PersonId::from);
            let members = mine.map(|person| self.vault.memberships(&person)).unwrap_or_default();
            return (200, Vec::new(), json!({ "data": members.iter().map(with_tag).collect::<Vec<_>>() }));
        }
        let Some(rows) = self.vault.told(self.person, value("space").unwrap_or_default(), audience) else {
            self.remarks.push(Remark::NoRight);
            return failed(403, "this user cannot read here");
        };
        let sort = asked.url.value("_sort").unwrap_or("last_modified");
        let (field, falls) = sort.strip_prefix('-').map_or((sort, false), |field| (field, true));
        let place = |record: &Record| (number(record, field), record.head.id.to_string());
        let mut rows: Vec<((i64, String), &Record)> =
            rows.into_iter().filter(|record| is_within(record, &asked.url)).map(|r| (place(r), r)).collect();
        rows.sort_by(|(a, _), (b, _)| if falls { b.cmp(a) } else { a.cmp(b) });
        if let Some(token) = asked.url.value("_token").and_then(read_token) {
            rows.retain(|(place, _)| if falls { *place < token } else { *place > token });
        }
        let limit = asked.url.value("_limit").and_then(|limit| limit.parse().ok()).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let mut headers = Vec::new();
        if let (true, Some(((at, id), _))) = (more, rows.last()) {
            let target = asked.target.split("&_token=").next().unwrap_or_default();
            headers.push(("next-page".to_owned(), format!("{target}&_token={at}~{id}")));
        }
        let data: Vec<Value> = rows.iter().map(|(_, record)| with_tag(record)).collect();
        (200, headers, json!({ "data": data }))
    }

    fn read(&mut self, audience: &str, id: &RecordId) -> Answer {
        let Some(record) = self.vault.find(audience, id) else { return failed(404, "unknown record") };
        if !self.vault.is_row_of(self.person, record) {
            self.remarks.push(Remark::NoRight);
            self.vault.note_refusal(id);
            return failed(403, "this user cannot read this record");
        }
        (200, Vec::new(), json!({ "data": with_tag(record) }))
    }

    fn create(&mut self, id: &RecordId, asked: &Asked) -> Answer {
        let document = asked.body.get("data").cloned().unwrap_or_default();
        match head_of(id, &document) {
            Some(head) => {
                let (op, at) = (WireOp::Create(body_of(&document)), at_of(&document));
                self.write(WireWrite { mid: None, head, op, at })
            }
            None => failed(400, "data: required"),
        }
    }

    fn update(&mut self, audience: &str, id: &RecordId, asked: &Asked) -> Answer {
        let Some(head) = self.vault.find(audience, id).map(|record| record.head.clone()) else {
            self.vault.note_refusal(id);
            return failed(404, "unknown record");
        };
        let tag = asked.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("if-match"));
        let base = Rev(tag.map(|(_, tag)| tag.trim_matches('"').to_owned()).unwrap_or_default());
        let document = asked.body.get("data").cloned().unwrap_or_default();
        let op = match is_gone(&document) {
            true => WireOp::Delete(base),
            false => WireOp::Update(base, body_of(&document)),
        };
        self.write(WireWrite { mid: None, head, op, at: None })
    }

    fn write(&mut self, write: WireWrite) -> Answer {
        let write = WireWrite { mid: self.vault.named(&write), ..write };
        match self.vault.write(self.person, &write, self.now, None) {
            Verdict::Done(record) => (200, Vec::new(), json!({ "data": with_tag(&record) })),
            Verdict::Conflict(current) => {
                let existing = current.as_ref().map(with_tag);
                let details = existing.map_or_else(|| json!({}), |existing| json!({ "existing": existing }));
                (412, Vec::new(), json!({ "code": 412, "message": "modified meanwhile", "details": details }))
            }
            Verdict::Refused(problem) => {
                self.remarks.extend(Remark::on(&problem));
                failed(problem.status, &problem.code)
            }
        }
    }
}

fn parsed(request: &Request) -> Value {
    request.body.as_ref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default()
}

fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
        Method::Head => "HEAD",
    }
}

fn with_tag(record: &Record) -> Value {
    let mut document = document(record);
    if let Some(fields) = document.as_object_mut() {
        fields.insert("id".to_owned(), record.head.id.to_string().into());
        fields.insert("last_modified".to_owned(), number(record, "last_modified").into());
    }
    document
}

fn number(record: &Record, field: &str) -> i64 {
    if field == "at" { record.at } else { record.rev.0.parse().unwrap_or_default() }
}

/// Whether a record is within the bounds that a list asks for.
fn is_within(record: &Record, url: &Url) -> bool {
    url.query.iter().all(|(name, value)| {
        let bound = || value.trim_matches('"').parse::<i64>().unwrap_or_default();
        match name.split_once('_') {
            Some(("min", field)) => number(record, field) >= bound(),
            Some(("max", field)) => number(record, field) <= bound(),
            _ => true,
        }
    })
}

fn read_token(token: &str) -> Option<(i64, String)> {
    let (at, id) = token.split_once('~')?;
    Some((at.parse().ok()?, id.to_owned()))
}

fn failed(status: u16, message: &str) -> Answer {
    (status, Vec::new(), json!({ "code": status, "message": message }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cast::Cast;
    use crate::server::manner::{Manner, Version};

    const KINTO: Manner = Manner { version: Version::Instant, ..Manner::OTHERS };
    const PLACE: &str = "/v1/buckets/b/collections/all/records";

    fn ask(vault: &mut Vault, method: Method, url: &str, tag: &str, body: Value) -> (u16, Value, Response) {
        let headers = vec![("If-Match".to_owned(), tag.to_owned())];
        let request = Request { method, url: url.to_owned(), headers, body: Some(body.to_string()) };
        let (response, _) = answer(vault, &PersonId::from("p0"), &request, (0, usize::MAX));
        (response.status, serde_json::from_str(&response.body).unwrap(), response)
    }

    fn paper(n: i64) -> Value {
        json!({ "data": {
            "space": "s0", "audience": "all", "kind": "topic", "author": "p0", "subject": null, "at": n,
            "gone": false, "body": { "a": n },
        } })
    }

    #[test]
    fn a_second_creation_and_a_stale_change_show_what_is_there() {
        let mut vault = Vault::new(&Cast::of(1, 1), KINTO);
        let one = format!("{PLACE}/r1");
        let (status, made, _) = ask(&mut vault, Method::Put, &one, "", paper(1));
        assert_eq!(status, 200);
        let (status, answer, _) = ask(&mut vault, Method::Put, &one, "", paper(2));
        assert_eq!((status, answer.pointer("/details/existing/body/a")), (412, Some(&json!(1))));
        let tag = format!("\"{}\"", made.pointer("/data/last_modified").unwrap());
        assert_eq!(ask(&mut vault, Method::Patch, &one, &tag, paper(3)).0, 200);
        let (status, answer, _) = ask(&mut vault, Method::Patch, &one, &tag, paper(4));
        assert_eq!((status, answer.pointer("/details/existing/body/a")), (412, Some(&json!(3))));
    }

    #[test]
    fn a_list_goes_on_where_it_stopped() {
        let mut vault = Vault::new(&Cast::of(1, 1), KINTO);
        for n in 1..=3 {
            ask(&mut vault, Method::Put, &format!("{PLACE}/r{n}"), "", paper(n));
        }
        let first = format!("{PLACE}?space=%22s0%22&_sort=-last_modified&_limit=2");
        let (_, page, response) = ask(&mut vault, Method::Get, &first, "", Value::Null);
        assert_eq!(page.pointer("/data/0/id"), Some(&json!("r3")));
        let next = &response.headers.iter().find(|(name, _)| name == "next-page").unwrap().1;
        let (_, page, response) = ask(&mut vault, Method::Get, next, "", Value::Null);
        assert_eq!((page.pointer("/data/0/id"), page.pointer("/data/1")), (Some(&json!("r1")), None));
        assert!(response.headers.iter().all(|(name, _)| name != "next-page"));
    }
}
