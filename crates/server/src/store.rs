//! The database: one writer with group commit, and a pool of readers.
//!
//! Everything in one SQLite file in WAL mode. A write is acknowledged only after a commit with
//! `synchronous = FULL`, so what was acknowledged survives `kill -9` and a power cut.

pub(crate) mod accounts;
pub(crate) mod invites;
mod migrate;
mod reader;
pub(crate) mod records;
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
