//! One write: sent once, and its fate told from what the server shows, also where the server
//! compares nothing, forgets what it answered, or says one thing for two.

use super::read::{self, Look};
use super::{Context, Turn};
use crate::heard::Heard;
use crate::http::{Request, Response};
use crate::profile::ops::Op as OpSpec;
use crate::profile::outcomes::{Meaning, OpName};
use crate::wire::{self, Seen};
use protocol::{Failure, Mutation, Op, Problem, PushResult, Rev, Written, lineage};
use serde_json::Value;

/// One write.
#[derive(Clone, Debug)]
pub(super) struct WriteTalk {
    mutation: Mutation,
    stage: Stage,
    is_paced: bool,
}

/// The code under which a server tells one write to wait for its time. Any other wish for patience
/// is meant for whatever comes.
const PACED: &str = "paced";

/// What the last request was.
#[derive(Clone, Debug)]
enum Stage {
    /// A look at the record before writing.
    Before,
    /// The write.
    Write,
    /// A look at the record after the server took the write: who won?
    After,
    /// A look at the record after the server did not take the write: why?
    Doubt {
        /// What the server said.
        problem: Problem,
        /// Whether it said for certain that another version stands there.
        conflict: bool,
    },
}

impl WriteTalk {
    pub(super) fn new(mutation: Mutation) -> Self {
        Self { mutation, stage: Stage::Before, is_paced: false }
    }

    /// A write that was sent by other means; [`Self::judge`] takes its answer.
    pub(super) fn sent(mutation: Mutation) -> Self {
        Self { mutation, stage: Stage::Write, is_paced: false }
    }

    /// Whether the server told this one write to wait for its time, and has nothing against others.
    pub(super) fn is_paced(&self) -> bool {
        self.is_paced
    }

    pub(super) fn mutation(&self) -> &Mutation {
        &self.mutation
    }

    pub(super) fn start(&mut self, context: &Context) -> Turn<PushResult> {
        if self.looks_first(context) {
            self.stage = Stage::Before;
            return Turn::Send(self.read(context));
        }
        self.send(context, None)
    }

    pub(super) fn answer(
        &mut self,
        context: &Context,
        response: Option<&Response>,
        now_ms: i64,
    ) -> Turn<PushResult> {
        match self.stage.clone() {
            Stage::Before => match self.look(context, response, now_ms) {
                Look::There(seen) => self.compare(context, *seen),
                Look::Nothing => self.absent(context),
                Look::Hidden => refused("forbidden", 403),
                Look::Failed(failure) => Turn::Done(PushResult::Retry(failure)),
            },
            Stage::Write => {
                let heard = Heard::new(&context.spec, self.op_name(), response, now_ms);
                self.judge(context, &heard)
            }
            Stage::After => match self.look(context, response, now_ms) {
                Look::There(seen) => self.who_won(*seen),
                Look::Nothing if self.deletes() => done_as(self.base()),
                // Whoever said that it was taken need not have been the server: sent again, a write
                // that was taken is known by its mark, its name or its content.
                Look::Nothing | Look::Hidden | Look::Failed(_) => open(),
            },
            Stage::Doubt { problem, conflict } => match self.look(context, response, now_ms) {
                Look::There(seen) => self.explain(*seen, problem, conflict),
                Look::Nothing if conflict && self.deletes() => done_as(self.base()),
                Look::Nothing if conflict => Turn::Done(PushResult::Conflict(None)),
                // One who may not see it finds nothing, too: that it is gone is no certainty.
                Look::Nothing if self.creates() => Turn::Done(PushResult::Refused(problem)),
                Look::Nothing => refused("gone", 404),
                Look::Hidden => refused("forbidden", 403),
                Look::Failed(failure) => Turn::Done(PushResult::Retry(failure)),
            },
        }
    }

    /// Whether the record is looked at before it is written: where the server compares nothing,
    /// where its own id is needed, or where a change must carry on what only the record tells.
    fn looks_first(&self, context: &Context) -> bool {
        let (ops, version) = (&context.spec.ops, &context.spec.version);
        if self.creates() {
            return ops.look_first;
        }
        let op = self.op(context);
        let carries_time = op.ask.mentions("record") || op.ask.mentions("at");
        version.emulated() || op.ask.mentions("key") || (carries_time && context.spec.record.writes_at())
    }

