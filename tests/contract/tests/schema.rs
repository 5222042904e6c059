//! The JSON Schema that editors use and the parser that the app uses agree on the profiles, and on
//! what is wrong with broken ones.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails the test")]

use contract::backend::{StartError, npm};
use contract::world::Server;
use dialect::{Fault, Profile};
use serde_json::{Value, json};
use std::io::Write;
use std::process::{Command, Stdio};

/// Profiles for servers that the language was not made for.
const ELSEWHERE: [&str; 2] = [
    include_str!("../../../docs/backends/elsewhere/datasette/datasette.json"),
    include_str!("../../../docs/backends/elsewhere/cap/cap.json"),
];

fn profiles() -> impl Iterator<Item = &'static str> {
    Server::ALL.into_iter().map(|(_, server)| server.profile()).chain(ELSEWHERE)
}

/// What the schema says of each document: `true`, or what is wrong. `None` without node.
fn judged(documents: &[Value]) -> Option<Vec<String>> {
    let here = match npm() {
        Ok(here) => here,
        Err(StartError::Absent(what)) => {
            eprintln!("skipped: {what} is not installed, so the schema can't be checked");
            return None;
        }
        Err(error) => panic!("{error}"),
    };
    let mut node = Command::new("node")
        .arg(here.join("schema.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines: Vec<String> = documents.iter().map(Value::to_string).collect();
    let mut input = node.stdin.take().unwrap();
    // Its answers come while it is still being asked.
    let asking = std::thread::spawn(move || input.write_all(lines.join("\n").as_bytes()).unwrap());
    let output = node.wait_with_output().unwrap();
    asking.join().unwrap();
    let verdicts: Vec<String> =
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    assert_eq!(verdicts.len(), documents.len());
    Some(verdicts)
}

/// Every object of a document, as a pointer.
fn objects(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.push(at.to_owned());
            members.iter().for_each(|(key, value)| {
                let step = key.replace('~', "~0").replace('/', "~1");
                objects(value, &format!("{at}/{step}"), found);
            });
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, item)| objects(item, &format!("{at}/{n}"), found));
        }
        _ => {}
    }
}

/// Documents that differ from a profile in one object each.
fn variants(
    profile: &Value,
    change: impl Fn(&mut serde_json::Map<String, Value>) -> bool,
) -> Vec<(String, Value)> {
    let mut places = Vec::new();
    objects(profile, "", &mut places);
    let changed = places.into_iter().filter_map(|place| {
        let mut document = profile.clone();
        let done = change(document.pointer_mut(&place)?.as_object_mut()?);
        done.then_some((place, document))
    });
    changed.collect()
}

/// What the parser takes, the schema takes, and the other way round, but for parts that don't fit
/// together, which only the parser sees.
fn assert_agreement(variants: &[(String, Value)]) {
    let documents: Vec<Value> = variants.iter().map(|(_, document)| document.clone()).collect();
    let Some(verdicts) = judged(&documents) else { return };
    for ((place, document), verdict) in variants.iter().zip(verdicts) {
        let parsed = Profile::parse(&document.to_string()).map(drop);
        let beyond =
            matches!(&parsed, Err(error) if matches!(error.fault, Fault::Mismatch(_) | Fault::Filter { .. }));
        let agree = beyond || (verdict == "true") == parsed.is_ok();
        assert!(agree, "{place}: schema: {verdict}; parser: {parsed:?}");
    }
}

#[test]
fn the_profiles_are_valid() {
    let documents: Vec<Value> = profiles().map(|text| serde_json::from_str(text).unwrap()).collect();
    let Some(verdicts) = judged(&documents) else { return };
    assert!(verdicts.iter().all(|verdict| verdict == "true"), "{verdicts:#?}");
}

/// What `vary` makes of every profile: judged in one run, since starting the judge takes longest.
fn of_all(vary: impl Fn(&Value) -> Vec<(String, Value)>) -> Vec<(String, Value)> {
    profiles().flat_map(|text| vary(&serde_json::from_str(text).unwrap())).collect()
}

#[test]
fn schema_and_parser_agree_on_keys_that_are_not_known() {
    assert_agreement(&of_all(|profile| {
        let added =
            variants(profile, |members| members.insert("zzz_unknown".to_owned(), json!("x")).is_none());
        assert!(added.len() > 30);
        added
    }));
}

#[test]
fn schema_and_parser_agree_on_keys_that_are_missing() {
    let keys = ["path", "items", "kind", "id", "body", "record", "at", "as", "when", "next", "steps", "name"];
    let without = |profile: &Value, key: &str| variants(profile, |members| members.remove(key).is_some());
    assert_agreement(&of_all(|profile| keys.iter().flat_map(|key| without(profile, key)).collect()));
}

#[test]
fn schema_and_parser_agree_on_values_of_another_type() {
    let keys =
        ["path", "items", "kind", "status", "size", "always", "as", "query", "method", "enforces", "deleted"];
    let values = [json!(true), json!("no such word"), json!([7]), json!({ "a": 1 }), json!(-1)];
    let put = |members: &mut serde_json::Map<String, Value>, key: &str, value: &Value| {
        members.get_mut(key).map(|slot| slot.clone_from(value)).is_some()
    };
    assert_agreement(&of_all(|profile| {
        let pairs = keys.iter().flat_map(|key| values.iter().map(move |value| (key, value)));
        let changed: Vec<_> =
            pairs.flat_map(|(key, value)| variants(profile, |members| put(members, key, value))).collect();
        assert!(changed.len() > 100);
        changed
    }));
}
