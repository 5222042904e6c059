//! What the rights that are shipped for other people's servers let through, kind by kind: announcements
//! and their confirmations, measures, reports, held posts, guards. That no kind was forgotten is tested
//! beside the policy, in `crates/domain/tests/shipped_rights.rs`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test fails the test"
)]

use contract::http::Client;
use contract::scenario::settle;
use contract::talk;
use contract::talker::Talker;
use contract::world::{Server, World, redeem};
use dialect::Session;
use domain::kinds;
use protocol::account::AccountOutcome;
use protocol::{
    Audience, Body, Call, Head, Kind, Mutation, Op, Outcome, PersonId, PullFrom, PushResult, RecordId, Scope,
};
use serde_json::{Value, json};

/// A group on a server: its owner, a member, and another.
struct Group {
    world: World,
    /// Whether the server knows who is what in a space. Where not, it knows moderators alone.
    knows_roles: bool,
    owner: Talker,
    guest: Talker,
    third: Talker,
}

/// A record to be written.
struct New<'a> {
    kind: &'a str,
    audience: Audience,
    subject: Option<PersonId>,
    id: RecordId,
    body: Value,
}

impl Group {
    fn on(server: Server) -> Option<Self> {
        let mut world = Server::chosen().contains(&server).then(|| World::start(server))??;
        let (mut laptop, mut phone) = (world.found(), world.join(false));
        settle(&mut [&mut laptop, &mut phone]);
        let (mut owner, guest) = (world.talker("王芳", "desk"), world.talker("李雷", "tablet"));
        let secret = "the secret of another invitation";
        let open = json!({
            "for_name": "韩梅梅", "state": "open", "expires_at": talk::wall_ms() + 3_600_000,
            "token_hash": protocol::digest::sha256_hex(secret.as_bytes()),
        });
        let invitation = New::in_scope(&world, "invite", Audience::Staff, open);
        assert!(is_done(&write(&world, &mut owner, invitation)));
        let mut client = Client::new(&world.origin());
        let joined =
            talk::ask(&mut client, &world.profile(false), &Session::default(), &redeem(secret, "韩梅梅"));
        assert!(matches!(joined, Some((AccountOutcome::Joined(_), _))), "{joined:?}");
        let third = world.talker("韩梅梅", "third");
        let knows_roles = matches!(server, Server::PocketBase | Server::PostgRest);
        Some(Self { world, knows_roles, owner, guest, third })
    }

    fn scope(&self, audience: Audience) -> Scope {
        self.world.scope(audience)
    }

    fn record(&self, kind: &'static str, audience: Audience, body: Value) -> New<'static> {
        New::in_scope(&self.world, kind, audience, body)
    }
}

impl<'a> New<'a> {
    fn in_scope(world: &World, kind: &'a str, audience: Audience, body: Value) -> Self {
        Self { kind, audience, subject: None, id: world.id(), body }
    }

    fn about(mut self, person: &PersonId) -> Self {
        self.subject = Some(person.clone());
        self
    }

