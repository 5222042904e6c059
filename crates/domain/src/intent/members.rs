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

/// Takes a member out of the space. The record stays, with name and history.
///
/// # Errors
/// The owner as a target; an administrator as a target of an administrator.
pub fn remove_member(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    turn(desk, before, MemberState::Removed)
}

/// Lets a member read, but not post.
///
/// # Errors
/// As [`remove_member`].
pub fn mute(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    turn(desk, before, MemberState::Muted)
}

/// Lets a muted member post again.
///
/// # Errors
/// As [`remove_member`].
pub fn unmute(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    turn(desk, before, MemberState::Active)
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
