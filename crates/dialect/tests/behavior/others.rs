//! What no shipped profile needs, but others do: ids of the server's, answers that tell only a
//! version, refusals that say one thing for two, tombstones that tell little.

use crate::support::{JSON_SERVER, create, delete, json, run, scope, script, update};
use dialect::{Method, Profile, Request, Response, Session};
use protocol::{Call, Failure, Mutation, Outcome, PullFrom, PushResult, Rev, Written};
use serde_json::{Value, json as value};

/// A server that compares atomically, by a counter that it keeps itself.
fn counting(change: impl FnOnce(&mut Value)) -> Profile {
    let mut profile: Value = serde_json::from_str(JSON_SERVER).unwrap();
    profile["version"] = value!({ "kind": "counter", "at": "/v", "atomic": true });
    profile["record"]["server_fields"] = value!(["/v", "/at"]);
    profile["ops"]["update"]["headers"] = value!({ "if-match": "{base_rev}" });
    profile["outcomes"] = value!([]);
    change(&mut profile);
    Profile::parse(&profile.to_string()).unwrap()
}

fn row(v: u32, text: &str) -> Value {
    value!({
        "id": "m1", "space": "s1", "audience": "all", "kind": "message", "author": "ann", "subject": null,
        "at": 5, "deleted": false, "v": v, "body": { "text": text },
    })
}

