//! Channels, where messages stand in them, and what is pinned above them: administrators arrange these.

use super::{Action, Place, Post, Step, require};
use crate::kinds::{Channel, ChannelSort, Message, Moved, Pin, channel_id, is_timed, pin_id};
use crate::limits;
use crate::refusal::{Reason, Refusal};
use protocol::{Body, RecordId};

pub(super) fn write(step: &Step<'_>, before: Option<&Body>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::Arrange)?;
    let channel: Channel = body.read()?;
    let is_custom = channel.sort == ChannelSort::Custom;
    require(ChannelSort::KNOWN.contains(&channel.sort), Reason::WrongValue, "/sort")?;
    let limit = if is_custom { limits::CUSTOM_CHANNEL_NAME } else { limits::CHANNEL_NAME };
    limit.check("/name", &channel.name)?;
    let is_general = channel.sort == ChannelSort::General;
    // Messages without a channel stand there.
    require(!(is_general && channel.archived), Reason::WrongState, "/archived")?;
    let id = &step.head.id;
    let fits =
        if is_custom { is_timed(id) } else { channel_id(&step.head.scope.space, &channel.sort) == *id };
    require(fits, Reason::WrongId, "/id")?;
    let Some(before) = before else { return Ok(()) };
    let before: Channel = before.read()?;
    require(before.sort == channel.sort, Reason::Immutable, "/sort")
}

/// Whether a message may be put into `channel`; none is the general one, which takes all.
pub(super) fn takes(step: &Step<'_>, channel: Option<&RecordId>) -> Result<(), Refusal> {
    let Some(channel) = channel else { return Ok(()) };
    let space = &step.head.scope.space;
    if *channel == channel_id(space, &ChannelSort::Notices) {
        step.may(Action::Announce).map_err(|refusal| refusal.at("/channel"))?;
    }
    match step.context.case.place {
        Place::Unknown | Place::Open => Ok(()),
        Place::Missing => Err(Refusal::new(Reason::Gone).at("/channel")),
        Place::Closed => Err(Refusal::new(Reason::ChannelClosed).at("/channel")),
    }
}

/// An administrator puts a message into another channel. Nothing else of it changes, however old it is.
pub(super) fn relocate(step: &Step<'_>, old: &Message, new: &Message) -> Result<(), Refusal> {
    step.may(Action::Arrange)?;
    require(old.recalled_at.is_none(), Reason::Gone, "/recalled_at")?;
    let is_told = |moved: &Moved| moved.by == step.actor.person && moved.from == old.channel;
    let moved = new.moved.as_ref().filter(|moved| is_told(moved));
    explained(step, moved.ok_or(Refusal::new(Reason::WrongAuthor).at("/moved"))?)?;
    let elsewhere = Message { channel: new.channel.clone(), moved: new.moved.clone(), ..old.clone() };
    require(elsewhere == *new, Reason::Immutable, "/text")?;
    takes(step, new.channel.as_ref())
}

/// By which rule and why, where that is said: a rule of a version that was published.
fn explained(step: &Step<'_>, moved: &Moved) -> Result<(), Refusal> {
    limits::REMARK.check("/moved/reason", &moved.reason)?;
    let (Some(no), Some(version)) = (moved.rule, moved.version) else {
        return require(moved.rule.is_none() && moved.version.is_none(), Reason::WrongValue, "/moved/rule");
    };
    require(step.context.version(version).is_some(), Reason::UnknownRuleVersion, "/moved/version")?;
    let is_number = usize::try_from(no).is_ok_and(|no| (1..=limits::MAX_RULES).contains(&no));
    require(is_number, Reason::WrongValue, "/moved/rule")
}

/// Pinning and unpinning. There are as many places as messages may be pinned at once.
pub(super) fn pin(step: &Step<'_>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::Arrange)?;
    let pin: Pin = body.read()?;
    require((1..=limits::PINS).contains(&pin.slot), Reason::TooMany, "/slot")?;
    require(pin_id(&step.head.scope.space, pin.slot) == step.head.id, Reason::WrongId, "/slot")?;
    if pin.message.is_none() {
        return require(pin.label.is_empty(), Reason::WrongValue, "/label");
    }
    limits::PIN_LABEL.check("/label", &pin.label)?;
    let span = pin.expires_at.saturating_sub(step.context.now_ms);
    require((1..=limits::PIN_MAX_MS).contains(&span), Reason::BadExpiry, "/expires_at")?;
    match &step.context.case.post {
        Post::Missing => Err(Refusal::new(Reason::Gone).at("/message")),
        Post::Here { is_hidden: true, .. } => Err(Refusal::new(Reason::PostHidden).at("/message")),
        Post::Unknown | Post::Here { .. } => Ok(()),
    }
}
