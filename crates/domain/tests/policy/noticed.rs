//! Announcements and names, as the policy takes them.

use crate::world::{HOUR, NOW, World, actor, body, person, reason, timed};
use domain::guard::check::Terms;
use domain::guard::{Check, Level, Watch};
use domain::intent::{self, Desk, NewNotice};
use domain::kinds::{
    Confirm, Held, HeldState, Importance, KnownKind, MemberState, Mentions, Message, Noted, Notice, Role,
    ScheduleRow, Withdrawn, confirm_id, held_id, noted_id,
};
use domain::limits;
use domain::policy::{Actor, Asked, Before};
use domain::refusal::{Reason, Refusal};
use protocol::{Head, Op};

impl World {
    pub(crate) fn notice(&self, importance: Importance) -> Notice {
        Notice {
            importance,
            title: "周五停电".to_owned(),
            text: "二楼，14:00 起。".to_owned(),
            schedule: Vec::new(),
            confirm: false,
            sent_at: NOW,
            expires_at: Some(NOW + 48 * HOUR),
            reminded_at: None,
            withdrawn: None,
            extra: Default::default(),
        }
    }

    pub(crate) fn to_confirm(&self) -> Notice {
        Notice { confirm: true, ..self.notice(Importance::Important) }
    }

    /// `actor` posts a message that names these people, or everybody.
    pub(crate) fn names(&self, actor: &Actor, people: &[&str], all: bool) -> Result<(), Refusal> {
        let people = people.iter().map(|name| person(name)).collect();
        let mentions = Mentions { people, all, ..Mentions::default() };
        let head = self.head(KnownKind::Message, timed(1), actor.person.as_str());
        self.create(actor, &head, &Message { mentions, ..self.message("早") })
    }

    fn notice_head(&self, author: &str) -> Head {
        self.head(KnownKind::Notice, timed(5), author)
    }

    pub(crate) fn announce(&self, actor: &Actor, notice: &Notice) -> Result<(), Refusal> {
        self.create(actor, &self.notice_head(actor.person.as_str()), notice)
    }

    /// `actor` reminds of an announcement that was reminded of at `last`.
    pub(crate) fn remind(&self, actor: &Actor, last: Option<i64>) -> Result<(), Refusal> {
        let before = Notice { reminded_at: last, ..self.to_confirm() };
        let after = Notice { reminded_at: Some(NOW), ..self.to_confirm() };
        self.update(actor, &self.notice_head("owner"), 9 * HOUR, &before, &after)
    }

    /// `actor` calls back what `author` announced `age_ms` ago.
    pub(crate) fn call_back(&self, actor: &Actor, author: &str, age_ms: i64) -> Result<(), Refusal> {
        let after = self.called_back(actor, "日期错了");
        self.update(actor, &self.notice_head(author), age_ms, &self.to_confirm(), &after)
    }

    fn called_back(&self, actor: &Actor, why: &str) -> Notice {
        let withdrawn =
            Withdrawn { by: actor.person.clone(), reason: why.to_owned(), extra: Default::default() };
        let (title, text) = (String::new(), String::new());
        Notice { title, text, withdrawn: Some(withdrawn), ..self.to_confirm() }
    }

    /// `actor` confirms in the name of `who`.
    pub(crate) fn confirm_notice(&self, actor: &Actor, who: &str) -> Result<(), Refusal> {
        let head = self.head(KnownKind::Confirm, confirm_id(&self.space, &timed(5), &person(who)), who);
        let head = Head { author: actor.person.clone(), ..head };
        self.create(actor, &head, &Confirm { notice: timed(5), at: NOW, extra: Default::default() })
    }

    pub(crate) fn see_notice(&self, actor: &Actor) -> Result<(), Refusal> {
        let id = noted_id(&self.space, &timed(5), &actor.person);
        let noted = Noted { notice: timed(5), extra: Default::default() };
        self.create(actor, &self.head(KnownKind::Noted, id, actor.person.as_str()), &noted)
    }
}

fn row(when: &str, what: &str, who: &str) -> ScheduleRow {
    let [when, what, who] = [when, what, who].map(str::to_owned);
    ScheduleRow { when, what, who, extra: Default::default() }
}

fn owner() -> Actor {
    actor("owner", Some(Role::Owner))
}

