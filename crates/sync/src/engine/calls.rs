//! Calls to the backend and what their failures mean. No failure ever deletes anything.

use super::Engine;
use super::heads::Heads;
use super::lane::Job;
use super::lead::Lead;
use super::page::PageArrived;
use super::push::Sent;
use super::record::RecordArrived;
use super::settle::Settle;
use crate::effect::{Effect, Issue};
use crate::event::CallId;
use protocol::{Call, Failure, Outcome, PersonId, PullFrom, RecordId, Scope};

/// What a call in the air is for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Asked {
    Scopes,
    Push(Vec<Sent>),
    Pull(Scope, PullFrom),
    Read(Scope, RecordId),
}

/// A call that has no answer yet.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct InTheAir {
    asked: Asked,
    /// The session in which it was made.
    session: u64,
}

impl Engine {
    pub(super) fn ask(&mut self, asked: Asked, call: Call) {
        let name = CallId(self.name());
        if let Some(lead) = &mut self.lead {
            lead.calls.insert(name, InTheAir { asked, session: self.sessions });
            self.out.push(Effect::Call(name, call));
        }
    }

    /// Whether a call may be made now: after a failure one alone tries whether the backend is back.
    pub(super) fn may_ask(&self) -> bool {
        let Some(lead) = &self.lead else { return false };
        let is_free = lead.circuit.failures() == 0 || (lead.calls.is_empty() && !lead.push.busy);
        is_free && lead.circuit.wait_until(self.now.mono_ms).is_none()
    }

    pub(super) fn answered(&mut self, call: CallId, outcome: Outcome) {
        if let Outcome::Page(page) = &outcome {
            self.note_server_time(page.server_ms);
        }
        let Some(lead) = &mut self.lead else { return };
        let Some(InTheAir { asked, session }) = lead.calls.remove(&call) else { return };
        let epoch = lead.epoch;
        if !matches!(outcome, Outcome::Failed(_)) {
            lead.circuit.succeed();
        }
        match (asked, outcome) {
            (Asked::Scopes, Outcome::Scopes(heads)) => self.lane.add(Job::Heads(Heads { epoch, heads })),
            (Asked::Push(sent), Outcome::Pushed(results)) => {
                lead.push.batch = lead.push.batch.saturating_mul(2).min(self.config.limits.batch);
                self.lane.add(Job::Settle(Settle::new(epoch, sent, results)));
            }
            (Asked::Pull(scope, from), Outcome::Page(page)) => {
                self.lane.add(Job::Page(PageArrived::new(epoch, scope, from, page)));
            }
            (Asked::Read(scope, id), Outcome::Found(record)) => {
                self.lane.add(Job::Record(RecordArrived { epoch, scope, id, record }));
            }
            (asked, Outcome::Failed(Failure::SignedOut)) => {
                // An old session's end says nothing about the present one.
                if session == self.sessions {
                    self.signed_out();
                }
                self.call_failed(asked, Failure::SignedOut);
            }
            (asked, Outcome::Failed(failure)) => self.call_failed(asked, failure),
            (asked, _) => {
                let failure = Failure::Foreign("an answer to another question".to_owned());
                self.call_failed(asked, failure);
            }
        }
    }

    /// Compares the clocks; what the network's delay alone can make is no news.
    fn note_server_time(&mut self, server_ms: Option<i64>) {
        const NEWS_MS: u64 = 2_000;
        let Some(offset) = server_ms.map(|server_ms| server_ms.saturating_sub(self.now.wall_ms)) else {
            return;
        };
        if self.server_offset_ms.is_none_or(|known| known.abs_diff(offset) > NEWS_MS) {
            self.server_offset_ms = Some(offset);
        }
    }

