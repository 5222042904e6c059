//! A third server, of another kind: Kinto has accounts, entity tags, a time of the last change for
//! a feed, and pages by links. Nothing but a profile was written for it.
//!
//! Optional: `python3 -m venv tests/contract/venv && tests/contract/venv/bin/pip install kinto==26.5.0`.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails the test")]

use contract::backend::{Backend, StartError};
use contract::device::{self, Device};
use contract::http::Client;
use contract::proxy::{Fate, Proxy};
use contract::talk;
use dialect::{Method, Profile, Request, Session, SessionChange};
use protocol::account::{AccountCall, AccountOutcome, NewAccount, Setup};
use protocol::{Audience, Body, Head, Kind, Op, RecordId, Scope, SpaceId};
use serde_json::{Value, json};
use sync::Write;

const PROFILE: &str = include_str!("../profiles/kinto.json");
const PASSWORD: &str = "horse-battery-staple-9";
const MINUTE: u64 = 60_000;

/// `None` where Kinto is not installed, which is said.
fn backend() -> Option<Backend> {
    match Backend::kinto() {
        Ok(backend) => {
            make_collection(&backend.origin());
            Some(backend)
        }
        Err(StartError::Absent(what)) => {
            eprintln!("skipped: {what} is not installed");
            None
        }
        Err(error) => panic!("{error}"),
    }
}

