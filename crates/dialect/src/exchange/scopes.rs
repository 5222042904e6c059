//! Which scopes the signed-in person may read.

use super::sequence::items;
use super::walk::Walk;
use super::{Context, Turn};
use crate::heard::Heard;
use crate::http::{Request, Response};
use crate::profile::outcomes::{Meaning, OpName};
use crate::profile::scopes::{Endpoint, Members, Scopes};
use crate::template::plain;
use crate::wire;
use protocol::{Failure, Outcome, Scope, ScopeHead, order};
use serde_json::Value;
use std::collections::BTreeMap;

/// The scopes are asked for.
#[derive(Clone, Debug)]
pub(super) struct ScopesTalk {
    walk: Option<Walk>,
    found: BTreeMap<Scope, ScopeHead>,
}

impl ScopesTalk {
    pub(super) fn new() -> Self {
        Self { walk: None, found: BTreeMap::new() }
    }

    pub(super) fn start(&mut self, context: &Context) -> Turn<Outcome> {
        match &context.spec.scopes {
            Scopes::Endpoint(endpoint) => {
                Turn::Send(endpoint.list.ask.build(&context.spec, &context.vars, &[]))
            }
            Scopes::Members(_) if context.session.person.is_none() => {
                Turn::Done(Outcome::Failed(Failure::SignedOut))
            }
            Scopes::Members(members) => Turn::Send(self.walk(context, members)),
            Scopes::Fixed(texts) => {
                let scopes = texts.iter().filter_map(|text| Scope::parse(&text.fill(&context.vars)).ok());
                let heads = scopes.map(|scope| ScopeHead { scope, grant: "fixed".to_owned(), head: None });
                Turn::Done(Outcome::Scopes(heads.collect()))
            }
        }
    }

    pub(super) fn answer(
        &mut self,
        context: &Context,
        response: Option<&Response>,
        now_ms: i64,
    ) -> Turn<Outcome> {
        let heard = Heard::new(&context.spec, OpName::Scopes, response, now_ms);
        let turn = match &context.spec.scopes {
            Scopes::Members(members) => self.go_on(context, members, &heard),
            _ => told(context, &heard).map(|heads| Turn::Done(Outcome::Scopes(heads))),
        };
        turn.unwrap_or_else(|failure| Turn::Done(Outcome::Failed(failure)))
    }

    fn walk(&mut self, context: &Context, members: &Members) -> Request {
        let mut walk = Walk::new(&members.list, context.vars.clone(), Vec::new(), context.spec.paging.size);
        let request = walk.request(context);
        self.walk = Some(walk);
        request
    }

    fn go_on(
        &mut self,
        context: &Context,
        members: &Members,
        heard: &Heard,
    ) -> Result<Turn<Outcome>, Failure> {
        let walk = self.walk.as_mut().ok_or(Failure::Unknown)?;
        let leaf = walk.take(context, heard)?;
        for item in &leaf.items {
            if let Some(raw) = item.pointer(&members.list.item) {
                self.note(context, members, raw);
            }
        }
        Ok(match leaf.next {
            Some(request) => Turn::Send(request),
            None => Turn::Done(Outcome::Scopes(std::mem::take(&mut self.found).into_values().collect())),
        })
    }

    /// Notes the scopes that a record of membership opens.
    fn note(&mut self, context: &Context, members: &Members, raw: &Value) {
        // What else is in it must not close the scopes.
        let Some((head, deleted)) = wire::read_head(&context.spec, raw, None) else { return };
        let text = |pointer: &str| raw.pointer(pointer).and_then(Value::as_str);
        let is_mine = text(&members.person) == context.session.person.as_ref().map(|person| person.as_str());
        let state_reads = members
            .state
            .as_ref()
            .is_none_or(|(at, states)| text(at).is_some_and(|state| states.iter().any(|s| s == state)));
        if deleted || head.kind.as_str() != members.kind || !is_mine || !state_reads {
            return;
        }
        let mut roles: Vec<&str> = match raw.pointer(&members.roles) {
            Some(Value::Array(roles)) => roles.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        order(&mut roles, Ord::cmp);
        // A role that was lost and given back within one look looks as before, but what was written in
        // between went by unseen: it is the membership's version that tells.
        let rev = wire::read_rev(&context.spec, raw, None);
        let grant = format!("{}@{}", roles.join(","), rev.0);
        for (role, audiences) in &members.audiences {
            if role == "*" || roles.contains(&role.as_str()) {
                for audience in audiences {
                    let scope = Scope::new(head.scope.space.clone(), audience.clone());
                    let head = ScopeHead { scope: scope.clone(), grant: grant.clone(), head: None };
                    self.found.insert(scope, head);
                }
            }
        }
    }
}

/// The scopes that the server tells. One that this version can't name is passed over.
fn told(context: &Context, heard: &Heard) -> Result<Vec<ScopeHead>, Failure> {
    let Scopes::Endpoint(endpoint) = &context.spec.scopes else { return Err(Failure::Unknown) };
    let Endpoint { list, scope, grant, head } = &**endpoint;
    if heard.meaning != Meaning::Ok {
        return Err(heard.failure());
    }
    let items = items(heard, &list.items)?.iter().filter_map(|item| item.pointer(&list.item));
    let text = |raw: &Value, pointer: &str| raw.pointer(pointer).filter(|value| !value.is_null()).map(plain);
    let heads = items.filter_map(|raw| {
        Some(ScopeHead {
            scope: Scope::parse(&text(raw, scope)?).ok()?,
            grant: text(raw, grant).unwrap_or_default(),
            head: head.as_ref().and_then(|at| text(raw, at)),
        })
    });
    Ok(heads.collect())
}
