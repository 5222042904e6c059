//! A session that was ended from elsewhere: what the device holds is closed, and kept for who wrote it.

use super::account;
use crate::platform::task;
use crate::state::ledger;
use crate::state::session::{Proof, Session, Standing};
use crate::state::trouble::Trouble;
use leptos::prelude::*;
use protocol::account::{AccountCall, Me};
use protocol::problem::SESSION_REVOKED;
use std::sync::Arc;

impl Session {
    /// A refused call of the engine's says that the session ended, not why: the backend is asked.
    pub(super) fn heed_refusals(self) {
        let is_expired = self.is_expired();
        Effect::new(move |_| {
            if is_expired.get() {
                task::spawn(self.learn_why_refused());
            }
        });
    }

    /// Where the session ran out, one reads on; where it was revoked, nothing is shown any more.
    pub(super) async fn learn_why_refused(self) {
        let is_refused = self.engine.proof() == Proof::Held && self.engine.is_expired_now();
        let Some(Standing::SignedIn(me)) = self.standing.try_get_untracked().filter(|_| is_refused) else {
            return;
        };
        let shown = self.credentials();
        match self.ask(AccountCall::Me).await {
            Err(Trouble::Refused(problem)) if problem.code == SESSION_REVOKED => {
                self.lock(Me::clone(&me)).await;
            }
            Err(Trouble::SignedOut) if self.unseal(&me, Some(&shown)).await => {
                // Another tab signed in anew.
                self.prove(Proof::None);
                self.verify().await;
            }
            Err(Trouble::SignedOut) => self.wipe_kept(&me.person).await,
            _ => {}
        }
    }

    /// Closes what is open. The database stays, with what is unsent in it.
    pub(super) async fn lock(self, me: Me) {
        account::lock(&self.backend.key(), &me);
        let unsent = self.engine.unsent_now().len();
        self.engine.stop();
        self.remember(dialect::Session::default());
        self.prove(Proof::None);
        let person = me.person.clone();
        self.stand(Standing::Locked { me: Arc::new(me), unsent });
        self.wipe_kept(&person).await;
    }

    /// A start on a device that was locked: the database is not even opened.
    pub(super) fn stay_locked(self, me: Me) {
        let note = ledger::read(&account::database(&self.backend.key(), &me));
        let unsent = note.and_then(|note| usize::try_from(note.unsent).ok()).unwrap_or_default();
        let _ = self.organization.try_set(me.organization.clone());
        self.stand(Standing::Locked { me: Arc::new(me), unsent });
    }
}
