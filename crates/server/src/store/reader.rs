//! Readers: connections that see what is committed, used from blocking threads.

use crate::trouble::Trouble;
use rusqlite::Connection;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// How many reads run at once.
const READERS: usize = 8;

/// Opens a connection.
type Connect = dyn Fn() -> Result<Connection, rusqlite::Error> + Send + Sync;

/// A pool of read-only connections, opened when they are first needed.
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
    connect: Arc<Connect>,
}

impl Readers {
    /// A pool of what `connect` opens.
    pub(super) fn new(
        connect: impl Fn() -> Result<Connection, rusqlite::Error> + Send + Sync + 'static,
    ) -> Self {
        let permits = Arc::new(Semaphore::new(READERS));
        Self { idle: Arc::default(), permits, connect: Arc::new(connect) }
    }

    /// Runs `work` in a read transaction, so that all of it sees one state.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|_| Trouble::Broken("the readers are closed".to_owned()))?;
        let (idle, connect) = (Arc::clone(&self.idle), Arc::clone(&self.connect));
        let task = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let waiting = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let connection = waiting.map_or_else(|| connect(), Ok)?;
            let outcome =
                connection.unchecked_transaction().map_err(Trouble::from).and_then(|view| work(&view));
            // A connection whose work panicked is dropped with it; the next read opens another.
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            outcome
        });
        task.await.map_err(|error| Trouble::Broken(format!("a read broke off: {error}")))?
    }

    /// Waits for the reads in progress, and closes the connections.
    pub(super) async fn close(&self) {
        let all = u32::try_from(READERS).unwrap_or(u32::MAX);
        // Fails only where they are closed already.
        let _all = self.permits.acquire_many(all).await;
        self.permits.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
