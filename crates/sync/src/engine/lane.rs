//! The storage lane: one read or transaction at a time. What a job writes is worked out only when
//! its turn comes, from what the engine knows then, so no two plans can cross each other.

use super::Engine;
use super::catch_up::CatchUp;
use super::commit::Commit;
use super::fold::Fold;
use super::heads::Heads;
use super::load::Load;
use super::lose::Lose;
use super::page::PageArrived;
use super::push::Freeze;
use super::record::RecordArrived;
use super::settle::Settle;
use crate::effect::Effect;
use crate::event::{ReadId, Resolution, TxId};
use crate::key;
use crate::plan::{Found, ReadPlan, TxFailure, TxPlan, TxReceipt};
use protocol::{Mid, Scope};
use std::collections::VecDeque;

/// Something to be done with the stores.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Job {
    /// Read everything.
    Boot,
    /// Read what other tabs changed.
    CatchUp(CatchUp),
    /// Read a scope into memory.
    Load(Load),
    /// Commit a screen's writes.
    Commit(Commit),
    /// Carry out a person's decision.
    Resolve(Mid, Resolution),
    /// Begin an epoch.
    TakeLead,
    /// Mark writes as on their way.
    Freeze(Freeze),
    /// Take the answer to a push.
    Settle(Settle),
    /// Take a page.
    Page(PageArrived),
    /// Take one record.
    Record(RecordArrived),
    /// Take the list of scopes.
    Heads(Heads),
    /// Begin a new snapshot of a scope.
    Snapshot(Scope),
    /// Drop the older snapshot of a scope.
    Swap(Scope),
    /// Drop a scope that may not be read any more.
    Lose(Lose),
    /// Fold rows into segments.
    Fold(Fold),
    /// Make room, with the scope that was chosen for it.
    Evict(Option<Scope>),
    /// Ask the leader to load an evicted scope.
    Wish(Scope),
    /// Drop what is damaged of a scope and load it anew.
    Repair(Scope),
}

/// What a job does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing more.
    Done,
    /// Read.
    Read(ReadPlan),
    /// Write.
    Tx(TxPlan),
}

#[derive(Clone, Debug)]
struct Running {
    name: u64,
    job: Job,
    plan: Option<TxPlan>,
}

/// The jobs that wait, and the one that runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Lane {
    /// What must come before anything else.
    front: VecDeque<Job>,
    /// What a person waits for.
    urgent: VecDeque<Job>,
    queue: VecDeque<Job>,
    running: Option<Running>,
    /// Whether the store failed: all but a person's commits wait for the next heartbeat.
    stalled: bool,
}

impl Lane {
    pub(super) fn add(&mut self, job: Job) {
        self.queue.push_back(job);
    }

    /// Adds a job unless the same one waits already.
    pub(super) fn add_once(&mut self, job: Job) {
        if !self.front.contains(&job) && !self.queue.contains(&job) {
            self.queue.push_back(job);
        }
    }

    pub(super) fn add_urgent(&mut self, job: Job) {
        self.urgent.push_back(job);
    }

    /// Puts a job before all others, also if the same one waits further back.
    pub(super) fn add_front(&mut self, job: Job) {
        self.front.retain(|other| *other != job);
        self.front.push_front(job);
    }

    /// Puts a failed job back, to run again after the next heartbeat.
    pub(super) fn stall(&mut self, job: Job) {
        self.stalled = true;
        match job {
            Job::Boot | Job::CatchUp(_) => self.front.push_front(job),
            job => self.queue.push_front(job),
        }
    }

    pub(super) fn go_on(&mut self) {
        self.stalled = false;
    }

    /// Whether a reading of the whole scope waits, also one that the store failed.
    pub(super) fn loads(&self, scope: &Scope) -> bool {
        let mut waiting = self.front.iter().chain(&self.queue);
        waiting.any(|job| matches!(job, Job::Load(load) if load.is_whole(scope)))
    }

    /// Drops the jobs of which `keep` says no.
    pub(super) fn retain(&mut self, keep: impl Fn(&Job) -> bool) {
        self.front.retain(&keep);
        self.queue.retain(&keep);
    }

    fn next(&mut self, ready: bool) -> Option<Job> {
        let waiting = match self.stalled {
            true => None,
            false => self.front.pop_front(),
        };
        let urgent = |lane: &mut Self| if ready { lane.urgent.pop_front() } else { None };
        waiting.or_else(|| urgent(self)).or_else(|| match self.stalled || !ready {
            true => None,
            false => self.queue.pop_front(),
        })
    }
}

impl Engine {
    /// Starts jobs until one waits for the store. Returns whether any ended without it.
    pub(super) fn advance(&mut self) -> bool {
        let mut ended = false;
        while self.lane.running.is_none() {
            let Some(mut job) = self.lane.next(self.ready) else { break };
            let step = self.begin(&mut job);
            ended |= step == Step::Done;
            self.run(job, step);
        }
        ended
    }

