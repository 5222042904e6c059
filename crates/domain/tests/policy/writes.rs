//! What the policy says of single writes: ids, authors, times, states, numbers and hashes.

use crate::world::{HOUR, NOW, World, actor, body, member, person, reason, rule, timed};
use domain::kinds::{
    Audit, Draft, GroupLink, Invite, InviteState, KnownKind, Member, MemberState, Role, Rules, RulesDraft,
    draft_id, member_id, rules_draft_id, rules_id, space_id,
};
use domain::limits::GROUP_LINK_MAX;
use domain::policy::{Actor, After, Before, Change, Via, judge};
use domain::refusal::Reason;
use domain::rules::gate::{Confirmation, Edition};
use domain::rules::{RulesRef, content_hash};
use protocol::{Audience, Body, Kind, Scope};

fn plain() -> Actor {
    actor("member", Some(Role::Member))
}

fn admin() -> Actor {
    actor("admin", Some(Role::Admin))
}

fn owner() -> Actor {
    actor("owner", Some(Role::Owner))
}

#[test]
fn an_author_edits_for_a_day_and_recalls_for_two_hours() {
    let world = World::new();
    assert_eq!(world.edit(&plain(), "member", 24 * HOUR), Ok(()));
    assert_eq!(reason(world.edit(&plain(), "member", 24 * HOUR + 1)), Some(Reason::EditWindowOver));
    assert_eq!(world.take_back(&plain(), "member", 2 * HOUR), Ok(()));
    assert_eq!(reason(world.take_back(&plain(), "member", 2 * HOUR + 1)), Some(Reason::RecallWindowOver));
    assert_eq!(reason(world.take_back(&plain(), "other", 0)), Some(Reason::NotYours));
}

#[test]
fn what_was_recalled_says_nothing_more_and_stands_where_it_stood() {
    let world = World::new();
    assert_eq!(world.recall(&plain(), "member", 2 * HOUR), Ok(()));
    assert_eq!(reason(world.recall(&plain(), "member", 2 * HOUR + 1)), Some(Reason::RecallWindowOver));
    assert_eq!(reason(world.recall(&admin(), "member", 0)), Some(Reason::NotYours));

    let head = world.head(KnownKind::Message, timed(1), "member");
    let said = domain::kinds::Message { reply_to: Some(timed(9)), ..world.message("早") };
    let recalled = said.recalled(NOW);
    assert_eq!((recalled.text.as_str(), &recalled.reply_to), ("", &said.reply_to));
    for kept in [
        domain::kinds::Message { text: "早".to_owned(), ..recalled.clone() },
        domain::kinds::Message { earlier: said.with_itself_earlier(), ..recalled.clone() },
        domain::kinds::Message { channel: Some(timed(7)), ..recalled.clone() },
        domain::kinds::Message { sent_at: NOW + 1, ..recalled.clone() },
    ] {
        assert_eq!(reason(world.update(&plain(), &head, 0, &said, &kept)), Some(Reason::Immutable));
    }
    let anew = domain::kinds::Message { edited_at: Some(NOW), ..said.clone() };
    assert_eq!(reason(world.update(&plain(), &head, 0, &recalled, &anew)), Some(Reason::Gone));
    assert_eq!(
        reason(world.update(&plain(), &head, 0, &recalled, &said.recalled(NOW + 1))),
        Some(Reason::Gone)
    );
    assert_eq!(reason(world.create(&plain(), &head, &recalled)), Some(Reason::WrongValue));
}

