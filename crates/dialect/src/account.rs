//! One account call's conversation with a backend: the requests of a recipe, one after another.

mod names;
mod told;

use crate::capabilities::AccountOp;
use crate::exchange::Context;
use crate::heard::Heard;
use crate::http::{Request, Response};
use crate::profile::Spec;
use crate::profile::accounts::{Recipe, Step, Take};
use crate::profile::outcomes::{Meaning, OpName};
use crate::session::{Session, SessionChange};
use crate::template::{Json, Vars, plain};
use protocol::account::{AccountCall, AccountOutcome};
use protocol::problem::SESSION_REVOKED;
use protocol::{Failure, Problem};
use serde_json::Value;
use std::sync::Arc;

/// Where an account conversation stands.
#[cfg_attr(
    target_pointer_width = "64",
    expect(
        clippy::large_enum_variant,
        reason = "one lives at a time, and is moved once, when a conversation ends"
    )
)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountProgress {
    /// Send this next.
    Send(Request),
    /// It ended, and this became of the session.
    Done(AccountOutcome, SessionChange),
}

/// An account conversation in progress. Made by [`crate::Profile::ask`].
#[derive(Clone, Debug)]
pub struct AccountExchange {
    context: Context,
    op: AccountOp,
    recipe: Recipe,
    /// The step whose answer is awaited.
    step: usize,
}

impl AccountExchange {
    pub(crate) fn new(spec: Arc<Spec>, call: &AccountCall, session: &Session) -> Option<Self> {
        let op = names::op_of(call);
        let recipe = spec.accounts.get(&op)?.clone();
        let mut context = Context::new(spec, session);
        names::describe(&mut context.vars, call);
        Some(Self { context, op, recipe, step: 0 })
    }

    /// The first request, or the end where none is needed.
    pub fn start(&mut self) -> AccountProgress {
        self.step = 0;
        self.go_on(0, 0)
    }

    /// Takes the answer to the last request; see [`crate::Exchange::answer`].
    pub fn answer(&mut self, response: Option<&Response>, now_ms: i64) -> AccountProgress {
        let spec = Arc::clone(&self.context.spec);
        let heard = Heard::new(&spec, OpName::Account, response, now_ms);
        if let Some(outcome) = self.fault(&heard) {
            if self.may_go_without(&outcome) {
                return self.go_on(self.step.saturating_add(1), now_ms);
            }
            return ended(outcome);
        }
        let body = heard.body.clone().unwrap_or_default();
        let now = heard.server_ms(&spec).unwrap_or(now_ms);
        self.context.vars.insert("answer".to_owned(), body.clone());
        self.context.vars.insert("now".to_owned(), now.into());
        let Some(step) = self.recipe.steps.get(self.step).cloned() else {
            return ended(AccountOutcome::Failed(Failure::Unknown));
        };
        if let Err(problem) = self.take(&step, &body) {
            return ended(AccountOutcome::Refused(problem));
        }
        self.go_on(self.step.saturating_add(1), now)
    }

    /// What an answer that is not good comes to.
    fn fault(&self, heard: &Heard) -> Option<AccountOutcome> {
        if heard.meaning == Meaning::Ok {
            return None;
        }
        let mut problem = heard.problem(&self.context.spec);
        let refusal = self.recipe.steps.get(self.step).and_then(|step| step.refusal.as_ref());
        if let Some(code) = refusal.filter(|_| !heard.tells_code(&self.context.spec)) {
            problem.code.clone_from(code);
        }
        // A wrong password has the status of a lost session, and too many tries that of a crowded
        // server; but who asks to be let in has no session to lose, and should read the reason.
        let is_refused = match heard.meaning {
            // Only who asks whether the session holds wants to know why it does not.
            Meaning::SignedOut if problem.code == SESSION_REVOKED => self.op == AccountOp::Me,
            Meaning::SignedOut => problem.code != "signed-out" && names::enters(self.op),
            Meaning::Later => {
                heard.tells_code(&self.context.spec) && problem.code != "slow-down" && names::enters(self.op)
            }
            _ => false,
        };
        if is_refused {
            return Some(AccountOutcome::Refused(problem));
        }
        Some(match heard.write_failure() {
            Some(failure) => AccountOutcome::Failed(failure),
            None => AccountOutcome::Refused(problem),
        })
    }

