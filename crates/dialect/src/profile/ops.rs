//! The requests that read and write single records, and many writes in one.

use crate::error::{Clash, ProfileError};
use crate::fields::{Fields, mismatch};
use crate::profile::ask::{Ask, KEYS};
use crate::template::Json;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The requests for single records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Ops {
    pub(crate) read: Op,
    pub(crate) create: Op,
    pub(crate) update: Op,
    /// `None`: a tombstone is written by `update`.
    pub(crate) delete: Option<Op>,
    /// Whether to look for a record before creating it, as ids are the server's.
    pub(crate) look_first: bool,
}

/// One request for a record and what its answer holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Op {
    pub(crate) ask: Ask,
    /// Where the answer holds the record; `None` where it does not.
    pub(crate) record: Option<String>,
    /// Where an answer without the record holds its new version.
    pub(crate) rev: Option<String>,
}

/// Many writes in one request, each judged alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Batch {
    pub(crate) ask: Ask,
    pub(crate) each: Json,
    /// A creation, where it looks otherwise than `each`.
    pub(crate) create: Option<Json>,
    pub(crate) max: u32,
    pub(crate) results: String,
    pub(crate) status: String,
    pub(crate) record: String,
    pub(crate) problem: String,
    /// Where a result says in how many seconds its write may come again.
    pub(crate) retry_after: Option<String>,
}

impl Ops {
    pub(crate) fn read(value: &Value, at: &str, key: bool) -> Result<Self, ProfileError> {
        let fields = Fields::open(value, at, &["read", "create", "update", "delete", "look_first"])?;
        let op = |name: &str| Op::read(fields.need(name)?, &fields.at(name));
        let ops = Self {
            read: op("read")?,
            create: op("create")?,
            update: op("update")?,
            delete: fields.get("delete").map(|_| op("delete")).transpose()?,
            look_first: fields.flag("look_first")?,
        };
        if ops.read.record.is_none() {
            return Err(mismatch(&fields.at("read"), Clash::ReadUnplaced));
        }
        if ops.needs_key() && !key {
            return Err(mismatch(at, Clash::KeyUnplaced));
        }
        Ok(ops)
    }

    /// Whether a change names the server's own id.
    pub(crate) fn needs_key(&self) -> bool {
        self.update.ask.mentions("key") || self.delete.as_ref().is_some_and(|op| op.ask.mentions("key"))
    }
}

impl Op {
    fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let fields = Fields::open(value, at, &[&KEYS[..], &["record", "rev"]].concat())?;
        Ok(Self { ask: Ask::read(&fields)?, record: fields.pointer("record")?, rev: fields.pointer("rev")? })
    }
}

impl Batch {
    pub(crate) fn read(value: &Value, at: &str) -> Result<Self, ProfileError> {
        let own = ["each", "create", "max", "results", "status", "record", "problem", "retry_after"];
        let fields = Fields::open(value, at, &[&KEYS[..], &own].concat())?;
        let max = fields.count("max")?.unwrap_or(100);
        if max == 0 {
            return Err(mismatch(&fields.at("max"), Clash::NothingFits));
        }
        let batch = Self {
            ask: Ask::read(&fields)?,
            each: Json::parse(fields.need("each")?, &fields.at("each"))?,
            create: fields.get("create").map(|value| Json::parse(value, &fields.at("create"))).transpose()?,
            max,
            results: fields.need_pointer("results")?,
            status: fields.need_pointer("status")?,
            record: fields.need_pointer("record")?,
            problem: fields.need_pointer("problem")?,
            retry_after: fields.pointer("retry_after")?,
        };
        if !batch.ask.mentions("writes") {
            return Err(mismatch(at, Clash::BatchWithoutWrites));
        }
        Ok(batch)
    }
}
