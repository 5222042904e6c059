//! The one writer: a thread that takes whatever waits, does it in one transaction, and answers
//! after the commit. Under load many writes share one sync to the disk.

use crate::access::Roster;
use crate::clock::Clock;
use crate::hub::{Hub, Notice};
use crate::trouble::{Fault, Trouble};
use protocol::{PersonId, Scope, SpaceId};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::{mpsc, oneshot};

/// How many jobs may share a commit, and how many may wait.
const GROUP: usize = 256;
const QUEUE: usize = 4096;

/// Sends the answer, told whether the commit held.
type Reply = Box<dyn FnOnce(Result<(), Fault>) + Send>;
/// Does its work, or, without a turn, only fails.
type Job = Box<dyn FnOnce(Option<&mut Turn<'_>>) -> Reply + Send>;

/// The writer's turn: the open transaction, its moment, and what to tell when it holds.
pub(crate) struct Turn<'c> {
    connection: &'c Connection,
    pace: &'c mut Pace,
    changed: Vec<(Scope, Option<PersonId>)>,
    /// Who could read what in the spaces whose people changed, before that: whoever lost something
    /// is told as well.
    former: BTreeMap<SpaceId, Arc<Roster>>,
    ended: Vec<String>,
    /// What ended the transaction early, if something did.
    fault: Option<Fault>,
}

impl<'c> Turn<'c> {
    fn new(connection: &'c Connection, pace: &'c mut Pace) -> Self {
        Self {
            connection,
            pace,
            changed: Vec::new(),
            former: BTreeMap::new(),
            ended: Vec::new(),
            fault: None,
        }
    }

    /// The connection inside the transaction.
    pub(crate) fn connection(&self) -> &'c Connection {
        self.connection
    }

    /// The moment, UTC milliseconds.
    pub(crate) fn now(&self) -> i64 {
        self.pace.now()
    }

    /// Does `work` under a clock that [`Turn::set_clock`] sets; afterwards the clock is right again.
    pub(crate) fn replay<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let outcome = self.all_or_nothing(work);
        self.pace.replayed = None;
        outcome
    }

    /// Sets the clock to a moment that is being replayed, within [`Turn::replay`].
    pub(crate) fn set_clock(&mut self, at: i64) {
        self.pace.replayed = Some(at);
    }

    /// The moment for a new record: later than that of every record before it, so that a place
    /// in the stream is never taken behind a reader's back.
    pub(crate) fn stamp(&mut self) -> i64 {
        self.pace.stamp()
    }

    /// Notes that a record changed.
    pub(crate) fn note_change(&mut self, scope: &Scope, subject: Option<&PersonId>) {
        self.changed.push((scope.clone(), subject.cloned()));
    }

    /// Notes that the rights of somebody in `space` are about to change.
    pub(crate) fn note_regroup(&mut self, space: &SpaceId) -> Result<(), Trouble> {
        if !self.former.contains_key(space) {
            let roster = super::spaces::roster(self.connection, space)?;
            self.former.insert(space.clone(), Arc::new(roster));
        }
        Ok(())
    }

    /// Notes that a session ended.
    pub(crate) fn note_end(&mut self, session: impl Into<String>) {
        self.ended.push(session.into());
    }

    /// Does `work`, or nothing of it.
    pub(crate) fn all_or_nothing<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let marks = (self.changed.len(), self.ended.len());
        self.connection.execute_batch("SAVEPOINT one")?;
        let outcome = catch_unwind(AssertUnwindSafe(|| work(self)))
            .unwrap_or_else(|_| Err(Trouble::Broken("a write panicked".to_owned())));
        // A full disk ends the whole transaction, and with it everybody's work in this turn.
        if let Err(Trouble::Store(error)) = &outcome
            && self.connection.is_autocommit()
        {
            self.fault = Some(Fault::of(error));
        } else if outcome.is_err() {
            self.connection.execute_batch("ROLLBACK TO one")?;
            self.changed.truncate(marks.0);
            self.ended.truncate(marks.1);
        }
        if self.fault.is_none() {
            self.connection.execute_batch("RELEASE one")?;
        }
        outcome
    }
}

/// The clock as records see it: it does not stand still, nor go back by a little.
pub(super) struct Pace {
    clock: Clock,
    /// What the clock said last.
    seen: i64,
    /// The last stamp. It runs ahead of the clock where records come faster than milliseconds.
    last: i64,
    /// The moment that is being replayed, if one is.
    replayed: Option<i64>,
}

/// A clock that was set back by more than this, milliseconds, is followed.
const SET_BACK_MS: i64 = 10_000;

impl Pace {
    /// The pace of this clock.
    pub(super) fn new(clock: Clock) -> Self {
        Self { clock, seen: 0, last: 0, replayed: None }
    }

    fn now(&self) -> i64 {
        self.replayed.unwrap_or_else(|| self.clock.now())
    }

    fn stamp(&mut self) -> i64 {
        let now = self.now();
        let was_set_back = now < self.seen.saturating_sub(SET_BACK_MS);
        self.seen = now;
        self.last = if was_set_back { now } else { now.max(self.last.saturating_add(1)) };
        self.last
    }
}

