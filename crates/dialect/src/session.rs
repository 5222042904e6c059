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
        Self { person: Some(person), token: None }
    }
}

/// Without the token, which has no place in a log.
impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let token = self.token.as_ref().map(|_| "…");
        f.debug_struct("Session").field("person", &self.person).field("token", &token).finish()
    }
}
