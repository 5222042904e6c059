//! Tokens that end after a few requests, and what renews them: once, as a second use looks like theft.

use serde_json::{Value, json};

/// After so many requests a token ends.
const USES: u32 = 7;

/// The session of one person.
#[derive(Debug, Default)]
pub(super) struct Issuer {
    turn: u32,
    left: u32,
    is_revoked: bool,
    /// How often somebody asked for a new token.
    pub(super) renewals: u32,
    /// How many tokens have ended.
    pub(super) ended: u32,
}

impl Issuer {
    /// A new session.
    pub(super) fn issue(&mut self) -> Value {
        (self.turn, self.left, self.is_revoked) = (self.turn + 1, USES, false);
        self.told()
    }

    /// A new token for what renews the present one; `None` ends the session.
    pub(super) fn renew(&mut self, refresh: &str) -> Option<Value> {
        self.renewals += 1;
        self.is_revoked |= refresh != format!("quirk-refresh-{}", self.turn);
        (!self.is_revoked).then(|| self.issue())
    }

    /// Whether a token holds; it counts as one request.
    pub(super) fn spend(&mut self, token: &str) -> bool {
        if self.is_revoked || self.left == 0 || token != self.token() {
            return false;
        }
        self.left -= 1;
        self.ended += u32::from(self.left == 0);
        true
    }

    fn token(&self) -> String {
        format!("{}-{}", super::TOKEN, self.turn)
    }

    fn told(&self) -> Value {
        json!({
            "person": "ann", "login": "ann", "token": self.token(), "refresh": format!("quirk-refresh-{}", self.turn),
        })
    }
}
