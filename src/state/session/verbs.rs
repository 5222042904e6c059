//! What a person does with accounts.

use super::account;
use crate::platform::agent;
use crate::state::session::{Proof, Session, SignedOut, Standing, Unsent};
use crate::state::trouble::Trouble;
use crate::state::{keepsake, ledger, typed};
use leptos::prelude::*;
use protocol::account::{
    AccountCall, AccountOutcome, AdvanceRequest, DecideRequest, InviteCard, JoinForm, JoinRequests, Joined,
    Me, NewAccount, PassCard, PassLink, PassState, ResetCard, ResetLink, SessionInfo, Setup,
};
use protocol::{PersonId, SpaceId};
use std::sync::Arc;

/// An answer to something that was not asked.
pub(super) fn foreign<T>() -> Result<T, Trouble> {
    Err(Trouble::Foreign("another answer than to what was asked".to_owned()))
}

impl Session {
    /// Starts a session.
    ///
    /// # Errors
    /// `Refused` with `wrong-password` or `too-many-tries`; no answer.
    pub async fn sign_in(self, login: String, password: String) -> Result<Arc<Me>, Trouble> {
        self.come_in(AccountCall::SignIn { login, password, device: agent::label() }).await
    }

    /// On a backend without accounts: works under `name` on this device. The same name on another
    /// device is the same person, so it is a claim and not a proof.
    ///
    /// # Errors
    /// The backend has accounts.
    pub async fn claim(self, name: String) -> Result<Arc<Me>, Trouble> {
        if self.backend.has_accounts().get_untracked() {
            return Err(Trouble::Unsupported);
        }
        self.sign_in(name, String::new()).await
    }

    /// Ends the session and deletes this account's database.
    ///
    /// # Errors
    /// Nobody is signed in.
    pub async fn sign_out(self, unsent: Unsent) -> Result<SignedOut, Trouble> {
        let driver = self.engine.driver().ok_or(Trouble::SignedOut)?;
        let waiting = self.engine.unsent_now();
        if unsent == Unsent::Ask && !(waiting.is_empty() && driver.engine().unreadable().next().is_none()) {
            return Ok(SignedOut::Unsent(waiting));
        }
        let name = driver.database().to_owned();
        drop(driver);
        let shown = self.standing.get_untracked();
        let told = self.tell_sign_out().await;
        // First, so that no other tab keeps its session once it is wiped.
        account::forget(&self.backend.key());
        if let Standing::SignedIn(me) = shown {
            self.wipe_kept(&me.person).await;
        }
        account::mark_for_wiping(&name);
        self.engine.stop();
        self.remember(dialect::Session::default());
        self.prove(Proof::None);
        self.stand(Standing::SignedOut);
        self.wipe_stores(&name).await;
        ledger::forget(&name);
        keepsake::forget(&name);
        typed::forget_all();
        Ok(if told.is_ok() { SignedOut::Done } else { SignedOut::HereOnly })
    }

    /// Makes the first account, which owns the organization, and signs in. `device` is filled in.
    ///
    /// # Errors
    /// `Refused` with `already-set-up` or the field that is wrong; no answer.
    pub async fn set_up(self, setup: Setup) -> Result<Arc<Me>, Trouble> {
        self.come_in(AccountCall::Setup(Setup { device: agent::label(), ..setup })).await
    }

    /// The card of the group that an invitation leads to. Nobody needs to be signed in.
    ///
    /// # Errors
    /// `Refused` with `link-unknown`, `link-used`, `link-expired` or `link-revoked`; no answer.
    pub async fn peek_invite(self, token: String) -> Result<InviteCard, Trouble> {
        match self.ask(AccountCall::PeekInvite { token }).await? {
            AccountOutcome::Card(card) => Ok(card),
            _ => foreign(),
        }
    }

    /// Accepts an invitation: with a new account, or (`None`) as who is signed in. By a link for many one
    /// is no member yet, but waits, and has filled in the group's `form`.
    ///
    /// # Errors
    /// As [`Session::peek_invite`], and `login-taken` or the field that is wrong.
    pub async fn join(
        self,
        token: String,
        account: Option<NewAccount>,
        form: JoinForm,
    ) -> Result<Joined, Trouble> {
        let call = AccountCall::RedeemInvite { token, account, form, device: agent::label() };
        match self.ask(call).await? {
            AccountOutcome::Joined(joined) => {
                self.joined.set_value((!joined.waits).then(|| joined.space.clone()));
                self.adopt(joined.me.clone()).await;
                Ok(joined)
            }
            _ => foreign(),
        }
    }

    /// `space` is here: where it is missing from now on, it was taken away.
    pub fn has_arrived(self, space: &SpaceId) {
        self.joined.update_value(|joined| _ = joined.take_if(|joined| joined == space));
    }

    /// Whether this page has brought the person into `space`, and it has not come yet.
    pub fn has_just_joined(self, space: &SpaceId) -> bool {
        self.joined.with_value(|joined| joined.as_ref() == Some(space))
    }

