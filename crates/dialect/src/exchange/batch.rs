//! Many writes in one request, each judged alone.

use super::push::is_held_up;
use super::write::WriteTalk;
use super::{Context, Turn};
use crate::heard::Heard;
use crate::http::{Request, Response};
use crate::profile::Spec;
use crate::profile::ops::Batch;
use crate::profile::outcomes::{Meaning, OpName};
use crate::wire;
use protocol::{Failure, Mutation, Op, Outcome, PushResult};
use serde_json::Value;
use std::collections::{BTreeSet, VecDeque};

/// Many writes, in as few requests as the server allows.
#[derive(Clone, Debug)]
pub(super) struct BatchTalk {
    waiting: VecDeque<Mutation>,
    sent: Vec<Mutation>,
    /// Writes of the answered batch that need another look, with their places in `results`.
    doubts: VecDeque<(usize, WriteTalk, Request)>,
    looking: Option<(usize, WriteTalk)>,
    results: Vec<(Mutation, PushResult)>,
}

impl BatchTalk {
    pub(super) fn new(mutations: Vec<Mutation>) -> Self {
        Self {
            waiting: mutations.into(),
            sent: Vec::new(),
            doubts: VecDeque::new(),
            looking: None,
            results: Vec::new(),
        }
    }

    pub(super) fn start(&mut self, context: &Context) -> Turn<Outcome> {
        match context.spec.batch.as_ref().and_then(|batch| self.next_batch(context, batch)) {
            Some(request) => Turn::Send(request),
            None => self.end(),
        }
    }

    pub(super) fn answer(
        &mut self,
        context: &Context,
        response: Option<&Response>,
        now_ms: i64,
    ) -> Turn<Outcome> {
        if let Some((place, mut talk)) = self.looking.take() {
            match talk.answer(context, response, now_ms) {
                Turn::Send(request) => {
                    self.looking = Some((place, talk));
                    return Turn::Send(request);
                }
                Turn::Done(result) => self.settle(place, result),
            }
            return self.go_on(context);
        }
        let heard = Heard::new(&context.spec, OpName::Batch, response, now_ms);
        match self.judge(context, &heard) {
            Ok(()) => self.go_on(context),
            Err(failure) => self.give_up(failure),
        }
    }

    /// Takes as many writes as fit one request. Two writes of one record go one after the other,
    /// as the second may start from what the first leaves.
    fn next_batch(&mut self, context: &Context, batch: &Batch) -> Option<Request> {
        let most_bytes = context.spec.promises.max_body_bytes.unwrap_or(u64::MAX);
        let mut vars = context.vars.clone();
        let (mut writes, mut ids, mut bytes) = (Vec::new(), BTreeSet::new(), 64_u64);
        while let Some(mut mutation) = self.waiting.pop_front() {
            if is_held_up(&self.results, &mut mutation) {
                self.results.push((mutation, PushResult::Unsent));
                continue;
            }
            wire::describe(&context.spec, &mut vars, &mutation, None);
            let creation = batch.create.as_ref().filter(|_| matches!(mutation.op, Op::Create(_)));
            let write = creation.unwrap_or(&batch.each).fill(&vars);
            let size = u64::try_from(write.to_string().len()).unwrap_or(u64::MAX).saturating_add(1);
            bytes = bytes.saturating_add(size);
            let full = writes.len() >= usize::try_from(batch.max).unwrap_or(usize::MAX) || bytes > most_bytes;
            if !writes.is_empty() && (full || ids.contains(&mutation.head.id)) {
                self.waiting.push_front(mutation);
                break;
            }
            ids.insert(mutation.head.id.clone());
            writes.push(write);
            self.sent.push(mutation);
        }
        if writes.is_empty() {
            return None;
        }
        let mut vars = context.vars.clone();
        vars.insert("writes".to_owned(), Value::Array(writes));
        Some(batch.ask.build(&context.spec, &vars, &[]))
    }

