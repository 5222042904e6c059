//! Intents: what they write, in which order, and that every prefix is legal on a server.

use crate::world::{HOUR, NOW, person, rule, timed};
use domain::channels::first_channels;
use domain::guard::Check;
use domain::guard::check::Interval;
use domain::intent::{self, Desk, Intended, NewMeasure, NewProposal, NewSpace, Profile, RecordWrite, Taking};
use domain::kinds::{self, KnownKind, MeasureKind, Member, MemberState, Mentions, Role, Template};
use domain::measures::Taken;
use domain::policy::{Actor, After, Before, Case, Change, Context, Membership, judge};
use domain::refusal::Reason;
use domain::rules::RulesRef;
use domain::rules::gate::{Confirmation, Edition};
use protocol::{Audience, Op, PersonId, Record, RecordId, Rev, SpaceId};
use std::collections::BTreeMap;

/// A server in small: it judges each write by what it holds, as the real ones do.
struct Server {
    space: SpaceId,
    records: BTreeMap<RecordId, Record>,
    now_ms: i64,
}

impl Server {
    fn new() -> Self {
        Self { space: SpaceId::new(timed(0).as_str()), records: BTreeMap::new(), now_ms: NOW }
    }

    fn read<T: serde::de::DeserializeOwned>(&self, id: &RecordId) -> Option<T> {
        self.records.get(id).map(|record| record.body.read().unwrap())
    }

    /// What is known to `person`, and of whom the write is `about`.
    fn context(&self, person: &PersonId, about: &PersonId) -> Context {
        let of_kind =
            |kind: KnownKind| self.records.values().filter(move |record| record.head.kind == kind.kind());
        let editions =
            of_kind(KnownKind::Rules).map(|record| Edition::of(&record.body.read().unwrap(), record.at));
        let acks = of_kind(KnownKind::Ack).filter(|record| record.head.subject.as_ref() == Some(person));
        let confirmed = acks.map(|record| {
            let ack: kinds::Ack = record.body.read().unwrap();
            Confirmation { rules: RulesRef { version: ack.version, hash: ack.hash }, at: record.at }
        });
        Context {
            owner: self.records.get(&kinds::space_id(&self.space)).map(|space| space.head.author.clone()),
            now_ms: self.now_ms,
            published: editions.collect(),
            confirmed: confirmed.collect(),
            measures: self.measures(person),
            case: Case {
                member: self.actor(about.as_str()).membership,
                measures: self.measures(about),
                ..Case::default()
            },
            ..Context::default()
        }
    }

    fn measures(&self, about: &PersonId) -> Vec<Taken> {
        let of = |record: &&Record| {
            record.head.kind == KnownKind::Measure.kind() && record.head.subject.as_ref() == Some(about)
        };
        let taken = |record: &Record| Taken {
            by: record.head.author.clone(),
            at: record.at,
            measure: record.body.read().unwrap(),
        };
        self.records.values().filter(of).map(taken).collect()
    }

    fn actor(&self, name: &str) -> Actor {
        let member: Option<Member> = self.read(&kinds::member_id(&self.space, &person(name)));
        let membership = member.map(|member| Membership { roles: member.roles, state: member.state });
        Actor { person: person(name), membership, may_found: true }
    }

    /// Takes writes one by one; each must be legal after those before it.
    fn take(&mut self, name: &str, writes: Vec<RecordWrite>) {
        for write in writes {
            for dep in &write.deps {
                let is_own_member = *dep == kinds::member_id(&self.space, &person(name));
                assert!(self.records.contains_key(dep) || is_own_member, "{dep} is not there yet");
            }
            // A membership's author is the member.
            let about = write.head.subject.clone().unwrap_or_else(|| write.head.author.clone());
            let (actor, context) = (self.actor(name), self.context(&person(name), &about));
            let before = self.records.get(&write.head.id).map(Before::from);
            let (after, deleted) = match &write.op {
                Op::Create(body) | Op::Update { body, .. } => (After::Body(body), false),
                Op::Delete => (After::Tombstone, true),
            };
            judge(&actor, &Change { head: &write.head, before, after }, &context).unwrap();
            let body = match write.op {
                Op::Create(body) | Op::Update { body, .. } => body,
                Op::Delete => protocol::Body::parse("{}").unwrap(),
            };
            let at = self.records.get(&write.head.id).map_or(self.now_ms, |record| record.at);
            let rev = Rev("1".to_owned());
            self.records.insert(write.head.id.clone(), Record { head: write.head, rev, at, deleted, body });
        }
    }

