//! The change feed of CouchDB's protocol.

use crate::support::{json, run, scope, script};
use dialect::{Profile, Request, Session};
use protocol::{Call, Cursor, Outcome, Page, PullFrom};
use serde_json::{Value, json as value};

const COUCHDB: &str = include_str!("../../../../profiles/couchdb.json");

fn pull(from: PullFrom, answer: &Value) -> (Page, Vec<Request>) {
    let profile = Profile::parse(COUCHDB).unwrap();
    let call = Call::Pull { scope: scope("s1/all"), from, limit: 1_000 };
    match run(profile.begin(&call, &Session::default()), script(vec![json(200, answer)])) {
        (Outcome::Page(page), sent) => (page, sent),
        other => panic!("{other:?}"),
    }
}

fn since(cursor: &str) -> PullFrom {
    PullFrom::Since(Cursor(cursor.to_owned()))
}

fn row(id: &str) -> Value {
    value!({ "seq": "2-g1AAAA", "id": id, "changes": [{ "rev": "1-a" }], "doc": {
        "_id": id, "_rev": "1-a", "space": "s1", "audience": "all", "kind": "message", "author": "ann",
        "subject": null, "at": 5, "gone": false, "w": "phone/1", "body": { "text": id },
    } })
}

fn removed(id: &str) -> Value {
    value!({ "seq": "3-g1AAAA", "id": id, "changes": [{ "rev": "2-b" }], "deleted": true,
        "doc": { "_id": id, "_rev": "2-b", "_deleted": true } })
}

#[test]
fn a_first_load_runs_forward_from_the_beginning_and_leaves_out_what_is_gone() {
    let answer = value!({ "results": [row("m1"), removed("m2")], "last_seq": "3-g1AAAA", "pending": 4 });
    let (page, sent) = pull(PullFrom::Start, &answer);
    assert_eq!(
        sent[0].url,
        "http://127.0.0.1:5984/qunyue-all/_changes?filter=qunyue%2Fspace&space=s1&since=0&limit=250&include_docs=true"
    );
    assert_eq!(page.records.iter().map(|record| record.head.id.as_str()).collect::<Vec<_>>(), ["m1"]);
    let on = Cursor("3-g1AAAA".to_owned());
    assert_eq!((page.next, page.back.as_ref(), page.more), (None, Some(&on), false));
    let answer = value!({ "results": [removed("m1")], "last_seq": "4-g1AAAA", "pending": 0 });
    let (page, sent) = pull(PullFrom::Back(on), &answer);
    assert!(sent[0].url.contains("since=3-g1AAAA"), "{}", sent[0].url);
    assert!(page.records[0].deleted, "what was told and then removed is told as removed");
    assert_eq!((page.next, page.back, page.more), (Some(Cursor("4-g1AAAA".to_owned())), None, false));
}

#[test]
fn what_the_administrator_removed_arrives_as_a_tombstone() {
    let answer = value!({ "results": [row("m1"), removed("m2")], "last_seq": "3-g1AAAA", "pending": 0 });
    let (page, _) = pull(since("1-g1AAAA"), &answer);
    let told: Vec<_> =
        page.records.iter().map(|record| (record.head.id.as_str(), record.deleted, &*record.rev.0)).collect();
    assert_eq!(told, [("m1", false, "1-a"), ("m2", true, "2-b")]);
    assert_eq!((page.unreadable.len(), page.more), (0, false));
}

#[test]
fn a_cursor_that_is_a_number_or_led_back_is_taken_as_it_is() {
    let (page, _) = pull(since("7"), &value!({ "results": [row("m1")], "last_seq": 3 }));
    assert_eq!((page.next, page.more), (Some(Cursor("3".to_owned())), false));
    let (page, _) = pull(since("7"), &value!({ "results": [], "last_seq": 7, "pending": 2 }));
    assert!(!page.more, "a server that says more and does not move is not asked for ever");
}

#[test]
fn a_profile_names_the_place_and_leaves_the_protocols_words_to_the_app() {
    let mut profile: Value = serde_json::from_str(COUCHDB).unwrap();
    profile["feed"]["query"]["since"] = value!("now");
    let error = Profile::parse(&profile.to_string()).unwrap_err();
    assert_eq!(error.pointer, "/feed/query/since");
    profile["feed"] = value!({ "kind": "couch-changes", "path": "/x", "items": "/results" });
    assert_eq!(Profile::parse(&profile.to_string()).unwrap_err().pointer, "/feed/items");
}
