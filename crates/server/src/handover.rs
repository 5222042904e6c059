//! A space that changes hands: with the offer that is accepted the space, and both memberships, say so at
//! once or not at all.

use crate::store::Turn;
use crate::store::records::{self, Draft};
use crate::trouble::Trouble;
use domain::intent::{former_roles, owning_roles};
use domain::kinds::{Handover, HandoverState, KnownKind, Member, Role, Space, member_id, space_id};
use protocol::{Audience, Body, PersonId, Record, RecordId, Scope, SpaceId};

/// What follows from a record that was just written: the owner's offer, once accepted, passes the space on.
pub(crate) fn follow(turn: &mut Turn<'_>, before: Option<&Record>, after: &Record) -> Result<(), Trouble> {
    let is_answered = KnownKind::of(&after.head.kind) == Some(KnownKind::Handover) && before.is_some();
    let Some(heir) = after.head.subject.as_ref().filter(|_| is_answered && !after.deleted) else {
        return Ok(());
    };
    let handover: Handover = read(&after.body)?;
    if handover.state != HandoverState::Accepted {
        return Ok(());
    }
    pass_on(turn, &after.head.scope.space, &after.head.author, heir)
}

/// Makes `heir` the owner in the place of `former`.
fn pass_on(turn: &mut Turn<'_>, space: &SpaceId, former: &PersonId, heir: &PersonId) -> Result<(), Trouble> {
    rewrite(turn, space, &space_id(space), |about: &mut Space| about.owner = Some(heir.clone()))?;
    reappoint(turn, space, heir, owning_roles)?;
    reappoint(turn, space, former, former_roles)
}

fn reappoint(
    turn: &mut Turn<'_>,
    space: &SpaceId,
    person: &PersonId,
    roles: fn(&[Role]) -> Vec<Role>,
) -> Result<(), Trouble> {
    rewrite(turn, space, &member_id(space, person), |member: &mut Member| member.roles = roles(&member.roles))
}

/// Writes a record of all members anew; an owner may have no membership.
fn rewrite<T: serde::de::DeserializeOwned + serde::Serialize>(
    turn: &mut Turn<'_>,
    space: &SpaceId,
    id: &RecordId,
    change: impl FnOnce(&mut T),
) -> Result<(), Trouble> {
    let scope = Scope::new(space.clone(), Audience::All);
    let Some(record) = records::find(turn.connection(), &scope, id)? else { return Ok(()) };
    let mut value: T = read(&record.body)?;
    change(&mut value);
    let body = Body::of(&value).map_err(|error| Trouble::Broken(error.to_string()))?;
    records::store(turn, &Draft { head: &record.head, at: Some(record.at), body: Some(&body) })?;
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(body: &Body) -> Result<T, Trouble> {
    body.read().map_err(|error| Trouble::Broken(format!("a judged body does not read: {error}")))
}