    fn desk<T>(&self, name: &str, act: impl FnOnce(&Desk<'_>) -> T) -> T {
        self.desk_about(name, name, act)
    }

    fn desk_about<T>(&self, name: &str, about: &str, act: impl FnOnce(&Desk<'_>) -> T) -> T {
        let (actor, context) = (self.actor(name), self.context(&person(name), &person(about)));
        act(&Desk { space: &self.space, actor: &actor, context: &context })
    }

    fn before(&self, id: &RecordId) -> Before<'_> {
        Before::from(&self.records[id])
    }

    fn member(&self, name: &str) -> Before<'_> {
        self.before(&kinds::member_id(&self.space, &person(name)))
    }

    /// Founded by `owner`.
    fn founded() -> Self {
        let mut server = Self::new();
        let typed = NewSpace {
            name: " 销售部-新品 ".to_owned(),
            purpose: "学新品".to_owned(),
            ..NewSpace::default()
        };
        let profile = Profile { real_name: "王敏".to_owned(), ..Profile::default() };
        let writes =
            intent::create_space(&server.actor("owner"), NOW, &server.space, &typed, &profile, Vec::new())
                .unwrap();
        server.take("owner", writes);
        server
    }

    /// Puts a member in, as the server does when an invitation is used.
    fn join(&mut self, name: &str) {
        let member = crate::world::member(name, &[Role::Member], MemberState::Active);
        let writes = intent_like_member(&self.space, name, &member);
        self.records.insert(writes.head.id.clone(), writes);
    }
}

fn intent_like_member(space: &SpaceId, name: &str, member: &Member) -> Record {
    let head = protocol::Head {
        id: kinds::member_id(space, &person(name)),
        scope: protocol::Scope::new(space.clone(), Audience::All),
        kind: KnownKind::Member.kind(),
        author: person(name),
        subject: None,
    };
    Record {
        head,
        rev: Rev("1".to_owned()),
        at: NOW,
        deleted: false,
        body: protocol::Body::of(member).unwrap(),
    }
}

#[test]
fn founding_writes_the_space_then_the_owners_membership() {
    let server = Server::founded();
    let space: kinds::Space = server.read(&kinds::space_id(&server.space)).unwrap();
    assert_eq!((space.name.as_str(), space.purpose.as_str()), ("销售部-新品", "学新品"));
    let owner: Member = server.read(&kinds::member_id(&server.space, &person("owner"))).unwrap();
    assert_eq!((owner.roles, owner.state, owner.joined_at), (vec![Role::Owner], MemberState::Active, NOW));
}

#[test]
fn a_space_begins_with_a_draft_of_rules_that_binds_nobody_yet() {
    let mut server = Server::new();
    let typed = NewSpace {
        name: "销售部-新品".to_owned(),
        purpose: "学新品".to_owned(),
        goals: vec![" 讲得清三款新品 ".to_owned(), " ".to_owned(), "人人通过测验".to_owned()],
        template: Some(Template::Training),
        ..NewSpace::default()
    };
    let rules = vec![rule(9, "按时参加"), rule(9, "不外传")];
    let actor = server.actor("owner");
    let writes = intent::create_space(
        &actor,
        NOW,
        &server.space,
        &typed,
        &Profile { real_name: "王敏".to_owned(), ..Profile::default() },
        rules,
    )
    .unwrap();
    assert_eq!(writes.len(), 3 + first_channels(&Template::Training, None).len());
    server.take("owner", writes);
    let space: kinds::Space = server.read(&kinds::space_id(&server.space)).unwrap();
    assert_eq!(space.goals, ["讲得清三款新品", "人人通过测验"]);
    assert_eq!(space.template, Some(Template::Training));
    let draft: kinds::RulesDraft = server.read(&kinds::rules_draft_id(&server.space)).unwrap();
    assert_eq!(draft.rules.iter().map(|rule| rule.no).collect::<Vec<_>>(), [1, 2]);
    for sort in first_channels(&Template::Training, None) {
        let channel: kinds::Channel = server.read(&kinds::channel_id(&server.space, sort)).unwrap();
        assert_eq!((&channel.sort, channel.archived), (sort, false));
    }
    assert!(server.desk("owner", |desk| intent::post_message(desk, timed(10), "早".into())).is_ok());
}

