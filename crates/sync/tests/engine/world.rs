//! A device with tabs, a disk, a lock and a network, in one thread and one order.

use crate::server::Server;
use protocol::{Body, Call, Failure, FieldClass, Head, Kind, Mid, Op, Outcome, PersonId, RecordId, Scope};
use std::collections::{BTreeMap, VecDeque};
use sync::{
    CallId, Config, Effect, Engine, Event, Issue, KindRules, Lane, MemoryStore, Now, Store, Ticket, Timer,
    TxFailure, Write,
};

pub(crate) fn scope() -> Scope {
    Scope::parse("s1/all").unwrap()
}

pub(crate) fn private() -> Scope {
    Scope::parse("s1/private").unwrap()
}

pub(crate) fn body(text: &str) -> Body {
    Body::parse(text).unwrap()
}

pub(crate) fn head(scope: &Scope, kind: &str, id: &str) -> Head {
    let me = PersonId::from("me");
    Head { id: id.into(), scope: scope.clone(), kind: Kind::from(kind), author: me, subject: None }
}

pub(crate) fn create(scope: &Scope, id: &str, text: &str) -> Write {
    Write { head: head(scope, "message", id), op: Op::Create(body(text)), deps: Vec::new(), schema: 1 }
}

pub(crate) fn update(scope: &Scope, id: &str, from: &str, to: &str) -> Write {
    let op = Op::Update { body: body(to), base: body(from) };
    Write { head: head(scope, "message", id), op, deps: Vec::new(), schema: 1 }
}

pub(crate) fn delete(scope: &Scope, id: &str) -> Write {
    Write { head: head(scope, "message", id), op: Op::Delete, deps: Vec::new(), schema: 1 }
}

#[derive(Clone)]
pub(crate) struct Tab {
    pub(crate) engine: Engine,
    events: VecDeque<Event>,
    timers: BTreeMap<Timer, u64>,
    pub(crate) committed: BTreeMap<u64, Result<Vec<Mid>, TxFailure>>,
    pub(crate) issues: Vec<Issue>,
    calls: VecDeque<(CallId, Call)>,
    pub(crate) wants_lock: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Net {
    Up,
    /// Requests don't arrive.
    Down,
    /// Requests arrive, answers get lost.
    Deaf,
    /// Nothing moves.
    Held,
}

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) disk: MemoryStore,
    pub(crate) server: Server,
    pub(crate) tabs: Vec<Option<Tab>>,
    pub(crate) lock: Option<usize>,
    pub(crate) net: Net,
    /// Why the next transaction fails.
    pub(crate) next_tx_fails: Option<TxFailure>,
    /// Whether scopes can't be read.
    pub(crate) rows_unread: bool,
    /// So many pushes get lost, whatever the net.
    pub(crate) lost_pushes: u32,
    /// Whether pushes overtake all else that was asked before.
    pub(crate) pushes_first: bool,
    /// Lists of scopes that were answered and are still on their way; `None` where they come at once.
    pub(crate) late_lists: Option<Vec<(usize, Event)>>,
    pub(crate) now: u64,
    tickets: u64,
    entropy: u64,
    /// Transactions that ran so far.
    pub(crate) transactions: usize,
    /// The tab dies when so many transactions have run, before it hears of the last.
    pub(crate) dies_after: Option<usize>,
    pub(crate) config: fn(u64) -> Config,
}

