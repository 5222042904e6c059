//! One device of one person: the real engine over stores in memory, speaking real HTTP. Its clock
//! is virtual, so that minutes of waiting pass at once; only the network takes time.

use crate::http::Client;
use crate::talk;
use dialect::capabilities::{CompareAndSet, Idempotency, Pokes, Tombstones};
use dialect::{Profile, Session, SessionChange};
use protocol::account::{AccountCall, AccountOutcome};
use protocol::{Call, Failure, Kind, Op, Outcome, PersonId, RecordId, Scope};
use std::collections::{BTreeMap, VecDeque};
use sync::{
    Config, Effect, Engine, Event, Issue, KindRules, Lane, MemoryStore, Now, Place, Resolution, Ticket,
    Timer, Write,
};

/// One device of one person.
#[derive(Debug)]
pub struct Device {
    client: Client,
    profile: Profile,
    session: Session,
    engine: Engine,
    store: MemoryStore,
    inbox: VecDeque<Event>,
    timers: BTreeMap<Timer, u64>,
    mono_ms: u64,
    started_ms: i64,
    is_online: bool,
    tickets: u64,
    /// What the engine wanted a person to hear.
    pub issues: Vec<Issue>,
    /// Calls to the backend so far.
    pub calls: u64,
}

impl Device {
    /// A device on which `session`'s person has signed in.
    ///
    /// # Panics
    /// Without a person in the session.
    pub fn start(client: Client, profile: Profile, session: Session, entropy: u64) -> Self {
        let person = session.person.clone().unwrap_or_else(|| PersonId::from("nobody"));
        let can = profile.capabilities();
        let mut config = Config::new(person.clone(), entropy, kind_rules());
        config.compare_and_set = can.compare_and_set == CompareAndSet::Atomic;
        config.keeps_results = can.idempotency == Idempotency::Stored;
        config.tombstones_stay = can.tombstones == Tombstones::Soft;
        if let Pokes::Poll { seconds } = can.pokes {
            config.intervals.poll_active = u64::from(seconds) * 1_000;
        }
        let mut device = Self {
            client,
            profile,
            session,
            engine: Engine::new(config),
            store: MemoryStore::new(),
            inbox: VecDeque::new(),
            timers: BTreeMap::new(),
            mono_ms: 0,
            started_ms: talk::wall_ms(),
            is_online: true,
            tickets: 0,
            issues: Vec::new(),
            calls: 0,
        };
        let effects = device.engine.boot(device.now());
        effects.into_iter().for_each(|effect| device.perform(effect));
        device.hand(Event::Visible(true));
        device.hand(Event::SignedIn(person));
        device
    }

    /// Whose device it is.
    pub fn person(&self) -> PersonId {
        self.session.person.clone().unwrap_or_else(|| PersonId::from("nobody"))
    }

    /// Takes the network away, or gives it back.
    pub fn set_online(&mut self, online: bool) {
        self.is_online = online;
        self.hand(Event::NetHint { online });
    }

    /// Sets the device's clock off by so much.
    pub fn set_clock_off(&mut self, by_ms: i64) {
        self.started_ms = self.started_ms.saturating_add(by_ms);
    }

    /// Asks the accounts, and keeps what becomes of the session; `None` where the backend has no
    /// such thing.
    pub fn ask(&mut self, call: &AccountCall) -> Option<AccountOutcome> {
        let (outcome, change) = talk::ask(&mut self.client, &self.profile, &self.session, call)?;
        match change {
            SessionChange::Kept => {}
            SessionChange::Started(session) => self.session = session,
            SessionChange::Ended => self.session = Session::default(),
        }
        Some(outcome)
    }

    /// Ends the token, without the device knowing it.
    pub fn spoil_token(&mut self) {
        self.session.token = self.session.token.take().map(|token| format!("ended-{token}"));
    }

    /// The session holds again: what was held back goes on.
    pub fn resume(&mut self) {
        self.hand(Event::SignedIn(self.person()));
    }

    /// Shows a scope.
    pub fn open(&mut self, scope: &Scope) {
        self.hand(Event::Open(scope.clone()));
    }

    /// Writes, durably on the device.
    pub fn commit(&mut self, writes: Vec<Write>) {
        self.tickets += 1;
        self.hand(Event::Commit { ticket: Ticket(self.tickets), writes });
    }

    /// Decides about a write that is stuck.
    pub fn resolve(&mut self, lsn: u64, how: Resolution) {
        self.hand(Event::Resolve { lsn, how });
    }

    /// Lets `ms` pass.
    pub fn run(&mut self, ms: u64) {
        let end = self.mono_ms + ms;
        while let Some((timer, due)) = self.next_timer().filter(|(_, due)| *due <= end) {
            self.mono_ms = self.mono_ms.max(due);
            self.timers.remove(&timer);
            self.hand(Event::Tick(timer));
        }
        self.mono_ms = end;
    }