    fn run(&mut self, job: Job, step: Step) {
        let name = self.name();
        let plan = match step {
            Step::Done => return,
            Step::Read(plan) => {
                self.out.push(Effect::Read(ReadId(name), plan));
                None
            }
            Step::Tx(plan) => {
                self.out.push(Effect::Tx(TxId(name), plan.clone()));
                Some(plan)
            }
        };
        self.lane.running = Some(Running { name, job, plan });
    }

    fn running(&mut self, name: u64) -> Option<Running> {
        match &self.lane.running {
            Some(running) if running.name == name => self.lane.running.take(),
            _ => None,
        }
    }

    pub(super) fn read_done(&mut self, name: u64, found: &Found) {
        let Some(mut running) = self.running(name) else { return };
        let step = self.found(&mut running.job, found);
        self.run(running.job, step);
    }

    pub(super) fn tx_done(&mut self, name: u64, receipt: &TxReceipt) {
        let Some(Running { job, plan: Some(plan), .. }) = self.running(name) else { return };
        let gap = self.absorb_plan(&plan, receipt);
        self.out.push(Effect::Broadcast(receipt.change));
        self.committed(job, receipt);
        if gap {
            self.lane.add_front(Job::CatchUp(CatchUp::default()));
        }
    }

    pub(super) fn storage_failed(&mut self, name: u64, why: TxFailure) {
        let Some(Running { job, .. }) = self.running(name) else { return };
        match why {
            TxFailure::Guard { key } if key == key::DEVICE => self.store_replaced(job),
            TxFailure::Guard { key } if key == key::EPOCH => self.fenced(job),
            TxFailure::Guard { .. } => {
                self.lane.add_front(job);
                self.lane.add_front(Job::CatchUp(CatchUp::default()));
            }
            TxFailure::Quota => self.disk_full(job),
            why => self.storage_broken(job, why),
        }
    }

    fn begin(&mut self, job: &mut Job) -> Step {
        match job {
            Job::Boot => self.begin_boot(),
            Job::CatchUp(catch_up) => self.begin_catch_up(catch_up),
            Job::Load(load) => self.begin_load(load),
            Job::Commit(commit) => self.begin_commit(commit),
            Job::Resolve(mid, how) => self.begin_resolve(mid, how),
            Job::TakeLead => self.begin_lead(),
            Job::Freeze(freeze) => self.begin_freeze(freeze),
            Job::Settle(settle) => self.begin_settle(settle),
            Job::Page(page) => self.begin_page(page),
            Job::Record(record) => self.begin_record(record),
            Job::Heads(heads) => self.begin_heads(heads),
            Job::Snapshot(scope) => self.begin_snapshot(scope),
            Job::Swap(scope) => self.begin_swap(scope),
            Job::Lose(lose) => self.begin_lose(lose),
            Job::Fold(fold) => self.begin_fold(fold),
            Job::Evict(chosen) => self.begin_evict(chosen),
            Job::Wish(scope) => self.begin_wish(scope),
            Job::Repair(scope) => self.begin_repair(scope),
        }
    }

    fn found(&mut self, job: &mut Job, found: &Found) -> Step {
        match job {
            Job::Boot => self.booted(found),
            Job::CatchUp(catch_up) => self.caught_up(catch_up, found),
            Job::Load(load) => self.loaded(load, found),
            Job::Page(page) => self.page_against(page, found),
            Job::Swap(scope) => self.swap_found(scope, found),
            Job::Lose(lose) => self.lose_found(lose, found),
            Job::Fold(fold) => self.fold_found(fold, found),
            Job::Evict(chosen) => self.evict_found(chosen, found),
            Job::Wish(scope) => self.wish_found(scope, found),
            Job::Repair(scope) => self.repair_found(scope, found),
            _ => Step::Done,
        }
    }

    fn committed(&mut self, job: Job, receipt: &TxReceipt) {
        match job {
            Job::Boot => self.founded(),
            Job::Commit(commit) => self.commit_done(commit, receipt),
            Job::TakeLead => self.lead_taken(),
            Job::Freeze(freeze) => self.frozen(freeze),
            Job::Settle(settle) => self.settled(settle),
            Job::Page(page) => self.page_done(page),
            Job::Record(record) => self.record_done(&record.scope),
            Job::Heads(heads) => self.heads_done(heads),
            Job::Snapshot(scope) => self.snapshot_begun(&scope),
            Job::Lose(lose) => self.scope_lost(lose),
            Job::Resolve(..) => self.resolved(),
            Job::Repair(scope) => self.repaired(scope),
            Job::CatchUp(_) | Job::Load(_) | Job::Swap(_) | Job::Fold(_) | Job::Evict(_) | Job::Wish(_) => {}
        }
    }

    /// Where the store fails for no reason of ours, all but a person's wishes is tried again.
    fn storage_broken(&mut self, job: Job, why: TxFailure) {
        match job {
            Job::Commit(commit) => self.commit_failed(&commit, why),
            Job::Resolve(..) | Job::Wish(_) => {}
            job => self.lane.stall(job),
        }
    }
}
