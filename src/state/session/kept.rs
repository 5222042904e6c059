//! A session over a reload. Where the backend gives a token, it is kept under lock on this device, if
//! the browser can; signing out, and the session's end, wipe it.

use super::account;
use crate::platform::database;
use crate::state::session::{Proof, Session};
use crate::state::vault;
use dialect::Session as Secret;
use protocol::PersonId;
use protocol::account::{AccountCall, Me};

impl Session {
    /// The vault of a person; `None` where there is nothing to keep, or nothing to keep it in.
    pub(super) fn vault_of(self, person: &PersonId) -> Option<String> {
        let keeps = self.backend.keeps_tokens();
        keeps.then(|| account::vault(&self.backend.key(), person))
    }

    /// Keeps the session that `call` brought. Who comes in has it kept. One that merely goes on, with
    /// a fresh token, isn't where another tab has signed out meanwhile: that tab has wiped it.
    pub(super) async fn seal(self, call: &AccountCall) {
        let goes_on = matches!(call, AccountCall::Me);
        let is_over = || goes_on && !self.is_account_here();
        let keys = self.keys();
        let (Some(vault), Some(session)) = (keys.vault(), keys.session().to_keep()) else { return };
        if is_over() {
            return;
        }
        let is_kept = vault::keep(vault.to_owned(), session).await;
        if is_over() {
            self.wipe(vault).await;
        } else if is_kept {
            // It is no longer what an earlier sign-out left to be deleted.
            account::wiped(vault);
        }
    }

    /// Whether this device knows whose database to open: no longer, once a tab has signed out.
    pub(super) fn is_account_here(self) -> bool {
        account::stored(&self.backend.key()).is_some()
    }

    /// Asks nothing more in the name of `me` where another was signed in last on this device: a browser
    /// may have one session for all its tabs, and the backend has yet to say whose it is now.
    pub(super) fn rest_unless_last(self, me: &Me) {
        if account::stored(&self.backend.key()).is_none_or(|last| last.person != me.person) {
            self.engine.hand(sync::Event::SignedOut);
            self.prove(Proof::None);
        }
    }

    /// Takes up the session that an earlier page, or another tab, kept of `me`. `refused` is one that
    /// the backend said no to: the very same is of no use.
    pub(super) async fn unseal(self, me: &Me, refused: Option<&Secret>) -> bool {
        let Some(vault) = self.vault_of(&me.person) else { return false };
        let usable = |kept: &Secret| {
            kept.person.as_ref() == Some(&me.person)
                && refused.and_then(Secret::to_keep).as_ref() != Some(kept)
        };
        match vault::open(vault).await.filter(usable) {
            Some(session) => {
                self.remember(session);
                true
            }
            None => false,
        }
    }

    /// Whether nothing is known of `me` but who they are, so that a kept session is worth a look.
    pub(super) fn is_without_secret(self) -> bool {
        self.credentials().to_keep().is_none()
    }

    /// Wipes what is kept of a person.
    pub(super) async fn wipe_kept(self, person: &PersonId) {
        if let Some(vault) = self.vault_of(person) {
            self.wipe(&vault).await;
        }
    }

    async fn wipe(self, vault: &str) {
        account::mark_for_wiping(vault);
        if database::delete(vault).await.is_ok() {
            account::wiped(vault);
        }
    }
}
