//! What every request can reach.

use crate::config::Config;
use crate::hub::Hub;
use crate::limits::{Buckets, Seats, Tries};
use crate::password::Passwords;
use crate::store::{Store, passes, records, replaced, resets, results, sessions};
use crate::trouble::Trouble;
use std::path::Path;
use std::sync::Arc;

/// How much a burst holds, in seconds of the rate.
const BURST_SECONDS: u32 = 50;

/// The server's state, shared by all requests.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) store: Store,
    pub(crate) hub: Hub,
    pub(crate) passwords: Passwords,
    /// Wrong passwords by sign-in name and address, and wrong tokens by address.
    pub(crate) tries: Tries,
    /// Open event streams by person.
    pub(crate) seats: Seats,
    /// Requests by person.
    pub(crate) people: Buckets,
    /// Requests without a session, by address. A whole class may share one.
    pub(crate) visitors: Buckets,
}

/// The handle that requests hold.
pub(crate) type App = Arc<State>;

impl State {
    /// Opens the database and prepares everything.
    pub(crate) fn open(config: Config) -> Result<App, Trouble> {
        make_dir(&config.data)
            .map_err(|error| Trouble::Broken(format!("{}: {error}", config.data.display())))?;
        let hub = Hub::new();
        let store = Store::open(&config.data, config.clock.clone(), hub.clone())?;
        let passwords = Passwords::new(config.hash_cost)?;
        let rate = config.rate;
        let buckets = || Buckets::new(rate, rate.saturating_mul(BURST_SECONDS));
        Ok(Arc::new(Self {
            config,
            store,
            hub,
            passwords,
            tries: Tries::default(),
            seats: Seats::default(),
            people: buckets(),
            visitors: buckets(),
        }))
    }

    /// The server's time, UTC milliseconds.
    pub(crate) fn now(&self) -> i64 {
        self.config.clock.now()
    }

    /// Forgets what is too old to matter.
    pub(crate) async fn tidy(&self) -> Result<(), Trouble> {
        let (tombstones, sessions) = self
            .store
            .write(|turn| {
                let (db, now) = (turn.connection(), turn.now());
                results::purge(db, now)?;
                resets::purge(db, now)?;
                passes::purge(db, now)?;
                replaced::purge(db, now)?;
                Ok((records::purge(db, now)?, sessions::purge(db, now)?))
            })
            .await?;
        tracing::info!(tombstones, sessions, "tidied");
        Ok(())
    }
}

/// Makes the data directory for its owner alone: it holds everybody's words.
fn make_dir(dir: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}
