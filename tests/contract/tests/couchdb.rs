//! What a server of CouchDB's protocol enforces with the rules that `docs/backends/couchdb` ships, and
//! what it doesn't. What every server must do stands in `devices.rs` and `hardships.rs`.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use contract::device;
use contract::http::Client;
use contract::scenario::settle;
use contract::talk;
use contract::talker::Talker;
use contract::world::{Server, TOKEN, World, redeem};
use dialect::{Session, SessionChange};
use domain::kinds;
use protocol::account::{AccountCall, AccountOutcome};
use protocol::{Audience, Body, Failure, Head, Kind, Op, PersonId, PushResult, RecordId, Scope};
use serde_json::{Value, json};

/// `None` where the run is about other servers, or this one can't be had, which is said.
fn world() -> Option<World> {
    Server::chosen().contains(&Server::CouchDb).then(|| World::start(Server::CouchDb))?
}

fn head(scope: Scope, id: &str, author: &PersonId, subject: Option<&PersonId>) -> Head {
    let id = RecordId::derived(&[id, author.as_str(), &scope.to_string()]);
    Head { id, scope, kind: Kind::from("message"), author: author.clone(), subject: subject.cloned() }
}

fn create(talker: &mut Talker, head: Head) -> PushResult {
    let body = Body::of(&json!({ "text": "x", "sent_at": 1 })).unwrap();
    let write = talker.mutation(head, Op::Create(body), None);
    talker.push(&write)
}

fn is_forbidden(result: &PushResult) -> bool {
    matches!(result, PushResult::Refused(problem) if problem.code == "forbidden")
}

#[test]
fn nobody_writes_in_anothers_name_or_puts_words_into_their_mouth() {
    let Some(mut world) = world() else { return };
    let (mut laptop, mut phone) = (world.found(), world.join(false));
    let (by_owner, by_guest) = (world.say(&mut laptop, "the owner's"), world.say(&mut phone, "the guest's"));
    settle(&mut [&mut laptop, &mut phone]);
    let (all, private) = (world.scope(Audience::All), world.scope(Audience::Private));
    let (mut owner, mut guest) = (world.talker("王芳", "owner"), world.talker("李雷", "guest"));

    assert!(is_forbidden(&create(&mut guest, head(all.clone(), "forged", &laptop.person(), None))));
    let hidden = head(private, "hidden", &phone.person(), Some(&laptop.person()));
    assert!(is_forbidden(&create(&mut guest, hidden)), "nor lays anything into another's drawer");
    for (talker, other) in [(&mut guest, &by_owner), (&mut owner, &by_guest)] {
        let message = talker.read(&all, other).unwrap();
        let change = talker.change(&message, "not theirs any more");
        assert!(is_forbidden(&talker.push(&change)), "not even a moderator");
    }
    let message = guest.read(&all, &by_owner).unwrap();
    let removal = guest.mutation(message.head.clone(), Op::Delete, Some(&message));
    assert!(is_forbidden(&guest.push(&removal)));

    laptop.commit(vec![device::delete(&laptop, &all, &by_guest).unwrap()]);
    settle(&mut [&mut laptop, &mut phone]);
    assert_eq!(world.messages(&phone), ["the owner's"], "a moderator removes what is another's");
    assert!(laptop.engine().outbox().is_empty());
}

#[test]
fn what_is_gone_stays_gone_also_for_a_client_that_does_not_look() {
    let Some(mut world) = world() else { return };
    let mut laptop = world.found();
    let id = world.say(&mut laptop, "to be taken back");
    settle(&mut [&mut laptop]);
    let all = world.scope(Audience::All);
    let mut owner = world.talker("王芳", "owner");
    let message = owner.read(&all, &id).unwrap();
    let removal = owner.mutation(message.head.clone(), Op::Delete, Some(&message));
    assert!(matches!(owner.push(&removal), PushResult::Done(_)));
    let gone = owner.read(&all, &id).unwrap();
    let change = owner.change(&gone, "back again");
    assert!(is_forbidden(&owner.push(&change)));
    assert!(owner.read(&all, &id).unwrap().deleted);
}

