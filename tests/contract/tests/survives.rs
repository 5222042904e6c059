//! A running app whose server misbehaves for a while: nothing is lost on the device, and once the
//! server behaves again, everything is there, once. What the doctor says to each stands in `doctor.rs`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a helper of a test fails the test"
)]

use contract::device::Device;
use contract::http::Client;
use contract::quirk::{Habit, Quirk};
use contract::scenario::MINUTE;
use contract::talk;
use contract::talker::Talker;
use dialect::{Profile, Session, SessionChange};
use protocol::account::AccountCall;
use protocol::{Body, Head, Kind, Op, PushResult, RecordId, Scope};
use serde_json::{Value, json};
use std::sync::Barrier;
use std::time::Duration;
use sync::Write;

/// The space whose memberships the profile of the misbehaving server asks for.
fn all() -> Scope {
    Scope::parse("members/all").unwrap()
}

struct Group {
    quirk: Quirk,
    device: Device,
    said: usize,
}

impl Group {
    /// Somebody with a device, in a space of their own.
    fn found() -> Self {
        let quirk = Quirk::start(Habit::None).unwrap();
        let mut profile: Value = serde_json::from_str(&quirk.profile()).unwrap();
        // An empty list is believed only of a session that holds.
        profile["auth"]["check"] = json!({ "path": "/me" });
        let profile = Profile::parse(&profile.to_string()).unwrap();
        let mut client = Client::patient(&quirk.origin(), Duration::from_secs(2)).elsewhere();
        let session = sign_in(&mut client, &profile);
        let mut device = Device::start(client, profile, session, 7);
        let person = device.person();
        let member = json!({ "person": person, "roles": ["owner"], "state": "active" });
        device.commit(vec![create(&device, "member-of-ann", "member", &member)]);
        device.open(&all());
        device.run(10 * MINUTE);
        Self { quirk, device, said: 0 }
    }

    fn says(&mut self, text: &str) {
        self.said += 1;
        let id = format!("message-{}", self.said);
        let write = create(&self.device, &id, "message", &json!({ "text": text, "sent_at": self.said }));
        self.device.commit(vec![write]);
    }

    fn shown(&self) -> usize {
        self.device.records(&all(), "message").len()
    }
}

fn sign_in(client: &mut Client, profile: &Profile) -> Session {
    let (login, password, device) = ("ann".to_owned(), "secret-enough".to_owned(), "phone".to_owned());
    let call = AccountCall::SignIn { login, password, device };
    match talk::ask(client, profile, &Session::default(), &call) {
        Some((_, SessionChange::Started(session))) => session,
        other => panic!("{other:?}"),
    }
}

fn create(device: &Device, id: &str, kind: &str, body: &Value) -> Write {
    let head = Head {
        id: RecordId::from(id),
        scope: all(),
        kind: Kind::from(kind),
        author: device.person(),
        subject: None,
    };
    Write { head, op: Op::Create(Body::of(body).unwrap()), deps: Vec::new(), schema: 1 }
}

#[test]
fn whatever_a_server_answers_for_a_while_nothing_is_lost_and_nothing_comes_twice() {
    for habit in [
        Habit::Html,
        Habit::Broken,
        Habit::Login,
        Habit::PlainText,
        Habit::Impatient,
        Habit::HidesHeaders,
        Habit::NoCors,
        Habit::Drops,
    ] {
        let mut group = Group::found();
        group.says("before");
        group.device.run(10 * MINUTE);
        assert_eq!(group.quirk.living(), 2, "{habit:?}: the membership and a message");

        group.quirk.turn(habit);
        group.says("while it misbehaves");
        group.says("and once more");
        group.device.run(10 * MINUTE);
        assert_eq!(group.shown(), 3, "{habit:?}: what was there and what was written is shown");
        assert_eq!(group.device.stuck(), Vec::<u64>::new(), "{habit:?}: nothing counts as refused");

        group.quirk.turn(Habit::None);
        group.device.run(30 * MINUTE);
        let outbox = group.device.engine().outbox();
        assert!(outbox.is_empty(), "{habit:?}: {outbox:#?}");
        assert_eq!((group.shown(), group.quirk.living()), (3, 4), "{habit:?}");
    }
}

