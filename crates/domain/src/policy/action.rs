//! What a screen may offer, and why not.

use super::{Actor, Context};
use crate::kinds::{MemberState, Role};
use crate::measures::Muting;
use crate::refusal::{Reason, Refusal};

/// Something that a person may want to do in a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Found a space.
    CreateSpace,
    /// Change its name, purpose and the like.
    EditSpace,
    /// Read the stream, the rules and the list of members.
    ReadStream,
    /// Post and edit what one posted.
    Post,
    /// Announce something, as important where it is.
    Announce,
    /// Announce something as urgent, ask everybody to confirm it, and remind them.
    Urge,
    /// Take others' posts out of the stream.
    HidePosts,
    /// Arrange what all see: the channels, in which of them posts stand, and which posts are pinned.
    Arrange,
    /// Write the draft of the rules.
    WriteRulesDraft,
    /// Publish a version of the rules.
    PublishRules,
    /// Propose a change of the rules, and say something to a proposal.
    Propose,
    /// Confirm the binding version of the rules.
    ConfirmRules,
    /// Say how the rules enforce themselves.
    SetGuards,
    /// Decide about what guards set aside, and about reports.
    DecideHeld,
    /// See who has confirmed which version.
    SeeConfirmations,
    /// Invite, and call invitations back.
    Invite,
    /// See who waits to come in, and let them in or not.
    Admit,
    /// Warn, mute and remove members who are no administrators; give them a reset link.
    ManageMembers,
    /// Appoint administrators, trainers and reviewers, and manage them.
    ChangeRoles,
    /// Report a post.
    Report,
    /// Read the audit log.
    SeeAudit,
    /// Offer the space to another member, and take the offer back.
    HandOver,
    /// Leave the space.
    Leave,
    /// Keep a draft, a read cursor and the like for oneself.
    KeepOwn,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 24] = [
        Self::CreateSpace,
        Self::EditSpace,
        Self::ReadStream,
        Self::Post,
        Self::Announce,
        Self::Urge,
        Self::HidePosts,
        Self::Arrange,
        Self::WriteRulesDraft,
        Self::PublishRules,
        Self::Propose,
        Self::ConfirmRules,
        Self::SetGuards,
        Self::DecideHeld,
        Self::SeeConfirmations,
        Self::Invite,
        Self::Admit,
        Self::ManageMembers,
        Self::ChangeRoles,
        Self::Report,
        Self::SeeAudit,
        Self::HandOver,
        Self::Leave,
        Self::KeepOwn,
    ];
}

/// Whether `actor` may do `action`.
///
/// # Errors
/// Why not.
pub fn may(actor: &Actor, action: Action, context: &Context) -> Result<(), Refusal> {
    if action == Action::CreateSpace {
        return if actor.may_found { Ok(()) } else { Err(Reason::MayNotFound.into()) };
    }
    if context.owner.is_none() {
        return Err(Reason::NoSpace.into());
    }
    let verdict = match action {
        Action::EditSpace
        | Action::PublishRules
        | Action::SetGuards
        | Action::ChangeRoles
        | Action::HandOver => owner_only(actor, context),
        Action::HidePosts
        | Action::Arrange
        | Action::WriteRulesDraft
        | Action::DecideHeld
        | Action::SeeConfirmations
        | Action::Invite
        | Action::ManageMembers
        | Action::SeeAudit => staff_only(actor, context),
        Action::ReadStream
        | Action::ConfirmRules
        | Action::Report
        | Action::KeepOwn
        | Action::CreateSpace => reads(actor, context),
        Action::Admit => admits(actor, context),
        Action::Post => posts(actor, context),
        Action::Propose => proposes(actor, context),
        Action::Announce => announces(actor, context),
        Action::Urge => announces(actor, context).and_then(|()| staff_only(actor, context)),
        Action::Leave => leaves(actor, context),
    };
    verdict.map_err(|reason| {
        let muting = context.muting().filter(|_| reason == Reason::Muted);
        let rule = muting.and_then(|Muting { taken, .. }| taken.measure.rule);
        rule.map_or(Refusal::new(reason), |no| Refusal::new(reason).by_rule(no))
    })
}

fn owner_only(actor: &Actor, context: &Context) -> Result<(), Reason> {
    if actor.is_owner(context) {
        return Ok(());
    }
    is_member(actor)?;
    Err(Reason::OwnerOnly)
}

fn staff_only(actor: &Actor, context: &Context) -> Result<(), Reason> {
    if actor.is_staff(context) {
        return Ok(());
    }
    is_member(actor)?;
    Err(Reason::RoleNeeded)
}

fn reads(actor: &Actor, context: &Context) -> Result<(), Reason> {
    if actor.is_owner(context) {
        return Ok(());
    }
    is_member(actor)?;
    let readers = [Role::Owner, Role::Admin, Role::Trainer, Role::Reviewer, Role::Member, Role::Observer];
    if actor.has_any(&readers) { Ok(()) } else { Err(Reason::RoleNeeded) }
}

fn posts(actor: &Actor, context: &Context) -> Result<(), Reason> {
    if !actor.is_owner(context) {
        is_member(actor)?;
        if actor.state() == Some(&MemberState::Muted) || context.muting().is_some() {
            return Err(Reason::Muted);
        }
        if !actor.has_any(&[Role::Owner, Role::Admin, Role::Trainer, Role::Reviewer, Role::Member]) {
            return Err(Reason::RoleNeeded);
        }
    }
    if context.standing().may_post() { Ok(()) } else { Err(Reason::RulesNotConfirmed) }
}

/// Who has a voice in the group, also where they may not post: feedback is never locked.
fn proposes(actor: &Actor, context: &Context) -> Result<(), Reason> {
    if actor.is_owner(context) {
        return Ok(());
    }
    is_member(actor)?;
    let voices = [Role::Owner, Role::Admin, Role::Trainer, Role::Reviewer, Role::Member];
    if actor.has_any(&voices) { Ok(()) } else { Err(Reason::RoleNeeded) }
}

/// Owner, administrators and trainers, where they may post.
fn announces(actor: &Actor, context: &Context) -> Result<(), Reason> {
    posts(actor, context)?;
    let has_role = actor.is_owner(context) || actor.has_any(&[Role::Admin, Role::Trainer]);
    if has_role { Ok(()) } else { Err(Reason::RoleNeeded) }
}

/// Owner and administrators, and whom the owner has appointed to review.
fn admits(actor: &Actor, context: &Context) -> Result<(), Reason> {
    staff_only(actor, context).or_else(|reason| {
        let reviews = actor.state() == Some(&MemberState::Active) && actor.has(&Role::Reviewer);
        if reviews { Ok(()) } else { Err(reason) }
    })
}

fn leaves(actor: &Actor, context: &Context) -> Result<(), Reason> {
    if actor.is_owner(context) {
        return Err(Reason::OwnerStays);
    }
    match is_member(actor) {
        // Nobody is held in a space that they may not even read.
        Ok(()) | Err(Reason::Suspended) => Ok(()),
        other => other,
    }
}

/// Whether the actor is a member now. A membership that ended, or stands in a state of a later
/// version, is none.
fn is_member(actor: &Actor) -> Result<(), Reason> {
    match actor.state() {
        Some(
            MemberState::Active
            | MemberState::Muted
            | MemberState::Leaving
            | MemberState::Removing
            | MemberState::Departing,
        ) => Ok(()),
        Some(MemberState::Suspended) => Err(Reason::Suspended),
        Some(MemberState::Left | MemberState::Removed | MemberState::Departed | MemberState::Other(_))
        | None => Err(Reason::NotAMember),
    }
}
