//! One session for many requests: whatever the order in which they are refused, one of them renews.

use crate::support::{QUNYUE, json};
use dialect::{Key, Keyring, Lent, Method, Profile, Renewal, Renewed, Request, Response, Session};
use proptest::prelude::*;
use protocol::{Failure, PersonId};
use serde_json::{Value, json as value};

fn profile() -> Profile {
    let mut profile: Value = serde_json::from_str(QUNYUE).unwrap();
    // A refusal of OAuth has no code of ours.
    profile["problem"]["always"] = value!(false);
    profile["auth"] = value!({
        "kind": "header",
        "renew": {
            "method": "POST", "path": "/renew", "body": { "with": "{refresh}" },
            "token": "/token", "refresh": "/refresh",
        },
    });
    Profile::parse(&profile.to_string()).unwrap()
}

fn session(n: u32) -> Session {
    Session {
        token: Some(format!("token-{n}")),
        refresh: Some(format!("refresh-{n}")),
        ..Session::of(PersonId::from("ann"))
    }
}

/// A server that takes each refresh token once, and for a second use ends the session.
#[derive(Debug, Default)]
struct Issuer {
    now: u32,
    is_expired: bool,
    is_revoked: bool,
    renewals: u32,
}

impl Issuer {
    fn takes(&self, session: &Session) -> bool {
        !self.is_revoked && !self.is_expired && session.token == Some(format!("token-{}", self.now))
    }

    fn renew(&mut self, request: &Request) -> Option<Response> {
        self.renewals += 1;
        let body: Value = serde_json::from_str(request.body.as_ref().unwrap()).unwrap();
        if body["with"] != value!(format!("refresh-{}", self.now)) {
            self.is_revoked = true;
        }
        if self.is_revoked {
            return json(400, &value!({ "error": "invalid_grant" }));
        }
        (self.now, self.is_expired) = (self.now + 1, false);
        let Session { token, refresh, .. } = session(self.now);
        json(200, &value!({ "token": token, "refresh": refresh }))
    }
}

/// Where one request stands.
#[derive(Debug)]
enum Task {
    New,
    Sent(Key),
    Refused(Key),
    Renewing(Box<Renewal>),
    Done,
    SignedOut,
}

/// What is done next with a request.
fn step(task: Task, ring: &mut Keyring, issuer: &mut Issuer, loses: bool) -> Task {
    let lent = match task {
        Task::New => ring.lend(&profile()),
        Task::Refused(ref key) => ring.lend_again(&profile(), key),
        Task::Sent(ref key) if issuer.takes(key.session()) => return Task::Done,
        Task::Sent(key) => return Task::Refused(key),
        Task::Renewing(renewal) => {
            let answer = if loses { None } else { issuer.renew(&renewal.request()) };
            ring.settle(&renewal, &renewal.answer(answer.as_ref(), 0));
            return Task::New;
        }
        ended => return ended,
    };
    match lent {
        Lent::Key(key) => Task::Sent(key),
        Lent::Renew(renewal) => Task::Renewing(Box::new(renewal)),
        Lent::Wait => task,
        Lent::Ended => Task::SignedOut,
    }
}

proptest! {
    #[test]
    fn many_that_find_an_expired_token_cause_one_renewal(
        turns in prop::collection::vec((0_usize..8, any::<bool>(), 0_u8..10), 0..200),
        many in 1_usize..8,
    ) {
        let mut ring = Keyring::default();
        ring.put(session(0));
        let mut issuer = Issuer::default();
        let mut tasks: Vec<Task> = (0..many).map(|_| Task::New).collect();
        let mut expiries = 0;
        for (which, loses, luck) in turns {
            if luck == 0 && !issuer.is_expired {
                (issuer.is_expired, expiries) = (true, expiries + 1);
            }
            let slot = &mut tasks[which % many];
            *slot = step(std::mem::replace(slot, Task::Done), &mut ring, &mut issuer, loses);
        }
        for _ in 0..10 {
            for slot in &mut tasks {
                *slot = step(std::mem::replace(slot, Task::Done), &mut ring, &mut issuer, false);
            }
        }
        prop_assert!(issuer.renewals <= expiries, "{} renewals of {expiries}", issuer.renewals);
        prop_assert!(!issuer.is_revoked, "a refresh token was used twice");
        prop_assert!(tasks.iter().all(|task| matches!(task, Task::Done)), "{tasks:?}");
    }
}

/// As earlier versions kept it.
fn without_token(n: u32) -> Session {
    Session { token: None, ..session(n) }
}

