//! Posts that go at a time.

use super::{Desk, Intended, NewPost, post_message};
use crate::kinds::{Extra, KnownKind, Mentions, Message, Scheduled, ScheduledState, scheduled_id};
use crate::limits;
use crate::policy::Before;
use crate::refusal::{Reason, Refusal};
use protocol::{Op, RecordId};

/// What is to be said, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Later {
    /// What it says.
    pub text: String,
    /// The channel in which it is to stand; none for the general one.
    pub channel: Option<RecordId>,
    /// Whom it names.
    pub mentions: Mentions,
    /// When it is due, UTC milliseconds.
    pub due_at: i64,
}

impl Later {
    /// Writes it into `scheduled`, which waits from then on.
    fn fill(self, scheduled: &mut Scheduled) -> Result<(), Refusal> {
        scheduled.text = limits::MESSAGE.parse("/text", &self.text)?;
        scheduled.channel = self.channel;
        scheduled.mentions = self.mentions;
        scheduled.due_at = self.due_at;
        scheduled.state = ScheduledState::Waiting;
        scheduled.refusal = None;
        scheduled.rule = None;
        Ok(())
    }
}

/// Schedules a post. `message` is a fresh time-ordered id, which the message keeps.
///
/// # Errors
/// An empty or too long text; a time that is over, or too far ahead.
pub fn schedule(desk: &Desk<'_>, message: RecordId, later: Later) -> Intended {
    in_time(desk, later.due_at)?;
    let head = desk.head(KnownKind::Scheduled, scheduled_id(desk.space, desk.me(), &message));
    let mut scheduled = Scheduled {
        message,
        text: String::new(),
        channel: None,
        mentions: Mentions::default(),
        due_at: later.due_at,
        state: ScheduledState::Waiting,
        refusal: None,
        rule: None,
        extra: Extra::default(),
    };
    later.fill(&mut scheduled)?;
    Ok(vec![desk.create(head, &scheduled, desk.ground())?])
}

/// Changes what is scheduled; what was not let in waits again.
///
/// # Errors
/// As [`schedule`]; what is sent or taken back.
pub fn reschedule(desk: &Desk<'_>, before: Before<'_>, later: Later) -> Intended {
    in_time(desk, later.due_at)?;
    let mut scheduled = standing(before)?;
    later.fill(&mut scheduled)?;
    desk.update(before, &scheduled)
}

/// Takes it back.
///
/// # Errors
/// What is sent, or taken back already.
pub fn cancel_scheduled(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    let mut scheduled = standing(before)?;
    scheduled.state = ScheduledState::Cancelled;
    scheduled.text = String::new();
    scheduled.mentions = Mentions::default();
    desk.update(before, &scheduled)
}

/// Sends it, now. The message says the same whichever device sends it: two devices that do not know of one
/// another write one message.
///
/// # Errors
/// What is sent or taken back already; and whatever keeps the message out of the stream now.
pub fn send_scheduled(desk: &Desk<'_>, before: Before<'_>) -> Intended {
    let mut scheduled = standing(before)?;
    let post = NewPost {
        text: &scheduled.text,
        channel: scheduled.channel.clone(),
        mentions: scheduled.mentions.clone(),
        ..NewPost::default()
    };
    let mut writes = post_message(desk, scheduled.message.clone(), post)?;
    for write in &mut writes {
        if let Op::Create(body) = &mut write.op {
            let message = Message { sent_at: scheduled.due_at.min(desk.context.now_ms), ..body.read()? };
            *body = protocol::Body::of(&message)?;
        }
    }
    scheduled.state = ScheduledState::Sent;
    scheduled.text = String::new();
    scheduled.mentions = Mentions::default();
    writes.extend(desk.update(before, &scheduled)?);
    Ok(writes)
}

/// Notes why it is not let in.
///
/// # Errors
/// What is sent or taken back already.
pub fn refuse_scheduled(desk: &Desk<'_>, before: Before<'_>, why: &Refusal) -> Intended {
    let mut scheduled = standing(before)?;
    scheduled.state = ScheduledState::Refused;
    scheduled.refusal = Some(why.code().to_owned());
    scheduled.rule = why.rule();
    desk.update(before, &scheduled)
}

fn standing(before: Before<'_>) -> Result<Scheduled, Refusal> {
    let scheduled: Scheduled = before.body.read()?;
    if scheduled.stands() { Ok(scheduled) } else { Err(Refusal::new(Reason::WrongState).at("/state")) }
}

fn in_time(desk: &Desk<'_>, due_at: i64) -> Result<(), Refusal> {
    let now_ms = desk.context.now_ms;
    let is_ahead = due_at > now_ms && due_at <= now_ms.saturating_add(limits::SCHEDULE_MAX_MS);
    if is_ahead { Ok(()) } else { Err(Refusal::new(Reason::WrongTime).at("/due_at")) }
}
