//! Posts under guards, as the policy takes them.

use crate::world::{HOUR, NOW, World, actor, person, timed};
use domain::guard::check::{Interval, Terms};
use domain::guard::{Check, Level, Recent, Watch};
use domain::intent::{self, Decision, Desk, HandIn};
use domain::kinds::{Held, HeldState, KnownKind, MemberState, Message, Role};
use domain::policy::Before;
use domain::refusal::Reason;

fn guarded(level: Level) -> World {
    let terms = Check::Terms(Terms { lists: Vec::new(), own: vec!["团购".to_owned()], level });
    let interval = Check::Interval(Interval { seconds: 60 });
    let mut world = World::new();
    world.context.watch = Watch {
        guards: vec![terms.guard(2), interval.guard(1)],
        own: vec![NOW - 90_000],
        paces: true,
        ..Watch::default()
    };
    world
}

fn say(world: &World, who: &str, role: Role, text: &str) -> Option<(Reason, Option<u32>)> {
    let head = world.head(KnownKind::Message, timed(1), who);
    let said = world.create(&actor(who, Some(role)), &head, &world.message(text));
    said.err().map(|refusal| (refusal.reason(), refusal.rule()))
}

#[test]
fn guards_bind_members_and_trainers_and_leave_owner_and_administrators_alone() {
    let world = guarded(Level::Block);
    for (who, role) in [("li", Role::Member), ("zhao", Role::Trainer)] {
        assert_eq!(say(&world, who, role.clone(), "團 購！"), Some((Reason::Blocked, Some(2))));
        assert_eq!(say(&world, who, role, "早"), None);
    }
    assert_eq!(say(&world, "owner", Role::Owner, "團 購！"), None);
    assert_eq!(say(&world, "wang", Role::Admin, "團 購！"), None);
}

#[test]
fn an_edit_can_not_smuggle_in_what_a_post_may_not_say() {
    let world = guarded(Level::Hold);
    let head = world.head(KnownKind::Message, timed(1), "li");
    let li = actor("li", Some(Role::Member));
    let edited = |text: &str| Message { edited_at: Some(NOW), ..world.message(text) };
    let smuggled = world.update(&li, &head, HOUR, &world.message("早"), &edited("团购"));
    assert_eq!(smuggled.unwrap_err().reason(), Reason::NeedsRelease);
    assert_eq!(world.update(&li, &head, HOUR, &world.message("早"), &edited("早上好")), Ok(()));
}

#[test]
fn nobody_calls_their_own_post_released() {
    let world = guarded(Level::Hold);
    let head = world.head(KnownKind::Message, timed(1), "li");
    let forged = Message { released_by: Some(person("owner")), ..world.message("早") };
    let said = world.create(&actor("li", Some(Role::Member)), &head, &forged);
    assert_eq!(said.unwrap_err().reason(), Reason::ServerOnly);
}

#[test]
fn a_muted_member_hands_nothing_in() {
    let world = guarded(Level::Hold);
    let mut li = actor("li", Some(Role::Member));
    assert_eq!(world.hand_in(&li), Ok(()));
    li.membership.as_mut().unwrap().state = MemberState::Muted;
    assert_eq!(world.hand_in(&li).unwrap_err().reason(), Reason::Muted);
}

#[test]
fn what_is_decided_stays_decided_and_its_text_is_never_changed() {
    let world = guarded(Level::Hold);
    let owner = actor("owner", Some(Role::Owner));
    let head = world.head(KnownKind::Held, domain::kinds::held_id(&world.space, &timed(1)), "li");
    let by_owner = |state| Held { decided_by: Some(person("owner")), ..world.held(state) };
    let turn = |before: &Held, after: &Held| world.update(&owner, &head, HOUR, before, after);
    let waiting = world.held(HeldState::Waiting);
    let other_words = Held { text: "别的话".to_owned(), ..by_owner(HeldState::Released) };
    assert_eq!(turn(&waiting, &other_words).unwrap_err().reason(), Reason::Immutable);
    let no_reason = Held { reason: " ".to_owned(), ..by_owner(HeldState::Returned) };
    assert_eq!(turn(&waiting, &no_reason).unwrap_err().field(), Some("/reason"));
    let as_another = Held { decided_by: Some(person("wang")), ..by_owner(HeldState::Released) };
    assert_eq!(turn(&waiting, &as_another).unwrap_err().field(), Some("/decided_by"));
    let released = by_owner(HeldState::Released);
    assert_eq!(turn(&waiting, &released), Ok(()));
    assert_eq!(turn(&released, &by_owner(HeldState::Returned)).unwrap_err().reason(), Reason::WrongState);
}

#[test]
fn handing_in_and_deciding_are_intents() {
    let world = guarded(Level::Hold);
    let li = actor("li", Some(Role::Member));
    let desk = Desk { space: &world.space, actor: &li, context: &world.context };
    let post = HandIn {
        text: " 团购 ".to_owned(),
        rules: vec![2],
        plea: "部门采购".to_owned(),
        ..HandIn::default()
    };
    let writes = intent::hand_in(&desk, timed(1), post).unwrap();
    let protocol::Op::Create(body) = &writes[0].op else { panic!("it is created") };
    let before = Before { head: &writes[0].head, body, at: NOW, deleted: false };
    assert_eq!(body.read::<Held>().unwrap().text, "团购");
    assert!(intent::decide_held(&desk, before, Decision::Release).is_err());
    assert_eq!(intent::withdraw_held(&desk, before).unwrap().len(), 1);

    let owner = actor("owner", Some(Role::Owner));
    let desk = Desk { actor: &owner, ..desk };
    assert_eq!(intent::decide_held(&desk, before, Decision::Release).unwrap().len(), 1);
    let empty = intent::decide_held(&desk, before, Decision::Return(" ".to_owned())).unwrap_err();
    assert_eq!((empty.reason(), empty.field()), (Reason::Empty, Some("/reason")));
    assert!(intent::withdraw_held(&desk, before).is_err());
}

#[test]
fn what_the_stream_says_already_needs_a_reason() {
    let mut world = World::new();
    let duplicates = Check::Duplicates(domain::guard::check::Duplicates { days: 7 });
    let text = "通知：本周五下午三点在二楼会议室开会。";
    let said = Recent::new(timed(9), person("zhao"), NOW - HOUR, text.to_owned());
    world.context.watch = Watch { guards: vec![duplicates.guard(6)], recent: vec![said], ..Watch::default() };
    assert_eq!(say(&world, "li", Role::Member, text), Some((Reason::SaidBefore, Some(6))));
    let head = world.head(KnownKind::Message, timed(1), "li");
    let again = Message { again: Some("会议室换了".to_owned()), ..world.message(text) };
    assert_eq!(world.create(&actor("li", Some(Role::Member)), &head, &again), Ok(()));
}
