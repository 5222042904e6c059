//! Single writes: what is sent, and what is made of the answers.

use crate::support::{self, JSON_SERVER, QUNYUE, create, delete, json, run, script, update, with_header};
use dialect::{Method, Profile, Request, Response, Session};
use protocol::{Call, Failure, Mutation, Outcome, PersonId, Problem, PushResult, Record, Rev, Written};
use serde_json::{Value, json as value};

type Answers = Vec<Option<Response>>;

fn push(profile: &str, mutations: &[Mutation], answers: Answers) -> (Outcome, Vec<Request>) {
    let profile = Profile::parse(profile).unwrap();
    let session = Session::of(PersonId::from("ann"));
    run(profile.begin(&Call::Push(mutations.to_vec()), &session), script(answers))
}

fn push_one(profile: &str, mutation: Mutation, answers: Answers) -> (PushResult, Vec<Request>) {
    match push(profile, &[mutation], answers) {
        (Outcome::Pushed(mut results), sent) => (results.remove(0), sent),
        (Outcome::Failed(failure), sent) => (PushResult::Retry(failure), sent),
        other => panic!("{other:?}"),
    }
}

/// A record as the reference server shows it.
fn shown(rev: &str, text: &str) -> Value {
    value!({
        "id": "m1", "scope": "s1/all", "kind": "message", "author": "ann", "subject": null, "rev": rev,
        "at": 5, "deleted": false, "body": { "text": text },
    })
}

/// A record as json-server shows it.
fn stored(mark: &str, text: &str) -> Value {
    value!({
        "id": "m1", "space": "s1", "audience": "all", "kind": "message", "author": "ann", "subject": null,
        "at": 5, "deleted": false, "w": mark, "body": { "text": text }, "later": [1],
    })
}

/// The version of a record as json-server shows it.
fn rev(mark: &str, text: &str) -> String {
    let call = Call::Read { scope: support::scope("s1/all"), id: "m1".into() };
    let profile = Profile::parse(JSON_SERVER).unwrap();
    match run(profile.begin(&call, &Session::default()), script(vec![json(200, &stored(mark, text))])).0 {
        Outcome::Found(Some(record)) => record.rev.0,
        other => panic!("{other:?}"),
    }
}

fn problem(status: u16, code: &str) -> Option<Response> {
    json(status, &value!({ "code": code, "detail": "d", "rule": "7" }))
}

fn record(result: &PushResult) -> &Record {
    match result {
        PushResult::Done(Written::Record(record)) | PushResult::Conflict(Some(record)) => record,
        other => panic!("{other:?}"),
    }
}

fn methods(sent: &[Request]) -> Vec<Method> {
    sent.iter().map(|request| request.method).collect()
}

