//! Writes one after another, each judged alone.

use super::write::WriteTalk;
use super::{Context, Turn};
use crate::http::Response;
use protocol::{Failure, Mutation, Op, Outcome, PushResult, Rev, Written};
use std::collections::VecDeque;

/// Writes one after another.
#[derive(Clone, Debug)]
pub(super) struct PushTalk {
    waiting: VecDeque<Mutation>,
    current: Option<WriteTalk>,
    judged: Vec<(Mutation, PushResult)>,
}

impl PushTalk {
    pub(super) fn new(mutations: Vec<Mutation>) -> Self {
        Self { waiting: mutations.into(), current: None, judged: Vec::new() }
    }

    pub(super) fn start(&mut self, context: &Context) -> Turn<Outcome> {
        while let Some(mut mutation) = self.waiting.pop_front() {
            if is_held_up(&self.judged, &mut mutation) {
                self.judged.push((mutation, PushResult::Unsent));
                continue;
            }
            let mut talk = WriteTalk::new(mutation);
            match talk.start(context) {
                Turn::Send(request) => {
                    self.current = Some(talk);
                    return Turn::Send(request);
                }
                Turn::Done(result) => self.judged.push((talk.mutation().clone(), result)),
            }
        }
        self.end()
    }

    pub(super) fn answer(
        &mut self,
        context: &Context,
        response: Option<&Response>,
        now_ms: i64,
    ) -> Turn<Outcome> {
        let Some(mut talk) = self.current.take() else { return self.end() };
        match talk.answer(context, response, now_ms) {
            Turn::Send(request) => {
                self.current = Some(talk);
                Turn::Send(request)
            }
            Turn::Done(PushResult::Retry(failure)) if !talk.is_paced() => {
                self.give_up(talk.mutation().clone(), failure)
            }
            Turn::Done(result) => {
                self.judged.push((talk.mutation().clone(), result));
                self.start(context)
            }
        }
    }

    /// What stopped one write would stop the others: they wait, unsent.
    fn give_up(&mut self, mutation: Mutation, failure: Failure) -> Turn<Outcome> {
        if self.judged.is_empty() {
            return Turn::Done(Outcome::Failed(failure));
        }
        self.judged.push((mutation, PushResult::Retry(failure)));
        while let Some(mutation) = self.waiting.pop_front() {
            self.judged.push((mutation, PushResult::Unsent));
        }
        self.end()
    }

    fn end(&mut self) -> Turn<Outcome> {
        Turn::Done(Outcome::Pushed(self.judged.drain(..).map(|(_, result)| result).collect()))
    }
}

/// Whether a write is not sent after those that were judged in this push: it is of a record of which one
/// was not done, or it makes a record of a kind of which an earlier one in the scope is to wait, and
/// others read them in the order in which they arrive. A write of a record that was written before
/// starts from what that one left.
pub(super) fn is_held_up(judged: &[(Mutation, PushResult)], mutation: &mut Mutation) -> bool {
    let before = judged.iter().rev().find(|(earlier, _)| earlier.head.id == mutation.head.id);
    match before {
        None => {
            let waits = |result: &PushResult| matches!(result, PushResult::Retry(_) | PushResult::Unsent);
            judged.iter().any(|(earlier, result)| waits(result) && is_before(earlier, mutation))
        }
        Some((earlier, PushResult::Done(written))) => {
            if mutation.base_rev == earlier.base_rev {
                mutation.base_rev = Some(rev_of(written));
            }
            false
        }
        Some(_) => true,
    }
}

/// Whether both make records that others read one after the other.
fn is_before(earlier: &Mutation, later: &Mutation) -> bool {
    let make = matches!((&earlier.op, &later.op), (Op::Create(_), Op::Create(_)));
    make && earlier.head.scope == later.head.scope && earlier.head.kind == later.head.kind
}

fn rev_of(written: &Written) -> Rev {
    match written {
        Written::Record(record) => record.rev.clone(),
        Written::Rev(rev) => rev.clone(),
    }
}
