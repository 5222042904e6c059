//! The stream: posting, editing, taking back; and what a person keeps for themselves.

use super::{Action, Before, Step, channel, require};
use crate::channels;
use crate::guard::{self, Finding, Post, Watch};
use crate::kinds::{
    Draft, KnownKind, Mentions, Message, PostSort, ReadCursor, Scheduled, Seen, is_timed, scheduled_id,
};
use crate::limits;
use crate::measures;
use crate::refusal::{Reason, Refusal};
use protocol::{Body, PersonId};

pub(super) fn post(step: &Step<'_>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::Post)?;
    let message: Message = body.read()?;
    require(message.edited_at.is_none(), Reason::WrongValue, "/edited_at")?;
    require(message.released_by.is_none(), Reason::ServerOnly, "/released_by")?;
    require(message.hidden.is_none(), Reason::ServerOnly, "/hidden")?;
    require(message.moved.is_none(), Reason::WrongValue, "/moved")?;
    require(message.recalled_at.is_none(), Reason::WrongValue, "/recalled_at")?;
    require(message.earlier.is_empty(), Reason::WrongValue, "/earlier")?;
    let is_answer = message.thread.is_none() || message.reply_to.is_some();
    require(is_answer, Reason::WrongValue, "/thread")?;
    channel::takes(step, message.channel.as_ref())?;
    names(step, &message.mentions)?;
    let again = message.again.as_deref();
    again.map_or(Ok(()), |again| limits::AGAIN.check("/again", again))?;
    limits::MESSAGE.check("/text", &message.text)?;
    sorted(message.sort.as_ref())?;
    let is_permitted = !message.permitted || step.context.case.permit.as_ref() == Some(&message.text);
    require(is_permitted, Reason::NeedsPermit, "/permitted")?;
    let channel = channels::home(&step.head.scope.space, message.channel.as_ref());
    let post = Post {
        // Who gave permission has read it.
        explains: again.is_some() || message.permitted,
        permitted: message.permitted,
        answers: message.reply_to.is_some(),
        sort: message.sort.as_ref(),
        ..Post::new(&message.text, &channel)
    };
    guarded(step, |watch, now_ms| guard::judge(&post, watch, now_ms))
}

/// The shape of what a post is called, whoever asks for it: one of the owner's kinds, or why another.
pub(super) fn sorted(sort: Option<&PostSort>) -> Result<(), Refusal> {
    match sort {
        None => Ok(()),
        Some(PostSort { name, why, .. }) if name.is_empty() => limits::SORT_REASON.check("/sort/why", why),
        Some(PostSort { name, why, .. }) => {
            require(why.is_empty(), Reason::WrongValue, "/sort/why")?;
            limits::SORT.check("/sort/name", name)
        }
    }
}

/// Another text by its author or none any more, or another channel by an administrator.
pub(super) fn change(step: &Step<'_>, before: Before<'_>, body: &Body) -> Result<(), Refusal> {
    let (old, new): (Message, Message) = (before.body.read()?, body.read()?);
    match new.recalled_at {
        Some(at) => recall(step, before, &old, &new, at),
        None if old.channel == new.channel => edit(step, before, &old, &new),
        None => channel::relocate(step, &old, &new),
    }
}

/// Its author takes the words back and leaves that they stood there. What was hidden says nothing
/// already, and its words are the measure's.
fn recall(step: &Step<'_>, before: Before<'_>, old: &Message, new: &Message, at: i64) -> Result<(), Refusal> {
    is_author(step)?;
    require(old.recalled_at.is_none(), Reason::Gone, "/recalled_at")?;
    require(old.hidden.is_none(), Reason::PostHidden, "/text")?;
    require(old.recalled(at) == *new, Reason::Immutable, "/text")?;
    delete(step, before)
}

fn edit(step: &Step<'_>, before: Before<'_>, old: &Message, new: &Message) -> Result<(), Refusal> {
    is_author(step)?;
    step.may(Action::Post)?;
    require(old.recalled_at.is_none(), Reason::Gone, "/recalled_at")?;
    // What its author says anew would stand there again for all to read.
    require(old.hidden.is_none(), Reason::PostHidden, "/text")?;
    require(new.hidden.is_none(), Reason::ServerOnly, "/hidden")?;
    require(old.reply_to == new.reply_to, Reason::Immutable, "/reply_to")?;
    require(old.sent_at == new.sent_at, Reason::Immutable, "/sent_at")?;
    require(new.edited_at.is_some(), Reason::Empty, "/edited_at")?;
    let is_same = old.again == new.again && old.released_by == new.released_by;
    require(is_same, Reason::Immutable, "/again")?;
    require(old.sort == new.sort && old.permitted == new.permitted, Reason::Immutable, "/sort")?;
    require(old.thread == new.thread && old.moved == new.moved, Reason::Immutable, "/thread")?;
    require(stays_readable(old, new), Reason::EditedOften, "/earlier")?;
    limits::MESSAGE.check("/text", &new.text)?;
    names(step, &new.mentions)?;
    // Who was asked to change it can, however old it is.
    if !measures::is_asked_to_edit(&step.context.measures, &step.head.id) {
        within(step, before, limits::EDIT_WINDOW_MS, Reason::EditWindowOver)?;
    }
    let channel = channels::home(&step.head.scope.space, new.channel.as_ref());
    guarded(step, |watch, now_ms| guard::judge_text(&new.text, &channel, watch, now_ms))
}

