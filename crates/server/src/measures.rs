//! Measures and reports as the server keeps them: what the policy asks about the people and posts
//! that they are about, and what follows from them.

use crate::join;
use crate::notices;
use crate::proposals;
use crate::secret::fresh_id;
use crate::store::records::{self, Draft};
use crate::store::{Turn, spaces};
use crate::talk;
use crate::trouble::Trouble;
use crate::write::{Deed, Write};
use domain::kinds::{Hidden, KnownKind, Measure, MeasureKind, Member, Message, Report};
use domain::measures::{Taken, hidden_posts};
use domain::policy::{Case, Post};
use protocol::{Audience, Body, Head, PersonId, Record, RecordId, Scope, SpaceId};
use rusqlite::{Connection, named_params};

/// The measures that were taken about `person`.
pub(crate) fn about(db: &Connection, space: &SpaceId, person: &PersonId) -> Result<Vec<Taken>, Trouble> {
    let sql = "SELECT author, at, body FROM records
               WHERE space = :space AND subject = :person AND kind = 'measure' ORDER BY at";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(named_params! {":space": space.as_str(), ":person": person.as_str()})?;
    let mut taken = Vec::new();
    while let Some(row) = rows.next()? {
        let body = Body::parse(row.get::<_, String>(2)?).ok();
        if let Some(measure) = body.and_then(|body| body.read::<Measure>().ok()) {
            taken.push(Taken { by: PersonId::new(row.get::<_, String>(0)?), at: row.get(1)?, measure });
        }
    }
    Ok(taken)
}

/// Whom and what a write is about, for the kinds whose rules ask.
pub(crate) fn case(
    db: &Connection,
    who: &PersonId,
    write: &Write,
    current: Option<&Record>,
    now: i64,
) -> Result<Case, Trouble> {
    let space = &write.scope.space;
    let body = write.body();
    match (KnownKind::of(&write.kind), current) {
        (Some(KnownKind::Measure), None) => {
            let message = body.and_then(|body| body.read::<Measure>().ok()).and_then(|new| new.message);
            let Some(person) = &write.subject else { return Ok(Case::default()) };
            of_person(db, space, person, message.as_ref())
        }
        (Some(KnownKind::Report | KnownKind::OwnerReport), None) => {
            let Some(report) = body.and_then(|body| body.read::<Report>().ok()) else {
                return Ok(Case::default());
            };
            of_person(db, space, &report.person, Some(&report.message))
        }
        (Some(KnownKind::Handover), None) => match &write.subject {
            Some(heir) => of_person(db, space, heir, None),
            None => Ok(Case::default()),
        },
        (Some(KnownKind::Member), Some(current)) => match current.body.read::<Member>() {
            Ok(member) => of_person(db, space, &member.person, None),
            Err(_) => Ok(Case::default()),
        },
        (Some(KnownKind::Message | KnownKind::Held), _) => talk::placed(db, space, body, current),
        (Some(KnownKind::Reaction | KnownKind::Pin), _) => talk::said_of(db, space, body),
        (Some(KnownKind::Opinion), _) => proposals::case(db, space, body, now),
        (_, None) => notices::case(db, who, write, now),
        _ => Ok(Case::default()),
    }
}

/// What the policy asks about `person`, and about the post `message` where one is named.
pub(crate) fn of_person(
    db: &Connection,
    space: &SpaceId,
    person: &PersonId,
    message: Option<&RecordId>,
) -> Result<Case, Trouble> {
    let post = message.map_or(Ok(Post::Unknown), |message| post(db, space, message))?;
    let member = spaces::access(db, space, person)?.actor.membership;
    Ok(Case { member, measures: about(db, space, person)?, post, ..Case::default() })
}

/// What is known of a post. One that was recalled is nobody's to answer, to report or to judge any more.
pub(crate) fn post(db: &Connection, space: &SpaceId, message: &RecordId) -> Result<Post, Trouble> {
    Ok(match find_message(db, space, message)? {
        Some((record, message)) => {
            Post::Here { author: record.head.author, is_hidden: message.hidden.is_some() }
        }
        None => Post::Missing,
    })
}

fn find_message(
    db: &Connection,
    space: &SpaceId,
    id: &RecordId,
) -> Result<Option<(Record, Message)>, Trouble> {
    let scope = Scope::new(space.clone(), Audience::All);
    let found = records::find(db, &scope, id)?.filter(|record| !record.deleted);
    let found = found.filter(|record| KnownKind::of(&record.head.kind) == Some(KnownKind::Message));
    let read = found.and_then(|record| record.body.read().ok().map(|message: Message| (record, message)));
    Ok(read.filter(|(_, message)| message.recalled_at.is_none()))
}

