//! A small server that keeps records faithfully, but for one bad habit: what the doctor has to
//! name. It speaks the language of `profile` here: JSON below `/items`, versions, bearer tokens.

mod store;
mod tokens;

use crate::asked;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::Store;

/// Whoever writes within this time of another writes at once with them.
pub(crate) const AT_ONCE: Duration = Duration::from_millis(500);

/// The token that it gives out.
const TOKEN: &str = "quirk-token-for-ann";

/// A bad habit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// None.
    None,
    /// Answers everything with a page.
    Html,
    /// Answers everything with 500.
    Broken,
    /// Sends everybody to a page to sign in.
    Login,
    /// Calls JSON plain text.
    PlainText,
    /// Answers a list with nothing where the token does not hold.
    EmptyForStrangers,
    /// Lets pages of other origins in, and shows them no header.
    HidesHeaders,
    /// Lets no page of another origin in.
    NoCors,
    /// Asks for patience every fifteenth time.
    Impatient,
    /// Takes no more than 20 KB.
    Small,
    /// Compares no versions, though it shows them.
    Forgetful,
    /// Compares versions, but so slowly that of those who write at once several win.
    Racy,
    /// Overwrites on creation, and forgets that something was deleted.
    Overwrites,
    /// Writes numbers as floating point.
    Floats,
    /// Leaves a list's last page out.
    ShortLists,
    /// Loses every answer from the twentieth request on.
    Drops,
    /// Lets everybody do everything with a token of anybody.
    Open,
    /// Gives tokens that end after seven requests; what renews them is good for one use.
    ShortLived,
}

/// A running server. It serves until the process ends.
#[derive(Clone, Debug)]
pub struct Quirk {
    port: u16,
    store: Arc<Mutex<Store>>,
}

impl Quirk {
    /// Starts one.
    ///
    /// # Errors
    /// Where no port is free.
    pub fn start(habit: Habit) -> std::io::Result<Self> {
        let store = Arc::new(Mutex::new(Store::new(habit)));
        let shared = Arc::clone(&store);
        let port = asked::listen(move |asked| {
            let answer = lock(&shared).hear(asked);
            if asked.verb == "PUT" && habit == Habit::Racy {
                // Long enough for the others to be taken, too.
                std::thread::sleep(AT_ONCE);
            }
            answer
        })?;
        Ok(Self { port, store })
    }

    /// Where it listens.
    pub fn origin(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Takes its bad habit away, or gives it another.
    pub fn turn(&self, habit: Habit) {
        lock(&self.store).turn(habit);
    }

    /// How many tokens have ended, and how often one was renewed.
    pub fn renewals(&self) -> (u32, u32) {
        lock(&self.store).renewals()
    }

    /// The records that are there and not marked as deleted.
    pub fn living(&self) -> usize {
        lock(&self.store).living()
    }

    /// How many writes it has taken.
    pub fn changes(&self) -> u64 {
        lock(&self.store).changes()
    }

    /// Its profile.
    pub fn profile(&self) -> String {
        include_str!("../profiles/quirk.json").replace("{ORIGIN}", &self.origin())
    }
}

fn lock(store: &Mutex<Store>) -> MutexGuard<'_, Store> {
    store.lock().unwrap_or_else(PoisonError::into_inner)
}
