//! Account calls: one request on the reference server, recipes of several elsewhere.

use crate::support::{JSON_SERVER, QUNYUE, json, run_account, script};
use dialect::{Method, Profile, Request, Response, Session, SessionChange};
use protocol::account::{AccountCall, AccountOutcome, NewAccount, Setup};
use protocol::{Failure, PersonId};
use serde_json::{Value, json as value};

type Answer = (AccountOutcome, SessionChange, Vec<Request>);

fn ask(profile: &str, session: &Session, call: &AccountCall, answers: Vec<Option<Response>>) -> Answer {
    let profile = Profile::parse(profile).unwrap();
    run_account(profile.ask(call, session).unwrap(), script(answers))
}

fn me() -> Value {
    value!({
        "person": "p1", "login": "王芳", "real_name": "王芳", "dept": "", "post": "", "organization": "星河",
        "can_create_space": true, "now": 7,
    })
}

fn sign_in() -> AccountCall {
    let (login, password, device) = ("王芳".to_owned(), "secret words".to_owned(), "phone".to_owned());
    AccountCall::SignIn { login, password, device }
}

fn setup() -> AccountCall {
    AccountCall::Setup(Setup {
        organization: "星河".to_owned(),
        locale: "zh-Hans".to_owned(),
        account: NewAccount {
            login: "王芳".to_owned(),
            real_name: "王芳".to_owned(),
            dept: "客服".to_owned(),
            post: "专员".to_owned(),
            password: "secret words".to_owned(),
        },
        device: "phone".to_owned(),
    })
}

fn body(request: &Request) -> Value {
    serde_json::from_str(request.body.as_ref().unwrap()).unwrap()
}

#[test]
fn signing_in_starts_a_session_and_the_password_travels_in_the_body_alone() {
    let (outcome, change, sent) = ask(QUNYUE, &Session::default(), &sign_in(), vec![json(200, &me())]);
    assert!(matches!(outcome, AccountOutcome::Me(me) if me.now == 7));
    assert_eq!(change, SessionChange::Started(Session::of(PersonId::from("p1"))));
    assert_eq!((sent[0].method, sent[0].url.as_str()), (Method::Post, "/api/v1/session"));
    assert_eq!(body(&sent[0]), value!({ "login": "王芳", "password": "secret words", "device": "phone" }));
}

#[test]
fn setting_up_sends_the_whole_account() {
    let (_, _, sent) = ask(QUNYUE, &Session::default(), &setup(), vec![json(201, &me())]);
    let body = body(&sent[0]);
    assert_eq!((&body["organization"], &body["account"]["dept"]), (&value!("星河"), &value!("客服")));
}

#[test]
fn a_wrong_password_is_refused_and_ends_no_session() {
    let answer = || json(401, &value!({ "code": "wrong-password" }));
    let (outcome, change, _) = ask(QUNYUE, &Session::default(), &sign_in(), vec![answer()]);
    assert!(matches!(outcome, AccountOutcome::Refused(problem) if problem.code == "wrong-password"));
    assert_eq!(change, SessionChange::Kept);
    let answer = json(429, &value!({ "code": "too-many-tries" }));
    let (outcome, _, _) = ask(QUNYUE, &Session::default(), &sign_in(), vec![answer]);
    assert!(matches!(outcome, AccountOutcome::Refused(problem) if problem.code == "too-many-tries"));
}

#[test]
fn a_session_that_ended_is_told_wherever_it_shows() {
    let answer = || json(401, &value!({ "code": "signed-out" }));
    let change = AccountCall::ChangePassword { old: "a".to_owned(), new: "b".to_owned() };
    for call in [AccountCall::Me, AccountCall::Sessions, change] {
        let (outcome, change, _) = ask(QUNYUE, &Session::of("p1".into()), &call, vec![answer()]);
        assert_eq!(outcome, AccountOutcome::Failed(Failure::SignedOut), "{call:?}");
        assert_eq!(change, SessionChange::Ended);
    }
}

#[test]
fn who_asks_whether_the_session_holds_hears_that_it_was_revoked() {
    let answer = || json(401, &value!({ "code": "session-revoked" }));
    let (outcome, _, _) = ask(QUNYUE, &Session::of("p1".into()), &AccountCall::Me, vec![answer()]);
    assert!(matches!(outcome, AccountOutcome::Refused(problem) if problem.code == "session-revoked"));
    let change = AccountCall::ChangePassword { old: "a".to_owned(), new: "b".to_owned() };
    for call in [AccountCall::Sessions, change] {
        let (outcome, _, _) = ask(QUNYUE, &Session::of("p1".into()), &call, vec![answer()]);
        assert_eq!(outcome, AccountOutcome::Failed(Failure::SignedOut), "{call:?}");
    }
}

