//! How the app comes up: the last account's database first, the backend beside it.

use super::account;
use crate::platform::{database, entropy, lifecycle, storage, task};
use crate::state::engine::config::Start;
use crate::state::engine::driver::shelf_of;
use crate::state::session::{Proof, Session, Standing};
use crate::state::trouble::Trouble;
use dialect::{AccountOp, SessionChange};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use protocol::Failure;
use protocol::account::{AccountCall, AccountOutcome, Me};
use protocol::problem::SESSION_REVOKED;
use std::sync::Arc;

/// The first wait before the backend is asked again who is signed in, and the longest; milliseconds.
const FIRST_WAIT_MS: u64 = 1_000;
const LONGEST_WAIT_MS: u64 = 20_000;

impl Session {
    /// Brings the app up. Nothing here waits for the network where an account is known.
    pub(super) async fn begin(self) {
        let was_beginning = self.is_beginning.try_update_value(|running| std::mem::replace(running, true));
        if was_beginning != Some(false) {
            return;
        }
        let known = self.come_up().await;
        self.is_beginning.try_set_value(false);
        if known {
            self.verify().await;
        }
    }

    /// Whether somebody is shown as signed in whom the backend has yet to confirm.
    async fn come_up(self) -> bool {
        self.wipe_what_is_marked().await;
        if let Err(trouble) = self.backend.load().await {
            self.stand(Standing::Unreached(trouble));
            return false;
        }
        let Some(me) = account::stored(&self.backend.key()) else {
            self.look_around().await;
            return false;
        };
        if account::is_locked(&self.backend.key(), &me) {
            self.stay_locked(me);
            return false;
        }
        self.remember(dialect::Session::of(me.person.clone()));
        self.enter(Arc::new(me)).await;
        true
    }

    /// Nobody is known here: asks the backend who it is, and whether a cookie still holds.
    async fn look_around(self) {
        if account::owes_sign_out() && self.tell_sign_out().await.is_err() {
            self.stand(Standing::SignedOut);
            return;
        }
        match self.greet().await {
            Ok(true) => return self.stand(Standing::FirstRun),
            Ok(false) => {}
            Err(trouble) => return self.stand(Standing::Unreached(trouble)),
        }
        match self.ask(AccountCall::Me).await {
            Ok(AccountOutcome::Me(me)) => _ = self.adopt(me).await,
            Ok(_) | Err(Trouble::SignedOut | Trouble::Refused(_) | Trouble::Unsupported) => {
                self.stand(Standing::SignedOut);
            }
            Err(trouble) => self.stand(Standing::Unreached(trouble)),
        }
    }

    /// Asks the backend who it is, and whether its first account is still to be made. A page on a
    /// static host finds out here that its backend is elsewhere.
    async fn greet(self) -> Result<bool, Trouble> {
        let mut answer = self.ask(AccountCall::Hello).await;
        if answer.is_err() && self.backend.look_beside().await {
            self.backend.load().await?;
            answer = self.ask(AccountCall::Hello).await;
        }
        match answer {
            Ok(AccountOutcome::Hello(hello)) => {
                self.clock.learn(hello.now);
                let _ = self.organization.try_set(hello.organization);
                let _ = self.greeted_as_demo.try_set(hello.demo);
                Ok(hello.needs_setup)
            }
            // A backend without a greeting has nothing to set up.
            Ok(_) | Err(Trouble::Unsupported) => Ok(false),
            Err(trouble) => Err(trouble),
        }
    }

    /// Opens `me`'s database and shows what is in it. Where it is open already, it stays.
    pub(super) async fn enter(self, me: Arc<Me>) {
        let name = account::database(&self.backend.key(), &me);
        let is_open = self.engine.driver().is_some_and(|driver| driver.database() == name);
        if !is_open {
            let Some(profile) = self.backend.profile() else { return };
            let start = Start { database: name, principal: me.person.clone(), profile };
            // What was proven of whoever was here before is no proof of this person.
            self.prove(Proof::None);
            let driver = self.engine.start(start).await;
            driver.on_upheaval(move |_| task::spawn(self.restart()));
        }
        let _ = self.organization.try_set(me.organization.clone());
        self.stand(Standing::SignedIn(me));
    }

