//! The shipped profiles, and what a broken one is told.

use crate::support::{self, JSON_SERVER, QUNYUE};
use dialect::capabilities::{Accounts, CompareAndSet, FeedKind, Idempotency, Pokes, Tombstones};
use dialect::{AccountOp, Fault, Profile, Weakness};
use serde_json::{Value, json};

fn broken(at: &str, change: impl FnOnce(&mut Value)) -> dialect::ProfileError {
    let mut value: Value = serde_json::from_str(JSON_SERVER).unwrap();
    change(value.pointer_mut(at).unwrap());
    Profile::parse(&value.to_string()).unwrap_err()
}

#[test]
fn the_reference_server_lacks_nothing() {
    let profile = Profile::parse(QUNYUE).unwrap().with_vars([("origin", "https://q.example")]);
    let can = profile.capabilities();
    assert_eq!(can.weaknesses(), []);
    assert_eq!((can.compare_and_set, can.tombstones), (CompareAndSet::Atomic, Tombstones::Server));
    assert_eq!((can.idempotency, can.feed), (Idempotency::Stored, FeedKind::Sequence));
    assert_eq!(can.account_ops.len(), 25);
    let url = "https://q.example/api/v1/events".to_owned();
    assert_eq!(can.pokes, Pokes::Events { url, event: "poke".to_owned() });
}

#[test]
fn a_plain_store_says_what_it_cannot_do() {
    let can = Profile::parse(JSON_SERVER).unwrap().capabilities();
    assert_eq!((can.compare_and_set, can.accounts), (CompareAndSet::Emulated, Accounts::Advisory));
    assert_eq!((can.tombstones, can.idempotency), (Tombstones::Soft, Idempotency::Marked));
    assert!(can.account_ops.contains(&AccountOp::RedeemInvite));
    assert_eq!(
        can.weaknesses(),
        [
            Weakness::AnyoneIsAnyone,
            Weakness::ReadsEverything,
            Weakness::RulesAreAdvice,
            Weakness::ForgedAuthors,
            Weakness::LastWriterWins,
            Weakness::DecidesInReach,
            Weakness::ListsEverything,
            Weakness::Polled,
            Weakness::DeviceTime,
            Weakness::NoResets,
        ]
    );
}

#[test]
fn a_poke_names_its_scope() {
    let profile = Profile::parse(QUNYUE).unwrap();
    assert_eq!(profile.read_poke(r#"{"scope":"s1/staff"}"#), Some(support::scope("s1/staff")));
    assert_eq!(profile.read_poke("{}"), None);
    assert_eq!(profile.read_poke("not json"), None);
}

#[test]
fn an_unknown_key_names_its_place_and_its_neighbour() {
    let error =
        broken("/ops/create", |op| _ = op.as_object_mut().unwrap().insert("methd".into(), json!("PUT")));
    assert_eq!(error.pointer, "/ops/create/methd");
    let nearest = Some("method".to_owned());
    assert_eq!(error.fault, Fault::UnknownKey { key: "methd".to_owned(), nearest });
}

#[test]
fn an_unknown_word_names_the_words_there_are() {
    let error = broken("/feed", |feed| feed["kind"] = json!("ful-diff"));
    assert_eq!(
        error.to_string(),
        "/feed/kind: `ful-diff` is not known here (did you mean `full-diff`?); \
         one of: sequence, couch-changes, since-field, etag-list, full-diff"
    );
}

#[test]
fn a_missing_key_a_wrong_type_and_a_bad_pointer_are_told_apart() {
    let error = broken("/ops/read", |op| _ = op.as_object_mut().unwrap().remove("path"));
    assert_eq!((error.pointer.as_str(), error.fault), ("/ops/read", Fault::Missing("path".to_owned())));
    let error = broken("/paging", |paging| paging["size"] = json!("many"));
    assert_eq!(error.to_string(), "/paging/size: a whole number below 2^32 is expected here, not a text");
    let error = broken("/record", |record| record["id"] = json!("id"));
    assert_eq!(error.pointer, "/record/id");
}

#[test]
fn a_later_version_is_told_before_anything_else() {
    let error = Profile::parse(r#"{"profile": 2, "novelty": true}"#).unwrap_err();
    assert_eq!(error.to_string(), "/profile: profile version 2 is not known; this app speaks version 1");
}

#[test]
fn a_secret_in_a_url_is_refused() {
    let error = broken("/accounts/sign_in/steps/1/query", |query| query["p"] = json!("{password}"));
    assert_eq!(error.pointer, "/accounts/sign_in/steps/1/query/p");
    let error = broken("/accounts/peek_invite/steps/0/query", |query| query["t"] = json!("{link}"));
    assert!(error.to_string().contains("secret"), "{error}");
}

#[test]
fn parts_that_do_not_fit_together_are_refused() {
    let error = broken("/version", |version| _ = version.as_object_mut().unwrap().remove("stamp"));
    assert_eq!(error.pointer, "/version");
    let error = broken("/record", |record| _ = record.as_object_mut().unwrap().remove("deleted"));
    assert_eq!(error.pointer, "/ops");
    let error = broken("/vars", |vars| vars["cursor"] = json!("x"));
    assert_eq!(error.pointer, "/vars/cursor");
}

#[test]
fn variables_are_set_from_outside_and_only_those_declared() {
    let profile = Profile::parse(JSON_SERVER).unwrap().with_vars([("records", "r"), ("nonsense", "x")]);
    let call = protocol::Call::Read { scope: support::scope("s1/all"), id: "ä/1".into() };
    let (_, sent) = support::run(profile.begin(&call, &dialect::Session::default()), |_| None);
    assert_eq!(sent[0].url, "http://127.0.0.1:3000/r/%C3%A4%2F1");
}
