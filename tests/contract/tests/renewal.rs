//! Many requests at once with one session whose tokens end, over real HTTP.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails the test")]

use contract::http::Client;
use contract::quirk::{Habit, Quirk};
use contract::talk::{self, SharedRing};
use dialect::{Profile, Session, SessionChange};
use protocol::account::AccountCall;
use protocol::{Call, Failure, Outcome, RecordId, Scope};

const THREADS: usize = 8;
const REQUESTS: usize = 25;

fn started(habit: Habit) -> (Quirk, Profile, Session) {
    let quirk = Quirk::start(habit).unwrap();
    let profile = Profile::parse(&quirk.profile()).unwrap();
    let (login, password, device) = ("ann".to_owned(), "secret-enough".to_owned(), "tablet".to_owned());
    let call = AccountCall::SignIn { login, password, device };
    let mut client = Client::new(&quirk.origin());
    match talk::ask(&mut client, &profile, &Session::default(), &call) {
        Some((_, SessionChange::Started(session))) => (quirk, profile, session),
        other => panic!("{other:?}"),
    }
}

fn read() -> Call {
    Call::Read { scope: Scope::parse("s1/all").unwrap(), id: RecordId::from("m1") }
}

#[test]
fn of_eight_that_ask_at_once_one_renews_each_token_that_ends() {
    let (quirk, profile, session) = started(Habit::ShortLived);
    let ring = SharedRing::of(session);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let mut client = Client::new(&quirk.origin());
                for _ in 0..REQUESTS {
                    let outcome = talk::call_with(&mut client, &profile, &ring, &read());
                    // A token may end again before who waited for it has used it; that is no end.
                    let again = matches!(outcome, Outcome::Failed(Failure::SignedOut));
                    let is_whole = ring.session().refresh.is_some();
                    assert!(matches!(outcome, Outcome::Found(None)) || (again && is_whole), "{outcome:?}");
                }
            });
        }
    });
    let (ended, renewals) = quirk.renewals();
    assert!(ended > 10 && renewals > 10, "{ended} tokens ended, {renewals} renewals");
    assert!(renewals <= ended, "{renewals} renewals of {ended} tokens");
    let mut client = Client::new(&quirk.origin());
    assert!(matches!(talk::call_with(&mut client, &profile, &ring, &read()), Outcome::Found(None)));
}

#[test]
fn without_the_ring_a_second_renewal_ends_the_session() {
    let (quirk, profile, session) = started(Habit::ShortLived);
    let (first, second) = (SharedRing::of(session.clone()), SharedRing::of(session));
    let mut client = Client::new(&quirk.origin());
    let mut outcome = |ring: &SharedRing| talk::call_with(&mut client, &profile, ring, &read());
    for _ in 0..20 {
        assert!(matches!(outcome(&first), Outcome::Found(None)));
    }
    assert_eq!(outcome(&second), Outcome::Failed(Failure::SignedOut), "its refresh token was used before");
    assert_eq!(outcome(&first), Outcome::Failed(Failure::SignedOut), "and that looks like theft");
}
