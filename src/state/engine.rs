//! The handle to the sync engine: the only writer of records, and what it has to say.

use crate::state::outbox::Waiting;
use crate::state::trouble::Trouble;
use leptos::prelude::*;
use protocol::Mid;
use std::sync::Arc;
use sync::{Issue, Resolution, Write};

/// How sync stands, for the quiet chip under the top bar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncStatus {
    /// No answer lately: what is written waits on this device.
    pub offline: bool,
    /// A first load or a push is under way.
    pub busy: bool,
    /// How many writes wait to be sent.
    pub waiting: usize,
    /// How many were refused or parked.
    pub refused: usize,
    /// How many met another's edit.
    pub conflicts: usize,
    /// The session ended: sending waits for a sign-in.
    pub expired: bool,
    /// Nothing is kept on this device: there is no store, only memory.
    pub unkept: bool,
}

/// A commit that is durable on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved(pub Vec<Mid>);

/// A handle to the engine. `Copy`, so closures take it freely.
#[derive(Clone, Copy)]
pub struct Engine {
    status: RwSignal<SyncStatus>,
    outbox: RwSignal<Arc<Vec<Waiting>>>,
    issues: RwSignal<Vec<Issue>>,
}

impl Engine {
    /// Puts an engine without a database in context; [`crate::state::Session`] gives it one.
    pub fn provide() -> Self {
        let engine = Self {
            status: RwSignal::new(SyncStatus::default()),
            outbox: RwSignal::default(),
            issues: RwSignal::new(Vec::new()),
        };
        provide_context(engine);
        engine
    }

    /// The handle that the shell provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// How sync stands.
    pub fn status(self) -> Signal<SyncStatus> {
        self.status.into()
    }

    /// Every write that the backend has yet to take, oldest first.
    pub fn outbox(self) -> Signal<Arc<Vec<Waiting>>> {
        self.outbox.into()
    }

    /// What a person should hear of; each stays until [`Engine::dismiss`].
    pub fn issues(self) -> Signal<Vec<Issue>> {
        self.issues.into()
    }

    /// Takes `issue` off the screen.
    pub fn dismiss(self, issue: &Issue) {
        self.issues.update(|issues| issues.retain(|shown| shown != issue));
    }

    /// Keeps all of `writes` in one transaction. Resolves when they are durable on this device;
    /// sending goes on behind it. Screens call the verbs of [`crate::state::Space`] instead.
    ///
    /// # Errors
    /// Nothing was kept: see [`Trouble`].
    pub async fn submit(self, writes: Vec<Write>) -> Result<Saved, Trouble> {
        let _ = writes;
        Err(Trouble::SignedOut)
    }

    /// Carries out a person's decision about a waiting, refused or conflicting write.
    pub fn resolve(self, lsn: u64, how: Resolution) {
        let _ = (lsn, how);
    }

    /// Tries to send now: a person pressed "try again".
    pub fn try_now(self) {}

    /// Hands the person a JSON file of every write in the outbox, bodies and all, no secrets.
    pub fn export(self) {}
}
