//! The engine: events in, effects out, and what screens read.
//!
//! An event changes what the engine wants; [`Engine::step`] then lets the network side ask
//! (`pump`) and the storage side work (`lane`). Memory mirrors the stores and changes only by
//! absorbing what was committed, so every tab, every restart and every crash reads the same.

mod absorb;
mod after;
mod backoff;
mod boot;
mod calls;
mod catch_up;
mod commit;
mod dice;
mod draft;
mod evict;
mod feed;
mod fold;
mod ghosts;
mod heads;
mod lane;
mod lead;
mod legacy;
mod load;
mod log;
mod lose;
mod mirror;
mod overtaken;
mod page;
mod pick;
mod pump;
mod push;
mod read;
mod rebase;
mod record;
mod repair;
mod resolve;
mod segment;
mod settle;
mod snapshot;
mod view;

use crate::config::Config;
use crate::effect::{ChangeSet, Effect, Issue};
use crate::event::{Event, Now, Timer};
use crate::visible::{Older, Status, Unsent, Visible};
use catch_up::CatchUp;
use dice::Dice;
use ghosts::Ghosts;
use lane::{Job, Lane};
use lead::Lead;
use legacy::Legacy;
use load::Load;
use mirror::Mirror;
use protocol::{Body, DeviceId, Few, Hlc, Kind, PersonId, RecordId, Scope};
use std::collections::{BTreeMap, BTreeSet};
use view::View;

/// Rounds of asking and working in one step. Each round that does anything shortens a queue; the
/// bound only keeps a mistake from becoming a hang.
const ROUNDS: usize = 256;

/// The state machine of one tab.
#[derive(Clone, Debug)]
pub struct Engine {
    config: Config,
    now: Now,
    out: Vec<Effect>,
    changes: ChangeSet,
    dice: Dice,
    /// The last name given to a read, a transaction or a call.
    names: u64,
    lane: Lane,
    mirror: Mirror,
    /// The device of the store, as it was read first.
    device: Option<DeviceId>,
    /// What a wiped store held, until it is in the new one.
    legacy: Option<Legacy>,
    /// Whether the store was read.
    ready: bool,
    /// Whether a later version wrote the store.
    newer: bool,
    open: BTreeSet<Scope>,
    views: Few<Scope, View>,
    /// Bodies that show and lie nowhere: edits laid over a version that they did not start from.
    laid_over: BTreeMap<(Scope, RecordId), Body>,
    ghosts: Ghosts,
    /// Open scopes whose view must be read anew.
    stale: BTreeSet<Scope>,
    /// Open scopes whose records left the store, to make room or because it was wiped. What is in
    /// memory goes on showing until they are loaded again.
    orphans: BTreeSet<Scope>,
    /// When scopes were last closed, to make room with the one that is missed least.
    closed_at: Few<Scope, u64>,
    session: Option<PersonId>,
    /// Counts sign-ins, to tell an old session's end from the present one's.
    sessions: u64,
    visible: bool,
    online: bool,
    /// When the leader was last heard of.
    heard: u64,
    /// Whether this tab holds the lock.
    locked: bool,
    /// Whether it queues for the lock.
    queued: bool,
    /// The leader's side, once its epoch is committed.
    lead: Option<Lead>,
    timers: Few<Timer, u64>,
    clock: Hlc,
    server_offset_ms: Option<i64>,
    last_status: Status,
}

impl Engine {
    /// An engine that knows nothing yet; [`Engine::boot`] comes next.
    pub fn new(config: Config) -> Self {
        Self {
            dice: Dice::new(config.entropy),
            config,
            now: Now { mono_ms: 0, wall_ms: 0 },
            out: Vec::new(),
            changes: ChangeSet::default(),
            names: 0,
            lane: Lane::default(),
            mirror: Mirror::default(),
            device: None,
            legacy: None,
            ready: false,
            newer: false,
            open: BTreeSet::new(),
            views: Few::new(),
            laid_over: BTreeMap::new(),
            ghosts: Ghosts::default(),
            stale: BTreeSet::new(),
            orphans: BTreeSet::new(),
            closed_at: Few::new(),
            session: None,
            sessions: 0,
            visible: true,
            online: true,
            heard: 0,
            locked: false,
            queued: false,
            lead: None,
            timers: Few::new(),
            clock: Hlc::default(),
            server_offset_ms: None,
            last_status: Status::default(),
        }
    }

    /// Starts: reads the store and asks for the lead.
    pub fn boot(&mut self, now: Now) -> Vec<Effect> {
        self.now = now;
        self.heard = now.mono_ms;
        if !self.config.kept {
            self.out.push(Effect::Surface(Issue::NotKept));
        }
        self.lane.add_front(Job::Boot);
        self.arm(Timer::Heartbeat, Some(self.after(self.config.intervals.heartbeat)));
        self.work()
    }