    fn at(mut self, id: RecordId) -> Self {
        self.id = id;
        self
    }
}

fn write(world: &World, talker: &mut Talker, new: New<'_>) -> PushResult {
    let mutation = mutation(world, talker, new);
    talker.push_until_judged(&mutation)
}

fn mutation(world: &World, talker: &mut Talker, new: New<'_>) -> Mutation {
    let head = Head {
        id: new.id,
        scope: world.scope(new.audience),
        kind: Kind::from(new.kind),
        author: talker.person(),
        subject: new.subject,
    };
    talker.mutation(head, Op::Create(Body::of(&new.body).unwrap()), None)
}

fn change(talker: &mut Talker, scope: &Scope, id: &RecordId, edit: impl FnOnce(&mut Value)) -> PushResult {
    let record = talker.read(scope, id).unwrap_or_else(|| panic!("{id} is not to be read"));
    let mut body: Value = record.body.read().unwrap();
    edit(&mut body);
    let op = Op::Update { body: Body::of(&body).unwrap(), base: record.body.clone() };
    let mutation = talker.mutation(record.head.clone(), op, Some(&record));
    talker.push_until_judged(&mutation)
}

fn is_done(result: &PushResult) -> bool {
    matches!(result, PushResult::Done(_))
}

#[track_caller]
fn taken(result: &PushResult) {
    assert!(is_done(result), "{result:?}");
}

#[track_caller]
fn forbidden(result: &PushResult) {
    assert!(matches!(result, PushResult::Refused(problem) if problem.code == "forbidden"), "{result:?}");
}

fn lists(talker: &mut Talker, scope: &Scope, kind: &str) -> usize {
    match talker.call(&Call::Pull { scope: scope.clone(), from: PullFrom::Start, limit: 100 }) {
        Outcome::Page(page) => page.records.iter().filter(|record| record.head.kind.as_str() == kind).count(),
        other => panic!("{other:?}"),
    }
}

fn announcement(importance: &str, confirm: bool) -> Value {
    let schedule = json!([{ "when": "周六 8:00", "what": "检修" }]);
    let (title, text) = ("停电", "周六八点到十点");
    json!({ "importance": importance, "title": title, "text": text, "schedule": schedule, "confirm": confirm, "sent_at": 1 })
}

fn announcements_are_staffs_and_confirmations_everybodys_own(mut group: Group) {
    let (all, personal) = (group.scope(Audience::All), group.scope(Audience::Personal));
    let (owner, guest) = (group.owner.person(), group.guest.person());
    let urgent = group.record("notice", Audience::All, announcement("urgent", false));
    forbidden(&write(&group.world, &mut group.guest, urgent));
    let plain = group.record("notice", Audience::All, announcement("normal", false));
    let by_guest = write(&group.world, &mut group.guest, plain);
    assert_eq!(is_done(&by_guest), !group.knows_roles, "{by_guest:?}");

    let asking = group.record("notice", Audience::All, announcement("important", true));
    let notice = asking.id.clone();
    taken(&write(&group.world, &mut group.owner, asking));
    let plain = group.record("notice", Audience::All, announcement("normal", false));
    let unasked = plain.id.clone();
    taken(&write(&group.world, &mut group.owner, plain));

    let space = group.world.space.clone();
    let confirming = |notice: &RecordId, of: &PersonId| {
        let body = json!({ "notice": notice, "at": 1 });
        let id = kinds::confirm_id(&space, notice, of);
        group.record("confirm", Audience::Personal, body).about(of).at(id)
    };
    let (mine, anothers, needless) =
        (confirming(&notice, &guest), confirming(&notice, &owner), confirming(&unasked, &guest));
    let id = mine.id.clone();
    forbidden(&write(&group.world, &mut group.guest, anothers));
    if group.knows_roles {
        forbidden(&write(&group.world, &mut group.guest, needless));
    }
    taken(&write(&group.world, &mut group.guest, mine));
    forbidden(&change(&mut group.guest, &personal, &id, |body| body["at"] = json!(2)));
    assert_eq!(lists(&mut group.owner, &personal, "confirm"), 1, "staff see who has confirmed");
    if group.knows_roles {
        assert_eq!(lists(&mut group.third, &personal, "confirm"), 0, "and members don't");
    }

    let withdraw = |by: &PersonId| {
        let by = by.clone();
        move |body: &mut Value| {
            body["withdrawn"] = json!({ "by": by, "reason": "时间改了" });
            body["title"] = json!("");
            body["text"] = json!("");
            body.as_object_mut().map(|body| body.remove("schedule"));
        }
    };
    for talker in [&mut group.guest, &mut group.owner] {
        forbidden(&change(talker, &all, &notice, |body| body["text"] = json!("周日八点")));
        forbidden(&change(talker, &all, &notice, |body| body["schedule"][0]["when"] = json!("周日")));
    }
    forbidden(&change(&mut group.guest, &all, &notice, |body| body["reminded_at"] = json!(5)));
    forbidden(&change(&mut group.guest, &all, &notice, withdraw(&guest)));
    taken(&change(&mut group.owner, &all, &notice, |body| body["reminded_at"] = json!(5)));
    taken(&change(&mut group.owner, &all, &notice, withdraw(&owner)));
    forbidden(&change(&mut group.owner, &all, &notice, |body| body["withdrawn"]["reason"] = json!("")));

    let note = json!({ "notice": notice });
    let id = kinds::noted_id(&group.world.space, &notice, &guest);
    let noted = group.record("noted", Audience::Private, note).about(&guest).at(id.clone());
    taken(&write(&group.world, &mut group.guest, noted));
    let private = group.scope(Audience::Private);
    forbidden(&change(&mut group.guest, &private, &id, |body| body["notice"] = json!("another")));
}

fn measures_are_staffs_and_seen_by_whom_they_are_about(mut group: Group) {
    let personal = group.scope(Audience::Personal);
    let (owner, guest) = (group.owner.person(), group.guest.person());
    let measure = |group: &Group, kind: &str, minutes: Option<u32>| {
        let body = json!({ "kind": kind, "reason": "刷屏", "minutes": minutes });
        group.record("measure", Audience::Personal, body)
    };
    let back = measure(&group, "warned", None).about(&owner);
    forbidden(&write(&group.world, &mut group.guest, back));
    let myself = measure(&group, "warned", None).about(&owner);
    forbidden(&write(&group.world, &mut group.owner, myself));

    let warning = measure(&group, "warned", None).about(&guest);
    let id = warning.id.clone();
    taken(&write(&group.world, &mut group.owner, warning));
    forbidden(&change(&mut group.guest, &personal, &id, |body| body["reason"] = json!("没有")));
    taken(&change(&mut group.guest, &personal, &id, |body| body["seen_at"] = json!(7)));
    if group.knows_roles {
        assert_eq!(lists(&mut group.third, &personal, "measure"), 0);
        let post =
            |group: &Group| group.record("message", Audience::All, json!({ "text": "x", "sent_at": 1 }));
        let (before, muted, free) = (post(&group), post(&group), post(&group));
        let before = mutation(&group.world, &mut group.guest, before);
        taken(&group.guest.push_until_judged(&before));
        let muting = measure(&group, "muted", Some(60)).about(&guest);
        taken(&write(&group.world, &mut group.owner, muting));
        taken(&group.guest.push_until_judged(&before));
        forbidden(&write(&group.world, &mut group.guest, muted));
        let end = measure(&group, "unmuted", None).about(&guest);
        taken(&write(&group.world, &mut group.owner, end));
        taken(&write(&group.world, &mut group.guest, free));
    }

    let guards = json!({ "guards": [] });
    for (talker, may) in [(&mut group.guest, false), (&mut group.owner, true)] {
        let id = kinds::guards_id(&group.world.space);
        let new = New::in_scope(&group.world, "guards", Audience::All, guards.clone()).at(id);
        let set = write(&group.world, talker, new);
        assert_eq!(is_done(&set), may, "{set:?}");
    }
    let log = group.record("audit", Audience::Staff, json!({ "event": "rules-published", "at": 1 }));
    forbidden(&write(&group.world, &mut group.owner, log));
}

fn reports_and_held_posts_are_decided_by_nobody_who_is_a_party(mut group: Group) {
    let personal = group.scope(Audience::Personal);
    let (owner, guest, third) = (group.owner.person(), group.guest.person(), group.third.person());
    let report = |group: &Group, person: &PersonId| {
        let body = json!({ "message": "m", "person": person, "said": "x", "reason": "广告", "state": "open", "answer": "" });
        group.record("report", Audience::Personal, body).about(&guest)
    };
    let decide = |by: &PersonId, state: &str| {
        let (by, state) = (by.clone(), state.to_owned());
        move |body: &mut Value| {
            body["state"] = json!(state);
            body["decided_by"] = json!(by);
        }
    };
    if group.knows_roles {
        let of_owner = report(&group, &owner);
        forbidden(&write(&group.world, &mut group.guest, of_owner));
    }
    let of_third = report(&group, &third);
    let id = of_third.id.clone();
    taken(&write(&group.world, &mut group.guest, of_third));
    if group.knows_roles {
        assert_eq!(lists(&mut group.third, &personal, "report"), 0, "the reported hear nothing of it");
    }
    forbidden(&change(&mut group.guest, &personal, &id, decide(&guest, "upheld")));
    taken(&change(&mut group.owner, &personal, &id, decide(&owner, "upheld")));
    forbidden(&change(&mut group.owner, &personal, &id, decide(&owner, "dismissed")));

    let held = |group: &Group| {
        let message = group.world.id();
        let id = kinds::held_id(&group.world.space, &message);
        let body = json!({ "message": message, "text": "x", "sent_at": 1, "rules": [3], "state": "waiting", "reason": "" });
        group.record("held", Audience::Personal, body).about(&guest).at(id)
    };
    let (first, second) = (held(&group), held(&group));
    let (returned, withdrawn) = (first.id.clone(), second.id.clone());
    taken(&write(&group.world, &mut group.guest, first));
    taken(&write(&group.world, &mut group.guest, second));
    forbidden(&change(&mut group.guest, &personal, &returned, decide(&guest, "released")));
    taken(&change(&mut group.owner, &personal, &returned, decide(&owner, "returned")));
    forbidden(&change(&mut group.owner, &personal, &returned, decide(&owner, "released")));
    taken(&change(&mut group.guest, &personal, &withdrawn, |body| body["state"] = json!("withdrawn")));

    let third = held(&group);
    let (released, message) = (third.id.clone(), RecordId::new(third.body["message"].as_str().unwrap()));
    taken(&write(&group.world, &mut group.guest, third));
    let decision = change(&mut group.owner, &personal, &released, decide(&owner, "released"));
    assert_eq!(is_done(&decision), group.knows_roles, "{decision:?}");
    let stands = group.third.read(&group.scope(Audience::All), &message);
    assert_eq!(stands.is_some(), group.knows_roles, "what is released stands in the stream");
    if let Some(stands) = stands {
        let body: Value = stands.body.read().unwrap();
        assert_eq!(
            (stands.head.author, &body["text"], &body["released_by"]),
            (guest, &json!("x"), &json!(owner))
        );
    }
}

fn channels_and_pins_are_staffs_and_reactions_ones_own(mut group: Group) {
    let (all, owner) = (group.scope(Audience::All), group.owner.person());
    let message = group.record("message", Audience::All, json!({ "text": "收到请回复", "sent_at": 1 }));
    let said = message.id.clone();
    taken(&write(&group.world, &mut group.guest, message));
    let channel = group.record("channel", Audience::All, json!({ "sort": "questions", "order": 1 }));
    let pin = group.record("pin", Audience::All, json!({ "slot": 1, "message": said, "expires_at": 9 }));
    let (asked, pinned) = (channel.id.clone(), pin.id.clone());
    if group.knows_roles {
        let another = group.record("channel", Audience::All, json!({ "sort": "chat" }));
        forbidden(&write(&group.world, &mut group.guest, another));
    }
    let another = group.record("pin", Audience::All, json!({ "slot": 2 }));
    forbidden(&write(&group.world, &mut group.guest, another));
    taken(&write(&group.world, &mut group.owner, channel));
    taken(&write(&group.world, &mut group.owner, pin));
    forbidden(&change(&mut group.guest, &all, &pinned, |body| body["message"] = Value::Null));

    let reaction = group.record("reaction", Audience::All, json!({ "message": said, "word": "received" }));
    let word = reaction.id.clone();
    taken(&write(&group.world, &mut group.third, reaction));
    forbidden(&change(&mut group.guest, &all, &word, |body| body["word"] = json!("question")));
    taken(&change(&mut group.third, &all, &word, |body| body["word"] = json!("done")));

    let put = |by: &PersonId, text: &'static str| {
        let (by, asked) = (by.clone(), asked.clone());
        move |body: &mut Value| {
            body["channel"] = json!(asked);
            body["moved"] = json!({ "by": by });
            body["text"] = json!(text);
        }
    };
    forbidden(&change(&mut group.third, &all, &said, put(&owner, "收到请回复")));
    forbidden(&change(&mut group.owner, &all, &said, put(&owner, "别的话")));
    taken(&change(&mut group.owner, &all, &said, put(&owner, "收到请回复")));
}