#[test]
fn a_goal_that_does_not_fit_is_named() {
    let server = Server::new();
    let found = |goals: Vec<String>| {
        let typed =
            NewSpace {
                name: "甲部-乙".to_owned(), purpose: "乙".to_owned(), goals, ..NewSpace::default()
            };
        let who = Profile { real_name: "王敏".to_owned(), ..Profile::default() };
        let actor = server.actor("owner");
        let refusal = intent::create_space(&actor, NOW, &server.space, &typed, &who, Vec::new()).err()?;
        Some((refusal.code(), refusal.field().map(str::to_owned)))
    };
    assert_eq!(found(vec!["好".to_owned(); 8]), None);
    assert_eq!(found(vec!["好".to_owned(); 9]), Some(("too-many", Some("/goals".to_owned()))));
    let long = vec!["好".to_owned(), "长".repeat(121)];
    assert_eq!(found(long), Some(("too-long", Some("/goals/1".to_owned()))));
}

#[test]
fn a_field_that_does_not_fit_is_named() {
    let server = Server::new();
    let typed = NewSpace { name: "群".repeat(81), purpose: "x".to_owned(), ..NewSpace::default() };
    let refusal = intent::create_space(
        &server.actor("owner"),
        NOW,
        &server.space,
        &typed,
        &Profile::default(),
        Vec::new(),
    )
    .unwrap_err();
    assert_eq!((refusal.code(), refusal.field()), ("too-long", Some("/name")));
}

fn publish(desk: &Desk<'_>, rules: Vec<kinds::Rule>, enforced: Option<intent::Enforced<'_>>) -> Intended {
    intent::publish_rules(
        desk,
        rules,
        &intent::Version { reason: "", grace_hours: 72, source: None },
        enforced,
        &[],
    )
}