#[test]
fn a_creation_is_a_put_that_expects_nothing_and_names_its_mutation() {
    let (result, sent) =
        push_one(QUNYUE, create("m1", 3, r#"{"text":"a"}"#), vec![json(201, &shown("9", "a"))]);
    assert_eq!(record(&result).rev, Rev("9".to_owned()));
    assert_eq!((sent[0].method, sent[0].url.as_str()), (Method::Put, "/api/v1/records/s1/all/m1"));
    let headers: Vec<(&str, &str)> = sent[0].headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert!(headers.contains(&("if-none-match", "*")) && headers.contains(&("mutation", "phone/3")));
    let body: Value = serde_json::from_str(sent[0].body.as_ref().unwrap()).unwrap();
    assert_eq!(body, value!({ "person": "ann", "kind": "message", "body": { "text": "a" } }));
}

#[test]
fn a_change_names_the_version_that_it_starts_from() {
    let (_, sent) =
        push_one(QUNYUE, update("m1", 4, r#"{"text":"b"}"#, "9"), vec![json(200, &shown("10", "b"))]);
    assert!(sent[0].headers.contains(&("if-match".to_owned(), "\"9\"".to_owned())));
    let (_, sent) = push_one(QUNYUE, delete("m1", 5, "10"), vec![json(200, &shown("11", ""))]);
    assert!(sent[0].body.as_ref().unwrap().contains("\"deleted\":true"));
}

#[test]
fn a_conflict_hands_over_the_record_that_the_answer_shows() {
    let answer = json(412, &value!({ "code": "conflict", "current": shown("12", "theirs") }));
    let (result, sent) = push_one(QUNYUE, update("m1", 4, r#"{"text":"b"}"#, "9"), vec![answer]);
    assert!(matches!(&result, PushResult::Conflict(Some(found)) if found.rev.0 == "12"));
    assert_eq!(sent.len(), 1);
}

#[test]
fn a_conflict_that_shows_nothing_is_looked_into() {
    let answers = vec![problem(412, "conflict"), json(200, &shown("12", "theirs"))];
    let (result, sent) = push_one(QUNYUE, update("m1", 4, r#"{"text":"b"}"#, "9"), answers);
    assert!(matches!(result, PushResult::Conflict(Some(_))));
    assert_eq!(methods(&sent), [Method::Put, Method::Get]);
    let answers = vec![problem(412, "conflict"), problem(404, "record-unknown")];
    let (result, _) = push_one(QUNYUE, update("m1", 4, "{}", "9"), answers);
    assert_eq!(result, PushResult::Conflict(None));
}

#[test]
fn a_conflict_with_what_we_meant_to_write_is_our_own_lost_answer() {
    let answer = json(412, &value!({ "code": "conflict", "current": shown("12", "b") }));
    let (result, _) = push_one(QUNYUE, update("m1", 4, r#"{"text":"b"}"#, "9"), vec![answer]);
    assert!(matches!(result, PushResult::Done(Written::Record(_))));
}

#[test]
fn a_refusal_keeps_its_code_its_rule_and_its_status() {
    let (result, _) = push_one(QUNYUE, create("m1", 3, "{}"), vec![problem(403, "rules-not-confirmed")]);
    let rule = Some("7".to_owned());
    let detail = "d".to_owned();
    let wanted = Problem { rule, detail, ..Problem::new(403, "rules-not-confirmed") };
    assert_eq!(result, PushResult::Refused(wanted));
}

#[test]
fn what_is_no_judgement_leaves_the_write_open() {
    let patient = with_header(problem(429, "slow-down"), "retry-after", "7");
    let later = Failure::Later { after_ms: Some(7_000) };
    for (answer, wanted) in [
        (None, Failure::Unknown),
        (json(502, &Value::Null), Failure::Unknown),
        (json(500, &value!({ "code": "internal" })), Failure::Unknown),
        (patient, later),
        (problem(401, "signed-out"), Failure::SignedOut),
    ] {
        let (result, sent) = push_one(QUNYUE, create("m1", 3, "{}"), vec![answer.clone()]);
        assert_eq!(result, PushResult::Retry(wanted), "{answer:?}");
        assert_eq!(sent.len(), 1);
    }
}

#[test]
fn a_page_a_proxy_or_another_server_never_refuses_a_write() {
    let page = |status| Some(Response { status, headers: Vec::new(), body: "<html>Wi-Fi</html>".to_owned() });
    for answer in [page(200), page(403), page(404), page(422), json(403, &value!({})), json(302, &value!({}))]
    {
        let (result, _) = push_one(QUNYUE, create("m1", 3, "{}"), vec![answer.clone()]);
        assert!(matches!(result, PushResult::Retry(Failure::Foreign(_))), "{answer:?}: {result:?}");
    }
    let cut = Some(Response { status: 200, headers: Vec::new(), body: "{\"id\":\"m".to_owned() });
    assert_eq!(push_one(QUNYUE, create("m1", 3, "{}"), vec![cut]).0, PushResult::Retry(Failure::Unknown));
}

/// A good status over nothing, over a part, or over something else, as gateways and captive portals give.
fn hollow() -> Vec<Option<Response>> {
    let text = |body: &str| {
        let headers = vec![("etag".to_owned(), "\"9\"".to_owned())];
        Some(Response { status: 200, headers, body: body.to_owned() })
    };
    let bodies =
        ["", " ", "{}", "[]", "null", r#"{"id":"m1"}"#, r#"{"id":"other","kind":"message","body":{}}"#];
    bodies.map(text).to_vec()
}

#[test]
fn a_good_status_without_the_record_leaves_a_write_open_until_it_is_seen() {
    for answer in hollow() {
        for (profile, absent) in
            [(QUNYUE, problem(404, "record-unknown")), (JSON_SERVER, json(404, &value!({})))]
        {
            let answers = vec![answer.clone(), absent];
            let (result, sent) = push_one(profile, create("m1", 3, r#"{"text":"a"}"#), answers);
            assert_eq!(result, PushResult::Retry(Failure::Unknown), "{answer:?}");
            assert_eq!(sent[1].method, Method::Get, "it is looked for: {answer:?}");
        }
        let answers = vec![answer.clone(), json(200, &shown("9", "a"))];
        let (result, _) = push_one(QUNYUE, create("m1", 3, r#"{"text":"a"}"#), answers);
        assert_eq!(record(&result).rev, Rev("9".to_owned()), "it arrived: {answer:?}");
    }
}

#[test]
fn a_good_status_over_a_record_that_did_not_change_leaves_the_write_open() {
    for answer in hollow() {
        for write in [update("m1", 4, r#"{"text":"b"}"#, "9"), delete("m1", 4, "9")] {
            let answers = vec![answer.clone(), json(200, &shown("9", "a"))];
            let (result, _) = push_one(QUNYUE, write, answers);
            assert_eq!(result, PushResult::Retry(Failure::Unknown), "{answer:?}");
        }
        let mut before = stored("bob/1", "a");
        before["w"] = value!("bob/1");
        for write in
            [update("m1", 4, r#"{"text":"b"}"#, &rev("bob/1", "a")), delete("m1", 4, &rev("bob/1", "a"))]
        {
            let answers = vec![json(200, &before), answer.clone(), json(200, &before)];
            let (result, _) = push_one(JSON_SERVER, write, answers);
            assert_eq!(result, PushResult::Retry(Failure::Unknown), "{answer:?}");
        }
    }
}

#[test]
fn a_good_status_over_another_s_version_is_that_other_s_version() {
    for answer in hollow() {
        let answers = vec![answer.clone(), json(200, &shown("12", "theirs"))];
        let (result, _) = push_one(QUNYUE, update("m1", 4, r#"{"text":"b"}"#, "9"), answers);
        assert!(
            matches!(&result, PushResult::Conflict(Some(found)) if found.rev.0 == "12"),
            "{answer:?}: {result:?}"
        );
    }
}

#[test]
fn a_page_of_somebody_else_does_not_make_a_record_look_deleted() {
    let mut profile: Value = serde_json::from_str(JSON_SERVER).unwrap();
    profile["ops"]["read"] = value!({ "path": "/{records}", "query": { "id": "{id}" }, "record": "/0" });
    let profile = profile.to_string();
    for answer in [json(200, &value!({})), json(200, &value!({ "login": true })), json(200, &Value::Null)] {
        for write in [update("m1", 4, "{}", "9"), delete("m1", 4, "9")] {
            let (result, sent) = push_one(&profile, write, vec![answer.clone()]);
            assert!(matches!(result, PushResult::Retry(Failure::Foreign(_))), "{answer:?}: {result:?}");
            assert_eq!(sent.len(), 1);
        }
    }
    let (result, _) = push_one(&profile, delete("m1", 4, "9"), vec![json(200, &value!([]))]);
    assert!(matches!(result, PushResult::Done(_)), "an empty list is an answer");
}

#[test]
fn a_batch_whose_result_lacks_its_record_leaves_that_write_open() {
    let mutations = [create("m1", 1, r#"{"text":"a"}"#), create("m2", 2, r#"{"text":"b"}"#)];
    let results = value!({ "results": [{ "status": 201, "record": shown("9", "a") }, { "status": 201 }] });
    let (outcome, _) = push(QUNYUE, &mutations, vec![json(200, &results), problem(404, "record-unknown")]);
    let Outcome::Pushed(results) = outcome else { panic!("{outcome:?}") };
    assert!(matches!(results[0], PushResult::Done(_)));
    assert_eq!(results[1], PushResult::Retry(Failure::Unknown));
}

#[test]
fn where_nothing_is_compared_the_client_compares_before_and_after() {
    let write = update("m1", 4, r#"{"text":"b"}"#, &rev("bob/1", "a"));
    let answers =
        vec![json(200, &stored("bob/1", "a")), json(200, &value!({})), json(200, &stored("phone/4", "b"))];
    let (result, sent) = push_one(JSON_SERVER, write, answers);
    assert!(
        matches!(&result, PushResult::Done(Written::Record(found)) if found.rev.0 == rev("phone/4", "b"))
    );
    assert_eq!(methods(&sent), [Method::Get, Method::Put, Method::Get]);
    let put: Value = serde_json::from_str(sent[1].body.as_ref().unwrap()).unwrap();
    assert_eq!(put["w"], "phone/4 bob/1", "what it rests on stands in it");
    assert_eq!((&put["at"], &put["later"]), (&value!(5), &value!([1])), "what is not ours to change stays");
}

#[test]
fn what_others_wrote_upon_it_tells_that_it_was_taken() {
    let write = || update("m1", 4, r#"{"text":"b"}"#, &rev("bob/1", "a"));
    let upon = || json(200, &stored("bob/2 phone/4", "c"));
    let (first, _) = push_one(
        JSON_SERVER,
        write(),
        vec![json(200, &stored("bob/1", "a")), json(200, &value!({})), upon()],
    );
    let (again, _) = push_one(JSON_SERVER, write(), vec![upon()]);
    for result in [first, again] {
        assert!(matches!(&result, PushResult::Conflict(Some(_))), "{result:?}");
        assert_eq!(record(&result).rev.0, rev("bob/2 phone/4", "c"));
        assert!(record(&result).rev.rests_on(&write().mid));
    }
}

#[test]
fn a_newer_version_is_met_before_anything_is_written() {
    let write = update("m1", 4, r#"{"text":"b"}"#, &rev("bob/1", "a"));
    let (result, sent) = push_one(JSON_SERVER, write, vec![json(200, &stored("bob/2", "c"))]);
    assert!(matches!(&result, PushResult::Conflict(Some(found)) if found.rev.0 == rev("bob/2", "c")));
    assert_eq!(sent.len(), 1);
}

#[test]
fn a_change_by_a_hand_that_leaves_no_mark_is_a_newer_version() {
    let write = update("m1", 4, r#"{"text":"b"}"#, &rev("bob/1", "a"));
    let (result, _) = push_one(JSON_SERVER, write, vec![json(200, &stored("bob/1", "edited in the file"))]);
    assert!(matches!(&result, PushResult::Conflict(Some(found)) if found.rev.0.starts_with("bob/1#")));
}

#[test]
fn who_is_overtaken_between_the_writes_learns_it() {
    let write = update("m1", 4, r#"{"text":"b"}"#, &rev("bob/1", "a"));
    let answers =
        vec![json(200, &stored("bob/1", "a")), json(200, &value!({})), json(200, &stored("bob/2", "c"))];
    let (result, _) = push_one(JSON_SERVER, write, answers);
    assert!(matches!(&result, PushResult::Conflict(Some(found)) if found.rev.0 == rev("bob/2", "c")));
}

#[test]
fn a_write_whose_answer_was_lost_is_known_by_its_mark() {
    let write = update("m1", 4, r#"{"text":"b"}"#, &rev("bob/1", "a"));
    let (result, sent) = push_one(JSON_SERVER, write, vec![json(200, &stored("phone/4", "b"))]);
    assert!(matches!(result, PushResult::Done(Written::Record(_))));
    assert_eq!(methods(&sent), [Method::Get], "and not sent again");
}

#[test]
fn a_creation_that_meets_its_id_is_ours_by_its_mark_or_a_conflict() {
    let duplicate = || {
        let body = "<pre>Error: Insert failed, duplicate id</pre>".to_owned();
        Some(Response { status: 500, headers: Vec::new(), body })
    };
    let write = || create("m1", 4, r#"{"text":"b"}"#);
    let (result, _) = push_one(JSON_SERVER, write(), vec![duplicate(), json(200, &stored("phone/4", "b"))]);
    assert!(matches!(result, PushResult::Done(_)));
    let (result, _) = push_one(JSON_SERVER, write(), vec![duplicate(), json(200, &stored("bob/1", "c"))]);
    assert!(matches!(result, PushResult::Conflict(Some(_))));
    let other =
        Some(Response { status: 500, headers: Vec::new(), body: "<pre>out of disk</pre>".to_owned() });
    assert_eq!(push_one(JSON_SERVER, write(), vec![other]).0, PushResult::Retry(Failure::Unknown));
}

#[test]
fn deleting_what_is_deleted_or_gone_is_done() {
    let mut tombstone = stored("bob/2", "");
    tombstone["deleted"] = value!(true);
    let (result, sent) = push_one(JSON_SERVER, delete("m1", 4, "bob/1"), vec![json(200, &tombstone)]);
    assert!(matches!(&result, PushResult::Done(Written::Record(found)) if found.deleted));
    assert_eq!(sent.len(), 1);
    let (result, _) = push_one(JSON_SERVER, delete("m1", 4, "bob/1"), vec![json(404, &value!({}))]);
    assert!(matches!(result, PushResult::Done(Written::Rev(_))));
    let (result, _) = push_one(JSON_SERVER, update("m1", 4, "{}", "bob/1"), vec![json(404, &value!({}))]);
    assert!(matches!(result, PushResult::Refused(problem) if problem.code == "gone"));
}

#[test]
fn one_write_after_another_and_none_after_a_lost_one() {
    let mutations = [create("m1", 1, "{}"), create("m2", 2, "{}"), create("m3", 3, "{}")];
    let (outcome, sent) = push(JSON_SERVER, &mutations, vec![json(201, &stored("phone/1", "")), None]);
    let Outcome::Pushed(results) = outcome else { panic!("{outcome:?}") };
    assert!(matches!(results[0], PushResult::Done(_)));
    assert_eq!(results[1], PushResult::Retry(Failure::Unknown));
    assert_eq!(results[2], PushResult::Unsent);
    assert_eq!(sent.len(), 2);
}

#[test]
fn the_second_write_of_a_record_starts_from_what_the_first_left() {
    let mutations = [create("m1", 1, "{}"), {
        let mut second = update("m1", 2, r#"{"text":"b"}"#, "?");
        second.base_rev = None;
        second
    }];
    let answers = vec![
        json(201, &stored("phone/1", "")),
        json(200, &stored("phone/1", "")),
        json(200, &value!({})),
        json(200, &stored("phone/2", "b")),
    ];
    let (outcome, _) = push(JSON_SERVER, &mutations, answers);
    let Outcome::Pushed(results) = outcome else { panic!("{outcome:?}") };
    assert!(results.iter().all(|result| matches!(result, PushResult::Done(_))), "{results:?}");
}

#[test]
fn a_batch_judges_each_write_alone() {
    let mutations = [
        create("m1", 1, r#"{"text":"a"}"#),
        update("m2", 2, "{}", "3"),
        create("m3", 3, "{}"),
        delete("m4", 4, "5"),
    ];
    let mut other = shown("8", "theirs");
    other["id"] = value!("m2");
    let results = value!({ "results": [
        { "status": 201, "record": shown("9", "a") },
        { "status": 412, "record": other, "problem": { "code": "conflict" } },
        { "status": 403, "problem": { "code": "rules-not-confirmed" } },
        { "status": 500, "problem": { "code": "internal" } },
    ] });
    let (outcome, sent) = push(QUNYUE, &mutations, vec![json(200, &results)]);
    let Outcome::Pushed(results) = outcome else { panic!("{outcome:?}") };
    assert!(matches!(&results[0], PushResult::Done(Written::Record(found)) if found.rev.0 == "9"));
    assert!(matches!(&results[1], PushResult::Conflict(Some(found)) if found.rev.0 == "8"));
    assert!(matches!(&results[2], PushResult::Refused(problem) if problem.status == 403));
    assert_eq!(results[3], PushResult::Retry(Failure::Unknown));
    let body: Value = serde_json::from_str(sent[0].body.as_ref().unwrap()).unwrap();
    assert_eq!(
        body["writes"][1],
        value!({
            "device": "phone", "n": 2, "op": "update", "id": "m2", "scope": "s1/all", "kind": "message",
            "base_rev": "3", "body": {},
        })
    );
    assert_eq!(body["writes"][3].get("body"), None);
    assert_eq!(sent.len(), 1);
}

#[test]
fn a_batch_that_answers_for_fewer_writes_than_it_got_counts_for_none() {
    let mutations = [create("m1", 1, "{}"), create("m2", 2, "{}")];
    let results = value!({ "results": [{ "status": 201, "record": shown("9", "") }] });
    let (outcome, _) = push(QUNYUE, &mutations, vec![json(200, &results)]);
    assert!(matches!(outcome, Outcome::Failed(Failure::Foreign(_))));
    assert_eq!(push(QUNYUE, &mutations, vec![None]).0, Outcome::Failed(Failure::Unknown));
}

#[test]
fn a_long_batch_goes_in_several_and_the_unsent_rest_waits() {
    let mutations: Vec<Mutation> = (0..150).map(|n| create(&format!("m{n}"), n, "{}")).collect();
    let results: Vec<Value> = (0..100)
        .map(|n| {
            let mut record = shown("9", "");
            record["id"] = value!(format!("m{n}"));
            value!({ "status": 201, "record": record })
        })
        .collect();
    let answers = vec![json(200, &value!({ "results": results })), None];
    let (outcome, sent) = push(QUNYUE, &mutations, answers);
    let Outcome::Pushed(results) = outcome else { panic!("{outcome:?}") };
    assert_eq!((results.len(), sent.len()), (150, 2));
    assert!(results[..100].iter().all(|result| matches!(result, PushResult::Done(_))));
    assert!(results[100..].iter().all(|result| *result == PushResult::Retry(Failure::Unknown)));
}

#[test]
fn what_comes_after_a_session_ended_or_a_server_asks_for_patience_is_not_sent() {
    let mut profile: Value = serde_json::from_str(QUNYUE).unwrap();
    profile.as_object_mut().unwrap().remove("batch");
    let mutations = [create("m1", 1, "{}"), create("m2", 2, "{}"), create("m3", 3, "{}")];
    let tired = || with_header(problem(429, "slow-down"), "retry-after", "40");
    let later = Failure::Later { after_ms: Some(40_000) };
    for (answer, failure) in [(problem(401, "signed-out"), Failure::SignedOut), (tired(), later)] {
        let answers = vec![json(201, &shown("9", "")), answer];
        let (outcome, sent) = push(&profile.to_string(), &mutations, answers);
        let Outcome::Pushed(results) = outcome else { panic!("{outcome:?}") };
        assert_eq!(results[1..], [PushResult::Retry(failure), PushResult::Unsent]);
        assert_eq!(sent.len(), 2);
    }
}

#[test]
fn no_write_is_larger_than_the_server_takes() {
    let mut profile: Value = serde_json::from_str(JSON_SERVER).unwrap();
    profile["promises"]["max_body_bytes"] = value!(200);
    let text = format!(r#"{{"text":"{}"}}"#, "x".repeat(300));
    let (result, sent) = push_one(&profile.to_string(), create("m1", 1, &text), Vec::new());
    assert!(matches!(result, PushResult::Refused(problem) if problem.code == "too-large"));
    assert_eq!(sent.len(), 0);
}

#[test]
fn a_person_who_is_not_signed_in_sends_no_token_and_one_who_is_does() {
    let mut profile: Value = serde_json::from_str(JSON_SERVER).unwrap();
    profile["auth"] = value!({ "kind": "header" });
    let profile = Profile::parse(&profile.to_string()).unwrap();
    let call = Call::Read { scope: support::scope("s1/all"), id: "m1".into() };
    let with = |token: Option<&str>| {
        let session = Session { token: token.map(str::to_owned), ..Session::default() };
        run(profile.begin(&call, &session), |_| None).1.remove(0).headers
    };
    assert!(with(Some("t")).contains(&("authorization".to_owned(), "Bearer t".to_owned())));
    assert!(with(None).iter().all(|(name, _)| name != "authorization"));
}

#[test]
fn a_write_that_is_paced_is_told_alone_and_the_server_is_not_taken_for_tired() {
    let later = || PushResult::Retry(Failure::Later { after_ms: Some(40_000) });
    let alone = with_header(problem(429, "paced"), "retry-after", "40");
    let (outcome, _) = push(QUNYUE, &[create("m1", 3, "{}")], vec![alone]);
    assert_eq!(outcome, Outcome::Pushed(vec![later()]));

    let done = value!({ "status": 201, "record": shown("1", "a") });
    let paced = value!({ "status": 429, "problem": { "code": "paced", "rule": "1" }, "retry_after": 40 });
    let batch = json(200, &value!({ "results": [done, paced] }));
    let (outcome, _) = push(QUNYUE, &[create("m1", 3, "{}"), create("m2", 4, "{}")], vec![batch]);
    let Outcome::Pushed(results) = outcome else { panic!("{outcome:?}") };
    assert_eq!(results[1], later());
}

#[test]
fn what_was_written_after_a_post_that_is_paced_waits_behind_it() {
    let mut profile: Value = serde_json::from_str(QUNYUE).unwrap();
    profile.as_object_mut().unwrap().remove("batch");
    let paced = || with_header(problem(429, "paced"), "retry-after", "1");
    let later = || PushResult::Retry(Failure::Later { after_ms: Some(1_000) });
    let writes = [create("m1", 3, "{}"), create("m2", 4, "{}")];
    // A second request would be told something else.
    let (outcome, sent) = push(&profile.to_string(), &writes, vec![paced(), problem(403, "blocked")]);
    assert_eq!((outcome, sent.len()), (Outcome::Pushed(vec![later(), PushResult::Unsent]), 1));
}