    /// The record as it is, before the write.
    fn compare(&mut self, context: &Context, seen: Seen) -> Turn<PushResult> {
        let settled = self.is_ours(&seen) || (self.deletes() && seen.record.deleted);
        if settled || (self.creates() && self.says_the_same(&seen)) {
            return Turn::Done(PushResult::Done(Written::Record(seen.record)));
        }
        if !self.creates() && self.mutation.base_rev.as_ref() == Some(&seen.record.rev) {
            return self.send(context, Some(&seen));
        }
        Turn::Done(PushResult::Conflict(Some(seen.record)))
    }

    /// There is no record before the write.
    fn absent(&mut self, context: &Context) -> Turn<PushResult> {
        match self.mutation.op {
            Op::Create(_) => self.send(context, None),
            Op::Update { .. } => refused("gone", 404),
            Op::Delete => done_as(self.base()),
        }
    }

    fn send(&mut self, context: &Context, current: Option<&Seen>) -> Turn<PushResult> {
        self.stage = Stage::Write;
        let mut vars = context.vars.clone();
        wire::describe(&context.spec, &mut vars, &self.mutation, current);
        let request = self.op(context).ask.build(&context.spec, &vars, &[]);
        let size = request.body.as_ref().map_or(0, String::len);
        match context.spec.promises.max_body_bytes.and_then(|max| usize::try_from(max).ok()) {
            Some(max) if size > max => refused("too-large", 413),
            _ => Turn::Send(request),
        }
    }

    /// What the server said to the write.
    pub(super) fn judge(&mut self, context: &Context, heard: &Heard) -> Turn<PushResult> {
        let problem = heard.problem(&context.spec);
        if let Some(failure) = heard.write_failure() {
            self.is_paced = heard.meaning == Meaning::Later && problem.code == PACED;
            return Turn::Done(PushResult::Retry(failure));
        }
        match heard.meaning {
            Meaning::Ok => self.taken(context, heard),
            Meaning::Exists | Meaning::Conflict => match self.shown(context, heard) {
                Some(seen) => self.explain(seen, problem, true),
                None => self.doubt(context, problem, true),
            },
            Meaning::ConflictOrForbidden | Meaning::GoneOrForbidden => self.doubt(context, problem, false),
            Meaning::Gone if self.deletes() => done_as(self.base()),
            _ => Turn::Done(PushResult::Refused(problem)),
        }
    }

    /// The server took the write. Where two writers may both have been taken, a look tells who won.
    fn taken(&mut self, context: &Context, heard: &Heard) -> Turn<PushResult> {
        let version = &context.spec.version;
        let op = self.op(context);
        let unsure = !version.atomic && version.stamp.is_some() && !self.creates();
        let header = version.header.as_ref().and_then(|name| heard.header(name));
        let raw = op.record.as_ref().and_then(|at| heard.at(at)).filter(|raw| raw.is_object());
        let seen =
            raw.and_then(|raw| wire::read(&context.spec, raw, Some(&self.mutation.head.scope), header));
        match seen.filter(|seen| seen.record.head.id == self.mutation.head.id) {
            Some(seen) if !unsure => return Turn::Done(PushResult::Done(Written::Record(seen.record))),
            None if !unsure => {
                let told = op.rev.as_ref().and_then(|at| heard.at(at)).map(crate::template::plain);
                // Where the answer is the record, one without it is none, whatever its headers say.
                let in_header = || header.filter(|_| op.record.is_none()).map(wire::rev_text);
                if let Some(rev) = told.or_else(in_header).filter(|rev| !rev.is_empty()) {
                    return done_as(Rev(rev));
                }
            }
            _ => {}
        }
        self.stage = Stage::After;
        Turn::Send(self.read(context))
    }

    /// After the write: the record is as it was, so that nothing was written; or ours, by its mark or
    /// its content; or that of who wrote after us.
    fn who_won(&self, seen: Seen) -> Turn<PushResult> {
        if self.is_ours(&seen) || self.says_the_same(&seen) {
            return Turn::Done(PushResult::Done(Written::Record(seen.record)));
        }
        if !self.creates() && self.mutation.base_rev.as_ref() == Some(&seen.record.rev) {
            return open();
        }
        Turn::Done(PushResult::Conflict(Some(seen.record)))
    }

