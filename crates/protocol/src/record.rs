//! The envelope that every record travels and is stored in.

use crate::body::Body;
use crate::ids::{Kind, PersonId, RecordId};
use crate::scope::Scope;
use serde::{Deserialize, Serialize};

/// The server's version of a record: opaque, compared for equality only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rev(pub String);

/// What never changes over a record's life. These are the columns that backends need for their
/// rules; the body is opaque to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The record's id.
    pub id: RecordId,
    /// Space and audience; immutable.
    pub scope: Scope,
    /// What sort of thing it is.
    pub kind: Kind,
    /// Who created it.
    pub author: PersonId,
    /// The one member whom a *personal* or *private* record is about; immutable.
    pub subject: Option<PersonId>,
}

/// A record as a backend holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// What never changes.
    pub head: Head,
    /// The server's version.
    pub rev: Rev,
    /// When the server took the creation, UTC milliseconds; where a backend tells no time, the
    /// creator's clock. With the id it gives the order of the stream, and it never changes.
    pub at: i64,
    /// Whether it is a tombstone. A tombstone keeps its head; its body is `{}`.
    pub deleted: bool,
    /// The content.
    pub body: Body,
}
