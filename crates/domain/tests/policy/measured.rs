//! Measures and reports, as the policy takes them.

use crate::world::{HOUR, NOW, World, actor, member, person, reason, timed};
use domain::intent::{self, Desk, NewReport};
use domain::kinds::{
    Hidden, KnownKind, Measure, MeasureKind, Member, MemberState, Message, Report, ReportState, Role,
};
use domain::measures::Taken;
use domain::policy::{Actor, Case, Context, Post, Reach, reach};
use domain::refusal::{Reason, Refusal};
use protocol::Audience;

fn admin() -> Actor {
    actor("admin", Some(Role::Admin))
}

/// What stands wrong with a measure about a member that `edit` has changed.
fn wrong(kind: MeasureKind, edit: impl FnOnce(&mut Measure)) -> Option<(Reason, String)> {
    let world = World::new().about("li", Role::Member);
    let mut measure = world.measure(kind);
    edit(&mut measure);
    let refusal = world.takes_this(&admin(), "li", &measure).err()?;
    Some((refusal.reason(), refusal.field().unwrap_or_default().to_owned()))
}

fn taken(kind: MeasureKind, at: i64) -> Taken {
    Taken { by: person("admin"), at, measure: World::new().measure(kind) }
}

#[test]
fn what_is_done_against_somebody_names_a_published_rule_and_says_why() {
    let at = |reason, field: &str| Some((reason, field.to_owned()));
    for kind in [MeasureKind::Hidden, MeasureKind::EditAsked, MeasureKind::Warned, MeasureKind::Muted] {
        assert_eq!(wrong(kind.clone(), |_| {}), None, "{kind:?}");
        assert_eq!(
            wrong(kind.clone(), |measure| measure.reason = " ".to_owned()),
            at(Reason::Empty, "/reason")
        );
        assert_eq!(wrong(kind.clone(), |measure| measure.rule = None), at(Reason::Empty, "/rule"));
        assert_eq!(wrong(kind.clone(), |measure| measure.rule = Some(0)), at(Reason::WrongValue, "/rule"));
        let refused = wrong(kind, |measure| measure.version = Some(7));
        assert_eq!(refused, at(Reason::UnknownRuleVersion, "/version"));
    }
    let lifted = wrong(MeasureKind::Unmuted, |measure| measure.reason.clear());
    assert_eq!(lifted, None, "what is lifted needs neither");
    let mut world = World::new().about("li", Role::Member);
    world.context.published.clear();
    let bare = Measure { rule: None, version: None, ..world.measure(MeasureKind::Warned) };
    assert_eq!(world.takes_this(&admin(), "li", &bare), Ok(()), "before there are rules");
}

#[test]
fn a_measure_holds_what_its_kind_asks_for_and_nothing_that_is_the_servers() {
    let at = |reason, field: &str| Some((reason, field.to_owned()));
    for minutes in [None, Some(0), Some(43_201)] {
        let refused = wrong(MeasureKind::Muted, |measure| measure.minutes = minutes);
        assert_eq!(refused, at(Reason::WrongValue, "/minutes"), "{minutes:?}");
    }
    let refused = wrong(MeasureKind::Warned, |measure| measure.minutes = Some(5));
    assert_eq!(refused, at(Reason::WrongValue, "/minutes"));
    assert_eq!(wrong(MeasureKind::Hidden, |measure| measure.message = None), at(Reason::Empty, "/message"));
    let refused = wrong(MeasureKind::Hidden, |measure| measure.said = Some("别的话".to_owned()));
    assert_eq!(refused, at(Reason::ServerOnly, "/said"));
    let refused = wrong(MeasureKind::Warned, |measure| measure.seen_at = Some(NOW));
    assert_eq!(refused, at(Reason::ServerOnly, "/seen_at"));
    let later = wrong(MeasureKind::Warned, |measure| measure.kind = MeasureKind::from("banished"));
    assert_eq!(later, at(Reason::ServerOnly, "/kind"));
}

#[test]
fn a_measure_about_a_post_is_about_its_author_and_no_post_is_hidden_twice() {
    let mut world = World::new().about("li", Role::Member);
    let hide = |world: &World, kind| reason(world.takes_this(&admin(), "li", &world.measure(kind)));
    assert_eq!(hide(&world, MeasureKind::Shown), Some(Reason::PostHidden));
    world.context.case.post = Post::Here { author: person("li"), is_hidden: true };
    assert_eq!(hide(&world, MeasureKind::Hidden), Some(Reason::PostHidden));
    assert_eq!(hide(&world, MeasureKind::Shown), None);
    world.context.case.post = Post::Here { author: person("zhao"), is_hidden: false };
    assert_eq!(hide(&world, MeasureKind::Hidden), Some(Reason::WrongSubject));
    world.context.case.post = Post::Missing;
    assert_eq!(hide(&world, MeasureKind::Hidden), Some(Reason::Gone));
}