    /// The server did not take the write, and this is the record: our own write of before, another
    /// version, or the very version that we meant, which then we may not change.
    fn explain(&self, seen: Seen, problem: Problem, conflict: bool) -> Turn<PushResult> {
        let same_version = self.mutation.base_rev.as_ref() == Some(&seen.record.rev);
        Turn::Done(if self.is_ours(&seen) || self.says_the_same(&seen) {
            PushResult::Done(Written::Record(seen.record))
        } else if self.creates() || !same_version {
            PushResult::Conflict(Some(seen.record))
        } else if conflict {
            PushResult::Retry(Failure::Later { after_ms: None })
        } else {
            PushResult::Refused(problem)
        })
    }

    fn doubt(&mut self, context: &Context, problem: Problem, conflict: bool) -> Turn<PushResult> {
        self.stage = Stage::Doubt { problem, conflict };
        Turn::Send(self.read(context))
    }

    /// The record that a refusal shows.
    fn shown(&self, context: &Context, heard: &Heard) -> Option<Seen> {
        let raw = heard.at(context.spec.problem.current.as_ref()?)?;
        let seen = wire::read(&context.spec, raw, Some(&self.mutation.head.scope), None)?;
        (seen.record.head.id == self.mutation.head.id).then_some(seen)
    }

    /// Whether the record is as this write left it. What others wrote upon that is theirs.
    fn is_ours(&self, seen: &Seen) -> bool {
        seen.stamp.as_ref().is_some_and(|stamp| lineage::is_of(stamp, &self.mutation.mid))
    }

    /// Whether the record is already as the write wants it: the answer to an earlier sending was
    /// lost, or another said the same.
    fn says_the_same(&self, seen: &Seen) -> bool {
        let same_body = |body: &protocol::Body| {
            let (ours, theirs) = (body.read::<Value>().ok(), seen.record.body.read::<Value>().ok());
            ours.is_some() && ours == theirs
        };
        seen.record.head == self.mutation.head
            && match &self.mutation.op {
                Op::Create(body) | Op::Update { body, .. } => !seen.record.deleted && same_body(body),
                Op::Delete => seen.record.deleted,
            }
    }

    fn look(&self, context: &Context, response: Option<&Response>, now_ms: i64) -> Look {
        read::look(context, &self.mutation.head.scope, &self.mutation.head.id, response, now_ms)
    }

    fn read(&self, context: &Context) -> Request {
        read::request(context, &self.mutation.head.scope, &self.mutation.head.id)
    }

    fn op<'a>(&self, context: &'a Context) -> &'a OpSpec {
        let ops = &context.spec.ops;
        match self.mutation.op {
            Op::Create(_) => &ops.create,
            Op::Update { .. } => &ops.update,
            Op::Delete => ops.delete.as_ref().unwrap_or(&ops.update),
        }
    }

    /// Where the answer to a single write holds the record.
    pub(super) fn record_place(&self, context: &Context) -> Option<String> {
        self.op(context).record.clone()
    }

    /// What the rules call it.
    pub(super) fn op_name(&self) -> OpName {
        match self.mutation.op {
            Op::Create(_) => OpName::Create,
            Op::Update { .. } => OpName::Update,
            Op::Delete => OpName::Delete,
        }
    }

    fn creates(&self) -> bool {
        matches!(self.mutation.op, Op::Create(_))
    }

    fn deletes(&self) -> bool {
        self.mutation.op == Op::Delete
    }

    fn base(&self) -> Rev {
        self.mutation.base_rev.clone().unwrap_or_else(|| Rev("gone".to_owned()))
    }
}

/// Whether it was taken is not known: it is sent again.
fn open() -> Turn<PushResult> {
    Turn::Done(PushResult::Retry(Failure::Unknown))
}

fn done_as(rev: Rev) -> Turn<PushResult> {
    Turn::Done(PushResult::Done(Written::Rev(rev)))
}

fn refused(code: &str, status: u16) -> Turn<PushResult> {
    Turn::Done(PushResult::Refused(Problem::new(status, code)))
}
