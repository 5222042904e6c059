//! Leading: one tab talks to the backend. The lock says which one tries, the epoch in the store
//! says whose transactions count.

use super::Engine;
use super::backoff::Backoff;
use super::calls::InTheAir;
use super::catch_up::CatchUp;
use super::feed::Feed;
use super::heads::HeadsLane;
use super::lane::{Job, Step};
use super::log;
use super::push::PushLane;
use crate::effect::Effect;
use crate::event::{CallId, Timer};
use crate::key;
use crate::planted::{self, Bug};
use protocol::{Few, Scope};

/// What only a leader knows. It is lost with the lead, and nothing is lost with it.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    pub(super) epoch: u64,
    pub(super) calls: Few<CallId, InTheAir>,
    /// The backend as a whole.
    pub(super) circuit: Backoff,
    pub(super) push: PushLane,
    pub(super) feeds: Few<Scope, Feed>,
    pub(super) heads: HeadsLane,
    pub(super) pokes_wanted: bool,
    pub(super) pokes_open: bool,
    /// When something last happened that may leave rows to fold.
    pub(super) busy_at: u64,
}

impl Lead {
    fn new(epoch: u64, now: u64, batch: usize) -> Self {
        Self {
            epoch,
            calls: Few::new(),
            circuit: Backoff::default(),
            push: PushLane::new(batch),
            feeds: Few::new(),
            heads: HeadsLane::starting(now),
            pokes_wanted: false,
            pokes_open: false,
            busy_at: now,
        }
    }

    pub(super) fn feed(&mut self, scope: &Scope) -> &mut Feed {
        self.feeds.at(scope.clone())
    }
}

impl Engine {
    pub(super) fn leader_gained(&mut self) {
        self.locked = true;
        self.queued = false;
        self.lane.add_once(Job::TakeLead);
    }

    pub(super) fn begin_lead(&mut self) -> Step {
        if !self.locked || (self.newer && !planted::on(Bug::NewerLed)) {
            return Step::Done;
        }
        Step::Tx(self.new_epoch_draft().into_plan())
    }

    pub(super) fn lead_taken(&mut self) {
        if self.locked {
            let epoch = self.mirror.counter(key::EPOCH);
            let mut lead = Lead::new(epoch, self.now.mono_ms, self.config.limits.batch);
            for (_, mutation) in self.mirror.log.iter().filter(|(_, mutation)| log::is_acked(mutation)) {
                lead.feed(&mutation.head.scope).dirty = true;
            }
            for (_, mutation) in self.mirror.log.iter().filter(|(_, mutation)| self.may_be_here(mutation)) {
                lead.feed(&mutation.head.scope).dirty = true;
            }
            // The last leader may have completed a new snapshot and not come to drop the old one.
            for (scope, meta) in &self.mirror.scopes {
                if meta.is_replacing() && meta.is_complete() && !planted::on(Bug::SwapForgotten) {
                    lead.feed(scope).dirty = true;
                }
            }
            self.lead = Some(lead);
        }
    }

    /// The lock was taken by force, or the browser took it away.
    pub(super) fn leader_lost(&mut self) {
        self.locked = false;
        self.stop_leading();
        self.want_leader();
    }

    /// Queues for the lock.
    pub(super) fn want_leader(&mut self) {
        if !self.newer && !self.locked && !std::mem::replace(&mut self.queued, true) {
            self.out.push(Effect::WantLeader { steal: false });
        }
    }

    /// Gives the lead up and queues for it again.
    pub(super) fn step_down(&mut self) {
        self.stop_leading();
        if std::mem::take(&mut self.locked) {
            self.out.push(Effect::YieldLeader);
            self.want_leader();
        }
    }

    fn stop_leading(&mut self) {
        // The next leader has as long as any other to show that it lives.
        self.heard = self.now.mono_ms;
        let Some(lead) = self.lead.take() else { return };
        self.out.extend(lead.calls.keys().map(|call| Effect::Abandon(*call)));
        if lead.pokes_wanted {
            self.out.push(Effect::WantPokes(false));
        }
        let timers: Vec<Timer> =
            self.timers.keys().filter(|timer| **timer != Timer::Heartbeat).cloned().collect();
        for timer in timers {
            self.arm(timer, None);
        }
        self.lane.retain(|job| !job.is_leaders());
    }

    /// A guard found another epoch in the store.
    pub(super) fn fenced(&mut self, job: Job) {
        if job.is_leaders() {
            self.step_down();
        } else {
            self.lane.add_front(job);
        }
        self.lane.add_front(Job::CatchUp(CatchUp::default()));
    }

    /// Whether another leader's epoch was read from the store; then this tab's lead is over.
    pub(super) fn check_epoch(&mut self) {
        let stored = self.mirror.counter(key::EPOCH);
        if self.lead.as_ref().is_some_and(|lead| lead.epoch < stored) {
            self.step_down();
        }
    }

    /// Every tab's slow pulse: the leader shows that it lives, a visible follower checks it.
    pub(super) fn heartbeat(&mut self) {
        self.arm(Timer::Heartbeat, Some(self.after(self.config.intervals.heartbeat)));
        self.lane.go_on();
        let silent_for = self.now.mono_ms.saturating_sub(self.heard);
        match &self.lead {
            // A hidden leader that has to poll is too slow for a visible tab, which may take over.
            Some(lead) if self.visible || lead.pokes_open => {
                self.out.push(Effect::Broadcast(self.mirror.change));
            }
            Some(_) => {}
            None if self.visible
                && self.ready
                && !self.newer
                && !self.locked
                && silent_for >= self.config.intervals.silence =>
            {
                self.heard = self.now.mono_ms;
                self.out.push(Effect::WantLeader { steal: true });
            }
            None => {}
        }
    }
}

impl Job {
    /// Whether only the leader does it.
    pub(super) fn is_leaders(&self) -> bool {
        match self {
            Self::Freeze(_)
            | Self::Settle(_)
            | Self::Page(_)
            | Self::Record(_)
            | Self::Heads(_)
            | Self::Snapshot(_)
            | Self::Swap(_)
            | Self::Lose(_)
            | Self::Fold(_) => true,
            Self::Boot
            | Self::CatchUp(_)
            | Self::Load(_)
            | Self::Commit(_)
            | Self::Resolve(..)
            | Self::TakeLead
            | Self::Evict(_)
            | Self::Wish(_)
            | Self::Repair(_) => false,
        }
    }
}
