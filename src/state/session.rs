//! Who is signed in on this device. Each account has a database of its own; the last account's
//! is opened before any answer from the network, so that the app starts offline.

mod account;
mod demo;
mod kept;
mod lock;
mod questions;
mod start;
mod verbs;

use crate::platform::{lifecycle, storage, task};
use crate::state::backend::Backend;
use crate::state::clock::ServerClock;
use crate::state::engine::Engine;
use crate::state::keys::Keys;
use crate::state::outbox::Waiting;
use crate::state::trouble::Trouble;
use leptos::prelude::*;
use protocol::SpaceId;
use protocol::account::Me;
use std::sync::Arc;

/// Where the app stands with its backend and its user. It decides which screen `/` shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// The store is being opened, or nothing is known yet and the backend is being asked.
    #[default]
    Starting,
    /// Nothing is known, and the backend can't be had: show why, offer to try again and `/connect`.
    Unreached(Trouble),
    /// The backend has no account yet: show `/setup`.
    FirstRun,
    /// Nobody is signed in here: show `/signin`.
    SignedOut,
    /// The session was ended from elsewhere. What this device holds stays closed until the same
    /// person signs in again.
    Locked {
        /// Whose it is.
        me: Arc<Me>,
        /// How much of what they wrote is still to be sent.
        unsent: usize,
    },
    /// Somebody is. Where [`Session::is_expired`], the work goes on but is not sent.
    SignedIn(Arc<Me>),
}

/// What is to become of writes that the backend has not taken yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// Ask: sign out only if there are none.
    Ask,
    /// Give them up. The screen has named them.
    Discard,
}

/// How a sign-out ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignedOut {
    /// The session is over and this account's database is deleted.
    Done,
    /// The database is deleted; the server could not be told, so its session ends when the
    /// network returns.
    HereOnly,
    /// Nothing was done: these writes would be lost. Wait, export, or discard them by name.
    Unsent(Arc<Vec<Waiting>>),
}

/// Whether the backend confirmed the session since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Proof {
    /// It was not asked yet.
    #[default]
    None,
    /// It was asked, and nothing came back: there is no way to it just now.
    Unanswered,
    /// It holds, as far as is known.
    Held,
    /// It ended.
    Gone,
}

/// A handle to the session.
#[derive(Clone, Copy)]
pub struct Session {
    standing: RwSignal<Standing>,
    /// Who is signed in, as an open page hears of it: see [`Session::of_page`].
    heard: Option<Memo<Option<Arc<Me>>>>,
    organization: RwSignal<String>,
    /// Whether the backend greeted as a demo.
    greeted_as_demo: RwSignal<bool>,
    backend: Backend,
    engine: Engine,
    clock: ServerClock,
    /// The person and, on some backends, the token.
    keys: StoredValue<Keys, LocalStorage>,
    is_beginning: StoredValue<bool>,
    /// The space that this page has just brought somebody into: it is on its way.
    joined: StoredValue<Option<SpaceId>>,
    is_verifying: StoredValue<bool>,
    watches: StoredValue<Option<(storage::Watch, lifecycle::Watch)>, LocalStorage>,
}

impl Session {
    /// Puts a session in context and starts it: the last account's database is opened first, the
    /// backend is asked beside it.
    pub fn provide(backend: Backend, engine: Engine, clock: ServerClock) -> Self {
        let session = Self {
            standing: RwSignal::default(),
            heard: None,
            organization: RwSignal::default(),
            greeted_as_demo: RwSignal::default(),
            backend,
            engine,
            clock,
            keys: StoredValue::new_local(Keys::default()),
            is_beginning: StoredValue::new(false),
            joined: StoredValue::new(None),
            is_verifying: StoredValue::new(false),
            watches: StoredValue::new_local(None),
        };
        session.listen();
        session.heed_refusals();
        task::spawn(session.begin());
        provide_context(session);
        session
    }

    /// The handle that the shell provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// Where the app stands.
    pub fn standing(self) -> Signal<Standing> {
        self.standing.into()
    }

    /// A handle for what a page draws from here on. A signal keeps whoever read it in its list until it
    /// changes, also who is long gone, and who is signed in changes rarely: what subscribes to this handle
    /// goes with the page.
    pub fn of_page(self) -> Self {
        Self { heard: Some(self.me()), ..self }
    }

    /// Who is signed in.
    pub fn me(self) -> Memo<Option<Arc<Me>>> {
        if let Some(heard) = self.heard.filter(|heard| heard.try_with_untracked(|_| ()).is_some()) {
            return heard;
        }
        Memo::new(move |_| match &*self.standing.read() {
            Standing::SignedIn(me) => Some(Arc::clone(me)),
            _ => None,
        })
    }

    /// Under which name somebody is asked to sign in again: who is signed in, or who was when the
    /// device was locked.
    pub fn known_login(self) -> Option<String> {
        match &*self.standing.read_untracked() {
            Standing::SignedIn(me) | Standing::Locked { me, .. } => Some(me.login.clone()),
            _ => None,
        }
    }

    /// The organization's name, as far as the backend told it; empty before.
    pub fn organization(self) -> Signal<String> {
        self.organization.into()
    }

    /// Whether the server ended the session of who is signed in: editing goes on, sending waits
    /// for a sign-in as the same person.
    pub fn is_expired(self) -> Memo<bool> {
        self.engine.is_expired()
    }

    /// Asks the backend again after [`Standing::Unreached`].
    pub fn try_again(self) {
        self.stand(Standing::Starting);
        task::spawn(self.begin());
    }

    fn stand(self, standing: Standing) {
        if self.standing.try_get_untracked().is_some_and(|known| known != standing) {
            let _ = self.standing.try_set(standing);
        }
    }

    /// Who is signed in, as requests say it.
    pub(crate) fn credentials(self) -> dialect::Session {
        self.keys().session()
    }

    fn keys(self) -> Keys {
        self.keys.try_get_value().unwrap_or_default()
    }

    fn prove(self, proof: Proof) {
        self.engine.set_proof(proof);
    }

    /// This session holds from now on. Another person's has keys of its own: what is still to be
    /// sent with the former ones must not go out in this person's name.
    fn remember(self, session: dialect::Session) {
        let keys = self.keys();
        if keys.session().person == session.person {
            return keys.put(session);
        }
        let fresh = Keys::kept_in(session.person.as_ref().and_then(|person| self.vault_of(person)));
        keys.put(dialect::Session::default());
        fresh.put(session);
        self.keys.try_set_value(fresh);
    }
}
