//! What one transaction does and what one read asks for, as data. An adapter runs a plan without
//! an `.await` between opening and committing.

use serde::{Deserialize, Serialize};

/// The five stores. They are generic and never change, so the database's version stays 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Store {
    /// Mutations; keys are given by the store and grow, also over deletions and restarts.
    Log,
    /// Hot records.
    Rows,
    /// Sealed segments of records.
    Segs,
    /// Cursors, epoch, device, directory of segments, change journal.
    Meta,
    /// Conflicts, refused writes, blobs.
    Side,
}

/// A key. `Log` has numbers, every other store has text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StoreKey {
    /// A log sequence number.
    Lsn(u64),
    /// Any text; parts are joined by U+0000.
    Text(String),
}

/// How surely a transaction must be on the disk when it is reported done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Flushed: for the log, and for conflicts and refusals.
    Strict,
    /// Handed to the operating system: for what can be pulled again.
    Relaxed,
}

/// A clear `meta` value that must still hold when the transaction runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    /// The key in `meta`.
    pub key: String,
    /// The expected bytes; `None` expects no value.
    pub expected: Option<Vec<u8>>,
}

/// Writes a value under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// The store.
    pub store: Store,
    /// The key.
    pub key: StoreKey,
    /// The sealed value.
    pub value: Vec<u8>,
}

/// Appends a value to `Log` under the next number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append(pub Vec<u8>);

/// What one transaction does: all of it, or nothing.
///
/// The adapter reads the guards and the journal (`meta`, key [`crate::plan::JOURNAL`]), and in the
/// last read's callback issues every write, the journal's next value ([`crate::journal::next`])
/// among them, then commits. Deletions come first, then puts, then appends; no plan names a key
/// twice. An appended mutation's own number is its key, whatever its bytes say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TxPlan {
    /// How durable.
    pub durability: Durability,
    /// What must still hold.
    pub guards: Vec<Guard>,
    /// Values to write.
    pub puts: Vec<Put>,
    /// Keys to remove.
    pub deletes: Vec<(Store, StoreKey)>,
    /// Values to append to the log.
    pub appends: Vec<Append>,
}

/// The `meta` key of the change journal.
pub const JOURNAL: &str = "journal";

/// What a finished transaction tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TxReceipt {
    /// The numbers of the appended values, in order.
    pub lsns: Vec<u64>,
    /// The change counter after it.
    pub change: u64,
}

/// Why a transaction changed nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TxFailure {
    /// A guarded value differs.
    Guard {
        /// Its key.
        key: String,
    },
    /// The disk or the quota is full.
    Quota,
    /// The connection is gone and could not be had again.
    Lost,
    /// The store refused for another reason, in its words.
    Aborted(String),
}

/// A half-open range of keys of one store, and how many at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRange {
    /// The store.
    pub store: Store,
    /// From this key, inclusive.
    pub from: StoreKey,
    /// To this key, exclusive; `None` for the store's end.
    pub to: Option<StoreKey>,
    /// At most so many; `None` for all.
    pub limit: Option<u32>,
}

/// One consistent read of several places, in one read-only transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadPlan {
    /// Single values.
    pub gets: Vec<(Store, StoreKey)>,
    /// Ranges, ascending.
    pub ranges: Vec<KeyRange>,
}

/// What a read found, in the order of its plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// A value or nothing for each of `gets`.
    pub gets: Vec<Option<Vec<u8>>>,
    /// Keys and values for each of `ranges`.
    pub ranges: Vec<Vec<(StoreKey, Vec<u8>)>>,
}
