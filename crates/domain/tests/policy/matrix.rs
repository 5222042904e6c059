//! Roles × permissions, as the product's table says: written by hand, not computed.

use crate::world::{HOUR, World, actor, member, person};
use domain::kinds::{
    ChannelSort, HandoverState, HeldState, Importance, KnownKind, MeasureKind, MemberState, ProposalState,
    Role,
};
use domain::policy::{Action, Actor, Reach, may, reach};
use protocol::Audience;

/// The columns: owner, administrator, trainer, member, applicant, observer, human resources,
/// somebody who is no member.
fn cast() -> Vec<Actor> {
    vec![
        actor("owner", Some(Role::Owner)),
        actor("admin", Some(Role::Admin)),
        actor("trainer", Some(Role::Trainer)),
        actor("member", Some(Role::Member)),
        actor("applicant", Some(Role::Applicant)),
        actor("observer", Some(Role::Observer)),
        actor("hr", Some(Role::Hr)),
        actor("stranger", None),
    ]
}

/// The marks, what is tried, and how.
type Row = (&'static str, &'static str, fn(&World, &Actor) -> bool);

/// ● may, ○ may not. What the table marks ◐ and this release has no noun for (a trainer's own
/// activity, an own request) is ○ here.
#[rustfmt::skip]
const MATRIX: &[Row] = &[
    // O A T M P V H –
    ("● ● ● ● ○ ● ○ ○", "read the stream, rules, members", |w, a| reads(w, a, &Audience::All) == Reach::Everything),
    ("● ● ○ ○ ○ ○ ○ ○", "read invitations, audit, rules draft", |w, a| reads(w, a, &Audience::Staff) == Reach::Everything),
    ("● ● ○ ○ ○ ○ ○ ○", "see who has confirmed", |w, a| reads(w, a, &Audience::Personal) == Reach::Everything),
    ("● ● ● ● ○ ● ○ ○", "see one's own confirmations", |w, a| reads(w, a, &Audience::Personal) >= Reach::Own),
    ("○ ○ ○ ○ ○ ○ ○ ○", "read others' drafts and cursors", |w, a| reads(w, a, &Audience::Private) == Reach::Everything),
    ("○ ○ ○ ○ ○ ○ ○ ○", "read answer keys", |w, a| reads(w, a, &Audience::Keys) != Reach::Nothing),
    ("● ● ● ● ○ ○ ○ ○", "post", |w, a| w.post(a).is_ok()),
    ("● ● ● ● ○ ○ ○ ○", "edit one's own post", |w, a| w.edit(a, a.person.as_str(), HOUR).is_ok()),
    ("○ ○ ○ ○ ○ ○ ○ ○", "edit another's post", |w, a| w.edit(a, "somebody", HOUR).is_ok()),
    ("● ● ● ● ○ ● ○ ○", "recall one's own post", |w, a| w.recall(a, a.person.as_str(), HOUR).is_ok()),
    ("○ ○ ○ ○ ○ ○ ○ ○", "recall another's post", |w, a| w.recall(a, "somebody", HOUR).is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "hide another's post", |w, a| w.take_back(a, "somebody", 900 * HOUR).is_ok()),
    ("● ● ● ● ○ ○ ○ ○", "react to a post", |w, a| w.reacts(a, a.person.as_str()).is_ok()),
    ("○ ○ ○ ○ ○ ○ ○ ○", "react in another's name", |w, a| w.reacts(a, "somebody").is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "open a channel", |w, a| w.opens_channel(a).is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "archive a channel", |w, a| w.archives_channel(a).is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "move another's post", |w, a| w.moves(a, "somebody").is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "move one's own post", |w, a| w.moves(a, a.person.as_str()).is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "pin a post", |w, a| w.pins(a, 1).is_ok()),
    ("○ ○ ○ ○ ○ ○ ○ ○", "pin a fourth post", |w, a| w.pins(a, 4).is_ok()),
    ("● ● ● ○ ○ ○ ○ ○", "post among the notices", |w, a| w.posts_in(a, ChannelSort::Notices).is_ok()),
    ("● ● ● ● ○ ○ ○ ○", "post into another channel", |w, a| w.posts_in(a, ChannelSort::Chat).is_ok()),
    ("● ● ● ● ○ ● ○ ○", "mute a channel for oneself", |w, a| w.mutes_channel(a).is_ok()),
    ("● ● ● ● ○ ○ ○ ○", "name somebody", |w, a| w.names(a, &["li"], false).is_ok()),
    ("● ● ● ○ ○ ○ ○ ○", "name everybody", |w, a| w.names(a, &[], true).is_ok()),
    ("● ● ● ○ ○ ○ ○ ○", "announce something", |w, a| w.announce(a, &w.notice(Importance::Normal)).is_ok()),
    ("● ● ● ○ ○ ○ ○ ○", "announce something important", |w, a| w.announce(a, &w.notice(Importance::Important)).is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "announce something urgent", |w, a| w.announce(a, &w.notice(Importance::Urgent)).is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "ask everybody to confirm", |w, a| w.announce(a, &w.to_confirm()).is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "remind of what is to be confirmed", |w, a| w.remind(a, None).is_ok()),
    // Also who has lost the role in which they made it.
    ("● ● ● ● ○ ● ○ ○", "call one's own announcement back", |w, a| w.call_back(a, a.person.as_str(), HOUR).is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "call another's announcement back", |w, a| w.call_back(a, "somebody", 900 * HOUR).is_ok()),
    ("● ● ● ● ○ ● ○ ○", "confirm an announcement", |w, a| w.confirm_notice(a, a.person.as_str()).is_ok()),
    ("○ ○ ○ ○ ○ ○ ○ ○", "confirm one for another", |w, a| w.confirm_notice(a, "somebody").is_ok()),
    ("● ● ● ● ○ ● ○ ○", "take note of one", |w, a| w.see_notice(a).is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "write the draft of the rules", |w, a| w.draft_rules(a).is_ok()),
    ("● ○ ○ ○ ○ ○ ○ ○", "publish rules", |w, a| w.publish(a, 2).is_ok()),
    ("● ● ● ● ○ ○ ○ ○", "propose a change of the rules", |w, a| w.proposes(a).is_ok()),
    ("● ● ● ● ○ ○ ○ ○", "say something to a proposal", |w, a| w.says_to_proposal(a, a.person.as_str()).is_ok()),
    ("○ ○ ○ ○ ○ ○ ○ ○", "say something in another's name", |w, a| w.says_to_proposal(a, "somebody").is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "take a proposal into the draft", |w, a| w.decides(a, ProposalState::Taken).is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "decline a proposal", |w, a| w.decides(a, ProposalState::Declined).is_ok()),
    ("● ○ ○ ○ ○ ○ ○ ○", "say that a version took a proposal up", |w, a| w.adopts(a).is_ok()),
    ("● ● ● ● ○ ● ○ ○", "withdraw one's own proposal", |w, a| w.withdraws(a, a.person.as_str()).is_ok()),
    ("○ ○ ○ ○ ○ ○ ○ ○", "withdraw another's proposal", |w, a| w.withdraws(a, "somebody").is_ok()),
    ("● ○ ○ ○ ○ ○ ○ ○", "remind of the rules", |w, a| w.reminds_of_rules(a, None).is_ok()),
    ("● ○ ○ ○ ○ ○ ○ ○", "set guards", |w, a| w.set_guards(a).is_ok()),
    ("● ● ● ● ○ ○ ○ ○", "hand in what a guard sets aside", |w, a| w.hand_in(a).is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "release another's held post", |w, a| w.turn_held(a, "somebody", HeldState::Released).is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "return another's held post", |w, a| w.turn_held(a, "somebody", HeldState::Returned).is_ok()),
    ("○ ○ ○ ○ ○ ○ ○ ○", "release one's own held post", |w, a| w.turn_held(a, a.person.as_str(), HeldState::Released).is_ok()),
    ("○ ○ ○ ○ ○ ○ ○ ○", "withdraw another's held post", |w, a| w.turn_held(a, "somebody", HeldState::Withdrawn).is_ok()),
    ("● ● ● ● ○ ● ○ ○", "confirm rules", |w, a| w.confirm(a, &w.context.published[0].rules).is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "lay the roster down", |w, a| w.lays_roster(a).is_ok()),
    ("● ○ ○ ○ ○ ○ ○ ○", "set the terms of coming in", |w, a| w.sets_entry(a).is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "invite", |w, a| w.make_invite(a).is_ok()),
    ("● ● ○ ○ ○ ○ ○ ○", "remove a member", |w, a| turn(w, a, Role::Member, MemberState::Removed)),
    ("● ○ ○ ○ ○ ○ ○ ○", "remove an administrator", |w, a| turn(w, a, Role::Admin, MemberState::Removed)),
    ("○ ○ ○ ○ ○ ○ ○ ○", "mute a member without a measure", |w, a| turn(w, a, Role::Member, MemberState::Muted)),
    ("● ● ○ ○ ○ ○ ○ ○", "hide a member's post by a measure", |w, a| takes(w, a, Role::Member, MeasureKind::Hidden)),
    ("● ● ○ ○ ○ ○ ○ ○", "ask a member to edit", |w, a| takes(w, a, Role::Member, MeasureKind::EditAsked)),
    ("● ● ○ ○ ○ ○ ○ ○", "warn a member", |w, a| takes(w, a, Role::Member, MeasureKind::Warned)),
    ("● ● ○ ○ ○ ○ ○ ○", "mute a trainer for a time", |w, a| takes(w, a, Role::Trainer, MeasureKind::Muted)),
    ("● ○ ○ ○ ○ ○ ○ ○", "mute an administrator for a time", |w, a| takes(w, a, Role::Admin, MeasureKind::Muted)),
    ("○ ○ ○ ○ ○ ○ ○ ○", "mute oneself", |w, a| w.takes(a, a.person.as_str(), Role::Member, MeasureKind::Muted).is_ok()),
    ("○ ○ ○ ○ ○ ○ ○ ○", "warn the owner", |w, a| w.takes(a, "owner", Role::Owner, MeasureKind::Warned).is_ok()),
    ("○ ○ ○ ○ ○ ○ ○ ○", "say whose roles changed", |w, a| takes(w, a, Role::Member, MeasureKind::Roles)),
    ("● ● ● ● ○ ● ○ ○", "report a member's post", |w, a| w.reports(a, Role::Member, KnownKind::Report).is_ok()),
    ("● ● ● ● ○ ● ○ ○", "report an administrator's to the owner", |w, a| w.reports(a, Role::Admin, KnownKind::OwnerReport).is_ok()),
    ("○ ○ ○ ○ ○ ○ ○ ○", "report an administrator's to all of them", |w, a| w.reports(a, Role::Admin, KnownKind::Report).is_ok()),
    ("● ○ ○ ○ ○ ○ ○ ○", "appoint an administrator", |w, a| appoint(w, a, Role::Admin)),
    ("● ○ ○ ○ ○ ○ ○ ○", "appoint a trainer", |w, a| appoint(w, a, Role::Trainer)),
    ("● ○ ○ ○ ○ ○ ○ ○", "appoint a reviewer", |w, a| appoint(w, a, Role::Reviewer)),
    ("○ ○ ○ ○ ○ ○ ○ ○", "appoint another owner", |w, a| appoint(w, a, Role::Owner)),
    ("● ○ ○ ○ ○ ○ ○ ○", "change name and purpose", |w, a| w.edit_space(a).is_ok()),
    ("● ○ ○ ○ ○ ○ ○ ○", "offer the space", |w, a| w.offers(a, "target").is_ok()),
    ("○ ○ ○ ○ ○ ○ ○ ○", "accept what was offered to another", |w, a| w.answers(a, "target", HandoverState::Accepted).is_ok()),
    ("● ● ● ● ○ ● ○ ○", "accept what was offered to oneself", |w, a| w.answers(a, a.person.as_str(), HandoverState::Accepted).is_ok()),
    ("● ○ ○ ○ ○ ○ ○ ○", "take the offer back", |w, a| w.answers(a, "target", HandoverState::Withdrawn).is_ok()),
    ("○ ● ● ● ● ● ● ○", "leave", |w, a| leave(w, a)),
];

