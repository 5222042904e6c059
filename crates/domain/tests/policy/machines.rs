//! The state machines: no way outside the tables, no way out of an end.

use crate::world::{NOW, World, actor, member, reason};
use domain::kinds::{InviteState, MemberState, Role};
use domain::refusal::Reason;
use domain::rules::gate::Edition;
use domain::states::{INVITATION, MEMBERSHIP, RULE_SET, RuleSetState};
use proptest::prelude::*;

fn any_member_state() -> impl Strategy<Value = MemberState> {
    prop_oneof![
        9 => prop::sample::select(MemberState::KNOWN.to_vec()),
        1 => Just(MemberState::Other("sabbatical".to_owned())),
    ]
}

fn any_actor() -> impl Strategy<Value = domain::policy::Actor> {
    let roles =
        prop::sample::select(vec![Role::Owner, Role::Admin, Role::Trainer, Role::Member, Role::Observer]);
    (prop::sample::select(vec!["owner", "admin", "li"]), roles, any_member_state()).prop_map(
        |(name, role, state)| {
            let mut actor = actor(name, Some(role));
            actor.membership.as_mut().unwrap().state = state;
            actor
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_membership_turns_outside_its_table(
        actor in any_actor(), from in any_member_state(), to in any_member_state()
    ) {
        let world = World::new();
        let verdict = world.turn_member(&actor, &member("li", &[Role::Member], from.clone()), to.clone());
        if from != to && !MEMBERSHIP.allows(&from, &to) {
            prop_assert_eq!(reason(verdict), Some(Reason::WrongState));
        } else if MEMBERSHIP.is_terminal(&from) {
            prop_assert_eq!(reason(verdict), Some(Reason::WrongState));
        }
    }

    #[test]
    fn no_invitation_turns_outside_its_table(
        from in prop::sample::select(InviteState::KNOWN.to_vec()), to in prop::sample::select(InviteState::KNOWN.to_vec())
    ) {
        let world = World::new();
        let of = |state: &InviteState| domain::kinds::Invite { state: state.clone(), ..world.invite() };
        let verdict = world.change_invite(&actor("owner", Some(Role::Owner)), &of(&from), &of(&to));
        if verdict.is_ok() {
            prop_assert!(!INVITATION.is_terminal(&from));
            prop_assert!(from == to || INVITATION.allows(&from, &to));
        }
    }

    #[test]
    fn a_sequence_of_versions_moves_every_version_along_its_table(steps in prop::collection::vec(1_u32..4, 1..12)) {
        // Publishing tries any next number; the policy lets through only the next one.
        let mut world = World::new();
        world.context.published.clear();
        let owner = actor("owner", Some(Role::Owner));
        for step in steps {
            let binding = world.context.binding().map(|rules| rules.version);
            let version = binding.unwrap_or(0) + step;
            let before: Vec<RuleSetState> = (1..=20).map(|v| RuleSetState::of(v, binding)).collect();
            if world.publish(&owner, version).is_ok() {
                world.context.published.push(Edition::of(&world.rules(version), NOW));
            }
            let binding = world.context.binding().map(|rules| rules.version);
            for (version, before) in (1..=20).zip(before) {
                let after = RuleSetState::of(version, binding);
                prop_assert!(before == after || RULE_SET.allows(&before, &after), "{before:?} to {after:?}");
            }
        }
        let versions: Vec<u32> = world.context.published.iter().map(|edition| edition.rules.version).collect();
        prop_assert!(versions.iter().zip(1..).all(|(version, expected)| *version == expected));
    }
}

#[test]
fn the_ends_are_the_ends() {
    let ends = [MemberState::Left, MemberState::Removed, MemberState::Departed];
    for state in MemberState::KNOWN {
        assert_eq!(MEMBERSHIP.is_terminal(state), ends.contains(state), "{state:?}");
    }
    assert!(RULE_SET.is_terminal(&RuleSetState::Superseded));
    assert!(!INVITATION.is_terminal(&InviteState::Open));
}
