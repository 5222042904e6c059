//! PocketBase 0.40, as far as the profile needs it: one collection, whose rules judge each row and
//! leave out or deny what they don't allow; times of the last change that are not unique; a change
//! compared by such a rule, as the only one of a batch. Who shows no session is nobody, and nobody's
//! lists are empty.

use super::manner::instant;
use super::papers::{at_of, body_of, document, head_of, mark_of, marked};
use super::remark::Remark;
use super::url::Url;
use super::vault::{Row, Vault, Verdict, WireOp, WireWrite};
use dialect::{Method, Request, Response};
use protocol::{Mid, PersonId, RecordId, Rev};
use serde_json::{Value, json};

const RECORDS: [&str; 4] = ["api", "collections", "records", "records"];

/// A status and a body.
type Answer = (u16, Value);

/// One answer in the making.
struct Desk<'a> {
    vault: &'a mut Vault,
    /// Who asks; nobody has no name.
    person: &'a PersonId,
    now: u64,
    remarks: Vec<Remark>,
}

/// Answers a request of `person`, who may be nobody.
pub fn answer(vault: &mut Vault, person: &PersonId, request: &Request, now: u64) -> (Response, Vec<Remark>) {
    let mut desk = Desk { vault, person, now, remarks: Vec::new() };
    let url = Url::read(&request.url);
    let parts: Vec<&str> = url.path.iter().map(String::as_str).collect();
    let paper = parsed(request);
    let (status, body) = match (request.method, parts.as_slice()) {
        (Method::Post, ["api", "collections", "users", "auth-refresh"]) => desk.refresh(),
        (Method::Post, ["api", "batch"]) => desk.batch(&paper),
        (Method::Get, path) if path == RECORDS => desk.list(&url),
        (Method::Post, path) if path == RECORDS => desk.create(&paper),
        (Method::Get, [path @ .., id]) if path == RECORDS => desk.read(&RecordId::from(*id)),
        _ => failed(404, Value::Null),
    };
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    (Response { status, headers, body: body.to_string() }, desk.remarks)
}

/// The write whose mark a request bears.
pub fn mids(request: &Request) -> Vec<Mid> {
    let paper = parsed(request);
    mark_of(paper.pointer("/requests/0/body").unwrap_or(&paper)).into_iter().collect()
}