#[test]
fn who_is_muted_reads_keeps_a_draft_and_leaves_and_posts_again_when_the_time_is_over() {
    let mut world = World::new();
    world.context.measures = vec![taken(MeasureKind::Muted, NOW)];
    let li = actor("li", Some(Role::Member));
    let refusal = world.post(&li).unwrap_err();
    assert_eq!((refusal.reason(), refusal.rule()), (Reason::Muted, Some(1)));
    assert_eq!(reason(world.hand_in(&li)), Some(Reason::Muted));
    assert_eq!(reason(world.edit(&li, "li", HOUR)), Some(Reason::Muted));
    assert_eq!(world.take_back(&li, "li", HOUR), Ok(()));
    assert_eq!(world.recall(&li, "li", HOUR), Ok(()));
    let own = member("li", &[Role::Member], MemberState::Active);
    assert_eq!(world.turn_member(&li, &own, MemberState::Left), Ok(()));
    let louder = Member { post: "看这里".to_owned(), ..own.clone() };
    assert_eq!(reason(world.change_member(&li, &own, &louder)), Some(Reason::Muted));

    world.context.now_ms = NOW + HOUR;
    assert_eq!(world.post(&li), Ok(()));
    world.context.now_ms = NOW + 1;
    world.context.measures.push(taken(MeasureKind::Unmuted, NOW + 1));
    assert_eq!(world.post(&li), Ok(()));
}

#[test]
fn a_hidden_post_is_not_said_anew_by_an_edit_and_nobody_hides_by_writing_it() {
    let world = World::new();
    let li = actor("li", Some(Role::Member));
    let head = world.head(KnownKind::Message, timed(9), "li");
    let hidden = Message { hidden: Some(Hidden::default()), text: String::new(), ..world.message("早") };
    let edited = Message { edited_at: Some(NOW), ..world.message("又说一遍") };
    assert_eq!(reason(world.update(&li, &head, HOUR, &hidden, &edited)), Some(Reason::PostHidden));
    // What it said stands in the measure, out of its author's reach.
    let recalled = hidden.recalled(NOW);
    assert_eq!(reason(world.update(&li, &head, HOUR, &hidden, &recalled)), Some(Reason::PostHidden));
    let forged = Message { hidden: Some(Hidden::default()), ..edited };
    let refused = world.update(&li, &head, HOUR, &world.message("早"), &forged);
    assert_eq!(reason(refused), Some(Reason::ServerOnly));
    assert_eq!(reason(world.create(&li, &head, &forged)), Some(Reason::WrongValue));
}

#[test]
fn who_is_asked_to_edit_can_however_old_the_post_is() {
    let mut world = World::new();
    let li = actor("li", Some(Role::Member));
    assert_eq!(reason(world.edit(&li, "li", 25 * HOUR)), Some(Reason::EditWindowOver));
    let mut asked = taken(MeasureKind::EditAsked, NOW);
    asked.measure.message = Some(timed(1));
    world.context.measures = vec![asked];
    assert_eq!(world.edit(&li, "li", 25 * HOUR), Ok(()));
}

#[test]
fn a_removal_rests_on_a_measure_of_ones_own_since_the_member_joined() {
    let world = World::new();
    let li = member("li", &[Role::Member], MemberState::Active);
    assert_eq!(reason(world.turn_member(&admin(), &li, MemberState::Removed)), Some(Reason::MeasureNeeded));
    let by = |name: &str| world.with_removal_by(&actor(name, Some(Role::Admin)));
    assert_eq!(by("admin").turn_member(&admin(), &li, MemberState::Removed), Ok(()));
    let others = by("another").turn_member(&admin(), &li, MemberState::Removed);
    assert_eq!(reason(others), Some(Reason::MeasureNeeded));
    let newly = Member { joined_at: NOW + 1, ..li };
    let old = by("admin").turn_member(&admin(), &newly, MemberState::Removed);
    assert_eq!(reason(old), Some(Reason::MeasureNeeded));
}

#[test]
fn who_was_removed_reads_why_and_nothing_else_and_who_left_nothing() {
    let world = World::new();
    let reads = |state: MemberState, audience: Audience| {
        let mut li = actor("li", Some(Role::Admin));
        li.membership.as_mut().unwrap().state = state;
        reach(&li, &audience, &world.context)
    };
    assert_eq!(reads(MemberState::Removed, Audience::Personal), Reach::Own);
    for audience in [Audience::All, Audience::Staff, Audience::Private] {
        assert_eq!(reads(MemberState::Removed, audience), Reach::Nothing);
    }
    assert_eq!(reads(MemberState::Left, Audience::Personal), Reach::Nothing);
}

