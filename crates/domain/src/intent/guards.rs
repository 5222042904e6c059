//! Setting guards; handing in what they set aside, and deciding about it.

use super::{Desk, Intended};
use crate::guard::check_all;
use crate::kinds::{
    Guard, Guards, Held, HeldState, KnownKind, Mentions, Message, PostSort, guards_id, held_id,
};
use crate::limits;
use crate::policy::{Before, Case, Context};
use protocol::RecordId;

/// A post that is handed in to be looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandIn {
    /// What it says.
    pub text: String,
    /// The message that it answers.
    pub reply_to: Option<RecordId>,
    /// The message that began the conversation in which it answers.
    pub thread: Option<RecordId>,
    /// The channel for which it is meant; none for the general one.
    pub channel: Option<RecordId>,
    /// Whom it names.
    pub mentions: Mentions,
    /// When it was written, if not now, UTC milliseconds.
    pub sent_at: Option<i64>,
    /// The rules whose guards set it aside.
    pub rules: Vec<u32>,
    /// What the author says to it.
    pub plea: String,
    /// Whether the author takes the guard for mistaken.
    pub mistaken: bool,
    /// Where it comes from, to ask for the permission to post it.
    pub source: Option<String>,
    /// What kind of post it is.
    pub sort: Option<PostSort>,
}

/// What an administrator decides about a held post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It goes into the stream.
    Release,
    /// The author may post it, once within a day.
    Grant,
    /// The author has it back, for this reason.
    Return(String),
}

/// Sets the guards of the space. `before` is its guards, if there are any.
///
/// # Errors
/// Anybody but the owner; settings that do not fit.
pub fn set_guards(desk: &Desk<'_>, before: Option<Before<'_>>, guards: Vec<Guard>) -> Intended {
    let mut kept: Guards = match before {
        Some(before) => before.body.read()?,
        None => Guards::default(),
    };
    kept.guards = guards;
    check_all(&kept)?;
    match before {
        Some(before) => desk.update(before, &kept),
        None => {
            let head = desk.head(KnownKind::Guards, guards_id(desk.space));
            Ok(vec![desk.create(head, &kept, desk.ground())?])
        }
    }
}

/// Hands in what would be the message `message`.
///
/// # Errors
/// Whoever may not post; an empty or too long text.
pub fn hand_in(desk: &Desk<'_>, message: RecordId, post: HandIn) -> Intended {
    let head = desk.head(KnownKind::Held, held_id(desk.space, &message));
    let mut deps = desk.confirmed_ground();
    deps.extend(post.reply_to.clone());
    deps.extend(post.channel.clone());
    let held = Held {
        message,
        text: limits::MESSAGE.parse("/text", &post.text)?,
        reply_to: post.reply_to,
        thread: post.thread,
        channel: post.channel,
        mentions: post.mentions,
        sent_at: post.sent_at.unwrap_or(desk.context.now_ms),
        rules: post.rules,
        plea: match post.source {
            Some(_) => limits::PERMIT_REASON.parse("/plea", &post.plea)?,
            None => limits::PLEA.parse("/plea", &post.plea)?,
        },
        mistaken: post.mistaken,
        source: post.source.map(|source| limits::PERMIT_REASON.parse("/source", &source)).transpose()?,
        expires_at: None,
        sort: post.sort,
        state: HeldState::Waiting,
        decided_by: None,
        decided_at: None,
        reason: String::new(),
        extra: Default::default(),
    };
    Ok(vec![desk.create(head, &held, deps)?])
}

/// Decides about another's held post.
///
/// # Errors
/// Anybody but staff; one's own post; one that is decided; a return without a reason.
pub fn decide_held(desk: &Desk<'_>, before: Before<'_>, decision: Decision) -> Intended {
    let mut held: Held = before.body.read()?;
    held.expires_at =
        (decision == Decision::Grant).then_some(desk.context.now_ms.saturating_add(limits::PERMIT_MS));
    (held.state, held.reason) = match decision {
        Decision::Release => (HeldState::Released, String::new()),
        Decision::Grant => (HeldState::Granted, String::new()),
        Decision::Return(reason) => (HeldState::Returned, limits::RETURN_REASON.parse("/reason", &reason)?),
    };
    held.decided_by = Some(desk.me().clone());
    held.decided_at = Some(desk.context.now_ms);
    desk.update(before, &held)
}

/// Posts what was granted, under the id that it was granted for.
///
/// # Errors
/// Another's; a permission that was not given, or is over; whoever may not post.
pub fn post_granted(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    let held: Held = before.body.read()?;
    let permit = held.granted_until(desk.context.now_ms).map(|_| held.text.clone());
    let case = Case { permit, ..desk.context.case.clone() };
    let context = Context { case, ..desk.context.clone() };
    let mut deps = desk.confirmed_ground();
    deps.push(before.head.id.clone());
    deps.extend(held.reply_to.clone());
    deps.extend(held.channel.clone());
    let message = Message {
        reply_to: held.reply_to,
        thread: held.thread,
        channel: held.channel,
        mentions: held.mentions,
        sort: held.sort,
        permitted: true,
        ..Message::new(held.text, desk.context.now_ms)
    };
    let head = desk.head(KnownKind::Message, held.message);
    Ok(vec![Desk { context: &context, ..*desk }.create(head, &message, deps)?])
}

/// Takes one's own held post back.
///
/// # Errors
/// Another's post; one that is decided.
pub fn withdraw_held(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    let mut held: Held = before.body.read()?;
    held.state = HeldState::Withdrawn;
    desk.update(before, &held)
}

/// The guards with `guard` in place of the one at `place`, or added.
pub fn with_guard_at(mut guards: Vec<Guard>, place: Option<usize>, guard: Guard) -> Vec<Guard> {
    match place.and_then(|place| guards.get_mut(place)) {
        Some(known) => *known = guard,
        None => guards.push(guard),
    }
    guards
}
