//! The list of scopes: what the person may read, under which grant, and, where the backend tells,
//! whether anything is new. It is also the cheapest way to poll.

use super::Engine;
use super::calls::Asked;
use super::lane::{Job, Step};
use super::log;
use super::lose::Lose;
use crate::event::Timer;
use crate::key;
use crate::plan::Store;
use crate::planted::{self, Bug};
use crate::stored::ScopeMeta;
use protocol::{Call, Mutation, Op, Scope, ScopeHead, gather};
use std::collections::BTreeSet;

/// How long after a scope was first missing from the list the list is asked for again.
const SECOND_LOOK_MS: u64 = 3_000;

/// When the list is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct HeadsLane {
    wanted: bool,
    /// Whether scopes without a hint are to be pulled too.
    sweep: bool,
    sweeping: bool,
    busy: bool,
    /// Scopes that the last list lacked. One list alone drops nothing: a broken session can look
    /// like an empty list.
    missing: BTreeSet<Scope>,
    /// Scopes that were written to since the list was asked for: it may be from before.
    overtaken: BTreeSet<Scope>,
    second_look: Option<u64>,
    /// When the list was last asked for.
    pub(super) asked_at: u64,
    polled_at: u64,
    /// Counts polls, to take scopes in turn.
    turn: usize,
}

/// A list that arrived.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Heads {
    pub(super) epoch: u64,
    pub(super) heads: Vec<ScopeHead>,
}

impl HeadsLane {
    pub(super) fn starting(now: u64) -> Self {
        Self { wanted: true, sweep: true, polled_at: now, asked_at: now, ..Self::default() }
    }

    pub(super) fn want(&mut self, sweep: bool) {
        self.wanted = true;
        self.sweep |= sweep;
    }

    /// Writes of these scopes were settled.
    pub(super) fn overtake(&mut self, scopes: &BTreeSet<Scope>) {
        self.overtaken.extend(scopes.iter().cloned());
    }

    pub(super) fn failed(&mut self) {
        self.busy = false;
        self.want(self.sweeping);
    }
}

impl Engine {
    pub(super) fn ask_heads(&mut self) {
        self.poll();
        let now = self.now.mono_ms;
        let may_ask = self.may_ask();
        let Some(lead) = &mut self.lead else { return };
        let lane = &mut lead.heads;
        if lane.second_look.is_some_and(|at| at <= now) {
            lane.second_look = None;
            lane.wanted = true;
        }
        if !lane.wanted || lane.busy || !may_ask {
            return;
        }
        lane.busy = true;
        lane.wanted = false;
        lane.overtaken.clear();
        lane.sweeping = std::mem::take(&mut lane.sweep);
        lane.asked_at = now;
        self.ask(Asked::Scopes, Call::Scopes);
    }

    /// While nothing pokes: the list where it tells what is new; otherwise the open scopes while
    /// somebody looks, and one scope after the other while nobody does.
    fn poll(&mut self) {
        let (now, times) = (self.now.mono_ms, self.config.intervals);
        let pace = if self.visible { times.poll_active } else { times.poll_idle };
        let Some(lead) = &mut self.lead else { return };
        let second_look = lead.heads.second_look;
        let due = lead.heads.polled_at.saturating_add(pace);
        if lead.pokes_open || due > now {
            let due =
                if lead.pokes_open { second_look } else { Some(second_look.map_or(due, |at| at.min(due))) };
            self.arm(Timer::Scopes, due);
            return;
        }
        let listed = || self.mirror.scopes.iter().filter(|(_, meta)| meta.listed && !meta.evicted);
        let has_hints = listed().all(|(_, meta)| meta.head.is_some());
        let lane = &mut lead.heads;
        lane.polled_at = now;
        lane.turn = lane.turn.wrapping_add(1);
        let rounds = usize::try_from(times.poll_idle / times.poll_active.max(1)).unwrap_or(1).max(1);
        let turn = lane.turn;
        if has_hints {
            lane.want(false);
        } else if self.visible {
            if turn % rounds == 0 {
                lane.want(true);
            } else {
                let scopes: Vec<Scope> = listed().map(|(scope, _)| scope.clone()).collect();
                for scope in scopes.iter().filter(|scope| self.open.contains(*scope)) {
                    lead.feed(scope).dirty = true;
                }
            }
        } else {
            let scopes: Vec<Scope> = listed().map(|(scope, _)| scope.clone()).collect();
            match turn.checked_rem(scopes.len().saturating_add(1)).and_then(|turn| scopes.get(turn)) {
                Some(scope) => lead.feed(scope).dirty = true,
                None => lane.want(false),
            }
        }
        self.arm(Timer::Scopes, Some(now.saturating_add(pace)));
    }