#[test]
fn only_whom_a_measure_is_about_notes_once_that_they_have_seen_it() {
    let world = World::new();
    let mut head = world.head(KnownKind::Measure, timed(3), "admin");
    head.subject = Some(person("li"));
    let li = actor("li", Some(Role::Member));
    let unseen = world.measure(MeasureKind::Warned);
    let seen = Measure { seen_at: Some(NOW), ..unseen.clone() };
    assert_eq!(world.update(&li, &head, HOUR, &unseen, &seen), Ok(()));
    assert_eq!(reason(world.update(&admin(), &head, HOUR, &unseen, &seen)), Some(Reason::NotYours));
    assert_eq!(reason(world.update(&li, &head, HOUR, &seen, &unseen)), Some(Reason::Immutable));
    let milder = Measure { reason: "没什么".to_owned(), ..seen };
    assert_eq!(reason(world.update(&li, &head, HOUR, &unseen, &milder)), Some(Reason::Immutable));
    assert_eq!(reason(world.delete(&li, &head, HOUR, &unseen)), Some(Reason::NotDeletable));
}

#[test]
fn a_report_goes_to_nobody_whom_it_is_about() {
    let world = World::new();
    let li = actor("li", Some(Role::Member));
    assert_eq!(world.reports(&li, Role::Member, KnownKind::Report), Ok(()));
    let to_all = world.reports(&li, Role::Admin, KnownKind::Report);
    assert_eq!(reason(to_all), Some(Reason::WrongAudience));
    assert_eq!(world.reports(&li, Role::Admin, KnownKind::OwnerReport), Ok(()));
    let about_owner = Report { person: person("owner"), ..world.report() };
    for kind in [KnownKind::Report, KnownKind::OwnerReport] {
        let refused = world.about("owner", Role::Owner).reports_this(&li, kind, &about_owner);
        assert_eq!(reason(refused), Some(Reason::OwnerReported));
    }
    let own = Report { person: person("li"), ..world.report() };
    let refused = world.about("li", Role::Member).reports_this(&li, KnownKind::Report, &own);
    assert_eq!(reason(refused), Some(Reason::OwnPost));
}

#[test]
fn a_report_is_decided_once_by_staff_who_are_no_party_to_it() {
    let world = World::new();
    let head = world.report_head(KnownKind::Report, "li");
    let by = |name: &str, state: ReportState| Report {
        state,
        decided_by: Some(person(name)),
        decided_at: Some(NOW),
        ..world.report()
    };
    let decide = |who: &Actor, before: &Report, after: &Report| -> Result<(), Refusal> {
        world.update(who, &head, HOUR, before, after)
    };
    let open = world.report();
    let upheld = by("admin", ReportState::Upheld);
    assert_eq!(decide(&admin(), &open, &upheld), Ok(()));
    assert_eq!(
        reason(decide(&admin(), &upheld, &by("admin", ReportState::Dismissed))),
        Some(Reason::WrongState)
    );
    let zhao = actor("zhao", Some(Role::Member));
    assert_eq!(reason(decide(&zhao, &open, &by("zhao", ReportState::Upheld))), Some(Reason::RoleNeeded));
    // Somebody who became an administrator since.
    for party in ["li", "target"] {
        let party = actor(party, Some(Role::Admin));
        let decided = by(party.person.as_str(), ReportState::Dismissed);
        assert_eq!(reason(decide(&party, &open, &decided)), Some(Reason::OwnPost));
    }
    let reworded = Report { reason: "别的".to_owned(), ..upheld };
    assert_eq!(reason(decide(&admin(), &open, &reworded)), Some(Reason::Immutable));
}

#[test]
fn the_intent_to_report_finds_out_who_is_to_read_it() {
    let mut world = World::new();
    let li = actor("li", Some(Role::Member));
    let new = NewReport {
        message: timed(9),
        person: person("target"),
        said: "代购".to_owned(),
        reason: " 广告 ".to_owned(),
    };
    for (role, kind, reader) in
        [(Role::Member, KnownKind::Report, "li"), (Role::Admin, KnownKind::OwnerReport, "owner")]
    {
        let case: Case = world.about("target", role).context.case;
        world.context = Context { case, ..world.context };
        let desk = Desk { space: &world.space, actor: &li, context: &world.context };
        let writes = intent::report_post(&desk, new.clone()).unwrap();
        assert_eq!(writes[0].head.kind, kind.kind());
        assert_eq!(writes[0].head.subject, Some(person(reader)));
        assert_eq!(writes[0].head.scope.audience, kind.audience());
    }
}