    /// The database went away under the app: another tab signed out, or the browser wiped it.
    async fn restart(self) {
        self.engine.stop();
        // What this tab knows in memory must not let in whom another tab signed out.
        self.remember(dialect::Session::default());
        self.prove(Proof::None);
        self.stand(Standing::Starting);
        self.begin().await;
    }

    /// Somebody proved who they are: their database, and sending from it.
    pub(super) async fn adopt(self, me: Me) -> Arc<Me> {
        self.clock.learn(me.now);
        account::store(&self.backend.key(), &me);
        account::unlock(&self.backend.key(), &me);
        account::announce();
        account::owe_sign_out(false);
        let me = Arc::new(me);
        self.enter(Arc::clone(&me)).await;
        self.confirm(&me);
        me
    }

    /// The backend knows `me`: the engine may send.
    fn confirm(self, me: &Me) {
        if let Some(driver) = self.engine.driver() {
            driver.signed_in(me.person.clone(), self.keys());
        }
        self.prove(Proof::Held);
    }

    /// Asks the backend whether the account's session holds, until it says so or not. Nothing is
    /// sent before: the cookie may be another person's who signed in in another tab.
    pub(super) async fn verify(self) {
        let Standing::SignedIn(me) = self.standing.get_untracked() else { return };
        if !self.backend.answers_now(AccountOp::Me) {
            self.remember(dialect::Session::of(me.person.clone()));
            self.confirm(&me);
            return;
        }
        if self.is_verifying.try_update_value(|running| std::mem::replace(running, true)) != Some(false) {
            return;
        }
        let mut wait_ms = FIRST_WAIT_MS;
        // Asked anew in each round: while one waited, another person may have come.
        while let Some(me) = self.unproven() {
            self.verify_once(&me).await;
            if self.awaits_proof(&me) {
                TimeoutFuture::new(u32::try_from(entropy::below(wait_ms)).unwrap_or(u32::MAX)).await;
                wait_ms = (wait_ms * 2).min(LONGEST_WAIT_MS);
            }
        }
        self.is_verifying.try_set_value(false);
    }

    /// Who is shown as signed in without the backend having said whether that is so.
    fn unproven(self) -> Option<Arc<Me>> {
        match self.standing.try_get_untracked()? {
            Standing::SignedIn(me) if self.awaits_proof(&me) => Some(me),
            _ => None,
        }
    }

    /// Whether `me` is shown as signed in and the backend has not said whether that is so.
    fn awaits_proof(self, me: &Me) -> bool {
        self.is_shown(me) && matches!(self.engine.proof(), Proof::None | Proof::Unanswered)
    }

    fn is_shown(self, me: &Me) -> bool {
        let is_shown = self.standing.try_with_untracked(|standing| match standing {
            Standing::SignedIn(shown) => shown.person == me.person,
            _ => false,
        });
        is_shown == Some(true)
    }

    async fn verify_once(self, me: &Me) {
        if self.is_without_secret() {
            self.unseal(me, None).await;
        }
        let shown = self.credentials();
        let was_here = self.is_account_here();
        let answer = self.ask(AccountCall::Me).await;
        // Another tab may have signed out, or somebody else in, while the answer was on its way: it
        // says nothing about who is shown now, and brings nobody back.
        if !self.is_shown(me) || was_here && !self.is_account_here() {
            return;
        }
        match answer {
            Ok(AccountOutcome::Me(now)) if now.person == me.person => {
                self.clock.learn(now.now);
                account::store(&self.backend.key(), &now);
                let now = Arc::new(now);
                let _ = self.organization.try_set(now.organization.clone());
                self.stand(Standing::SignedIn(Arc::clone(&now)));
                self.confirm(&now);
            }
            Err(trouble) if trouble.code() == Some(SESSION_REVOKED) => self.lock(me.clone()).await,
            // Another tab may have signed in anew: what it keeps is asked with in the next round.
            Ok(_) | Err(Trouble::SignedOut) if self.unseal(me, Some(&shown)).await => self.prove(Proof::None),
            Ok(_) | Err(Trouble::SignedOut | Trouble::Refused(_) | Trouble::Unsupported) => {
                self.engine.hand(sync::Event::SignedOut);
                self.prove(Proof::Gone);
                self.wipe_kept(&me.person).await;
            }
            // No answer: neither the one nor the other.
            Err(_) => self.prove(Proof::Unanswered),
        }
    }