/// What is one's own, of each kind: as it is written first, and a member of it that changes.
fn own_things() -> [(&'static str, Value, &'static str, Value); 4] {
    let told = json!({ "level": "all", "channels": [{ "channel": "c", "level": "nothing" }] });
    let waiting = json!({ "message": "m", "text": "明天见", "due_at": 5, "state": "waiting" });
    [
        ("draft", json!({ "text": "还没写完" }), "text", json!("写完了")),
        ("scheduled", waiting, "state", json!("cancelled")),
        ("read", json!({ "upto_at": 1, "upto_id": "a" }), "upto_at", json!(2)),
        ("seen", json!({ "purpose_at": 1, "muted": ["c"] }), "told", told),
    ]
}

/// Writes what is the guest's own, and has everybody else try their hand at it.
fn own_things_are_nobody_elses(group: &mut Group) {
    let (private, guest) = (group.scope(Audience::Private), group.guest.person());
    for (kind, first, member, then) in own_things() {
        let mine = group.record(kind, Audience::Private, first.clone()).about(&guest);
        let id = mine.id.clone();
        taken(&write(&group.world, &mut group.guest, mine));
        taken(&change(&mut group.guest, &private, &id, |body| body[member] = then.clone()));
        let record = group.guest.read(&private, &id).unwrap();
        for talker in [&mut group.owner, &mut group.third] {
            let (body, base) = (Body::of(&first).unwrap(), record.body.clone());
            let mutation = talker.mutation(record.head.clone(), Op::Update { body, base }, Some(&record));
            let result = talker.push_until_judged(&mutation);
            assert!(matches!(result, PushResult::Refused(_)), "{kind}: {result:?}");
            assert_eq!(lists(talker, &private, kind), 0, "{kind}");
        }
        assert_eq!(group.guest.read(&private, &id).unwrap().body, record.body, "{kind}");
    }
}

