//! Everything that can happen to an engine.

use crate::plan::{Found, TxFailure, TxReceipt};
use protocol::{Body, Head, Op, Outcome, PersonId, RecordId, Scope};

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub u64);
    };
}
number! {
    /// Names a read that the engine asked for.
    ReadId
}
number! {
    /// Names a transaction that the engine asked for.
    TxId
}
number! {
    /// Names a call to the backend.
    CallId
}
number! {
    /// Names a commit that a screen asked for; the screen chooses it.
    Ticket
}

/// The clocks of the device when an event is handed in. No decision but timers and the display
/// order rests on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Milliseconds since the tab started; never goes back.
    pub mono_ms: u64,
    /// UTC milliseconds as the device believes.
    pub wall_ms: i64,
}

/// What a timer is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timer {
    /// Push again after a failure.
    Push,
    /// Pull a scope again.
    Pull(Scope),
    /// Ask for the scopes again.
    Scopes,
    /// The leader's heartbeat, or a follower's look at it.
    Heartbeat,
    /// Fold rows into segments when idle.
    Compact,
}

/// One record write that a screen asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// The record's head.
    pub head: Head,
    /// What to do.
    pub op: Op,
    /// Records that must be on the server first.
    pub deps: Vec<RecordId>,
    /// The version of the record's schema.
    pub schema: u32,
}

/// A person's way out for a write that waits, was refused or met a conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// Send it again as it is.
    Retry,
    /// Send this body instead.
    Edit(Body),
    /// In a conflict: write ours over the server's version as it now is.
    UseMine,
    /// Give it up. The screen has named what is lost.
    Discard,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A read ended.
    ReadDone {
        /// Which.
        read: ReadId,
        /// What it found.
        found: Found,
    },
    /// A read failed; the adapter had tried to reopen.
    ReadFailed {
        /// Which.
        read: ReadId,
        /// Why.
        why: TxFailure,
    },
    /// A transaction is durable.
    TxDone {
        /// Which.
        tx: TxId,
        /// Its numbers.
        receipt: TxReceipt,
    },
    /// A transaction changed nothing.
    TxFailed {
        /// Which.
        tx: TxId,
        /// Why.
        why: TxFailure,
    },
    /// A screen writes: all of `writes` in one transaction.
    Commit {
        /// The screen's name for it.
        ticket: Ticket,
        /// The writes.
        writes: Vec<Write>,
    },
    /// A screen shows a scope: load its newest records and keep it current.
    Open(Scope),
    /// No screen shows the scope any more: its records may leave memory.
    Close(Scope),
    /// A screen wants records before the oldest in memory.
    LoadOlder(Scope),
    /// The backend answered, or the dialect gave up on it.
    Answer {
        /// Which call.
        call: CallId,
        /// What it brought.
        outcome: Outcome,
    },
    /// The backend hints that a scope changed (or, with `None`, that something did). It causes a
    /// pull and moves no cursor.
    Poke(Option<Scope>),
    /// The channel of pokes opened or closed; while it is open nothing is polled.
    Pokes {
        /// Whether it is open.
        open: bool,
    },
    /// A timer ran out.
    Tick(Timer),
    /// The browser believes that the network changed. A hint only.
    NetHint {
        /// Whether it is there.
        online: bool,
    },
    /// This tab holds the lock. Its epoch is committed before anything else.
    LeaderGained,
    /// This tab lost the lock.
    LeaderLost,
    /// Another tab committed up to this change.
    Peer {
        /// Its change counter.
        change: u64,
    },
    /// A session for this principal is there (again).
    SignedIn(PersonId),
    /// The session ended.
    SignedOut,
    /// A person decides about a waiting, refused or conflicting write.
    Resolve {
        /// The write's number in the log.
        lsn: u64,
        /// What to do.
        how: Resolution,
    },
    /// The page is shown or hidden.
    Visible(bool),
    /// The page runs again after a freeze.
    Resumed,
}