#[test]
fn a_fourth_urgent_announcement_within_a_day_is_refused_and_an_important_one_is_not() {
    let mut world = World::new();
    world.context.case.urgent = limits::URGENT_A_DAY - 1;
    assert_eq!(world.announce(&owner(), &world.notice(Importance::Urgent)), Ok(()));
    world.context.case.urgent = limits::URGENT_A_DAY;
    let refusal = world.announce(&owner(), &world.notice(Importance::Urgent)).unwrap_err();
    assert_eq!((refusal.reason(), refusal.field()), (Reason::UrgentSpent, Some("/importance")));
    assert_eq!(world.announce(&owner(), &world.notice(Importance::Important)), Ok(()));
}

#[test]
fn an_announcement_has_a_title_and_ends_in_the_future() {
    let world = World::new();
    let refused = |notice: Notice| {
        let refusal = world.announce(&owner(), &notice).unwrap_err();
        (refusal.reason(), refusal.field().map(str::to_owned))
    };
    let base = || world.notice(Importance::Normal);
    let at = |field: &str| Some(field.to_owned());
    assert_eq!(refused(Notice { title: " ".to_owned(), ..base() }), (Reason::Empty, at("/title")));
    let ended = Notice { expires_at: Some(NOW), ..base() };
    assert_eq!(refused(ended), (Reason::BadExpiry, at("/expires_at")));
    let for_ever = Notice { expires_at: Some(NOW + limits::NOTICE_MAX_MS + 1), ..base() };
    assert_eq!(refused(for_ever), (Reason::BadExpiry, at("/expires_at")));
    let louder = Notice { importance: Importance::from("deafening"), ..base() };
    assert_eq!(refused(louder), (Reason::WrongValue, at("/importance")));
    let reminded = Notice { reminded_at: Some(NOW), ..base() };
    assert_eq!(refused(reminded), (Reason::WrongValue, at("/reminded_at")));
    assert_eq!(world.announce(&owner(), &Notice { text: String::new(), expires_at: None, ..base() }), Ok(()));
}

#[test]
fn what_was_announced_never_changes_its_words() {
    let world = World::new();
    let head = world.notice_head("owner");
    let edited = Notice { text: "三楼。".to_owned(), ..world.to_confirm() };
    let verdict = world.update(&owner(), &head, 0, &world.to_confirm(), &edited);
    assert_eq!(reason(verdict), Some(Reason::Immutable));
    let smuggled = Notice { text: "三楼。".to_owned(), reminded_at: Some(NOW), ..world.to_confirm() };
    let verdict = world.update(&owner(), &head, 0, &world.to_confirm(), &smuggled);
    assert_eq!(reason(verdict), Some(Reason::Immutable));
    let half = Notice { title: "旧".to_owned(), ..world.called_back(&owner(), "") };
    let verdict = world.update(&owner(), &head, 0, &world.to_confirm(), &half);
    assert_eq!(reason(verdict), Some(Reason::Immutable));
    assert_eq!(reason(world.delete(&owner(), &head, 0, &world.to_confirm())), Some(Reason::NotDeletable));
}

#[test]
fn a_schedule_is_short_and_says_of_each_line_when_and_what() {
    let world = World::new();
    let announced = |rows: Vec<ScheduleRow>| {
        let notice = Notice { schedule: rows, ..world.notice(Importance::Normal) };
        let refusal = world.announce(&owner(), &notice).err()?;
        Some((refusal.reason(), refusal.field().unwrap_or_default().to_owned()))
    };
    let full = vec![row("周一 9:00", "开班", "王老师"); limits::MAX_SCHEDULE];
    assert_eq!(announced(full.clone()), None);
    assert_eq!(announced([full, vec![row("周二", "考试", "")]].concat()).unwrap().0, Reason::TooMany);
    let at = |reason, field: &str| Some((reason, field.to_owned()));
    let nothing = vec![row("周一", "开班", ""), row("周二", " ", "王")];
    assert_eq!(announced(nothing), at(Reason::Empty, "/schedule/1/what"));
    assert_eq!(announced(vec![row("", "开班", "")]), at(Reason::Empty, "/schedule/0/when"));
    let long = row("周一", "开班", &"王".repeat(81));
    assert_eq!(announced(vec![long]), at(Reason::TooLong, "/schedule/0/who"));
}