impl Desk<'_> {
    fn is_nobody(&self) -> bool {
        self.person.as_str().is_empty()
    }

    fn refresh(&self) -> Answer {
        if self.is_nobody() { failed(401, json!({})) } else { (200, json!({ "token": "t" })) }
    }

    fn list(&self, url: &Url) -> Answer {
        let filter = Filter::read(url.value("filter").unwrap_or_default());
        let mut found: Vec<Value> = match filter.equal("kind") {
            Some(_) if self.is_nobody() => Vec::new(),
            Some(_) => self.memberships(filter.equal("body.person").unwrap_or_default()),
            None => {
                let of = |name: &str| filter.equal(name).unwrap_or_default();
                let rows = self.vault.rows(of("space"), of("audience"));
                let mine = rows.into_iter().filter(|row| self.vault.is_row_of(self.person, &row.record));
                mine.map(paper_of).filter(|paper| filter.admits(paper)).collect()
            }
        };
        let sort = url.value("sort").and_then(|sort| sort.split(',').next()).unwrap_or_default();
        let (field, falls) = sort.strip_prefix('-').map_or((sort, false), |field| (field, true));
        let text = |paper: &Value, name: &str| paper.get(name).map(sortable).unwrap_or_default();
        found.sort_by_key(|paper| (text(paper, field), text(paper, "id")));
        if falls {
            found.reverse();
        }
        let number = |name: &str| url.value(name).and_then(|text| text.parse::<usize>().ok());
        let (page, size) = (number("page").unwrap_or(1), number("perPage").unwrap_or(30));
        let items: Vec<Value> =
            found.into_iter().skip(page.saturating_sub(1).saturating_mul(size)).take(size).collect();
        (200, json!({ "page": page, "perPage": size, "totalItems": -1, "items": items }))
    }

    fn memberships(&self, person: &str) -> Vec<Value> {
        let mine = self.vault.memberships(&PersonId::from(person));
        let rows = mine.into_iter().map(|record| {
            let changed = record.rev.0.parse().unwrap_or_default();
            told(document(&record), record.head.id.as_str(), &instant(changed))
        });
        rows.collect()
    }

    fn read(&mut self, id: &RecordId) -> Answer {
        let row = self.vault.row(id).filter(|row| self.vault.is_row_of(self.person, &row.record));
        let Some(row) = row else {
            self.vault.note_refusal(id);
            return failed(404, json!({}));
        };
        (200, paper_of(row))
    }

    fn create(&mut self, paper: &Value) -> Answer {
        let id = RecordId::from(paper.get("id").and_then(Value::as_str).unwrap_or_default());
        let Some(head) = head_of(&id, &with_subject(paper)) else { return failed(400, json!({})) };
        let op = WireOp::Create(body_of(paper));
        let write = WireWrite { mid: mark_of(paper), head, op, at: at_of(paper) };
        if self.denies(&write) {
            return failed(400, json!({}));
        }
        match self.vault.write(self.person, &write, self.now, None) {
            Verdict::Done(_) => {
                self.vault.row(&id).map_or_else(|| failed(400, json!({})), |row| (200, paper_of(row)))
            }
            Verdict::Conflict(_) => failed(400, json!({ "id": { "code": "validation_not_unique" } })),
            Verdict::Refused(_) => failed(400, json!({})),
        }
    }

    /// A change, which is the only one of its batch. The rule that compares versions, and those that
    /// say who may, look alike from outside.
    fn batch(&mut self, paper: &Value) -> Answer {
        let at = |place: &str| paper.pointer(place).and_then(Value::as_str).unwrap_or_default();
        let id = RecordId::from(at("/requests/0/url").rsplit('/').next().unwrap_or_default());
        let base = Rev(at("/requests/0/headers/If-Match").to_owned());
        let change = paper.pointer("/requests/0/body").cloned().unwrap_or_default();
        let denied =
            || failed(400, json!({ "requests": { "0": { "response": { "status": 404, "data": {} } } } }));
        let Some(head) = self.vault.row(&id).map(|row| row.record.head.clone()) else { return denied() };
        let op = match change.get("deleted") {
            Some(Value::Bool(true)) => WireOp::Delete(base),
            _ => WireOp::Update(base, body_of(&change)),
        };
        let write = WireWrite { mid: mark_of(&change), head, op, at: None };
        if self.denies(&write) {
            return denied();
        }
        match (self.vault.write(self.person, &write, self.now, None), self.vault.row(&id)) {
            (Verdict::Done(_), Some(row)) => (200, json!([{ "status": 200, "body": paper_of(row) }])),
            _ => denied(),
        }
    }

    fn denies(&mut self, write: &WireWrite) -> bool {
        let Err(problem) = self.vault.may_write(self.person, write) else { return false };
        self.vault.note_refusal(&write.head.id);
        self.remarks.extend(Remark::on(&problem));
        true
    }
}

/// What a list is narrowed by: conditions that must all hold.
#[derive(Debug, Default, PartialEq)]
struct Filter(Vec<(String, String, Value)>);

impl Filter {
    fn read(text: &str) -> Self {
        let read = |condition: &str| {
            let mut parts = condition.splitn(3, ' ').map(str::to_owned);
            let (field, operator, value) = (parts.next()?, parts.next()?, parts.next()?);
            Some((field, operator, serde_json::from_str(&value).ok()?))
        };
        Self(text.split(" && ").filter_map(read).collect())
    }

    fn equal(&self, field: &str) -> Option<&str> {
        let found = self.0.iter().find(|(name, operator, _)| name == field && operator == "=");
        found.and_then(|(.., value)| value.as_str())
    }

    fn admits(&self, paper: &Value) -> bool {
        self.0.iter().all(|(field, operator, bound)| {
            let is = paper.get(field).map(sortable).unwrap_or_default();
            match operator.as_str() {
                "=" => is == sortable(bound),
                ">=" => is >= sortable(bound),
                "<=" => is <= sortable(bound),
                _ => false,
            }
        })
    }
}

/// Numbers sort as numbers, texts as texts.
fn sortable(value: &Value) -> (i64, String) {
    match value.as_i64() {
        Some(number) => (number, String::new()),
        None => (0, value.as_str().unwrap_or_default().to_owned()),
    }
}

fn paper_of(row: &Row) -> Value {
    told(marked(row), row.record.head.id.as_str(), &row.record.rev.0)
}

