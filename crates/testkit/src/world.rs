//! The world: devices, tabs and a server in one virtual time, moved by one seed.

mod agreement;
pub mod backend;
pub(crate) mod decay;
pub mod device;
mod director;
mod effects;
mod heal;
mod locks;
mod mishaps;
pub mod model;
mod network;
mod replies;
pub mod screen;
mod seeding;
mod serving;
mod storage;
mod stream;
mod tabs;
mod telling;
mod watching;

use crate::agenda::Agenda;
use crate::cast::Cast;
use crate::dice::Dice;
use crate::fault::{Tally, Weather};
use crate::oracle::Oracle;
use crate::run::Report;
use crate::server::Style;
use crate::trace::Trace;
use backend::{Backend, Model, Reply, Wire};
use device::{Account, Device, Tab, TabRef};
use network::Conversation;
use protocol::PersonId;
use serving::LateWrite;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use stream::PokeAway;
use sync::{Event, ReadId, ReadPlan, Timer, TxId, TxPlan};

/// What a run is made from, beside its seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The model server; drawn from the seed where none is chosen.
    pub model: Option<Model>,
    /// Whether anything goes wrong.
    pub faults: bool,
    /// Whether the trace's lines are kept.
    pub told: bool,
    /// How far every device's wall clock is off from the beginning, milliseconds. Nothing but the
    /// stamps of writes may depend on it.
    pub clock_off: i64,
}

impl Default for Choice {
    fn default() -> Self {
        Self { model: None, faults: true, told: false, clock_off: 0 }
    }
}

/// Dice of their own for each part of the world.
#[derive(Debug)]
pub(crate) struct Streams {
    people: Dice,
    disk: Dice,
    net: Dice,
    mishaps: Dice,
    decay: Dice,
}

/// Something that is to happen.
#[derive(Debug)]
pub(crate) enum Happening {
    /// People act, or a mishap strikes.
    Act,
    /// A tab hears something.
    Deliver { at: TabRef, event: Event },
    /// A tab's timer runs out.
    Rings { at: TabRef, timer: Timer },
    /// A transaction's moment.
    Tx { at: TabRef, tx: TxId, plan: Box<TxPlan> },
    /// A read's moment.
    Read { at: TabRef, read: ReadId, plan: Box<ReadPlan> },
    /// A request reaches the server.
    Arrive { number: u64, leg: u64, at: TabRef, cookie: u64, copy: bool, wire: Rc<Wire> },
    /// An answer reaches the device.
    Return { number: u64, leg: u64, reply: Reply },
    /// A request is given up.
    OutOfPatience { number: u64, leg: u64 },
    /// An open transaction commits at the server.
    Late(LateWrite),
    /// A stream is to be opened.
    StreamOpens(TabRef),
    /// A stream breaks.
    StreamBreaks(TabRef, u64),
    /// A poke arrives.
    Poke(PokeAway),
    /// A closed tab is opened.
    Opens { device: usize, tab: usize },
    /// A frozen tab thaws.
    Thaws(TabRef),
    /// Somebody signs in again.
    SignsIn { device: usize },
    /// A device's network comes back.
    ComesOnline { device: usize },
    /// The server takes every kind again.
    TakesAllKinds,
    /// Newer code's format goes, with the reload of the older tabs.
    OldCodeReloads { device: usize },
}

/// The world.
#[derive(Debug)]
pub struct World {
    pub(crate) agenda: Agenda<Happening>,
    pub(crate) dice: Streams,
    pub(crate) weather: Weather,
    pub(crate) tally: Tally,
    pub(crate) trace: Trace,
    /// What was asked of server, disk and timers, without what any clock wrote in it.
    pub(crate) decisions: Trace,
    pub(crate) cast: Cast,
    pub(crate) backend: Backend,
    pub(crate) devices: Vec<Device>,
    pub(crate) oracle: Oracle,
    conversations: BTreeMap<u64, Conversation>,
    conversations_begun: u64,
    latest_arrival: BTreeMap<TabRef, u64>,
    streams_opened: u64,
    /// Requests to the disk that wait for a thaw.
    held: BTreeMap<TabRef, Vec<Happening>>,
    /// Leaders that have company and don't know.
    doubled: BTreeSet<TabRef>,
    /// Numbers every write of every person, so that each value in a body is one of a kind.
    tags: u64,
    entropy: u64,
    steps: u64,
}

