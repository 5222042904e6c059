//! The app without its screens: handles in an owner of their own, as in a tab.

use any_spawner::Executor;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use protocol::account::Me;
use protocol::{PersonId, SpaceId};
use qunyue::platform::{clock, database, entropy, storage};
use qunyue::state::{self, Backend, Choice, Engine, Phase, Session, Space, Spaces, Standing};

/// A port that browsers never connect to.
const NOBODY: &str = "http://127.0.0.1:1";

/// A tab. Dropping it closes it.
pub(crate) struct Tab {
    owner: Owner,
}

/// Somebody who was signed in on this device before, on a backend that can't be reached now.
pub(crate) struct Somebody {
    pub(crate) me: Me,
    profile: &'static str,
}

impl Somebody {
    /// Remembers the person as the last one who was signed in, on the reference server.
    pub(crate) fn new() -> Self {
        Self::on("qunyue")
    }

    /// Remembers the person on a backend of this profile.
    pub(crate) fn on(profile: &'static str) -> Self {
        let id = u64::from_le_bytes(entropy::bytes().unwrap());
        let me = Me {
            person: PersonId::from(format!("person-{id}").as_str()),
            login: "李雷".to_owned(),
            real_name: "李雷".to_owned(),
            dept: "生产".to_owned(),
            post: "组长".to_owned(),
            organization: "测试".to_owned(),
            can_create_space: true,
            now: clock::wall_ms(),
            demo: Vec::new(),
        };
        let choice = Choice::BuiltIn { profile: profile.to_owned(), url: NOBODY.to_owned() };
        storage::set_pref("qunyue.backend", &serde_json::to_string(&choice).unwrap());
        let somebody = Self { me, profile };
        storage::set_pref(&somebody.account_key(), &serde_json::to_string(&somebody.me).unwrap());
        somebody
    }

    fn account_key(&self) -> String {
        format!("qunyue.account.{}@{NOBODY}", self.profile)
    }

    /// Notes on the device that the session was revoked.
    pub(crate) fn lock(&self) {
        storage::set_pref(&self.lock_key(), self.me.person.as_str());
    }

    fn lock_key(&self) -> String {
        format!("qunyue.account-locked.{}@{NOBODY}", self.profile)
    }

    /// How much is unsent, as the note beside the database says.
    pub(crate) fn noted_unsent(&self) -> Option<usize> {
        // The number of writes, then which store they lie in.
        let note = storage::pref(&format!("qunyue.ledger.{}", self.database()))?;
        note.split(' ').next()?.parse().ok()
    }

    pub(crate) fn database(&self) -> String {
        format!("qunyue/{}@{NOBODY}/{}", self.profile, self.me.person)
    }

    pub(crate) async fn forget(self) {
        storage::drop_pref("qunyue.backend");
        storage::drop_pref(&self.account_key());
        storage::drop_pref(&self.lock_key());
        let _ = database::delete(&self.database()).await;
    }
}

impl Tab {
    fn begin() -> Self {
        // The second tab finds the executor there.
        let _ = Executor::init_wasm_bindgen();
        let owner = Owner::new();
        owner.with(state::provide);
        Self { owner }
    }

    /// Opens a tab on a device that is locked.
    pub(crate) async fn open_locked() -> Self {
        let tab = Self::begin();
        let session = tab.session();
        until("the lock is seen", || matches!(session.standing().get_untracked(), Standing::Locked { .. }))
            .await;
        tab
    }

    /// Opens a tab and waits until it shows who is signed in.
    pub(crate) async fn open() -> Self {
        let tab = Self::begin();
        let session = tab.session();
        until("somebody is signed in", || {
            matches!(session.standing().get_untracked(), Standing::SignedIn(_))
        })
        .await;
        let engine = tab.engine();
        until("the store was read", || engine.status().get_untracked().other_tab_sends || tab.is_ready())
            .await;
        tab
    }

    fn is_ready(&self) -> bool {
        self.see(|| Spaces::expect().cards().get().is_some())
    }

    pub(crate) fn session(&self) -> Session {
        self.owner.with(Session::expect)
    }

    pub(crate) fn engine(&self) -> Engine {
        self.owner.with(Engine::expect)
    }

    pub(crate) fn backend(&self) -> Backend {
        self.owner.with(Backend::expect)
    }

    pub(crate) fn spaces(&self) -> Spaces {
        self.owner.with(Spaces::expect)
    }

    /// Opens a space as its layout does, and waits until it is here.
    pub(crate) async fn space(&self, id: &SpaceId) -> Space {
        let space = self.owner.with(|| Space::provide(id.clone()));
        until("the space is here", || self.see(|| space.phase().get()) == Phase::Here).await;
        space
    }

    /// Reads in the tab's owner, where memos find their home.
    pub(crate) fn see<T>(&self, read: impl FnOnce() -> T) -> T {
        self.owner.with(|| untrack(read))
    }

    /// Closes the tab as a browser does: its work stops where it stands.
    pub(crate) fn close(self) {
        self.owner.cleanup();
    }
}

/// Waits until `holds`; fails with `what` after five seconds.
pub(crate) async fn until(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..250 {
        if holds() {
            return;
        }
        TimeoutFuture::new(20).await;
    }
    assert!(holds(), "still not so after five seconds: {what}");
}
