//! What becomes of memberships.

use super::{Desk, Intended, Profile};
use crate::kinds::{Member, MemberState, Role};
use crate::policy::Before;

/// Gives a member these roles in place of the present ones. The owner's stay.
///
/// # Errors
/// Anybody but the owner; a role that can't be given.
pub fn change_roles(desk: &Desk<'_>, before: Before<'_>, roles: Vec<Role>) -> Intended {
    let mut member: Member = before.body.read()?;
    member.roles = roles;
    desk.update(before, &member)
}

/// Leaves the space. `before` is one's own membership.
///
/// # Errors
/// The owner stays.
pub fn leave(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    turn(desk, before, MemberState::Left)
}

/// Changes what the member list says of a person. Members change their own department and post;
/// a real name is changed by whoever manages the member.
///
/// # Errors
/// A field that does not fit; another's membership.
pub fn change_profile(desk: &Desk<'_>, before: Before<'_>, profile: &Profile) -> Intended {
    let mut member: Member = before.body.read()?;
    profile.fill(&mut member)?;
    desk.update(before, &member)
}

fn turn(desk: &Desk<'_>, before: Before<'_>, state: MemberState) -> Intended {
    let mut member: Member = before.body.read()?;
    member.state = state;
    desk.update(before, &member)
}

/// The roles of a member with or without `role`. Who has none of their own is a plain member.
pub fn with_role(roles: &[Role], role: &Role, has: bool) -> Vec<Role> {
    let mut roles: Vec<Role> = roles.iter().filter(|known| *known != role).cloned().collect();
    if !roles.contains(&Role::Member) && !roles.contains(&Role::Owner) {
        roles.insert(0, Role::Member);
    }
    if has {
        roles.push(role.clone());
    }
    roles
}