    /// Reads the results of a batch; an answer that has not one for each write counts as none.
    fn judge(&mut self, context: &Context, heard: &Heard) -> Result<(), Failure> {
        let spec = &context.spec;
        if let Some(failure) = heard.write_failure() {
            return Err(failure);
        }
        let batch = spec.batch.as_ref().ok_or(Failure::Unknown)?;
        if heard.meaning == Meaning::TooLarge && self.sent.len() == 1 {
            let refused = |mutation| (mutation, PushResult::Refused(heard.problem(spec)));
            self.results.extend(self.sent.drain(..).map(refused));
            return Ok(());
        }
        let results = heard.at(&batch.results).and_then(Value::as_array);
        let results =
            results.filter(|results| heard.meaning == Meaning::Ok && results.len() == self.sent.len());
        let results = results.ok_or_else(|| Failure::Foreign(heard.glimpse()))?;
        // Some servers take the batch of anybody, and refuse the writes in it.
        if !results.is_empty() && results.iter().all(|result| is_signed_out(spec, batch, result)) {
            return Err(Failure::SignedOut);
        }
        for (mutation, result) in std::mem::take(&mut self.sent).into_iter().zip(results) {
            let status = status(batch, result);
            let good = (200..300).contains(&status);
            let place = if good { &batch.record } else { &batch.problem };
            let mut body = result.pointer(place).cloned().unwrap_or_default();
            if let (false, Some(at), Some(record)) =
                (good, &spec.problem.current, result.pointer(&batch.record).filter(|r| r.is_object()))
            {
                wire::put(&mut body, at, record.clone());
            }
            let mut talk = WriteTalk::sent(mutation);
            let after = batch.retry_after.as_ref().and_then(|at| result.pointer(at)).and_then(Value::as_u64);
            let part = Heard::part(spec, talk.op_name(), status, wrap(context, &talk, good, body), after);
            match talk.judge(context, &part) {
                Turn::Done(result) => self.results.push((talk.mutation().clone(), result)),
                Turn::Send(request) => {
                    let open = (talk.mutation().clone(), PushResult::Retry(Failure::Unknown));
                    self.doubts.push_back((self.results.len(), talk, request));
                    self.results.push(open);
                }
            }
        }
        Ok(())
    }

    fn settle(&mut self, place: usize, result: PushResult) {
        if let Some((_, slot)) = self.results.get_mut(place) {
            *slot = result;
        }
    }

    fn go_on(&mut self, context: &Context) -> Turn<Outcome> {
        match self.doubts.pop_front() {
            Some((place, talk, request)) => {
                self.looking = Some((place, talk));
                Turn::Send(request)
            }
            None => self.start(context),
        }
    }

    fn give_up(&mut self, failure: Failure) -> Turn<Outcome> {
        if self.results.is_empty() {
            return Turn::Done(Outcome::Failed(failure));
        }
        let sent = self.sent.drain(..).map(|mutation| (mutation, PushResult::Retry(failure.clone())));
        self.results.extend(sent);
        let waiting = self.waiting.drain(..).map(|mutation| (mutation, PushResult::Unsent));
        self.results.extend(waiting);
        self.end()
    }

    fn end(&mut self) -> Turn<Outcome> {
        Turn::Done(Outcome::Pushed(self.results.drain(..).map(|(_, result)| result).collect()))
    }
}

fn status(batch: &Batch, result: &Value) -> u16 {
    let status = result.pointer(&batch.status).and_then(Value::as_u64).unwrap_or_default();
    u16::try_from(status).unwrap_or_default()
}

fn is_signed_out(spec: &Spec, batch: &Batch, result: &Value) -> bool {
    let problem = result.pointer(&batch.problem).cloned().unwrap_or_default();
    Heard::part(spec, OpName::Update, status(batch, result), problem, None).meaning == Meaning::SignedOut
}

/// A record of a batch stands where the single operation's answer would hold it.
fn wrap(context: &Context, talk: &WriteTalk, good: bool, body: Value) -> Value {
    let pointer = talk.record_place(context).filter(|_| good).unwrap_or_default();
    pointer.rsplit('/').filter(|step| !step.is_empty()).fold(body, |inner, step| {
        let mut members = serde_json::Map::new();
        members.insert(step.to_owned(), inner);
        Value::Object(members)
    })
}