/// What an administrator of the server does once.
fn make_collection(origin: &str) {
    let everybody =
        json!({ "permissions": { "read": ["system.Authenticated"], "write": ["system.Authenticated"] } });
    let requests = [
        ("/accounts/admin", json!({ "data": { "password": "admin" } })),
        ("/buckets/qunyue", json!({})),
        ("/buckets/qunyue/collections/records", everybody),
    ];
    for (n, (path, body)) in requests.into_iter().enumerate() {
        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        if n > 0 {
            headers.push(("authorization".to_owned(), "Basic YWRtaW46YWRtaW4=".to_owned()));
        }
        let url = format!("{origin}/v1{path}");
        let request = Request { method: Method::Put, url, headers, body: Some(body.to_string()) };
        let answer = Client::new(origin).send(&request).unwrap();
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
}

fn enter(origin: &str, call: &AccountCall, entropy: u64) -> Device {
    let profile = Profile::parse(PROFILE).unwrap().with_vars([("origin", origin)]);
    let mut client = Client::new(origin);
    match talk::ask(&mut client, &profile, &Session::default(), call) {
        Some((AccountOutcome::Me(_), SessionChange::Started(session))) => {
            let mut device = Device::start(client, profile, session, entropy);
            device.open(&all());
            device.run(MINUTE);
            device
        }
        other => panic!("{other:?}"),
    }
}

fn new_person(origin: &str, login: &str, entropy: u64) -> Device {
    let account = NewAccount {
        login: login.to_owned(),
        real_name: login.to_owned(),
        dept: String::new(),
        post: String::new(),
        password: PASSWORD.to_owned(),
    };
    let (organization, locale, device) = (String::new(), "en".to_owned(), "d".to_owned());
    enter(origin, &AccountCall::Setup(Setup { organization, locale, account, device }), entropy)
}

fn sign_in(login: &str, password: &str) -> AccountCall {
    AccountCall::SignIn { login: login.to_owned(), password: password.to_owned(), device: "d".to_owned() }
}

fn all() -> Scope {
    Scope::new(SpaceId::from("01a20000-0000-7000-8000-000000000000"), Audience::All)
}

fn create(device: &Device, kind: &str, id: &RecordId, body: &Value) -> Write {
    let (scope, kind, author) = (all(), Kind::from(kind), device.person());
    let head = Head { id: id.clone(), scope, kind, author, subject: None };
    Write { head, op: Op::Create(Body::of(body).unwrap()), deps: Vec::new(), schema: 1 }
}

/// The device's person joins the space by writing their own membership.
fn join(device: &mut Device) {
    let person = device.person();
    let id = RecordId::derived(&["member", person.as_str()]);
    let body = json!({ "person": person, "real_name": "x", "roles": ["member"], "state": "active" });
    device.commit(vec![create(device, "member", &id, &body)]);
    device.run(2 * MINUTE);
}

fn say(device: &mut Device, text: &str) -> RecordId {
    let id = RecordId::derived(&["message", device.person().as_str(), text]);
    device.commit(vec![create(device, "message", &id, &json!({ "text": text, "sent_at": 1 }))]);
    id
}

fn texts(device: &Device) -> Vec<String> {
    let records = device.records(&all(), "message");
    let mut texts: Vec<String> =
        records.iter().map(|(_, body)| body["text"].as_str().unwrap().to_owned()).collect();
    texts.sort();
    texts
}

#[test]
fn two_people_write_delete_and_disagree_on_kinto() {
    let Some(backend) = backend() else { return };
    let origin = backend.origin();
    let (mut ann, mut bob) = (new_person(&origin, "安", 1), new_person(&origin, "波", 2));
    join(&mut ann);
    join(&mut bob);
    for device in [&mut ann, &mut bob] {
        device.set_online(false);
        for n in 0..130 {
            let text = format!("{} {n:03}", device.person());
            say(device, &text);
        }
        device.set_online(true);
    }
    for _ in 0..2 {
        ann.run(3 * MINUTE);
        bob.run(3 * MINUTE);
    }
    ann.load_all(&all());
    bob.load_all(&all());
    assert_eq!(texts(&ann).len(), 260);
    assert_eq!(texts(&ann), texts(&bob));

    let id = say(&mut ann, "both edit this");
    ann.run(2 * MINUTE);
    bob.run(2 * MINUTE);
    let change = |device: &Device, to: &str| {
        device::edit(device, &all(), &id, |body| body["text"] = json!(to)).unwrap()
    };
    let (by_ann, by_bob) = (change(&ann, "ann's"), change(&bob, "bob's"));
    ann.commit(vec![by_ann]);
    bob.commit(vec![by_bob]);
    bob.run(2 * MINUTE);
    assert_eq!(bob.stuck().len(), 1, "who comes second is told");
    assert!(texts(&bob).contains(&"ann's".to_owned()));

    let gone = device::delete(&ann, &all(), &id).unwrap();
    ann.commit(vec![gone]);
    ann.run(2 * MINUTE);
    bob.run(2 * MINUTE);
    assert!(!texts(&bob).contains(&"ann's".to_owned()), "a deletion is seen");

    let mut tablet = enter(&origin, &sign_in("安", PASSWORD), 3);
    tablet.load_all(&all());
    assert_eq!(texts(&tablet).len(), 260);
}

#[test]
fn a_wrong_password_is_refused_by_kinto_and_told_as_such() {
    let Some(backend) = backend() else { return };
    let origin = backend.origin();
    let _ann = new_person(&origin, "安", 1);
    let profile = Profile::parse(PROFILE).unwrap().with_vars([("origin", origin.as_str())]);
    let mut client = Client::new(&origin);
    let answer = talk::ask(&mut client, &profile, &Session::default(), &sign_in("安", "wrong"));
    assert!(
        matches!(answer, Some((AccountOutcome::Refused(problem), _)) if problem.code == "wrong-password")
    );
}

#[test]
fn answers_that_are_lost_on_the_way_from_kinto_double_nothing() {
    let Some(backend) = backend() else { return };
    let proxy = Proxy::start(backend.port()).unwrap();
    let mut ann = new_person(&proxy.origin(), "安", 1);
    join(&mut ann);
    proxy
        .expect(None, [Fate::LoseAnswer, Fate::CutAnswer, Fate::LoseRequest, Fate::Pass].into_iter().cycle());
    for n in 0..12 {
        let id = say(&mut ann, &format!("{n:02}"));
        ann.run(MINUTE);
        let shown = device::edit(&ann, &all(), &id, |body| body["text"] = json!(format!("{n:02} edited")));
        ann.commit(vec![shown.unwrap()]);
        ann.run(MINUTE);
    }
    proxy.expect(None, []);
    ann.run(20 * MINUTE);
    let mut tablet = enter(&backend.origin(), &sign_in("安", PASSWORD), 2);
    tablet.load_all(&all());
    let wanted: Vec<String> = (0..12).map(|n| format!("{n:02} edited")).collect();
    assert_eq!((texts(&tablet), ann.stuck().len()), (wanted, 0));
}
