//! Which backend this app talks to, and what that backend can't do. The server that serves the
//! page is the default; `qunyue.json` beside the page names another; `/connect` sets one by hand.

use crate::state::trouble::Trouble;
use leptos::prelude::*;

/// What a backend can't do; each is said aloud.
pub use dialect::Weakness;

/// A backend as it is chosen on the connect screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The server that this page came from.
    Own,
    /// A server at this base address, spoken to by one of the built-in profiles.
    BuiltIn {
        /// The profile's name, one of [`Backend::built_in`].
        profile: String,
        /// The base address.
        url: String,
    },
    /// A profile that the person pasted.
    Profile {
        /// Its JSON.
        json: String,
        /// The base address, where the profile leaves it open.
        url: Option<String>,
    },
}

/// A handle to the backend.
#[derive(Clone, Copy)]
pub struct Backend {
    choice: RwSignal<Choice>,
    weaknesses: RwSignal<Vec<Weakness>>,
    has_accounts: RwSignal<bool>,
}

impl Backend {
    /// Puts a handle in context; [`crate::state::Session`] loads the profile.
    pub fn provide() -> Self {
        let backend = Self {
            choice: RwSignal::new(Choice::Own),
            weaknesses: RwSignal::new(Vec::new()),
            has_accounts: RwSignal::new(true),
        };
        provide_context(backend);
        backend
    }

    /// The handle that the shell provided.
    #[track_caller]
    pub fn expect() -> Self {
        expect_context()
    }

    /// What is in use.
    pub fn choice(self) -> Signal<Choice> {
        self.choice.into()
    }

    /// What it can't do, worst first; empty for the reference server.
    pub fn weaknesses(self) -> Signal<Vec<Weakness>> {
        self.weaknesses.into()
    }

    /// Whether it knows accounts. Where it doesn't, the sign-in screen asks for a name only
    /// ([`crate::state::Session::claim`]), and invitations, resets and devices are not offered.
    pub fn has_accounts(self) -> Signal<bool> {
        self.has_accounts.into()
    }

    /// The names of the profiles that the app carries.
    pub fn built_in() -> &'static [&'static str] {
        &["qunyue", "json-server"]
    }

    /// Asks the backend of `choice` who it is, without changing anything.
    ///
    /// # Errors
    /// It can't be had, isn't what the profile describes, or the profile can't be read.
    pub async fn probe(self, choice: Choice) -> Result<Vec<Weakness>, Trouble> {
        let _ = choice;
        Err(Trouble::Unsupported)
    }

    /// Uses `choice` from now on, and starts anew: the page reloads. What was written for another
    /// backend stays in that backend's database on this device.
    ///
    /// # Errors
    /// As [`Backend::probe`]; then nothing is changed.
    pub async fn connect(self, choice: Choice) -> Result<(), Trouble> {
        self.probe(choice).await.map(|_| ())
    }
}