    /// Tells the server that this device signed out.
    pub(super) async fn tell_sign_out(self) -> Result<(), Trouble> {
        match self.ask(AccountCall::SignOut).await {
            // Where nobody is signed in any more, there is nothing to end.
            Ok(_) | Err(Trouble::SignedOut | Trouble::Unsupported | Trouble::Refused(_)) => {
                account::owe_sign_out(false);
                Ok(())
            }
            Err(trouble) => {
                account::owe_sign_out(true);
                Err(trouble)
            }
        }
    }

    /// Deletes the databases of earlier sign-outs that could not be deleted then.
    async fn wipe_what_is_marked(self) {
        for name in account::marked_for_wiping() {
            self.wipe_stores(&name).await;
        }
    }

    /// Deletes the database `name` with the one beside it.
    pub(super) async fn wipe_stores(self, name: &str) {
        let beside = database::delete(&shelf_of(name)).await;
        if database::delete(name).await.is_ok() && beside.is_ok() {
            account::wiped(name);
        }
    }

    /// Asks, and keeps what became of the session.
    pub(super) async fn ask(self, call: AccountCall) -> Result<AccountOutcome, Trouble> {
        let profile = self.backend.loaded().await.ok_or(Trouble::Unsupported)?;
        let answer = crate::state::wire::ask(&profile, &self.keys(), &call).await;
        let (outcome, change) = answer.ok_or(Trouble::Unsupported)?;
        match change {
            SessionChange::Kept => {}
            SessionChange::Started(session) => {
                self.remember(session);
                self.seal(&call).await;
            }
            SessionChange::Ended => self.remember(dialect::Session::default()),
        }
        match outcome {
            AccountOutcome::Failed(Failure::Forbidden) => Err(Trouble::SignedOut),
            AccountOutcome::Failed(failure) => Err(failure.into()),
            AccountOutcome::Refused(problem) => Err(problem.into()),
            outcome => Ok(outcome),
        }
    }

    /// Listens to the other tabs' sign-ins and sign-outs, and to the network's return.
    pub(super) fn listen(self) {
        let accounts = storage::on_change(move |key| {
            if account::is_account_key(key) {
                task::spawn(self.on_account_changed_elsewhere());
            }
        });
        let life = lifecycle::watch(move |moment| {
            use lifecycle::Moment::{Online, Resumed, Visible};
            if matches!(moment, Online | Resumed | Visible(true)) {
                task::spawn(self.on_chance());
            }
        });
        self.watches.try_set_value(Some((accounts, life)));
    }

    /// The network may be back: what waits for an answer asks at once.
    async fn on_chance(self) {
        match self.standing.try_get_untracked() {
            Some(Standing::Unreached(_)) => self.try_again(),
            Some(Standing::SignedIn(me)) if self.awaits_proof(&me) => self.verify_once(&me).await,
            Some(Standing::SignedIn(_)) => self.learn_why_refused().await,
            // Signed out without a network: until the server hears of it, the session goes on there.
            Some(Standing::SignedOut) if account::owes_sign_out() => _ = self.tell_sign_out().await,
            _ => {}
        }
    }

    /// Another tab signed in or out. A sign-out there deletes the database, which this tab hears of
    /// by itself; a sign-in is taken over where nobody is signed in here.
    async fn on_account_changed_elsewhere(self) {
        match self.standing.try_get_untracked() {
            Some(
                Standing::SignedOut | Standing::Locked { .. } | Standing::Unreached(_) | Standing::FirstRun,
            ) => self.begin().await,
            Some(Standing::SignedIn(me)) if self.is_account_here() => {
                self.rest_unless_last(&me);
                self.verify_once(&me).await;
                self.verify().await;
            }
            _ => {}
        }
    }
}
