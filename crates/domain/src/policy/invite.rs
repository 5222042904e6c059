//! Making, renewing, revoking and using an invitation.

use super::{Action, Step, Via, require};
use crate::kinds::{Invite, InviteState};
use crate::limits;
use crate::refusal::{Reason, Refusal};
use crate::states::INVITATION;
use protocol::Body;

pub(super) fn make(step: &Step<'_>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::Invite)?;
    let invite: Invite = body.read()?;
    require(invite.state == InviteState::Open, Reason::WrongState, "/state")?;
    require(invite.used_by.is_none() && invite.used_at.is_none(), Reason::ServerOnly, "/used_by")?;
    if let Some(group) = &invite.group {
        require((1..=limits::GROUP_LINK_MAX).contains(&group.limit), Reason::WrongValue, "/group/limit")?;
        require(group.asked == 0, Reason::ServerOnly, "/group/asked")?;
    }
    check(&invite)?;
    expiry(step, &invite)
}

pub(super) fn change(step: &Step<'_>, before: &Body, after: &Body) -> Result<(), Refusal> {
    let (before, after): (Invite, Invite) = (before.read()?, after.read()?);
    check(&after)?;
    let turns = before.state != after.state;
    require(!INVITATION.is_terminal(&before.state), Reason::WrongState, "/state")?;
    require(!turns || INVITATION.allows(&before.state, &after.state), Reason::WrongState, "/state")?;
    // A link for many is never used up by one, and how many asked by it is the server's word. A new link is
    // asked by anew.
    let is_new_link = after.token_hash != before.token_hash;
    let is_counted = after.group == before.group || (is_new_link && after.group == before.recounted());
    require(is_counted, Reason::ServerOnly, "/group")?;
    if after.state == InviteState::Used {
        require(after.group.is_none(), Reason::WrongState, "/state")?;
        require(step.context.via != Via::Person, Reason::ServerOnly, "/state")?;
        return require(after.used_by.is_some(), Reason::Empty, "/used_by");
    }
    step.may(Action::Invite)?;
    let is_unused = after.used_by == before.used_by && after.used_at == before.used_at;
    require(is_unused, Reason::ServerOnly, "/used_by")?;
    // Whoever has the old link must not see it revived: a later expiry comes with a new token.
    let is_renewed = after.expires_at != before.expires_at;
    require(!is_renewed || is_new_link, Reason::BadHash, "/token_hash")?;
    if is_renewed { expiry(step, &after) } else { Ok(()) }
}

fn check(invite: &Invite) -> Result<(), Refusal> {
    limits::REAL_NAME.check("/for_name", &invite.for_name)?;
    limits::NOTE.check("/note", &invite.note)?;
    limits::sha256_text("/token_hash", &invite.token_hash)
}

fn expiry(step: &Step<'_>, invite: &Invite) -> Result<(), Refusal> {
    let ahead = invite.expires_at.saturating_sub(step.context.now_ms);
    require((1..=limits::INVITE_MAX_MS).contains(&ahead), Reason::BadExpiry, "/expires_at")
}