#[test]
fn a_message_keeps_its_author_its_time_and_what_it_answers() {
    let world = World::new();
    let head = world.head(KnownKind::Message, timed(1), "member");
    let old = world.message("早");
    let edited = domain::kinds::Message { edited_at: Some(NOW), ..old.clone() };
    let later = domain::kinds::Message { sent_at: NOW + 1, ..edited.clone() };
    assert_eq!(reason(world.update(&plain(), &head, 0, &old, &later)), Some(Reason::Immutable));
    let moved = domain::kinds::Message { reply_to: Some(timed(9)), ..edited };
    assert_eq!(reason(world.update(&plain(), &head, 0, &old, &moved)), Some(Reason::Immutable));
    assert_eq!(reason(world.update(&plain(), &head, 0, &old, &world.message("晚"))), Some(Reason::Empty));

    let (before, after) = (body(&old), body(&world.message("晚")));
    let stored = world.head(KnownKind::Message, timed(1), "other");
    let before = Before { head: &stored, body: &before, at: NOW, deleted: false };
    let forged = Change { head: &head, before: Some(before), after: After::Body(&after) };
    assert_eq!(reason(judge(&plain(), &forged, &world.context)), Some(Reason::Immutable));
}

#[test]
fn nobody_writes_in_anothers_name() {
    let world = World::new();
    let head = world.head(KnownKind::Message, timed(1), "other");
    assert_eq!(reason(world.create(&plain(), &head, &world.message("早"))), Some(Reason::WrongAuthor));
    let mut head = world.head(KnownKind::Draft, draft_id(&world.space, &person("other")), "member");
    head.subject = Some(person("other"));
    assert_eq!(reason(world.create(&plain(), &head, &Draft::default())), Some(Reason::NotYours));
}

#[test]
fn an_id_can_not_be_occupied_by_another_kind_or_person() {
    let world = World::new();
    let taken = [
        member_id(&world.space, &person("victim")),
        rules_id(&world.space, 2),
        timed(1).as_str().to_uppercase().as_str().into(),
    ];
    for id in taken {
        let head = world.head(KnownKind::Message, id, "member");
        assert_eq!(reason(world.create(&plain(), &head, &world.message("早"))), Some(Reason::WrongId));
    }
    let head = world.head(KnownKind::Draft, draft_id(&world.space, &person("victim")), "member");
    assert_eq!(reason(world.create(&plain(), &head, &Draft::default())), Some(Reason::WrongId));
}

#[test]
fn a_record_stands_in_the_scope_of_its_kind() {
    let world = World::new();
    for audience in [Audience::Staff, Audience::Keys, Audience::Label("x".to_owned())] {
        let mut head = world.head(KnownKind::Message, timed(1), "member");
        head.scope = Scope::new(world.space.clone(), audience);
        assert_eq!(reason(world.create(&plain(), &head, &world.message("早"))), Some(Reason::WrongAudience));
    }
    let mut head = world.head(KnownKind::Message, timed(1), "member");
    head.subject = Some(person("member"));
    assert_eq!(reason(world.create(&plain(), &head, &world.message("早"))), Some(Reason::WrongSubject));
}

