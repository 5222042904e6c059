//! Posts that a guard has met on the server alone: it was set while they waited, or this device had
//! not heard of it. What an administrator is to look at is handed in by itself, under the same text.

use super::Space;
use crate::platform::task;
use crate::state::outbox::{Fate, Waiting};
use domain::Reason;
use domain::intent::HandIn;
use domain::kinds::{KnownKind, Message};
use leptos::prelude::*;
use protocol::{Op, Problem};
use std::collections::BTreeSet;
use sync::Resolution;

impl Space {
    /// Hands in what the server wants an administrator to look at, each write once.
    pub(super) fn hand_in_set_aside(self) {
        let (outbox, space) = (self.engine.outbox(), self.id());
        let has_refused = Memo::new(move |_| self.engine.tally().read().set_aside > 0);
        Effect::new(move |tried: Option<BTreeSet<u64>>| {
            let mut tried = tried.unwrap_or_default();
            if !has_refused.get() {
                return tried;
            }
            let outbox = outbox.get();
            let here = outbox.iter().filter(|write| write.head.scope.space == space);
            for (write, post) in here.filter_map(|write| Some((write, set_aside(write)?))) {
                if tried.insert(write.lsn) {
                    self.hand_in_for(write.lsn, write.head.id.clone(), post);
                }
            }
            tried
        });
    }

    /// The held post is kept before the refused one is let go, so that the text is always in one of
    /// them. Both have one id: a device that dies in between hands in the same again.
    fn hand_in_for(self, lsn: u64, message: protocol::RecordId, post: HandIn) {
        let engine = self.engine;
        let writes = self.judge(|desk, records| {
            let held = domain::kinds::held_id(desk.space, &message);
            if records.get(KnownKind::Held, &held).is_some() {
                return Ok(Vec::new());
            }
            domain::intent::hand_in(desk, message.clone(), post)
        });
        let Ok(writes) = writes else { return };
        task::spawn(async move {
            let writes = writes.into_iter().map(super::desk::write).collect();
            if engine.submit(writes).await.is_ok() {
                engine.resolve(lsn, Resolution::Discard);
            }
        });
    }
}

/// What is handed in for a write that was refused only because an administrator is to look at it.
fn set_aside(write: &Waiting) -> Option<HandIn> {
    let (Fate::Refused(problem), Op::Create(body)) = (&write.fate, &write.op) else { return None };
    if !wants_release(problem) || write.head.kind != KnownKind::Message.kind() {
        return None;
    }
    let message: Message = body.read().ok()?;
    let rules = problem.rule.iter().filter_map(|no| no.parse().ok()).collect();
    Some(HandIn {
        text: message.text,
        reply_to: message.reply_to,
        thread: message.thread,
        channel: message.channel,
        mentions: message.mentions,
        sent_at: Some(message.sent_at),
        sort: message.sort,
        rules,
        ..HandIn::default()
    })
}

/// Whether nothing is wrong but that an administrator is to look at it first.
pub(crate) fn wants_release(problem: &Problem) -> bool {
    problem.code == Reason::NeedsRelease.code()
}
