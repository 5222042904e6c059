//! A person's standing in a space, as `domain::policy` asks for it, and what they may read.

use domain::kinds::MemberState;
use domain::policy::{Actor, Context, Membership, Reach, reach};
use protocol::{Audience, PersonId};
use std::collections::BTreeMap;

/// A person's standing in one space.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    /// The person, and what they are there.
    pub(crate) actor: Actor,
    /// The space's owner; `None` where there is no such space.
    pub(crate) owner: Option<PersonId>,
    /// How often the person's membership began or ended.
    pub(crate) epoch: u32,
}

impl Access {
    /// How far the person reads the records for `audience`.
    pub(crate) fn reach(&self, audience: &Audience) -> Reach {
        reach(&self.actor, audience, &self.context())
    }

    /// Whether the person may read a record for `audience` about `subject`.
    pub(crate) fn may_read(&self, audience: &Audience, subject: Option<&PersonId>) -> bool {
        match self.reach(audience) {
            Reach::Nothing => false,
            Reach::Own => subject == Some(&self.actor.person),
            Reach::Everything => true,
        }
    }

    /// Whether the person owns or administers the space.
    pub(crate) fn is_staff(&self) -> bool {
        self.actor.is_staff(&self.context())
    }

    /// Whether the person owns the space.
    pub(crate) fn is_owner(&self) -> bool {
        self.actor.is_owner(&self.context())
    }

    /// Whether the person belongs to the space now.
    pub(crate) fn is_inside(&self) -> bool {
        use MemberState::{Active, Departing, Leaving, Muted, Removing, Suspended};
        let state = self.actor.membership.as_ref().map(|membership| &membership.state);
        self.is_owner() || matches!(state, Some(Active | Muted | Suspended | Leaving | Removing | Departing))
    }

    /// A name for the person's rights in the scope: it changes whenever they do.
    pub(crate) fn grant(&self, instance: &str, audience: &Audience) -> String {
        let reach = match self.reach(audience) {
            Reach::Nothing => "none",
            Reach::Own => "own",
            Reach::Everything => "all",
        };
        format!("{instance}.{reach}.{}", self.epoch)
    }

    /// The part of the policy's context that reading needs.
    fn context(&self) -> Context {
        Context { owner: self.owner.clone(), ..Context::default() }
    }
}

/// Everybody's standing in one space.
#[derive(Debug, Default)]
pub(crate) struct Roster(pub(crate) BTreeMap<PersonId, Access>);

impl Roster {
    /// Whether `person` may read a record for `audience` about `subject`.
    pub(crate) fn may_read(
        &self,
        person: &PersonId,
        audience: &Audience,
        subject: Option<&PersonId>,
    ) -> bool {
        self.0.get(person).is_some_and(|access| access.may_read(audience, subject))
    }

    /// How many people belong to the space.
    pub(crate) fn count(&self) -> u32 {
        let inside = self.0.values().filter(|access| access.is_inside()).count();
        u32::try_from(inside).unwrap_or(u32::MAX)
    }
}

/// A membership as it is kept: its state, and its roles with spaces in between.
pub(crate) fn membership(state: &str, roles: &str) -> Membership {
    Membership { roles: roles.split_whitespace().map(Into::into).collect(), state: MemberState::from(state) }
}
