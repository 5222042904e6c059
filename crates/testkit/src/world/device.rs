//! A device: its accounts with a database each, its clock, its network and its tabs.

use crate::agenda::Slot;
use crate::disk::Disk;
use crate::world::screen::Screen;
use protocol::{DeviceId, PersonId, Scope};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use sync::{CallId, Engine, Event, Timer};

/// Names one life of one tab: what was meant for an earlier life never reaches a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TabRef {
    /// The device's number.
    pub device: usize,
    /// The tab's number there.
    pub tab: usize,
    /// How many lives it had.
    pub life: u64,
}

/// One account on a device: one database and one lock.
#[derive(Debug, Default)]
pub struct Account {
    /// Its database.
    pub disk: Disk,
    /// Who holds the lock `sync:<db>`.
    pub lock: Lock,
    /// What local storage remembers of the database.
    pub ledger: Option<Ledger>,
    /// How often the database was made anew.
    pub generation: u64,
    /// Whether older code wrote it, and newer has not put it right yet.
    pub older: bool,
}

/// The tiny ledger in local storage: it outlives the database, so that its loss can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// How many writes were unsent when it was last written.
    pub unsent: u64,
    /// Which store it speaks of.
    pub device: Option<DeviceId>,
}

/// A Web Lock: one holder, unless the model says that it failed; the others wait in line.
#[derive(Debug, Default)]
pub struct Lock {
    /// Who holds it.
    pub holder: Option<TabRef>,
    /// Who waits.
    pub queue: VecDeque<TabRef>,
}

/// A device.
#[derive(Debug)]
pub struct Device {
    /// Everybody who has an account on it, and their databases.
    pub accounts: BTreeMap<PersonId, Account>,
    /// Who is signed in, as far as the device knows.
    pub person: PersonId,
    /// The session's cookie.
    pub cookie: u64,
    /// Whether it has a network.
    pub online: bool,
    /// Whether a captive portal answers in everybody's name.
    pub portal: bool,
    /// How far its wall clock is off, milliseconds.
    pub clock_off: i64,
    /// Its tabs.
    pub tabs: Vec<Tab>,
}

/// A tab. Without an engine it is closed.
#[derive(Debug)]
pub struct Tab {
    /// Which life it lives.
    pub life: u64,
    /// The engine of this life.
    pub engine: Option<Engine>,
    /// Whose database it has open.
    pub person: PersonId,
    /// When this life began, virtual milliseconds.
    pub born_ms: u64,
    /// Whether it is frozen, and what waits for its thaw.
    pub frozen: Option<Vec<Event>>,
    /// Whether it is in front.
    pub visible: bool,
    /// Its timers.
    pub timers: BTreeMap<Timer, Slot>,
    /// Its calls, by conversation.
    pub calls: BTreeMap<CallId, u64>,
    /// Its stream of pokes.
    pub stream: Stream,
    /// When its last database request will have run: requests of one tab keep their order.
    pub disk_busy_ms: u64,
    /// What its screens show.
    pub screen: Screen,
    /// The scopes that its screens have open.
    pub opened: BTreeSet<Scope>,
    /// When each scope was last asked for.
    pub asked_ms: BTreeMap<Scope, u64>,
    /// The commits that have not been answered.
    pub tickets: BTreeSet<u64>,
}

/// A tab's stream of pokes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stream {
    /// Whether the engine wants one.
    pub wanted: bool,
    /// The number of the connection that is open, if one is.
    pub open: Option<u64>,
    /// Whether it has fallen silent without anybody's knowledge.
    pub silent: bool,
}

impl Tab {
    /// A closed tab.
    pub fn closed(person: PersonId) -> Self {
        Self {
            life: 0,
            engine: None,
            person,
            born_ms: 0,
            frozen: None,
            visible: true,
            timers: BTreeMap::new(),
            calls: BTreeMap::new(),
            stream: Stream::default(),
            disk_busy_ms: 0,
            screen: Screen::default(),
            opened: BTreeSet::new(),
            asked_ms: BTreeMap::new(),
            tickets: BTreeSet::new(),
        }
    }

    /// Whether it runs: open and not frozen.
    pub fn is_awake(&self) -> bool {
        self.engine.is_some() && self.frozen.is_none()
    }
}

impl fmt::Display for TabRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "d{}t{}.{}", self.device, self.tab, self.life)
    }
}
