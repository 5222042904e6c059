//! Who is responsible for what now: read off the roles of those who take part, so that it is never
//! out of date. What nobody is appointed to falls to the owner.

use crate::kinds::{Member, MemberState, Role};
use protocol::PersonId;

/// Something that somebody answers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// The rules, the guards, and who has which role.
    Rules,
    /// Invitations, held posts, reports and measures.
    Order,
    /// Teaching.
    Teaching,
    /// Looking at material before it is published.
    Review,
}

impl Duty {
    /// Every duty.
    pub const ALL: [Self; 4] = [Self::Rules, Self::Order, Self::Teaching, Self::Review];

    /// The role that comes with it; the owner's has none to give.
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Rules => None,
            Self::Order => Some(Role::Admin),
            Self::Teaching => Some(Role::Trainer),
            Self::Review => Some(Role::Reviewer),
        }
    }
}

/// Who answers for `duty` in a space of `owner`, in the order of `members`. Whoever is muted for good,
/// suspended or about to go answers for nothing.
pub fn responsible(
    duty: Duty,
    owner: &PersonId,
    members: impl Iterator<Item = impl std::ops::Deref<Target = Member>>,
) -> Vec<PersonId> {
    let mut people = Vec::new();
    if let Some(role) = duty.role() {
        for member in members.filter(|member| member.state == MemberState::Active) {
            if member.roles.contains(&role) {
                people.push(member.person.clone());
            }
        }
    }
    if people.is_empty() {
        people.push(owner.clone());
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(person: &str, role: Role, state: MemberState) -> Member {
        Member {
            person: PersonId::from(person),
            real_name: person.to_owned(),
            dept: String::new(),
            post: String::new(),
            roles: vec![Role::Member, role],
            state,
            joined_at: 0,
            extra: Default::default(),
        }
    }

    #[test]
    fn what_nobody_is_appointed_to_falls_to_the_owner() {
        let owner = PersonId::from("owner");
        let members = [
            member("wang", Role::Admin, MemberState::Active),
            member("li", Role::Admin, MemberState::Suspended),
            member("zhao", Role::Trainer, MemberState::Left),
        ];
        let who = |duty| {
            let people = responsible(duty, &owner, members.iter());
            people.iter().map(|person| person.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(who(Duty::Order), ["wang"]);
        assert_eq!(who(Duty::Teaching), ["owner"]);
        assert_eq!(who(Duty::Review), ["owner"]);
        assert_eq!(who(Duty::Rules), ["owner"]);
    }
}