#[test]
fn what_was_kept_without_its_token_is_renewed_before_anything_is_sent() {
    let mut ring = Keyring::default();
    ring.put(without_token(3));
    let Lent::Renew(renewal) = ring.lend(&profile()) else { panic!("it has no token") };
    assert!(matches!(ring.lend(&profile()), Lent::Wait));
    let request = renewal.request();
    assert_eq!((request.method, request.url.as_str()), (Method::Post, "/api/v1/renew"));
    assert!(!request.url.contains("refresh-3") && request.body.unwrap().contains("refresh-3"));
    assert!(!format!("{ring:?}{renewal:?}").contains("refresh-3"), "no secret in a log");
    let told = json(200, &value!({ "token": "token-4", "refresh": "refresh-4" }));
    assert!(ring.settle(&renewal, &renewal.answer(told.as_ref(), 0)));
    assert_eq!(*ring.session(), session(4));
}

#[test]
fn a_refused_renewal_ends_the_session_and_one_without_an_answer_does_not() {
    let spent = json(400, &value!({ "error": "invalid_grant" }));
    let page = Some(Response { status: 200, headers: Vec::new(), body: "<p>Wi-Fi".to_owned() });
    let nothing = json(200, &value!({}));
    for (answer, ends) in
        [(spent, true), (json(401, &value!({})), true), (None, false), (page, false), (nothing, false)]
    {
        let mut ring = Keyring::default();
        ring.put(without_token(0));
        let Lent::Renew(renewal) = ring.lend(&profile()) else { panic!("it has no token") };
        let renewed = renewal.answer(answer.as_ref(), 0);
        assert_eq!(renewed == Renewed::Ended, ends, "{renewed:?}");
        ring.settle(&renewal, &renewed);
        assert_eq!(ring.session().refresh.is_none(), ends);
        assert_eq!(ring.session().person, Some(PersonId::from("ann")), "whose it was stays known");
    }
}

#[test]
fn who_signs_in_while_a_renewal_is_under_way_is_not_overwritten_by_it() {
    let mut ring = Keyring::default();
    ring.put(without_token(0));
    let Lent::Renew(renewal) = ring.lend(&profile()) else { panic!("it has no token") };
    ring.put(session(9));
    assert!(!ring.settle(&renewal, &Renewed::Ended));
    assert_eq!(*ring.session(), session(9));
    assert!(matches!(ring.lend(&profile()), Lent::Key(_)));
}

#[test]
fn where_nothing_renews_a_refused_session_has_ended() {
    let plain = Profile::parse(QUNYUE).unwrap();
    let mut ring = Keyring::default();
    ring.put(session(0));
    assert!(!plain.renews() && profile().renews());
    let Lent::Key(key) = ring.lend(&plain) else { panic!("there is a token") };
    assert!(matches!(ring.lend_again(&plain, &key), Lent::Ended));
}

#[test]
fn the_older_of_two_refresh_tokens_is_not_sent() {
    let mut ring = Keyring::default();
    ring.put(without_token(0));
    let Lent::Renew(renewal) = ring.lend(&profile()) else { panic!("it has no token") };
    let renewal = renewal.with(&without_token(1));
    assert!(renewal.request().body.unwrap().contains("refresh-1"));
    let lost = renewal.answer(None, 0);
    assert_eq!(lost, Renewed::Failed(Failure::Unknown));
}

#[test]
fn what_another_page_renewed_meanwhile_is_not_renewed_again() {
    let mut ring = Keyring::default();
    ring.put(session(0));
    let Lent::Key(key) = ring.lend(&profile()) else { panic!("there is a token") };
    let Lent::Renew(renewal) = ring.lend_again(&profile(), &key) else { panic!("nobody renews yet") };
    assert!(renewal.is_done_by(&session(1)));
    assert!(!renewal.is_done_by(&session(0)), "the very token that ended");
    assert!(!renewal.is_done_by(&without_token(1)), "what only renews has to");
    assert!(ring.settle(&renewal, &Renewed::Session(session(1))));
    assert_eq!(*ring.session(), session(1));
}

#[test]
fn whatever_is_secret_is_kept_and_nothing_else() {
    assert_eq!(session(0).to_keep(), Some(session(0)));
    let alone = Session { refresh: None, ..session(0) };
    assert_eq!(alone.to_keep(), Some(alone.clone()));
    assert_eq!(Session::of(PersonId::from("ann")).to_keep(), None);
}
