//! `etag-list`: everything is listed and compared, but only when an entity tag says that something
//! changed.

use super::{Feed, List};
use crate::error::{Clash, ProfileError};
use crate::fields::{Fields, mismatch};
use crate::profile::ask::{Ask, KEYS};
use serde::{Deserialize, Serialize};

/// What tells, before anything is listed, that nothing changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Gate {
    /// A request whose answer has the tag of the whole list; `None` where the list itself has it.
    pub(crate) ask: Option<Ask>,
    /// The header of the tag, in lower case.
    pub(crate) header: String,
}

/// The keys of this feed.
pub(super) const KEYS_OF_FEED: [&str; 4] = ["kind", "list", "gate", "header"];

/// Reads the feed.
pub(super) fn read(fields: &Fields<'_>) -> Result<Feed, ProfileError> {
    let ask = fields
        .get("gate")
        .map(|value| Ask::read(&Fields::open(value, &fields.at("gate"), &KEYS)?))
        .transpose()?;
    let header = fields.text("header")?.unwrap_or("etag").to_ascii_lowercase();
    if header.is_empty() {
        return Err(mismatch(&fields.at("header"), Clash::TagUnnamed));
    }
    let list = Box::new(List::read(fields.need("list")?, &fields.at("list"))?);
    Ok(Feed::FullDiff { list, gate: Some(Box::new(Gate { ask, header })) })
}
