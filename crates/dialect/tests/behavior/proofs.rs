//! A server that shows nothing to a session that ended, one that takes conditions as an expression,
//! and steps of a recipe that may be refused.

use crate::support::{create, delete, json, run, run_account, scope, script, update};
use dialect::{Profile, Request, Session, SessionChange};
use protocol::account::{AccountCall, AccountOutcome, NewAccount};
use protocol::{Call, Cursor, Failure, Outcome, PersonId, PullFrom, PushResult};
use serde_json::{Value, json as value};

const POCKETBASE: &str = include_str!("../../../../profiles/pocketbase.json");
const KINTO: &str = include_str!("../../../../profiles/kinto.json");

fn pocketbase() -> Profile {
    Profile::parse(POCKETBASE).unwrap()
}

fn session() -> Session {
    Session { token: Some("jwt".to_owned()), ..Session::of(PersonId::from("ann")) }
}

fn nothing() -> Value {
    value!({ "items": [] })
}

fn row(id: &str, updated: &str) -> Value {
    value!({
        "id": id, "space": "s1", "audience": "all", "kind": "message", "author": "ann", "subject": "",
        "at": 5, "deleted": false, "w": "tablet/1", "updated": updated, "body": { "text": "a" },
    })
}

#[test]
fn an_empty_list_is_believed_only_of_a_session_that_holds() {
    for call in [
        Call::Scopes,
        Call::Pull { scope: scope("s1/all"), from: PullFrom::Start, limit: 10 },
        Call::Read { scope: scope("s1/all"), id: "m1".into() },
    ] {
        let none = || match call {
            Call::Read { .. } => json(404, &value!({ "status": 404 })),
            _ => json(200, &nothing()),
        };
        let lists = if matches!(call, Call::Pull { .. }) { 2 } else { 1 };
        let answers = |check| (0..lists).map(|_| none()).chain([check]).collect::<Vec<_>>();

        let (outcome, sent) =
            run(pocketbase().begin(&call, &session()), script(answers(json(200, &value!({})))));
        assert!(!matches!(outcome, Outcome::Failed(_)), "{outcome:?}");
        assert!(sent.last().unwrap().url.ends_with("/auth-refresh"));
        let (outcome, _) =
            run(pocketbase().begin(&call, &session()), script(answers(json(401, &value!({})))));
        assert_eq!(outcome, Outcome::Failed(Failure::SignedOut));
        let (outcome, _) = run(pocketbase().begin(&call, &session()), script(answers(None)));
        assert_eq!(outcome, Outcome::Failed(Failure::Unknown), "nor where there was no answer");
    }
}

#[test]
fn a_membership_that_changed_and_changed_back_is_another_grant() {
    let member = |updated: &str| {
        let mut member = row("m", updated);
        member["kind"] = value!("member");
        member["body"] = value!({ "person": "ann", "roles": ["admin", "member"], "state": "active" });
        json(200, &value!({ "items": [member] }))
    };
    let grants = |updated: &str| {
        let (outcome, _) = run(pocketbase().begin(&Call::Scopes, &session()), script(vec![member(updated)]));
        let Outcome::Scopes(heads) = outcome else { panic!("{outcome:?}") };
        heads.into_iter().map(|head| head.grant).collect::<Vec<_>>()
    };
    let before = grants("2026-01-02 03:04:05.678Z");
    assert_eq!((before.len(), &before), (4, &grants("2026-01-02 03:04:05.678Z")));
    let after = grants("2026-01-02 03:09:00.000Z");
    assert!(before.iter().all(|grant| !after.contains(grant)));
}

#[test]
fn a_list_that_ends_with_an_empty_page_is_believed_only_of_a_session_that_holds() {
    let rows: Vec<Value> = (0..50).map(|n| row(&format!("m{n}"), "2026-01-02 03:04:05.678Z")).collect();
    let full = || json(200, &value!({ "items": rows }));
    let call = Call::Pull { scope: scope("s1/all"), from: PullFrom::Start, limit: 49 };
    let load = |check| {
        let answers = vec![full(), full(), json(200, &nothing()), check];
        run(pocketbase().begin(&call, &session()), script(answers)).0
    };
    assert_eq!(load(json(401, &value!({}))), Outcome::Failed(Failure::SignedOut));
    assert!(matches!(load(json(200, &value!({}))), Outcome::Page(page) if page.records.len() == 49));
}

