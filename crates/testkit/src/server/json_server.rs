//! json-server 0.17, as far as a profile needs it: one flat list of documents; nothing is
//! compared, nobody is refused, nothing is told. Written from its documents and from the notes
//! about the real one.

use super::url::Url;
use super::vault::Effected;
use crate::cast::{Cast, Role};
use dialect::{Method, Request, Response};
use protocol::{Audience, Body, DeviceId, Head, Kind, Mid, PersonId, Record, RecordId, Rev, Scope, SpaceId};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The list of documents.
#[derive(Clone, Debug, Default)]
pub struct JsonServer {
    records: BTreeMap<String, Value>,
    effects: Vec<Effected>,
}

impl JsonServer {
    /// A server that holds the memberships of `cast`.
    pub fn new(cast: &Cast, now_ms: i64) -> Self {
        let mut server = Self::default();
        for space in &cast.spaces {
            for (number, person) in cast.people.iter().enumerate() {
                server.set_role(space, person, Some(Cast::role(number)), now_ms);
            }
        }
        server
    }

    /// Gives a person a role, or none, as somebody at the server's console would.
    pub fn set_role(&mut self, space: &SpaceId, person: &PersonId, role: Option<Role>, now_ms: i64) {
        let id = RecordId::derived(&[space.as_str(), "member", person.as_str()]).to_string();
        let roles = match role {
            Some(Role::Owner) => vec!["owner", "member"],
            Some(Role::Admin) => vec!["admin", "member"],
            _ => vec!["member"],
        };
        let state = if role.is_some() { "active" } else { "left" };
        let document = json!({
            "id": id, "space": space, "audience": "all", "kind": "member", "author": person, "subject": null,
            "at": now_ms, "deleted": false, "w": format!("console/{state}/{}", roles.join("+")),
            "body": { "person": person, "roles": roles, "state": state },
        });
        self.records.insert(id, document);
    }

    /// Answers a request, whoever sends it.
    pub fn answer(&mut self, request: &Request) -> Response {
        let url = Url::read(&request.url);
        let parts: Vec<&str> = url.path.iter().map(String::as_str).collect();
        let body = || request.body.as_ref().and_then(|body| serde_json::from_str::<Value>(body).ok());
        match (request.method, parts.as_slice(), body()) {
            (Method::Get, ["records"], _) => self.list(&url),
            (Method::Get, ["records", id], _) => self.records.get(*id).map_or_else(missing, ok),
            (Method::Post, ["records"], Some(document)) => self.create(document),
            (Method::Put, ["records", id], Some(document)) => self.replace(id, document),
            _ => missing(),
        }
    }

    fn list(&self, url: &Url) -> Response {
        let matching = self.records.values().filter(|document| {
            url.query.iter().filter(|(name, _)| !name.starts_with('_')).all(|pair| fits(document, pair))
        });
        let mut found: Vec<&Value> = matching.collect();
        if let Some(field) = url.value("_sort") {
            found.sort_by_key(|document| sort_key(at(document, field)));
            if url.value("_order") == Some("desc") {
                found.reverse();
            }
        }
        let total = found.len();
        let number = |name: &str| url.value(name).and_then(|text| text.parse::<usize>().ok());
        let limit = number("_limit").unwrap_or(if number("_page").is_some() { 10 } else { total });
        let skip = number("_page").map_or(0, |page| page.saturating_sub(1) * limit);
        let page: Vec<&Value> = found.into_iter().skip(skip).take(limit).collect();
        let mut response = ok(&json!(page));
        response.headers.push(("x-total-count".to_owned(), total.to_string()));
        response
    }

    fn create(&mut self, document: Value) -> Response {
        let id = document.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
        if self.records.contains_key(&id) {
            let body = "Error: Insert failed, duplicate id\n    at insert".to_owned();
            return Response { status: 500, headers: html(), body };
        }
        self.keep(id, document.clone());
        Response { status: 201, ..ok(&document) }
    }

    fn replace(&mut self, id: &str, document: Value) -> Response {
        if !self.records.contains_key(id) {
            return missing();
        }
        self.keep(id.to_owned(), document.clone());
        ok(&document)
    }

    fn keep(&mut self, id: String, document: Value) {
        let before = self.records.insert(id, document.clone());
        if let Some(after) = record_of(&document) {
            let before = before.as_ref().and_then(record_of);
            let person = after.head.author.clone();
            self.effects.push(Effected { mid: mid_of(&document), person, before, after });
        }
    }

    /// Everything that it holds.
    pub fn all(&self) -> impl Iterator<Item = Record> {
        self.records.values().filter_map(record_of)
    }

    /// The effects since the last call.
    pub fn drain_effects(&mut self) -> Vec<Effected> {
        std::mem::take(&mut self.effects)
    }