fn what_is_ones_own_is_nobody_elses_and_no_space_changes_hands(mut group: Group) {
    own_things_are_nobody_elses(&mut group);
    let guest = group.guest.person();
    for (kind, first, ..) in own_things() {
        let theirs = group.record(kind, Audience::Private, first).about(&guest);
        forbidden(&write(&group.world, &mut group.third, theirs));
    }
    // Here who founded a space owns it.
    let offer = json!({ "state": "open", "note": "交给你了" });
    let offer = group.record("handover", Audience::Personal, offer).about(&guest);
    forbidden(&write(&group.world, &mut group.owner, offer));

    let (personal, owner) = (group.scope(Audience::Personal), group.owner.person());
    let message = group.world.id();
    let id = kinds::held_id(&group.world.space, &message);
    let asked = json!({
        "message": message, "text": "x", "sent_at": 1, "rules": [3], "state": "waiting", "reason": "",
        "source": "人事处",
    });
    let asked = group.record("held", Audience::Personal, asked).about(&guest).at(id.clone());
    taken(&write(&group.world, &mut group.guest, asked));
    let grant = |by: &PersonId| {
        let by = by.clone();
        move |body: &mut Value| {
            body["state"] = json!("granted");
            body["decided_by"] = json!(by);
            body["expires_at"] = json!(9);
        }
    };
    forbidden(&change(&mut group.guest, &personal, &id, grant(&guest)));
    taken(&change(&mut group.owner, &personal, &id, grant(&owner)));
    forbidden(&change(&mut group.guest, &personal, &id, |body| body["expires_at"] = json!(99)));
}

