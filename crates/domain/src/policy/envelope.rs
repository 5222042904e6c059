//! What every record's head must keep, whatever the kind.

use super::{Actor, Change, Context, Via, require};
use crate::kinds::{self, KnownKind};
use crate::refusal::{Reason, Refusal};
use protocol::{Audience, Head, RecordId};

pub(super) fn check(
    actor: &Actor,
    known: Option<KnownKind>,
    change: &Change<'_>,
    context: &Context,
) -> Result<(), Refusal> {
    let head = change.head;
    if known != Some(KnownKind::Space) && context.owner.is_none() {
        return Err(Reason::NoSpace.into());
    }
    match change.before {
        Some(before) if before.deleted => return Err(Reason::Gone.into()),
        Some(before) if before.head != head => return Err(Reason::Immutable.into()),
        Some(_) => {}
        None if matches!(change.after, super::After::Tombstone) => return Err(Reason::Gone.into()),
        None => {
            let is_own = head.author == actor.person || context.via == Via::Server;
            require(is_own, Reason::WrongAuthor, "/author")?;
        }
    }
    audience(known, head)?;
    subject(actor, known, change, context)?;
    if known == Some(KnownKind::Audit) && context.via != Via::Server {
        return Err(Reason::ServerOnly.into());
    }
    require(id_fits(known, head), Reason::WrongId, "/id")
}

fn audience(known: Option<KnownKind>, head: &Head) -> Result<(), Refusal> {
    match known {
        Some(known) => require(head.scope.audience == known.audience(), Reason::WrongAudience, "/scope"),
        None => require(head.scope.audience == Audience::Private, Reason::UnknownKind, "/kind"),
    }
}

fn subject(
    actor: &Actor,
    known: Option<KnownKind>,
    change: &Change<'_>,
    context: &Context,
) -> Result<(), Refusal> {
    let head = change.head;
    match &head.subject {
        None => require(!head.scope.audience.has_subject(), Reason::WrongSubject, "/subject"),
        Some(_) if !head.scope.audience.has_subject() => {
            Err(Refusal::new(Reason::WrongSubject).at("/subject"))
        }
        // Staff decide about what its author has handed in.
        Some(_) if known == Some(KnownKind::Held) && change.before.is_some() => Ok(()),
        // Measures are about another, reports and offers go to another: their own rules say to whom.
        Some(_)
            if matches!(
                known,
                Some(KnownKind::Measure | KnownKind::Report | KnownKind::OwnerReport | KnownKind::Handover)
            ) =>
        {
            Ok(())
        }
        // No other kind of this version lets one person write about another.
        Some(subject) => {
            let is_own = *subject == actor.person || context.via == Via::Server;
            require(is_own, Reason::NotYours, "/subject")
        }
    }
}

/// Whether the id is the one that the kind asks for. Without this, anybody could occupy the id
/// of another's membership or of the next version of the rules. The ids of `member`, `rules`,
/// `ack`, `confirm`, `noted`, `scheduled`, `held`, `channel`, `reaction`, `opinion`, `pin` and reports depend on the body and
/// are checked there.
fn id_fits(known: Option<KnownKind>, head: &Head) -> bool {
    let space = &head.scope.space;
    let own = |id: fn(&_, &_) -> RecordId| head.subject.as_ref().is_some_and(|s| id(space, s) == head.id);
    match known {
        Some(KnownKind::Space) => kinds::space_id(space) == head.id && kinds::is_timed(&head.id),
        Some(KnownKind::RulesDraft) => kinds::rules_draft_id(space) == head.id,
        Some(KnownKind::Roster) => kinds::roster_id(space) == head.id,
        Some(KnownKind::Guards) => kinds::guards_id(space) == head.id,
        Some(KnownKind::Draft) => own(kinds::draft_id),
        Some(KnownKind::Read) => own(kinds::read_id),
        Some(KnownKind::Seen) => own(kinds::seen_id),
        Some(KnownKind::Member | KnownKind::Rules | KnownKind::Ack | KnownKind::Held) => true,
        Some(KnownKind::Channel | KnownKind::Reaction | KnownKind::Pin) => true,
        Some(KnownKind::Report | KnownKind::OwnerReport | KnownKind::Confirm | KnownKind::Noted) => true,
        Some(KnownKind::Scheduled | KnownKind::Opinion) => true,
        Some(
            KnownKind::Message
            | KnownKind::Notice
            | KnownKind::Proposal
            | KnownKind::Invite
            | KnownKind::Audit
            | KnownKind::Measure
            | KnownKind::Handover,
        )
        | None => kinds::is_timed(&head.id),
    }
}
