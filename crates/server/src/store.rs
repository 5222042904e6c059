//! The database: one writer with group commit, and a pool of readers.
//!
//! Everything in one SQLite file in WAL mode. A write is acknowledged only after a commit with
//! `synchronous = FULL`, so what was acknowledged survives `kill -9` and a power cut.

pub(crate) mod accounts;
pub(crate) mod invites;
mod migrate;
pub(crate) mod passes;
pub(crate) mod questions;
mod reader;
pub(crate) mod records;
pub(crate) mod replaced;
pub(crate) mod requests;
pub(crate) mod resets;
pub(crate) mod results;
pub(crate) mod sessions;
pub(crate) mod spaces;
mod writer;

pub(crate) use writer::Turn;

use crate::clock::Clock;
use crate::hub::Hub;
use crate::trouble::Trouble;
use reader::Readers;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;
use writer::{Pace, Writer};

/// A handle to the database. Cheap to share behind an `Arc`.
pub(crate) struct Store {
    writer: Writer,
    readers: Readers,
}

impl Store {
    /// Opens the database in `dir`, makes it if there is none, and brings its schema up to date.
    pub(crate) fn open(dir: &Path, clock: Clock, hub: Hub) -> Result<Self, Trouble> {
        let file = dir.join("qunyue.db");
        let mut connection = connect(&file, OpenFlags::default())?;
        migrate::run(&mut connection)?;
        let readers = Readers::new(move || {
            connect(&file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        });
        Ok(Self { writer: Writer::start(connection, Pace::new(clock), hub)?, readers })
    }

    /// Runs `work` in the writer's turn. The answer comes after the commit; an error undoes what
    /// `work` did and nothing else.
    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Turn<'_>) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        self.writer.run(work).await
    }

    /// Runs `work` on a consistent view of what is committed.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        self.readers.run(work).await
    }

    /// Finishes what is queued and closes the database.
    pub(crate) async fn close(&self) {
        // The last connection to close clears the write-ahead log away.
        self.readers.close().await;
        self.writer.close().await;
    }
}

fn connect(file: &Path, flags: OpenFlags) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.set_prepared_statement_cache_capacity(64);
    connection
        .execute_batch("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000;")?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trouble::{Code, Fault};

    /// Writes `count` kilobytes as one note; the note's number tells them apart.
    async fn write(store: &Store, note: u32, kilobytes: usize) -> Result<(), Trouble> {
        store
            .write(move |turn| {
                let text = "x".repeat(kilobytes * 1024);
                turn.connection().execute("INSERT INTO notes VALUES (?1, ?2)", (note, text))?;
                Ok(())
            })
            .await
    }

    async fn kept(store: &Store) -> Vec<u32> {
        let found = store.read(|db| {
            let mut statement = db.prepare("SELECT note FROM notes ORDER BY note")?;
            let notes = statement.query_map([], |row| row.get(0))?;
            Ok(notes.collect::<Result<_, _>>()?)
        });
        found.await.unwrap()
    }

    async fn pragma(store: &Store, text: &'static str) {
        store.write(move |turn| Ok(turn.connection().query_row(text, [], |_| Ok(()))?)).await.unwrap();
    }

    fn is_full(outcome: &Result<(), Trouble>) -> bool {
        match outcome {
            Err(Trouble::Store(error)) => Fault::of(error) == Fault::Full,
            Err(Trouble::Refused(refusal)) => refusal.problem.code == Code::ServerFull.parts().1,
            _ => false,
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_full_disk_loses_nothing_that_was_taken_and_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), Clock::system(), Hub::new()).unwrap();
        store
            .write(|turn| {
                Ok(turn.connection().execute_batch("CREATE TABLE notes (note INTEGER, text TEXT)")?)
            })
            .await
            .unwrap();
        write(&store, 1, 10).await.unwrap();
        pragma(&store, "PRAGMA max_page_count = 200").await;
        // Sent at once, so that small ones share a commit with one that finds no room.
        let (a, b, c, d) = tokio::join!(
            write(&store, 2, 1),
            write(&store, 3, 4_000),
            write(&store, 4, 1),
            write(&store, 5, 4_000),
        );
        let outcomes = [(2, a), (3, b), (4, c), (5, d)];
        for (note, outcome) in &outcomes {
            assert!(outcome.is_ok() || is_full(outcome), "{note}: {outcome:?}");
        }
        let mut expected = vec![1];
        expected.extend(outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).map(|(note, _)| *note));
        assert_eq!(kept(&store).await, expected);
        assert!(is_full(&outcomes[1].1) && is_full(&outcomes[3].1));

        pragma(&store, "PRAGMA max_page_count = 100000").await;
        write(&store, 6, 4_000).await.unwrap();
        expected.push(6);
        assert_eq!(kept(&store).await, expected);
        store.close().await;
    }

    #[tokio::test]
    async fn a_write_that_panics_undoes_itself_and_no_other() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path(), Clock::system(), Hub::new()).unwrap();
        let text = "INSERT INTO instance VALUES (1, 'x') ON CONFLICT DO UPDATE SET id = 'changed'";
        let broken = store.write(move |turn| -> Result<(), Trouble> {
            turn.connection().execute(text, [])?;
            panic!("on purpose");
        });
        assert!(matches!(broken.await, Err(Trouble::Broken(_))));
        let id = store.read(accounts::instance).await.unwrap();
        assert_ne!(id, "changed");
        store.write(move |turn| Ok(turn.connection().execute(text, [])?)).await.unwrap();
        assert_eq!(store.read(accounts::instance).await.unwrap(), "changed");
    }
}
