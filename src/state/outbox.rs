//! What waits, was refused or met a conflict: the writes that the backend has yet to take.

use domain::Reason;
use domain::kinds::{self, Draft};
use domain::shown::is_blank;
use protocol::{Body, Head, MutationState, Op, Problem};
use serde::Serialize;
use sync::{Place, Unsent};

/// Where a waiting write stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Waits for its turn or for the network.
    Queued,
    /// On its way.
    Sending,
    /// Sent, and the answer was lost: it is asked for.
    Unsure,
    /// Waits for the write with this number, which a person must decide about first.
    Behind(u64),
    /// Held back for a reason of its own; a person decides.
    Parked(Problem),
    /// Refused for good; kept until a person decides.
    Refused(Problem),
    /// Another changed the same field; the server's value is visible, ours is kept.
    Conflict {
        /// The server's body, if it may be read.
        theirs: Option<Body>,
        /// Whether ours was taken before, and overwritten by somebody who had not read it.
        overwritten: bool,
    },
}

/// One write that the backend has yet to take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its number in the log: its name for [`crate::state::Engine::resolve`].
    pub lsn: u64,
    /// Which record.
    pub head: Head,
    /// What it does.
    pub op: Op,
    /// When it was written, by the device's clock, UTC milliseconds.
    pub written_at: i64,
    /// Where it stands.
    pub fate: Fate,
}

impl Fate {
    /// Whether it waits for nothing but the person's confirmation of the binding rules.
    pub fn is_overtaken(&self) -> bool {
        match self {
            Self::Parked(problem) | Self::Refused(problem) => wants_confirmation(problem),
            _ => false,
        }
    }
}

/// Whether nothing is wrong but that the binding rules are not confirmed.
pub(crate) fn wants_confirmation(problem: &Problem) -> bool {
    problem.code == Reason::RulesNotConfirmed.code()
}

impl Waiting {
    /// Whether only a person can decide what becomes of it.
    pub fn needs_decision(&self) -> bool {
        matches!(self.fate, Fate::Parked(_) | Fate::Refused(_) | Fate::Conflict { .. })
    }
}

/// Whether a person would count `unsent` among what they wrote. A reading position is nothing that
/// one writes, and of a draft only the last text counts, if there is any: posting empties it.
/// What needs a decision always counts.
pub(crate) fn is_work(unsent: &Unsent<'_>, outbox: &[Unsent<'_>]) -> bool {
    if matches!(unsent.place, Place::Parked(_) | Place::Refused(_) | Place::Conflicted(_)) {
        return true;
    }
    match unsent.head().kind.as_str() {
        kinds::READ => false,
        kinds::DRAFT => {
            let is_later = |other: &Unsent<'_>| other.lsn > unsent.lsn && other.head().id == unsent.head().id;
            has_text(unsent.op()) && !outbox.iter().any(is_later)
        }
        _ => true,
    }
}

fn has_text(op: &Op) -> bool {
    let (Op::Create(body) | Op::Update { body, .. }) = op else { return false };
    body.read::<Draft>().is_ok_and(|draft| !is_blank(&draft.text))
}

/// What a person wrote and the backend has yet to take, oldest first.
pub(crate) fn work(engine: &sync::Engine) -> Vec<Waiting> {
    let outbox = engine.outbox();
    outbox.iter().filter(|unsent| is_work(unsent, &outbox)).map(waiting).collect()
}

/// An unsent write as the screens have it.
fn waiting(unsent: &Unsent<'_>) -> Waiting {
    Waiting {
        lsn: unsent.lsn,
        head: unsent.head().clone(),
        op: unsent.op().clone(),
        written_at: unsent.mutation.hlc.wall_ms,
        fate: fate(unsent),
    }
}

pub(crate) fn fate(unsent: &Unsent<'_>) -> Fate {
    match unsent.place {
        Place::Waiting => match unsent.mutation.state {
            MutationState::InFlight { .. } | MutationState::AckedUnseen { .. } => Fate::Sending,
            _ => Fate::Queued,
        },
        Place::Unknown => Fate::Unsure,
        Place::Behind(lsn) => Fate::Behind(lsn),
        Place::Parked(problem) => Fate::Parked(problem.clone()),
        Place::Refused(problem) => Fate::Refused(problem.clone()),
        Place::Conflicted(theirs) => Fate::Conflict {
            theirs: theirs.map(|record| record.body.clone()),
            overwritten: unsent.was_overwritten(),
        },
    }
}

/// The file that a person takes away: whole mutations, so that nothing is missing in it. No
/// secrets travel in records.
#[derive(Serialize)]
struct Export<'a> {
    format: &'static str,
    exported_at: i64,
    writes: Vec<&'a protocol::Mutation>,
    unreadable: Vec<u64>,
}

/// The outbox as JSON; `only` one write of it, or all.
pub(crate) fn export(engine: &sync::Engine, only: Option<u64>, now_ms: i64) -> String {
    let unsent = engine.outbox();
    let chosen = unsent.iter().filter(|unsent| only.is_none_or(|lsn| lsn == unsent.lsn));
    let file = Export {
        format: "qunyue-unsent-1",
        exported_at: now_ms,
        writes: chosen.map(|unsent| unsent.mutation).collect(),
        unreadable: engine.unreadable().collect(),
    };
    serde_json::to_string_pretty(&file).unwrap_or_default()
}