fn push(profile: &Profile, write: Mutation, answers: Vec<Option<Response>>) -> (PushResult, Vec<Request>) {
    match run(profile.begin(&Call::Push(vec![write]), &Session::default()), script(answers)) {
        (Outcome::Pushed(mut results), sent) => (results.remove(0), sent),
        (Outcome::Failed(failure), sent) => (PushResult::Retry(failure), sent),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_server_that_compares_is_not_asked_beforehand() {
    let profile = counting(|_| {});
    let write = update("m1", 4, r#"{"text":"b"}"#, "7");
    let (result, sent) = push(&profile, write, vec![json(200, &row(8, "b"))]);
    assert!(matches!(&result, PushResult::Done(Written::Record(found)) if found.rev == Rev("8".to_owned())));
    assert_eq!(sent.len(), 1);
    assert!(sent[0].headers.contains(&("if-match".to_owned(), "7".to_owned())));
    let sent: Value = serde_json::from_str(sent[0].body.as_ref().unwrap()).unwrap();
    assert_eq!((sent.get("v"), sent.get("at")), (None, None), "what the server writes is not sent");
}

#[test]
fn an_answer_may_tell_only_the_version_or_nothing() {
    let rev_only = counting(|profile| {
        for op in ["create", "update"] {
            let op = profile["ops"][op].as_object_mut().unwrap();
            op.remove("record");
            op.insert("rev".to_owned(), value!("/rev"));
        }
    });
    let (result, sent) = push(&rev_only, create("m1", 1, "{}"), vec![json(201, &value!({ "rev": 3 }))]);
    assert_eq!(result, PushResult::Done(Written::Rev(Rev("3".to_owned()))));
    assert_eq!(sent.len(), 1);
    let empty = Some(Response { status: 204, headers: Vec::new(), body: String::new() });
    let write = create("m1", 1, r#"{"text":""}"#);
    let (result, sent) = push(&rev_only, write, vec![empty, json(200, &row(3, ""))]);
    assert!(matches!(result, PushResult::Done(Written::Record(_))));
    assert_eq!(sent[1].method, Method::Get, "so it is read");
}

#[test]
fn a_version_in_a_header_counts_where_the_page_may_read_it() {
    let profile = counting(|profile| {
        profile["version"] = value!({ "kind": "etag", "header": "ETag", "atomic": true });
    });
    let mut answer = json(200, &row(0, "b"));
    answer.as_mut().unwrap().headers.push(("etag".to_owned(), "W/\"abc\"".to_owned()));
    let (result, _) = push(&profile, update("m1", 4, r#"{"text":"b"}"#, "7"), vec![answer]);
    assert!(matches!(&result, PushResult::Done(Written::Record(found)) if found.rev.0 == "abc"));
}

#[test]
fn a_refusal_that_says_one_thing_for_two_is_told_apart_by_reading() {
    let profile = counting(|profile| {
        let when = value!({ "op": ["update", "delete"], "status": [404] });
        profile["outcomes"] = value!([{ "when": when, "as": "conflict-or-forbidden" }]);
    });
    let no = || json(404, &value!({ "message": "not found" }));
    let write = || update("m1", 4, r#"{"text":"b"}"#, "7");
    let (result, _) = push(&profile, write(), vec![no(), json(200, &row(9, "theirs"))]);
    assert!(matches!(result, PushResult::Conflict(Some(_))), "another version: a conflict");
    let (result, _) = push(&profile, write(), vec![no(), json(200, &row(7, "a"))]);
    assert!(matches!(result, PushResult::Refused(_)), "the same version: one may not");
    let (result, _) = push(&profile, write(), vec![no(), json(200, &row(8, "b"))]);
    assert!(matches!(result, PushResult::Done(_)), "our own content: the answer was lost");
    let (result, _) = push(&profile, write(), vec![no(), no()]);
    assert!(matches!(result, PushResult::Refused(problem) if problem.code == "gone"));
    let (result, _) = push(&profile, write(), vec![no(), None]);
    assert_eq!(result, PushResult::Retry(Failure::Unknown));
}

#[test]
fn a_list_with_nothing_in_it_may_mean_a_stale_version() {
    let profile = counting(|profile| {
        profile["ops"]["update"]["record"] = value!("/0");
        let when = value!({ "op": ["update"], "status": [200], "at": "/0", "empty": true });
        profile["outcomes"] = value!([{ "when": when, "as": "conflict-or-forbidden" }]);
    });
    let answers = vec![json(200, &value!([])), json(200, &row(9, "theirs"))];
    let (result, _) = push(&profile, update("m1", 4, r#"{"text":"b"}"#, "7"), answers);
    assert!(matches!(result, PushResult::Conflict(Some(_))));
}

#[test]
fn where_ids_are_the_servers_a_record_is_looked_up_by_ours() {
    let profile = counting(|profile| {
        profile["record"]["id"] = value!("/uid");
        profile["record"]["key"] = value!("/id");
        profile["record"]["server_fields"] = value!(["/v", "/at", "/id"]);
        profile["ops"]["look_first"] = value!(true);
        profile["ops"]["read"] = value!({ "path": "/{records}", "query": { "uid": "{id}" }, "record": "/0" });
        profile["ops"]["update"]["path"] = value!("/{records}/{key}");
    });
    let mut own = row(3, "a");
    own["uid"] = value!("m1");
    own["id"] = value!(42);
    let nothing = || json(200, &value!([]));
    let (result, sent) = push(&profile, create("m1", 1, r#"{"text":"a"}"#), vec![nothing(), json(201, &own)]);
    assert!(matches!(&result, PushResult::Done(Written::Record(found)) if found.head.id.as_str() == "m1"));
    let body: Value = serde_json::from_str(sent[1].body.as_ref().unwrap()).unwrap();
    assert_eq!((&body["uid"], body.get("id")), (&value!("m1"), None));

    let again = vec![json(200, &value!([own]))];
    let (result, sent) = push(&profile, create("m1", 1, r#"{"text":"a"}"#), again);
    assert!(matches!(result, PushResult::Done(_)));
    assert_eq!(sent.len(), 1, "a creation whose answer was lost is not sent again");

    let answers = vec![json(200, &value!([own])), json(200, &own)];
    let (_, sent) = push(&profile, update("m1", 2, r#"{"text":"b"}"#, "3"), answers);
    assert_eq!(sent[1].url, "http://127.0.0.1:3000/records/42");
}

#[test]
fn a_tombstone_that_tells_only_its_id_is_a_deletion_all_the_same() {
    let profile = counting(|profile| {
        profile["feed"] = value!({
            "kind": "sequence", "start": "0",
            "since": { "path": "/changes", "query": { "since": "{cursor}" }, "items": "/results", "item": "/doc", "next": "/last" },
        });
    });
    let call = Call::Pull { scope: scope("s1/all"), from: PullFrom::Start, limit: 10 };
    let (_, sent) = run(profile.begin(&call, &Session::default()), |_| None);
    assert_eq!(sent[0].url, "http://127.0.0.1:3000/changes?since=0", "it runs forward from the start");
    let from = PullFrom::Since(protocol::Cursor("4".to_owned()));
    let call = Call::Pull { scope: scope("s1/all"), from, limit: 10 };
    let gone = value!({ "results": [{ "doc": { "id": "m1", "deleted": true, "v": 3 } }], "last": "5-x" });
    let (outcome, _) = run(profile.begin(&call, &Session::default()), script(vec![json(200, &gone)]));
    let Outcome::Page(page) = outcome else { panic!("{outcome:?}") };
    assert!(page.records[0].deleted && page.next == Some(protocol::Cursor("5-x".to_owned())));
}

#[test]
fn a_comparison_that_two_can_win_is_read_back() {
    let profile = counting(|profile| {
        profile["version"] = value!({ "kind": "counter", "at": "/v", "stamp": "/w", "atomic": false });
    });
    let marked = |v: u32, text: &str, mark: &str| {
        let mut row = row(v, text);
        row["w"] = value!(mark);
        row
    };
    let write = || update("m1", 4, r#"{"text":"b"}"#, "7");
    let ours = || json(200, &marked(8, "b", "phone/4"));
    let (result, _) = push(&profile, write(), vec![ours(), ours()]);
    assert!(matches!(result, PushResult::Done(_)));
    let (result, _) = push(&profile, write(), vec![ours(), json(200, &marked(8, "c", "bob/1"))]);
    assert!(matches!(result, PushResult::Conflict(Some(_))));
    let (result, _) = push(&profile, delete("m1", 5, "7"), vec![ours(), None]);
    assert_eq!(result, PushResult::Retry(Failure::Unknown), "written, but who won is not known yet");
}

#[test]
fn a_body_may_travel_as_a_text() {
    let profile = counting(|profile| profile["record"]["body_as"] = value!("text"));
    let mut answer = row(1, "");
    answer["body"] = value!("{\"text\":\"早\"}");
    let (result, sent) = push(&profile, create("m1", 1, r#"{"text":"早"}"#), vec![json(201, &answer)]);
    assert!(
        matches!(&result, PushResult::Done(Written::Record(found)) if found.body.as_str() == "{\"text\":\"早\"}")
    );
    let body: Value = serde_json::from_str(sent[0].body.as_ref().unwrap()).unwrap();
    assert_eq!(body["body"], value!("{\"text\":\"早\"}"));
}

#[test]
fn a_refusal_that_was_cut_on_its_way_judges_nothing() {
    let profile = counting(|profile| {
        let when = value!({ "op": ["create"], "status": [400], "at": "/code", "equals": "taken" });
        profile["outcomes"] = value!([{ "when": when, "as": "exists" }]);
    });
    let cut = Some(Response { status: 400, headers: Vec::new(), body: r#"{"code":"tak"#.to_owned() });
    let (result, _) = push(&profile, create("m1", 1, "{}"), vec![cut]);
    assert_eq!(result, PushResult::Retry(Failure::Unknown));
}
