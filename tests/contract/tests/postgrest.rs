//! What the shipped schema for PostgREST holds on a real PostgreSQL, besides what every server must do
//! (`devices.rs`, `hardships.rs`) and what the doctor proves (`table.rs`).
#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails the test")]

use contract::device::{self, Device};
use contract::http::Client;
use contract::talk;
use contract::talker::Talker;
use contract::world::{Server, TOKEN, World, redeem};
use dialect::{Renewed, Session, SessionChange};
use protocol::account::{AccountCall, AccountOutcome};
use protocol::{Audience, Body, Head, Kind, Op, PersonId, PushResult};
use serde_json::{Value, json};

fn world() -> Option<World> {
    Server::chosen().contains(&Server::PostgRest).then(|| World::start(Server::PostgRest))?
}

fn ask(world: &World, session: &Session, call: &AccountCall) -> (AccountOutcome, SessionChange) {
    let mut client = Client::new(&world.origin());
    talk::ask(&mut client, &world.profile(false), session, call).unwrap()
}

fn sign_in(world: &World, login: &str) -> Session {
    let password = "horse-battery-staple-9".to_owned();
    let call = AccountCall::SignIn { login: login.to_owned(), password, device: "tablet".to_owned() };
    match ask(world, &Session::default(), &call) {
        (AccountOutcome::Me(_), SessionChange::Started(session)) => session,
        other => panic!("{other:?}"),
    }
}

fn settle(devices: &mut [&mut Device]) {
    contract::scenario::settle(devices);
}

fn refusal(result: &PushResult) -> &str {
    match result {
        PushResult::Refused(problem) => &problem.code,
        other => panic!("{other:?}"),
    }
}

fn create(talker: &mut Talker, world: &World, kind: &str, audience: Audience, body: &Value) -> PushResult {
    let head = Head {
        id: world.id(),
        scope: world.scope(audience),
        kind: Kind::from(kind),
        author: talker.person(),
        subject: None,
    };
    let write = talker.mutation(head, Op::Create(Body::of(body).unwrap()), None);
    talker.push(&write)
}

#[test]
fn a_member_takes_no_rights_that_nobody_gave_them() {
    let Some(mut world) = world() else { return };
    let (mut laptop, mut phone) = (world.found(), world.join(false));
    settle(&mut [&mut laptop, &mut phone]);
    let mut guest = world.talker("李雷", "tablet");
    let all = Audience::All;
    for (kind, audience, body) in [
        ("rules", all.clone(), json!({ "version": 1, "rules": [], "hash": "x" })),
        ("invite", Audience::Staff, json!({ "token_hash": "x", "state": "open" })),
        ("member", all.clone(), json!({ "person": "somebody", "roles": ["owner"], "state": "active" })),
        ("audit", all.clone(), json!({})),
    ] {
        assert_eq!(refusal(&create(&mut guest, &world, kind, audience, &body)), "forbidden", "{kind}");
    }
    // Nor in another's name.
    let mut head = Head {
        id: world.id(),
        scope: world.scope(all.clone()),
        kind: Kind::from("message"),
        author: laptop.person(),
        subject: None,
    };
    let body = Body::of(&json!({ "text": "not mine", "sent_at": 1 })).unwrap();
    let forged = guest.mutation(head.clone(), Op::Create(body.clone()), None);
    assert_eq!(refusal(&guest.push(&forged)), "forbidden");
    head.author = guest.person();
    let honest = guest.mutation(head, Op::Create(body), None);
    assert!(matches!(guest.push(&honest), PushResult::Done(_)));

    // Their own membership may end by them, and give them no role.
    let own = domain::kinds::member_id(&world.space, &guest.person());
    let member = guest.read(&world.scope(all), &own).unwrap();
    let mut wanted: Value = member.body.read().unwrap();
    wanted["roles"] = json!(["admin"]);
    let op = Op::Update { body: Body::of(&wanted).unwrap(), base: member.body.clone() };
    let rise = guest.mutation(member.head.clone(), op, Some(&member));
    assert_eq!(refusal(&guest.push(&rise)), "forbidden");
}

