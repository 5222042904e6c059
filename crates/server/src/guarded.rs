//! Guards as the server keeps them: what they look at when a post comes, and what follows when an
//! administrator releases what they set aside.

use crate::store::records::{self, Draft};
use crate::store::{Turn, spaces};
use crate::trouble::Trouble;
use crate::write::Write;
use domain::guard::pace::Own;
use domain::guard::{Recent, Watch};
use domain::kinds::{
    ChannelSort, GuardKind, Guards, Held, HeldState, KnownKind, Message, Notice, channel_id, guards_id,
    held_id,
};
use domain::policy::{Case, Citable};
use protocol::{Audience, Body, Head, PersonId, Record, RecordId, Scope, SpaceId, order_by_key};
use rusqlite::{Connection, named_params};

/// How many of an author's posts count at most, and from how far back: no guard asks for more.
const OWN_POSTS: u32 = 1_000;
const OWN_MS: i64 = 24 * 60 * 60 * 1000;

/// With how many of the newest messages, and with how many of the newest announcements, a post is compared.
const RECENT: u32 = 500;
const MESSAGES: &str = "SELECT id, author, at, body FROM records
    WHERE space = :space AND audience = 'all' AND deleted = 0 AND kind = 'message'
    ORDER BY seq DESC LIMIT :limit";
/// By the index of what is no talk: announcements are few among many messages.
const NOTICES: &str = "SELECT id, author, at, body FROM records
    WHERE space = :space AND audience = 'all' AND deleted = 0
      AND kind NOT IN ('message', 'reaction', 'audit') AND kind = 'notice'
    ORDER BY seq DESC LIMIT :limit";

/// What the guards look at for what `person` writes at `now`. Nothing for what is neither a message nor an
/// announcement.
pub(crate) fn watch(db: &Connection, person: &PersonId, write: &Write, now: i64) -> Result<Watch, Trouble> {
    let space = &write.scope.space;
    let looks_at = [Some(KnownKind::Message), Some(KnownKind::Notice)];
    if !looks_at.contains(&KnownKind::of(&write.kind)) {
        return Ok(Watch::default());
    }
    let all = Scope::new(space.clone(), Audience::All);
    let Some(record) = records::find(db, &all, &guards_id(space))? else { return Ok(Watch::default()) };
    let Ok(Guards { guards, .. }) = record.body.read::<Guards>() else { return Ok(Watch::default()) };
    let looks = |kinds: &[GuardKind]| guards.iter().any(|guard| kinds.contains(&guard.kind));
    let own = if looks(&[GuardKind::Interval, GuardKind::Flood]) {
        own_posts(db, space, person, now)?
    } else {
        Vec::new()
    };
    let recent = if looks(&[GuardKind::Duplicates]) { recent(db, space, &write.id)? } else { Vec::new() };
    Ok(Watch { guards, own, recent, paces: true, ..Watch::default() })
}

/// What `case` says, with what the policy asks of guards: what those that are being set may name, and
/// whether the person has a permission under the id of a new message.
pub(crate) fn case(
    db: &Connection,
    person: &PersonId,
    write: &Write,
    current: Option<&Record>,
    now: i64,
    case: Case,
) -> Result<Case, Trouble> {
    let space = &write.scope.space;
    Ok(match (KnownKind::of(&write.kind), current) {
        (Some(KnownKind::Message), None) => {
            let held = granted(db, space, person, &write.id)?.map(|(_, held)| held);
            let permit = held.filter(|held| held.granted_until(now).is_some()).map(|held| held.text);
            Case { permit, ..case }
        }
        (Some(KnownKind::Guards), _) | (Some(KnownKind::Proposal), None) => {
            Case { citable: citable(db, space)?, ..case }
        }
        _ => case,
    })
}

/// What was granted to `person` for the message `id`.
fn granted(
    db: &Connection,
    space: &SpaceId,
    person: &PersonId,
    id: &RecordId,
) -> Result<Option<(Record, Held)>, Trouble> {
    let scope = Scope::new(space.clone(), Audience::Personal);
    let found = records::find(db, &scope, &held_id(space, id))?;
    let own = found.filter(|record| !record.deleted && record.head.subject.as_ref() == Some(person));
    let read = own.and_then(|record| record.body.read::<Held>().ok().map(|held| (record, held)));
    Ok(read.filter(|(_, held)| held.state == HeldState::Granted))
}

fn citable(db: &Connection, space: &SpaceId) -> Result<Citable, Trouble> {
    let binding = spaces::binding_rules(db, space)?;
    let rules = binding.iter().flat_map(|rules| &rules.rules).map(|rule| rule.no).collect();
    let sql = "SELECT id FROM records
               WHERE space = :space AND audience = 'all' AND deleted = 0 AND kind = 'channel'";
    let mut statement = db.prepare_cached(sql)?;
    let ids = statement.query_map(named_params! {":space": space.as_str()}, |row| row.get::<_, String>(0))?;
    let channels = ids.map(|id| id.map(RecordId::new)).collect::<Result<_, _>>()?;
    Ok(Citable::Known { rules, channels })
}

