//! What stands on the server before anybody comes, so that a first load has pages.

use super::World;
use super::backend::Model;
use crate::cast::{self, ANSWER, Fields, MESSAGE, TOPIC};
use crate::server::{WireOp, WireWrite};
use dialect::{Method, Request};
use protocol::{Head, Kind, PersonId, RecordId, Scope};
use serde_json::json;

impl World {
    /// Fills the server.
    pub(super) fn seed_server(&mut self) {
        for scope in self.cast.scopes() {
            let count = self.dice.people.weighted(&[(3, 0), (3, 3), (1, 11)]).unwrap_or(0);
            for _ in 0..count {
                self.seed_record(&scope);
            }
        }
        for effect in self.backend.drain_effects() {
            self.oracle.sees_seeded(&effect.after);
        }
        for record in self.backend.documents.all() {
            self.oracle.sees_seeded(&record);
        }
    }

    fn seed_record(&mut self, scope: &Scope) {
        let owner = PersonId::from("p0");
        let reader = self.dice.people.pick(&self.cast.people).cloned().unwrap_or_else(|| owner.clone());
        let subject = scope.audience.has_subject().then(|| reader.clone());
        let author = if scope.audience.has_subject() { reader } else { owner };
        let kind = self.dice.people.pick(&[MESSAGE, TOPIC, ANSWER]).copied().unwrap_or(MESSAGE);
        let id = RecordId::new(format!("r{}", self.tag()));
        let fields: Fields = cast::FIELDS.map(|field| (field.to_owned(), self.tag())).into();
        let head = Head { id, scope: scope.clone(), kind: Kind::from(kind), author, subject };
        if self.backend.model == Model::JsonServer {
            let body = json!({
                "id": head.id, "space": scope.space, "audience": scope.audience, "kind": head.kind,
                "author": head.author, "subject": head.subject, "at": self.backend.vault.clock(0),
                "deleted": false, "w": format!("seed/{}", head.id), "body": fields,
            });
            let (method, url) = (Method::Post, "/records".to_owned());
            let request = Request { method, url, headers: Vec::new(), body: Some(body.to_string()) };
            self.backend.documents.answer(&request);
            return;
        }
        let person = head.author.clone();
        let op = WireOp::Create(cast::body(&fields));
        let write = WireWrite { mid: None, head, op, at: None };
        self.backend.vault.write(&person, &write, 0, None);
    }
}