#[test]
fn a_schedule_never_changes_is_called_back_with_the_words_and_judged_like_them() {
    let mut world = World::new();
    let head = world.notice_head("owner");
    let before = Notice { schedule: vec![row("周一", "开班", "王")], ..world.to_confirm() };
    let changed = Notice { schedule: vec![row("周二", "开班", "王")], ..before.clone() };
    let smuggled = Notice { reminded_at: Some(NOW), ..changed.clone() };
    let left = Notice { schedule: before.schedule.clone(), ..world.called_back(&owner(), "") };
    for after in [&changed, &smuggled, &left] {
        assert_eq!(reason(world.update(&owner(), &head, 0, &before, after)), Some(Reason::Immutable));
    }
    assert_eq!(world.update(&owner(), &head, 0, &before, &world.called_back(&owner(), "")), Ok(()));
    let terms =
        Check::Terms(Terms { lists: Vec::new(), own: vec!["团购".to_owned()], level: Level::Block });
    world.context.watch = Watch { guards: vec![terms.guard(2)], ..Watch::default() };
    let ad = Notice { schedule: vec![row("周一", "團 購", "")], ..world.notice(Importance::Normal) };
    assert_eq!(reason(world.announce(&actor("zhao", Some(Role::Trainer)), &ad)), Some(Reason::Blocked));
}

#[test]
fn nobody_is_reminded_twice_within_an_hour_or_of_what_asks_for_nothing() {
    let world = World::new();
    assert_eq!(world.remind(&owner(), Some(NOW - HOUR)), Ok(()));
    assert_eq!(reason(world.remind(&owner(), Some(NOW - HOUR + 1))), Some(Reason::RemindedLately));
    let (quiet, ahead) = (world.notice(Importance::Important), NOW + limits::CLOCK_SKEW_MS + 1);
    let head = world.notice_head("owner");
    let of_nothing = Notice { reminded_at: Some(NOW), ..quiet.clone() };
    assert_eq!(reason(world.update(&owner(), &head, 0, &quiet, &of_nothing)), Some(Reason::WrongValue));
    let early = Notice { reminded_at: Some(ahead), ..world.to_confirm() };
    let verdict = world.update(&owner(), &head, 0, &world.to_confirm(), &early);
    assert_eq!(reason(verdict), Some(Reason::WrongValue));
}

#[test]
fn its_author_calls_an_announcement_back_for_two_hours_and_staff_whenever_with_a_reason() {
    let world = World::new();
    let trainer = actor("zhao", Some(Role::Trainer));
    assert_eq!(world.call_back(&trainer, "zhao", 2 * HOUR), Ok(()));
    assert_eq!(reason(world.call_back(&trainer, "zhao", 2 * HOUR + 1)), Some(Reason::RecallWindowOver));
    assert_eq!(reason(world.call_back(&trainer, "wang", HOUR)), Some(Reason::NotYours));
    let silent = world.called_back(&owner(), " ");
    let verdict = world.update(&owner(), &world.notice_head("zhao"), HOUR, &world.to_confirm(), &silent);
    assert_eq!(verdict.unwrap_err().field(), Some("/withdrawn/reason"));
    let gone = world.called_back(&trainer, "日期错了");
    let again =
        world.update(&owner(), &world.notice_head("zhao"), HOUR, &gone, &world.called_back(&owner(), "也"));
    assert_eq!(reason(again), Some(Reason::WrongState));
}

#[test]
fn only_what_asks_for_it_is_confirmed_also_by_who_is_muted_or_has_not_confirmed_the_rules() {
    let mut world = World::new();
    world.context.confirmed.clear();
    let mut li = actor("li", Some(Role::Member));
    li.membership.as_mut().unwrap().state = MemberState::Muted;
    for (asked, expected) in [
        (Asked::Yes, None),
        (Asked::Unknown, None),
        (Asked::No, Some(Reason::WrongValue)),
        (Asked::Missing, Some(Reason::Gone)),
    ] {
        world.context.case.asked = asked;
        assert_eq!(reason(world.confirm_notice(&li, "li")), expected, "{asked:?}");
    }
}

#[test]
fn an_announcement_is_no_way_around_the_guards() {
    let terms =
        Check::Terms(Terms { lists: Vec::new(), own: vec!["团购".to_owned()], level: Level::Block });
    let mut world = World::new();
    world.context.watch = Watch { guards: vec![terms.guard(2)], ..Watch::default() };
    let ad = Notice { title: "團 購".to_owned(), ..world.notice(Importance::Normal) };
    let refusal = world.announce(&actor("zhao", Some(Role::Trainer)), &ad).unwrap_err();
    assert_eq!((refusal.reason(), refusal.rule()), (Reason::Blocked, Some(2)));
    assert_eq!(world.announce(&owner(), &ad), Ok(()));
}

