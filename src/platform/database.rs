//! IndexedDB: runs the engine's plans, each as one transaction, and nothing else.
//!
//! The database's version is 1 for ever, with five generic stores. No `.await` stands between
//! opening a transaction and committing it: a transaction commits by itself when control returns
//! to the event loop, so everything happens in callbacks ([`flight`]).

mod bytes;
mod flight;
mod open;
pub(in crate::platform) mod raw;

use flight::Durable;
use gloo_timers::future::TimeoutFuture;
use std::cell::RefCell;
use std::rc::Rc;
use sync::{Durability, Found, ReadPlan, Store, TxFailure, TxPlan, TxReceipt};
use web_sys::IdbDatabase;

pub use open::{OpenFailure, delete};

/// How long to wait before each further try with a new connection, milliseconds.
const BACK_OFF_MS: [u32; 5] = [20, 100, 400, 1_500, 4_000];

/// What happened to the database from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upheaval {
    /// Another tab deletes it: somebody signed out there.
    Deleted,
    /// It came back empty: the browser wiped it while the page was open.
    Wiped,
}

/// A named database. Clones share one connection, which is opened anew when the browser drops it.
#[derive(Clone)]
pub struct Database(Rc<Inner>);

type OnUpheaval = Box<dyn FnOnce(Upheaval)>;

struct Inner {
    name: String,
    connection: RefCell<Option<IdbDatabase>>,
    /// Set once the database is gone for good: nothing is opened any more, since that would
    /// bring an empty one into being.
    gone: RefCell<Option<Upheaval>>,
    on_upheaval: RefCell<Option<OnUpheaval>>,
}

impl Inner {
    fn let_go(&self) {
        if let Some(connection) = self.connection.borrow_mut().take() {
            open::unwatch(&connection);
            connection.close();
        }
    }
}

/// A connection that nobody holds any more would still block a deletion.
impl Drop for Inner {
    fn drop(&mut self) {
        self.let_go();
    }
}

/// The store's name in the database.
pub(crate) fn store_name(store: Store) -> &'static str {
    match store {
        Store::Log => "log",
        Store::Rows => "rows",
        Store::Segs => "segs",
        Store::Meta => "meta",
        Store::Side => "side",
    }
}

impl Database {
    /// Opens the database called `name`, making it where there is none.
    ///
    /// # Errors
    /// There is no IndexedDB here, or it can't be opened even after several tries.
    pub async fn open(name: &str) -> Result<Self, OpenFailure> {
        let database = Self(Rc::new(Inner {
            name: name.to_owned(),
            connection: RefCell::new(None),
            gone: RefCell::new(None),
            on_upheaval: RefCell::new(None),
        }));
        let mut waits = BACK_OFF_MS.iter();
        loop {
            match open::connect(name).await {
                Ok(connection) => {
                    database.adopt(connection.database);
                    return Ok(database);
                }
                // A quota error at opening is mostly none: the next try succeeds. Where the browser
                // does not answer at all, one wait for it is enough.
                Err(failure @ OpenFailure::Refused(_)) => match waits.next() {
                    Some(&wait) => TimeoutFuture::new(wait).await,
                    None => return Err(failure),
                },
                Err(failure) => return Err(failure),
            }
        }
    }

    /// Calls `handler` once when another tab deletes the database or the browser wipes it.
    pub fn on_upheaval(&self, handler: impl FnOnce(Upheaval) + 'static) {
        *self.0.on_upheaval.borrow_mut() = Some(Box::new(handler));
    }

    /// Runs `plan`: all of it, or nothing. Resolves when the transaction is complete.
    ///
    /// # Errors
    /// Why nothing was changed. A lost connection is opened anew and the plan run again first.
    pub async fn run(&self, plan: &TxPlan) -> Result<TxReceipt, TxFailure> {
        let durable = match plan.durability {
            Durability::Strict => Durable::Strict,
            Durability::Relaxed => Durable::Relaxed,
        };
        self.retrying(|connection| flight::write(connection, plan, durable)).await
    }

    /// Reads all of `plan` in one transaction.
    ///
    /// # Errors
    /// As [`Database::run`].
    pub async fn read(&self, plan: &ReadPlan) -> Result<Found, TxFailure> {
        self.retrying(|connection| flight::read(connection, plan)).await
    }

    /// Closes the connection. What runs is finished first.
    pub fn close(&self) {
        self.drop_connection();
    }

    /// Runs `attempt` until it ends otherwise than by a lost connection, or the tries are used up.
    /// Running a plan again is safe: a transaction that was lost has changed nothing.
    async fn retrying<T, A, F>(&self, attempt: A) -> Result<T, TxFailure>
    where
        A: Fn(IdbDatabase) -> F,
        F: Future<Output = Result<T, TxFailure>>,
    {
        let mut waits = BACK_OFF_MS.iter();
        loop {
            let outcome = match self.connection().await {
                Ok(connection) => attempt(connection).await,
                Err(failure) => Err(failure),
            };
            match (outcome, waits.next()) {
                (Err(TxFailure::Lost), Some(&wait)) if self.0.gone.borrow().is_none() => {
                    self.drop_connection();
                    TimeoutFuture::new(wait).await;
                }
                (outcome, _) => return outcome,
            }
        }
    }

    async fn connection(&self) -> Result<IdbDatabase, TxFailure> {
        if self.0.gone.borrow().is_some() {
            return Err(TxFailure::Lost);
        }
        if let Some(connection) = self.0.connection.borrow().clone() {
            return Ok(connection);
        }
        let opened = open::connect(&self.0.name).await.map_err(|_| TxFailure::Lost)?;
        // Two callers may have opened at once; the first connection stays.
        if let Some(connection) = self.0.connection.borrow().clone() {
            opened.database.close();
            return Ok(connection);
        }
        if opened.made {
            opened.database.close();
            self.upheave(Upheaval::Wiped);
            return Err(TxFailure::Lost);
        }
        Ok(self.adopt(opened.database))
    }

    /// Takes `connection` into use and listens to what becomes of it.
    fn adopt(&self, connection: IdbDatabase) -> IdbDatabase {
        let weak = Rc::downgrade(&self.0);
        open::watch(&connection, move |deleted| {
            let Some(inner) = weak.upgrade() else { return };
            let database = Self(inner);
            database.drop_connection();
            if deleted {
                database.upheave(Upheaval::Deleted);
            }
        });
        *self.0.connection.borrow_mut() = Some(connection.clone());
        connection
    }

    fn drop_connection(&self) {
        self.0.let_go();
    }

    fn upheave(&self, what: Upheaval) {
        *self.0.gone.borrow_mut() = Some(what);
        let handler = self.0.on_upheaval.borrow_mut().take();
        if let Some(handler) = handler {
            handler(what);
        }
    }
}