    pub(super) fn begin_heads(&mut self, heads: &mut Heads) -> Step {
        if !self.leads(heads.epoch) {
            return Step::Done;
        }
        let mut draft = self.leaders_draft();
        let mut waits = false;
        if self.mirror.clear(key::LISTED).is_none() {
            draft.put(Store::Meta, key::LISTED.to_owned(), Vec::new());
        }
        for head in &heads.heads {
            let before = self.mirror.scope(&head.scope);
            let after = listed(&before, head);
            if before.cursor.is_some() && after.cursor.is_none() {
                if self.may_be_coming(&head.scope) {
                    // What is on its way is settled first; the grant is looked at again.
                    waits = true;
                    continue;
                }
                self.hold_back(&mut draft, &head.scope);
            }
            if after != before {
                draft.put_scope(&head.scope, &after);
            }
        }
        if let (true, Some(lead)) = (waits, &mut self.lead) {
            lead.heads.second_look = Some(self.now.mono_ms.saturating_add(SECOND_LOOK_MS));
        }
        if draft.is_empty() {
            self.heads_done(heads.clone());
            return Step::Done;
        }
        Step::Tx(draft.into_plan())
    }

    pub(super) fn heads_done(&mut self, heads: Heads) {
        let now = self.now.mono_ms;
        let Some(lead) = &mut self.lead else { return };
        lead.heads.busy = false;
        let sweeping = std::mem::take(&mut lead.heads.sweeping);
        for head in &heads.heads {
            let known = self.mirror.scopes.get(&head.scope).and_then(|meta| meta.head.as_ref());
            let feed = lead.feed(&head.scope);
            feed.forbidden = false;
            if head.head.is_some() && head.head.as_ref() == known {
                continue;
            }
            feed.hint = head.head.clone();
            feed.dirty |= sweeping || head.head.is_some();
        }
        let there: BTreeSet<&Scope> = gather(heads.heads.iter().map(|head| &head.scope));
        // Where nothing can be read, a write that waits for a reading is judged by the backend.
        let listed = |scope: &Scope| self.mirror.scopes.get(scope).is_some_and(|meta| meta.listed);
        for (_, feed) in lead.feeds.iter_mut().filter(|(scope, _)| !listed(scope)) {
            feed.reads.clear();
            feed.unjudged.clear();
        }
        let acked = self.mirror.log.iter().filter(|(_, mutation)| log::is_acked(mutation));
        let known = self.mirror.scopes.keys().chain(acked.map(|(_, mutation)| &mutation.head.scope));
        let gone: BTreeSet<Scope> = gather(known.filter(|scope| !there.contains(scope)).cloned());
        let before = std::mem::take(&mut lead.heads.missing);
        let overtaken = std::mem::take(&mut lead.heads.overtaken);
        for scope in gone {
            let is_early = overtaken.contains(&scope) || self.is_being_founded(&scope);
            let Some(lead) = &mut self.lead else { return };
            if !is_early && (before.contains(&scope) || lead.feed(&scope).forbidden) {
                self.lane.add_once(Job::Lose(Lose::of(scope)));
            } else {
                lead.heads.missing.insert(scope);
                lead.heads.second_look = Some(now.saturating_add(SECOND_LOOK_MS));
            }
        }
    }

    /// Whether the list can't have a scope yet because its space is still on its way: some backends list
    /// a space for its members alone, and the founder's membership may come after what founds it.
    fn is_being_founded(&self, scope: &Scope) -> bool {
        let is_creation = |write: &Mutation| matches!(write.op, Op::Create(_));
        !self.is_listed(scope)
            && self.mirror.log.iter().any(|(lsn, write)| {
                write.head.scope.space == scope.space && is_creation(write) && self.goes_soon(lsn, write)
            })
    }

    /// Whether this tab leads in the epoch in which an answer was asked for.
    pub(super) fn leads(&self, epoch: u64) -> bool {
        self.lead.as_ref().is_some_and(|lead| lead.epoch == epoch)
    }
}

/// How far a scope is loaded once the list shows it so. Under another grant other records may be
/// read, and no feed tells which: it is loaded anew, while the old records go on showing.
fn listed(before: &ScopeMeta, head: &ScopeHead) -> ScopeMeta {
    let mut after = ScopeMeta { listed: true, grant: head.grant.clone(), ..before.clone() };
    if before.listed && before.grant != head.grant && !planted::on(Bug::CursorKeptAfterGrant) {
        after = after.anew();
    }
    after
}
