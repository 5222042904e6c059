//! Joining, leaving, and what becomes of a membership in between.

use super::{Action, Step, Via, require};
use crate::kinds::{Member, MemberState, Role, member_id};
use crate::limits;
use crate::measures;
use crate::refusal::{Reason, Refusal};
use crate::states::MEMBERSHIP;
use protocol::Body;

/// The roles that an owner gives. The others come with what they are for.
const ASSIGNABLE: [Role; 5] = [Role::Admin, Role::Trainer, Role::Reviewer, Role::Member, Role::Observer];

pub(super) fn join(step: &Step<'_>, body: &Body) -> Result<(), Refusal> {
    let member: Member = body.read()?;
    check(step, &member)?;
    let is_self = member.person == step.actor.person;
    match step.context.via {
        Via::Server => Ok(()),
        Via::Invitation => enters(step, &member),
        Via::Person if is_self && step.actor.is_owner(step.context) => {
            require(member.roles.contains(&Role::Owner), Reason::UnknownRole, "/roles")?;
            require(member.state == MemberState::Active, Reason::WrongState, "/state")
        }
        Via::Person => Err(Reason::InvitationNeeded.into()),
    }
}

pub(super) fn change(step: &Step<'_>, before: &Body, after: &Body) -> Result<(), Refusal> {
    let (before, after): (Member, Member) = (before.read()?, after.read()?);
    check(step, &after)?;
    require(before.person == after.person, Reason::Immutable, "/person")?;
    match step.context.via {
        Via::Server => return Ok(()),
        Via::Invitation => return comes_back(step, &before, &after),
        Via::Person => {}
    }
    require(before.joined_at == after.joined_at, Reason::Immutable, "/joined_at")?;
    require(!MEMBERSHIP.is_terminal(&before.state), Reason::WrongState, "/state")?;
    let is_self = after.person == step.actor.person;
    if before.roles != after.roles {
        roles(step, &before, &after)?;
    }
    if before.state != after.state {
        state(step, is_self, &before, &after)?;
    }
    // What everybody reads beside the name is a way to speak, too.
    let speaks = before.dept != after.dept || before.post != after.post;
    let may_speak = matches!(before.state, MemberState::Active | MemberState::Leaving);
    require(!is_self || !speaks || may_speak, Reason::WrongState, "/state")?;
    let is_muted = is_self && speaks && step.context.muting().is_some();
    require(!is_muted, Reason::Muted, "/post")?;
    let touches_more = before.real_name != after.real_name || before.extra != after.extra;
    if !is_self || touches_more { manages(step, &before) } else { Ok(()) }
}

/// The shape of any membership that is written.
fn check(step: &Step<'_>, member: &Member) -> Result<(), Refusal> {
    require(member_id(&step.head.scope.space, &member.person) == step.head.id, Reason::WrongId, "/person")?;
    limits::REAL_NAME.check("/real_name", &member.real_name)?;
    limits::DEPT.check("/dept", &member.dept)?;
    limits::DEPT.check("/post", &member.post)?;
    limits::at_most(limits::MAX_ROLES, "/roles", &member.roles)?;
    require(!member.roles.is_empty(), Reason::Empty, "/roles")?;
    let is_owner = step.context.owner.as_ref() == Some(&member.person);
    require(is_owner || !member.roles.contains(&Role::Owner), Reason::UnknownRole, "/roles")
}

/// Somebody who has shown an invitation's token joins as a plain member.
fn enters(step: &Step<'_>, member: &Member) -> Result<(), Refusal> {
    require(member.person == step.actor.person, Reason::NotYours, "/person")?;
    require(member.roles == [Role::Member], Reason::UnknownRole, "/roles")?;
    require(member.state == MemberState::Active, Reason::WrongState, "/state")
}

/// A membership that ended accepts nothing. An invitation puts a new one in its place, because
/// a person has one membership record in a space.
fn comes_back(step: &Step<'_>, before: &Member, after: &Member) -> Result<(), Refusal> {
    require(MEMBERSHIP.is_terminal(&before.state), Reason::WrongState, "/state")?;
    enters(step, after)
}

fn roles(step: &Step<'_>, before: &Member, after: &Member) -> Result<(), Refusal> {
    step.may(Action::ChangeRoles)?;
    let owns = |member: &Member| member.roles.contains(&Role::Owner);
    // Where the space has changed hands, both memberships come to say so.
    let is_owner = step.context.owner.as_ref() == Some(&after.person);
    let is_so = owns(after) == owns(before) || owns(after) == is_owner;
    require(is_so, Reason::OwnerStays, "/roles")?;
    let is_known =
        |role: &Role| *role == Role::Owner || before.roles.contains(role) || ASSIGNABLE.contains(role);
    require(after.roles.iter().all(is_known), Reason::UnknownRole, "/roles")
}

fn state(step: &Step<'_>, is_self: bool, before: &Member, after: &Member) -> Result<(), Refusal> {
    use MemberState::{Active, Leaving, Left, Muted, Removed};
    require(MEMBERSHIP.allows(&before.state, &after.state), Reason::WrongState, "/state")?;
    if step.context.owner.as_ref() == Some(&after.person) {
        return Err(Refusal::new(Reason::OwnerStays).at("/state"));
    }
    match (is_self, &before.state, &after.state) {
        (true, _, Left | Leaving) => step.may(Action::Leave),
        (true, Leaving, Active) => step.may(Action::Leave),
        (true, ..) => Err(Refusal::new(Reason::NotYours).at("/state")),
        // Leaving is one's own wish: staff can grant it, not invent it.
        (false, from, Leaving) | (false, from, Left) if *from != Leaving => {
            Err(Refusal::new(Reason::NotYours).at("/state"))
        }
        // What is done against somebody has a measure with its rule and its reason before it.
        (false, _, Removed) => {
            manages(step, before)?;
            let taken = &step.context.case.measures;
            let has_measure = measures::is_removed_by(taken, &step.actor.person, before.joined_at);
            require(has_measure, Reason::MeasureNeeded, "/state")
        }
        (false, _, Muted) => {
            manages(step, before)?;
            require(false, Reason::MeasureNeeded, "/state")
        }
        (false, ..) => manages(step, before),
    }
}

/// Whether the actor may manage this member: administrators manage members, the owner all.
fn manages(step: &Step<'_>, target: &Member) -> Result<(), Refusal> {
    let is_owner = step.context.owner.as_ref() == Some(&target.person);
    let action = if is_owner || target.roles.contains(&Role::Admin) {
        Action::ChangeRoles
    } else {
        Action::ManageMembers
    };
    step.may(action)
}