#[test]
fn what_the_administrator_removes_goes_from_the_devices() {
    let Some(mut world) = world() else { return };
    let (mut laptop, mut phone) = (world.found(), world.join(false));
    let removed = world.say(&mut laptop, "removed by hand");
    world.say(&mut laptop, "kept");
    settle(&mut [&mut laptop, &mut phone]);
    assert_eq!(world.messages(&phone).len(), 2);
    world.remove(Audience::All, &removed);
    settle(&mut [&mut laptop, &mut phone]);
    for device in [&laptop, &phone] {
        assert_eq!(world.messages(device), ["kept"]);
        assert_eq!(device.issues, []);
    }
}

#[test]
fn a_stranger_is_not_kept_from_reading_nor_from_a_membership_and_the_profile_says_so() {
    let Some(mut world) = world() else { return };
    let (mut laptop, phone) = (world.found(), world.join(false));
    let message = world.say(&mut laptop, "among ourselves");
    settle(&mut [&mut laptop]);
    let mut guest = world.talker("李雷", "guest");
    let crown: Value =
        json!({ "person": phone.person(), "real_name": "x", "roles": ["owner"], "state": "active" });
    let all = world.scope(Audience::All);
    let member = guest.read(&all, &kinds::member_id(&world.space, &phone.person())).unwrap();
    let op = Op::Update { body: Body::of(&crown).unwrap(), base: member.body.clone() };
    let rise = guest.mutation(member.head.clone(), op, Some(&member));
    assert!(matches!(guest.push(&rise), PushResult::Done(_)), "roles are advice here");
    assert!(guest.read(&all, &message).is_some());
    let weaknesses = world.profile(false).capabilities().weaknesses();
    for told in [dialect::Weakness::ReadsEverything, dialect::Weakness::RulesAreAdvice] {
        assert!(weaknesses.contains(&told), "{weaknesses:?}");
    }
}

#[test]
fn an_invitation_shows_its_card_and_is_marked_by_who_used_it() {
    let Some(mut world) = world() else { return };
    let _laptop = world.found();
    let (profile, mut client) = (world.profile(false), Client::new("http://localhost"));
    let mut ask = |call: &AccountCall| talk::ask(&mut client, &profile, &Session::default(), call).unwrap();
    match ask(&AccountCall::PeekInvite { token: TOKEN.to_owned() }).0 {
        AccountOutcome::Card(card) => {
            assert_eq!((card.owner.as_str(), card.members, card.for_name.as_str()), ("王芳", 1, "李雷"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(
        talk::refusal(ask(&AccountCall::PeekInvite { token: "a guess".to_owned() }).0),
        "link-unknown"
    );
    assert_eq!(talk::refusal(ask(&redeem(TOKEN, "王芳")).0), "login-taken");
    assert!(matches!(ask(&redeem(TOKEN, "李雷")), (AccountOutcome::Joined(_), SessionChange::Started(_))));
    assert_eq!(talk::refusal(ask(&redeem(TOKEN, "韩梅梅")).0), "link-used");
    let (login, password, device) = ("王芳".to_owned(), "wrong".to_owned(), "d".to_owned());
    assert_eq!(talk::refusal(ask(&AccountCall::SignIn { login, password, device }).0), "wrong-password");
}

#[test]
fn who_comes_back_without_a_token_is_told_as_signed_out_though_nobody_keeps_them_from_reading() {
    let Some(mut world) = world() else { return };
    let laptop = world.found();
    let nobody = Session::of(laptop.person());
    let (profile, mut client) = (world.profile(false), Client::new("http://localhost"));
    match talk::ask(&mut client, &profile, &nobody, &AccountCall::Me) {
        Some((AccountOutcome::Failed(Failure::SignedOut), _)) => {}
        other => panic!("{other:?}"),
    }
}
