//! Handing the open space over: who owns it, what is offered, and who sees to it.

use super::Space;
use crate::state::row::{Row, Rows};
use crate::state::trouble::Trouble;
use dialect::Capabilities;
use dialect::capabilities::{Accounts, Enforced};
use domain::intent::{self, Estate};
use domain::kinds::{Handover, HandoverState, KnownKind, MemberState, member_id, space_id};
use domain::namesakes::told_apart;
use domain::policy::{Case, Context, Membership};
use leptos::prelude::*;
use protocol::{PersonId, RecordId};
use std::sync::Arc;

/// Who passes a space on once an offer of it is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassedOnBy {
    /// The server, at once and together with both memberships.
    Server,
    /// The devices: nobody checks it, as nobody there checks anything.
    Devices,
    /// Nobody: the server's own rights name who founded the space.
    Nobody,
}

impl PassedOnBy {
    fn of(can: &Capabilities) -> Self {
        match (can.enforces.contains(&Enforced::Ownership), can.accounts) {
            (true, _) => Self::Server,
            (false, Accounts::Advisory) => Self::Devices,
            (false, Accounts::Proven) => Self::Nobody,
        }
    }
}

impl Space {
    /// Who owns the space; `None` while that is unknown.
    pub fn owner(self) -> Memo<Option<PersonId>> {
        let about = self.about();
        Memo::new(move |_| about.read().as_ref().map(|row| row.body.owner_or(row.author()).clone()))
    }

    /// Who passes the space on, on the backend that now runs.
    pub fn passed_on_by(self) -> Memo<PassedOnBy> {
        Memo::new(move |_| {
            self.engine.generation().track();
            let driver = self.engine.driver();
            driver.map_or(PassedOnBy::Nobody, |driver| PassedOnBy::of(&driver.capabilities()))
        })
    }

    /// The offers: to oneself; for owner and administrators all.
    pub fn handovers(self) -> Rows<Handover> {
        self.tables().handovers.rows().clone()
    }

    /// The owner's offers that nobody has answered, the oldest first.
    pub fn open_handovers(self) -> Memo<Vec<Arc<Row<Handover>>>> {
        let (rows, owner) = (self.handovers(), self.owner());
        Memo::new(move |_| {
            let owner = owner.get();
            let counts = |row: &Arc<Row<Handover>>| {
                row.body.state == HandoverState::Open && Some(row.author()) == owner.as_ref()
            };
            rows.all().into_iter().filter(counts).collect()
        })
    }

    /// The owner's offer to this person, where one waits for an answer.
    pub fn offered_to_me(self) -> Memo<Option<Arc<Row<Handover>>>> {
        let (open, me) = (self.open_handovers(), self.session.me());
        Memo::new(move |_| {
            let me = me.read().as_ref().map(|me| me.person.clone())?;
            open.read().iter().rev().find(|row| row.head.subject.as_ref() == Some(&me)).cloned()
        })
    }

    /// To whom the space may be offered, with their names: whoever takes part, but oneself and those to
    /// whom it is offered already.
    pub fn heirs(self) -> Memo<Vec<(PersonId, String)>> {
        let (members, open, me) = (self.members(), self.open_handovers(), self.session.me());
        Memo::new(move |_| {
            let me = me.read().as_ref().map(|me| me.person.clone());
            let open = open.read();
            let is_free = |person: &PersonId| {
                Some(person) != me.as_ref()
                    && !open.iter().any(|row| row.head.subject.as_ref() == Some(person))
            };
            let members = members.all();
            let active = members.iter().map(|row| &row.body).filter(|body| body.state == MemberState::Active);
            told_apart(active).into_iter().filter(|(person, _)| is_free(person)).collect()
        })
    }

    /// Offers the space to `heir`.
    ///
    /// # Errors
    /// As [`Space::post`]; the problem's field points at what is wrong.
    pub async fn offer_handover(self, heir: PersonId, note: String) -> Result<(), Trouble> {
        let id = self.new_id()?;
        let member = self.members().row(&member_id(&self.id(), &heir)).map(|row| row.get_untracked());
        let member =
            member.map(|row| Membership { roles: row.body.roles.clone(), state: row.body.state.clone() });
        self.intend(|desk, _| {
            let case = Case { member, ..Case::default() };
            let context = Context { case, ..desk.context.clone() };
            intent::offer_handover(&intent::Desk { context: &context, ..*desk }, id, &heir, &note)
        })
        .await
    }

    /// Declines an offer, or takes it back.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn decide_handover(self, id: RecordId, state: HandoverState) -> Result<(), Trouble> {
        self.intend(|desk, records| {
            intent::decide_handover(desk, records.need(KnownKind::Handover, &id)?, state)
        })
        .await
    }

    /// Accepts an offer: from then on one owns the space.
    ///
    /// # Errors
    /// As [`Space::post`].
    pub async fn accept_handover(self, id: RecordId) -> Result<(), Trouble> {
        let by_devices = self.passed_on_by().get_untracked() == PassedOnBy::Devices;
        let writes = self.judge(|desk, records| {
            let offer = records.need(KnownKind::Handover, &id)?;
            let membership = |person: &PersonId| member_id(desk.space, person);
            let estate = by_devices.then(|| {
                Ok::<_, domain::Refusal>(Estate {
                    space: records.need(KnownKind::Space, &space_id(desk.space))?,
                    mine: records.need(KnownKind::Member, &membership(&desk.actor.person))?,
                    former: records.get(KnownKind::Member, &membership(&offer.head.author)),
                })
            });
            intent::accept_handover(desk, offer, estate.transpose()?)
        })?;
        self.keep(writes).await
    }
}