    /// All live records of a scope; of the private ones only a person's own.
    pub fn view(&self, person: &PersonId, scope: &Scope) -> BTreeMap<RecordId, Record> {
        let records = self.records.values().filter_map(record_of);
        records
            .filter(|record| !record.deleted && record.head.scope == *scope)
            .filter(|record| {
                scope.audience != Audience::Private || record.head.subject.as_ref() == Some(person)
            })
            .map(|record| (record.head.id.clone(), record))
            .collect()
    }

    /// The writes whose mark stands in the documents that a request replaces.
    pub fn knows(&self, request: &Request) -> bool {
        let sent: Option<Value> = request.body.as_ref().and_then(|body| serde_json::from_str(body).ok());
        let sent = sent.unwrap_or_default();
        let held = sent.get("id").and_then(Value::as_str).and_then(|id| self.records.get(id));
        held.is_some_and(|held| held.get("w") == sent.get("w"))
    }
}

/// Whether a document passes a filter: `field=value`, or one of the operators that exist.
fn fits(document: &Value, (name, value): &(String, String)) -> bool {
    let (field, test): (&str, fn(&str, &str) -> bool) = match name.rsplit_once('_') {
        Some((field, "lte")) => (field, |is, wanted| sort_text(is) <= sort_text(wanted)),
        Some((field, "gte")) => (field, |is, wanted| sort_text(is) >= sort_text(wanted)),
        Some((field, "ne")) => (field, |is, wanted| is != wanted),
        _ => (name, |is, wanted| is == wanted),
    };
    at(document, field).is_some_and(|is| test(&plain(is), value))
}

fn at<'a>(document: &'a Value, field: &str) -> Option<&'a Value> {
    field.split('.').try_fold(document, |value, part| value.get(part))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Numbers sort as numbers, before texts.
fn sort_text(text: &str) -> (i64, String) {
    text.parse().map_or_else(|_| (i64::MAX, text.to_owned()), |number| (number, String::new()))
}

fn sort_key(value: Option<&Value>) -> (i64, String) {
    value.map(plain).map_or_else(|| (i64::MIN, String::new()), |text| sort_text(&text))
}

fn record_of(document: &Value) -> Option<Record> {
    let text = |name: &str| document.get(name).and_then(Value::as_str);
    Some(Record {
        head: Head {
            id: RecordId::from(text("id")?),
            scope: Scope::new(SpaceId::from(text("space")?), Audience::parse(text("audience")?).ok()?),
            kind: Kind::from(text("kind")?),
            author: PersonId::from(text("author")?),
            subject: text("subject").map(PersonId::from),
        },
        rev: Rev(text("w")?.to_owned()),
        at: document.get("at").and_then(Value::as_i64)?,
        deleted: document.get("deleted").and_then(Value::as_bool)?,
        body: document.get("body").and_then(|body| Body::of(body).ok()).unwrap_or_else(Body::empty),
    })
}

/// The mutation whose mark a document bears: the first of those on which it rests.
fn mid_of(document: &Value) -> Option<Mid> {
    let mark = document.get("w").and_then(Value::as_str)?.split(' ').next()?;
    let (device, n) = mark.split_once('/')?;
    Some(Mid { device: DeviceId::from(device), n: n.parse().ok()? })
}

fn html() -> Vec<(String, String)> {
    vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())]
}

fn ok(value: &Value) -> Response {
    let headers = vec![("content-type".to_owned(), "application/json; charset=utf-8".to_owned())];
    Response { status: 200, headers, body: value.to_string() }
}

fn missing() -> Response {
    Response { status: 404, ..ok(&json!({})) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(server: &mut JsonServer, method: Method, url: &str, body: Option<&str>) -> Response {
        let request =
            Request { method, url: url.to_owned(), headers: Vec::new(), body: body.map(str::to_owned) };
        server.answer(&request)
    }

    #[test]
    fn lists_are_filtered_sorted_and_paged() {
        let mut server = JsonServer::default();
        for n in [3, 11, 2] {
            let body = format!(r#"{{"id":"r{n}","space":"s","n":{n},"body":{{"p":"x"}}}}"#);
            assert_eq!(ask(&mut server, Method::Post, "/records", Some(&body)).status, 201);
        }
        let url = "/records?space=s&body.p=x&n_lte=9&_sort=n&_order=desc&_page=1&_limit=1";
        let page = ask(&mut server, Method::Get, url, None);
        assert!(page.body.contains("r3") && !page.body.contains("r2"), "{}", page.body);
        assert!(page.headers.contains(&("x-total-count".to_owned(), "2".to_owned())));
    }

    #[test]
    fn a_second_creation_is_a_server_error_and_a_replacement_asks_nothing() {
        let mut server = JsonServer::default();
        let body = Some(r#"{"id":"r1","w":"d/1"}"#);
        assert_eq!(ask(&mut server, Method::Post, "/records", body).status, 201);
        assert_eq!(ask(&mut server, Method::Post, "/records", body).status, 500);
        assert_eq!(ask(&mut server, Method::Put, "/records/r1", body).status, 200);
        assert_eq!(ask(&mut server, Method::Put, "/records/r2", body).status, 404);
    }
}
