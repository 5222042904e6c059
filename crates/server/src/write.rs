//! One write of one record: stored result, precondition, rules, effect, result. All in the
//! writer's turn, so that of many writes from one version exactly one wins.

use crate::audit;
use crate::guarded;
use crate::handover;
use crate::measures;
use crate::store::records::{self, Draft};
use crate::store::results::{self, Stored};
use crate::store::{Turn, spaces};
use crate::trouble::{Code, Refusal, Trouble};
use crate::wire::RecordWire;
use domain::kinds::{self, Ack};
use domain::policy::{After, Before, Change, Context, Via, judge};
use domain::rules::RulesRef;
use domain::rules::gate::{self, Confirmation};
use protocol::digest::sha256_hex;
use protocol::{Audience, Body, Head, Kind, Mid, PersonId, Record, RecordId, Rev, Scope, SpaceId};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

/// A write as it was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Write {
    /// Its name.
    pub(crate) mid: Mid,
    /// The record's id.
    pub(crate) id: RecordId,
    /// The record's scope.
    pub(crate) scope: Scope,
    /// The record's kind.
    pub(crate) kind: Kind,
    /// The record's subject.
    pub(crate) subject: Option<PersonId>,
    /// What it does.
    pub(crate) deed: Deed,
}

/// What a write does.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    /// Makes the record.
    Create(Body),
    /// Replaces the body of this version.
    Update(Rev, Body),
    /// Leaves a tombstone in place of this version.
    Delete(Rev),
}

/// A write that took effect, now or when it came first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Done {
    /// 201 for a creation, 200 for a change.
    pub(crate) status: u16,
    /// The record as written.
    pub(crate) record: RecordWire,
}

/// Takes a write, or says why not.
///
/// # Errors
/// [`Trouble::Refused`] where the write does not count; the turn is then to be undone.
pub(crate) fn take(turn: &mut Turn<'_>, person: &PersonId, write: &Write) -> Result<Done, Trouble> {
    let (db, now) = (turn.connection(), turn.now());
    let fingerprint = write.fingerprint();
    if let Some(stored) = results::find(db, &write.mid)? {
        return again(stored, person, write, &fingerprint);
    }
    let access = spaces::access(db, &write.scope.space, person)?;
    let current = records::find(db, &write.scope, &write.id)?;
    let watch = guarded::watch(db, person, write, now)?;
    let case = measures::case(db, person, write, current.as_ref(), now)?;
    let case = guarded::case(db, person, write, current.as_ref(), now, case)?;
    let context = context(db, &write.scope.space, person, now)?;
    let context = Context { owner: access.owner.clone(), watch, case, ..context };
    let head = write.head(person, current.as_ref());
    let change = write.change(&head, current.as_ref());
    let verdict = judge(&access.actor, &change, &context);
    if let Some(current) = write.stumbles_over(current.as_ref())? {
        let is_known = access.may_read(&write.scope.audience, current.head.subject.as_ref());
        // Whoever may not read the record learns of it only what the rules say.
        let current = is_known.then(|| Box::new(current.clone()));
        return Err(match (verdict, &current) {
            (Err(refusal), None) => Refusal::from(&refusal),
            _ => Refusal { current, ..Code::Conflict.refusal() },
        }
        .into());
    }
    verdict.map_err(|refusal| Refusal::from(&refusal).until(refusal.until_ms(), now))?;
    let at = current.as_ref().map(|current| current.at);
    let completed = measures::completed(db, write, current.as_ref())?;
    let body = completed.as_ref().or(write.body());
    let record = records::store(turn, &Draft { head: &head, at, body })?;
    guarded::follow(turn, current.as_ref(), &record)?;
    measures::follow(turn, person, current.as_ref(), &record)?;
    handover::follow(turn, current.as_ref(), &record)?;
    audit::derive(turn, person, current.as_ref(), &record)?;
    let done = Done { status: if current.is_some() { 200 } else { 201 }, record: record.into() };
    keep(turn.connection(), person, write, fingerprint, &done, now)?;
    Ok(done)
}

