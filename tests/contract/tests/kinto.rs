//! What Kinto enforces with the rights that `docs/backends/kinto` ships, and what it doesn't.
//! What every server must do stands in `devices.rs` and `hardships.rs`.

use contract::device::{self, Device};
use contract::http::Client;
use contract::talk;
use contract::world::{Server, TOKEN, World, redeem};
use dialect::Session;
use domain::kinds;
use protocol::account::{AccountCall, AccountOutcome};
use protocol::{Audience, Body, Call, Head, Kind, Op, Outcome, PullFrom, PushResult, RecordId};
use serde_json::json;

const MINUTE: u64 = 60_000;

/// `None` where the run is about other servers, or Python is missing, which is said.
fn world() -> Option<World> {
    Server::chosen().contains(&Server::Kinto).then(|| World::start(Server::Kinto))?
}

fn settle(devices: &mut [&mut Device]) {
    for _ in 0..2 {
        devices.iter_mut().for_each(|device| device.run(2 * MINUTE));
    }
}

#[test]
fn only_its_author_and_moderators_change_a_message() {
    let Some(mut world) = world() else { return };
    let (mut laptop, mut phone) = (world.found(), world.join(false));
    let by_owner = world.say(&mut laptop, "the owner's");
    let by_guest = world.say(&mut phone, "the guest's");
    settle(&mut [&mut laptop, &mut phone]);

    let all = world.scope(Audience::All);
    let mut guest = world.talker("李雷", "guest");
    let message = guest.read(&all, &by_owner).unwrap();
    let change = guest.change(&message, "not the owner's any more");
    assert!(matches!(guest.push(&change), PushResult::Refused(problem) if problem.status == 403));
    assert_eq!(guest.read(&all, &by_owner), Some(message));

    let gone = device::delete(&laptop, &all, &by_guest).unwrap();
    laptop.commit(vec![gone]);
    settle(&mut [&mut laptop, &mut phone]);
    assert_eq!(world.messages(&phone), ["the owner's"], "a moderator removes what is another's");
    assert!(laptop.engine().outbox().is_empty());
}

#[test]
fn private_records_are_listed_to_nobody_else() {
    let Some(mut world) = world() else { return };
    let (laptop, _phone) = (world.found(), world.join(false));
    let (mut owner, mut guest) = (world.talker("王芳", "owner"), world.talker("李雷", "guest"));
    let scope = world.scope(Audience::Private);
    let head = Head {
        id: kinds::draft_id(&world.space, &laptop.person()),
        scope: scope.clone(),
        kind: Kind::from("draft"),
        author: laptop.person(),
        subject: Some(laptop.person()),
    };
    let draft = owner.mutation(head, Op::Create(Body::parse(r#"{"text":"mine"}"#).unwrap()), None);
    assert!(matches!(owner.push(&draft), PushResult::Done(_)));
    for (talker, wanted) in [(&mut owner, 1), (&mut guest, 0)] {
        let call = Call::Pull { scope: scope.clone(), from: PullFrom::Start, limit: 10 };
        let Outcome::Page(page) = talker.call(&call) else { panic!("no page") };
        assert_eq!(page.records.len(), wanted);
    }
    assert_eq!(guest.read(&scope, &draft.head.id), None);
}

#[test]
fn a_record_that_somebody_made_first_is_met_and_not_overwritten() {
    let Some(mut world) = world() else { return };
    let laptop = world.found();
    let all = world.scope(Audience::All);
    let (mut phone, mut tablet) = (world.talker("王芳", "phone"), world.talker("王芳", "tablet"));
    let id = RecordId::timed(talk::wall_ms(), [3; 10]);
    let (kind, author) = (Kind::from("message"), laptop.person());
    let head = Head { id, scope: all.clone(), kind, author, subject: None };
    let create = |text: &str| Op::Create(Body::of(&json!({ "text": text, "sent_at": 1 })).unwrap());
    let first = phone.mutation(head.clone(), create("first"), None);
    let PushResult::Done(done) = phone.push(&first) else { panic!("not taken") };
    assert_eq!(phone.push(&first), PushResult::Done(done), "sent again, it is the same record");
    let second = tablet.mutation(head, create("second"), None);
    assert!(
        matches!(tablet.push(&second), PushResult::Conflict(Some(found)) if found.body.as_str().contains("first"))
    );
}

#[test]
fn wrong_passwords_and_names_that_are_taken_are_told_as_such() {
    let Some(mut world) = world() else { return };
    let _laptop = world.found();
    let profile = world.profile(false);
    let mut client = Client::new("http://localhost");
    let mut refusal = |call: &AccountCall| match talk::ask(&mut client, &profile, &Session::default(), call) {
        Some((AccountOutcome::Refused(problem), _)) => problem.code,
        other => panic!("{other:?}"),
    };
    let (login, password, device) = ("王芳".to_owned(), "wrong".to_owned(), "d".to_owned());
    assert_eq!(refusal(&AccountCall::SignIn { login, password, device }), "wrong-password");
    assert_eq!(refusal(&redeem("a guess", "韩梅梅")), "link-unknown");
    assert_eq!(refusal(&redeem(TOKEN, "王芳")), "login-taken");
}

#[test]
fn an_invitation_shows_its_card_to_somebody_without_an_account() {
    let Some(mut world) = world() else { return };
    let _laptop = world.found();
    let mut client = Client::new("http://localhost");
    let peek = AccountCall::PeekInvite { token: TOKEN.to_owned() };
    match talk::ask(&mut client, &world.profile(false), &Session::default(), &peek) {
        Some((AccountOutcome::Card(card), _)) => {
            assert_eq!((card.owner.as_str(), card.members, card.for_name.as_str()), ("王芳", 1, "李雷"));
        }
        other => panic!("{other:?}"),
    }
}