    /// Whether the step that the server refused is one that the recipe can do without.
    fn may_go_without(&self, outcome: &AccountOutcome) -> bool {
        let is_optional = self.recipe.steps.get(self.step).is_some_and(|step| step.optional);
        is_optional && matches!(outcome, AccountOutcome::Refused(_))
    }

    /// Runs the steps from `from` on, up to the next request or the end.
    fn go_on(&mut self, from: usize, now_ms: i64) -> AccountProgress {
        self.context.vars.insert("now".to_owned(), now_ms.into());
        let mut next = from;
        while let Some(step) = self.recipe.steps.get(next).cloned() {
            if self.runs(&step) {
                if let Some(ask) = &step.ask {
                    self.step = next;
                    return AccountProgress::Send(ask.build(&self.context.spec, &self.context.vars, &[]));
                }
                self.set(&step);
            }
            next = next.saturating_add(1);
        }
        self.end(now_ms)
    }

    fn runs(&self, step: &Step) -> bool {
        let stands = |name: &String| self.context.vars.get(name).is_some_and(|value| !value.is_null());
        step.when.as_ref().is_none_or(&stands) && !step.unless.as_ref().is_some_and(stands)
    }

    fn take(&mut self, step: &Step, body: &Value) -> Result<(), Problem> {
        for (name, take) in &step.take {
            let value = body.pointer(&take.at).cloned().unwrap_or_default();
            check(take, &value, &self.context.vars)?;
            self.context.vars.insert(name.clone(), value);
        }
        self.set(step);
        Ok(())
    }

    fn set(&mut self, step: &Step) {
        for (name, value) in &step.set {
            let value = value.fill(&self.context.vars);
            self.context.vars.insert(name.clone(), value);
        }
    }

    fn end(&mut self, now_ms: i64) -> AccountProgress {
        let answer = self.recipe.answer.fill(&self.context.vars);
        let secret = |from: &Option<Json>| {
            let value = from.as_ref().map(|from| from.fill(&self.context.vars));
            value.filter(|value| !value.is_null()).map(|value| plain(&value))
        };
        let brought =
            told::Brought { token: secret(&self.recipe.token), refresh: secret(&self.recipe.refresh) };
        match told::read(self.op, &answer, now_ms) {
            Some(outcome) => {
                let change = told::change(self.op, &outcome, brought, &self.context.session);
                AccountProgress::Done(outcome, change)
            }
            None => {
                let glimpse: String = answer.to_string().chars().take(120).collect();
                ended(AccountOutcome::Failed(Failure::Foreign(glimpse)))
            }
        }
    }
}

/// Whether what was taken is as the recipe wants it.
fn check(take: &Take, value: &Value, vars: &Vars) -> Result<(), Problem> {
    let missing = take.missing.as_ref().filter(|_| value.is_null());
    let present = take.present.as_ref().filter(|_| !value.is_null());
    let differs =
        take.expect.as_ref().filter(|(wanted, _)| wanted.fill(vars) != *value).map(|(_, code)| code);
    let now = vars.get("now").and_then(Value::as_i64).unwrap_or_default();
    let passed = take.passed.as_ref().filter(|_| value.as_i64().is_some_and(|at| at <= now));
    let text = plain(value);
    let refused = take.refuse.iter().find(|(known, _)| *known == text).map(|(_, code)| code);
    match missing.or(present).or(differs).or(refused).or(passed) {
        Some(code) => Err(Problem::new(0, code.clone())),
        None => Ok(()),
    }
}

fn ended(outcome: AccountOutcome) -> AccountProgress {
    let change = match outcome {
        AccountOutcome::Failed(Failure::SignedOut) => SessionChange::Ended,
        _ => SessionChange::Kept,
    };
    AccountProgress::Done(outcome, change)
}
