//! Spaces and memberships as the rules need them, drawn from their records.

use crate::access::{Access, Roster, membership};
use crate::store::{Turn, records};
use crate::trouble::Trouble;
use domain::kinds::{Member, Role, Rules, Space, rules_id};
use domain::policy::Actor;
use domain::rules::RulesRef;
use domain::rules::gate::{self, Edition};
use protocol::{Audience, PersonId, Record, Scope, SpaceId};
use rusqlite::{Connection, OptionalExtension, Row, named_params};

/// The space's owner; `None` where there is no such space.
pub(crate) fn owner(db: &Connection, space: &SpaceId) -> Result<Option<PersonId>, Trouble> {
    let mut statement = db.prepare_cached("SELECT owner FROM spaces WHERE space = ?1")?;
    let found = statement.query_row([space.as_str()], |row| row.get::<_, String>(0)).optional()?;
    Ok(found.map(PersonId::new))
}

/// The published versions of the space's rules.
pub(crate) fn published(db: &Connection, space: &SpaceId) -> Result<Vec<Edition>, Trouble> {
    let sql = "SELECT version, hash, at, grace_hours FROM published WHERE space = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([space.as_str()], |row| {
        let rules = RulesRef { version: row.get(0)?, hash: row.get(1)? };
        Ok(Edition { rules, at: row.get(2)?, grace_hours: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The binding version of the space's rules, with what they say.
pub(crate) fn binding_rules(db: &Connection, space: &SpaceId) -> Result<Option<Rules>, Trouble> {
    let published = published(db, space)?;
    let Some(version) = gate::binding(&published).map(|edition| edition.rules.version) else {
        return Ok(None);
    };
    let all = Scope::new(space.clone(), Audience::All);
    let record = records::find(db, &all, &rules_id(space, version))?;
    record.map(|record| read(&record)).transpose()
}

/// The person's standing in the space, also where there is none.
pub(crate) fn access(db: &Connection, space: &SpaceId, person: &PersonId) -> Result<Access, Trouble> {
    let sql = "SELECT state, roles, epoch FROM members WHERE space = ?1 AND person = ?2";
    let mut statement = db.prepare_cached(sql)?;
    let mut access = statement
        .query_row((space.as_str(), person.as_str()), |row| access_of_row(row, person.clone()))
        .optional()?
        .unwrap_or_else(|| Access { actor: Actor::stranger(person.clone()), owner: None, epoch: 0 });
    access.owner = owner(db, space)?;
    access.actor.may_found = super::accounts::is_founder(db, person)?;
    Ok(access)
}

/// The spaces where the person is, was, or owns.
pub(crate) fn of_person(db: &Connection, person: &PersonId) -> Result<Vec<(SpaceId, Access)>, Trouble> {
    let sql = "SELECT space FROM members WHERE person = ?1
               UNION SELECT space FROM spaces WHERE owner = ?1 ORDER BY space";
    let mut statement = db.prepare_cached(sql)?;
    let spaces = statement.query_map([person.as_str()], |row| row.get::<_, String>(0))?;
    let mut found = Vec::new();
    for space in spaces {
        let space = SpaceId::new(space?);
        let access = access(db, &space, person)?;
        found.push((space, access));
    }
    Ok(found)
}

/// Everybody's standing in the space.
pub(crate) fn roster(db: &Connection, space: &SpaceId) -> Result<Roster, Trouble> {
    let owner = owner(db, space)?;
    let mut roster = Roster::default();
    if let Some(person) = &owner {
        // The owner needs no member record.
        let access = Access { actor: Actor::stranger(person.clone()), owner: owner.clone(), epoch: 0 };
        roster.0.insert(person.clone(), access);
    }
    let sql = "SELECT state, roles, epoch, person FROM members WHERE space = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([space.as_str()])?;
    while let Some(row) = rows.next()? {
        let person = PersonId::new(row.get::<_, String>(3)?);
        let access = Access { owner: owner.clone(), ..access_of_row(row, person.clone())? };
        roster.0.insert(person, access);
    }
    Ok(roster)
}

fn access_of_row(row: &Row<'_>, person: PersonId) -> Result<Access, rusqlite::Error> {
    let (state, roles): (String, String) = (row.get(0)?, row.get(1)?);
    let actor = Actor { membership: Some(membership(&state, &roles)), ..Actor::stranger(person) };
    Ok(Access { actor, owner: None, epoch: row.get(2)? })
}

/// Notes who owns a space that was just founded, or has changed hands.
pub(super) fn project_space(turn: &mut Turn<'_>, record: &Record) -> Result<(), Trouble> {
    let space = &record.head.scope.space;
    let about: Space = read(record)?;
    let is = about.owner_or(&record.head.author);
    if owner(turn.connection(), space)?.as_ref() == Some(is) {
        return Ok(());
    }
    turn.note_regroup(space)?;
    let sql = "INSERT INTO spaces (space, owner) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET owner = ?2";
    turn.connection().prepare_cached(sql)?.execute((space.as_str(), is.as_str()))?;
    Ok(())
}

/// Notes a membership that was just written.
pub(super) fn project_member(turn: &mut Turn<'_>, record: &Record) -> Result<(), Trouble> {
    let db = turn.connection();
    let space = &record.head.scope.space;
    turn.note_regroup(space)?;
    let member: Member = read(record)?;
    let mut access = access(db, space, &member.person)?;
    let was_inside = access.is_inside();
    let roles: Vec<&str> = member.roles.iter().map(Role::as_str).collect();
    let roles = roles.join(" ");
    access.actor.membership = Some(membership(member.state.as_str(), &roles));
    let moved = access.is_inside() != was_inside;
    let sql = "INSERT INTO members (space, person, state, roles, epoch)
               VALUES (:space, :person, :state, :roles, :epoch)
               ON CONFLICT DO UPDATE SET state = :state, roles = :roles, epoch = :epoch";
    db.prepare_cached(sql)?.execute(named_params! {
        ":space": space.as_str(),
        ":person": member.person.as_str(),
        ":state": member.state.as_str(),
        ":roles": roles,
        ":epoch": access.epoch.saturating_add(u32::from(moved)),
    })?;
    Ok(())
}

/// Notes a version of the rules that was just published.
pub(super) fn project_rules(db: &Connection, record: &Record) -> Result<(), Trouble> {
    let edition = Edition::of(&read(record)?, record.at);
    let sql = "INSERT INTO published (space, version, hash, at, grace_hours) VALUES (?1, ?2, ?3, ?4, ?5)";
    let (space, rules) = (record.head.scope.space.as_str(), edition.rules);
    db.prepare_cached(sql)?.execute((space, rules.version, rules.hash, edition.at, edition.grace_hours))?;
    Ok(())
}

/// Reads a body whose shape the policy has judged already.
pub(super) fn read<T: serde::de::DeserializeOwned>(record: &Record) -> Result<T, Trouble> {
    record.body.read().map_err(|error| Trouble::Broken(format!("a judged body does not read: {error}")))
}
