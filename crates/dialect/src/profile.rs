//! A profile: how one kind of backend is spoken to, as data.

use crate::account::AccountExchange;
use crate::capabilities::Capabilities;
use crate::error::{Fault, ProfileError};
use crate::exchange::Exchange;
use crate::session::Session;
use protocol::account::AccountCall;
use protocol::{Call, Scope};

/// How one kind of backend is spoken to. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Profile {}

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// The place and the fault of the first thing that is wrong.
    pub fn parse(json: &str) -> Result<Self, ProfileError> {
        let _ = json;
        Err(ProfileError { pointer: String::new(), fault: Fault::NotJson(String::new()) })
    }

    /// The profile with these variables set over its own, such as `("origin", "https://…")`.
    /// A name that the profile does not declare is ignored.
    #[must_use]
    pub fn with_vars<'a>(self, vars: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        for _ in vars {}
        self
    }

    /// The profile's name.
    pub fn name(&self) -> &str {
        ""
    }

    /// What the backend can do.
    pub fn capabilities(&self) -> Capabilities {
        unreachable!()
    }

    /// Begins a call; [`Exchange::start`] tells what to send first.
    pub fn begin(&self, call: &Call, session: &Session) -> Exchange {
        let _ = (call, session);
        Exchange {}
    }

    /// Begins an account call; `None` where this backend has no such thing.
    pub fn ask(&self, call: &AccountCall, session: &Session) -> Option<AccountExchange> {
        let _ = (call, session);
        None
    }

    /// The scope that a poke's data names; `None` where it names none, which means any.
    pub fn read_poke(&self, data: &str) -> Option<Scope> {
        let _ = data;
        None
    }
}
