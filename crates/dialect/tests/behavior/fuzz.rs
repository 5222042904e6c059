//! Whatever a profile, a server or a cursor says: no panic, no endless conversation, and an
//! outcome of the kind that was asked for.

use crate::support::{JSON_SERVER, QUNYUE, create, delete, scope, update};
use dialect::{AccountProgress, Profile, Progress, Response, Session};
use proptest::prelude::*;
use protocol::account::AccountCall;
use protocol::{Call, Cursor, Outcome, PersonId, PullFrom};
use serde_json::{Value, json};

/// JSON of any shape, with words that mean something to profiles and servers among its texts.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "/id", "", "{id|opt}", "none", "page", "GET", "m1", "s1/all", "all", "{x|b64}"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(key(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "id", "kind", "body", "records", "results", "status", "next", "more", "code", "current", "w",
        "deleted", "at", "scope", "space", "audience", "rev", "path", "query", "scopes", "grant", "now",
        "items",
    ]);
    prop_oneof![3 => known.prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

/// A profile with another value at a place; the path holds indices to follow from the top.
fn mutated(profile: &str, path: &[prop::sample::Index], new: Value) -> String {
    let mut whole: Value = serde_json::from_str(profile).unwrap();
    set(&mut whole, path, new);
    whole.to_string()
}

fn set(place: &mut Value, path: &[prop::sample::Index], new: Value) {
    match (path, place) {
        ([index, rest @ ..], Value::Object(members)) if !members.is_empty() => {
            let n = index.index(members.len());
            set(members.values_mut().nth(n).unwrap(), rest, new);
        }
        ([index, rest @ ..], Value::Array(items)) if !items.is_empty() => {
            let n = index.index(items.len());
            set(&mut items[n], rest, new);
        }
        (_, place) => *place = new,
    }
}

fn response() -> impl Strategy<Value = Option<Response>> {
    let status = prop_oneof![
        4 => Just(200_u16),
        1 => Just(201_u16),
        3 => prop::sample::select(vec![304_u16, 401, 403, 404, 409, 410, 412, 413, 422, 429, 500, 503]),
        1 => any::<u16>(),
    ];
    let body = prop_oneof![
        4 => any_json().prop_map(|value| value.to_string()),
        3 => any::<bool>().prop_map(|list| if list { json!([record()]) } else { json!({ "records": [record()], "next": 4, "more": true }) }.to_string()),
        1 => Just(record().to_string()),
        1 => "\\PC{0,40}",
    ];
    let header = prop_oneof![
        Just(Vec::new()),
        prop::sample::select(vec!["retry-after", "link", "x-total-count", "etag", "server-time"])
            .prop_flat_map(
                |name| "\\PC{0,20}|[0-9]{1,20}".prop_map(move |value| vec![(name.to_owned(), value)])
            ),
    ];
    let answer =
        (status, body, header).prop_map(|(status, body, headers)| Response { status, headers, body });
    prop::option::weighted(0.9, answer)
}

fn record() -> Value {
    json!({
        "id": "m1", "scope": "s1/all", "space": "s1", "audience": "all", "kind": "message", "author": "ann",
        "at": 1, "deleted": false, "rev": "5", "w": "x/1", "body": { "text": "a" },
    })
}

fn calls() -> Vec<Call> {
    let pull = |from| Call::Pull { scope: scope("s1/all"), from, limit: 3 };
    vec![
        Call::Scopes,
        Call::Read { scope: scope("s1/all"), id: "m1".into() },
        Call::Push(Vec::new()),
        Call::Push(vec![create("m1", 1, "{}")]),
        Call::Push(vec![create("m1", 1, "{}"), update("m1", 2, "{}", "5"), delete("m2", 3, "5")]),
        pull(PullFrom::Start),
        pull(PullFrom::Since(Cursor("since1.7".to_owned()))),
        pull(PullFrom::Since(Cursor("list1.5.".to_owned()))),
        pull(PullFrom::Back(Cursor("older1.5.m1".to_owned()))),
    ]
}

fn account_calls() -> Vec<AccountCall> {
    vec![
        AccountCall::Hello,
        AccountCall::Me,
        AccountCall::SignOut,
        AccountCall::Sessions,
        AccountCall::PeekReset { token: "t".to_owned() },
        AccountCall::IssuePass,
        AccountCall::PassState,
        AccountCall::PeekPass { token: "t".to_owned() },
        AccountCall::RedeemPass { token: "t".to_owned(), device: "d".to_owned() },
        AccountCall::PeekInvite { token: "t".to_owned() },
        AccountCall::RedeemInvite {
            token: "t".to_owned(),
            account: None,
            form: Default::default(),
            device: "d".to_owned(),
        },
        AccountCall::SignIn { login: "l".to_owned(), password: "p".to_owned(), device: "d".to_owned() },
    ]
}

/// Whether the outcome answers the call; a push has one result for each write.
fn answers(call: &Call, outcome: &Outcome) -> bool {
    match (call, outcome) {
        (_, Outcome::Failed(_))
        | (Call::Scopes, Outcome::Scopes(_))
        | (Call::Read { .. }, Outcome::Found(_)) => true,
        (Call::Push(writes), Outcome::Pushed(results)) => writes.len() == results.len(),
        (Call::Pull { scope, .. }, Outcome::Page(page)) => {
            page.records.iter().all(|record| record.head.scope == *scope)
        }
        _ => false,
    }
}

fn converse(profile: &Profile, call: &Call, script: &[Option<Response>]) -> Result<(), TestCaseError> {
    let session = Session { token: Some("t".to_owned()), ..Session::of(PersonId::from("ann")) };
    let mut exchange = profile.begin(call, &session);
    let mut progress = exchange.start();
    for n in 0.. {
        match progress {
            Progress::Done(outcome) => {
                prop_assert!(answers(call, &outcome), "{call:?} brought {outcome:?}");
                return Ok(());
            }
            Progress::Send(_) => {
                prop_assert!(n < 40_000, "no end: {call:?}");
                let answer = script.get(n % script.len().max(1)).cloned().flatten();
                // A server that answers the same for ever, then falls silent.
                progress = exchange.answer(answer.filter(|_| n < 300).as_ref(), i64::MAX);
            }
        }
    }
    Ok(())
}

fn converse_account(
    profile: &Profile,
    call: &AccountCall,
    script: &[Option<Response>],
) -> Result<(), TestCaseError> {
    let Some(mut exchange) = profile.ask(call, &Session::default()) else { return Ok(()) };
    let mut progress = exchange.start();
    for n in 0.. {
        match progress {
            AccountProgress::Done(..) => return Ok(()),
            AccountProgress::Send(_) => {
                prop_assert!(n < 100, "no end: {call:?}");
                progress = exchange
                    .answer(script.get(n % script.len().max(1)).cloned().flatten().as_ref(), i64::MIN);
            }
        }
    }
    Ok(())
}

fn all(profile: &Profile, script: &[Option<Response>]) -> Result<(), TestCaseError> {
    let _ = (profile.capabilities().weaknesses(), profile.read_poke("{\"scope\":\"s1/all\"}"));
    calls().iter().try_for_each(|call| converse(profile, call, script))?;
    account_calls().iter().try_for_each(|call| converse_account(profile, call, script))
}

proptest! {
    #[test]
    fn no_text_that_is_no_profile_makes_it_panic(text in "\\PC{0,80}", value in any_json()) {
        prop_assert!(Profile::parse(&text).is_err());
        if let Err(error) = Profile::parse(&value.to_string()) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn no_answer_makes_the_shipped_profiles_panic_or_talk_for_ever(
        script in prop::collection::vec(response(), 0..6),
    ) {
        for profile in [QUNYUE, JSON_SERVER] {
            all(&Profile::parse(profile).unwrap(), &script)?;
        }
    }

    #[test]
    fn a_changed_profile_is_refused_at_a_place_that_exists_or_works(
        which in any::<bool>(),
        path in prop::collection::vec(any::<prop::sample::Index>(), 1..6),
        new in any_json(),
        script in prop::collection::vec(response(), 0..4),
    ) {
        let text = mutated(if which { QUNYUE } else { JSON_SERVER }, &path, new);
        match Profile::parse(&text) {
            Ok(profile) => all(&profile, &script)?,
            Err(error) => {
                let whole: Value = serde_json::from_str(&text).unwrap();
                prop_assert!(whole.pointer(&error.pointer).is_some(), "{error}");
            }
        }
    }

    #[test]
    fn no_cursor_makes_it_panic(cursor in "(list1|since1|older1)\\.\\PC{0,20}", script in prop::collection::vec(response(), 0..3)) {
        for profile in [QUNYUE, JSON_SERVER] {
            let profile = Profile::parse(profile).unwrap();
            for from in [PullFrom::Since(Cursor(cursor.clone())), PullFrom::Back(Cursor(cursor.clone()))] {
                converse(&profile, &Call::Pull { scope: scope("s1/all"), from, limit: 0 }, &script)?;
            }
        }
    }
}
