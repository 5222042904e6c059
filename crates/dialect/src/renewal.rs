//! A new token for one that ended: one request, and what its answer is worth.

use crate::exchange::Context;
use crate::heard::Heard;
use crate::http::{Request, Response};
use crate::profile::Profile;
use crate::profile::declared::Renew;
use crate::profile::outcomes::{Meaning, OpName};
use crate::session::Session;
use crate::template::plain;
use protocol::Failure;

/// A renewal in progress. Made by [`crate::Keyring`], which sees that there is one at a time.
#[derive(Clone, Debug)]
pub struct Renewal {
    context: Context,
    renew: Renew,
    turn: u64,
}

/// What a renewal came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renewed {
    /// This session holds from now on.
    Session(Session),
    /// The backend renews nothing for who asked: they have to sign in.
    Ended,
    /// No answer that counts; the session may be renewed later.
    Failed(Failure),
}

impl Renewal {
    /// `None` where the backend renews no tokens, or there is nothing to renew one with.
    pub(crate) fn new(profile: &Profile, session: &Session, turn: u64) -> Option<Self> {
        let spec = profile.spec();
        session.refresh.as_ref()?;
        let renew = Renew::clone(spec.auth.renew.as_deref()?);
        Some(Self { context: Context::new(spec, session), renew, turn })
    }

    /// Whether `session`, which another page of this browser kept, has a newer token than the one that
    /// ended here: then there is nothing to renew.
    pub fn is_done_by(&self, session: &Session) -> bool {
        session.token.is_some() && session.token != self.context.session.token
    }

    /// The same with what another page of this browser got in the meantime: where each refresh token
    /// is good for one use, the older one would look stolen.
    #[must_use]
    pub fn with(self, session: &Session) -> Self {
        Self { context: Context::new(self.context.spec, session), ..self }
    }

    /// What to send.
    pub fn request(&self) -> Request {
        self.renew.ask.build(&self.context.spec, &self.context.vars, &[])
    }

    /// What the answer comes to; `None` if there was none. `now_ms` is the device's clock.
    pub fn answer(&self, response: Option<&Response>, now_ms: i64) -> Renewed {
        let heard = Heard::new(&self.context.spec, OpName::Account, response, now_ms);
        let told = |place: &str| {
            let value = heard.at(place).filter(|value| !value.is_null()).map(plain);
            value.filter(|text| !text.is_empty())
        };
        match heard.meaning {
            Meaning::Ok => match told(&self.renew.token) {
                Some(token) => {
                    Renewed::Session(self.session(token, self.renew.refresh.as_deref().and_then(told)))
                }
                None => Renewed::Failed(Failure::Foreign(heard.glimpse())),
            },
            // OAuth calls a spent refresh token a bad request.
            Meaning::Later | Meaning::Unknown | Meaning::Foreign => Renewed::Failed(heard.failure()),
            _ => Renewed::Ended,
        }
    }

    /// Which session of the ring it renews.
    pub(crate) fn turn(&self) -> u64 {
        self.turn
    }

    fn session(&self, token: String, refresh: Option<String>) -> Session {
        let before = &self.context.session;
        let refresh = refresh.or_else(|| before.refresh.clone());
        Session { person: before.person.clone(), token: Some(token), refresh }
    }
}

impl Profile {
    /// Whether a token that ended is renewed without its owner.
    pub fn renews(&self) -> bool {
        self.spec().auth.renew.is_some()
    }
}
