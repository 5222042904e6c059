//! On which terms people ask to come in, and whom the group expects.

use super::{Action, Step, require};
use crate::kinds::{Entry, RosterList};
use crate::limits;
use crate::refusal::{Reason, Refusal};
use protocol::Body;

/// The terms, which the owner sets with the rest of the space's card.
pub(super) fn terms(entry: &Entry) -> Result<(), Refusal> {
    limits::at_most(limits::MAX_ENTRY_LIST, "/entry/asks", &entry.asks)?;
    for (index, ask) in entry.asks.iter().enumerate() {
        limits::NAME.check(format!("/entry/asks/{index}"), ask.as_str())?;
    }
    limits::PLEDGE.check("/entry/pledge", &entry.pledge)?;
    limits::at_most(limits::MAX_ENTRY_LIST, "/entry/depts", &entry.depts)?;
    for (index, dept) in entry.depts.iter().enumerate() {
        limits::ENTRY_DEPT.check(format!("/entry/depts/{index}"), dept)?;
    }
    require(entry.hours <= limits::ENTRY_MAX_HOURS, Reason::WrongValue, "/entry/hours")?;
    let offset = entry.utc_offset_min.map_or(0, i16::unsigned_abs);
    require(offset <= limits::UTC_OFFSET_MAX_MIN, Reason::WrongValue, "/entry/utc_offset_min")?;
    require(entry.limit <= limits::MEMBERS_MAX, Reason::WrongValue, "/entry/limit")
}

/// The roster. It is written anew as a whole, and emptied rather than deleted.
pub(super) fn roster(step: &Step<'_>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::Invite)?;
    let roster: RosterList = body.read()?;
    limits::at_most(limits::MAX_ROSTER, "/rows", &roster.rows)?;
    for (index, row) in roster.rows.iter().enumerate() {
        limits::REAL_NAME.check(format!("/rows/{index}/name"), &row.name)?;
        limits::DEPT.check(format!("/rows/{index}/dept"), &row.dept)?;
        limits::STAFF_NUMBER.check(format!("/rows/{index}/number"), &row.number)?;
    }
    Ok(())
}
