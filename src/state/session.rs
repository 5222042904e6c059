//! Who is signed in on this device. Each account has a database of its own; the last account's
//! is opened before any answer from the network, so that the app starts offline.

use crate::state::outbox::Waiting;
use crate::state::trouble::Trouble;
use leptos::prelude::*;
use protocol::account::{InviteCard, Me, NewAccount, ResetLink, SessionInfo, Setup};
use protocol::{PersonId, SpaceId};
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
    Unsent(Vec<Waiting>),
}

/// A handle to the session.
#[derive(Clone, Copy)]
pub struct Session {
    standing: RwSignal<Standing>,
    organization: RwSignal<String>,
    expired: RwSignal<bool>,
}

impl Session {
    /// Puts a session in context and starts it: the last account's database is opened first, the
    /// backend is asked beside it.
    pub fn provide() -> Self {
        let session = Self {
            standing: RwSignal::new(Standing::Starting),
            organization: RwSignal::new(String::new()),
            expired: RwSignal::new(false),
        };
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

    /// Who is signed in.
    pub fn me(self) -> Memo<Option<Arc<Me>>> {
        Memo::new(move |_| match &*self.standing.read() {
            Standing::SignedIn(me) => Some(Arc::clone(me)),
            _ => None,
        })
    }

    /// The organization's name, as far as the backend told it; empty before.
    pub fn organization(self) -> Signal<String> {
        self.organization.into()
    }

    /// Whether the server ended the session of who is signed in: editing goes on, sending waits
    /// for a sign-in as the same person.
    pub fn is_expired(self) -> Signal<bool> {
        self.expired.into()
    }

    /// Starts a session.
    ///
    /// # Errors
    /// `Refused` with `wrong-password` or `too-many-tries`; no answer.
    pub async fn sign_in(self, login: String, password: String) -> Result<Arc<Me>, Trouble> {
        let _ = (login, password);
        Err(Trouble::Unsupported)
    }

    /// On a backend without accounts: works under `name` on this device. The same name on another
    /// device is the same person, so it is a claim and not a proof.
    ///
    /// # Errors
    /// The backend has accounts.
    pub async fn claim(self, name: String) -> Result<Arc<Me>, Trouble> {
        let _ = name;
        Err(Trouble::Unsupported)
    }

    /// Ends the session and deletes this account's database.
    ///
    /// # Errors
    /// The store could not be deleted.
    pub async fn sign_out(self, unsent: Unsent) -> Result<SignedOut, Trouble> {
        let _ = unsent;
        Err(Trouble::Unsupported)
    }

    /// Makes the first account, which owns the organization, and signs in. `device` is filled in.
    ///
    /// # Errors
    /// `Refused` with `already-set-up` or the field that is wrong; no answer.
    pub async fn set_up(self, setup: Setup) -> Result<Arc<Me>, Trouble> {
        let _ = setup;
        Err(Trouble::Unsupported)
    }

    /// The card of the group that an invitation leads to. Nobody needs to be signed in.
    ///
    /// # Errors
    /// `Refused` with `link-unknown`, `link-used`, `link-expired` or `link-revoked`; no answer.
    pub async fn peek_invite(self, token: String) -> Result<InviteCard, Trouble> {
        let _ = token;
        Err(Trouble::Unsupported)
    }

    /// Accepts an invitation: with a new account, or (`None`) as who is signed in.
    ///
    /// # Errors
    /// As [`Session::peek_invite`], and `login-taken` or the field that is wrong.
    pub async fn join(self, token: String, account: Option<NewAccount>) -> Result<SpaceId, Trouble> {
        let _ = (token, account);
        Err(Trouble::Unsupported)
    }

    /// Sets a new password by a reset link's token, and signs in.
    ///
    /// # Errors
    /// `Refused` with `link-used` or `link-expired`; no answer.
    pub async fn redeem_reset(self, token: String, new: String) -> Result<Arc<Me>, Trouble> {
        let _ = (token, new);
        Err(Trouble::Unsupported)
    }

    /// Makes a one-time reset link for a member of a space that the caller administers.
    ///
    /// # Errors
    /// `Refused`; no answer.
    pub async fn issue_reset(self, person: PersonId, space: SpaceId) -> Result<ResetLink, Trouble> {
        let _ = (person, space);
        Err(Trouble::Unsupported)
    }

    /// Changes the password; ends the person's other sessions.
    ///
    /// # Errors
    /// `Refused` with `wrong-password`; no answer.
    pub async fn change_password(self, old: String, new: String) -> Result<(), Trouble> {
        let _ = (old, new);
        Err(Trouble::Unsupported)
    }

    /// The person's signed-in devices.
    ///
    /// # Errors
    /// No answer: the list needs a network.
    pub async fn devices(self) -> Result<Vec<SessionInfo>, Trouble> {
        Err(Trouble::Unsupported)
    }

    /// Ends one of the person's sessions.
    ///
    /// # Errors
    /// No answer.
    pub async fn revoke_device(self, id: String) -> Result<(), Trouble> {
        let _ = id;
        Err(Trouble::Unsupported)
    }

    /// Asks the backend again after [`Standing::Unreached`].
    pub fn try_again(self) {}
}
