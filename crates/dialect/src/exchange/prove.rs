//! Nothing is believed to be there only of a session that holds: some servers answer an empty list
//! to a token that ended, and "not found" to its writes.

use super::Context;
use crate::heard::Heard;
use crate::http::{Request, Response};
use crate::profile::outcomes::{Meaning, OpName};
use protocol::{Call, Failure, Outcome, PullFrom, PushResult};

/// An outcome that waits until the session is proved.
#[derive(Clone, Debug)]
pub(super) struct Proof {
    outcome: Outcome,
}

/// Whether emptiness is news to who asks: a feed that brings no change says nothing.
pub(super) fn may_be_news(call: &Call) -> bool {
    !matches!(call, Call::Pull { from: PullFrom::Since(_), .. })
}

impl Proof {
    /// What to ask first, where the outcome may be that of a session that ended: where nothing would be
    /// `news`, or where a list `ran_dry`.
    pub(super) fn of(
        context: &Context,
        outcome: &Outcome,
        (news, ran_dry): (bool, bool),
    ) -> Option<(Self, Request)> {
        let check = context.spec.auth.check.as_ref()?;
        let doubtful = match outcome {
            Outcome::Scopes(heads) => heads.is_empty(),
            Outcome::Page(page) => page.all_ids.is_some() || ran_dry || (news && page.records.is_empty()),
            Outcome::Found(found) => found.is_none(),
            Outcome::Pushed(results) => results.iter().any(is_doubtful),
            Outcome::Failed(failure) => *failure == Failure::Forbidden,
        };
        let request = || check.build(&context.spec, &context.vars, &[]);
        doubtful.then(|| (Self { outcome: outcome.clone() }, request()))
    }

    /// What the outcome is worth.
    pub(super) fn answer(self, context: &Context, response: Option<&Response>, now_ms: i64) -> Outcome {
        let heard = Heard::new(&context.spec, OpName::Account, response, now_ms);
        let failure = match heard.meaning {
            Meaning::Ok => return self.outcome,
            Meaning::Forbidden => Failure::SignedOut,
            _ => heard.failure(),
        };
        match self.outcome {
            // What was taken stays taken; the others were judged as nobody's.
            Outcome::Pushed(results) if results.iter().any(|result| !is_doubtful(result)) => {
                let unjudged = |result| match is_doubtful(&result) {
                    true => PushResult::Retry(failure.clone()),
                    false => result,
                };
                Outcome::Pushed(results.into_iter().map(unjudged).collect())
            }
            _ => Outcome::Failed(failure),
        }
    }
}

fn is_doubtful(result: &PushResult) -> bool {
    matches!(result, PushResult::Refused(_) | PushResult::Conflict(None))
}
