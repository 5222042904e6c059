//! A profile: how one kind of backend is spoken to, as data.

mod about;
pub(crate) mod accounts;
pub(crate) mod ask;
pub(crate) mod declared;
pub(crate) mod feed;
pub(crate) mod ops;
pub(crate) mod outcomes;
pub(crate) mod record;
pub(crate) mod scopes;
mod spec;

use crate::account::AccountExchange;
use crate::capabilities::Capabilities;
use crate::error::ProfileError;
use crate::exchange::Exchange;
use crate::session::Session;
use declared::PokeSource;
use protocol::account::AccountCall;
use protocol::{Call, Scope};
use serde_json::Value;
use std::sync::Arc;

pub(crate) use spec::Spec;

/// How one kind of backend is spoken to. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Profile {
    spec: Arc<Spec>,
}

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// The place and the fault of the first thing that is wrong.
    pub fn parse(json: &str) -> Result<Self, ProfileError> {
        Ok(Self { spec: Arc::new(Spec::parse(json)?) })
    }

    /// The profile in a form that [`Profile::unpack`] reads, for one that is built in: small, and
    /// checked by now.
    ///
    /// # Errors
    /// None that a profile is known to have.
    pub fn pack(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(&*self.spec)
    }

    /// Reads what [`Profile::pack`] of this very version wrote.
    ///
    /// # Errors
    /// Anything else.
    pub fn unpack(bytes: &[u8]) -> Result<Self, postcard::Error> {
        Ok(Self { spec: Arc::new(postcard::from_bytes(bytes)?) })
    }

    /// The profile with these variables set over its own, such as `("base", "https://…")`.
    /// A name that the profile does not declare is ignored.
    #[must_use]
    pub fn with_vars<'a>(self, vars: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut spec = Arc::unwrap_or_clone(self.spec);
        for (name, value) in vars {
            if let Some(slot) = spec.vars.get_mut(name) {
                *slot = Value::String(value.to_owned());
            }
        }
        Self { spec: Arc::new(spec) }
    }

    /// All that it says.
    pub(crate) fn spec(&self) -> Arc<Spec> {
        Arc::clone(&self.spec)
    }

    /// The profile's name.
    pub fn name(&self) -> &str {
        &self.spec.name
    }

    /// What the backend can do.
    pub fn capabilities(&self) -> Capabilities {
        self.spec.capabilities()
    }

    /// Begins a call; [`Exchange::start`] tells what to send first.
    pub fn begin(&self, call: &Call, session: &Session) -> Exchange {
        Exchange::new(Arc::clone(&self.spec), call, session)
    }

    /// Begins an account call; `None` where this backend has no such thing.
    pub fn ask(&self, call: &AccountCall, session: &Session) -> Option<AccountExchange> {
        AccountExchange::new(Arc::clone(&self.spec), call, session)
    }

    /// The scope that a poke's data names; `None` where it names none, which means any.
    pub fn read_poke(&self, data: &str) -> Option<Scope> {
        let PokeSource::Events { scope, .. } = &self.spec.pokes else { return None };
        let value: Value = serde_json::from_str(data).ok()?;
        Scope::parse(value.pointer(scope)?.as_str()?).ok()
    }
}