impl World {
    /// The world of a seed.
    pub fn new(seed: u64, choice: Choice) -> Self {
        let dice = Dice::new(seed);
        let mut plan = dice.fork("plan");
        let cast = Cast::of(plan.between(1, 3), plan.between(1, 2));
        let drawn = plan.weighted(&[
            (5, Model::Direct(Style::Reference)),
            (2, Model::Direct(Style::Keyset)),
            (1, Model::Direct(Style::Terse)),
            (1, Model::Direct(Style::Diff)),
            (2, Model::Qunyue),
            (1, Model::JsonServer),
        ]);
        let model = choice.model.or(drawn).unwrap_or(Model::Qunyue);
        let weather =
            if choice.faults { Weather::draw(&mut plan, &mut dice.fork("aging")) } else { Weather::fair() };
        let mut backend = Backend::new(&cast, model);
        let devices = (0..plan.weighted(&[(2, 1), (4, 2), (2, 3), (1, 4), (1, 5)]).unwrap_or(2))
            .map(|_| {
                let person = plan.pick(&cast.people).cloned().unwrap_or_else(|| PersonId::from("p0"));
                let tabs = plan.weighted(&[(5, 1), (3, 2), (1, 3), (1, 4)]).unwrap_or(1);
                new_device(&mut backend, person, (tabs, choice.clock_off))
            })
            .collect();
        Self {
            agenda: Agenda::default(),
            dice: Streams {
                people: dice.fork("people"),
                disk: dice.fork("disk"),
                net: dice.fork("net"),
                mishaps: dice.fork("mishaps"),
                decay: dice.fork("decay"),
            },
            weather,
            tally: Tally::default(),
            trace: if choice.told { Trace::told() } else { Trace::silent() },
            decisions: Trace::silent(),
            cast,
            backend,
            devices,
            oracle: Oracle::new(model.compares()),
            conversations: BTreeMap::new(),
            conversations_begun: 0,
            latest_arrival: BTreeMap::new(),
            streams_opened: 0,
            held: BTreeMap::new(),
            doubled: BTreeSet::new(),
            tags: 0,
            entropy: dice.fork("entropy").throw(),
            steps: 0,
        }
    }

    /// One happening.
    pub(crate) fn happen(&mut self, happening: Happening) {
        self.steps += 1;
        match happening {
            Happening::Act => self.act(),
            Happening::Deliver { at, event } => self.deliver(at, event),
            Happening::Rings { at, timer } => self.ring(at, timer),
            Happening::Tx { at, tx, plan } => self.run_tx(at, tx, plan),
            Happening::Read { at, read, plan } => self.run_read(at, read, plan),
            Happening::Arrive { number, leg, at, cookie, copy, wire } => {
                self.arrive((number, leg), at, cookie, copy, &wire);
            }
            Happening::Return { number, leg, reply } => self.come_back(number, leg, reply),
            Happening::OutOfPatience { number, leg } => self.out_of_patience(number, leg),
            Happening::Late(late) => self.commit_late(late),
            Happening::StreamOpens(at) => self.open_stream(at),
            Happening::StreamBreaks(at, stream) => self.break_stream(at, stream),
            Happening::Poke(poke) => self.hear_poke(poke),
            Happening::Opens { device, tab } => self.open_tab(device, tab),
            Happening::Thaws(at) => self.thaw(at),
            Happening::SignsIn { device } => self.sign_in(device),
            Happening::ComesOnline { device } => self.come_online(device),
            Happening::TakesAllKinds => self.backend.vault.refused_kind = None,
            Happening::OldCodeReloads { device } => self.reload_old_code(device),
        }
    }

    /// Every tab that is open.
    pub(crate) fn tabs(&self) -> impl Iterator<Item = (TabRef, &Tab)> {
        self.devices.iter().enumerate().flat_map(|(device, one)| {
            let open = one.tabs.iter().enumerate().filter(|(_, tab)| tab.engine.is_some());
            open.map(move |(number, tab)| (TabRef { device, tab: number, life: tab.life }, tab))
        })
    }

    /// A tab, if it still lives the same life.
    pub(crate) fn tab(&self, at: TabRef) -> Option<&Tab> {
        let tab = self.devices.get(at.device)?.tabs.get(at.tab)?;
        (tab.life == at.life && tab.engine.is_some()).then_some(tab)
    }

    pub(crate) fn tab_mut(&mut self, at: TabRef) -> Option<&mut Tab> {
        let tab = self.devices.get_mut(at.device)?.tabs.get_mut(at.tab)?;
        (tab.life == at.life && tab.engine.is_some()).then_some(tab)
    }

    pub(crate) fn account_mut(&mut self, device: usize, person: &PersonId) -> Option<&mut Account> {
        self.devices.get_mut(device)?.accounts.get_mut(person)
    }

    /// The device's wall clock, UTC milliseconds.
    pub(crate) fn wall_of(&self, device: usize) -> i64 {
        let off = self.devices.get(device).map_or(0, |device| device.clock_off);
        self.backend.vault.true_clock(self.agenda.now()).saturating_add(off)
    }
}

fn new_device(backend: &mut Backend, person: PersonId, (tabs, clock_off): (usize, i64)) -> Device {
    Device {
        accounts: BTreeMap::from([(person.clone(), Account::default())]),
        cookie: backend.sign_in(&person),
        online: true,
        portal: false,
        clock_off,
        tabs: (0..tabs).map(|_| Tab::closed(person.clone())).collect(),
        person,
    }
}

impl World {
    /// What the run came to.
    pub(crate) fn report(self, seed: u64) -> Report {
        Report {
            seed,
            model: self.backend.model.name(),
            hash: self.trace.hash(),
            decisions: self.decisions.hash(),
            steps: self.steps,
            commits: self.oracle.commits,
            effects: self.oracle.effects,
            virtual_ms: self.agenda.now(),
            findings: self.oracle.findings().to_vec(),
            tally: self.tally,
            lines: self.trace.lines().to_vec(),
        }
    }
}
