//! Everything that an engine asks its driver to do.

use crate::event::{CallId, ReadId, Ticket, Timer, TxId};
use crate::plan::{ReadPlan, TxFailure, TxPlan};
use protocol::{Call, Mid, RecordId, Scope};
use std::collections::{BTreeMap, BTreeSet};

/// Records whose visible value may have changed, by scope; and whether the list of waiting,
/// refused and conflicting writes or the state of sync did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChangeSet {
    /// Changed records.
    pub records: BTreeMap<Scope, BTreeSet<RecordId>>,
    /// Scopes to be read anew as a whole.
    pub scopes: BTreeSet<Scope>,
    /// Whether the outbox changed.
    pub outbox: bool,
    /// Whether the status (leader, online, signed in, loading) changed.
    pub status: bool,
}

/// Something that a person should hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issue {
    /// The browser wiped the store; so many writes were unsent, if the ledger knew.
    StoreWiped {
        /// How many.
        unsent: Option<u64>,
    },
    /// Nothing can be kept on this device.
    NotKept,
    /// The disk is full.
    Full,
    /// The stored data was written by a later version: read and append only, reload for more.
    NewerFormat,
    /// A stored value was corrupt; it is pulled again, or, in the log, shown.
    Corrupt {
        /// The log number, if it was a write.
        lsn: Option<u64>,
    },
    /// The disk lost writes that were kept in the log. What they were can't be told.
    Missing {
        /// How many.
        writes: u64,
    },
    /// The scope may not be read any more; its unsent writes are kept aside.
    ScopeLost(Scope),
    /// Records of the scope are on the backend, but can't be read; the others are.
    Unreadable(Scope),
    /// The backend answers something else than records.
    ForeignBackend(String),
}

/// What the driver must do. Timers count from the event that set them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read, then hand in `ReadDone` or `ReadFailed`.
    Read(ReadId, ReadPlan),
    /// Run the transaction, then hand in `TxDone` or `TxFailed`. Transactions run in the order given.
    Tx(TxId, TxPlan),
    /// Ask the backend, then hand in `Answer`.
    Call(CallId, Call),
    /// The answer is no longer wanted; the call may be aborted.
    Abandon(CallId),
    /// (Re)start a timer, to run out after so many milliseconds; `None` stops it.
    Timer(Timer, Option<u64>),
    /// Tell the screens.
    Publish(ChangeSet),
    /// Tell other tabs that the change counter stands here.
    Broadcast(u64),
    /// A commit is durable, or was not taken.
    Committed {
        /// The screen's name for it.
        ticket: Ticket,
        /// The mutations' names, or why nothing was kept.
        result: Result<Vec<Mid>, TxFailure>,
    },
    /// Ask for the lock; `steal` takes it from a silent leader.
    WantLeader {
        /// Whether to take it by force.
        steal: bool,
    },
    /// Give the lock up.
    YieldLeader,
    /// Keep the channel of pokes open, or closed.
    WantPokes(bool),
    /// A person should hear of this.
    Surface(Issue),
}