#[test]
fn a_token_that_ended_and_shows_an_empty_list_takes_nothing_from_the_device() {
    let mut group = Group::found();
    group.says("before");
    group.device.run(10 * MINUTE);

    group.quirk.turn(Habit::EmptyForStrangers);
    group.device.spoil_token();
    group.says("while signed out");
    group.device.run(30 * MINUTE);
    assert_eq!(group.shown(), 2);
    assert!(!group.device.engine().status().signed_in, "it knows that it is signed out");

    let (login, password, device) = ("ann".to_owned(), "secret-enough".to_owned(), "phone".to_owned());
    group.device.ask(&AccountCall::SignIn { login, password, device });
    group.device.resume();
    group.device.run(30 * MINUTE);
    assert!(group.device.engine().outbox().is_empty());
    assert_eq!((group.shown(), group.quirk.living()), (2, 3));
}

#[test]
fn what_is_too_large_for_the_server_is_kept_and_shown_and_the_rest_goes() {
    let mut group = Group::found();
    group.quirk.turn(Habit::Small);
    group.says(&"long ".repeat(8_000));
    group.says("short");
    group.device.run(10 * MINUTE);
    assert_eq!(group.device.stuck().len(), 1, "{:#?}", group.device.engine().outbox());
    assert_eq!(group.device.engine().outbox().len(), 1, "the short one arrived");
    assert_eq!(group.quirk.living(), 2);
}

/// Where the comparison has a gap, whoever wrote within it reads the record afterwards, and by the name
/// that each writer leaves in it learns who won.
#[test]
fn of_those_who_write_at_once_to_a_server_that_takes_all_of_them_each_learns_who_won() {
    let quirk = Quirk::start(Habit::Racy).unwrap();
    let mut profile: Value = serde_json::from_str(&quirk.profile()).unwrap();
    profile["version"] = json!({ "kind": "counter", "at": "/version", "stamp": "/w" });
    // Nothing of the record is to be carried on, so that nobody looks at it before they write.
    profile["record"]["server_fields"] = json!(["/version", "/changed", "/at"]);
    let profile = Profile::parse(&profile.to_string()).unwrap();
    let talker = |device: &str| {
        let mut client = Client::new(&quirk.origin());
        let session = sign_in(&mut client, &profile);
        Talker::new(client, profile.clone(), session, device)
    };
    let mut reader = talker("reader");
    let head = Head {
        id: RecordId::from("hot"),
        scope: all(),
        kind: Kind::from("message"),
        author: reader.person(),
        subject: None,
    };
    let op = Op::Create(Body::of(&json!({ "text": "0" })).unwrap());
    let first = reader.mutation(head, op, None);
    assert!(matches!(reader.push_until_judged(&first), PushResult::Done(_)));
    let mut writers: Vec<Talker> = (0..4).map(|n| talker(&format!("writer-{n}"))).collect();
    for round in 0..3 {
        let base = reader.read(&all(), &RecordId::from("hot")).unwrap();
        let gate = Barrier::new(writers.len());
        let results: Vec<PushResult> = std::thread::scope(|scope| {
            let threads: Vec<_> = writers
                .iter_mut()
                .enumerate()
                .map(|(n, writer)| {
                    let (base, gate) = (&base, &gate);
                    scope.spawn(move || {
                        let change = writer.change(base, &format!("{round} by {n}"));
                        gate.wait();
                        writer.push_until_judged(&change)
                    })
                })
                .collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let winners = results.iter().filter(|result| matches!(result, PushResult::Done(_))).count();
        let learned = results.iter().filter(|result| matches!(result, PushResult::Conflict(Some(_)))).count();
        assert_eq!((winners, learned), (1, 3), "{results:#?}");
    }
    assert!(quirk.changes() > 1 + 3, "the server took several of those who wrote at once");
}
