//! What those see who let people in: the form, how it stands against the roster, who else has the same name.

use crate::join;
use crate::store::requests::{self, Request};
use crate::store::{accounts, records, spaces};
use crate::trouble::Trouble;
use domain::entry::{compare, due_at, is_twin};
use domain::kinds::{Entry, Member, MemberState, RosterList, member_id, roster_id};
use protocol::account::{Applicant, RequestCourse, RosterFinding, Twin};
use protocol::{Audience, PersonId, Scope, SpaceId};
use rusqlite::Connection;

/// How far a request has come, as both sides read it.
pub(crate) fn course(terms: &Entry, request: &Request) -> RequestCourse {
    RequestCourse {
        form: request.form.clone(),
        due_at: due_at(terms, request.asked_at),
        seen_at: request.seen_at,
        question: request.question.clone(),
        answer: request.answer.clone(),
        decided_at: request.decided_at,
    }
}

/// Somebody who waits, with all that helps to decide.
pub(crate) fn applicant(db: &Connection, request: Request, now: i64) -> Result<Applicant, Trouble> {
    let me = accounts::me(db, &request.person, now)?;
    let terms = join::about(db, &request.space)?.unwrap_or_default().terms();
    let course = course(&terms, &request);
    let said = |said: &str, known: String| if said.is_empty() { known } else { said.to_owned() };
    let (dept, post) = (said(&request.form.dept, me.dept), said(&request.form.post, me.post));
    Ok(Applicant {
        roster: finding(db, &request.space, &me.real_name, &dept, &request.form.number)?,
        twins: twins(db, &request, &me.real_name, now)?,
        space: request.space,
        person: request.person,
        real_name: me.real_name,
        dept,
        post,
        link: request.purpose,
        asked_at: request.asked_at,
        state: request.state,
        course,
    })
}

fn finding(
    db: &Connection,
    space: &SpaceId,
    name: &str,
    dept: &str,
    number: &str,
) -> Result<Option<RosterFinding>, Trouble> {
    let staff = Scope::new(space.clone(), Audience::Staff);
    let record = records::find(db, &staff, &roster_id(space))?;
    let roster: Option<RosterList> = record.and_then(|record| record.body.read().ok());
    Ok(roster.and_then(|roster| compare(&roster, name, dept, number)))
}

/// Members and others who wait with the same name or staff number.
fn twins(db: &Connection, request: &Request, name: &str, now: i64) -> Result<Vec<Twin>, Trouble> {
    let (space, me) = (&request.space, (name, request.form.number.as_str()));
    let numbers = requests::numbers(db, space)?;
    let number = |person: &PersonId| {
        numbers.iter().find(|(known, _)| known == person).map_or("", |(_, number)| number.as_str())
    };
    let mut twins = Vec::new();
    for member in members(db, space)? {
        let is_other = member.person != request.person && member.state == MemberState::Active;
        if is_other && is_twin(me, (&member.real_name, number(&member.person))) {
            twins.push(Twin { real_name: member.real_name, dept: member.dept, waits: false });
        }
    }
    for other in requests::waiting(db, space)?.into_iter().filter(|other| other.person != request.person) {
        let account = accounts::me(db, &other.person, now)?;
        if is_twin(me, (&account.real_name, &other.form.number)) {
            twins.push(Twin { real_name: account.real_name, dept: account.dept, waits: true });
        }
    }
    Ok(twins)
}

fn members(db: &Connection, space: &SpaceId) -> Result<Vec<Member>, Trouble> {
    let all = Scope::new(space.clone(), Audience::All);
    let mut members = Vec::new();
    for person in spaces::roster(db, space)?.0.keys() {
        let record = records::find(db, &all, &member_id(space, person))?;
        members.extend(record.and_then(|record| record.body.read::<Member>().ok()));
    }
    Ok(members)
}
