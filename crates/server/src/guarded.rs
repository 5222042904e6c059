//! Guards as the server keeps them: what they look at when a post comes, and what follows when an
//! administrator releases what they set aside.

use crate::store::Turn;
use crate::store::records::{self, Draft};
use crate::trouble::Trouble;
use crate::write::Write;
use domain::guard::{Recent, Watch};
use domain::kinds::{GuardKind, Guards, Held, HeldState, KnownKind, Message, guards_id};
use protocol::{Audience, Body, Head, PersonId, Record, RecordId, Scope, SpaceId};
use rusqlite::{Connection, named_params};

/// How many of an author's posts count at most, and from how far back: no guard asks for more.
const OWN_POSTS: u32 = 1_000;
const OWN_MS: i64 = 24 * 60 * 60 * 1000;

/// With how many of the newest messages a post is compared.
const RECENT: u32 = 500;

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
    Ok(Watch { guards, own, recent, paces: true })
}

/// When the person's latest posts were taken. Those that were taken back count: whoever deletes
/// and posts again is as fast.
fn own_posts(db: &Connection, space: &SpaceId, person: &PersonId, now: i64) -> Result<Vec<i64>, Trouble> {
    let sql = "SELECT at FROM records
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
        |row| row.get(0),
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The newest messages of the stream, without the one that is being written.
fn recent(db: &Connection, space: &SpaceId, but: &RecordId) -> Result<Vec<Recent>, Trouble> {
    let sql = "SELECT id, author, at, body FROM records
               WHERE space = :space AND audience = 'all' AND deleted = 0 AND kind = 'message'
               ORDER BY seq DESC LIMIT :limit";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(named_params! {":space": space.as_str(), ":limit": RECENT})?;
    let mut recent = Vec::new();
    while let Some(row) = rows.next()? {
        let id = RecordId::new(row.get::<_, String>(0)?);
        let body = Body::parse(row.get::<_, String>(3)?).ok().and_then(|body| body.read::<Message>().ok());
        if let Some(message) = body.filter(|_| id != *but) {
            let author = PersonId::new(row.get::<_, String>(1)?);
            recent.push(Recent::new(id, author, row.get(2)?, message.text));
        }
    }
    Ok(recent)
}

/// What follows from a record that was just written: a held post that is released is copied into
/// the stream, in its author's name.
pub(crate) fn follow(turn: &mut Turn<'_>, before: Option<&Record>, after: &Record) -> Result<(), Trouble> {
    if KnownKind::of(&after.head.kind) != Some(KnownKind::Held) || before.is_none() || after.deleted {
        return Ok(());
    }
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
