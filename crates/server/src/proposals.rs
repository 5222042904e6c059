//! What the policy asks about proposals: whether opinions on one are taken.

use crate::store::records;
use crate::trouble::Trouble;
use domain::kinds::{KnownKind, Opinion, Proposal};
use domain::policy::{Case, Proposed};
use protocol::{Audience, Body, Scope, SpaceId};
use rusqlite::Connection;

/// What an opinion is judged by.
pub(crate) fn case(db: &Connection, space: &SpaceId, body: Option<&Body>, now: i64) -> Result<Case, Trouble> {
    let Some(opinion) = body.and_then(|body| body.read::<Opinion>().ok()) else {
        return Ok(Case::default());
    };
    let scope = Scope::new(space.clone(), Audience::All);
    let found = records::find(db, &scope, &opinion.proposal)?;
    let found = found.filter(|record| KnownKind::of(&record.head.kind) == Some(KnownKind::Proposal));
    let proposed = match found.and_then(|record| record.body.read::<Proposal>().ok()) {
        None => Proposed::Missing,
        Some(proposal) if proposal.hears(now) => Proposed::Open,
        Some(_) => Proposed::Closed,
    };
    Ok(Case { proposed, ..Case::default() })
}