/// The same for what screens offer.
#[rustfmt::skip]
const OFFERS: &[(&str, Action)] = &[
    // O A T M P V H –
    ("● ○ ○ ○ ○ ○ ○ ○", Action::EditSpace),
    ("● ● ● ● ○ ● ○ ○", Action::ReadStream),
    ("● ● ● ● ○ ○ ○ ○", Action::Post),
    ("● ● ● ○ ○ ○ ○ ○", Action::Announce),
    ("● ● ○ ○ ○ ○ ○ ○", Action::Urge),
    ("● ● ○ ○ ○ ○ ○ ○", Action::HidePosts),
    ("● ● ○ ○ ○ ○ ○ ○", Action::Arrange),
    ("● ● ○ ○ ○ ○ ○ ○", Action::WriteRulesDraft),
    ("● ○ ○ ○ ○ ○ ○ ○", Action::PublishRules),
    ("● ● ● ● ○ ○ ○ ○", Action::Propose),
    ("● ○ ○ ○ ○ ○ ○ ○", Action::SetGuards),
    ("● ● ○ ○ ○ ○ ○ ○", Action::DecideHeld),
    ("● ● ● ● ○ ● ○ ○", Action::ConfirmRules),
    ("● ● ○ ○ ○ ○ ○ ○", Action::SeeConfirmations),
    ("● ● ○ ○ ○ ○ ○ ○", Action::Invite),
    ("● ● ○ ○ ○ ○ ○ ○", Action::Admit),
    ("● ● ○ ○ ○ ○ ○ ○", Action::ManageMembers),
    ("● ○ ○ ○ ○ ○ ○ ○", Action::ChangeRoles),
    ("● ● ● ● ○ ● ○ ○", Action::Report),
    ("● ● ○ ○ ○ ○ ○ ○", Action::SeeAudit),
    ("● ○ ○ ○ ○ ○ ○ ○", Action::HandOver),
    ("○ ● ● ● ● ● ● ○", Action::Leave),
    ("● ● ● ● ○ ● ○ ○", Action::KeepOwn),
    ("○ ○ ○ ○ ○ ○ ○ ○", Action::CreateSpace),
];

