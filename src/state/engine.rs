//! The handle to the sync engine: the only writer of records, and what it has to say.

pub(crate) mod board;
pub(crate) mod config;
mod disk;
pub(crate) mod driver;
mod holds;
mod link;
mod news;
mod presence;
mod tickets;

use crate::platform::{clock, files};
use crate::state::clock::ServerClock;
use crate::state::outbox::{self, Waiting};
use crate::state::session::Proof;
use crate::state::trouble::Trouble;
use board::{Board, Signals, Tally};
use config::Start;
use driver::Driver;
use leptos::prelude::*;
use protocol::{Mid, SpaceId};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;
use sync::{Event, Issue, Resolution, Status, Write};

/// How sync stands, for the quiet chip under the top bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncStatus {
    /// No answer lately: what is written waits on this device.
    pub offline: bool,
    /// Something is being fetched for the first time.
    pub busy: bool,
    /// How many of the things that the person wrote wait to be sent.
    pub waiting: usize,
    /// How many were refused or held back.
    pub refused: usize,
    /// How many wait for this person's confirmation of the rules, and go by themselves then.
    pub overtaken: usize,
    /// How many met another's edit.
    pub conflicts: usize,
    /// The session ended: sending waits for a sign-in.
    pub expired: bool,
    /// Nothing is kept on this device: there is no store, only memory.
    pub unkept: bool,
    /// Another tab of this browser sends for this device.
    pub other_tab_sends: bool,
    /// When the oldest unsent write was made, UTC milliseconds.
    pub oldest_unsent_ms: Option<i64>,
}

/// A commit that is durable on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved(pub Vec<Mid>);

/// A handle to the engine. `Copy`, so closures take it freely.
#[derive(Clone, Copy)]
pub struct Engine {
    signals: Signals,
    proof: RwSignal<Proof>,
    unkept: RwSignal<bool>,
    /// Counts the drivers: whoever watches records attaches anew when it changes.
    generation: RwSignal<u64>,
    driver: StoredValue<Option<Rc<Driver>>, LocalStorage>,
    left: StoredValue<BTreeSet<SpaceId>>,
}

impl Engine {
    /// Puts an engine without a database in context; [`crate::state::Session`] gives it one.
    pub fn provide(clock: ServerClock) -> Self {
        let engine = Self {
            signals: Signals {
                status: RwSignal::default(),
                tally: RwSignal::default(),
                outbox: RwSignal::new(0),
                issues: RwSignal::default(),
                sender_reaches: RwSignal::new(true),
                clock,
            },
            proof: RwSignal::default(),
            unkept: RwSignal::new(false),
            generation: RwSignal::new(0),
            driver: StoredValue::new_local(None),
            left: StoredValue::default(),
        };
        provide_context(engine);
        engine
    }

    /// The handle that the shell provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// How sync stands.
    pub fn status(self) -> Memo<SyncStatus> {
        Memo::new(move |_| {
            let (status, tally) = (self.signals.status.read(), self.signals.tally.read());
            SyncStatus {
                offline: self.is_out_of_reach(&status),
                busy: !status.loading.is_empty(),
                waiting: tally.waiting,
                refused: tally.refused,
                overtaken: tally.overtaken,
                conflicts: tally.conflicts,
                expired: is_expired(self.proof.get(), &status),
                unkept: self.unkept.get(),
                other_tab_sends: status.ready && !status.leader,
                oldest_unsent_ms: status.oldest_unsent_ms,
            }
        })
    }

    /// Whether the backend can't be reached now, as far as is known; subscribes.
    pub fn is_offline(self) -> bool {
        self.is_out_of_reach(&self.signals.status.read())
    }

    fn is_out_of_reach(self, status: &Status) -> bool {
        status.ready && !self.reaches(status)
    }

    /// Whether there is a way to the backend, as far as is known: from the tab that sends, or, where
    /// none may send before the session is confirmed, from the question for it.
    fn reaches(self, status: &Status) -> bool {
        let sender = status.leader || self.signals.sender_reaches.get();
        status.online && sender && self.proof.get() != Proof::Unanswered
    }

    /// Everything that the person wrote and the backend has yet to take, oldest first.
    pub fn outbox(self) -> Memo<Arc<Vec<Waiting>>> {
        Memo::new(move |_| {
            self.signals.outbox.track();
            self.unsent_now()
        })
    }

    /// What a person should hear of; each stays until [`Engine::dismiss`].
    pub fn issues(self) -> Signal<Vec<Issue>> {
        self.signals.issues.into()
    }

    /// Takes `issue` off the screen.
    pub fn dismiss(self, issue: &Issue) {
        self.signals.issues.update(|issues| issues.retain(|shown| shown != issue));
    }

