//! Posting, editing, taking back, and what a person keeps for themselves.

use super::{Desk, Intended};
use crate::kinds::{self, Draft, KnownKind, Mentions, Message, PostSort, ReadCursor};
use crate::limits;
use crate::policy::Before;
use protocol::RecordId;

/// A message to post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPost<'a> {
    /// What it says.
    pub text: &'a str,
    /// The message that it answers.
    pub reply_to: Option<RecordId>,
    /// The message that began the conversation in which it answers.
    pub thread: Option<RecordId>,
    /// The channel in which it stands; none for the general one.
    pub channel: Option<RecordId>,
    /// Whom it names.
    pub mentions: Mentions,
    /// Why it says again what somebody has said.
    pub again: Option<&'a str>,
    /// What kind of post it is.
    pub sort: Option<PostSort>,
}

impl<'a> From<&'a str> for NewPost<'a> {
    fn from(text: &'a str) -> Self {
        Self { text, ..Self::default() }
    }
}

/// Posts to the stream. `id` is a fresh time-ordered id.
///
/// # Errors
/// A member who may not post; an empty or too long text.
pub fn post_message(desk: &Desk<'_>, id: RecordId, post: NewPost<'_>) -> Intended {
    let NewPost { text, reply_to, thread, channel, mentions, again, sort } = post;
    let mut deps = desk.confirmed_ground();
    deps.extend(reply_to.clone());
    deps.extend(channel.clone());
    let message = Message {
        reply_to,
        thread,
        channel,
        mentions,
        sort,
        again: again.map(|again| limits::AGAIN.parse("/again", again)).transpose()?,
        ..Message::new(limits::MESSAGE.parse("/text", text)?, desk.context.now_ms)
    };
    Ok(vec![desk.create(desk.head(KnownKind::Message, id), &message, deps)?])
}

/// Changes the text of one's own message, and with it whom it names. What it said before stays to be
/// read.
///
/// # Errors
/// Another's message; one that is too old or was edited too often; an empty or too long text.
pub fn edit_message(desk: &Desk<'_>, before: Before<'_>, text: &str, mentions: Mentions) -> Intended {
    let mut message: Message = before.body.read()?;
    let text = limits::MESSAGE.parse("/text", text)?;
    if text == message.text {
        return Ok(Vec::new());
    }
    message.earlier = message.with_itself_earlier();
    message.text = text;
    message.mentions = mentions;
    message.edited_at = Some(desk.context.now_ms);
    desk.update(before, &message)
}

/// Takes the words of one's own message back; that it stood there remains to be seen.
///
/// # Errors
/// Another's message; one that is too old, hidden or recalled.
pub fn recall_message(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    let message: Message = before.body.read()?;
    desk.update(before, &message.recalled(desk.context.now_ms))
}

/// Takes a message out of the stream as if it had never stood there: one's own that nobody has seen, or,
/// for staff, another's.
///
/// # Errors
/// Another's message; one's own that is too old.
pub fn delete_message(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    desk.delete(before)
}

/// Keeps an unsent text, as typed. `before` is the person's draft in this space, if any.
///
/// # Errors
/// A text that is far too long, or somebody who is no member.
pub fn save_draft(desk: &Desk<'_>, before: Option<Before<'_>>, text: &str) -> Intended {
    let text = limits::DRAFT.without_hidden(text);
    match before {
        Some(before) => {
            let kept: Draft = before.body.read()?;
            desk.update(before, &Draft { text, ..kept })
        }
        None if text.is_empty() => Ok(Vec::new()),
        None => {
            let head = desk.head(KnownKind::Draft, kinds::draft_id(desk.space, desk.me()));
            Ok(vec![desk.create(head, &Draft { text, extra: Default::default() }, desk.ground())?])
        }
    }
}

/// Notes that everything up to the message at `upto_at` with the id `upto_id` was read. `before`
/// is the person's cursor in this space, if any; it never goes back.
///
/// # Errors
/// Somebody who is no member.
pub fn mark_read(desk: &Desk<'_>, before: Option<Before<'_>>, upto_at: i64, upto_id: RecordId) -> Intended {
    let Some(before) = before else {
        let head = desk.head(KnownKind::Read, kinds::read_id(desk.space, desk.me()));
        let cursor = ReadCursor { upto_at, upto_id, extra: Default::default() };
        return Ok(vec![desk.create(head, &cursor, desk.ground())?]);
    };
    let cursor: ReadCursor = before.body.read()?;
    if (cursor.upto_at, &cursor.upto_id) >= (upto_at, &upto_id) {
        return Ok(Vec::new());
    }
    desk.update(before, &ReadCursor { upto_at, upto_id, ..cursor })
}