/// The person's latest posts. Those that were taken back count: whoever deletes and posts again is as
/// fast. Where they stood nobody knows any more.
fn own_posts(db: &Connection, space: &SpaceId, person: &PersonId, now: i64) -> Result<Vec<Own>, Trouble> {
    let sql = "SELECT at, deleted, body ->> '$.channel' FROM records
               WHERE space = :space AND author = :author AND kind = 'message' AND at > :since
               ORDER BY at DESC LIMIT :limit";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(
        named_params! {
            ":space": space.as_str(),
            ":author": person.as_str(),
            ":since": now.saturating_sub(OWN_MS),
            ":limit": OWN_POSTS,
        },
        |row| {
            let (at, deleted): (i64, bool) = (row.get(0)?, row.get(1)?);
            let named = row.get::<_, Option<String>>(2)?.map(RecordId::new);
            let stands = || named.unwrap_or_else(|| channel_id(space, &ChannelSort::General));
            Ok(Own { at, channel: (!deleted).then(stands) })
        },
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The newest messages of the stream, without the one that is being written, and the newest announcements,
/// newest first: what was called back or hidden is said no more.
fn recent(db: &Connection, space: &SpaceId, but: &RecordId) -> Result<Vec<Recent>, Trouble> {
    let mut recent = newest(db, space, MESSAGES, |id, author, at, body| {
        let message = body.read::<Message>().ok().filter(|message| id != *but && message.stands())?;
        Some(Recent::new(id, author, at, message.text))
    })?;
    recent.extend(newest(db, space, NOTICES, |id, author, at, body| {
        let notice = body.read::<Notice>().ok().filter(|notice| id != *but && notice.withdrawn.is_none())?;
        Some(Recent::announced(id, author, at, &notice))
    })?);
    order_by_key(&mut recent, |recent| std::cmp::Reverse(recent.at));
    Ok(recent)
}

/// What `sql` finds, as `read` reads it.
fn newest(
    db: &Connection,
    space: &SpaceId,
    sql: &str,
    read: impl Fn(RecordId, PersonId, i64, Body) -> Option<Recent>,
) -> Result<Vec<Recent>, Trouble> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(named_params! {":space": space.as_str(), ":limit": RECENT})?;
    let mut recent = Vec::new();
    while let Some(row) = rows.next()? {
        let Ok(body) = Body::parse(row.get::<_, String>(3)?) else { continue };
        let (id, author) = (row.get::<_, String>(0)?, row.get::<_, String>(1)?);
        recent.extend(read(RecordId::new(id), PersonId::new(author), row.get(2)?, body));
    }
    Ok(recent)
}

/// What follows from a record that was just written: a held post that is released is copied into
/// the stream, in its author's name; a permission that was made use of is used up.
pub(crate) fn follow(turn: &mut Turn<'_>, before: Option<&Record>, after: &Record) -> Result<(), Trouble> {
    match (KnownKind::of(&after.head.kind), before) {
        (Some(KnownKind::Held), Some(_)) if !after.deleted => release(turn, after),
        (Some(KnownKind::Message), None) => use_up(turn, after),
        _ => Ok(()),
    }
}

/// The message's id is taken for ever, so nothing can be posted by the permission again; that it was
/// used is for people to read.
fn use_up(turn: &mut Turn<'_>, message: &Record) -> Result<(), Trouble> {
    let (space, author) = (&message.head.scope.space, &message.head.author);
    let Some((record, held)) = granted(turn.connection(), space, author, &message.head.id)? else {
        return Ok(());
    };
    let used = Held { state: HeldState::Used, ..held };
    let body = Body::of(&used).map_err(|error| Trouble::Broken(error.to_string()))?;
    records::store(turn, &Draft { head: &record.head, at: Some(record.at), body: Some(&body) })?;
    Ok(())
}

fn release(turn: &mut Turn<'_>, after: &Record) -> Result<(), Trouble> {
    let held: Held = after.body.read().map_err(|error| Trouble::Broken(error.to_string()))?;
    let scope = Scope::new(after.head.scope.space.clone(), Audience::All);
    let is_there = records::find(turn.connection(), &scope, &held.message)?.is_some();
    if held.state != HeldState::Released || is_there {
        return Ok(());
    }
    let message = Message {
        reply_to: held.reply_to,
        thread: held.thread,
        channel: held.channel,
        mentions: held.mentions,
        sort: held.sort,
        released_by: held.decided_by,
        ..Message::new(held.text, held.sent_at)
    };
    let body = Body::of(&message).map_err(|error| Trouble::Broken(error.to_string()))?;
    let head = Head {
        id: held.message,
        scope,
        kind: KnownKind::Message.kind(),
        author: after.head.author.clone(),
        subject: None,
    };
    records::store(turn, &Draft { head: &head, at: None, body: Some(&body) })?;
    Ok(())
}