/// The handle to the thread.
pub(super) struct Writer {
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread on `connection`.
    pub(super) fn start(connection: Connection, pace: Pace, hub: Hub) -> Result<Self, Trouble> {
        let (jobs, queue) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || serve(&connection, pace, queue, &hub))
            .map_err(|error| Trouble::Broken(format!("no thread for the writer: {error}")))?;
        Ok(Self { jobs: Mutex::new(Some(jobs)), thread: Mutex::new(Some(thread)) })
    }

    /// Queues `work` and waits for its commit.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Turn<'_>) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let closed = || Trouble::Broken("the server is closing".to_owned());
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(closed)?;
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |turn| {
            let outcome = turn.map(|turn| turn.all_or_nothing(work));
            Box::new(move |held| {
                let outcome = match (held, outcome) {
                    // What broke in the middle is told by whom it met, not by the lost commit.
                    (Ok(()), Some(outcome)) | (Err(_), Some(outcome @ Err(_))) => outcome,
                    (Err(fault), _) => Err(fault.code().into()),
                    (Ok(()), None) => Err(Fault::Broken.code().into()),
                };
                // Whoever asked may have hung up; the write stands all the same.
                let _ = answer.send(outcome);
            })
        });
        jobs.send(job).await.map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }

    /// Takes no more jobs, finishes those that wait, and ends the thread.
    pub(super) async fn close(&self) {
        drop(self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take());
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let joined = tokio::task::spawn_blocking(move || thread.join()).await;
            if !matches!(joined, Ok(Ok(()))) {
                tracing::error!("the writer ended badly");
            }
        }
    }
}

fn serve(connection: &Connection, mut pace: Pace, mut queue: mpsc::Receiver<Job>, hub: &Hub) {
    let mut rosters = Rosters::default();
    while let Some(first) = queue.blocking_recv() {
        let mut turn = Turn::new(connection, &mut pace);
        let begun = connection.execute_batch("BEGIN IMMEDIATE");
        let mut replies = Vec::new();
        let mut next = Some(first);
        while let Some(job) = next {
            // Without a transaction nothing may run: each job would commit by itself. It may be
            // gone in the middle, since a full disk ends it.
            let is_open = !connection.is_autocommit();
            replies.push(job(is_open.then_some(&mut turn)));
            next = if replies.len() < GROUP { queue.try_recv().ok() } else { None };
        }
        let held = turn.fault.map_or_else(|| commit(connection, begun), Err);
        if held.is_ok() {
            publish(connection, hub, &mut rosters, turn);
        }
        for reply in replies {
            reply(held);
        }
    }
    if let Err(error) = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::warn!(%error, "the last checkpoint failed");
    }
}

fn commit(connection: &Connection, begun: Result<(), rusqlite::Error>) -> Result<(), Fault> {
    begun.and_then(|()| connection.execute_batch("COMMIT")).map_err(|error| {
        tracing::error!(%error, "a transaction failed");
        // Where none is open this fails, which is as good.
        let _ = connection.execute_batch("ROLLBACK");
        Fault::of(&error)
    })
}

/// Who may read what, by space, kept as long as it holds.
type Rosters = BTreeMap<SpaceId, Arc<Roster>>;

/// Tells the listeners what changed, with who may read it.
fn publish(connection: &Connection, hub: &Hub, rosters: &mut Rosters, turn: Turn<'_>) {
    for session in turn.ended {
        hub.tell(Notice::Ended { session });
    }
    for space in turn.former.keys() {
        rosters.remove(space);
    }
    if !hub.has_listeners() {
        return;
    }
    for (scope, subject) in turn.changed.into_iter().collect::<BTreeSet<_>>() {
        let roster = match rosters.get(&scope.space) {
            Some(roster) => Arc::clone(roster),
            None => match super::spaces::roster(connection, &scope.space) {
                Ok(roster) => Arc::clone(rosters.entry(scope.space.clone()).or_insert(Arc::new(roster))),
                Err(error) => {
                    tracing::warn!(%error, "a poke was not sent");
                    continue;
                }
            },
        };
        if let Some(former) = turn.former.get(&scope.space) {
            let (scope, subject, roster) = (scope.clone(), subject.clone(), Arc::clone(former));
            hub.tell(Notice::Changed { scope, subject, roster });
        }
        hub.tell(Notice::Changed { scope, subject, roster });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicI64, Ordering};

    #[test]
    fn stamps_grow_and_follow_a_clock_that_was_set_right() {
        let time = Arc::new(AtomicI64::new(1_000_000));
        let source = Arc::clone(&time);
        let mut pace = Pace::new(Clock::from_fn(move || source.load(Ordering::Relaxed)));
        assert_eq!([pace.stamp(), pace.stamp()], [1_000_000, 1_000_001]);
        time.store(999_990, Ordering::Relaxed);
        assert_eq!(pace.stamp(), 1_000_002);
        time.store(500_000, Ordering::Relaxed);
        assert_eq!(pace.stamp(), 500_000);
    }

    #[test]
    fn stamps_grow_also_when_records_come_faster_than_milliseconds() {
        let mut pace = Pace::new(Clock::from_fn(|| 1_000_000));
        let stamps: Vec<i64> = (0..50_000).map(|_| pace.stamp()).collect();
        assert!(stamps.is_sorted_by(|one, next| one < next), "a stamp fell behind one before it");
    }
}
