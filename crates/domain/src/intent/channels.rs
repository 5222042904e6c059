//! Arranging what all see: channels, where posts stand, what is pinned. And what one mutes for oneself.

use super::{Desk, Intended};
use crate::channels;
use crate::kinds::{
    Channel, ChannelSort, KnownKind, Message, Moved, Pin, Seen, Wishes, channel_id, pin_id, seen_id,
};
use crate::limits;
use crate::policy::Before;
use crate::refusal::{Reason, Refusal};
use protocol::RecordId;

/// A channel as an administrator wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewChannel {
    /// How it is called; empty where that is by its sort.
    pub name: String,
    /// Where it stands among the others.
    pub order: i64,
    /// Whether it takes no more messages.
    pub archived: bool,
}

/// Opens a channel. `id` is a fresh time-ordered id, which only a custom one uses.
///
/// # Errors
/// Others than staff; a custom channel without a name.
pub fn open_channel(desk: &Desk<'_>, sort: ChannelSort, id: RecordId, new: &NewChannel) -> Intended {
    let id = if sort == ChannelSort::Custom { id } else { channel_id(desk.space, &sort) };
    let channel = new.fill(Channel::of(sort, new.order))?;
    Ok(vec![desk.create(desk.head(KnownKind::Channel, id), &channel, desk.ground())?])
}

/// Changes a channel. `before` is its record; the general one has none until it is changed first.
///
/// # Errors
/// Others than staff; a name that does not fit; the general channel is never archived.
pub fn change_channel(desk: &Desk<'_>, before: Option<Before<'_>>, new: &NewChannel) -> Intended {
    let Some(before) = before else {
        let general = channel_id(desk.space, &ChannelSort::General);
        return open_channel(desk, ChannelSort::General, general, new);
    };
    desk.update(before, &new.fill(before.body.read()?)?)
}

impl NewChannel {
    fn fill(&self, channel: Channel) -> Result<Channel, Refusal> {
        let name = limits::CHANNEL_NAME.parse("/name", &self.name)?;
        Ok(Channel { name, order: self.order, archived: self.archived, ..channel })
    }
}

/// What is said to a move: by which rule, in which version that stands, and why. All of it may stay away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoveReason {
    /// The rule, and the version in which that stands.
    pub rule: Option<(u32, u32)>,
    /// Why.
    pub reason: String,
}

/// Puts a message into another channel.
///
/// # Errors
/// Others than staff; a channel that takes no messages; a reason that does not fit.
pub fn move_post(desk: &Desk<'_>, before: Before<'_>, to: &RecordId, why: &MoveReason) -> Intended {
    let message: Message = before.body.read()?;
    let to = channels::kept(desk.space, to);
    if message.channel == to {
        return Ok(Vec::new());
    }
    let moved = Moved {
        rule: why.rule.map(|(no, _)| no),
        version: why.rule.map(|(_, version)| version),
        reason: limits::REMARK.parse("/moved/reason", &why.reason)?,
        ..Moved::new(desk.me().clone(), message.channel.clone())
    };
    let mut writes = desk.update(before, &Message { channel: to.clone(), moved: Some(moved), ..message })?;
    writes.iter_mut().for_each(|write| write.deps.extend(to.clone()));
    Ok(writes)
}

/// A message to pin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPin {
    /// Which message.
    pub message: RecordId,
    /// What the rail calls it.
    pub label: String,
    /// Until when it stands there, UTC milliseconds.
    pub expires_at: i64,
}

/// Puts a message into the place `slot`, whatever stands there. `before` is that place, if it was used.
///
/// # Errors
/// Others than staff; a label or an expiry that does not fit.
pub fn pin_post(desk: &Desk<'_>, before: Option<Before<'_>>, slot: u8, new: &NewPin) -> Intended {
    let label = limits::PIN_LABEL.parse("/label", &new.label)?;
    let filled =
        |pin: Pin| Pin { message: Some(new.message.clone()), label, expires_at: new.expires_at, ..pin };
    let mut writes = match before {
        Some(before) => desk.update(before, &filled(before.body.read()?))?,
        None => {
            let head = desk.head(KnownKind::Pin, pin_id(desk.space, slot));
            vec![desk.create(head, &filled(Pin::empty(slot)), desk.ground())?]
        }
    };
    writes.iter_mut().for_each(|write| write.deps.push(new.message.clone()));
    Ok(writes)
}

/// Empties the place for a pinned message.
///
/// # Errors
/// Others than staff.
pub fn unpin_post(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    let pin: Pin = before.body.read()?;
    desk.update(before, &Pin { extra: pin.extra, ..Pin::empty(pin.slot) })
}

/// Hears no more of a channel, or again. `before` is what the person keeps of the space.
///
/// # Errors
/// Somebody who is no member; far too many channels.
pub fn mute_channel(
    desk: &Desk<'_>,
    before: Option<Before<'_>>,
    channel: &RecordId,
    is_muted: bool,
) -> Intended {
    let mut seen: Seen = before.map(|before| before.body.read()).transpose()?.unwrap_or_default();
    if seen.muted.contains(channel) == is_muted {
        return Ok(Vec::new());
    }
    seen.muted.retain(|muted| muted != channel);
    if is_muted {
        seen.muted.push(channel.clone());
    }
    if seen.muted.len() > limits::MAX_MUTED {
        return Err(Refusal::new(Reason::TooMany).at("/muted"));
    }
    keep_seen(desk, before, &seen)
}

/// Notes that the person has heard that they talk about something else in `channel`. Of more channels
/// than are noted the first is forgotten.
///
/// # Errors
/// Somebody who is no member.
pub fn note_nudge(desk: &Desk<'_>, before: Option<Before<'_>>, channel: &RecordId) -> Intended {
    let mut seen: Seen = before.map(|before| before.body.read()).transpose()?.unwrap_or_default();
    if seen.nudged.contains(channel) {
        return Ok(Vec::new());
    }
    if seen.nudged.len() >= limits::MAX_MUTED {
        seen.nudged.remove(0);
    }
    seen.nudged.push(channel.clone());
    keep_seen(desk, before, &seen)
}

/// Wants to be told this much of the space and its channels. `before` is what the person keeps of the
/// space.
///
/// # Errors
/// Somebody who is no member; far too many channels.
pub fn wish_to_be_told(desk: &Desk<'_>, before: Option<Before<'_>>, wishes: &Wishes) -> Intended {
    let seen: Seen = before.map(|before| before.body.read()).transpose()?.unwrap_or_default();
    keep_seen(desk, before, &Seen { told: wishes.clone(), ..seen })
}

fn keep_seen(desk: &Desk<'_>, before: Option<Before<'_>>, seen: &Seen) -> Intended {
    match before {
        Some(before) => desk.update(before, seen),
        None => {
            let head = desk.head(KnownKind::Seen, seen_id(desk.space, desk.me()));
            Ok(vec![desk.create(head, seen, desk.ground())?])
        }
    }
}