    fn call_failed(&mut self, asked: Asked, failure: Failure) {
        let had_answered = self.lead.as_ref().is_some_and(|lead| lead.circuit.failures() == 0);
        self.note_failure(&asked, &failure);
        let (now, times) = (self.now.mono_ms, self.config.intervals);
        let Some(lead) = &mut self.lead else { return };
        match asked {
            Asked::Scopes => lead.heads.failed(),
            Asked::Push(sent) => {
                lead.push.batch = (lead.push.batch / 2).max(1);
                let epoch = lead.epoch;
                // Whether it was the way or a write is told by something else that is asked next.
                lead.heads.want(false);
                self.lane.add(Job::Settle(Settle::failed(epoch, sent, &failure, had_answered)));
            }
            Asked::Pull(scope, _) => {
                let feed = lead.feed(&scope);
                if failure == Failure::CursorGone {
                    // The scope stays busy until its new snapshot has begun.
                    self.lane.add(Job::Snapshot(scope));
                    return;
                }
                feed.busy = false;
                feed.dirty = true;
                feed.backoff.fail(now, None, &times, &mut self.dice);
                if failure == Failure::Forbidden {
                    feed.forbidden = true;
                    lead.heads.want(false);
                }
            }
            Asked::Read(scope, _) => {
                let feed = lead.feed(&scope);
                feed.busy = false;
                feed.backoff.fail(now, None, &times, &mut self.dice);
            }
        }
    }

    fn note_failure(&mut self, asked: &Asked, failure: &Failure) {
        let (now, times) = (self.now.mono_ms, self.config.intervals);
        let Some(lead) = &mut self.lead else { return };
        let first = lead.circuit.failures() == 0;
        match failure {
            Failure::SignedOut => {}
            Failure::Later { after_ms } => lead.circuit.fail(now, *after_ms, &times, &mut self.dice),
            Failure::Unknown => lead.circuit.fail(now, None, &times, &mut self.dice),
            Failure::Foreign(what) => {
                lead.circuit.fail(now, None, &times, &mut self.dice);
                if first {
                    let what = what.clone();
                    self.surface(Issue::ForeignBackend(what));
                }
            }
            Failure::CursorGone | Failure::Forbidden => {
                lead.circuit.succeed();
                // About a scope these say something; about anything else they are just a failure.
                if !matches!(asked, Asked::Pull(..) | Asked::Read(..)) {
                    lead.circuit.fail(now, None, &times, &mut self.dice);
                }
            }
        }
    }

    /// A session is there. Nothing is sent unless it is that of the store's owner.
    pub(super) fn signed_in(&mut self, person: PersonId) {
        if person != self.config.principal {
            self.abandon_readings();
        }
        self.session = Some(person);
        self.sessions = self.sessions.saturating_add(1);
        if let Some(lead) = &mut self.lead {
            lead.circuit.hurry();
            lead.heads.want(true);
        }
    }

    /// Somebody else is signed in: what is being read may be answered with what they may read. Writes
    /// name their person, and their answers tell of nothing else.
    fn abandon_readings(&mut self) {
        let Some(lead) = &mut self.lead else { return };
        let calls = std::mem::take(&mut lead.calls);
        for (name, call) in calls {
            match &call.asked {
                Asked::Push(_) => {
                    lead.calls.insert(name, call);
                    continue;
                }
                Asked::Scopes => lead.heads.failed(),
                Asked::Pull(scope, _) | Asked::Read(scope, _) => {
                    let feed = lead.feed(scope);
                    feed.busy = false;
                    feed.dirty = true;
                }
            }
            self.out.push(Effect::Abandon(name));
        }
    }

    pub(super) fn signed_out(&mut self) {
        self.session = None;
    }

    pub(super) fn net_hint(&mut self, online: bool) {
        self.online = online;
        if online && let Some(lead) = &mut self.lead {
            lead.hurry();
        }
    }
}

impl Lead {
    /// Something suggests that the backend can be reached again: one try at once.
    fn hurry(&mut self) {
        self.circuit.hurry();
        for feed in self.feeds.values_mut() {
            feed.backoff.hurry();
        }
        self.push.hurry();
        self.heads.want(true);
    }
}