    /// Takes one event.
    pub fn step(&mut self, now: Now, event: Event) -> Vec<Effect> {
        self.now = now;
        match event {
            Event::ReadDone { read, found } => self.read_done(read.0, &found),
            Event::ReadFailed { read, why } => self.storage_failed(read.0, why),
            Event::TxDone { tx, receipt } => self.tx_done(tx.0, &receipt),
            Event::TxFailed { tx, why } => self.storage_failed(tx.0, why),
            Event::Commit { ticket, writes } => self.commit(ticket, writes),
            Event::Open(scope) => self.open(scope),
            Event::Close(scope) => self.close(&scope),
            Event::LoadOlder(scope) => self.load_older(&scope),
            Event::Answer { call, outcome } => self.answered(call, outcome),
            Event::Poke(scope) => self.poked(scope),
            Event::Pokes { open } => self.pokes(open),
            Event::Tick(timer) => self.ticked(&timer),
            Event::NetHint { online } => self.net_hint(online),
            Event::LeaderGained => self.leader_gained(),
            Event::LeaderLost => self.leader_lost(),
            Event::Peer { change } => self.peer(change),
            Event::SignedIn(person) => self.signed_in(person),
            Event::SignedOut => self.signed_out(),
            Event::Resolve { lsn, how } => self.resolve(lsn, how),
            Event::Visible(visible) => self.shown(visible),
            Event::Resumed => self.resumed(),
        }
        self.work()
    }

    /// A record of an open scope as screens show it; `None` if it is deleted or not loaded.
    pub fn visible(&self, scope: &Scope, id: &RecordId) -> Option<Visible<'_>> {
        self.read_record(scope, id)
    }

    /// The visible records of a kind in an open scope, by (`at`, id); what the server doesn't have
    /// yet comes last, in the order it was written.
    pub fn records<'a>(&'a self, scope: &Scope, kind: &Kind) -> impl Iterator<Item = Visible<'a>> + use<'a> {
        self.read_kind(scope, kind)
    }

    /// The writes that have not arrived, in log order.
    pub fn outbox(&self) -> Vec<Unsent<'_>> {
        self.read_outbox()
    }

    /// The device that the store gave its name to, once it was read.
    pub fn device(&self) -> Option<&DeviceId> {
        self.device.as_ref()
    }

    /// Log numbers whose values can't be read. They stay until a person discards them.
    pub fn unreadable(&self) -> impl Iterator<Item = u64> {
        self.mirror.log.unreadable().iter().copied()
    }

    /// How sync stands.
    pub fn status(&self) -> Status {
        self.last_status.clone()
    }

    /// Whether records older than the loaded ones can be had.
    pub fn older_available(&self, scope: &Scope) -> Older {
        self.read_older(scope)
    }

    fn work(&mut self) -> Vec<Effect> {
        for _ in 0..ROUNDS {
            for scope in std::mem::take(&mut self.stale) {
                if self.open.contains(&scope) {
                    self.lane.add_once(Job::Load(Load::of(scope)));
                }
            }
            self.pump();
            if !self.advance() {
                break;
            }
        }
        self.flush()
    }

    fn flush(&mut self) -> Vec<Effect> {
        self.lay_over_changed();
        let status = self.read_status();
        if status != self.last_status {
            self.last_status = status;
            self.changes.status = true;
        }
        let mut changes = std::mem::take(&mut self.changes);
        if self.legacy.is_some() {
            // What a wiped store held shows on as it was, until the new store has it too.
            let status = std::mem::take(&mut changes.status);
            self.changes = std::mem::replace(&mut changes, ChangeSet { status, ..ChangeSet::default() });
        }
        if changes != ChangeSet::default() {
            self.out.push(Effect::Publish(changes));
        }
        std::mem::take(&mut self.out)
    }

    fn name(&mut self) -> u64 {
        self.names = self.names.saturating_add(1);
        self.names
    }

    fn after(&self, ms: u64) -> u64 {
        self.now.mono_ms.saturating_add(ms)
    }

    /// Sets a timer to a moment, or stops it. Nothing is said if it is set so already.
    fn arm(&mut self, timer: Timer, due: Option<u64>) {
        let before = match due {
            Some(due) => self.timers.insert(timer.clone(), due),
            None => self.timers.remove(&timer),
        };
        if before != due {
            let delay = due.map(|due| due.saturating_sub(self.now.mono_ms));
            self.out.push(Effect::Timer(timer, delay));
        }
    }

    fn ticked(&mut self, timer: &Timer) {
        self.timers.remove(timer);
        match timer {
            Timer::Heartbeat => self.heartbeat(),
            Timer::Compact => self.fold_when_quiet(),
            // What is due is worked out anew after every event.
            Timer::Push | Timer::Pull(_) | Timer::Scopes => {}
        }
    }

    fn surface(&mut self, issue: Issue) {
        self.out.push(Effect::Surface(issue));
    }

    fn catch_up(&mut self) {
        if self.ready {
            self.lane.add_front(Job::CatchUp(CatchUp::default()));
        }
    }
}
