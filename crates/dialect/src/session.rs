//! Who asks: what a profile's templates may know of the signed-in person.

use protocol::PersonId;
use std::fmt;

/// The session that a request is made with. A cookie is the browser's affair and stands nowhere
/// here.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Session {
    /// Who is signed in.
    pub person: Option<PersonId>,
    /// The bearer token, where the backend gives one.
    pub token: Option<String>,
    /// What brings a new token when that one ends, where the backend gives one.
    pub refresh: Option<String>,
}

/// What an account exchange did to the session. The caller keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionChange {
    /// Nothing.
    Kept,
    /// This one holds from now on.
    Started(Session),
    /// There is none any more.
    Ended,
}

impl Session {
    /// A session of `person` that a cookie or nothing at all proves.
    pub fn of(person: PersonId) -> Self {
        Self { person: Some(person), ..Self::default() }
    }

    /// What of it may outlive the page, under lock; `None` where nothing is secret. The token goes with
    /// what renews it: a page that opened without one would have to renew, and where it closes before
    /// the answer comes, what it had is spent.
    #[must_use]
    pub fn to_keep(&self) -> Option<Self> {
        (self.token.is_some() || self.refresh.is_some()).then(|| self.clone())
    }
}

/// Without the secrets, which have no place in a log.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = |secret: &Option<String>| secret.as_ref().map(|_| "…");
        f.debug_struct("Session")
            .field("person", &self.person)
            .field("token", &hidden(&self.token))
            .field("refresh", &hidden(&self.refresh))
            .finish()
    }
}
