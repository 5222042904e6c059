//! Inviting people. The token is made and kept by the caller; the record holds its hash alone.

use super::{Desk, Intended};
use crate::kinds::{GroupLink, Invite, InviteState, KnownKind};
use crate::limits;
use crate::policy::Before;
use crate::refusal::Refusal;
use protocol::RecordId;

/// Invites the person called `for_name`. `id` is a fresh time-ordered id.
///
/// # Errors
/// Anybody but staff; a field or an expiry that does not fit.
pub fn invite(
    desk: &Desk<'_>,
    id: RecordId,
    for_name: &str,
    note: &str,
    token_hash: &str,
    expires_at: i64,
) -> Intended {
    let invite = fresh(for_name, note, token_hash, expires_at)?;
    Ok(vec![desk.create(desk.head(KnownKind::Invite, id), &invite, desk.ground())?])
}

/// Makes a link by which up to `limit` people ask to come in, for the `purpose` that is noted with each.
///
/// # Errors
/// Anybody but staff; a field, a limit or an expiry that does not fit.
pub fn invite_many(
    desk: &Desk<'_>,
    id: RecordId,
    purpose: &str,
    limit: u32,
    token_hash: &str,
    expires_at: i64,
) -> Intended {
    let mut invite = fresh(purpose, "", token_hash, expires_at)?;
    invite.group = Some(GroupLink { limit, ..GroupLink::default() });
    Ok(vec![desk.create(desk.head(KnownKind::Invite, id), &invite, desk.ground())?])
}

fn fresh(for_name: &str, note: &str, token_hash: &str, expires_at: i64) -> Result<Invite, Refusal> {
    Ok(Invite {
        for_name: limits::REAL_NAME.parse("/for_name", for_name)?,
        note: limits::NOTE.parse("/note", note)?,
        token_hash: token_hash.to_owned(),
        expires_at,
        state: InviteState::Open,
        used_by: None,
        used_at: None,
        group: None,
        extra: Default::default(),
    })
}

/// Calls an open invitation back.
///
/// # Errors
/// Anybody but staff; an invitation that is not open.
pub fn revoke_invite(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    let mut invite: Invite = before.body.read()?;
    invite.state = InviteState::Revoked;
    desk.update(before, &invite)
}

/// Gives an open invitation, expired or not, a new link: the old one dies with its token, and by the new one
/// nobody has asked yet.
///
/// # Errors
/// Anybody but staff; an invitation that is not open; an expiry that does not fit.
pub fn renew_invite(desk: &Desk<'_>, before: Before<'_>, token_hash: &str, expires_at: i64) -> Intended {
    let mut invite: Invite = before.body.read()?;
    token_hash.clone_into(&mut invite.token_hash);
    invite.expires_at = expires_at;
    invite.group = invite.recounted();
    desk.update(before, &invite)
}