#[test]
fn announcing_reminding_confirming_and_calling_back_are_intents() {
    let world = World::new();
    let owner = owner();
    let desk = Desk { space: &world.space, actor: &owner, context: &world.context };
    let new = NewNotice {
        importance: Importance::Urgent,
        title: " 周五停电 ".to_owned(),
        text: String::new(),
        schedule: vec![row("周一 9:00 ", " 开班", ""), row(" ", "", "")],
        confirm: true,
        expires_at: None,
    };
    let writes = intent::publish_notice(&desk, timed(5), &new).unwrap();
    let Op::Create(made) = &writes[0].op else { panic!("it is created") };
    let notice = made.read::<Notice>().unwrap();
    assert_eq!(notice.title, "周五停电");
    assert_eq!(notice.schedule, [row("周一 9:00", "开班", "")], "and an empty line is left out");
    let half = NewNotice { schedule: vec![row("", "", ""), row("周二", "", "王")], ..new.clone() };
    let refusal = intent::publish_notice(&desk, timed(6), &half).unwrap_err();
    assert_eq!((refusal.reason(), refusal.field()), (Reason::Empty, Some("/schedule/1/what")));
    let before = Before { head: &writes[0].head, body: made, at: NOW, deleted: false };
    assert_eq!(intent::remind_of_notice(&desk, before).unwrap().len(), 1);
    let gone = intent::withdraw_notice(&desk, before, "").unwrap();
    let Op::Update { body: gone, .. } = &gone[0].op else { panic!("it is updated") };
    let gone = gone.read::<Notice>().unwrap();
    assert_eq!((gone.title.as_str(), gone.stands(NOW)), ("", false));
    assert!(gone.schedule.is_empty(), "the schedule goes with the words");

    let li = actor("li", Some(Role::Member));
    let desk = Desk { actor: &li, ..desk };
    let confirmed = intent::confirm_notice(&desk, &timed(5)).unwrap();
    assert!(confirmed[0].deps.contains(&timed(5)));
    assert_eq!(intent::see_notice(&desk, &timed(5)).unwrap().len(), 1);
    assert!(intent::publish_notice(&desk, timed(6), &new).is_err());
    assert!(intent::remind_of_notice(&desk, before).is_err());
}

#[test]
fn what_a_later_version_says_of_an_announcement_survives_calling_it_back() {
    let world = World::new();
    let mut later = world.to_confirm();
    later.extra.insert("color".to_owned(), "red".into());
    let head = world.notice_head("owner");
    let later = body(&later);
    let before = Before { head: &head, body: &later, at: NOW, deleted: false };
    let owner = owner();
    let desk = Desk { space: &world.space, actor: &owner, context: &world.context };
    let writes = intent::withdraw_notice(&desk, before, "").unwrap();
    let Op::Update { body: gone, .. } = &writes[0].op else { panic!("it is updated") };
    assert_eq!(gone.read::<Notice>().unwrap().extra["color"], "red");
}

#[test]
fn a_message_names_a_few_people_and_an_edit_can_not_call_everybody() {
    let world = World::new();
    let li = actor("li", Some(Role::Member));
    let many = ["wang"; limits::MAX_MENTIONS + 1];
    assert_eq!(world.names(&li, &many[1..], false), Ok(()));
    assert_eq!(reason(world.names(&li, &many, false)), Some(Reason::TooMany));
    let head = world.head(KnownKind::Message, timed(1), "li");
    let all = Mentions { all: true, ..Mentions::default() };
    let edited = Message { edited_at: Some(NOW), mentions: all, ..world.message("@所有人") };
    let refusal = world.update(&li, &head, HOUR, &world.message("早"), &edited).unwrap_err();
    assert_eq!((refusal.reason(), refusal.field()), (Reason::RoleNeeded, Some("/mentions/all")));
    let held = Held { mentions: edited.mentions, ..world.held(HeldState::Waiting) };
    let head = world.head(KnownKind::Held, held_id(&world.space, &timed(1)), "li");
    assert_eq!(reason(world.create(&li, &head, &held)), Some(Reason::RoleNeeded));
}
