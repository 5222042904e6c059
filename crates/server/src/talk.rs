//! What the policy asks about messages beside their words, and what follows from them: the channel
//! into which one goes, the post to which one reacts, what an edited one said before.

use crate::measures;
use crate::store::Turn;
use crate::store::records::{self, Draft};
use crate::trouble::Trouble;
use domain::kinds::{Channel, KnownKind, Message, Pin, pin_id};
use domain::limits;
use domain::policy::{Case, Place};
use protocol::{Audience, Body, Record, RecordId, Scope, SpaceId};
use rusqlite::Connection;
use serde::Deserialize;

/// The one field of messages and held posts that says where they go.
#[derive(Deserialize)]
struct Channeled {
    #[serde(default)]
    channel: Option<RecordId>,
}

/// The one field of reactions and pins that says to what they belong.
#[derive(Deserialize)]
struct OfMessage {
    #[serde(default)]
    message: Option<RecordId>,
}

/// The channel into which a message is put by this write.
pub(crate) fn placed(
    db: &Connection,
    space: &SpaceId,
    body: Option<&Body>,
    current: Option<&Record>,
) -> Result<Case, Trouble> {
    let channel = |body: &Body| body.read::<Channeled>().ok().and_then(|channeled| channeled.channel);
    let Some(to) = body.and_then(channel) else { return Ok(Case::default()) };
    // Where it stands already it may stay, whatever became of the channel.
    if current.and_then(|current| channel(&current.body)).as_ref() == Some(&to) {
        return Ok(Case::default());
    }
    Ok(Case { place: place(db, space, &to)?, ..Case::default() })
}

fn place(db: &Connection, space: &SpaceId, channel: &RecordId) -> Result<Place, Trouble> {
    let scope = Scope::new(space.clone(), Audience::All);
    let found = records::find(db, &scope, channel)?;
    let found = found.filter(|record| KnownKind::of(&record.head.kind) == Some(KnownKind::Channel));
    Ok(match found.and_then(|record| record.body.read::<Channel>().ok()) {
        Some(channel) if channel.archived => Place::Closed,
        Some(_) => Place::Open,
        None => Place::Missing,
    })
}

/// The post to which somebody reacts, or that somebody pins.
pub(crate) fn said_of(db: &Connection, space: &SpaceId, body: Option<&Body>) -> Result<Case, Trouble> {
    let message = body.and_then(|body| body.read::<OfMessage>().ok()).and_then(|of| of.message);
    let Some(message) = message else { return Ok(Case::default()) };
    Ok(Case { post: measures::post(db, space, &message)?, ..Case::default() })
}

/// An edited message with what it said before: a device may not know of the edit before its own, or may
/// leave something out. What was recalled said nothing before.
pub(crate) fn with_history(current: &Record, body: &Body) -> Result<Option<Body>, Trouble> {
    let (Ok(was), Ok(mut is)) = (current.body.read::<Message>(), body.read::<Message>()) else {
        return Ok(None);
    };
    if is.recalled_at.is_some() {
        return Ok(None);
    }
    is.earlier = if was.text == is.text { was.earlier } else { was.with_itself_earlier() };
    Body::of(&is).map(Some).map_err(|error| Trouble::Broken(error.to_string()))
}

/// Takes a message that nobody is to read any more out of the pinned ones: the label may say its words.
pub(crate) fn unpin(turn: &mut Turn<'_>, space: &SpaceId, message: &RecordId) -> Result<(), Trouble> {
    let scope = Scope::new(space.clone(), Audience::All);
    for slot in 1..=limits::PINS {
        let Some(record) = records::find(turn.connection(), &scope, &pin_id(space, slot))? else { continue };
        let Ok(pin) = record.body.read::<Pin>() else { continue };
        if pin.message.as_ref() != Some(message) {
            continue;
        }
        let empty = Pin { extra: pin.extra, ..Pin::empty(slot) };
        let body = Body::of(&empty).map_err(|error| Trouble::Broken(error.to_string()))?;
        records::store(turn, &Draft { head: &record.head, at: Some(record.at), body: Some(&body) })?;
    }
    Ok(())
}
