//! `couch-changes`: the change feed of CouchDB's protocol. A sequence whose names the protocol fixes,
//! with an opaque cursor that may be led back, and rows of records that were removed for good.

use super::{Feed, List};
use crate::error::{Clash, ProfileError};
use crate::fields::{Fields, mismatch};
use crate::profile::ask::{Ask, KEYS};
use crate::template::Text;

/// The parameters that the protocol names.
const OWN: [(&str, &str); 3] = [("since", "{cursor}"), ("limit", "{limit}"), ("include_docs", "true")];

/// The keys of this feed.
pub(super) fn keys() -> Vec<&'static str> {
    [&KEYS[..], &["kind", "max"]].concat()
}

/// Reads the feed: where `_changes` is, and what narrows it to a scope.
pub(super) fn read(fields: &Fields<'_>) -> Result<Feed, ProfileError> {
    let max = fields.count("max")?.unwrap_or(500);
    if max == 0 {
        return Err(mismatch(&fields.at("max"), Clash::NothingFits));
    }
    let mut ask = Ask::read(fields)?;
    for (name, value) in OWN {
        if let Some((_, at, _)) = fields.members("query")?.into_iter().find(|(known, ..)| *known == name) {
            return Err(mismatch(&at, Clash::NameSetByFeed(name.to_owned())));
        }
        ask = ask.with_parameter(name, Text::parse(value, &fields.at("query"))?);
    }
    let since = List {
        ask,
        items: "/results".to_owned(),
        item: "/doc".to_owned(),
        next: Some("/last_seq".to_owned()),
        back: None,
        more: Some("/pending".to_owned()),
        removed: Some("/deleted".to_owned()),
        max,
    };
    Ok(Feed::Sequence { newest: None, older: None, since: Box::new(since), start: "0".to_owned() })
}