/// Feedback: everybody proposes and says what they think, its author withdraws, staff decide, and what was
/// proposed stays as it was read.
fn proposals_are_everybodys_and_deciding_about_them_is_staffs(mut group: Group) {
    let (all, guest, owner) = (group.scope(Audience::All), group.guest.person(), group.owner.person());
    let proposal = |group: &Group, state: &str| {
        let body = json!({
            "change": "reword", "version": 1, "rule": 1, "kind": "must", "binds": "all", "text": "说请和谢谢",
            "reason": "客户听得见", "state": state, "answer": "",
        });
        group.record("proposal", Audience::All, body)
    };
    let decided = proposal(&group, "taken");
    forbidden(&write(&group.world, &mut group.guest, decided));
    let (first, second) = (proposal(&group, "open"), proposal(&group, "open"));
    let (taken_up, withdrawn) = (first.id.clone(), second.id.clone());
    taken(&write(&group.world, &mut group.guest, first));
    taken(&write(&group.world, &mut group.guest, second));

    let opinion_id = kinds::opinion_id(&group.world.space, &taken_up, &group.third.person());
    let opinion = group.record("opinion", Audience::All, json!({ "proposal": taken_up, "stance": "for" }));
    taken(&write(&group.world, &mut group.third, opinion.at(opinion_id.clone())));
    forbidden(&change(&mut group.guest, &all, &opinion_id, |body| body["stance"] = json!("against")));
    taken(&change(&mut group.third, &all, &opinion_id, |body| body["stance"] = json!("against")));

    let turn = |by: &PersonId, state: &'static str| {
        let by = by.clone();
        move |body: &mut Value| {
            body["state"] = json!(state);
            body["decided_by"] = json!(by);
            body["answer"] = json!("见第 2 条");
        }
    };
    let withdraw = |body: &mut Value| body["state"] = json!("withdrawn");
    forbidden(&change(&mut group.third, &all, &withdrawn, withdraw));
    taken(&change(&mut group.guest, &all, &withdrawn, withdraw));
    forbidden(&change(&mut group.guest, &all, &taken_up, turn(&guest, "taken")));
    forbidden(&change(&mut group.owner, &all, &withdrawn, turn(&owner, "taken")));
    forbidden(&change(&mut group.owner, &all, &taken_up, |body| {
        turn(&owner, "taken")(body);
        body["text"] = json!("别的话");
    }));
    taken(&change(&mut group.owner, &all, &taken_up, turn(&owner, "taken")));
    taken(&change(&mut group.owner, &all, &taken_up, |body| {
        body["state"] = json!("adopted");
        body["adopted"] = json!(2);
    }));
    forbidden(&change(&mut group.guest, &all, &taken_up, |body| body["text"] = json!("别的话")));
}