    /// Where one has asked to come in, and who asks where one lets people in.
    ///
    /// # Errors
    /// No answer: the list needs a network.
    pub async fn requests(self) -> Result<JoinRequests, Trouble> {
        match self.ask(AccountCall::Requests).await? {
            AccountOutcome::Requests(requests) => Ok(requests),
            _ => foreign(),
        }
    }

    /// Lets somebody in who waits, or not.
    ///
    /// # Errors
    /// `Refused` with `already-decided` where somebody has decided otherwise; no answer.
    pub async fn decide_request(self, decision: DecideRequest) -> Result<(), Trouble> {
        self.ask(AccountCall::DecideRequest(decision)).await.map(|_| ())
    }

    /// Goes on with a request that nobody has decided: looks at it, asks for more, answers, withdraws.
    ///
    /// # Errors
    /// `Refused` with `already-decided`, or the text that is wrong; no answer.
    pub async fn advance_request(self, step: AdvanceRequest) -> Result<(), Trouble> {
        self.ask(AccountCall::AdvanceRequest(step)).await.map(|_| ())
    }

    /// Whose password a reset link sets. Nobody needs to be signed in.
    ///
    /// # Errors
    /// `Refused` with `link-unknown`, `link-used`, `link-expired`, `link-replaced` or `link-revoked`; no answer.
    pub async fn peek_reset(self, token: String) -> Result<ResetCard, Trouble> {
        match self.ask(AccountCall::PeekReset { token }).await? {
            AccountOutcome::ResetCard(card) => Ok(card),
            _ => foreign(),
        }
    }

    /// Sets a new password by a reset link's token, and signs in.
    ///
    /// # Errors
    /// `Refused` with `link-used` or `link-expired`; no answer.
    pub async fn redeem_reset(self, token: String, new: String) -> Result<Arc<Me>, Trouble> {
        self.come_in(AccountCall::RedeemReset { token, new, device: agent::label() }).await
    }

    /// Makes a link by which this person signs in on another device.
    ///
    /// # Errors
    /// `Refused` with `too-many-tries`; no answer.
    pub async fn issue_pass(self) -> Result<PassLink, Trouble> {
        match self.ask(AccountCall::IssuePass).await? {
            AccountOutcome::Pass(link) => Ok(link),
            _ => foreign(),
        }
    }

    /// What became of the link that this device made last.
    ///
    /// # Errors
    /// No answer.
    pub async fn pass_state(self) -> Result<PassState, Trouble> {
        match self.ask(AccountCall::PassState).await? {
            AccountOutcome::PassState(state) => Ok(state),
            _ => foreign(),
        }
    }

    /// As whom such a link signs in. Nobody needs to be signed in.
    ///
    /// # Errors
    /// `Refused` with `link-unknown`, `link-used`, `link-expired`, `link-replaced` or `link-revoked`; no answer.
    pub async fn peek_pass(self, token: String) -> Result<PassCard, Trouble> {
        match self.ask(AccountCall::PeekPass { token }).await? {
            AccountOutcome::PassCard(card) => Ok(card),
            _ => foreign(),
        }
    }

    /// Signs in by it; this device is listed as `device`.
    ///
    /// # Errors
    /// As [`Session::peek_pass`].
    pub async fn redeem_pass(self, token: String, device: String) -> Result<Arc<Me>, Trouble> {
        self.come_in(AccountCall::RedeemPass { token, device }).await
    }

    /// Makes a one-time reset link for a member of a space that the caller administers.
    ///
    /// # Errors
    /// `Refused`; no answer.
    pub async fn issue_reset(self, person: PersonId, space: SpaceId) -> Result<ResetLink, Trouble> {
        match self.ask(AccountCall::IssueReset { person, space }).await? {
            AccountOutcome::Reset(link) => Ok(link),
            _ => foreign(),
        }
    }

    /// Changes the password; ends the person's other sessions.
    ///
    /// # Errors
    /// `Refused` with `wrong-password`; no answer.
    pub async fn change_password(self, old: String, new: String) -> Result<(), Trouble> {
        self.ask(AccountCall::ChangePassword { old, new }).await.map(|_| ())
    }

    /// The person's signed-in devices.
    ///
    /// # Errors
    /// No answer: the list needs a network.
    pub async fn devices(self) -> Result<Vec<SessionInfo>, Trouble> {
        match self.ask(AccountCall::Sessions).await? {
            AccountOutcome::Sessions(sessions) => Ok(sessions),
            _ => foreign(),
        }
    }

    /// Ends one of the person's sessions.
    ///
    /// # Errors
    /// No answer.
    pub async fn revoke_device(self, id: String) -> Result<(), Trouble> {
        self.ask(AccountCall::RevokeSession { id }).await.map(|_| ())
    }

    /// A call that ends with somebody signed in.
    pub(super) async fn come_in(self, call: AccountCall) -> Result<Arc<Me>, Trouble> {
        match self.ask(call).await? {
            AccountOutcome::Me(me) => Ok(self.adopt(me).await),
            _ => foreign(),
        }
    }
}