/// A document as this server tells it: its columns are never null.
fn told(mut paper: Value, id: &str, updated: &str) -> Value {
    if let Some(fields) = paper.as_object_mut() {
        let gone = fields.remove("gone").unwrap_or_default();
        let subject = fields.remove("subject").filter(|subject| !subject.is_null());
        fields.insert("subject".to_owned(), subject.unwrap_or_else(|| "".into()));
        fields.insert("deleted".to_owned(), gone);
        fields.insert("id".to_owned(), id.into());
        fields.insert("updated".to_owned(), updated.into());
        fields.insert("collectionName".to_owned(), "records".into());
    }
    paper
}

/// An empty subject is none.
fn with_subject(paper: &Value) -> Value {
    let mut paper = paper.clone();
    if let Some(fields) = paper.as_object_mut().filter(|fields| fields.get("subject") == Some(&"".into())) {
        fields.remove("subject");
    }
    paper
}

fn parsed(request: &Request) -> Value {
    request.body.as_ref().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default()
}

fn failed(status: u16, data: Value) -> Answer {
    (status, json!({ "status": status, "message": "Something went wrong.", "data": data }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cast::Cast;
    use crate::server::manner::{Manner, Version};

    const LIST: &str = "/api/collections/records/records";

    fn vault() -> Vault {
        let manner = Manner { version: Version::Stamp, buries: true, ..Manner::OTHERS };
        Vault::new(&Cast::of(1, 1), manner)
    }

    fn ask(vault: &mut Vault, who: &str, method: Method, url: &str, body: Value) -> (u16, Value) {
        let request =
            Request { method, url: url.to_owned(), headers: Vec::new(), body: Some(body.to_string()) };
        let (response, _) = answer(vault, &PersonId::from(who), &request, 5);
        (response.status, serde_json::from_str(&response.body).unwrap())
    }

    fn paper(n: i64) -> Value {
        json!({
            "id": format!("r{n}"), "space": "s0", "audience": "all", "kind": "topic", "author": "p0",
            "subject": "", "at": n, "deleted": false, "body": { "a": n }, "w": format!("d/{n}"),
        })
    }

    fn change(base: &Value, n: i64) -> Value {
        json!({ "requests": [{
            "method": "PATCH", "url": format!("{LIST}/r1"), "headers": { "If-Match": base },
            "body": { "body": { "a": n }, "deleted": false, "w": format!("d/{n}") },
        }] })
    }

    #[test]
    fn a_change_is_compared_by_a_rule_that_says_no_more_than_no() {
        let mut vault = vault();
        let (status, made) = ask(&mut vault, "p0", Method::Post, LIST, paper(1));
        assert_eq!(status, 200);
        let (status, again) = ask(&mut vault, "p0", Method::Post, LIST, paper(1));
        assert_eq!((status, again.pointer("/data/id/code")), (400, Some(&json!("validation_not_unique"))));
        let (status, changed) =
            ask(&mut vault, "p0", Method::Post, "/api/batch", change(&made["updated"], 2));
        assert_eq!((status, changed.pointer("/0/body/body/a")), (200, Some(&json!(2))));
        assert_ne!(changed.pointer("/0/body/updated"), made.get("updated"));
        let (status, stale) = ask(&mut vault, "p0", Method::Post, "/api/batch", change(&made["updated"], 3));
        assert_eq!((status, stale.pointer("/data/requests/0/response/status")), (400, Some(&json!(404))));
    }

    #[test]
    fn nobody_gets_empty_lists_and_only_the_session_says_so() {
        let mut vault = vault();
        (1..=3).for_each(|n| _ = ask(&mut vault, "p0", Method::Post, LIST, paper(n)));
        let filter =
            "space%20%3D%20%22s0%22%20%26%26%20audience%20%3D%20%22all%22%20%26%26%20at%20%3C%3D%202";
        let url = format!("{LIST}?filter={filter}&sort=-at,-id&page=1&perPage=1");
        let (_, page) = ask(&mut vault, "p0", Method::Get, &url, Value::Null);
        assert_eq!((page.pointer("/items/0/id"), page.pointer("/items/1")), (Some(&json!("r2")), None));
        let (status, page) = ask(&mut vault, "", Method::Get, &url, Value::Null);
        assert_eq!((status, page.get("items")), (200, Some(&json!([]))));
        let refresh = "/api/collections/users/auth-refresh";
        assert_eq!(ask(&mut vault, "", Method::Post, refresh, Value::Null).0, 401);
        assert_eq!(ask(&mut vault, "p0", Method::Post, refresh, Value::Null).0, 200);
    }
}
