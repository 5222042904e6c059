//! Where the plans run: the browser's database, or memory where it gives none. One after another,
//! in the order in which the engine asked, also over a lost connection.

use crate::platform::database::{Database, OpenFailure, Upheaval};
use crate::platform::task;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use sync::{Event, MemoryStore, ReadId, ReadPlan, TxFailure, TxId, TxPlan};

/// Something to run.
pub(super) enum Job {
    /// A read.
    Read(ReadId, ReadPlan),
    /// A transaction.
    Tx(TxId, TxPlan),
}

enum Place {
    Browser(Database),
    Memory(RefCell<MemoryStore>),
}

/// The stores of one account, with the plans that wait for them.
pub(crate) struct Disk {
    place: Place,
    waiting: RefCell<VecDeque<Job>>,
    running: Cell<bool>,
}

impl Disk {
    /// The database called `name`; memory where the browser gives none.
    pub(super) async fn open(name: &str) -> Rc<Self> {
        let place = match Database::open(name).await {
            Ok(database) => Place::Browser(database),
            Err(
                OpenFailure::Absent | OpenFailure::Blocked | OpenFailure::Silent | OpenFailure::Refused(_),
            ) => Place::Memory(RefCell::default()),
        };
        Rc::new(Self { place, waiting: RefCell::default(), running: Cell::new(false) })
    }

    /// Stores that are gone with the page.
    pub(super) fn fleeting() -> Rc<Self> {
        let place = Place::Memory(RefCell::default());
        Rc::new(Self { place, waiting: RefCell::default(), running: Cell::new(false) })
    }

    /// Whether what is written outlives the page.
    pub(super) fn is_kept(&self) -> bool {
        matches!(self.place, Place::Browser(_))
    }

    /// Calls `handler` when the database is deleted or wiped from outside.
    pub(super) fn on_upheaval(&self, handler: impl FnOnce(Upheaval) + 'static) {
        if let Place::Browser(database) = &self.place {
            database.on_upheaval(handler);
        }
    }

    /// Runs `job` after those that wait, and hands what came of it to `done`.
    pub(super) fn run(self: &Rc<Self>, job: Job, done: &Rc<dyn Fn(Event)>) {
        self.waiting.borrow_mut().push_back(job);
        if self.running.replace(true) {
            return;
        }
        let (disk, done) = (Rc::clone(self), Rc::clone(done));
        task::spawn(async move {
            // The borrow ends before anything is awaited.
            while let Some(job) = disk.next() {
                done(disk.event_of(job).await);
            }
            disk.running.set(false);
        });
    }

    fn next(&self) -> Option<Job> {
        self.waiting.borrow_mut().pop_front()
    }

    async fn event_of(&self, job: Job) -> Event {
        match job {
            Job::Read(read, plan) => match self.read(&plan).await {
                Ok(found) => Event::ReadDone { read, found },
                Err(why) => Event::ReadFailed { read, why },
            },
            Job::Tx(tx, plan) => match self.write(&plan).await {
                Ok(receipt) => Event::TxDone { tx, receipt },
                Err(why) => Event::TxFailed { tx, why },
            },
        }
    }

    /// Reads at once, beside whatever runs and waits.
    ///
    /// # Errors
    /// The database can't be read.
    pub(crate) async fn read(&self, plan: &ReadPlan) -> Result<sync::Found, TxFailure> {
        match &self.place {
            Place::Browser(database) => database.read(plan).await,
            Place::Memory(memory) => Ok(memory.borrow().read(plan)),
        }
    }

    /// Runs a transaction at once, beside whatever runs and waits.
    ///
    /// # Errors
    /// Why nothing was changed.
    pub(crate) async fn write(&self, plan: &TxPlan) -> Result<sync::TxReceipt, TxFailure> {
        match &self.place {
            Place::Browser(database) => database.run(plan).await,
            Place::Memory(memory) => memory.borrow_mut().run(plan),
        }
    }

    /// Drops what waits and closes the connection; what runs is finished.
    pub(super) fn close(&self) {
        self.waiting.borrow_mut().clear();
        if let Place::Browser(database) = &self.place {
            database.close();
        }
    }
}