    /// The visible records of a kind, as ids and bodies.
    pub fn records(&self, scope: &Scope, kind: &str) -> Vec<(RecordId, serde_json::Value)> {
        let records = self.engine.records(scope, &Kind::from(kind));
        records.map(|record| (record.head.id.clone(), record.body.read().unwrap_or_default())).collect()
    }

    /// The engine, to be read.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Loads older records of a scope until there are none.
    pub fn load_all(&mut self, scope: &Scope) {
        for _ in 0..100 {
            match self.engine.older_available(scope) {
                sync::Older::None | sync::Older::Full => return,
                _ => {
                    self.hand(Event::LoadOlder(scope.clone()));
                    self.run(1_000);
                }
            }
        }
    }

    /// Log numbers of writes that wait for a person's decision.
    pub fn stuck(&self) -> Vec<u64> {
        let outbox = self.engine.outbox();
        let waits = |place: &Place<'_>| !matches!(place, Place::Waiting | Place::Unknown);
        outbox.iter().filter(|unsent| waits(&unsent.place)).map(|unsent| unsent.lsn).collect()
    }

    fn now(&self) -> Now {
        let passed = i64::try_from(self.mono_ms).unwrap_or(i64::MAX);
        Now { mono_ms: self.mono_ms, wall_ms: self.started_ms.saturating_add(passed) }
    }

    fn next_timer(&self) -> Option<(Timer, u64)> {
        self.timers.iter().min_by_key(|(_, due)| **due).map(|(timer, due)| (timer.clone(), *due))
    }

    fn hand(&mut self, event: Event) {
        self.inbox.push_back(event);
        while let Some(event) = self.inbox.pop_front() {
            let now = self.now();
            let effects = self.engine.step(now, event);
            effects.into_iter().for_each(|effect| self.perform(effect));
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Read(read, plan) => {
                let found = self.store.read(&plan);
                self.inbox.push_back(Event::ReadDone { read, found });
            }
            Effect::Tx(tx, plan) => self.inbox.push_back(match self.store.run(&plan) {
                Ok(receipt) => Event::TxDone { tx, receipt },
                Err(why) => Event::TxFailed { tx, why },
            }),
            Effect::Call(call, what) => {
                let outcome = self.call(&what);
                self.inbox.push_back(Event::Answer { call, outcome });
            }
            Effect::Timer(timer, Some(delay)) => _ = self.timers.insert(timer, self.mono_ms + delay),
            Effect::Timer(timer, None) => _ = self.timers.remove(&timer),
            Effect::WantLeader { .. } => self.inbox.push_back(Event::LeaderGained),
            Effect::Surface(issue) => self.issues.push(issue),
            Effect::YieldLeader
            | Effect::Abandon(_)
            | Effect::Publish(_)
            | Effect::Broadcast(_)
            | Effect::Committed { .. }
            | Effect::WantPokes(_) => {}
        }
    }

    fn call(&mut self, call: &Call) -> Outcome {
        self.calls += 1;
        if !self.is_online {
            return Outcome::Failed(Failure::Unknown);
        }
        talk::call(&mut self.client, &self.profile, &self.session, call)
    }
}

/// A write as an intent gives it.
pub fn write(intent: domain::intent::RecordWrite) -> Write {
    Write { head: intent.head, op: intent.op, deps: intent.deps, schema: intent.schema }
}

/// A change of a record that the device shows.
pub fn edit(
    device: &Device,
    scope: &Scope,
    id: &RecordId,
    change: impl FnOnce(&mut serde_json::Value),
) -> Option<Write> {
    let shown = device.engine.visible(scope, id)?;
    let base = shown.body.clone();
    let mut value = base.read().ok()?;
    change(&mut value);
    let body = protocol::Body::of(&value).ok()?;
    Some(Write { head: shown.head.clone(), op: Op::Update { body, base }, deps: Vec::new(), schema: 1 })
}

/// A deletion of a record that the device shows.
pub fn delete(device: &Device, scope: &Scope, id: &RecordId) -> Option<Write> {
    let shown = device.engine.visible(scope, id)?;
    Some(Write { head: shown.head.clone(), op: Op::Delete, deps: Vec::new(), schema: 1 })
}

/// How the product's kinds merge and load.
fn kind_rules() -> KindRules {
    domain::kinds::KnownKind::ALL.into_iter().fold(KindRules::default(), |rules, known| {
        let lane = match domain::merge::lane_of(&known.kind()) {
            domain::merge::Lane::Timeline => Lane::Timeline,
            domain::merge::Lane::Pinned => Lane::Pinned,
        };
        rules.with(known.name(), lane, domain::merge::rules_of(&known.kind()))
    })
}