/// What a record holds beyond what was written: an edited message what it said before, a measure what
/// the post said that it hides, which stands nowhere else from then on, a renewed link its count. `None` for
/// everything else.
pub(crate) fn completed(
    db: &Connection,
    write: &Write,
    current: Option<&Record>,
) -> Result<Option<Body>, Trouble> {
    if let (Some(KnownKind::Message), Deed::Update(_, body), Some(current)) =
        (KnownKind::of(&write.kind), &write.deed, current)
    {
        return talk::with_history(current, body);
    }
    if let (Some(KnownKind::Invite), Deed::Update(_, body), Some(current)) =
        (KnownKind::of(&write.kind), &write.deed, current)
    {
        return join::counted(current, body);
    }
    let (Some(KnownKind::Measure), Deed::Create(body)) = (KnownKind::of(&write.kind), &write.deed) else {
        return Ok(None);
    };
    let mut measure: Measure = read(body)?;
    let (MeasureKind::Hidden, Some(id)) = (&measure.kind, &measure.message) else { return Ok(None) };
    if let Some((_, message)) = find_message(db, &write.scope.space, id)? {
        measure.said = Some(message.text);
        measure.earlier = message.earlier;
    }
    Ok(Some(body_of(&measure)?))
}

/// What follows from a record that was just written.
pub(crate) fn follow(
    turn: &mut Turn<'_>,
    who: &PersonId,
    before: Option<&Record>,
    after: &Record,
) -> Result<(), Trouble> {
    match (KnownKind::of(&after.head.kind), before) {
        (Some(KnownKind::Measure), None) => on_post(turn, after),
        (Some(KnownKind::Member), Some(before)) => tell_roles(turn, who, before, after),
        (Some(KnownKind::Message), Some(_)) if is_taken_back(after) => {
            talk::unpin(turn, &after.head.scope.space, &after.head.id)
        }
        _ => Ok(()),
    }
}

/// Whether the message says nothing any more, by its author or because it is gone.
fn is_taken_back(message: &Record) -> bool {
    let body = || message.body.read::<Message>().ok();
    message.deleted || body().is_some_and(|body| body.recalled_at.is_some())
}

/// Hides the post, or shows it again.
fn on_post(turn: &mut Turn<'_>, record: &Record) -> Result<(), Trouble> {
    let (db, space) = (turn.connection(), &record.head.scope.space);
    let measure: Measure = read(&record.body)?;
    let Some(id) = measure.message.as_ref() else { return Ok(()) };
    let Some((post, mut message)) = find_message(db, space, id)? else { return Ok(()) };
    match measure.kind {
        MeasureKind::Hidden => {
            message.text = String::new();
            message.earlier = Vec::new();
            message.hidden = Some(Hidden { rule: measure.rule, ..Hidden::default() });
        }
        MeasureKind::Shown => {
            let taken = about(db, space, &post.head.author)?;
            // The measure that shows it stands among them already.
            let before = taken.into_iter().filter(|taken| taken.at < record.at);
            let hid = hidden_posts(before).remove(id).map(|taken| taken.measure);
            message.earlier = hid.as_ref().map(|hid| hid.earlier.clone()).unwrap_or_default();
            message.text = hid.and_then(|hid| hid.said).unwrap_or_default();
            message.hidden = None;
        }
        _ => return Ok(()),
    }
    let body = body_of(&message)?;
    records::store(turn, &Draft { head: &post.head, at: Some(post.at), body: Some(&body) })?;
    if message.hidden.is_some() { talk::unpin(turn, space, id) } else { Ok(()) }
}

/// Tells a member whose roles somebody else has changed.
fn tell_roles(turn: &mut Turn<'_>, who: &PersonId, before: &Record, after: &Record) -> Result<(), Trouble> {
    let (was, is): (Member, Member) = (read(&before.body)?, read(&after.body)?);
    if was.roles == is.roles || is.person == *who {
        return Ok(());
    }
    let measure = Measure { roles: is.roles, ..Measure::new(MeasureKind::Roles) };
    let head = Head {
        id: fresh_id(turn.now())?,
        scope: Scope::new(after.head.scope.space.clone(), Audience::Personal),
        kind: KnownKind::Measure.kind(),
        author: who.clone(),
        subject: Some(is.person),
    };
    records::store(turn, &Draft { head: &head, at: None, body: Some(&body_of(&measure)?) })?;
    Ok(())
}

fn read<T: serde::de::DeserializeOwned>(body: &Body) -> Result<T, Trouble> {
    body.read().map_err(|error| Trouble::Broken(format!("a judged body does not read: {error}")))
}

fn body_of(value: &impl serde::Serialize) -> Result<Body, Trouble> {
    Body::of(value).map_err(|error| Trouble::Broken(error.to_string()))
}
