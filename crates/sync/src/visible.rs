//! What screens read of an engine: records with the pending writes folded in, the outbox, and how
//! sync stands.

use protocol::{Body, Head, Mid, Mutation, MutationState, Op, Problem, Record, Rev, Scope, lay_over};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// The code of the problem under which the unsent writes of a lost scope are parked.
pub const SCOPE_LOST: &str = "no-longer-a-member";

/// The code of the problem under which a creation is parked that may have arrived and been deleted
/// since: sent again by itself, it could bring back what was deleted.
pub const MAY_BE_DELETED: &str = "may-be-deleted";

/// A record as a screen shows it: the server's version with this device's pending writes over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visible<'a> {
    /// The record's head.
    pub head: &'a Head,
    /// The body.
    pub body: &'a Body,
    /// The server's time of creation; the device's, until the server took it.
    pub at: i64,
    /// The server's version below, if it has the record.
    pub rev: Option<&'a Rev>,
    /// How far its last write came.
    pub standing: Standing,
}

/// How far the last write of a record came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// The server has it.
    #[default]
    Synced,
    /// On its way, under this log number.
    Waiting(u64),
    /// Held back, because what it rests on was refused, because its scope was lost, or because it may
    /// have been deleted since it arrived.
    Parked(u64),
    /// Refused.
    Refused(u64),
    /// Somebody else changed the same; the server's version is shown.
    Conflicted(u64),
}

/// A write that has not arrived, with all that a person needs to decide about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsent<'a> {
    /// Its number in the log; [`crate::Resolution`] goes by it.
    pub lsn: u64,
    /// The mutation.
    pub mutation: &'a Mutation,
    /// Where it stands, its dependencies considered.
    pub place: Place<'a>,
}

impl<'a> Unsent<'a> {
    /// Its name.
    pub fn mid(&self) -> &'a Mid {
        &self.mutation.mid
    }

    /// The record's head.
    pub fn head(&self) -> &'a Head {
        &self.mutation.head
    }

    /// What it does.
    pub fn op(&self) -> &'a Op {
        &self.mutation.op
    }

    /// Whether it was taken, or rests on what was, and was overwritten by somebody who had not read
    /// that: so it goes where a backend compares nothing, and the last writer wins.
    pub fn was_overwritten(&self) -> bool {
        let Place::Conflicted(Some(theirs)) = self.place else { return false };
        let base = self.mutation.base_rev.as_ref();
        base.is_some_and(|base| base.is_unread_in(&theirs.rev, &self.mutation.mid.device))
    }
}

/// Where an unsent write stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// In the queue, or on its way.
    Waiting,
    /// Sent; whether it arrived is not known yet.
    Unknown,
    /// Waits for another write, which a person must decide about first.
    Behind(u64),
    /// Held back for a reason of its own.
    Parked(&'a Problem),
    /// Refused.
    Refused(&'a Problem),
    /// Somebody else changed the same; here is theirs, if there is one.
    Conflicted(Option<&'a Record>),
}

/// Whether older records can be had with [`crate::Event::LoadOlder`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Older {
    /// From the device.
    Here,
    /// From the server; none is asked while it can't be reached.
    There,
    /// Not in memory together with all that is.
    Full,
    /// All is shown.
    None,
}

/// How sync stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Whether the store was read.
    pub ready: bool,
    /// Whether this tab talks to the backend.
    pub leader: bool,
    /// Whether the backend answered last time, or the browser believes in a network.
    pub online: bool,
    /// Whether the account's session holds.
    pub signed_in: bool,
    /// Whether pokes arrive.
    pub pokes: bool,
    /// Whether the store was written by a later version: nothing but appending works.
    pub newer_format: bool,
    /// Open scopes whose newest records have not arrived yet.
    pub loading: BTreeSet<Scope>,
    /// Open scopes that were read from the device: what they don't show now is not there.
    pub shown: BTreeSet<Scope>,
    /// Scopes that the backend lets this person read.
    pub scopes: BTreeSet<Scope>,
    /// Writes on their way or in the queue.
    pub waiting: usize,
    /// Writes that a person must decide about: parked, refused, conflicting, unreadable.
    pub stuck: usize,
    /// When the oldest unsent write was made, by the device's clock.
    pub oldest_unsent_ms: Option<i64>,
    /// How far the server's clock is ahead of the device's, where the server tells it.
    pub server_offset_ms: Option<i64>,
}

/// Whether a mutation's effect is part of what screens show.
///
/// What is on its way is shown. What was refused or parked is shown only as long as the server has
/// no such record: a refused message stays in place with its reason, while a refused edit gives
/// way to what the server has. In a conflict the server's version stands.
pub fn is_folded(state: &MutationState, on_server: bool) -> bool {
    match state {
        MutationState::Queued
        | MutationState::InFlight { .. }
        | MutationState::Unknown
        | MutationState::AckedUnseen { .. } => true,
        MutationState::Parked(_) | MutationState::Rejected(_) => !on_server,
        MutationState::Conflicted { .. } => false,
    }
}

/// The body that shows: the server's live record with the mutations' edits laid over it in log
/// order. `None` where the record does not show. An edit of what is gone shows nothing: deletions
/// stand until a person decides.
pub fn fold<'a>(
    base: Option<&'a Record>,
    pending: impl Iterator<Item = &'a Mutation>,
) -> Option<Cow<'a, Body>> {
    let live = base.filter(|record| !record.deleted).map(|record| Cow::Borrowed(&record.body));
    let (on_server, is_deleted) = (live.is_some(), base.is_some_and(|record| record.deleted));
    pending.filter(|mutation| is_folded(&mutation.state, on_server)).fold(live, |shown, mutation| {
        match &mutation.op {
            // Made without knowing of the deletion, it must not bring the record back.
            Op::Create(_) if is_deleted && shown.is_none() && mutation.base_rev.is_none() => None,
            Op::Create(body) => Some(Cow::Borrowed(body)),
            Op::Update { body, base } => shown.map(|shown| {
                if *base == *shown { Cow::Borrowed(body) } else { Cow::Owned(lay_over(base, body, &shown)) }
            }),
            Op::Delete => None,
        }
    })
}
