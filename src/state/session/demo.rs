//! Looking around in the demo, as one of its people or another.

use super::account;
use crate::platform::agent;
use crate::state::session::{Session, Standing};
use crate::state::trouble::Trouble;
use crate::state::{keepsake, ledger, typed};
use dialect::AccountOp;
use leptos::prelude::*;
use protocol::PersonId;
use protocol::account::{AccountCall, Me, Persona};
use std::sync::Arc;

impl Session {
    /// Whether there is a demo to look around in: the backend has one, or would make one, being empty.
    pub fn may_look_around(self) -> Memo<bool> {
        let can_play = self.backend.answers(AccountOp::PlayDemo);
        Memo::new(move |_| {
            let is_there = match &*self.standing.read() {
                Standing::FirstRun => true,
                Standing::SignedOut => self.greeted_as_demo.get(),
                _ => false,
            };
            is_there && can_play.get()
        })
    }

    /// As whom one may look around; nobody outside the demo.
    pub fn personas(self) -> Memo<Arc<Vec<Persona>>> {
        Memo::new(move |_| match &*self.standing.read() {
            Standing::SignedIn(me) => Arc::new(me.demo.clone()),
            _ => Arc::default(),
        })
    }

    /// Looks around as `person`, or as whom the backend chooses. What the former one has on this device
    /// stays; whoever is another from one moment to the next loads the page anew.
    ///
    /// # Errors
    /// `Refused` with `already-set-up`, where somebody has made the server their own; no answer.
    pub async fn play_demo(self, person: Option<PersonId>) -> Result<Arc<Me>, Trouble> {
        let me = self.come_in(AccountCall::PlayDemo { person, device: agent::label() }).await?;
        typed::forget_all();
        let _ = self.greeted_as_demo.try_set(true);
        Ok(me)
    }

    /// Takes the demo away, on the server and on this device; the page is to be loaded anew then.
    ///
    /// # Errors
    /// No answer: then everything is still there.
    pub async fn end_demo(self) -> Result<(), Trouble> {
        let Standing::SignedIn(me) = self.standing.get_untracked() else { return Err(Trouble::SignedOut) };
        self.ask(AccountCall::EndDemo).await?;
        let backend = self.backend.key();
        account::forget(&backend);
        for persona in &me.demo {
            let database = account::database_of(&backend, &persona.person);
            account::mark_for_wiping(&database);
            ledger::forget(&database);
            keepsake::forget(&database);
        }
        typed::forget_all();
        self.engine.stop();
        Ok(())
    }
}
