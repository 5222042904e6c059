//! Where the backend compares nothing, what decides about others waits until it is in reach.

use super::Space;
use crate::state::trouble::Trouble;
use domain::intent::RecordWrite;
use domain::sway;
use leptos::prelude::*;
use protocol::Problem;

impl Space {
    /// Whether roles, rules and guards can't be changed now, since it would be done blindly.
    pub fn decides_blindly(self) -> Memo<bool> {
        Memo::new(move |_| self.is_blind())
    }

    /// # Errors
    /// Writes that decide about others, while nobody can look at what stands.
    pub(super) fn refuse_blind(self, writes: &[RecordWrite]) -> Result<(), Trouble> {
        if !untrack(|| self.is_blind()) {
            return Ok(());
        }
        sway::wait_for_reach(writes).map_err(|refusal| Trouble::Refused(Problem::from(refusal)))
    }

    fn is_blind(self) -> bool {
        self.engine.generation().track();
        let compares_nothing =
            self.engine.driver().is_some_and(|driver| driver.capabilities().decides_in_reach());
        compares_nothing && self.engine.is_offline()
    }
}