/// What a group expects of whom is about people who never asked to be in a list: reviewers, who let
/// people in, read it no more than members do. Where the server doesn't know who is what, nobody keeps
/// such a list on it.
fn the_roster_is_staffs_alone(mut group: Group) {
    let (all, staff) = (group.scope(Audience::All), group.scope(Audience::Staff));
    let id = kinds::roster_id(&group.world.space);
    let roster = |group: &Group| {
        let body = json!({ "rows": [{ "name": "韩梅梅", "dept": "财务", "number": "1024" }] });
        group.record("roster", Audience::Staff, body).at(id.clone())
    };
    let (by_guest, by_owner) = (roster(&group), roster(&group));
    forbidden(&write(&group.world, &mut group.guest, by_guest));
    let kept = write(&group.world, &mut group.owner, by_owner);
    if !group.knows_roles {
        return forbidden(&kept);
    }
    taken(&kept);
    let third = kinds::member_id(&group.world.space, &group.third.person());
    taken(&change(&mut group.owner, &all, &third, |body| body["roles"] = json!(["reviewer"])));
    let stands = group.owner.read(&staff, &id).unwrap();
    for talker in [&mut group.guest, &mut group.third] {
        assert_eq!(talker.read(&staff, &id), None);
        assert_eq!(lists(talker, &staff, "roster"), 0);
        let op = Op::Update { body: Body::of(&json!({ "rows": [] })).unwrap(), base: stands.body.clone() };
        let mutation = talker.mutation(stands.head.clone(), op, Some(&stands));
        let result = talker.push_until_judged(&mutation);
        assert!(matches!(result, PushResult::Refused(_)), "{result:?}");
    }
    taken(&change(&mut group.owner, &all, &third, |body| body["roles"] = json!(["admin"])));
    assert_eq!(lists(&mut group.third, &staff, "roster"), 1, "an administrator reads it");
    taken(&change(&mut group.third, &staff, &id, |body| body["rows"] = json!([])));
    let stands = group.owner.read(&staff, &id).unwrap();
    let end = group.owner.mutation(stands.head.clone(), Op::Delete, Some(&stands));
    forbidden(&group.owner.push_until_judged(&end));
}

