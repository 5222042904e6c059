//! Posts under guards, as the policy takes them.

use crate::world::{HOUR, NOW, World, actor, person, timed};
use domain::guard::check::{Interval, Terms};
use domain::guard::pace::Own;
use domain::guard::{Check, Level, Recent, Watch};
use domain::intent::{self, Decision, Desk, HandIn};
use domain::kinds::{
    ChannelSort, Guard, Guards, Held, HeldState, KnownKind, MemberState, Message, Role, channel_id,
    guards_id, held_id,
};
use domain::limits::PERMIT_MS;
use domain::policy::{Before, Citable};
use domain::refusal::Reason;

fn guarded(level: Level) -> World {
    let terms = Check::Terms(Terms { lists: Vec::new(), own: vec!["团购".to_owned()], level });
    let interval = Check::Interval(Interval { seconds: 60 });
    let mut world = World::new();
    world.context.watch = Watch {
        guards: vec![terms.guard(2), interval.guard(1)],
        own: vec![Own { at: NOW - 90_000, channel: None }],
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
    let head = world.head(KnownKind::Held, held_id(&world.space, &timed(1)), "li");
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

/// What li asked for, as it stands in `state`.
fn asked(world: &World, state: HeldState) -> Held {
    let plea = "新员工培训用书".to_owned();
    Held {
        source: Some("出版社官网".to_owned()), plea, text: "团购教材".to_owned(), ..world.held(state)
    }
}

#[test]
fn a_permission_is_asked_for_with_its_purpose_and_its_source() {
    let world = guarded(Level::Permit);
    let li = actor("li", Some(Role::Member));
    let head = world.head(KnownKind::Held, held_id(&world.space, &timed(1)), "li");
    let refused =
        |held: Held| world.create(&li, &head, &held).err().map(|refusal| refusal.field().unwrap().to_owned());
    let whole = asked(&world, HeldState::Waiting);
    assert_eq!(refused(whole.clone()), None);
    assert_eq!(refused(Held { plea: " ".to_owned(), ..whole.clone() }).as_deref(), Some("/plea"));
    assert_eq!(refused(Held { source: Some(String::new()), ..whole.clone() }).as_deref(), Some("/source"));
    assert_eq!(refused(Held { expires_at: Some(NOW + 1), ..whole }).as_deref(), Some("/expires_at"));
}

#[test]
fn what_is_asked_for_is_granted_for_a_day_by_staff_and_never_released() {
    let world = guarded(Level::Permit);
    let head = world.head(KnownKind::Held, held_id(&world.space, &timed(1)), "li");
    let waiting = asked(&world, HeldState::Waiting);
    let decided =
        |state, expires_at| Held { decided_by: Some(person("wang")), expires_at, ..asked(&world, state) };
    let wang = actor("wang", Some(Role::Admin));
    let turn = |after: &Held| world.update(&wang, &head, HOUR, &waiting, after);
    assert_eq!(turn(&decided(HeldState::Granted, Some(NOW + PERMIT_MS))), Ok(()));
    for wrong in [None, Some(NOW), Some(NOW + 2 * PERMIT_MS)] {
        assert_eq!(turn(&decided(HeldState::Granted, wrong)).unwrap_err().reason(), Reason::BadExpiry);
    }
    assert_eq!(turn(&decided(HeldState::Released, None)).unwrap_err().reason(), Reason::WrongState);
    assert_eq!(turn(&decided(HeldState::Used, None)).unwrap_err().reason(), Reason::WrongState);
    let granted = Held { decided_by: Some(person("li")), ..decided(HeldState::Granted, Some(NOW + HOUR)) };
    let by_li = world.update(&actor("li", Some(Role::Member)), &head, HOUR, &waiting, &granted);
    assert_eq!(by_li.unwrap_err().reason(), Reason::RoleNeeded);
    // What a guard set aside without a question is no request.
    let held = world.held(HeldState::Waiting);
    let as_granted = Held {
        decided_by: Some(person("wang")),
        expires_at: Some(NOW + HOUR),
        ..world.held(HeldState::Granted)
    };
    assert_eq!(
        world.update(&wang, &head, HOUR, &held, &as_granted).unwrap_err().reason(),
        Reason::WrongState
    );
}

#[test]
fn a_permission_opens_the_way_for_its_words_and_for_nothing_else() {
    let mut world = guarded(Level::Permit);
    assert_eq!(say(&world, "li", Role::Member, "团购教材"), Some((Reason::NeedsPermit, Some(2))));
    let head = world.head(KnownKind::Message, timed(1), "li");
    let permitted = |text: &str| Message { permitted: true, ..world.message(text) };
    let (right, other) = (permitted("团购教材"), permitted("团购手机"));
    let li = actor("li", Some(Role::Member));
    assert_eq!(world.create(&li, &head, &right).unwrap_err().field(), Some("/permitted"));
    world.context.case.permit = Some("团购教材".to_owned());
    assert_eq!(world.create(&li, &head, &right), Ok(()));
    assert_eq!(world.create(&li, &head, &other).unwrap_err().reason(), Reason::NeedsPermit);
    // Whoever granted it has read it: that somebody said the same before is no reason against it.
    let duplicates = Check::Duplicates(domain::guard::check::Duplicates { days: 7 });
    world.context.watch.guards.push(duplicates.guard(3));
    let said = Recent::new(timed(9), person("zhao"), NOW - HOUR, "团购教材一本三十元，先报名".to_owned());
    world.context.watch.recent = vec![said];
    let again = Message { text: "团购教材一本三十元，先报名".to_owned(), ..right.clone() };
    world.context.case.permit = Some(again.text.clone());
    assert_eq!(world.create(&li, &head, &again), Ok(()));
    let edited = Message { text: "团购手机".to_owned(), edited_at: Some(NOW), ..right.clone() };
    assert_eq!(world.update(&li, &head, HOUR, &right, &edited).unwrap_err().reason(), Reason::NeedsPermit);
}

#[test]
fn asking_granting_and_posting_are_intents_and_a_grant_ends() {
    let mut world = guarded(Level::Permit);
    let li = actor("li", Some(Role::Member));
    let post = HandIn {
        text: "团购教材".to_owned(),
        plea: "培训".to_owned(),
        source: Some("官网".to_owned()),
        ..HandIn::default()
    };
    let desk = Desk { space: &world.space, actor: &li, context: &world.context };
    let asked = intent::hand_in(&desk, timed(1), post).unwrap().remove(0);
    let protocol::Op::Create(body) = &asked.op else { panic!("it is created") };
    let before = Before { head: &asked.head, body, at: NOW, deleted: false };
    assert!(intent::post_granted(&desk, before).is_err());
    let owner = actor("owner", Some(Role::Owner));
    let granted =
        intent::decide_held(&Desk { actor: &owner, ..desk }, before, Decision::Grant).unwrap().remove(0);
    let protocol::Op::Update { body, .. } = &granted.op else { panic!("it is changed") };
    let before = Before { body, ..before };
    let posted = intent::post_granted(&desk, before).unwrap().remove(0);
    assert_eq!((posted.head.id, posted.head.kind), (timed(1), KnownKind::Message.kind()));
    assert!(posted.deps.contains(&asked.head.id));
    world.context.now_ms = NOW + PERMIT_MS + 1;
    let desk = Desk { space: &world.space, actor: &li, context: &world.context };
    assert_eq!(intent::post_granted(&desk, before).unwrap_err().reason(), Reason::NeedsPermit);
}

#[test]
fn a_guard_names_a_rule_and_channels_that_there_are_unless_it_stood_there_before() {
    let mut world = World::new();
    let owner = actor("owner", Some(Role::Owner));
    let head = world.head(KnownKind::Guards, guards_id(&world.space), "owner");
    let chat = channel_id(&world.space, &ChannelSort::Chat);
    let slow = |rule: u32, channels: &[protocol::RecordId]| Guard {
        channels: channels.to_vec(),
        ..Check::Interval(Interval { seconds: 60 }).guard(rule)
    };
    let set = |guards: Vec<Guard>| Guards { guards, ..Guards::default() };
    let lost = set(vec![slow(9, &[])]);
    assert_eq!(world.create(&owner, &head, &lost), Ok(()), "what is not known is not refused");
    world.context.case.citable = Citable::Known { rules: vec![1, 2], channels: vec![chat.clone()] };
    let refused = |guards: &Guards| {
        let refusal = world.create(&owner, &head, guards).unwrap_err();
        (refusal.reason(), refusal.field().unwrap().to_owned())
    };
    assert_eq!(refused(&lost), (Reason::UnknownRule, "/guards/0/rule".to_owned()));
    let elsewhere = set(vec![slow(1, &[]), slow(2, &["nowhere".into()])]);
    assert_eq!(refused(&elsewhere), (Reason::Gone, "/guards/1/channels".to_owned()));
    let general = channel_id(&world.space, &ChannelSort::General);
    assert_eq!(world.create(&owner, &head, &set(vec![slow(2, &[general, chat])])), Ok(()));
    // It cited a rule that has gone since: the others can be changed all the same.
    let more = set(vec![slow(9, &[]), slow(1, &[])]);
    assert_eq!(world.update(&owner, &head, HOUR, &lost, &more), Ok(()));
}