#[test]
fn an_unknown_kind_is_refused_but_for_ones_own() {
    let world = World::new();
    let mut head = world.head(KnownKind::Message, timed(1), "member");
    head.kind = Kind::from("poll");
    let anything = Body::parse(r#"{"x":1}"#).unwrap();
    let change = Change { head: &head, before: None, after: After::Body(&anything) };
    assert_eq!(
        reason(judge(&owner(), &Change { head: &head, ..change }, &world.context)),
        Some(Reason::WrongAuthor)
    );
    assert_eq!(reason(judge(&plain(), &change, &world.context)), Some(Reason::UnknownKind));

    head.scope = Scope::new(world.space.clone(), Audience::Private);
    head.subject = Some(person("member"));
    let change = Change { head: &head, before: None, after: After::Body(&anything) };
    assert_eq!(judge(&plain(), &change, &world.context), Ok(()));
}

#[test]
fn a_version_of_the_rules_follows_the_last_one_and_never_changes() {
    let world = World::new();
    assert_eq!(world.publish(&owner(), 2), Ok(()));
    assert_eq!(reason(world.publish(&owner(), 1)), Some(Reason::RuleVersionTaken));
    assert_eq!(reason(world.publish(&owner(), 3)), Some(Reason::RuleVersionGap));
    let head = world.head(KnownKind::Rules, rules_id(&world.space, 1), "owner");
    let (old, new) = (world.rules(1), Rules { reason: "x".to_owned(), ..world.rules(1) });
    assert_eq!(reason(world.update(&owner(), &head, 0, &old, &new)), Some(Reason::Immutable));
    assert_eq!(reason(world.delete(&owner(), &head, 0, &old)), Some(Reason::Immutable));
}

#[test]
fn rules_are_published_with_their_hash_numbered_and_without_blanks() {
    let world = World::new();
    let head = world.head(KnownKind::Rules, rules_id(&world.space, 2), "owner");
    let publish = |rules: Vec<domain::kinds::Rule>, hash: Option<&str>| {
        let hash = hash.map_or_else(|| content_hash(&rules), str::to_owned);
        let refusal = world.create(&owner(), &head, &Rules { rules, hash, ..world.rules(2) }).err()?;
        Some((refusal.reason(), refusal.field().map(str::to_owned)))
    };
    let at = |reason, field: &str| Some((reason, Some(field.to_owned())));
    assert_eq!(publish(vec![rule(1, "早")], None), None);
    assert_eq!(publish(vec![rule(1, "早")], Some(&"0".repeat(64))), at(Reason::HashMismatch, "/hash"));
    assert_eq!(publish(vec![], None), at(Reason::NothingToPublish, "/rules"));
    assert_eq!(publish(vec![rule(2, "早")], None), at(Reason::WrongNumbering, "/rules"));
    assert_eq!(publish(vec![rule(1, "早"), rule(2, " ")], None), at(Reason::Empty, "/rules/1/text"));
    assert_eq!(publish(vec![rule(1, "[X1]分以上")], None), at(Reason::BlankLeft, "/rules/0/text"));
    assert_eq!(publish(vec![rule(1, &"长".repeat(2_001))], None), at(Reason::TooLong, "/rules/0/text"));
    let many = (1..=201).map(|no| rule(no, "早")).collect();
    assert_eq!(publish(many, None), at(Reason::TooMany, "/rules"));
}

#[test]
fn what_the_owner_locked_the_others_neither_change_nor_take_out() {
    let world = World::new();
    let head = world.head(KnownKind::RulesDraft, rules_draft_id(&world.space), "owner");
    let draft = |rules: Vec<domain::kinds::Rule>| RulesDraft { rules, ..RulesDraft::default() };
    let law = domain::kinds::Rule { locked: true, ..rule(1, "遵守国家法律法规。") };
    let before = draft(vec![law.clone(), rule(2, "早")]);
    let write = |who: &Actor, after: Vec<domain::kinds::Rule>| {
        let refusal = world.update(who, &head, 0, &before, &draft(after)).err()?;
        Some((refusal.reason(), refusal.field().map(str::to_owned)))
    };
    let locked = |field: &str| Some((Reason::RuleLocked, Some(field.to_owned())));
    let moved = domain::kinds::Rule { no: 2, ..law.clone() };
    let reworded = domain::kinds::Rule { text: "遵守。".to_owned(), ..law.clone() };
    let released = domain::kinds::Rule { locked: false, ..law.clone() };
    let another = domain::kinds::Rule { locked: true, ..rule(2, "早") };

    assert_eq!(write(&admin(), vec![law.clone(), rule(2, "晚"), rule(3, "午")]), None);
    assert_eq!(write(&admin(), vec![rule(1, "早"), moved]), None);
    assert_eq!(write(&admin(), vec![rule(1, "早")]), locked("/rules"));
    assert_eq!(write(&admin(), vec![released]), locked("/rules"));
    assert_eq!(write(&admin(), vec![reworded.clone()]), locked("/rules/0/locked"));
    assert_eq!(write(&admin(), vec![law.clone(), another.clone()]), locked("/rules/1/locked"));
    assert_eq!(write(&admin(), vec![law.clone(), law]), locked("/rules/1/locked"));
    for free in [vec![], vec![reworded, another]] {
        assert_eq!(write(&owner(), free), None);
    }
}

#[test]
fn nobody_but_the_owner_begins_a_draft_with_a_locked_rule() {
    let world = World::new();
    let law = domain::kinds::Rule { locked: true, ..rule(1, "遵守国家法律法规。") };
    let begin = |who: &Actor| {
        let head = world.head(KnownKind::RulesDraft, rules_draft_id(&world.space), who.person.as_str());
        world.create(who, &head, &RulesDraft { rules: vec![law.clone()], ..RulesDraft::default() })
    };
    assert_eq!(reason(begin(&admin())), Some(Reason::RuleLocked));
    assert_eq!(begin(&owner()), Ok(()));
}

#[test]
fn a_confirmation_names_a_published_version_and_its_content() {
    let world = World::new();
    let binding = world.context.published[0].rules.clone();
    assert_eq!(world.confirm(&plain(), &binding), Ok(()));
    let other = RulesRef { hash: "0".repeat(64), ..binding.clone() };
    assert_eq!(reason(world.confirm(&plain(), &other)), Some(Reason::HashMismatch));
    let next = RulesRef { version: 2, ..binding };
    assert_eq!(reason(world.confirm(&plain(), &next)), Some(Reason::UnknownRuleVersion));
}

#[test]
fn a_new_version_locks_the_composer_until_it_is_confirmed() {
    let mut world = World::new();
    let rules = RulesRef { version: 2, hash: content_hash(&[rule(1, "x")]) };
    world.context.published.push(Edition { rules: rules.clone(), at: NOW - HOUR, grace_hours: 0 });
    assert_eq!(reason(world.post(&plain())), Some(Reason::RulesNotConfirmed));
    world.context.confirmed = vec![Confirmation { rules: rules.clone(), at: NOW }];
    assert_eq!(world.post(&plain()), Ok(()));
    let other = RulesRef { hash: "0".repeat(64), ..rules };
    world.context.confirmed = vec![Confirmation { rules: other, at: NOW }];
    assert_eq!(reason(world.post(&plain())), Some(Reason::RulesNotConfirmed));
}

#[test]
fn within_the_grace_of_a_new_version_the_former_confirmation_counts_for_posts_and_edits() {
    let mut world = World::new();
    let rules = RulesRef { version: 2, hash: content_hash(&[rule(1, "x")]) };
    world.context.published.push(Edition { rules, at: NOW - HOUR, grace_hours: 72 });
    for (now, allowed) in [(NOW, true), (NOW + 71 * HOUR, true), (NOW + 71 * HOUR + 1, false)] {
        world.context.now_ms = now;
        // Written an hour before that moment; the world reckons from its own.
        let age_ms = HOUR - (now - NOW);
        assert_eq!(world.post(&plain()).is_ok(), allowed, "{now}");
        assert_eq!(world.edit(&plain(), "member", age_ms).is_ok(), allowed, "{now}");
        // What takes words away is never locked.
        assert_eq!(world.take_back(&plain(), "member", age_ms), Ok(()));
    }
}

#[test]
fn a_grace_is_for_later_versions_and_not_longer_than_a_month() {
    let mut world = World::new();
    let publish = |world: &World, version: u32, grace_hours: Option<u32>| {
        let head = world.head(KnownKind::Rules, rules_id(&world.space, version), "owner");
        let refusal = world.create(&owner(), &head, &Rules { grace_hours, ..world.rules(version) }).err()?;
        Some((refusal.reason(), refusal.field().map(str::to_owned)))
    };
    let refused = Some((Reason::WrongValue, Some("/grace_hours".to_owned())));
    for fits in [None, Some(0), Some(72), Some(720)] {
        assert_eq!(publish(&world, 2, fits), None, "{fits:?}");
    }
    assert_eq!(publish(&world, 2, Some(721)), refused);
    world.context.published.clear();
    assert_eq!(publish(&world, 1, None), None);
    assert_eq!(publish(&world, 1, Some(0)), None);
    assert_eq!(publish(&world, 1, Some(1)), refused);
}

#[test]
fn rules_from_before_there_was_a_grace_read_and_write_as_they_were() {
    let text = r#"{"version":2,"rules":[],"hash":"x","reason":"","published_at":5,"later":true}"#;
    let rules: Rules = serde_json::from_str(text).unwrap();
    assert_eq!(rules.grace_hours, None);
    assert_eq!(Edition::of(&rules, 5).grace_until(), None);
    let again: serde_json::Value = serde_json::to_value(&rules).unwrap();
    assert_eq!(again, serde_json::from_str::<serde_json::Value>(text).unwrap());
}

#[test]
fn one_joins_by_an_invitation_and_as_a_plain_member_only() {
    let mut world = World::new();
    let newcomer = actor("li", None);
    let head = world.head(KnownKind::Member, member_id(&world.space, &person("li")), "li");
    let joining = member("li", &[Role::Member], MemberState::Active);
    assert_eq!(reason(world.create(&newcomer, &head, &joining)), Some(Reason::InvitationNeeded));
    assert_eq!(reason(world.create(&owner(), &head, &joining)), Some(Reason::WrongAuthor));
    world.context.via = Via::Invitation;
    assert_eq!(world.create(&newcomer, &head, &joining), Ok(()));
    let admin = Member { roles: vec![Role::Admin], ..joining };
    assert_eq!(reason(world.create(&newcomer, &head, &admin)), Some(Reason::UnknownRole));
}

#[test]
fn whoever_left_comes_back_by_an_invitation_alone() {
    let mut world = World::new();
    let left = member("li", &[Role::Admin], MemberState::Left);
    let back = member("li", &[Role::Member], MemberState::Active);
    let mut li = actor("li", Some(Role::Admin));
    li.membership.as_mut().unwrap().state = MemberState::Left;
    for actor in [&li, &admin(), &owner()] {
        assert_eq!(reason(world.turn_member(actor, &left, MemberState::Active)), Some(Reason::WrongState));
    }
    world.context.via = Via::Invitation;
    assert_eq!(world.change_member(&li, &left, &back), Ok(()));
    assert!(world.turn_member(&li, &left, MemberState::Active).is_err(), "the old roles are gone");
}

#[test]
fn members_change_their_post_and_nothing_that_others_vouch_for() {
    let world = World::new();
    let own = member("member", &[Role::Member], MemberState::Active);
    let change = |edit: fn(&mut Member)| {
        let mut after = own.clone();
        edit(&mut after);
        reason(world.change_member(&plain(), &own, &after))
    };
    assert_eq!(change(|member| member.post = "主管".to_owned()), None);
    assert_eq!(change(|member| member.real_name = "王五".to_owned()), Some(Reason::RoleNeeded));
    assert_eq!(change(|member| member.roles = vec![Role::Admin]), Some(Reason::OwnerOnly));
    assert_eq!(change(|member| member.joined_at = 1), Some(Reason::Immutable));
    assert_eq!(change(|member| member.person = person("other")), Some(Reason::WrongId));
    assert_eq!(
        change(|member| drop(member.extra.insert("muted_until".to_owned(), 0.into()))),
        Some(Reason::RoleNeeded)
    );
    assert_eq!(change(|member| member.state = MemberState::Muted), Some(Reason::NotYours));
}

#[test]
fn a_muted_administrator_does_not_unmute_themselves() {
    let world = World::new();
    let mut muted = admin();
    muted.membership.as_mut().unwrap().state = MemberState::Muted;
    let own = member("admin", &[Role::Admin], MemberState::Muted);
    assert_eq!(reason(world.turn_member(&muted, &own, MemberState::Active)), Some(Reason::NotYours));
}

#[test]
fn the_owner_can_not_be_removed_muted_or_dethroned() {
    let world = World::new();
    let own = member("owner", &[Role::Owner], MemberState::Active);
    for state in [MemberState::Removed, MemberState::Muted] {
        assert_eq!(reason(world.turn_member(&admin(), &own, state.clone())), Some(Reason::OwnerStays));
        assert_eq!(reason(world.turn_member(&owner(), &own, state)), Some(Reason::OwnerStays));
    }
    let dethroned = Member { roles: vec![Role::Member], ..own.clone() };
    assert_eq!(reason(world.change_member(&owner(), &own, &dethroned)), Some(Reason::OwnerStays));
    assert_eq!(reason(world.turn_member(&admin(), &own, MemberState::Leaving)), Some(Reason::OwnerStays));
}

#[test]
fn staff_grant_a_leave_but_do_not_invent_it() {
    let world = World::new();
    let of = |state| member("li", &[Role::Member], state);
    assert_eq!(
        reason(world.turn_member(&admin(), &of(MemberState::Active), MemberState::Left)),
        Some(Reason::NotYours)
    );
    assert_eq!(world.turn_member(&admin(), &of(MemberState::Leaving), MemberState::Left), Ok(()));
}

#[test]
fn an_invitation_is_used_once_by_the_server_and_revived_by_nobody() {
    let mut world = World::new();
    let open = world.invite();
    let used =
        Invite { state: InviteState::Used, used_by: Some(person("li")), used_at: Some(NOW), ..open.clone() };
    let revoked = Invite { state: InviteState::Revoked, ..open.clone() };
    assert_eq!(reason(world.change_invite(&admin(), &open, &used)), Some(Reason::ServerOnly));
    assert_eq!(world.change_invite(&admin(), &open, &revoked), Ok(()));
    assert_eq!(reason(world.change_invite(&plain(), &open, &revoked)), Some(Reason::RoleNeeded));
    for ended in [&used, &revoked] {
        assert_eq!(reason(world.change_invite(&owner(), ended, &open)), Some(Reason::WrongState));
    }
    world.context.via = Via::Invitation;
    assert_eq!(world.change_invite(&actor("li", None), &open, &used), Ok(()));
}

#[test]
fn a_link_for_many_has_a_limit_is_counted_by_the_server_and_used_up_by_nobody() {
    let mut world = World::new();
    let of = |limit: u32, asked: u32| {
        let group = GroupLink { limit, asked, ..GroupLink::default() };
        Invite { group: Some(group), ..world.invite() }
    };
    let make = |invite: &Invite| {
        let head = world.head(KnownKind::Invite, timed(2), "admin");
        reason(world.create(&admin(), &head, invite))
    };
    assert_eq!(make(&of(50, 0)), None);
    assert_eq!(make(&of(0, 0)), Some(Reason::WrongValue));
    assert_eq!(make(&of(GROUP_LINK_MAX + 1, 0)), Some(Reason::WrongValue));
    assert_eq!(make(&of(50, 1)), Some(Reason::ServerOnly));

    let open = of(50, 3);
    assert_eq!(reason(world.change_invite(&admin(), &open, &of(50, 0))), Some(Reason::ServerOnly));
    assert_eq!(reason(world.change_invite(&admin(), &open, &world.invite())), Some(Reason::ServerOnly));
    let renewed = |limit: u32, asked: u32| {
        let invite = Invite { token_hash: "b".repeat(64), ..of(limit, asked) };
        reason(world.change_invite(&admin(), &open, &invite))
    };
    assert_eq!((renewed(50, 0), renewed(50, 3)), (None, None));
    assert_eq!((renewed(50, 1), renewed(60, 0)), (Some(Reason::ServerOnly), Some(Reason::ServerOnly)));

    let revoked = Invite { state: InviteState::Revoked, ..open.clone() };
    assert_eq!(world.change_invite(&admin(), &open, &revoked), Ok(()));
    let used =
        Invite { state: InviteState::Used, used_by: Some(person("li")), used_at: Some(NOW), ..open.clone() };
    world.context.via = Via::Invitation;
    assert_eq!(reason(world.change_invite(&actor("li", None), &open, &used)), Some(Reason::WrongState));
}

#[test]
fn a_renewed_invitation_has_a_new_token_and_a_sane_expiry() {
    let world = World::new();
    let open = world.invite();
    let renew = |token: &str, ahead: i64| {
        let renewed = Invite { token_hash: token.repeat(64), expires_at: NOW + ahead, ..open.clone() };
        reason(world.change_invite(&admin(), &open, &renewed))
    };
    assert_eq!(renew("b", 24 * HOUR), None);
    assert_eq!(renew("a", 24 * HOUR), Some(Reason::BadHash));
    assert_eq!(renew("b", -1), Some(Reason::BadExpiry));
    assert_eq!(renew("b", 31 * 24 * HOUR), Some(Reason::BadExpiry));
    assert_eq!(renew("B", 24 * HOUR), Some(Reason::BadHash));
}

#[test]
fn only_the_server_writes_the_audit_log_and_nobody_rewrites_it() {
    let mut world = World::new();
    let entry = Audit { event: "x".to_owned(), who: None, what: None, at: NOW, extra: Default::default() };
    let head = world.head(KnownKind::Audit, timed(3), "owner");
    assert_eq!(reason(world.create(&owner(), &head, &entry)), Some(Reason::ServerOnly));
    world.context.via = Via::Server;
    assert_eq!(world.create(&owner(), &head, &entry), Ok(()));
    assert_eq!(reason(world.delete(&owner(), &head, 0, &entry)), Some(Reason::Immutable));
}

#[test]
fn what_is_deleted_stays_deleted() {
    let world = World::new();
    let head = world.head(KnownKind::Message, timed(1), "member");
    let (empty, text) = (Body::parse("{}").unwrap(), body(&world.message("早")));
    let before = Before { head: &head, body: &empty, at: NOW, deleted: true };
    for after in [After::Body(&text), After::Tombstone] {
        let change = Change { head: &head, before: Some(before), after };
        assert_eq!(reason(judge(&plain(), &change, &world.context)), Some(Reason::Gone));
    }
    let owner_member = world.head(KnownKind::Member, member_id(&world.space, &person("li")), "li");
    let li = member("li", &[Role::Member], MemberState::Active);
    assert_eq!(reason(world.delete(&owner(), &owner_member, 0, &li)), Some(Reason::NotDeletable));
}

#[test]
fn a_space_is_founded_by_whoever_may_and_once() {
    let mut world = World::new();
    let head = world.head(KnownKind::Space, space_id(&world.space), "founder");
    let space =
        domain::kinds::Space { name: "群".to_owned(), purpose: "训".to_owned(), ..Default::default() };
    let founder = Actor { may_found: true, ..actor("founder", None) };
    assert_eq!(reason(world.create(&founder, &head, &space)), Some(Reason::SpaceExists));
    world.context.owner = None;
    assert_eq!(world.create(&founder, &head, &space), Ok(()));
    assert_eq!(reason(world.create(&actor("founder", None), &head, &space)), Some(Reason::MayNotFound));
    let unnamed = domain::kinds::Space { name: "  ".to_owned(), ..space };
    let refusal = world.create(&founder, &head, &unnamed).unwrap_err();
    assert_eq!((refusal.code(), refusal.field()), ("empty", Some("/name")));
}

#[test]
fn a_purpose_is_not_changed_in_the_far_future() {
    let world = World::new();
    let head = world.head(KnownKind::Space, space_id(&world.space), "owner");
    let at = |purpose_at: i64| domain::kinds::Space {
        name: "群".to_owned(),
        purpose: "训".to_owned(),
        purpose_at: Some(purpose_at),
        ..Default::default()
    };
    let changed = |purpose_at| world.update(&owner(), &head, 0, &at(1), &at(purpose_at));
    assert_eq!(changed(NOW), Ok(()));
    let refusal = changed(9_007_199_254_740_991).unwrap_err();
    assert_eq!((refusal.code(), refusal.field()), ("wrong-value", Some("/purpose_at")));
}

#[test]
fn a_body_of_another_shape_is_refused_and_not_a_panic() {
    let world = World::new();
    for kind in KnownKind::ALL {
        let head = world.head(kind, timed(1), "owner");
        for text in ["{}", r#"{"text":1}"#, r#"{"rules":"x"}"#] {
            let after = Body::parse(text).unwrap();
            let change = Change { head: &head, before: None, after: After::Body(&after) };
            let lenient = kind == KnownKind::Audit;
            assert!(judge(&owner(), &change, &world.context).is_err() || lenient, "{kind:?} {text}");
        }
    }
}