#[test]
fn publishing_numbers_the_rules_and_confirms_for_the_publisher() {
    let mut server = Server::founded();
    let rules = vec![rule(9, " 说请 "), rule(9, "说谢谢")];
    let draft = server
        .desk("owner", |desk| intent::write_rules_draft(desk, None, rules.clone(), Some("原文")))
        .unwrap();
    server.take("owner", draft);
    for version in 1..=2 {
        let writes = server.desk("owner", |desk| publish(desk, rules.clone(), None)).unwrap();
        assert_eq!(writes.len(), 2);
        server.take("owner", writes);
        let published: kinds::Rules = server.read(&kinds::rules_id(&server.space, version)).unwrap();
        assert_eq!(published.rules.iter().map(|rule| rule.no).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(published.rules[0].text, "说请");
        let posted = server.desk("owner", |desk| intent::post_message(desk, timed(10), "早".into()));
        assert!(posted.is_ok(), "the publisher has confirmed version {version}");
    }
}

#[test]
fn what_a_member_proposes_goes_into_the_draft_and_says_in_which_version_it_was_taken_up() {
    let mut server = Server::founded();
    let first =
        server.desk("owner", |desk| publish(desk, vec![rule(1, "说请"), rule(2, "准时")], None)).unwrap();
    server.take("owner", first);
    server.join("li");
    let new = NewProposal {
        change: kinds::ProposedChange::Reword,
        version: 1,
        rule: Some(2),
        kind: kinds::RuleKind::Must,
        binds: kinds::Binds::All,
        text: " 提前五分钟到 ".to_owned(),
        reason: "总有人迟到".to_owned(),
    };
    let proposed = server.desk("li", |desk| intent::propose(desk, timed(21), &new)).unwrap();
    server.take("li", proposed);

    let binding: kinds::Rules = server.read(&kinds::rules_id(&server.space, 1)).unwrap();
    let taking = Taking { read: &binding.rules, binding: &binding.rules, draft: None };
    let taken = server
        .desk("owner", |desk| intent::take_proposal(desk, server.before(&timed(21)), taking, "好", 72))
        .unwrap();
    server.take("owner", taken);
    let draft: kinds::RulesDraft = server.read(&kinds::rules_draft_id(&server.space)).unwrap();
    assert_eq!(
        draft.rules.iter().map(|rule| rule.text.as_str()).collect::<Vec<_>>(),
        ["说请", "提前五分钟到"]
    );
    let open: kinds::Proposal = server.read(&timed(21)).unwrap();
    assert_eq!(open.until, Some(server.now_ms + 72 * HOUR));

    let said = intent::Version { reason: "采纳提议", grace_hours: 72, source: None };
    let taken_up = [server.before(&timed(21))];
    let second = server
        .desk("owner", |desk| intent::publish_rules(desk, draft.rules.clone(), &said, None, &taken_up))
        .unwrap();
    assert!(
        second.last().unwrap().deps.contains(&kinds::rules_id(&server.space, 2)),
        "not before the version"
    );
    server.take("owner", second);
    let adopted: kinds::Proposal = server.read(&timed(21)).unwrap();
    assert_eq!((adopted.state, adopted.adopted), (kinds::ProposalState::Adopted, Some(2)));
}

#[test]
fn guards_go_along_with_their_rules_to_the_next_version_and_wait_for_it() {
    let mut server = Server::founded();
    let next = |server: &Server, texts: &[&str]| {
        let rules = texts.iter().map(|text| rule(9, text)).collect();
        let (binding, guards) = (kinds::rules_id(&server.space, 1), kinds::guards_id(&server.space));
        let record = |id| server.records.get(&id).map(Before::from);
        let enforced = Option::zip(record(binding), record(guards));
        let enforced = enforced.map(|(rules, guards)| intent::Enforced { rules, guards });
        server.desk("owner", |desk| publish(desk, rules, enforced)).unwrap()
    };
    let first = next(&server, &["上课前签到", "每分钟最多三条"]);
    server.take("owner", first);
    let slow = |rule| Check::Interval(Interval { seconds: 20 }).guard(rule);
    let set = server.desk("owner", |desk| intent::set_guards(desk, None, vec![slow(1), slow(2)])).unwrap();
    server.take("owner", set);

    let second = next(&server, &["进群先改名片", "每分钟最多三条"]);
    let version = kinds::rules_id(&server.space, 2);
    assert!(second.last().unwrap().deps.contains(&version), "guards don't change before the rules do");
    server.take("owner", second);
    let guards: kinds::Guards = server.read(&kinds::guards_id(&server.space)).unwrap();
    assert_eq!(guards.guards, [slow(2)], "the rule about signing in is gone, and its guard with it");
}

#[test]
fn a_message_waits_for_the_confirmation_and_for_what_it_answers() {
    let mut server = Server::founded();
    let published = server.desk("owner", |desk| publish(desk, vec![rule(1, "说请")], None)).unwrap();
    server.take("owner", published);
    server.join("li");
    let post = |server: &Server, n, reply| {
        server.desk("li", |desk| {
            intent::post_message(
                desk,
                timed(n),
                intent::NewPost { reply_to: reply, ..intent::NewPost::from("早") },
            )
        })
    };
    assert_eq!(post(&server, 1, None).unwrap_err().reason(), Reason::RulesNotConfirmed);
    let binding = server.context(&person("li"), &person("li")).binding().cloned().unwrap();
    let ack = server.desk("li", |desk| intent::confirm_rules(desk, &binding)).unwrap();
    server.take("li", ack);
    let first = post(&server, 1, None).unwrap();
    assert!(first[0].deps.contains(&kinds::ack_id(&server.space, &person("li"), 1)));
    server.take("li", first);
    let reply = post(&server, 2, Some(timed(1))).unwrap();
    assert!(reply[0].deps.contains(&timed(1)));
    server.take("li", reply);
}

#[test]
fn a_changed_purpose_is_news_to_each_member_until_they_saw_it() {
    let mut server = Server::founded();
    server.join("member");
    let id = kinds::space_id(&server.space);
    let typed = |purpose: &str| NewSpace {
        name: "销售部-新品".to_owned(),
        purpose: purpose.to_owned(),
        for_whom: "全员".to_owned(),
        ..NewSpace::default()
    };
    let is_news = |server: &Server| {
        let (space, me) = (server.read::<kinds::Space>(&id).unwrap(), person("member"));
        let joined: Member = server.read(&kinds::member_id(&server.space, &me)).unwrap();
        let seen: Option<kinds::Seen> = server.read(&kinds::seen_id(&server.space, &me));
        space.has_new_purpose(joined.joined_at, seen.map(|seen| seen.purpose_at))
    };
    for (purpose, news) in [("学新品", false), ("学会讲新品", true)] {
        server.now_ms += HOUR;
        let about = typed(purpose);
        let edited =
            server.desk("owner", |desk| intent::edit_space(desk, server.before(&id), &about)).unwrap();
        server.take("owner", edited);
        assert_eq!(is_news(&server), news, "{purpose}");
    }
    let changed = server.now_ms;
    let seen = server.desk("member", |desk| intent::see_purpose(desk, None, changed)).unwrap();
    server.take("member", seen);
    assert!(!is_news(&server));
    let record = kinds::seen_id(&server.space, &person("member"));
    let again =
        server.desk("member", |desk| intent::see_purpose(desk, Some(server.before(&record)), changed));
    assert_eq!(again.unwrap().len(), 0);
    let later =
        server.desk("member", |desk| intent::see_purpose(desk, Some(server.before(&record)), changed + 1));
    assert_eq!(later.unwrap().len(), 1);
}

#[test]
fn editing_and_recalling_change_what_was_posted() {
    let mut server = Server::founded();
    let posted = server.desk("owner", |desk| intent::post_message(desk, timed(1), "早".into())).unwrap();
    server.take("owner", posted);
    server.now_ms += HOUR;
    let same = server
        .desk("owner", |desk| {
            intent::edit_message(desk, server.before(&timed(1)), " 早 ", Mentions::default())
        })
        .unwrap();
    assert!(same.is_empty());
    let edited = server
        .desk("owner", |desk| {
            intent::edit_message(desk, server.before(&timed(1)), "早上好", Mentions::default())
        })
        .unwrap();
    server.take("owner", edited);
    let message: kinds::Message = server.read(&timed(1)).unwrap();
    assert_eq!(
        (message.text.as_str(), message.edited_at, message.sent_at),
        ("早上好", Some(NOW + HOUR), NOW)
    );
    let recalled =
        server.desk("owner", |desk| intent::recall_message(desk, server.before(&timed(1)))).unwrap();
    server.take("owner", recalled);
    let message: kinds::Message = server.read(&timed(1)).unwrap();
    assert_eq!((message.text.as_str(), message.recalled_at), ("", Some(NOW + HOUR)));
    let gone = server.desk("owner", |desk| intent::delete_message(desk, server.before(&timed(1)))).unwrap();
    server.take("owner", gone);
    assert!(server.records[&timed(1)].deleted);
}

#[test]
fn a_draft_is_kept_as_typed_and_a_cursor_never_goes_back() {
    let mut server = Server::founded();
    let nothing = server.desk("owner", |desk| intent::save_draft(desk, None, "")).unwrap();
    assert!(nothing.is_empty());
    let draft = server.desk("owner", |desk| intent::save_draft(desk, None, "  未完 ")).unwrap();
    server.take("owner", draft);
    let id = kinds::draft_id(&server.space, &person("owner"));
    assert_eq!(server.read::<kinds::Draft>(&id).unwrap().text, "  未完 ");
    let emptied =
        server.desk("owner", |desk| intent::save_draft(desk, Some(server.before(&id)), "")).unwrap();
    server.take("owner", emptied);

    let read = server.desk("owner", |desk| intent::mark_read(desk, None, 5, timed(5))).unwrap();
    server.take("owner", read);
    let id = kinds::read_id(&server.space, &person("owner"));
    let mark = |server: &Server, at, n| {
        server.desk("owner", |desk| intent::mark_read(desk, Some(server.before(&id)), at, timed(n))).unwrap()
    };
    assert!(mark(&server, 4, 9).is_empty() && mark(&server, 5, 5).is_empty());
    assert_eq!(mark(&server, 5, 6).len(), 1);
}

#[test]
fn unknown_fields_survive_an_edit() {
    let mut server = Server::founded();
    let id = kinds::space_id(&server.space);
    let body = protocol::Body::parse(r#"{"name":"甲","purpose":"乙","mascot":["丙"]}"#).unwrap();
    server.records.get_mut(&id).unwrap().body = body;
    let typed = NewSpace { name: "丁部-丙".to_owned(), purpose: "乙".to_owned(), ..NewSpace::default() };
    let writes = server.desk("owner", |desk| intent::edit_space(desk, server.before(&id), &typed)).unwrap();
    server.take("owner", writes);
    assert!(server.records[&id].body.as_str().contains(r#""mascot":["丙"]"#));
}

#[test]
fn invitations_are_made_renewed_and_revoked() {
    let mut server = Server::founded();
    let made = server
        .desk("owner", |desk| intent::invite(desk, timed(1), "李四", "", &"a".repeat(64), NOW + HOUR))
        .unwrap();
    server.take("owner", made);
    server.now_ms += 2 * HOUR;
    let renewed = server.desk("owner", |desk| {
        intent::renew_invite(desk, server.before(&timed(1)), &"b".repeat(64), NOW + 9 * HOUR)
    });
    server.take("owner", renewed.unwrap());
    let revoked = server.desk("owner", |desk| intent::revoke_invite(desk, server.before(&timed(1)))).unwrap();
    server.take("owner", revoked);
    let again = server.desk("owner", |desk| {
        intent::renew_invite(desk, server.before(&timed(1)), &"c".repeat(64), NOW + 9 * HOUR)
    });
    assert_eq!(again.unwrap_err().reason(), Reason::WrongState);
}

#[test]
fn members_are_appointed_muted_for_a_time_removed_and_leave() {
    let mut server = Server::founded();
    server.join("li");
    server.join("wu");
    let appointed = server
        .desk("owner", |desk| {
            intent::change_roles(desk, server.member("li"), vec![Role::Member, Role::Admin])
        })
        .unwrap();
    server.take("owner", appointed);
    let measure = |server: &Server, n: u8, kind: MeasureKind, minutes: Option<u32>| {
        // No version of the rules is published: there is none to name.
        let new = NewMeasure { kind, rule: None, reason: "刷屏".to_owned(), message: None, minutes };
        server
            .desk_about("li", "wu", |desk| {
                intent::take_measure(desk, timed(n), &person("wu"), server.member("wu"), &new)
            })
            .unwrap()
    };
    let muted = measure(&server, 40, MeasureKind::Muted, Some(60));
    server.take("li", muted);
    assert_eq!(
        server.desk("wu", |desk| intent::post_message(desk, timed(1), "早".into())).unwrap_err().reason(),
        Reason::Muted
    );
    server.now_ms += HOUR;
    server.desk("wu", |desk| intent::post_message(desk, timed(1), "早".into())).unwrap();
    let removed = measure(&server, 41, MeasureKind::Removed, None);
    assert_eq!(removed.len(), 2, "the measure, and the membership");
    server.take("li", removed);
    let member: Member = server.read(&kinds::member_id(&server.space, &person("wu"))).unwrap();
    assert_eq!(member.state, MemberState::Removed);
    let left = server.desk("li", |desk| intent::leave(desk, server.member("li"))).unwrap();
    server.take("li", left);
    assert_eq!(
        server.desk("owner", |desk| intent::leave(desk, server.member("owner"))).unwrap_err().reason(),
        Reason::OwnerStays
    );
}

#[test]
fn a_profile_is_cleaned_and_changed_by_its_owner() {
    let mut server = Server::founded();
    server.join("li");
    let profile =
        Profile {
            real_name: "li".to_owned(), dept: " 销售\u{202e}部 ".to_owned(), post: "主管".to_owned()
        };
    let writes =
        server.desk("li", |desk| intent::change_profile(desk, server.member("li"), &profile)).unwrap();
    server.take("li", writes);
    let member: Member = server.read(&kinds::member_id(&server.space, &person("li"))).unwrap();
    assert_eq!((member.dept.as_str(), member.post.as_str()), ("销售部", "主管"));
}