pub(crate) fn config(entropy: u64) -> Config {
    let kinds = KindRules::default().with("space", Lane::Pinned, Default::default()).with_field(
        "draft",
        "t",
        FieldClass::LastWriter,
    );
    let kinds = kinds.with_pace("message", "queue");
    Config::new(PersonId::from("me"), entropy, kinds)
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(Server::with(&[&scope(), &private()]))
    }

    pub(crate) fn with(server: Server) -> Self {
        Self {
            disk: MemoryStore::new(),
            server,
            tabs: Vec::new(),
            lock: None,
            net: Net::Up,
            next_tx_fails: None,
            rows_unread: false,
            lost_pushes: 0,
            pushes_first: false,
            late_lists: None,
            now: 0,
            tickets: 0,
            entropy: 0,
            transactions: 0,
            dies_after: None,
            config,
        }
    }

    /// Opens a tab that shows both scopes.
    pub(crate) fn open_tab(&mut self) -> usize {
        self.entropy += 1;
        let mut tab = Tab {
            engine: Engine::new((self.config)(self.entropy)),
            events: VecDeque::new(),
            timers: BTreeMap::new(),
            committed: BTreeMap::new(),
            issues: Vec::new(),
            calls: VecDeque::new(),
            wants_lock: false,
        };
        let effects = tab.engine.boot(self.clock());
        self.tabs.push(Some(tab));
        let index = self.tabs.len() - 1;
        self.carry_out(index, effects);
        self.tell(index, Event::SignedIn(PersonId::from("me")));
        self.tell(index, Event::Open(scope()));
        self.tell(index, Event::Open(private()));
        index
    }

    pub(crate) fn kill(&mut self, index: usize) {
        self.tabs[index] = None;
        if self.lock == Some(index) {
            self.lock = None;
        }
    }

    pub(crate) fn tab(&self, index: usize) -> &Tab {
        self.tabs[index].as_ref().unwrap()
    }

    pub(crate) fn engine(&self, index: usize) -> &Engine {
        &self.tab(index).engine
    }

    pub(crate) fn tell(&mut self, index: usize, event: Event) {
        if let Some(tab) = &mut self.tabs[index] {
            tab.events.push_back(event);
        }
    }

    pub(crate) fn commit(&mut self, index: usize, writes: Vec<Write>) -> u64 {
        self.tickets += 1;
        self.tell(index, Event::Commit { ticket: Ticket(self.tickets), writes });
        self.tickets
    }

    fn clock(&self) -> Now {
        Now { mono_ms: self.now, wall_ms: 1_700_000_000_000 + i64::try_from(self.now).unwrap() }
    }

    /// Runs until nothing moves any more without time passing.
    pub(crate) fn settle(&mut self) {
        for _ in 0..100_000 {
            if !self.turn() {
                return;
            }
        }
        panic!("it never rests: {:?}", self.server.calls.iter().rev().take(20).collect::<Vec<_>>());
    }

    /// Lets time pass, running what falls due.
    pub(crate) fn pass(&mut self, ms: u64) {
        let end = self.now + ms;
        loop {
            self.settle();
            let due = |tab: &Option<Tab>| tab.as_ref().and_then(|tab| tab.timers.values().min().copied());
            let next = self.tabs.iter().filter_map(due).min().filter(|at| *at <= end);
            let Some(next) = next else { break };
            self.now = self.now.max(next);
            for index in 0..self.tabs.len() {
                let Some(tab) = &mut self.tabs[index] else { continue };
                let due: Vec<Timer> =
                    tab.timers.iter().filter(|(_, at)| **at <= self.now).map(|(t, _)| t.clone()).collect();
                for timer in due {
                    tab.timers.remove(&timer);
                    tab.events.push_back(Event::Tick(timer));
                }
            }
        }
        self.now = end;
        self.settle();
    }

    /// One thing that happens; `false` if nothing moves.
    pub(crate) fn turn(&mut self) -> bool {
        for index in 0..self.tabs.len() {
            if let Some(event) = self.tabs[index].as_mut().and_then(|tab| tab.events.pop_front()) {
                self.step(index, event);
                return true;
            }
        }
        if self.lock.is_none() {
            let next = self.tabs.iter().position(|tab| tab.as_ref().is_some_and(|tab| tab.wants_lock));
            if let Some(next) = next {
                self.lock = Some(next);
                self.tabs[next].as_mut().unwrap().wants_lock = false;
                self.tell(next, Event::LeaderGained);
                return true;
            }
        }
        if self.net == Net::Held {
            return false;
        }
        for index in 0..self.tabs.len() {
            let pushes_first = self.pushes_first;
            let call = self.tabs[index].as_mut().and_then(|tab| {
                let push = tab.calls.iter().position(|(_, call)| matches!(call, Call::Push(_)));
                tab.calls.remove(push.filter(|_| pushes_first).unwrap_or(0))
            });
            if let Some((call, what)) = call {
                let is_lost = self.lost_pushes > 0 && matches!(what, Call::Push(_));
                self.lost_pushes -= u32::from(is_lost);
                let outcome = match self.net {
                    _ if is_lost => Outcome::Failed(Failure::Unknown),
                    Net::Up => {
                        self.server.now = self.now;
                        self.server.answer(&what)
                    }
                    Net::Deaf => {
                        self.server.answer(&what);
                        Outcome::Failed(Failure::Unknown)
                    }
                    Net::Down | Net::Held => Outcome::Failed(Failure::Unknown),
                };
                let answer = Event::Answer { call, outcome };
                match self.late_lists.as_mut().filter(|_| matches!(what, Call::Scopes)) {
                    Some(late) => late.push((index, answer)),
                    None => self.tell(index, answer),
                }
                return true;
            }
        }
        false
    }

    pub(crate) fn step(&mut self, index: usize, event: Event) {
        let now = self.clock();
        let Some(tab) = self.tabs[index].as_mut() else { return };
        let effects = tab.engine.step(now, event);
        self.carry_out(index, effects);
    }

    fn carry_out(&mut self, index: usize, effects: Vec<Effect>) {
        for effect in effects {
            let Some(tab) = self.tabs[index].as_mut() else { return };
            match effect {
                Effect::Read(read, plan) => {
                    let of_rows = plan.ranges.iter().any(|range| range.store == Store::Rows);
                    tab.events.push_back(match of_rows && self.rows_unread {
                        true => Event::ReadFailed { read, why: TxFailure::Lost },
                        false => Event::ReadDone { read, found: self.disk.read(&plan) },
                    });
                }
                Effect::Tx(tx, plan) => {
                    let outcome = match self.next_tx_fails.take() {
                        Some(why) => Err(why),
                        None => self.disk.run(&plan),
                    };
                    let event = match outcome {
                        Ok(receipt) => Event::TxDone { tx, receipt },
                        Err(why) => Event::TxFailed { tx, why },
                    };
                    tab.events.push_back(event);
                    self.transactions += 1;
                    if self.dies_after == Some(self.transactions) {
                        self.kill(index);
                        return;
                    }
                }
                Effect::Call(call, what) => tab.calls.push_back((call, what)),
                Effect::Abandon(call) => tab.calls.retain(|(other, _)| *other != call),
                Effect::Timer(timer, Some(ms)) => _ = tab.timers.insert(timer, self.now + ms),
                Effect::Timer(timer, None) => _ = tab.timers.remove(&timer),
                Effect::Publish(_) | Effect::WantPokes(_) => {}
                Effect::Broadcast(change) => {
                    for other in (0..self.tabs.len()).filter(|other| *other != index) {
                        self.tell(other, Event::Peer { change });
                    }
                }
                Effect::Committed { ticket, result } => _ = tab.committed.insert(ticket.0, result),
                Effect::WantLeader { steal: false } => tab.wants_lock = true,
                Effect::WantLeader { steal: true } => {
                    if let Some(old) = self.lock.replace(index) {
                        self.tell(old, Event::LeaderLost);
                    }
                    self.tell(index, Event::LeaderGained);
                }
                Effect::YieldLeader => self.lock = self.lock.filter(|holder| *holder != index),
                Effect::Surface(issue) => tab.issues.push(issue),
            }
        }
    }

    /// The text of a record as a tab shows it.
    pub(crate) fn shown(&self, index: usize, scope: &Scope, id: &str) -> Option<String> {
        let visible = self.engine(index).visible(scope, &RecordId::from(id))?;
        Some(visible.body.as_str().to_owned())
    }

    /// The text of a live record on the server.
    pub(crate) fn served(&self, scope: &Scope, id: &str) -> Option<String> {
        let record = self.server.record(scope, &RecordId::from(id)).filter(|record| !record.deleted)?;
        Some(record.body.as_str().to_owned())
    }
}
