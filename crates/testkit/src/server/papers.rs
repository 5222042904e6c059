//! Records as the documents of a server that stores what it is sent. What it holds lies in a vault,
//! which knows people's rights.

use super::vault::Vault;
use crate::cast::Role;
use protocol::{Audience, Body, Head, Kind, PersonId, Record, RecordId, Rev, Scope, SpaceId};
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

    /// The records of a space for an audience that a person may read, by their place in its history.
    pub(super) fn told(&self, person: &PersonId, space: &str, audience: &str) -> Option<Vec<&Record>> {
        let scope = Scope::new(SpaceId::from(space), Audience::parse(audience).ok()?);
        let shelf = self.shelves.get(&scope).filter(|_| self.may_read(person, &scope))?;
        let rows = shelf.by_seq.values().filter_map(|id| shelf.rows.get(id)).map(|row| &row.record);
        Some(rows.filter(|record| self.sees(person, record)).collect())
    }

    /// A person's memberships, as records.
    pub(super) fn memberships(&self, person: &PersonId) -> Vec<Record> {
        let mine = self.roles.iter().filter(|((_, who), _)| who == person);
        mine.map(|((space, _), role)| membership(space, person, *role)).collect()
    }
}

fn membership(space: &SpaceId, person: &PersonId, role: Role) -> Record {
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
        rev: Rev("1".to_owned()),
        at: 0,
        deleted: false,
        body: Body::of(&body).unwrap_or_else(|_| Body::empty()),
    }
}
