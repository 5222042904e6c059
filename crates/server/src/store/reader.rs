//! Readers: connections that see what is committed, used from blocking threads.

use crate::trouble::Trouble;
use rusqlite::Connection;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// How many reads run at once.
const READERS: usize = 8;

/// A pool of read-only connections.
pub(super) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    /// Opens the pool.
    pub(super) fn open(connect: impl Fn() -> Result<Connection, rusqlite::Error>) -> Result<Self, Trouble> {
        let idle = (0..READERS).map(|_| connect()).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { idle: Arc::new(Mutex::new(idle)), permits: Arc::new(Semaphore::new(READERS)) })
    }

    /// Runs `work` in a read transaction, so that all of it sees one state.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|_| Trouble::Broken("the readers are closed".to_owned()))?;
        let idle = Arc::clone(&self.idle);
        let task = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let lease = Lease::take(&idle)?;
            let view = lease.connection()?.unchecked_transaction()?;
            work(&view)
        });
        task.await.map_err(|error| Trouble::Broken(format!("a read broke off: {error}")))?
    }
}

/// A connection on loan, given back on drop, also when the work panics.
struct Lease<'a> {
    connection: Option<Connection>,
    idle: &'a Mutex<Vec<Connection>>,
}

impl<'a> Lease<'a> {
    fn take(idle: &'a Mutex<Vec<Connection>>) -> Result<Self, Trouble> {
        let connection = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if connection.is_none() {
            return Err(Trouble::Broken("no reader is idle".to_owned()));
        }
        Ok(Self { connection, idle })
    }

    fn connection(&self) -> Result<&Connection, Trouble> {
        self.connection.as_ref().ok_or_else(|| Trouble::Broken("the reader is gone".to_owned()))
    }
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.extend(self.connection.take());
    }
}