#[test]
fn signing_out_ends_the_session_and_a_lost_answer_does_not() {
    let empty = Some(Response { status: 204, headers: Vec::new(), body: String::new() });
    let session = Session::of("p1".into());
    let (outcome, change, _) = ask(QUNYUE, &session, &AccountCall::SignOut, vec![empty]);
    assert_eq!((outcome, change), (AccountOutcome::Done, SessionChange::Ended));
    let (outcome, change, _) = ask(QUNYUE, &session, &AccountCall::SignOut, vec![None]);
    assert_eq!((outcome, change), (AccountOutcome::Failed(Failure::Unknown), SessionChange::Kept));
}

#[test]
fn an_answer_of_another_server_is_no_answer() {
    let page = Some(Response { status: 200, headers: Vec::new(), body: "<html>".to_owned() });
    for answer in [page, json(200, &value!({ "person": 5 })), json(404, &value!({}))] {
        let (outcome, _, _) = ask(QUNYUE, &Session::default(), &AccountCall::Me, vec![answer.clone()]);
        assert!(matches!(outcome, AccountOutcome::Failed(Failure::Foreign(_))), "{answer:?}: {outcome:?}");
    }
}

#[test]
fn the_secret_of_a_link_never_stands_in_an_address() {
    let token = "t-s-t".to_owned();
    let peek = AccountCall::PeekInvite { token: token.clone() };
    for profile in [QUNYUE, JSON_SERVER] {
        let (_, _, sent) = ask(profile, &Session::default(), &peek, vec![json(200, &value!([]))]);
        assert!(sent.iter().all(|request| !request.url.contains(&token)), "{sent:?}");
    }
    let (_, _, sent) = ask(QUNYUE, &Session::default(), &peek, vec![None]);
    assert_eq!(body(&sent[0]), value!({ "token": token }));
}

#[test]
fn a_plain_store_never_gets_a_password() {
    for call in [sign_in(), setup()] {
        let answers = vec![json(200, &value!([])), json(201, &value!({ "id": "p1" }))];
        let (_, _, sent) = ask(JSON_SERVER, &Session::default(), &call, answers);
        assert!(!sent.is_empty());
        assert!(sent.iter().all(|request| !format!("{request:?}").contains("secret words")));
    }
}

#[test]
fn a_recipe_stops_where_a_step_is_refused() {
    let taken = vec![json(200, &value!([{ "id": "p0" }]))];
    let (outcome, _, sent) = ask(JSON_SERVER, &Session::default(), &setup(), taken);
    assert!(matches!(outcome, AccountOutcome::Refused(problem) if problem.code == "already-set-up"));
    assert_eq!(sent.len(), 1);
}

#[test]
fn an_expired_invitation_is_refused_by_the_devices_clock() {
    let hash = protocol::digest::sha256_hex(b"t");
    let invite = |expires_at: i64| {
        value!([{
            "id": "i1", "space": "s1", "deleted": false,
            "body": { "token_hash": hash, "state": "open", "expires_at": expires_at, "for_name": "李雷" },
        }])
    };
    let peek = AccountCall::PeekInvite { token: "t".to_owned() };
    for (expires_at, steps) in [(1_600_000_000_000, 1), (1_800_000_000_000, 2)] {
        let answers = vec![json(200, &invite(expires_at)), None];
        let (outcome, _, sent) = ask(JSON_SERVER, &Session::default(), &peek, answers);
        assert_eq!(sent.len(), steps, "{outcome:?}");
    }
}

#[test]
fn a_bearer_token_is_taken_from_the_answer_and_kept() {
    let mut profile: Value = serde_json::from_str(QUNYUE).unwrap();
    profile["auth"] = value!({ "kind": "header", "format": "Token {token|opt}" });
    profile["accounts"]["sign_in"]["take"] = value!({ "secret": "/token" });
    profile["accounts"]["sign_in"]["token"] = value!("{secret}");
    let mut answer = me();
    answer["token"] = value!("abc");
    let profile = profile.to_string();
    let (_, change, _) = ask(&profile, &Session::default(), &sign_in(), vec![json(200, &answer)]);
    let SessionChange::Started(session) = change else { panic!("{change:?}") };
    assert_eq!(session.token.as_deref(), Some("abc"));
    assert!(!format!("{session:?}").contains("abc"), "no log shows it");
    let (_, change, sent) = ask(&profile, &session, &AccountCall::Me, vec![json(200, &me())]);
    assert!(sent[0].headers.contains(&("authorization".to_owned(), "Token abc".to_owned())));
    assert_eq!(change, SessionChange::Started(session), "asking who one is keeps it");
}

#[test]
fn what_a_backend_has_not_is_not_asked() {
    let profile = Profile::parse(JSON_SERVER).unwrap();
    for call in [AccountCall::Sessions, AccountCall::RevokeSession { id: "x".to_owned() }] {
        assert!(profile.ask(&call, &Session::default()).is_none());
    }
}
