//! On which terms people ask to come in, and whom the group expects.

use super::{Desk, Intended};
use crate::kinds::{Entry, KnownKind, RosterList, RosterRow, Space, roster_id};
use crate::limits;
use crate::policy::Before;
use crate::shown::is_blank;

/// Sets the terms; lines without words name no department.
///
/// # Errors
/// Anybody but the owner; a term that does not fit.
pub fn set_entry(desk: &Desk<'_>, before: Before<'_>, typed: &Entry) -> Intended {
    let mut space: Space = before.body.read()?;
    let depts = typed.depts.iter().filter(|dept| !is_blank(dept)).enumerate();
    let depts = depts.map(|(index, dept)| limits::ENTRY_DEPT.parse(format!("/entry/depts/{index}"), dept));
    space.entry = Some(Entry {
        pledge: limits::PLEDGE.parse("/entry/pledge", &typed.pledge)?,
        depts: depts.collect::<Result<_, _>>()?,
        ..typed.clone()
    });
    desk.update(before, &space)
}

/// Lays a roster down in place of the one before, if any; an empty one deletes what it said.
///
/// # Errors
/// Anybody but staff; a row that does not fit.
pub fn lay_roster(desk: &Desk<'_>, before: Option<Before<'_>>, rows: Vec<RosterRow>) -> Intended {
    let Some(before) = before else {
        let head = desk.head(KnownKind::Roster, roster_id(desk.space));
        return Ok(vec![desk.create(head, &RosterList { rows, ..RosterList::default() }, desk.ground())?]);
    };
    let known: RosterList = before.body.read()?;
    desk.update(before, &RosterList { rows, ..known })
}