fn reads(world: &World, actor: &Actor, audience: &Audience) -> Reach {
    reach(actor, audience, &world.context)
}

/// A removal rests on a measure, which whoever removes has just taken.
fn turn(world: &World, actor: &Actor, target: Role, state: MemberState) -> bool {
    let world = world.with_removal_by(actor);
    world.turn_member(actor, &member("target", &[target], MemberState::Active), state).is_ok()
}

fn takes(world: &World, actor: &Actor, target: Role, kind: MeasureKind) -> bool {
    world.takes(actor, "target", target, kind).is_ok()
}

fn appoint(world: &World, actor: &Actor, role: Role) -> bool {
    let before = member("target", &[Role::Member], MemberState::Active);
    let after = domain::kinds::Member { roles: vec![Role::Member, role], ..before.clone() };
    world.change_member(actor, &before, &after).is_ok()
}

fn leave(world: &World, actor: &Actor) -> bool {
    let roles = actor.membership.as_ref().map_or(vec![Role::Member], |membership| membership.roles.clone());
    let own = member(actor.person.as_str(), &roles, MemberState::Active);
    world.turn_member(actor, &own, MemberState::Left).is_ok()
}

fn marks(verdicts: impl Iterator<Item = bool>) -> String {
    verdicts.map(|may| if may { "●" } else { "○" }).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_role_may_do_what_the_table_says_and_nothing_else() {
    let world = World::new();
    for (expected, what, try_it) in MATRIX {
        assert_eq!(marks(cast().iter().map(|actor| try_it(&world, actor))), *expected, "{what}");
    }
}

#[test]
fn screens_offer_what_the_table_says_and_nothing_else() {
    let world = World::new();
    assert_eq!(OFFERS.len(), Action::ALL.len());
    for (expected, action) in OFFERS {
        let offered = cast().into_iter().map(|actor| may(&actor, *action, &world.context).is_ok());
        assert_eq!(marks(offered), *expected, "{action:?}");
    }
}

#[test]
fn nobody_posts_without_confirming_the_binding_rules() {
    let mut world = World::new();
    world.context.confirmed.clear();
    for actor in cast() {
        assert!(world.post(&actor).is_err(), "{}", actor.person);
        assert!(world.edit(&actor, actor.person.as_str(), HOUR).is_err(), "{}", actor.person);
    }
    // Reading, leaving, confirming and taking words back are never locked.
    let member = actor("member", Some(Role::Member));
    assert_eq!(reads(&world, &member, &Audience::All), Reach::Everything);
    assert!(leave(&world, &member));
    assert_eq!(world.take_back(&member, "member", HOUR), Ok(()));
    assert_eq!(world.recall(&member, "member", HOUR), Ok(()));
    assert_eq!(world.confirm(&member, &world.context.published[0].rules), Ok(()));
}

/// What a member may do in each state of the membership: read, post, keep a draft, leave.
#[rustfmt::skip]
const STATES: &[(&str, &str)] = &[
    // R P K L
    ("● ● ● ●", "active"),
    ("● ○ ● ●", "muted"),
    ("○ ○ ○ ●", "suspended"),
    ("● ● ● ●", "leaving"),
    ("○ ○ ○ ○", "left"),
    ("● ● ● ●", "removing"),
    ("○ ○ ○ ○", "removed"),
    ("● ● ● ●", "departing"),
    ("○ ○ ○ ○", "departed"),
    ("○ ○ ○ ○", "sabbatical"),
];

#[test]
fn each_state_of_a_membership_allows_what_the_table_says() {
    let world = World::new();
    for (expected, state) in STATES {
        let mut member = actor("member", Some(Role::Member));
        member.membership.as_mut().unwrap().state = MemberState::from(*state);
        let actions = [Action::ReadStream, Action::Post, Action::KeepOwn, Action::Leave];
        let allowed = actions.into_iter().map(|action| may(&member, action, &world.context).is_ok());
        assert_eq!(marks(allowed), *expected, "{state}");
    }
}

#[test]
fn an_administrator_who_is_not_active_has_no_powers() {
    let world = World::new();
    for state in MemberState::KNOWN.iter().filter(|state| **state != MemberState::Active) {
        let mut admin = actor("admin", Some(Role::Admin));
        admin.membership.as_mut().unwrap().state = state.clone();
        assert!(world.make_invite(&admin).is_err(), "{state:?}");
        assert!(reads(&world, &admin, &Audience::Staff) == Reach::Nothing, "{state:?}");
    }
}

#[test]
fn a_reviewer_lets_people_in_while_active_and_administers_nothing() {
    let world = World::new();
    let mut reviewer = actor("reviewer", Some(Role::Reviewer));
    let offered = Action::ALL.into_iter().filter(|action| may(&reviewer, *action, &world.context).is_ok());
    let member = actor("member", Some(Role::Member));
    let beyond: Vec<Action> =
        offered.filter(|action| may(&member, *action, &world.context).is_err()).collect();
    assert_eq!(beyond, [Action::Admit]);
    for state in MemberState::KNOWN.iter().filter(|state| **state != MemberState::Active) {
        reviewer.membership.as_mut().unwrap().state = state.clone();
        assert!(may(&reviewer, Action::Admit, &world.context).is_err(), "{state:?}");
    }
}

#[test]
fn the_owner_stays_owner_whatever_the_member_record_says() {
    let world = World::new();
    let owner = Actor { membership: None, ..actor("owner", None) };
    assert_eq!(world.edit_space(&owner), Ok(()));
    assert_eq!(world.post(&owner), Ok(()));
    let forged = actor("member", Some(Role::Owner));
    assert!(world.publish(&forged, 2).is_err());
    assert_eq!(forged.person, person("member"));
}

#[test]
fn in_a_space_that_does_not_exist_nothing_is_allowed() {
    let mut world = World::new();
    world.context.owner = None;
    for actor in cast() {
        assert!(world.post(&actor).is_err() && world.draft_rules(&actor).is_err() && !leave(&world, &actor));
        assert_eq!(reads(&world, &actor, &Audience::All), Reach::Nothing);
    }
}
