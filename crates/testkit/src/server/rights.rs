//! Who may read and write what. The rules are the model's own, simple enough to be right at sight.

use super::vault::{Vault, WireOp, WireWrite};
use crate::cast::{ACK, MESSAGE, Role};
use protocol::{Audience, PersonId, Problem, Record, Scope, ScopeHead, SpaceId};

impl Vault {
    /// The role of `person` in `space`.
    pub fn role(&self, space: &SpaceId, person: &PersonId) -> Option<Role> {
        self.roles.get(&(space.clone(), person.clone())).copied()
    }

    /// Gives `person` a role, or none. Their grant changes, so that cursors are dropped.
    pub fn set_role(&mut self, space: &SpaceId, person: &PersonId, role: Option<Role>) {
        let key = (space.clone(), person.clone());
        *self.grants.entry(key.clone()).or_default() += 1;
        match role {
            Some(role) => self.roles.insert(key, role),
            None => self.roles.remove(&key),
        };
    }

    /// Whether `person` may read `scope`.
    pub fn may_read(&self, person: &PersonId, scope: &Scope) -> bool {
        match (self.role(&scope.space, person), &scope.audience) {
            (None, _) => false,
            (Some(role), Audience::Staff | Audience::Keys) => role.is_staff(),
            (Some(_), _) => true,
        }
    }

    /// Whether `person`, who may read the record's scope, sees this record of it.
    pub fn sees(&self, person: &PersonId, record: &Record) -> bool {
        let is_staff = self.role(&record.head.scope.space, person).is_some_and(Role::is_staff);
        match record.head.scope.audience {
            Audience::Personal if self.manner.is_open => true,
            Audience::Personal => is_staff || record.head.subject.as_ref() == Some(person),
            Audience::Private => record.head.subject.as_ref() == Some(person),
            _ => true,
        }
    }

    /// The scopes that `person` may read. `hints` tells each one's newest change.
    pub fn scopes_of(&self, person: &PersonId, hints: bool) -> Vec<ScopeHead> {
        let readable = self.shelves.iter().filter(|(scope, _)| self.may_read(person, scope));
        readable
            .map(|(scope, shelf)| {
                let grant =
                    self.grants.get(&(scope.space.clone(), person.clone())).copied().unwrap_or_default();
                let head = hints.then(|| format!("{}.{}", shelf.generation, shelf.seq));
                ScopeHead { scope: scope.clone(), grant: grant.to_string(), head }
            })
            .collect()
    }

    pub(super) fn may_write(&self, person: &PersonId, write: &WireWrite) -> Result<(), Problem> {
        let scope = &write.head.scope;
        if !self.manner.is_open && !self.may_read(person, scope) {
            return Err(Problem::new(403, "not-a-member"));
        }
        if self.refused_kind == Some(write.head.kind.as_str()) {
            return Err(Problem::new(422, "unknown-kind"));
        }
        let held = self.record(scope, &write.head.id);
        let subject = held.map_or(write.head.subject.as_ref(), |record| record.head.subject.as_ref());
        let is_staff = self.role(&scope.space, person).is_some_and(Role::is_staff);
        let foreign = scope.audience.has_subject() && subject != Some(person);
        let helps = is_staff || self.manner.is_open;
        if foreign && (scope.audience == Audience::Private || !helps) {
            return Err(Problem::new(403, "not-yours"));
        }
        if self.manner.buries && held.is_some_and(|record| record.deleted) {
            return Err(Problem::new(403, "gone"));
        }
        match &write.op {
            WireOp::Create(body) | WireOp::Update(_, body) if body.as_str().contains("\"bad\"") => {
                Err(Problem::new(422, "bad-body"))
            }
            WireOp::Create(_) => Ok(()),
            _ if write.head.kind.as_str() == ACK => Err(Problem::new(403, "immutable")),
            _ if write.head.kind.as_str() == MESSAGE
                && held.is_some_and(|record| record.head.author != *person) =>
            {
                Err(Problem::new(403, "not-yours"))
            }
            _ => Ok(()),
        }
    }
}
