//! That somebody waits to be let in, for those who decide about it: on the space's own screens, not
//! only where the list is. The staff's log tells it on the device; a reviewer, who does not read that,
//! has asked the backend.

use super::Space;
use domain::policy::Action as Deed;
use domain::waiting::{Applied, applied};
use leptos::prelude::*;
use protocol::PersonId;
use protocol::account::Applicant;
use std::sync::Arc;

impl Space {
    /// Who waits here, the longest first; nobody for those who can't let anybody in.
    pub fn to_admit(self) -> Memo<Vec<Applied>> {
        let (may, sees_log) = (self.may(Deed::Admit), self.may(Deed::SeeAudit));
        let (audit, members) = (self.audit(), self.members());
        Memo::new(move |_| {
            if may.read().is_err() {
                return Vec::new();
            }
            let members = members.all();
            let is_inside = |person: &PersonId| {
                members.iter().any(|row| row.body.person == *person && !row.body.state.is_over())
            };
            if sees_log.read().is_ok() {
                let log = audit.all();
                return applied(log.iter().map(|row| &row.body), is_inside);
            }
            let asked = self.applicants.read();
            asked.iter().filter(|applied| !is_inside(&applied.person)).cloned().collect()
        })
    }

    /// How many have asked since this person looked last, until that is put away.
    pub fn asked_meanwhile(self) -> Memo<usize> {
        let waiting = self.to_admit();
        Memo::new(move |_| {
            let left = self.left.read();
            let Some(since) = left.as_ref().map(super::unread::Left::at) else { return 0 };
            waiting.read().iter().filter(|applied| applied.at > since).count()
        })
    }

    /// Takes what the backend says of who waits.
    pub fn take_applicants(self, applicants: &[Applicant]) {
        let Some(space) = self.id.try_get_value() else { return };
        let here = applicants.iter().filter(|applicant| applicant.space == space);
        let here = here.map(|one| Applied { person: one.person.clone(), at: one.asked_at });
        let _ = self.applicants.try_set(Arc::new(here.collect()));
    }

    /// Asks the backend once for whoever lets people in without reading the staff's log.
    pub(super) fn ask_who_waits(self) {
        let (may, sees_log) = (self.may(Deed::Admit), self.may(Deed::SeeAudit));
        let must_ask = Memo::new(move |_| may.read().is_ok() && sees_log.read().is_err());
        let ask = Action::new_local(move |(): &()| async move {
            // Without an answer nothing is said; the list itself tells why it can't be had.
            if let Ok(requests) = self.session.requests().await {
                self.take_applicants(&requests.applicants);
            }
        });
        Effect::new(move |_| {
            if must_ask.get() {
                ask.dispatch_local(());
            }
        });
    }
}
