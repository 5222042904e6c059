//! Where the parts of a record stand in a backend's JSON, and how its versions work.

use crate::error::{Clash, ProfileError};
use crate::fields::{Fields, mismatch};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// JSON pointers to the parts of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct RecordMap {
    pub(crate) id: String,
    pub(crate) scope: Option<String>,
    pub(crate) space: Option<String>,
    pub(crate) audience: Option<String>,
    pub(crate) kind: String,
    pub(crate) author: Option<String>,
    pub(crate) subject: Option<String>,
    pub(crate) at: Option<String>,
    pub(crate) deleted: Option<Deleted>,
    pub(crate) body: String,
    /// Whether the body travels as JSON text inside a text.
    pub(crate) body_text: bool,
    /// The server's own id, where ids are the server's.
    pub(crate) key: Option<String>,
    /// Places that only the server writes: left out of what is sent.
    pub(crate) server_fields: Vec<String>,
}

/// How a tombstone shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Deleted {
    pub(crate) at: String,
    #[serde(with = "crate::packed")]
    pub(crate) equals: Value,
}

/// How versions work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Version {
    pub(crate) kind: VersionKind,
    /// Where a record shows its version.
    pub(crate) at: Option<String>,
    /// The header that shows it, for answers of one record.
    pub(crate) header: Option<String>,
    /// Where a writer leaves the name of its mutation.
    pub(crate) stamp: Option<String>,
    /// Whether comparing and writing is one step on the server.
    pub(crate) atomic: bool,
}

/// What a version is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum VersionKind {
    /// An entity tag.
    Etag,
    /// A revision in the body.
    BodyRev,
    /// The time of the last change.
    UpdatedAt,
    /// A number that grows.
    Counter,
    /// The server compares nothing.
    None,
}

impl RecordMap {
    pub(crate) fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let known = [
            "id",
            "scope",
            "space",
            "audience",
            "kind",
            "author",
            "subject",
            "at",
            "deleted",
            "body",
            "body_as",
            "key",
            "server_fields",
        ];
        let fields = Fields::open(value, at, &known)?;
        let deleted = fields
            .get("deleted")
            .map(|value| {
                let fields = Fields::open(value, &fields.at("deleted"), &["at", "equals"])?;
                let equals = fields.get("equals").cloned().unwrap_or(Value::Bool(true));
                Ok(Deleted { at: fields.need_pointer("at")?, equals })
            })
            .transpose()?;
        let pointers = fields.items("server_fields")?;
        let server_fields =
            pointers.iter().map(|(at, item)| crate::fields::pointer(item, at)).collect::<Result<_, _>>()?;
        let body = fields.need_pointer("body")?;
        if body.is_empty() {
            return Err(mismatch(&fields.at("body"), Clash::BodyUnplaced));
        }
        Ok(Self {
            id: fields.need_pointer("id")?,
            scope: fields.pointer("scope")?,
            space: fields.pointer("space")?,
            audience: fields.pointer("audience")?,
            kind: fields.need_pointer("kind")?,
            author: fields.pointer("author")?,
            subject: fields.pointer("subject")?,
            at: fields.pointer("at")?,
            deleted,
            body,
            body_text: fields.choice("body_as", &[("json", false), ("text", true)])?.unwrap_or(false),
            key: fields.pointer("key")?,
            server_fields,
        })
    }

    /// Whether the writer gives the time of creation, so that a change must carry it on.
    pub(crate) fn writes_at(&self) -> bool {
        self.at.as_ref().is_some_and(|at| !self.server_fields.contains(at))
    }
}

impl Version {
    pub(crate) fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let fields = Fields::open(value, at, &["kind", "at", "header", "stamp", "atomic"])?;
        let kind = fields.need_choice(
            "kind",
            &[
                ("etag", VersionKind::Etag),
                ("body-rev", VersionKind::BodyRev),
                ("updated-at", VersionKind::UpdatedAt),
                ("counter", VersionKind::Counter),
                ("none", VersionKind::None),
            ],
        )?;
        let version = Self {
            kind,
            at: fields.pointer("at")?,
            header: fields.text("header")?.map(str::to_ascii_lowercase),
            stamp: fields.pointer("stamp")?,
            atomic: fields.flag("atomic")?,
        };
        if kind == VersionKind::None && version.atomic {
            return Err(mismatch(&fields.at("atomic"), Clash::NothingCompared));
        }
        if kind != VersionKind::None && version.at.is_none() && version.header.is_none() {
            return Err(mismatch(at, Clash::VersionUnplaced));
        }
        Ok(version)
    }

    /// Whether the client compares in the server's place.
    pub(crate) fn emulated(&self) -> bool {
        self.kind == VersionKind::None
    }
}
