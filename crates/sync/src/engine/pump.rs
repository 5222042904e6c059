//! The network side: what is asked next, and when to look again.

use super::Engine;
use crate::effect::Effect;
use crate::event::Timer;
use crate::planted::{self, Bug};

impl Engine {
    /// Asks for all that is due and may be asked.
    pub(super) fn pump(&mut self) {
        let may_talk = self.lead.is_some() && self.is_signed_in() && !self.newer;
        self.want_pokes(may_talk);
        if !may_talk {
            return;
        }
        let closed = self.lead.as_ref().and_then(|lead| lead.circuit.wait_until(self.now.mono_ms));
        if closed.is_some() {
            self.arm(Timer::Push, closed);
            return;
        }
        self.ask_heads();
        self.ask_push();
        self.ask_pulls();
    }

    /// Whether the session is that of the store's owner.
    pub(super) fn is_signed_in(&self) -> bool {
        let anybody = planted::on(Bug::WrongPrincipal);
        self.session.as_ref().is_some_and(|session| anybody || *session == self.config.principal)
    }

    fn want_pokes(&mut self, wanted: bool) {
        let Some(lead) = &mut self.lead else { return };
        if lead.pokes_wanted != wanted {
            lead.pokes_wanted = wanted;
            lead.pokes_open &= wanted;
            self.out.push(Effect::WantPokes(wanted));
        }
    }

    /// The page is shown again, or hidden.
    pub(super) fn shown(&mut self, visible: bool) {
        let was_hidden = !std::mem::replace(&mut self.visible, visible);
        if visible && was_hidden {
            // A leader that lives has as long as ever to show it.
            self.heard = self.now.mono_ms;
            self.resumed();
        }
    }

    /// The page may have missed anything.
    pub(super) fn resumed(&mut self) {
        self.lane.go_on();
        self.catch_up();
        let now = self.now.mono_ms;
        let (active, pokes) = (self.config.intervals.poll_active, |lead: &super::lead::Lead| lead.pokes_open);
        if let Some(lead) = &mut self.lead
            && !pokes(lead)
            && now.saturating_sub(lead.heads.asked_at) >= active
        {
            lead.heads.want(true);
        }
    }
}
