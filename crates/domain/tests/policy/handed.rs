//! A space that changes hands.

use crate::world::{HOUR, NOW, World, actor, body, member, person, reason};
use domain::intent::{self, Desk, Estate};
use domain::kinds::{
    Handover, HandoverState, KnownKind, Member, MemberState, Role, Space, member_id, space_id,
};
use domain::policy::{Actor, Before, Context};
use domain::refusal::{Reason, Refusal};
use protocol::{Body, Head, Op, RecordId};

fn li() -> Actor {
    actor("li", Some(Role::Member))
}

fn owner() -> Actor {
    actor("owner", Some(Role::Owner))
}

#[test]
fn an_offer_goes_to_another_who_takes_part_and_begins_unanswered() {
    let world = World::new();
    assert_eq!(world.offers(&owner(), "li"), Ok(()));
    assert_eq!(reason(world.offers(&owner(), "owner")), Some(Reason::WrongSubject));
    let head = world.offer_head("owner", "nobody");
    let offer = Handover::new(String::new());
    assert_eq!(reason(world.create(&owner(), &head, &offer)), Some(Reason::NotAMember));
    for state in MemberState::KNOWN.iter().filter(|state| **state != MemberState::Active) {
        let mut world = World::new().about("li", Role::Member);
        world.context.case.member.as_mut().unwrap().state = state.clone();
        let verdict = world.create(&owner(), &world.offer_head("owner", "li"), &offer);
        assert_eq!(reason(verdict), Some(Reason::WrongState), "{state:?}");
    }
    let world = World::new().about("li", Role::Member);
    let accepted = Handover { state: HandoverState::Accepted, ..offer };
    let verdict = world.create(&owner(), &world.offer_head("owner", "li"), &accepted);
    assert_eq!(reason(verdict), Some(Reason::WrongState));
}

#[test]
fn an_offer_is_answered_once_by_whom_it_was_made_to_while_its_author_owns_the_space() {
    let world = World::new();
    for state in [HandoverState::Accepted, HandoverState::Declined] {
        assert_eq!(world.answers(&li(), "li", state.clone()), Ok(()));
        assert_eq!(reason(world.answers(&owner(), "li", state)), Some(Reason::NotYours));
    }
    let head = world.offer_head("owner", "li");
    let declined = Handover { state: HandoverState::Declined, ..Handover::new(String::new()) };
    let accepted = Handover { state: HandoverState::Accepted, ..declined.clone() };
    assert_eq!(reason(world.update(&li(), &head, HOUR, &declined, &accepted)), Some(Reason::WrongState));
    let mut handed_on = World::new();
    handed_on.context.owner = Some(person("wang"));
    let late = handed_on.answers(&li(), "li", HandoverState::Accepted);
    assert_eq!(reason(late), Some(Reason::WrongState), "its author has handed the space to another");
    let mut muted = li();
    muted.membership.as_mut().unwrap().state = MemberState::Muted;
    assert_eq!(reason(world.answers(&muted, "li", HandoverState::Accepted)), Some(Reason::WrongState));
}

#[test]
fn nobody_writes_an_owner_into_the_space_and_the_rest_of_it_is_the_owners() {
    let world = World::new();
    let head = world.head(KnownKind::Space, space_id(&world.space), "owner");
    let space = Space { name: "甲".to_owned(), purpose: "训".to_owned(), ..Space::default() };
    let taken = |name: &str| Space { owner: Some(person(name)), ..space.clone() };
    for actor in [owner(), li()] {
        let verdict = world.update(&actor, &head, HOUR, &space, &taken(actor.person.as_str()));
        assert!(verdict.is_err(), "{}", actor.person);
    }
    assert_eq!(reason(world.update(&owner(), &head, HOUR, &space, &taken("li"))), Some(Reason::ServerOnly));
    let mut handed_over = World::new();
    handed_over.context.owner = Some(person("li"));
    let renamed = Space { name: "乙".to_owned(), ..taken("li") };
    assert_eq!(handed_over.update(&li(), &head, HOUR, &taken("li"), &renamed), Ok(()));
    let by_founder = handed_over.update(&owner(), &head, HOUR, &taken("li"), &renamed);
    assert_eq!(reason(by_founder), Some(Reason::OwnerOnly));
    let back = handed_over.update(&li(), &head, HOUR, &taken("li"), &space);
    assert_eq!(reason(back), Some(Reason::ServerOnly), "what is nobody's would fall back to the founder");
}

/// A record as it stands.
struct Stored(Head, Body);

impl Stored {
    fn before(&self) -> Before<'_> {
        Before { head: &self.0, body: &self.1, at: NOW - HOUR, deleted: false }
    }
}

fn membership(world: &World, who: &str, roles: &[Role]) -> Stored {
    let id: RecordId = member_id(&world.space, &person(who));
    Stored(world.head(KnownKind::Member, id, "owner"), body(&member(who, roles, MemberState::Active)))
}

#[test]
fn where_no_server_passes_a_space_on_the_devices_write_space_and_memberships_each_legal_in_turn() {
    let world = World::new();
    let offer = Stored(world.offer_head("owner", "li"), body(&Handover::new(String::new())));
    let about = Space { name: "甲".to_owned(), purpose: "训".to_owned(), ..Space::default() };
    let space = Stored(world.head(KnownKind::Space, space_id(&world.space), "owner"), body(&about));
    let mine = membership(&world, "li", &[Role::Member, Role::Trainer]);
    let former = membership(&world, "owner", &[Role::Owner]);
    let estate = Estate { space: space.before(), mine: mine.before(), former: Some(former.before()) };
    let accept = |actor: &Actor, context: &Context| -> Result<_, Refusal> {
        let desk = Desk { space: &world.space, actor, context };
        intent::accept_handover(&desk, offer.before(), Some(estate))
    };
    let writes = accept(&li(), &world.context).unwrap();
    let bodies: Vec<&Body> = writes
        .iter()
        .filter_map(|write| match &write.op {
            Op::Update { body, .. } => Some(body),
            _ => None,
        })
        .collect();
    let [answered, passed, heir, founder] = bodies.as_slice() else { panic!("{writes:?}") };
    assert_eq!(answered.read::<Handover>().unwrap().state, HandoverState::Accepted);
    assert_eq!(passed.read::<Space>().unwrap().owner, Some(person("li")));
    assert_eq!(heir.read::<Member>().unwrap().roles, [Role::Owner, Role::Trainer]);
    assert_eq!(founder.read::<Member>().unwrap().roles, [Role::Member, Role::Admin]);

    assert!(accept(&actor("wang", Some(Role::Admin)), &world.context).is_err());
    let handed_on = Context { owner: Some(person("wang")), ..world.context.clone() };
    assert!(accept(&li(), &handed_on).is_err());
}