macro_rules! on {
    ($($server:ident $name:ident),* $(,)?) => {$(
        mod $name {
            use super::*;

            #[test]
            fn announcements_are_staffs_and_confirmations_everybodys_own() {
                Group::on(Server::$server).map(super::announcements_are_staffs_and_confirmations_everybodys_own);
            }

            #[test]
            fn channels_and_pins_are_staffs_and_reactions_ones_own() {
                Group::on(Server::$server).map(super::channels_and_pins_are_staffs_and_reactions_ones_own);
            }

            #[test]
            fn measures_are_staffs_and_seen_by_whom_they_are_about() {
                Group::on(Server::$server).map(super::measures_are_staffs_and_seen_by_whom_they_are_about);
            }

            #[test]
            fn proposals_are_everybodys_and_deciding_about_them_is_staffs() {
                Group::on(Server::$server).map(super::proposals_are_everybodys_and_deciding_about_them_is_staffs);
            }

            #[test]
            fn the_roster_is_staffs_alone() {
                Group::on(Server::$server).map(super::the_roster_is_staffs_alone);
            }

            #[test]
            fn what_is_ones_own_is_nobody_elses_and_no_space_changes_hands() {
                Group::on(Server::$server).map(super::what_is_ones_own_is_nobody_elses_and_no_space_changes_hands);
            }

            #[test]
            fn reports_and_held_posts_are_decided_by_nobody_who_is_a_party() {
                Group::on(Server::$server).map(super::reports_and_held_posts_are_decided_by_nobody_who_is_a_party);
            }
        }
    )*};
}

on!(PocketBase pocketbase, PostgRest postgrest, CouchDb couchdb);

/// Kinto knows no kinds: what matters is that whom a record is about can read it at all.
#[test]
fn on_kinto_whom_a_measure_is_about_reads_it_and_notes_that_they_have() {
    let Some(mut group) = Group::on(Server::Kinto) else { return };
    let (personal, guest) = (group.scope(Audience::Personal), group.guest.person());
    let body = json!({ "kind": "warned", "reason": "刷屏" });
    let warning = group.record("measure", Audience::Personal, body).about(&guest);
    let id = warning.id.clone();
    taken(&write(&group.world, &mut group.owner, warning));
    assert_eq!(
        (lists(&mut group.guest, &personal, "measure"), lists(&mut group.third, &personal, "measure")),
        (1, 0)
    );
    taken(&change(&mut group.guest, &personal, &id, |body| body["seen_at"] = json!(7)));
}

#[test]
fn on_kinto_what_is_ones_own_is_nobody_elses() {
    let Some(mut group) = Group::on(Server::Kinto) else { return };
    own_things_are_nobody_elses(&mut group);
}
