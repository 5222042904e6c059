//! Pages of a scope, scopes and single records from a server that keeps its own history.

use crate::support::{QUNYUE, json, run, scope, script, with_header};
use dialect::{Profile, Request, Response, Session};
use protocol::{Call, Cursor, Failure, Outcome, Page, PullFrom, RecordId};
use serde_json::{Value, json as value};

fn ask(call: &Call, answer: Option<Response>) -> (Outcome, Vec<Request>) {
    let profile = Profile::parse(QUNYUE).unwrap();
    run(profile.begin(call, &Session::default()), script(vec![answer]))
}

fn pull(from: PullFrom, answer: Option<Response>) -> (Outcome, Vec<Request>) {
    ask(&Call::Pull { scope: scope("s1/all"), from, limit: 1_000 }, answer)
}

fn page(outcome: Outcome) -> Page {
    match outcome {
        Outcome::Page(page) => page,
        other => panic!("{other:?}"),
    }
}

fn record(id: &str, deleted: bool) -> Value {
    value!({
        "id": id, "scope": "s1/all", "kind": "message", "author": "ann", "subject": null, "rev": "9",
        "at": 5, "deleted": deleted, "body": {},
    })
}

fn since(cursor: &str) -> PullFrom {
    PullFrom::Since(Cursor(cursor.to_owned()))
}

#[test]
fn a_first_load_takes_the_cursor_with_the_newest_page() {
    let answer =
        value!({ "records": [record("m2", false)], "next": "17", "back": "9", "more": false, "now": 88 });
    let (outcome, sent) = pull(PullFrom::Start, json(200, &answer));
    assert_eq!(sent[0].url, "/api/v1/records/s1/all?limit=500&newest=1&pinned=1");
    let page = page(outcome);
    assert_eq!((page.next, page.back), (Some(Cursor("17".to_owned())), Some(Cursor("9".to_owned()))));
    assert_eq!((page.more, page.server_ms, page.all_ids), (false, Some(88), None));
}

#[test]
fn older_pages_carry_no_cursor_of_changes() {
    let from = PullFrom::Back(Cursor("9".to_owned()));
    let (outcome, sent) = pull(from, json(200, &value!({ "records": [record("m1", false)], "more": false })));
    assert_eq!(sent[0].url, "/api/v1/records/s1/all?before=9&limit=500&newest=1");
    let page = page(outcome);
    assert_eq!((page.next, page.back, page.records.len()), (None, None, 1));
}

#[test]
fn changes_bring_tombstones_and_a_first_load_does_not() {
    let records = value!({ "records": [record("m1", true), record("m2", false)], "next": 20, "more": true });
    let (outcome, _) = pull(since("17"), json(200, &records));
    let changes = page(outcome);
    assert_eq!((changes.records.len(), changes.more), (2, true));
    assert_eq!(changes.next, Some(Cursor("20".to_owned())));
    assert_eq!(page(pull(PullFrom::Start, json(200, &records)).0).records.len(), 1);
}

#[test]
fn a_server_that_says_more_and_does_not_move_is_not_asked_for_ever() {
    let answer = value!({ "records": [], "next": "17", "more": true });
    assert!(!page(pull(since("17"), json(200, &answer)).0).more);
}

#[test]
fn a_lost_cursor_a_lost_right_and_a_lost_session_are_told_apart() {
    let code = |status, code: &str| json(status, &value!({ "code": code }));
    for (answer, wanted) in [
        (code(410, "cursor-gone"), Failure::CursorGone),
        (code(403, "scope-forbidden"), Failure::Forbidden),
        (code(401, "signed-out"), Failure::SignedOut),
        (None, Failure::Unknown),
        (code(503, "x"), Failure::Unknown),
        (
            with_header(code(503, "x"), "retry-after", "Tue, 14 Nov 2023 22:13:30 GMT"),
            Failure::Later { after_ms: Some(10_000) },
        ),
    ] {
        assert_eq!(pull(since("17"), answer.clone()).0, Outcome::Failed(wanted), "{answer:?}");
    }
}

