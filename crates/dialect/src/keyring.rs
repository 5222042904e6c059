//! One session for many requests. Where its token ends, all that were refused wait for one renewal:
//! where each refresh token is good for one use, a second would look stolen and end the session.
//! Pure: whoever holds the ring sends, waits and wakes.

use crate::profile::Profile;
use crate::renewal::{Renewal, Renewed};
use crate::session::Session;

/// The session that requests are made with.
#[derive(Clone, Debug, Default)]
pub struct Keyring {
    session: Session,
    /// Counts the sessions that hung here: what became of an earlier one says nothing of this.
    turn: u64,
    is_renewing: bool,
}

/// A session on loan for one request.
#[derive(Clone, Debug)]
pub struct Key {
    session: Session,
    turn: u64,
}

/// What who wants to send gets.
#[derive(Clone, Debug)]
pub enum Lent {
    /// Send with this.
    Key(Key),
    /// Renew first: send this, and tell the ring with [`Keyring::settle`] what came of it.
    Renew(Renewal),
    /// Somebody is renewing: wait for them, then ask again.
    Wait,
    /// The session has ended, and can't be renewed.
    Ended,
}

impl Key {
    /// The session to send with.
    pub fn session(&self) -> &Session {
        &self.session
    }
}

impl Keyring {
    /// The session as it is now.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Somebody signed in or out: this session holds from now on.
    pub fn put(&mut self, session: Session) {
        self.session = session;
        self.turn = self.turn.wrapping_add(1);
        self.is_renewing = false;
    }

    /// A key for a request that is about to be sent. A session of which only what renews it is left is
    /// renewed first.
    pub fn lend(&mut self, profile: &Profile) -> Lent {
        if self.is_renewing {
            return Lent::Wait;
        }
        match Renewal::new(profile, &self.session, self.turn).filter(|_| self.session.token.is_none()) {
            Some(renewal) => self.begin(renewal),
            None => Lent::Key(Key { session: self.session.clone(), turn: self.turn }),
        }
    }

    /// A key for a request that was refused with `refused`.
    pub fn lend_again(&mut self, profile: &Profile, refused: &Key) -> Lent {
        if refused.turn != self.turn || self.is_renewing {
            return self.lend(profile);
        }
        match Renewal::new(profile, &self.session, self.turn) {
            Some(renewal) => self.begin(renewal),
            None => Lent::Ended,
        }
    }

    /// Takes what came of a renewal; `false` where somebody signed in or out meanwhile, so that it
    /// says nothing any more.
    pub fn settle(&mut self, renewal: &Renewal, outcome: &Renewed) -> bool {
        if renewal.turn() != self.turn {
            return false;
        }
        self.is_renewing = false;
        match outcome {
            Renewed::Session(session) => self.put(session.clone()),
            Renewed::Ended => self.put(Session { token: None, refresh: None, ..self.session.clone() }),
            Renewed::Failed(_) => {}
        }
        true
    }

    fn begin(&mut self, renewal: Renewal) -> Lent {
        self.is_renewing = true;
        Lent::Renew(renewal)
    }
}
