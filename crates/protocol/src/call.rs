//! What the engine asks of a backend and what it hears back, before and after any dialect.

use crate::ids::RecordId;
use crate::mutation::Mutation;
use crate::problem::Problem;
use crate::record::{Record, Rev};
use crate::scope::Scope;
use serde::{Deserialize, Serialize};

/// A place in a scope's history: opaque to the engine, written and read by the dialect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// From where a page is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PullFrom {
    /// The first load: take the change cursor, then the newest page.
    Start,
    /// Older pages of a first load, newest first.
    Back(Cursor),
    /// What changed since.
    Since(Cursor),
}

/// One thing asked of the backend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// Which scopes the signed-in person may read.
    Scopes,
    /// Writes, in order. Each is judged alone: one refusal does not undo the others.
    Push(Vec<Mutation>),
    /// A page of a scope. `limit` counts records.
    Pull {
        /// The scope.
        scope: Scope,
        /// From where.
        from: PullFrom,
        /// How many records at most.
        limit: u32,
    },
    /// One record, also if it is deleted: to learn the fate of a write, or what it met.
    Read {
        /// Its scope.
        scope: Scope,
        /// Its id.
        id: RecordId,
    },
}

/// What became of one write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PushResult {
    /// Taken, now or before (the stored result of the same `Mid`).
    Done(Written),
    /// The record has another version than the write's base; here it is, if it may be read.
    Conflict(Option<Record>),
    /// Refused for good.
    Refused(Problem),
    /// Not judged; try again.
    Retry(Failure),
    /// Not even sent, because of what became of another before it in the same push.
    Unsent,
}

/// How much of a written record the answer told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// The whole record.
    Record(Record),
    /// Only its version.
    Rev(Rev),
}

/// A page of a scope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Its records, tombstones among them (none in a first load).
    pub records: Vec<Record>,
    /// Where changes go on from: set by `Start` and `Since`. A first load that runs forward learns it
    /// with its last page alone, by `Back`; otherwise `Back` sets none.
    pub next: Option<Cursor>,
    /// Where a first load goes on; `None` when all was told or for `Since`.
    pub back: Option<Cursor>,
    /// Whether more changes wait behind `next`.
    pub more: bool,
    /// The scope's whole set of live ids, where the feed shows no deletions and the list is
    /// complete and trustworthy: what is not among them is gone.
    pub all_ids: Option<Vec<RecordId>>,
    /// Records that are there but can't be read: nested too deeply, of numbers that not every language
    /// keeps, too large. What was known of them stays.
    pub unreadable: Vec<RecordId>,
    /// The server's clock, UTC milliseconds, where the backend tells it.
    pub server_ms: Option<i64>,
}

/// One scope that may be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScopeHead {
    /// The scope.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub scope: Scope,
    /// Changes whenever the person's rights in it change: the cursor is then dropped.
    pub grant: String,
    /// A hint of its newest change, if the backend tells: equal means nothing new.
    pub head: Option<String>,
}

/// Why a call brought no answer that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer, a cut one, or a gateway's: a write may have taken effect.
    Unknown,
    /// The server asks for patience; nothing took effect.
    Later {
        /// How long, milliseconds, if it said.
        after_ms: Option<u64>,
    },
    /// The session ended.
    SignedOut,
    /// The cursor is unknown to the server: load the scope anew.
    CursorGone,
    /// The scope may not be read any more.
    Forbidden,
    /// The answer is not of this protocol: a captive portal, an error page, another server.
    Foreign(String),
}

/// What a call brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// To `Scopes`.
    Scopes(Vec<ScopeHead>),
    /// To `Push`: one result for each write, in order.
    Pushed(Vec<PushResult>),
    /// To `Pull`.
    Page(Page),
    /// To `Read`: the record, or that there is none to be seen.
    Found(Option<Record>),
    /// To any.
    Failed(Failure),
}
