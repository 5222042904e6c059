//! What PocketBase enforces with the rules that `docs/backends/pocketbase` ships. What every server
//! must do stands in `devices.rs` and `hardships.rs`.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails the test")]

use contract::backend::{Backend, StartError};
use contract::device::{self, Device};
use contract::http::Client;
use contract::talk;
use contract::talker::Talker;
use contract::world::{Server, TOKEN, World, redeem};
use dialect::{Session, SessionChange};
use domain::kinds;
use protocol::account::{AccountCall, AccountOutcome};
use protocol::{
    Audience, Body, Call, Failure, Head, Kind, Op, Outcome, PersonId, PullFrom, PushResult, RecordId, Scope,
};
use serde_json::{Value, json};

const MINUTE: u64 = 60_000;

/// `None` where the run is about other servers, or Python is missing, which is said.
fn world() -> Option<World> {
    Server::chosen().contains(&Server::PocketBase).then(|| World::start(Server::PocketBase))?
}

fn settle(devices: &mut [&mut Device]) {
    for _ in 0..2 {
        devices.iter_mut().for_each(|device| device.run(2 * MINUTE));
    }
}

fn head(scope: Scope, kind: &str, author: &PersonId, subject: Option<&PersonId>) -> Head {
    let id = RecordId::derived(&[kind, author.as_str(), &scope.to_string()]);
    Head { id, scope, kind: Kind::from(kind), author: author.clone(), subject: subject.cloned() }
}

fn create(talker: &mut Talker, head: Head, body: &Value) -> PushResult {
    let write = talker.mutation(head, Op::Create(Body::of(body).unwrap()), None);
    talker.push(&write)
}

fn is_forbidden(result: &PushResult) -> bool {
    matches!(result, PushResult::Refused(problem) if problem.code == "forbidden")
}