#[test]
fn a_feed_without_news_asks_for_no_proof() {
    let from = PullFrom::Since(Cursor("since1.\"2026-01-02 03:04:05.678Z\"".to_owned()));
    let call = Call::Pull { scope: scope("s1/all"), from: from.clone(), limit: 10 };
    let (outcome, sent) = run(pocketbase().begin(&call, &session()), script(vec![json(200, &nothing())]));
    let Outcome::Page(page) = outcome else { panic!("{outcome:?}") };
    assert_eq!((sent.len(), page.next.map(PullFrom::Since)), (1, Some(from)));
}

#[test]
fn the_last_of_several_pages_of_changes_is_not_empty_for_a_session_that_ended() {
    let places = r#"since1.["2026-01-02 03:04:01.000Z","2026-01-02 03:04:30.000Z"]"#;
    let from = PullFrom::Since(Cursor(places.to_owned()));
    let call = Call::Pull { scope: scope("s1/all"), from, limit: 10 };
    let pull = |check| {
        let answers = vec![json(200, &nothing()), check];
        run(pocketbase().begin(&call, &session()), script(answers)).0
    };
    assert_eq!(pull(json(401, &value!({}))), Outcome::Failed(Failure::SignedOut));
    let Outcome::Page(page) = pull(json(200, &value!({}))) else { panic!("it holds") };
    assert_eq!(page.next, Some(Cursor(r#"since1."2026-01-02 03:04:25.000Z""#.to_owned())));
}

#[test]
fn conditions_that_share_a_parameter_are_joined_and_times_keep_their_form() {
    let from = PullFrom::Since(Cursor("since1.\"2026-01-02 03:04:05.678Z\"".to_owned()));
    let call = Call::Pull { scope: scope("s1/all"), from, limit: 10 };
    let answer = json(200, &value!({ "items": [row("m1", "2026-01-02 03:04:20.000Z")] }));
    let (outcome, sent) = run(pocketbase().begin(&call, &session()), script(vec![answer]));
    let filter = "filter=space%20%3D%20%22s1%22%20%26%26%20audience%20%3D%20%22all%22%20%26%26%20updated%20%3E%3D%20%222026-01-02%2003%3A04%3A05.678Z%22";
    assert!(sent[0].url.contains(filter), "{}", sent[0].url);
    assert_eq!(sent.len(), 1, "a short page is the last");
    let Outcome::Page(page) = outcome else { panic!("{outcome:?}") };
    assert_eq!(page.next, Some(Cursor("since1.\"2026-01-02 03:04:15.000Z\"".to_owned())));
    assert_eq!(page.records[0].head.subject, None, "an empty text names no subject");
}

#[test]
fn a_write_that_is_refused_to_a_session_that_ended_stays_unjudged() {
    let write = || vec![create("m1", 1, r#"{"text":"a"}"#)];
    let refused = || json(400, &value!({ "data": {}, "message": "Failed to create record." }));
    let gone = || json(404, &value!({ "status": 404 }));
    let judged = |check| {
        let answers = vec![refused(), gone(), check];
        run(pocketbase().begin(&Call::Push(write()), &session()), script(answers)).0
    };
    assert_eq!(judged(json(401, &value!({}))), Outcome::Failed(Failure::SignedOut));
    let Outcome::Pushed(results) = judged(json(200, &value!({}))) else { panic!("not judged") };
    assert!(matches!(&results[0], PushResult::Refused(problem) if problem.code == "forbidden"));
}

#[test]
fn a_change_is_the_only_one_of_its_batch_and_a_stale_one_meets_what_stands() {
    let refused = value!({ "data": { "requests": { "0": { "response": { "status": 404 } } } } });
    let answers = vec![json(400, &refused), json(200, &row("m1", "2026-01-02 03:04:20.000Z"))];
    let write = update("m1", 4, r#"{"text":"b"}"#, "2026-01-02 03:04:05.000Z");
    let (outcome, sent) = run(pocketbase().begin(&Call::Push(vec![write]), &session()), script(answers));
    let Outcome::Pushed(results) = outcome else { panic!("{outcome:?}") };
    assert!(matches!(&results[0], PushResult::Conflict(Some(_))));
    let body: Value = serde_json::from_str(sent[0].body.as_ref().unwrap()).unwrap();
    assert_eq!(body["requests"][0]["headers"]["If-Match"], value!("2026-01-02 03:04:05.000Z"));
    assert_eq!(body["requests"][0]["body"]["body"], value!({ "text": "b" }));
}

#[test]
fn a_recipe_goes_on_without_a_step_that_may_be_refused() {
    let card = value!({ "data": [{
        "id": "i1", "space": "s1", "last_modified": 7,
        "body": {
            "token_hash": protocol::digest::sha256_hex(b"secret"), "state": "open",
            "expires_at": 9_000_000_000_000_i64,
        },
    }] });
    let account = NewAccount {
        login: "李雷".to_owned(),
        real_name: "李雷".to_owned(),
        dept: String::new(),
        post: String::new(),
        password: "secret words".to_owned(),
    };
    let call = AccountCall::RedeemInvite {
        token: "secret".to_owned(),
        account: Some(account),
        form: Default::default(),
        device: "phone".to_owned(),
    };
    let known = value!({ "data": { "login": "李雷", "real_name": "李雷", "dept": "", "post": "" } });
    let answers = |last| {
        vec![
            json(200, &card),
            json(201, &known),
            json(200, &known),
            json(200, &value!({ "data": [] })),
            json(201, &value!({ "data": {} })),
            last,
        ]
    };
    let redeem = |last| {
        let profile = Profile::parse(KINTO).unwrap();
        let (outcome, change, _) =
            run_account(profile.ask(&call, &Session::default()).unwrap(), script(answers(last)));
        (outcome, change)
    };
    let (outcome, change) = redeem(json(403, &value!({ "message": "not yours" })));
    assert!(matches!(outcome, AccountOutcome::Joined(joined) if joined.space.as_str() == "s1"));
    assert!(matches!(change, SessionChange::Started(session) if session.token.is_some()));
    let (outcome, _) = redeem(None);
    assert_eq!(outcome, AccountOutcome::Failed(Failure::Unknown), "no answer is no refusal");
}

#[test]
fn a_batch_tells_creations_from_changes_and_a_lost_session_from_refusals() {
    let profile = Profile::parse(KINTO).unwrap();
    let writes =
        || Call::Push(vec![create("m1", 1, r#"{"text":"a"}"#), update("m2", 2, r#"{"text":"b"}"#, "7")]);
    let row = |id: &str, rev: u32| {
        let data = value!({
            "id": id, "space": "s1", "audience": "all", "kind": "message", "author": "ann", "subject": null,
            "at": 5, "gone": false, "last_modified": rev, "body": { "text": "a" },
        });
        value!({ "status": 201, "body": { "data": data } })
    };
    let stale =
        value!({ "status": 412, "body": { "details": { "existing": row("m2", 9)["body"]["data"] } } });
    let answer = json(200, &value!({ "responses": [row("m1", 8), stale] }));
    let (outcome, sent) = run(profile.begin(&writes(), &session()), script(vec![answer]));
    let Outcome::Pushed(results) = outcome else { panic!("{outcome:?}") };
    assert!(matches!(&results[..], [PushResult::Done(_), PushResult::Conflict(Some(_))]), "{results:?}");
    let body: Value = serde_json::from_str(sent[0].body.as_ref().unwrap()).unwrap();
    assert_eq!(body["requests"][0]["headers"], value!({ "If-None-Match": "*" }));
    assert_eq!(
        (&body["requests"][1]["method"], &body["requests"][1]["headers"]["If-Match"]),
        (&value!("PATCH"), &value!("\"7\""))
    );

    let out = value!({ "status": 401, "body": { "message": "who?" } });
    let answer = json(200, &value!({ "responses": [out, out] }));
    let (outcome, _) = run(profile.begin(&writes(), &session()), script(vec![answer]));
    assert_eq!(outcome, Outcome::Failed(Failure::SignedOut));
}

#[test]
fn a_new_password_brings_the_token_that_holds_from_then_on() {
    let profile = Profile::parse(KINTO).unwrap();
    let call = AccountCall::ChangePassword { old: "old words".to_owned(), new: "new words".to_owned() };
    let answers = vec![json(200, &value!({ "data": {} }))];
    let (outcome, change, sent) = run_account(profile.ask(&call, &session()).unwrap(), script(answers));
    assert_eq!(outcome, AccountOutcome::Done);
    let SessionChange::Started(fresh) = change else { panic!("{change:?}") };
    assert_eq!(fresh.person, session().person);
    let old = sent[0].headers.iter().find(|(name, _)| name == "authorization").unwrap();
    assert_ne!(old.1, format!("Basic {}", fresh.token.unwrap()));
}

#[test]
fn a_deletion_is_not_done_because_its_record_is_hidden() {
    let refused = value!({ "data": { "requests": { "0": { "response": { "status": 404 } } } } });
    let answers = vec![json(400, &refused), json(404, &value!({ "status": 404 })), json(200, &value!({}))];
    let write = delete("m1", 4, "2026-01-02 03:04:05.000Z");
    let (outcome, _) = run(pocketbase().begin(&Call::Push(vec![write]), &session()), script(answers));
    let Outcome::Pushed(results) = outcome else { panic!("{outcome:?}") };
    assert!(matches!(&results[0], PushResult::Refused(problem) if problem.code == "gone"), "{results:?}");
}

/// Pulls since a cursor, four at a time, from rows that were changed at these seconds; with the cursor
/// that follows and the seconds that were told.
fn pull_since(cursor: &str, changed: &[u32]) -> (String, bool, Vec<String>, usize) {
    let at = |second: &u32| format!("2026-01-02 03:04:{second:02}.000Z");
    let server = |request: &Request| {
        let value = |name: &str| {
            let rest = request.url.split(&format!("{name}=")).nth(1)?;
            rest.split('&')
                .next()
                .map(|value| value.replace("%20", " ").replace("%3A", ":").replace("%22", "\""))
        };
        let number = |name: &str| value(name).and_then(|text| text.parse::<usize>().ok()).unwrap();
        let from =
            value("filter").and_then(|filter| Some(filter.split("%3E%3D \"").nth(1)?.replace('"', "")));
        let mut rows: Vec<String> = changed.iter().map(at).collect();
        rows.retain(|row| from.as_ref().is_none_or(|from| row >= from));
        if value("sort").is_some_and(|sort| sort.starts_with('-')) {
            rows.reverse();
        }
        let (page, size) = (number("page"), number("perPage"));
        let page = rows.iter().skip((page - 1) * size).take(size);
        let items: Vec<Value> = page.map(|at| row(&format!("m{}", &at[17..19]), at)).collect();
        json(200, &value!({ "items": items }))
    };
    let from = PullFrom::Since(Cursor(cursor.to_owned()));
    let call = Call::Pull { scope: scope("s1/all"), from, limit: 4 };
    let (outcome, sent) = run(pocketbase().begin(&call, &session()), server);
    let Outcome::Page(page) = outcome else { panic!("{outcome:?}") };
    let told = page.records.iter().map(|record| record.head.id.to_string()).collect();
    (page.next.unwrap().0, page.more, told, sent.len())
}

#[test]
fn several_pages_leave_the_cursor_where_no_transaction_can_commit_behind_it() {
    let changed: Vec<u32> = (1..=30).collect();
    let start = r#"since1."2026-01-02 03:04:01.000Z""#;
    let (mut cursor, mut more, told, _) = pull_since(start, &changed);
    assert_eq!((more, told), (true, ["m01", "m02", "m03", "m04"].map(str::to_owned).to_vec()));
    assert!(cursor.contains("03:04:30"), "the latest change is known before the cursor moves: {cursor}");
    let (mut seen, mut rounds) = (Vec::new(), 0);
    while more {
        let (next, goes_on, told, sent) = pull_since(&cursor, &changed);
        assert!(sent == 1 || !goes_on, "one request a page");
        (cursor, more, rounds) = (next, goes_on, rounds + 1);
        seen.extend(told);
    }
    seen.dedup();
    assert_eq!(seen, (1..=30).map(|n| format!("m{n:02}")).collect::<Vec<_>>());
    assert_eq!(cursor, r#"since1."2026-01-02 03:04:25.000Z""#, "and looks back from it at the end");
    assert!(rounds < 12, "{rounds}");
}
