//! The shapes that travel, where `protocol` has none: flat records, writes, lists.

use protocol::account::{JoinForm, NewAccount, SessionInfo};
use protocol::{Body, Kind, PersonId, Problem, Record, RecordId, Rev, Scope, ScopeHead, SpaceId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;

/// A record, flat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordWire {
    /// The record's id, a UUID in lower case.
    #[schema(value_type = String)]
    pub id: RecordId,
    /// `space/audience`.
    #[schema(value_type = String)]
    pub scope: Scope,
    /// What sort of thing it is.
    #[schema(value_type = String)]
    pub kind: Kind,
    /// Who created it.
    #[schema(value_type = String)]
    pub author: PersonId,
    /// Whom a personal or private record is about.
    #[schema(value_type = Option<String>)]
    pub subject: Option<PersonId>,
    /// The number of its last change in the scope's sequence, as text.
    #[schema(value_type = String)]
    pub rev: Rev,
    /// When the server took the creation, UTC milliseconds.
    pub at: i64,
    /// Whether it is a tombstone.
    pub deleted: bool,
    /// The content, verbatim; `{}` in a tombstone.
    #[schema(value_type = Object)]
    pub body: Body,
}

impl From<Record> for RecordWire {
    fn from(record: Record) -> Self {
        Self {
            id: record.head.id,
            scope: record.head.scope,
            kind: record.head.kind,
            author: record.head.author,
            subject: record.head.subject,
            rev: record.rev,
            at: record.at,
            deleted: record.deleted,
            body: record.body,
        }
    }
}

/// A page of changes, oldest first, or of the newest records, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageWire {
    pub(crate) records: Vec<RecordWire>,
    /// Where changes go on from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
    /// Where older records go on; none at the oldest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) back: Option<String>,
    /// Whether more changes wait behind `next`.
    pub(crate) more: bool,
    /// The server's clock, UTC milliseconds.
    pub(crate) now: i64,
}

/// The scopes that the caller may read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScopesWire {
    pub(crate) scopes: Vec<ScopeHead>,
    /// The server's clock, UTC milliseconds.
    pub(crate) now: i64,
}

/// A write of one record by its address.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PutWire {
    /// Whom the device takes to be signed in. A browser has one session for all its tabs: a tab that has
    /// not heard of another's sign-in must not write in that person's name.
    #[schema(value_type = Option<String>)]
    pub(crate) person: Option<PersonId>,
    /// What sort of thing it is.
    #[schema(value_type = String)]
    pub(crate) kind: Kind,
    /// Whom a personal or private record is about.
    #[schema(value_type = Option<String>)]
    pub(crate) subject: Option<PersonId>,
    /// The content; without meaning where `deleted`.
    #[schema(value_type = Option<Object>)]
    pub(crate) body: Option<Box<RawValue>>,
    /// Whether the write leaves a tombstone.
    #[serde(default)]
    pub(crate) deleted: bool,
}

/// What a write does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum OpWire {
    /// Makes the record.
    Create,
    /// Replaces its body.
    Update,
    /// Leaves a tombstone.
    Delete,
}

/// One write of a batch.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WriteWire {
    /// The device, which with `n` names the write.
    #[schema(pattern = "^[A-Za-z0-9_-]{1,64}$")]
    pub(crate) device: String,
    /// The write's number on the device.
    pub(crate) n: u64,
    pub(crate) op: OpWire,
    /// The record's id.
    #[schema(value_type = String)]
    pub(crate) id: RecordId,
    /// `space/audience`.
    #[schema(value_type = String, pattern = "^[^/]+/(all|staff|keys|personal|private|label:.+)$")]
    pub(crate) scope: Scope,
    /// What sort of thing it is.
    #[schema(value_type = String)]
    pub(crate) kind: Kind,
    /// Whom a personal or private record is about.
    #[schema(value_type = Option<String>)]
    pub(crate) subject: Option<PersonId>,
    /// The version that the write started from; none for a creation.
    #[schema(value_type = Option<String>)]
    pub(crate) base_rev: Option<Rev>,
    /// The content; none for a deletion.
    #[schema(value_type = Option<Object>)]
    pub(crate) body: Option<Box<RawValue>>,
}

/// Writes to judge in order, each alone. An entry that has not the shape of a write is refused
/// alone, too.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BatchWire {
    /// Whom the device takes to be signed in, as in [`PutWire`].
    #[schema(value_type = Option<String>)]
    pub(crate) person: Option<PersonId>,
    #[schema(value_type = Vec<WriteWire>)]
    pub(crate) writes: Vec<Box<RawValue>>,
}

/// What became of the writes, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchResults {
    pub(crate) results: Vec<BatchResult>,
}

/// What became of one write.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BatchResult {
    /// The status that the write would have had alone.
    pub(crate) status: u16,
    /// The record as written, or, with 412, as it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) record: Option<RecordWire>,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) problem: Option<Problem>,
    /// With 429, when it may come again, seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) retry_after: Option<u64>,
}

/// Signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    pub(crate) login: String,
    #[schema(format = Password)]
    pub(crate) password: String,
    /// How the device is listed.
    pub(crate) device: String,
}

/// Looks around in the demo.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlayDemo {
    /// As whom; without it, as the first of its people.
    #[schema(value_type = Option<String>)]
    pub(crate) person: Option<PersonId>,
    /// How the device is listed.
    pub(crate) device: String,
}

/// The caller's signed-in devices.
#[derive(Serialize, ToSchema)]
pub(crate) struct Sessions {
    pub(crate) sessions: Vec<SessionInfo>,
}

/// Changes the caller's password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangePassword {
    #[schema(format = Password)]
    pub(crate) old: String,
    #[schema(format = Password, min_length = 8)]
    pub(crate) new: String,
}

/// Asks for a reset link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IssueReset {
    /// For whom.
    #[schema(value_type = String)]
    pub(crate) person: PersonId,
    /// The space that both belong to.
    #[schema(value_type = String)]
    pub(crate) space: SpaceId,
}

/// Sets a new password by a reset link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedeemReset {
    pub(crate) token: String,
    #[schema(format = Password, min_length = 8)]
    pub(crate) new: String,
    /// How the device is listed.
    pub(crate) device: String,
}

/// Asks whose password a reset link sets.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeekReset {
    pub(crate) token: String,
}

/// Asks as whom a link signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeekPass {
    pub(crate) token: String,
}

/// Signs in by a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedeemPass {
    pub(crate) token: String,
    /// How the device is listed.
    pub(crate) device: String,
}

/// Asks where an invitation leads.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PeekInvite {
    pub(crate) token: String,
}

/// Accepts an invitation, with a new account or as who is signed in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RedeemInvite {
    pub(crate) token: String,
    pub(crate) account: Option<NewAccount>,
    /// How the device is listed.
    pub(crate) device: String,
    /// What the group asks, where it is a link for many.
    #[serde(default)]
    pub(crate) form: JoinForm,
}