/// What the policy asks about the space, for what `person` does now.
pub(crate) fn context(
    db: &Connection,
    space: &SpaceId,
    person: &PersonId,
    now: i64,
) -> Result<Context, Trouble> {
    let published = spaces::published(db, space)?;
    let owner = spaces::owner(db, space)?;
    let scope = Scope::new(space.clone(), Audience::Personal);
    let mut confirmed = Vec::new();
    for edition in gate::open_editions(&published, now) {
        let id = kinds::ack_id(space, person, edition.rules.version);
        let Some(record) = records::find(db, &scope, &id)? else { continue };
        if let Ok(ack) = record.body.read::<Ack>() {
            let rules = RulesRef { version: ack.version, hash: ack.hash };
            confirmed.push(Confirmation { rules, at: record.at });
        }
    }
    let measures = measures::about(db, space, person)?;
    Ok(Context { owner, now_ms: now, published, confirmed, measures, via: Via::Person, ..Context::default() })
}

fn again(stored: Stored, person: &PersonId, write: &Write, fingerprint: &str) -> Result<Done, Trouble> {
    if stored.person != *person || stored.fingerprint != fingerprint {
        return Err(Code::MutationReused.into());
    }
    let mut done: Done = serde_json::from_str(&stored.answer)
        .map_err(|error| Trouble::Broken(format!("a stored result does not read: {error}")))?;
    if let Some(body) = write.body() {
        done.record.body = body.clone();
    }
    Ok(done)
}

fn keep(
    db: &Connection,
    person: &PersonId,
    write: &Write,
    fingerprint: String,
    done: &Done,
    now: i64,
) -> Result<(), Trouble> {
    let mut bare = done.clone();
    bare.record.body = records::empty()?;
    let answer = serde_json::to_string(&bare)
        .map_err(|error| Trouble::Broken(format!("a result does not write: {error}")))?;
    results::keep(db, &write.mid, &Stored { person: person.clone(), fingerprint, answer }, now)
}

impl Write {
    /// The content to write; none for a deletion.
    pub(crate) fn body(&self) -> Option<&Body> {
        match &self.deed {
            Deed::Create(body) | Deed::Update(_, body) => Some(body),
            Deed::Delete(_) => None,
        }
    }

    fn base(&self) -> Option<&Rev> {
        match &self.deed {
            Deed::Create(_) => None,
            Deed::Update(base, _) | Deed::Delete(base) => Some(base),
        }
    }

    /// The head that the record would have: an author stays for ever.
    fn head(&self, person: &PersonId, current: Option<&Record>) -> Head {
        Head {
            id: self.id.clone(),
            scope: self.scope.clone(),
            kind: self.kind.clone(),
            author: current.map_or(person, |current| &current.head.author).clone(),
            subject: self.subject.clone(),
        }
    }

    fn change<'a>(&'a self, head: &'a Head, current: Option<&'a Record>) -> Change<'a> {
        let after = self.body().map_or(After::Tombstone, After::Body);
        Change { head, before: current.map(Before::from), after }
    }

    /// The record that stands in the way: another version than the write started from.
    fn stumbles_over<'a>(&self, current: Option<&'a Record>) -> Result<Option<&'a Record>, Trouble> {
        match (self.base(), current) {
            (None, None) => Ok(None),
            (Some(base), Some(current)) if *base == current.rev => Ok(None),
            (_, Some(current)) => Ok(Some(current)),
            (Some(_), None) => Err(Code::RecordUnknown.into()),
        }
    }

    /// What tells this write from any other. Each part is preceded by its length.
    fn fingerprint(&self) -> String {
        let deed = match &self.deed {
            Deed::Create(_) => "create",
            Deed::Update(..) => "update",
            Deed::Delete(_) => "delete",
        };
        let scope = self.scope.to_string();
        let parts = [
            deed,
            self.id.as_str(),
            &scope,
            self.kind.as_str(),
            self.subject.as_ref().map_or("", PersonId::as_str),
            self.base().map_or("", |base| base.0.as_str()),
            self.body().map_or("", Body::as_str),
        ];
        let text: String = parts.iter().map(|part| format!("{}:{part}", part.len())).collect();
        sha256_hex(text.as_bytes())
    }
}
