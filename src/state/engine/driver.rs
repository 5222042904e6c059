//! Drives one engine over one database: hands it events, does what it asks, tells the screens.
//!
//! The engine decides; nothing here does. Every event goes through one queue, so that an effect
//! which brings an event at once (a lock that is free) does not enter a step that is under way.

use super::board::Board;
use super::config::{self, Start};
use super::disk::{Disk, Job};
use super::holds::Holds;
use super::link::Link;
use super::news::{Durable, News};
use super::presence::Presence;
use super::tickets::Tickets;
use crate::platform::database::Upheaval;
use crate::platform::{clock, lifecycle, storage, task};
use crate::state::keys::Keys;
use crate::state::{ledger, outbox};
use dialect::Capabilities;
use dialect::capabilities::Enforced;
use gloo_timers::callback::Timeout;
use protocol::{DeviceId, Few, PersonId, Scope};
use std::cell::{Cell, Ref, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use sync::{Effect, Event, Now, Ticket, Timer, TxFailure, Write};

/// One engine at work.
pub(crate) struct Driver {
    engine: RefCell<sync::Engine>,
    inbox: RefCell<VecDeque<Event>>,
    is_stepping: Cell<bool>,
    is_stopped: Cell<bool>,
    database: String,
    disk: Rc<Disk>,
    /// Opened when somebody first asks for it.
    shelf: RefCell<Option<Rc<Disk>>>,
    link: Rc<Link>,
    board: Board,
    news: RefCell<News>,
    is_telling: Cell<bool>,
    noted: RefCell<Option<(usize, DeviceId)>>,
    me: Weak<Self>,
    hand: Rc<dyn Fn(Event)>,
    timers: RefCell<Few<Timer, Timeout>>,
    tickets: Tickets,
    holds: Holds,
    presence: Presence,
}

fn now() -> Now {
    Now { mono_ms: clock::mono_ms(), wall_ms: clock::wall_ms() }
}

impl Driver {
    /// Opens the database, boots the engine and keeps it going until [`Driver::stop`].
    pub(crate) async fn start(start: Start, board: Board) -> Rc<Self> {
        let disk = Disk::open(&start.database).await;
        let kept = disk.is_kept();
        let config = config::of(&start, kept);
        let driver = Rc::new_cyclic(|weak: &Weak<Self>| Self {
            engine: RefCell::new(sync::Engine::new(config)),
            inbox: RefCell::default(),
            is_stepping: Cell::new(false),
            is_stopped: Cell::new(false),
            database: start.database.clone(),
            disk,
            shelf: RefCell::default(),
            link: Rc::new(Link::new(start.profile)),
            board,
            news: RefCell::default(),
            is_telling: Cell::new(false),
            noted: RefCell::new(None),
            me: weak.clone(),
            hand: hand_to(weak.clone()),
            timers: RefCell::default(),
            tickets: Tickets::default(),
            holds: Holds::default(),
            presence: Presence::new(&start.database, kept, hand_to(weak.clone())),
        });
        let listener = Rc::downgrade(&driver);
        driver.presence.listen(move |reaches| {
            if let Some(driver) = listener.upgrade() {
                driver.board.sender_reaches(reaches);
            }
        });
        let effects = driver.engine.borrow_mut().boot(now());
        driver.perform_all(effects);
        driver.hand(Event::Visible(lifecycle::is_visible()));
        driver.hand(Event::NetHint { online: lifecycle::is_online() });
        driver
    }

    /// Hands in an event; its effects are under way when this returns, unless a step is.
    pub(crate) fn hand(&self, event: Event) {
        if self.is_stopped.get() {
            return;
        }
        self.inbox.borrow_mut().push_back(event);
        self.drain();
    }

    fn drain(&self) {
        if self.is_stepping.replace(true) {
            return;
        }
        while let Some(event) = self.take() {
            let effects = self.engine.borrow_mut().step(now(), event);
            effects.into_iter().for_each(|effect| self.perform(effect));
        }
        self.is_stepping.set(false);
    }

    fn take(&self) -> Option<Event> {
        self.inbox.borrow_mut().pop_front()
    }

    /// The first effects, before any event.
    fn perform_all(&self, effects: Vec<Effect>) {
        self.is_stepping.set(true);
        effects.into_iter().for_each(|effect| self.perform(effect));
        self.is_stepping.set(false);
        self.drain();
    }

    fn perform(&self, effect: Effect) {
        match effect {
            Effect::Read(read, plan) => self.disk.run(Job::Read(read, plan), &self.hand),
            Effect::Tx(tx, plan) => self.disk.run(Job::Tx(tx, plan), &self.hand),
            Effect::Call(id, call) => self.link.call(id, call, &self.hand),
            Effect::Abandon(id) => self.link.abandon(id),
            Effect::Timer(timer, delay) => self.set_timer(timer, delay),
            Effect::Publish(changes) => {
                self.news.borrow_mut().add(changes);
                self.tell_soon();
            }
            Effect::Broadcast(change) => self.presence.say(change),
            Effect::Committed { ticket: Ticket(ticket), result } => {
                self.news.borrow_mut().commits.push((ticket, result));
                self.tell_soon();
            }
            Effect::WantLeader { steal } => self.presence.want_lead(steal),
            Effect::YieldLeader => self.presence.yield_lead(),
            Effect::WantPokes(wanted) => self.presence.want_pokes(wanted, self.link.profile()),
            Effect::Surface(issue) => {
                self.news.borrow_mut().issues.push(issue);
                self.tell_soon();
            }
        }
    }

    fn tell_soon(&self) {
        if !self.is_telling.replace(true) {
            let driver = self.me.clone();
            task::spawn(async move {
                if let Some(driver) = driver.upgrade() {
                    driver.tell();
                }
            });
        }
    }

    /// Tells the screens what was gathered.
    fn tell(&self) {
        self.is_telling.set(false);
        let news = self.news.take();
        if !self.is_stopped.get() {
            let engine = self.engine.borrow();
            self.note_unsent(&engine);
            self.board.publish(&engine, &news.changes);
            let status = engine.status();
            if status.leader {
                self.presence.say_reach(status.online);
            }
            news.issues.into_iter().for_each(|issue| self.board.surface(issue));
        }
        for (ticket, durable) in news.commits {
            self.tickets.answer(ticket, durable);
        }
    }

    /// Notes beside the database how much is unsent. Also nothing: that the note exists says that
    /// the database did.
    fn note_unsent(&self, engine: &sync::Engine) {
        let Some(device) = engine.device().filter(|_| self.disk.is_kept() && engine.status().ready) else {
            return;
        };
        let note = Some((outbox::work(engine).len(), device.clone()));
        if *self.noted.borrow() != note {
            ledger::write(&self.database, outbox::work(engine).len(), device);
            self.noted.replace(note);
        }
    }

    fn set_timer(&self, timer: Timer, delay: Option<u64>) {
        let Some(delay) = delay else {
            self.timers.borrow_mut().remove(&timer);
            return;
        };
        let (hand, key) = (Rc::clone(&self.hand), timer.clone());
        // The browser counts in 31 bits; a longer wait comes early, which costs one look.
        let delay = u32::try_from(delay).unwrap_or(u32::MAX).min(i32::MAX as u32);
        let timeout = Timeout::new(delay, move || hand(Event::Tick(key)));
        self.timers.borrow_mut().insert(timer, timeout);
    }

    /// Keeps `writes` in one transaction; resolves when they are durable.
    pub(crate) async fn commit(&self, writes: Vec<Write>) -> Durable {
        let (ticket, durable) = self.tickets.draw();
        self.hand(Event::Commit { ticket, writes });
        let result = durable.await.unwrap_or(Err(TxFailure::Lost));
        if result.is_ok() {
            self.keep_once();
        }
        result
    }

    /// After the first write that matters, asks the browser to keep the storage.
    fn keep_once(&self) {
        if self.disk.is_kept() && self.board.ask_once() {
            task::spawn(async { _ = storage::persist().await });
        }
    }

    /// The session that the backend confirmed: sending goes on.
    pub(crate) fn signed_in(&self, person: PersonId, keys: Keys) {
        self.link.adopt(keys);
        self.hand(Event::SignedIn(person));
    }

    /// Keeps a scope in memory and current until as many [`Driver::close`] follow.
    pub(crate) fn open(&self, scope: Scope) {
        if self.holds.hold(&scope) {
            self.hand(Event::Open(scope));
        }
    }

    /// Lets a scope go.
    pub(crate) fn close(&self, scope: Scope) {
        if self.holds.let_go(&scope) {
            self.hand(Event::Close(scope));
        }
    }

    /// What screens read.
    pub(crate) fn engine(&self) -> Ref<'_, sync::Engine> {
        self.engine.borrow()
    }

    /// Reads what the device holds, without the engine: for what only looks.
    pub(crate) async fn look(&self, plan: &sync::ReadPlan) -> Result<sync::Found, TxFailure> {
        self.disk.read(plan).await
    }

    /// The database beside it for what can be made anew from the stores: the search's index.
    pub(crate) async fn shelf(&self) -> Rc<Disk> {
        if let Some(shelf) = self.shelf.borrow().as_ref() {
            return Rc::clone(shelf);
        }
        let opened = match self.is_kept() {
            true => Disk::open(&shelf_of(&self.database)).await,
            false => Disk::fleeting(),
        };
        // Another may have opened it meanwhile, or the work has ended.
        if self.is_stopped.get() {
            opened.close();
        }
        Rc::clone(self.shelf.borrow_mut().get_or_insert(opened))
    }

    /// What the screens are told by.
    pub(crate) fn board(&self) -> &Board {
        &self.board
    }

    /// Whether what is written outlives the page.
    pub(crate) fn is_kept(&self) -> bool {
        self.disk.is_kept()
    }

    /// Calls `handler` when the database is deleted or wiped from outside.
    pub(crate) fn on_upheaval(&self, handler: impl FnOnce(Upheaval) + 'static) {
        self.disk.on_upheaval(handler);
    }

    /// Whether the backend itself keeps from others what is private; where it does not, drafts and
    /// reading positions stay on the device.
    pub(crate) fn keeps_private(&self) -> bool {
        self.capabilities().enforces.contains(&Enforced::Reading)
    }

    /// What the backend can do.
    pub(crate) fn capabilities(&self) -> Capabilities {
        self.link.profile().capabilities()
    }

    /// The database's name.
    pub(crate) fn database(&self) -> &str {
        &self.database
    }

    /// Ends the work: no event is taken any more, and everything that was held is let go.
    pub(crate) fn stop(&self) {
        self.is_stopped.set(true);
        self.timers.borrow_mut().clear();
        self.link.hang_up();
        self.presence.leave();
        self.tickets.clear();
        self.disk.close();
        if let Some(shelf) = self.shelf.borrow().as_ref() {
            shelf.close();
        }
    }
}

/// The name of the database beside `database`. Whoever deletes the one deletes the other.
pub(crate) fn shelf_of(database: &str) -> String {
    [database, "/index"].concat()
}

/// A way to hand events in that does not keep the driver alive.
fn hand_to(weak: Weak<Driver>) -> Rc<dyn Fn(Event)> {
    Rc::new(move |event| {
        if let Some(driver) = weak.upgrade() {
            driver.hand(event);
        }
    })
}
