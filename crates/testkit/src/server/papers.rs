//! Records as the documents of a server that stores what it is sent. What it holds lies in a vault,
//! which knows people's rights.

use super::vault::{Row, Vault};
use crate::cast::Role;
use protocol::{Audience, Body, DeviceId, Head, Kind, Mid, PersonId, Record, RecordId, Rev, Scope, SpaceId};
use serde_json::{Value, json};

/// A record's document, without what its server adds.
pub(super) fn document(record: &Record) -> Value {
    let Head { scope, kind, author, subject, .. } = &record.head;
    let body: Value = record.body.read().unwrap_or_default();
    json!({
        "space": scope.space, "audience": scope.audience, "kind": kind, "author": author, "subject": subject,
        "at": record.at, "gone": record.deleted, "body": body,
    })
}

/// The head that a document names.
pub(super) fn head_of(id: &RecordId, document: &Value) -> Option<Head> {
    let text = |name: &str| document.get(name).and_then(Value::as_str);
    Some(Head {
        id: id.clone(),
        scope: Scope::new(SpaceId::from(text("space")?), Audience::parse(text("audience")?).ok()?),
        kind: Kind::from(text("kind")?),
        author: PersonId::from(text("author")?),
        subject: text("subject").map(PersonId::from),
    })
}

/// The body in a document; of a deleted record it is empty.
pub(super) fn body_of(document: &Value) -> Body {
    let body = document.get("body").filter(|body| body.is_object());
    body.and_then(|body| Body::of(body).ok()).unwrap_or_else(Body::empty)
}

/// When its writer says that the record was written.
pub(super) fn at_of(document: &Value) -> Option<i64> {
    document.get("at").and_then(Value::as_i64)
}

/// The name of the write whose mark a document bears.
pub(super) fn mark_of(document: &Value) -> Option<Mid> {
    let (device, n) = document.get("w").and_then(Value::as_str)?.split_once('/')?;
    Some(Mid { device: DeviceId::from(device), n: n.parse().ok()? })
}

/// A row's document with the mark of the last writer.
pub(super) fn marked(row: &Row) -> Value {
    let mut document = document(&row.record);
    if let (Some(fields), Some(mid)) = (document.as_object_mut(), &row.mark) {
        fields.insert("w".to_owned(), format!("{}/{}", mid.device, mid.n).into());
    }
    document
}

/// Whether a document says that its record is deleted.
pub(super) fn is_gone(document: &Value) -> bool {
    document.get("gone") == Some(&Value::Bool(true))
}

impl Vault {
    /// The record of an id among those for an audience.
    pub(super) fn find(&self, audience: &str, id: &RecordId) -> Option<&Record> {
        let mut shelves = self.shelves.iter().filter(|(scope, _)| scope.audience.to_string() == audience);
        shelves.find_map(|(_, shelf)| shelf.rows.get(id)).map(|row| &row.record)
    }

    /// The row of an id, wherever it stands.
    pub(super) fn row(&self, id: &RecordId) -> Option<&Row> {
        self.shelves.values().find_map(|shelf| shelf.rows.get(id))
    }

    /// The rows of a space for an audience, by their place in its history.
    pub(super) fn rows(&self, space: &str, audience: &str) -> Vec<&Row> {
        let scope = Audience::parse(audience).ok().map(|of| Scope::new(SpaceId::from(space), of));
        let shelf = scope.and_then(|scope| self.shelves.get(&scope));
        let rows = shelf.map(|shelf| shelf.by_seq.values().filter_map(|id| shelf.rows.get(id)).collect());
        rows.unwrap_or_default()
    }

    /// The records of a space for an audience that a person may read, by their place in its history.
    pub(super) fn told(&self, person: &PersonId, space: &str, audience: &str) -> Option<Vec<&Record>> {
        let scope = Scope::new(SpaceId::from(space), Audience::parse(audience).ok()?);
        self.shelves.get(&scope).filter(|_| self.may_read(person, &scope))?;
        let records = self.rows(space, audience).into_iter().map(|row| &row.record);
        Some(records.filter(|record| self.sees(person, record)).collect())
    }

    /// Whether a person sees a record, by rules that judge each row.
    pub(super) fn is_row_of(&self, person: &PersonId, record: &Record) -> bool {
        self.may_read(person, &record.head.scope) && self.sees(person, record)
    }

    /// A person's memberships, as records.
    pub(super) fn memberships(&self, person: &PersonId) -> Vec<Record> {
        let mine = self.roles.iter().filter(|((_, who), _)| who == person);
        let changes = |key| self.grants.get(key).copied().unwrap_or_default();
        mine.map(|(key, role)| membership((&key.0, person), *role, changes(key))).collect()
    }
}

fn membership((space, person): (&SpaceId, &PersonId), role: Role, changes: u64) -> Record {
    let roles = match role {
        Role::Owner => ["owner", "member"].as_slice(),
        Role::Admin => &["admin", "member"],
        Role::Member => &["member"],
    };
    let body = json!({ "person": person, "roles": roles, "state": "active" });
    Record {
        head: Head {
            id: RecordId::derived(&[space.as_str(), "member", person.as_str()]),
            scope: Scope::new(space.clone(), Audience::All),
            kind: Kind::from("member"),
            author: person.clone(),
            subject: None,
        },
        rev: Rev(changes.saturating_add(1).to_string()),
        at: 0,
        deleted: false,
        body: Body::of(&body).unwrap_or_else(|_| Body::empty()),
    }
}
