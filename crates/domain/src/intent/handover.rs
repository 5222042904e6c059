//! Handing a space over.

use super::{Desk, Intended};
use crate::kinds::{Handover, HandoverState, KnownKind, Member, Role, Space};
use crate::limits;
use crate::policy::{Actor, Before, Case, Context, Membership};
use protocol::{PersonId, RecordId};

/// What changes with the owner, where no server does it: the space, and both memberships.
#[derive(Clone, Copy, Debug)]
pub struct Estate<'a> {
    /// The space.
    pub space: Before<'a>,
    /// The membership of who takes over.
    pub mine: Before<'a>,
    /// The membership of who owned the space; `None` where there is none.
    pub former: Option<Before<'a>>,
}

/// Offers the space to `heir`, whose membership the context's case holds. `id` is a fresh time-ordered id.
///
/// # Errors
/// Anybody but the owner; oneself; somebody who is no active member.
pub fn offer_handover(desk: &Desk<'_>, id: RecordId, heir: &PersonId, note: &str) -> Intended {
    let mut head = desk.head(KnownKind::Handover, id);
    head.subject = Some(heir.clone());
    let handover = Handover::new(limits::REMARK.parse("/note", note)?);
    Ok(vec![desk.create(head, &handover, desk.ground())?])
}

/// Takes an offer back, or declines one.
///
/// # Errors
/// One that is answered, or another's to answer.
pub fn decide_handover(desk: &Desk<'_>, before: Before<'_>, state: HandoverState) -> Intended {
    let mut handover: Handover = before.body.read()?;
    handover.state = state;
    handover.decided_at = Some(desk.context.now_ms);
    desk.update(before, &handover)
}

/// Accepts an offer. Where the server passes the space on, that is all there is to write; where no server
/// does, the `estate` follows.
///
/// # Errors
/// As [`decide_handover`]; an offer of somebody who no longer owns the space.
pub fn accept_handover(desk: &Desk<'_>, before: Before<'_>, estate: Option<Estate<'_>>) -> Intended {
    let mut writes = decide_handover(desk, before, HandoverState::Accepted)?;
    let Some(Estate { space: before_space, mine, former }) = estate else { return Ok(writes) };
    let case = Case { is_heir: true, ..desk.context.case.clone() };
    let context = Context { case, ..desk.context.clone() };
    let mut space: Space = before_space.body.read()?;
    space.owner = Some(desk.me().clone());
    writes.extend(Desk { context: &context, ..*desk }.update(before_space, &space)?);

    let context = Context { owner: Some(desk.me().clone()), ..desk.context.clone() };
    let mut member: Member = mine.body.read()?;
    member.roles = owning_roles(&member.roles);
    let membership = Membership { roles: member.roles.clone(), state: member.state.clone() };
    let actor = Actor { membership: Some(membership), ..desk.actor.clone() };
    let desk = Desk { actor: &actor, context: &context, space: desk.space };
    writes.extend(desk.update(mine, &member)?);
    if let Some(former) = former {
        let mut member: Member = former.body.read()?;
        member.roles = former_roles(&member.roles);
        writes.extend(desk.update(former, &member)?);
    }
    Ok(writes)
}

/// The roles of who takes a space over: an owner needs no other.
pub fn owning_roles(roles: &[Role]) -> Vec<Role> {
    let kept = roles.iter().filter(|role| !matches!(role, Role::Owner | Role::Admin | Role::Member));
    std::iter::once(Role::Owner).chain(kept.cloned()).collect()
}

/// The roles of who has handed a space over: they go on as an administrator.
pub fn former_roles(roles: &[Role]) -> Vec<Role> {
    let kept = roles.iter().filter(|role| !matches!(role, Role::Owner | Role::Admin | Role::Member));
    [Role::Member, Role::Admin].into_iter().chain(kept.cloned()).collect()
}