#[test]
fn who_has_not_confirmed_the_rules_posts_nothing() {
    let Some(mut world) = world() else { return };
    let (mut laptop, mut phone) = (world.found(), world.join(false));
    settle(&mut [&mut laptop, &mut phone]);
    let (mut owner, mut guest) = (world.talker("王芳", "desk"), world.talker("李雷", "tablet"));
    let law = json!({ "version": 1, "hash": "h1", "rules": [{ "no": 1 }], "grace_hours": 0 });
    assert!(matches!(create(&mut owner, &world, "rules", Audience::All, &law), PushResult::Done(_)));
    let post = json!({ "text": "早", "sent_at": 1 });
    assert_eq!(refusal(&create(&mut guest, &world, "message", Audience::All, &post)), "forbidden");

    let confirm = |guest: &mut Talker, hash: &str| {
        let subject = Some(guest.person());
        let (id, scope) = (world.id(), world.scope(Audience::Personal));
        let head = Head { id, scope, kind: Kind::from("ack"), author: guest.person(), subject };
        let body = Body::of(&json!({ "version": 1, "hash": hash, "at": 1 })).unwrap();
        let write = guest.mutation(head, Op::Create(body), None);
        assert!(matches!(guest.push(&write), PushResult::Done(_)));
    };
    confirm(&mut guest, "of another text");
    assert_eq!(refusal(&create(&mut guest, &world, "message", Audience::All, &post)), "forbidden");
    confirm(&mut guest, "h1");
    assert!(matches!(create(&mut guest, &world, "message", Audience::All, &post), PushResult::Done(_)));
}

#[test]
fn an_invitation_works_once_and_a_membership_that_ended_can_begin_anew() {
    let Some(mut world) = world() else { return };
    let (mut laptop, mut phone) = (world.found(), world.join(false));
    settle(&mut [&mut laptop, &mut phone]);
    let (again, _) = ask(&world, &Session::default(), &redeem(TOKEN, "韩梅梅"));
    assert_eq!(talk::refusal(again), "link-used");
    let (strange, _) = ask(&world, &Session::default(), &redeem("a guess", "韩梅梅"));
    assert_eq!(talk::refusal(strange), "link-unknown");

    let id = domain::kinds::member_id(&world.space, &phone.person());
    let all = world.scope(Audience::All);
    let leave = device::edit(&phone, &all, &id, |body| body["state"] = json!("left")).unwrap();
    phone.commit(vec![leave]);
    settle(&mut [&mut phone, &mut laptop]);
    let mut owner = world.talker("王芳", "desk");
    let hash = protocol::digest::sha256_hex(b"another secret");
    let open = json!({ "for_name": "李雷", "token_hash": hash, "state": "open", "expires_at": 9_000_000_000_000_i64 });
    assert!(matches!(create(&mut owner, &world, "invite", Audience::Staff, &open), PushResult::Done(_)));
    let mut call = redeem("another secret", "李雷");
    if let AccountCall::RedeemInvite { account, .. } = &mut call {
        *account = None;
    }
    let (joined, _) = ask(&world, &sign_in(&world, "李雷"), &call);
    assert!(matches!(joined, AccountOutcome::Joined(_)), "{joined:?}");
    assert_eq!(owner.read(&all, &id).unwrap().body.read::<Value>().unwrap()["state"], "active");
}

#[test]
fn what_renews_a_token_is_good_for_one_use() {
    let Some(mut world) = world() else { return };
    let laptop = world.found();
    let profile = world.profile(false);
    let session = sign_in(&world, "王芳");
    let mut client = Client::new(&world.origin());
    let mut renew = |session: &Session| {
        let mut ring = dialect::Keyring::default();
        ring.put(Session { token: None, ..session.clone() });
        let dialect::Lent::Renew(renewal) = ring.lend(&profile) else { panic!("it has no token") };
        renewal.answer(client.send(&renewal.request()).as_ref(), talk::wall_ms())
    };
    let Renewed::Session(newer) = renew(&session) else { panic!("it was refused") };
    assert_eq!(newer.person, Some(laptop.person()));
    assert!(matches!(ask(&world, &newer, &AccountCall::Me).0, AccountOutcome::Me(_)));
    // A copy is used: it gets nothing, and the session of who was robbed ends, too.
    assert_eq!(renew(&session), Renewed::Ended);
    assert_eq!(renew(&newer), Renewed::Ended);

    let nobody = Session { token: Some("a.b.c".to_owned()), ..Session::of(PersonId::from("ann")) };
    assert!(matches!(
        ask(&world, &nobody, &AccountCall::Me),
        (AccountOutcome::Failed(_), SessionChange::Ended)
    ));
}