/// Whether all that the message said so far still fits into it: readers may look it up.
fn stays_readable(old: &Message, new: &Message) -> bool {
    let said = old.earlier.iter().map(|earlier| earlier.text.len());
    let bytes = said.chain([old.text.len(), new.text.len()]).fold(0, usize::saturating_add);
    old.earlier.len() < limits::MAX_EDITS && bytes <= limits::EDITED_BYTES
}

/// A few people, or everybody by whoever may announce: a name calls somebody away from what they do.
pub(super) fn names(step: &Step<'_>, mentions: &Mentions) -> Result<(), Refusal> {
    limits::at_most(limits::MAX_MENTIONS, "/mentions/people", &mentions.people)?;
    let is_id = |person: &PersonId| limits::NAME.check("/mentions/people", person.as_str());
    mentions.people.iter().try_for_each(is_id)?;
    if mentions.all {
        step.may(Action::Announce).map_err(|refusal| refusal.at("/mentions/all"))?;
    }
    Ok(())
}

/// What the guards say, which bind everybody but those who decide about what is held.
fn guarded(step: &Step<'_>, find: impl FnOnce(&Watch, i64) -> Vec<Finding>) -> Result<(), Refusal> {
    if step.actor.is_staff(step.context) {
        return Ok(());
    }
    let now_ms = step.context.now_ms;
    guard::verdict(&find(&step.context.watch, now_ms), now_ms)
}

/// Taking back one's own for a while, or taking another's away. Neither waits for a confirmation of
/// the rules: what takes words away is never locked.
pub(super) fn delete(step: &Step<'_>, before: Before<'_>) -> Result<(), Refusal> {
    if step.may(Action::HidePosts).is_ok() {
        return Ok(());
    }
    step.may(Action::ReadStream)?;
    is_author(step)?;
    within(step, before, limits::RECALL_WINDOW_MS, Reason::RecallWindowOver)
}

/// A draft, a read cursor, or what was seen. That it is one's own the envelope has shown.
pub(super) fn keep(step: &Step<'_>, kind: KnownKind, body: &Body) -> Result<(), Refusal> {
    step.may(Action::KeepOwn)?;
    match kind {
        KnownKind::Draft => {
            let draft: Draft = body.read()?;
            limits::DRAFT.check("/text", &draft.text)
        }
        KnownKind::Seen => {
            let seen: Seen = body.read()?;
            limits::at_most(limits::MAX_MUTED, "/muted", &seen.muted)?;
            limits::at_most(limits::MAX_MUTED, "/nudged", &seen.nudged)?;
            limits::at_most(limits::MAX_MUTED, "/told/channels", &seen.told.channels)
        }
        _ => {
            let _: ReadCursor = body.read()?;
            Ok(())
        }
    }
}

/// A post that is to go at a time. Whether it may stand in the stream is judged when it goes; once it has
/// gone or was taken back, that stands.
pub(super) fn schedule(step: &Step<'_>, before: Option<&Body>, body: &Body) -> Result<(), Refusal> {
    step.may(Action::KeepOwn)?;
    let scheduled: Scheduled = body.read()?;
    let id = scheduled_id(&step.head.scope.space, &step.actor.person, &scheduled.message);
    require(id == step.head.id && is_timed(&scheduled.message), Reason::WrongId, "/message")?;
    let was: Option<Scheduled> = before.map(Body::read).transpose()?;
    require(was.is_none_or(|was| was.stands()), Reason::WrongState, "/state")?;
    if scheduled.stands() {
        limits::MESSAGE.check("/text", &scheduled.text)?;
    }
    let latest = step.context.now_ms.saturating_add(limits::SCHEDULE_MAX_MS + limits::AHEAD_MS);
    require(scheduled.due_at <= latest, Reason::WrongTime, "/due_at")?;
    limits::at_most(limits::MAX_MENTIONS, "/mentions/people", &scheduled.mentions.people)
}

fn is_author(step: &Step<'_>) -> Result<(), Refusal> {
    if step.head.author == step.actor.person { Ok(()) } else { Err(Reason::NotYours.into()) }
}

fn within(step: &Step<'_>, before: Before<'_>, window_ms: i64, over: Reason) -> Result<(), Refusal> {
    let age = step.context.now_ms.saturating_sub(before.at);
    if age <= window_ms { Ok(()) } else { Err(over.into()) }
}
