//! The reference backend: accounts, invitations and records over HTTP, on one SQLite file; it
//! serves the built app, too.
//!
//! A request passes `http` (headers, host, origin, limits, log), reaches a handler in `routes`, and
//! works on `store`: reads on a pool, writes in the one writer's turn. Every write of a record is
//! judged by `domain::policy`, the same code as in the app.

mod access;
mod audit;
pub mod clock;
pub mod config;
mod demo;
mod files;
mod guarded;
mod handover;
mod http;
mod hub;
mod join;
mod limits;
mod login;
mod measures;
mod notices;
mod password;
mod proposals;
mod routes;
mod secret;
mod state;
mod store;
mod talk;

pub mod trouble;
mod vetting;
mod wire;
mod write;

pub use clock::Clock;
pub use config::{Config, HashCost, Hosts, Transport};
pub use trouble::Trouble;
pub use wire::RecordWire;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use state::{App, State};
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;

/// How often old tombstones, results, links and sessions are forgotten.
const TIDY_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// A server that is open: its database, and the router over it.
pub struct Server {
    app: App,
    router: Router,
    description: utoipa::openapi::OpenApi,
}

impl Server {
    /// Opens the database and builds the router.
    ///
    /// # Errors
    /// A directory that can't be written, a database of a later version, an odd configuration.
    pub fn open(config: Config) -> Result<Self, Trouble> {
        let fixed = http::headers::Fixed::new(&config)?;
        let files = files::Files::new(config.app.as_deref());
        let hosts = http::host::hosts(&config);
        let app = State::open(config)?;
        let (interface, description) = routes::interface(&app);
        let router = interface
            .fallback(move |request| files.serve(request))
            .layer(CatchPanicLayer::custom(|_| {
                axum::response::IntoResponse::into_response(trouble::Code::Internal.refusal())
            }))
            .layer(from_fn_with_state(hosts, http::host::check))
            .layer(from_fn_with_state((App::clone(&app), fixed), http::headers::add))
            .layer(from_fn(http::log::line));
        Ok(Self { app, router, description })
    }

    /// The router. Its requests may carry `ConnectInfo<SocketAddr>`.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// The interface's description, as pretty JSON.
    ///
    /// # Errors
    /// Never in practice.
    pub fn description(&self) -> Result<String, Trouble> {
        self.description.to_pretty_json().map_err(|error| Trouble::Broken(error.to_string()))
    }

    /// Fills an empty database with the demo; one that holds the demo already stays as it is.
    ///
    /// # Errors
    /// Somebody has made the database their own, or it fails.
    pub async fn begin_demo(&self) -> Result<(), Trouble> {
        self.app.store.write(demo::begin).await.map(drop)
    }

    /// Forgets what is too old, now and every day.
    pub fn keep_tidy(&self) {
        let app = App::clone(&self.app);
        tokio::spawn(async move {
            let mut days = tokio::time::interval(TIDY_EVERY);
            loop {
                days.tick().await;
                if let Err(error) = app.tidy().await {
                    tracing::warn!(%error, "could not tidy");
                }
            }
        });
    }

    /// Forgets what is too old, once.
    ///
    /// # Errors
    /// The database fails.
    pub async fn tidy(&self) -> Result<(), Trouble> {
        self.app.tidy().await
    }

    /// Ends the event streams, so that a server that takes no more requests comes to an end.
    pub fn end_streams(&self) {
        self.app.hub.tell(hub::Notice::Closing);
    }

    /// Finishes what is queued and closes the database.
    pub async fn close(&self) {
        self.app.store.close().await;
    }

    /// Makes a one-time link's token for whoever has this sign-in name; `None` if nobody has.
    ///
    /// # Errors
    /// The database fails.
    pub async fn reset_token(&self, login: &str) -> Result<Option<String>, Trouble> {
        let (now, key) = (self.app.now(), login::key(login));
        self.app
            .store
            .write(move |turn| {
                let Some((person, _)) = store::accounts::by_login(turn.connection(), &key)? else {
                    return Ok(None);
                };
                let token = secret::Secret::generate()?;
                let expires_at = now + store::resets::LIFE_MS;
                let reset =
                    store::resets::Reset { person, space: None, issuer: None, expires_at, is_used: false };
                store::resets::issue(turn.connection(), &token.hash(), &reset, now)?;
                Ok(Some(token.reveal().to_owned()))
            })
            .await
    }
}

/// The router of a server with this configuration, for tests that need no more.
///
/// # Errors
/// As [`Server::open`].
pub fn app(config: Config) -> Result<Router, Trouble> {
    Ok(Server::open(config)?.router())
}