    /// Notes that the person left `space` by themselves: that it goes is no bad news.
    pub(crate) fn note_left(self, space: SpaceId) {
        self.left.update_value(|left| _ = left.insert(space));
    }

    /// Whether the person left `space` by themselves, since the app was opened.
    pub fn was_left(self, space: &SpaceId) -> bool {
        self.left.with_value(|left| left.contains(space))
    }

    /// Keeps all of `writes` in one transaction. Resolves when they are durable on this device;
    /// sending goes on behind it. Screens call the verbs of [`crate::state::Space`] instead.
    ///
    /// # Errors
    /// Nothing was kept: see [`Trouble`].
    pub async fn submit(self, writes: Vec<Write>) -> Result<Saved, Trouble> {
        if writes.is_empty() {
            return Ok(Saved(Vec::new()));
        }
        let driver = self.driver().ok_or(Trouble::SignedOut)?;
        Ok(Saved(driver.commit(writes).await?))
    }

    /// Carries out a person's decision about a waiting, refused or conflicting write.
    pub fn resolve(self, lsn: u64, how: Resolution) {
        self.hand(Event::Resolve { lsn, how });
    }

    /// Tries to send now: a person pressed "try again".
    pub fn try_now(self) {
        self.hand(Event::NetHint { online: true });
    }

    /// Hands the person a JSON file of every write in the outbox, bodies and all, no secrets.
    /// Says whether the browser took it.
    pub fn export(self) -> bool {
        self.export_chosen(None)
    }

    /// Hands the person a JSON file of one write.
    pub fn export_one(self, lsn: u64) -> bool {
        self.export_chosen(Some(lsn))
    }

    fn export_chosen(self, only: Option<u64>) -> bool {
        let Some(driver) = self.driver() else { return false };
        let json = outbox::export(&driver.engine(), only, clock::wall_ms());
        files::save("qunyue-unsent.json", "application/json", &json)
    }
}

/// What the rest of `state` asks of the engine.
impl Engine {
    /// Starts the engine of an account in place of the one that ran.
    pub(crate) async fn start(self, start: Start) -> Rc<Driver> {
        self.stop();
        let driver = Driver::start(start, Board::new(self.signals)).await;
        let _ = self.unkept.try_set(!driver.is_kept());
        self.driver.try_set_value(Some(Rc::clone(&driver)));
        let _ = self.generation.try_update(|generation| *generation += 1);
        driver
    }

    /// Stops the engine that runs, if any.
    pub(crate) fn stop(self) {
        if let Some(driver) = self.driver() {
            self.driver.try_set_value(None);
            driver.stop();
            driver.board().clear();
            let _ = self.generation.try_update(|generation| *generation += 1);
        }
    }

    pub(crate) fn driver(self) -> Option<Rc<Driver>> {
        self.driver.try_get_value().flatten()
    }

    pub(crate) fn hand(self, event: Event) {
        if let Some(driver) = self.driver() {
            driver.hand(event);
        }
    }

    pub(crate) fn set_proof(self, proof: Proof) {
        let _ = self.proof.try_set(proof);
    }

    pub(crate) fn proof(self) -> Proof {
        self.proof.try_get_untracked().unwrap_or_default()
    }

    /// Whether the session ended while its account's work goes on.
    pub(crate) fn is_expired(self) -> Memo<bool> {
        Memo::new(move |_| is_expired(self.proof.get(), &self.signals.status.read()))
    }

    /// The same, as of now.
    pub(crate) fn is_expired_now(self) -> bool {
        let status = self.signals.status.try_get_untracked();
        status.is_some_and(|status| is_expired(self.proof(), &status))
    }

    /// What the person wrote and the backend has yet to take, as of now.
    pub(crate) fn unsent_now(self) -> Arc<Vec<Waiting>> {
        let driver = self.driver();
        Arc::new(driver.map_or_else(Vec::new, |driver| outbox::work(&driver.engine())))
    }

    /// What the outbox holds, without its bodies.
    pub(crate) fn tally(self) -> ReadSignal<Tally> {
        self.signals.tally.read_only()
    }

    /// Changes whenever another driver runs.
    pub(crate) fn generation(self) -> ReadSignal<u64> {
        self.generation.read_only()
    }

    /// The engine's own status.
    pub(crate) fn raw_status(self) -> ReadSignal<Arc<Status>> {
        self.signals.status.read_only()
    }
}

/// A session ends in one of two ways: the backend says so when it is asked who is signed in, or
/// it refuses a call of the engine's.
fn is_expired(proof: Proof, status: &Status) -> bool {
    match proof {
        Proof::None | Proof::Unanswered => false,
        Proof::Held => status.ready && !status.signed_in,
        Proof::Gone => true,
    }
}
