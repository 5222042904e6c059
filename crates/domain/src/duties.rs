//! Who is responsible for what now: read off the roles of those who take part, so that it is never
//! out of date. What nobody is appointed to falls to the owner.

use crate::kinds::{Member, MemberState, Role, Space};
use crate::workdays;
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

/// Who is on duty at `now_ms` by the clock of the group: only somebody who still takes part.
pub fn on_duty(
    space: &Space,
    now_ms: i64,
    mut members: impl Iterator<Item = impl std::ops::Deref<Target = Member>>,
) -> Option<PersonId> {
    let today = weekday_of(space, now_ms);
    let named = space.on_duty.iter().find(|on_duty| on_duty.weekday == today)?;
    let is_here = |member: &Member| member.person == named.person && member.state == MemberState::Active;
    members.any(|member| is_here(&member)).then(|| named.person.clone())
}

const MINUTE_MS: i64 = 60 * 1000;

/// The day of the week at `now_ms` by the clock of the group, from 1 for Monday to 7 for Sunday.
pub fn weekday_of(space: &Space, now_ms: i64) -> u8 {
    let wall_ms = now_ms.saturating_add(i64::from(space.terms().clock()).saturating_mul(MINUTE_MS));
    workdays::weekday(wall_ms.div_euclid(24 * 60 * MINUTE_MS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::OnDuty;

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
    fn who_is_on_duty_changes_at_the_midnight_of_the_group_and_nobody_who_left_is() {
        // Monday, 23 November 2026, 15:59 UTC: one minute to midnight in Shanghai.
        let late = 20_780 * 24 * 60 * MINUTE_MS + (15 * 60 + 59) * MINUTE_MS;
        let on = |weekday, person: &str| OnDuty {
            weekday,
            person: PersonId::from(person),
            extra: Default::default(),
        };
        let space = Space { on_duty: vec![on(1, "wang"), on(2, "li"), on(3, "zhao")], ..Space::default() };
        let members = [
            member("wang", Role::Admin, MemberState::Active),
            member("li", Role::Admin, MemberState::Active),
            member("zhao", Role::Admin, MemberState::Left),
        ];
        let who = |at| on_duty(&space, at, members.iter()).map(|person| person.as_str().to_owned());
        assert_eq!(who(late).as_deref(), Some("wang"));
        assert_eq!(who(late + MINUTE_MS).as_deref(), Some("li"));
        assert_eq!(who(late + 24 * 60 * MINUTE_MS + MINUTE_MS), None, "zhao has left");
        assert_eq!(who(late + 3 * 24 * 60 * MINUTE_MS + MINUTE_MS), None, "nobody is named");
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