#[test]
fn a_page_of_something_else_is_no_page() {
    let html = Some(Response { status: 200, headers: Vec::new(), body: "<html>".to_owned() });
    for answer in [
        html,
        json(200, &value!({})),
        json(404, &value!({})),
        json(200, &value!({ "records": [{ "a": 1 }], "next": 1 })),
    ] {
        let (outcome, _) = pull(since("17"), answer.clone());
        assert!(matches!(outcome, Outcome::Failed(Failure::Foreign(_))), "{answer:?}: {outcome:?}");
    }
}

#[test]
fn one_broken_record_does_not_hide_the_others_and_one_of_another_scope_is_left_out() {
    let mut broken = record("m1", false);
    broken["body"] = value!(5);
    let mut stray = record("m3", false);
    stray["scope"] = value!("s2/all");
    let answer = value!({ "records": [broken, record("m2", false), stray], "next": "17", "more": false });
    let page = page(pull(since("1"), json(200, &answer)).0);
    assert_eq!(page.records.iter().map(|record| record.head.id.as_str()).collect::<Vec<_>>(), ["m2"]);
    assert_eq!(page.unreadable, [RecordId::from("m1")]);
}

#[test]
fn a_page_of_nothing_but_a_record_that_is_too_deep_still_moves_the_cursor() {
    let deep = format!("{}{}", "[".repeat(9_000), "]".repeat(9_000));
    let answer = value!({ "records": [record("m1", false)], "next": "17", "more": false });
    let text = answer.to_string().replace(r#""body":{}"#, &format!(r#""body":{{"a":{deep}}}"#));
    assert!(text.len() > 18_000);
    let (outcome, _) = pull(since("1"), Some(Response { status: 200, headers: Vec::new(), body: text }));
    let page = page(outcome);
    assert_eq!((page.records.len(), page.unreadable), (0, vec![RecordId::from("m1")]));
    assert_eq!(page.next, Some(Cursor("17".to_owned())));
}

#[test]
fn the_bodies_of_records_keep_what_this_version_does_not_know() {
    let mut unknown = record("m1", false);
    unknown["body"] = value!({ "later": { "x": [1, null, "早"] } });
    unknown["kind"] = value!("novelty");
    let answer = value!({ "records": [unknown], "next": "17", "more": false });
    let page = page(pull(since("1"), json(200, &answer)).0);
    assert_eq!(page.records[0].body.as_str(), r#"{"later":{"x":[1,null,"早"]}}"#);
}

#[test]
fn scopes_come_with_their_grants_and_heads_and_unknown_ones_are_passed_over() {
    let answer = value!({ "scopes": [
        { "scope": "s1/all", "grant": "g", "head": "17" },
        { "scope": "s1/holograms", "grant": "g", "head": null },
    ], "now": 1 });
    let (Outcome::Scopes(scopes), sent) = ask(&Call::Scopes, json(200, &answer)) else { panic!() };
    assert_eq!(sent[0].url, "/api/v1/scopes");
    assert_eq!((scopes.len(), scopes[0].head.as_deref()), (1, Some("17")));
    let (outcome, _) = ask(&Call::Scopes, json(401, &value!({ "code": "signed-out" })));
    assert_eq!(outcome, Outcome::Failed(Failure::SignedOut));
}

#[test]
fn a_single_record_is_found_gone_hidden_or_not_known() {
    let call = Call::Read { scope: scope("s1/all"), id: "m1".into() };
    let found = |answer| ask(&call, answer).0;
    assert!(matches!(found(json(200, &record("m1", true))), Outcome::Found(Some(found)) if found.deleted));
    assert_eq!(found(json(404, &value!({ "code": "record-unknown" }))), Outcome::Found(None));
    assert_eq!(found(json(403, &value!({ "code": "scope-forbidden" }))), Outcome::Found(None));
    assert!(matches!(found(json(404, &value!({}))), Outcome::Failed(Failure::Foreign(_))));
    assert!(matches!(found(json(200, &record("m2", false))), Outcome::Failed(Failure::Foreign(_))));
    assert_eq!(found(None), Outcome::Failed(Failure::Unknown));
}

#[test]
fn a_scope_with_any_name_stays_one_step_of_the_path() {
    let call = Call::Pull { scope: scope("s 1/label:机/密"), from: PullFrom::Start, limit: 1 };
    let (_, sent) = ask(&call, None);
    assert_eq!(sent[0].url, "/api/v1/records/s%201/label%3A%E6%9C%BA%2F%E5%AF%86?limit=1&newest=1&pinned=1");
}