fn listed(talker: &mut Talker, scope: &Scope) -> usize {
    match talker.call(&Call::Pull { scope: scope.clone(), from: PullFrom::Start, limit: 100 }) {
        Outcome::Page(page) => page.records.len(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_pocketbase_that_an_earlier_version_made_ready_is_brought_up_to_date() {
    if !Server::chosen().contains(&Server::PocketBase) {
        return;
    }
    let backend = match Backend::pocketbase_of_before() {
        Ok(backend) => backend,
        Err(StartError::Absent(what)) => return eprintln!("skipped: {what} is not installed"),
        Err(error) => panic!("{error}"),
    };
    let mut world = World::on(Server::PocketBase, backend, World::fresh_space());
    let laptop = world.found();
    let mut owner = world.talker("王芳", "owner");
    let notice =
        json!({ "importance": "urgent", "title": "停电", "text": "", "confirm": true, "sent_at": 1 });
    let head = head(world.scope(Audience::All), "notice", &laptop.person(), None);
    assert!(matches!(create(&mut owner, head, &notice), PushResult::Done(_)));
}

#[test]
fn a_stranger_reads_nothing_writes_nothing_and_takes_nobodys_name() {
    let Some(mut world) = world() else { return };
    let (mut laptop, phone) = (world.found(), world.join(false));
    let message = world.say(&mut laptop, "among ourselves");
    settle(&mut [&mut laptop]);
    world.enroll("韩梅梅");
    let (mut stranger, mut guest) = (world.talker("韩梅梅", "stranger"), world.talker("李雷", "guest"));
    let (all, private) = (world.scope(Audience::All), world.scope(Audience::Private));
    let (text, nobody) = (json!({ "text": "x", "sent_at": 1 }), stranger.person());

    assert_eq!(listed(&mut stranger, &all), 0);
    assert_eq!(stranger.read(&all, &message), None);
    assert!(is_forbidden(&create(&mut stranger, head(all.clone(), "message", &nobody, None), &text)));
    let membership = json!({ "person": nobody, "real_name": "x", "roles": ["owner"], "state": "active" });
    assert!(is_forbidden(&create(&mut stranger, head(all.clone(), "member", &nobody, None), &membership)));

    let forged = head(all.clone(), "message", &laptop.person(), None);
    assert!(is_forbidden(&create(&mut guest, forged, &text)), "nobody writes in another's name");
    let crown = json!({ "person": nobody, "real_name": "x", "roles": ["owner"], "state": "active" });
    let hidden = head(private.clone(), "member", &phone.person(), Some(&phone.person()));
    assert!(is_forbidden(&create(&mut guest, hidden, &crown)), "nor makes a membership where none stands");
    let note = head(private.clone(), "note", &phone.person(), Some(&phone.person()));
    assert!(matches!(create(&mut guest, note, &text), PushResult::Done(_)));
    let mut owner = world.talker("王芳", "owner");
    assert_eq!((listed(&mut guest, &private), listed(&mut owner, &private)), (1, 0));
}

#[test]
fn members_change_their_own_and_nobody_else_but_staff_removes_it() {
    let Some(mut world) = world() else { return };
    let (mut laptop, mut phone) = (world.found(), world.join(false));
    let (by_owner, by_guest) = (world.say(&mut laptop, "owner's"), world.say(&mut phone, "guest's"));
    settle(&mut [&mut laptop, &mut phone]);
    let all = world.scope(Audience::All);
    let (mut owner, mut guest) = (world.talker("王芳", "owner"), world.talker("李雷", "guest"));

    for (talker, other) in [(&mut guest, &by_owner), (&mut owner, &by_guest)] {
        let message = talker.read(&all, other).unwrap();
        let change = talker.change(&message, "not theirs any more");
        assert!(is_forbidden(&talker.push(&change)), "nobody puts words into another's mouth");
    }
    let member = guest.read(&all, &kinds::member_id(&world.space, &phone.person())).unwrap();
    let mut body: Value = member.body.read().unwrap();
    body["roles"] = json!(["member", "admin"]);
    let op = Op::Update { body: Body::of(&body).unwrap(), base: member.body.clone() };
    let rise = guest.mutation(member.head.clone(), op, Some(&member));
    assert!(is_forbidden(&guest.push(&rise)), "nobody appoints themself");
    let message = guest.read(&all, &by_owner).unwrap();
    let removal = guest.mutation(message.head.clone(), Op::Delete, Some(&message));
    assert!(is_forbidden(&guest.push(&removal)));

    laptop.commit(vec![device::delete(&laptop, &all, &by_guest).unwrap()]);
    settle(&mut [&mut laptop, &mut phone]);
    assert_eq!(world.messages(&phone), ["owner's"]);
    assert!(laptop.engine().outbox().is_empty());
}

#[test]
fn who_has_not_confirmed_the_binding_rules_posts_nothing() {
    let Some(mut world) = world() else { return };
    let (laptop, phone) = (world.found(), world.join(false));
    let (mut owner, mut guest) = (world.talker("王芳", "owner"), world.talker("李雷", "guest"));
    let (all, personal) = (world.scope(Audience::All), world.scope(Audience::Personal));
    let post = |guest: &mut Talker, text: &str| {
        let mut head = head(all.clone(), "message", &phone.person(), None);
        head.id = RecordId::derived(&[text]);
        create(guest, head, &json!({ "text": text, "sent_at": 1 }))
    };
    assert!(matches!(post(&mut guest, "without rules"), PushResult::Done(_)));
    let rules = json!({ "version": 1, "hash": "the hash of the text", "rules": [{ "no": 1 }] });
    let published = create(&mut owner, head(all.clone(), "rules", &laptop.person(), None), &rules);
    assert!(matches!(published, PushResult::Done(_)));
    assert!(is_forbidden(&post(&mut guest, "unconfirmed")));

    let ack = |device: &str, hash: &str| {
        let mut head = head(personal.clone(), "ack", &phone.person(), Some(&phone.person()));
        head.id = RecordId::derived(&[device, hash]);
        (head, json!({ "version": 1, "hash": hash, "at": 1 }))
    };
    let (head, body) = ack("phone", "of another text");
    assert!(matches!(create(&mut guest, head, &body), PushResult::Done(_)));
    assert!(is_forbidden(&post(&mut guest, "another text confirmed")));
    let (head, body) = ack("phone", "the hash of the text");
    assert!(matches!(create(&mut guest, head, &body), PushResult::Done(_)));
    assert!(matches!(post(&mut guest, "confirmed"), PushResult::Done(_)));
}

#[test]
fn an_invitation_shows_its_card_lets_one_in_and_no_second() {
    let Some(mut world) = world() else { return };
    let _laptop = world.found();
    let (profile, mut client) = (world.profile(false), Client::new("http://localhost"));
    let mut ask = |call: &AccountCall| talk::ask(&mut client, &profile, &Session::default(), call).unwrap();
    let peek = |token: &str| AccountCall::PeekInvite { token: token.to_owned() };
    match ask(&peek(TOKEN)).0 {
        AccountOutcome::Card(card) => {
            assert_eq!((card.owner.as_str(), card.members, card.for_name.as_str()), ("王芳", 1, "李雷"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(talk::refusal(ask(&peek("a guess")).0), "link-unknown");
    assert_eq!(talk::refusal(ask(&redeem(TOKEN, "王芳")).0), "login-taken");
    assert!(matches!(ask(&redeem(TOKEN, "李雷")), (AccountOutcome::Joined(_), SessionChange::Started(_))));
    assert_eq!(talk::refusal(ask(&redeem(TOKEN, "韩梅梅")).0), "link-used");
}

#[test]
fn an_empty_list_for_a_token_that_ended_is_told_as_signed_out() {
    let Some(mut world) = world() else { return };
    let _laptop = world.found();
    let mut talker = world.talker("王芳", "d");
    talker.spoil_token();
    let all = world.scope(Audience::All);
    assert_eq!(talker.call(&Call::Scopes), Outcome::Failed(Failure::SignedOut));
    let start = Call::Pull { scope: all.clone(), from: PullFrom::Start, limit: 10 };
    assert_eq!(talker.call(&start), Outcome::Failed(Failure::SignedOut));
    let write =
        create(&mut talker, head(all, "message", &PersonId::from("x"), None), &json!({ "text": "x" }));
    assert_eq!(write, PushResult::Retry(Failure::SignedOut), "and nothing is refused");
}
