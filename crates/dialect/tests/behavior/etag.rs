//! A list that is fetched only when its entity tag says that something changed.

use crate::support::{JSON_SERVER, json, run, scope, with_header};
use dialect::capabilities::FeedKind;
use dialect::{Method, Profile, Request, Response, Session};
use protocol::{Call, Cursor, Outcome, Page, PersonId, PullFrom};
use serde_json::{Value, json as value};

/// A list with a tag that counts its changes.
struct Tagged {
    records: Vec<Value>,
    changes: u32,
    shows_tag: bool,
    /// What was asked, and with which status it was answered.
    told: Vec<(Method, u16)>,
}

impl Tagged {
    fn new(count: usize) -> Self {
        let records = (0..count).map(|n| record(n, "a")).collect();
        Self { records, changes: 1, shows_tag: true, told: Vec::new() }
    }

    fn change(&mut self, n: usize, mark: &str) {
        self.records[n] = record(n, mark);
        self.changes += 1;
    }

    fn answer(&mut self, request: &Request) -> Option<Response> {
        let tag = format!("\"v{}\"", self.changes);
        let known = request.headers.iter().find(|(name, _)| name == "if-none-match");
        let same = known.is_some_and(|(_, known)| *known == tag);
        let answer = if same {
            Some(Response { status: 304, headers: Vec::new(), body: String::new() })
        } else if request.method == Method::Head {
            Some(Response { status: 200, headers: Vec::new(), body: String::new() })
        } else {
            let total = self.records.len().to_string();
            with_header(json(200, &Value::Array(self.records.clone())), "x-total-count", &total)
        };
        self.told.push((request.method, answer.as_ref().unwrap().status));
        if self.shows_tag { with_header(answer, "etag", &tag) } else { answer }
    }
}

fn record(n: usize, mark: &str) -> Value {
    value!({
        "id": format!("m{n:04}"), "space": "s1", "audience": "all", "kind": "message", "author": "bob",
        "at": 1_000 + n, "deleted": false, "w": mark, "body": { "n": n },
    })
}

fn profile(gate: Option<Value>) -> Profile {
    let mut profile: Value = serde_json::from_str(JSON_SERVER).unwrap();
    profile["feed"]["kind"] = value!("etag-list");
    match gate {
        Some(gate) => profile["feed"]["gate"] = gate,
        None => profile["paging"] = value!({ "kind": "none" }),
    }
    Profile::parse(&profile.to_string()).unwrap()
}

fn by_gate() -> Profile {
    profile(Some(value!({ "method": "HEAD", "path": "/records", "query": { "space": "{space}" } })))
}

fn pull(profile: &Profile, server: &mut Tagged, from: PullFrom, limit: u32) -> Page {
    let call = Call::Pull { scope: scope("s1/all"), from, limit };
    server.told.clear();
    let session = Session::of(PersonId::from("ann"));
    match run(profile.begin(&call, &session), |request| server.answer(request)).0 {
        Outcome::Page(page) => page,
        other => panic!("{other:?}"),
    }
}

fn since(page: &Page) -> PullFrom {
    PullFrom::Since(page.next.clone().unwrap())
}

#[test]
fn while_the_tag_stays_the_same_nothing_is_listed() {
    for profile in [by_gate(), profile(None)] {
        assert_eq!(profile.capabilities().feed, FeedKind::EtagList);
        let mut server = Tagged::new(40);
        let first = pull(&profile, &mut server, PullFrom::Start, 100);
        assert_eq!(first.records.len(), 40);
        let quiet = pull(&profile, &mut server, since(&first), 100);
        assert_eq!((quiet.records.len(), quiet.more, &quiet.all_ids), (0, false, &None));
        assert_eq!(server.told.iter().map(|(_, status)| *status).collect::<Vec<_>>(), [304]);
        assert_eq!(quiet.next, first.next, "and the next question is the same");
    }
}

#[test]
fn a_change_opens_the_gate_and_comes_with_the_few_beside_it() {
    for profile in [by_gate(), profile(None)] {
        let mut server = Tagged::new(400);
        let first = pull(&profile, &mut server, PullFrom::Start, 10);
        server.change(7, "b");
        let changed = pull(&profile, &mut server, since(&first), 100);
        assert!(changed.records.iter().any(|record| record.head.id.as_str() == "m0007"));
        assert!(changed.records.len() < 60, "{}", changed.records.len());
        assert_eq!(changed.all_ids.as_ref().map(Vec::len), Some(400));
        pull(&profile, &mut server, since(&changed), 100);
        assert_eq!(server.told.len(), 1, "and then it is shut again");
    }
}

#[test]
fn what_did_not_fit_into_a_page_is_fetched_though_the_tag_is_the_same() {
    let profile = by_gate();
    let mut server = Tagged::new(400);
    let mut page = pull(&profile, &mut server, PullFrom::Start, 10);
    (0..400).for_each(|n| server.change(n, "b"));
    let mut seen = std::collections::BTreeSet::new();
    for round in 0.. {
        assert!(round < 400, "no end");
        page = pull(&profile, &mut server, since(&page), 20);
        seen.extend(page.records.iter().map(|record| record.head.id.clone()));
        if !page.more {
            break;
        }
    }
    assert_eq!(seen.len(), 400);
}

#[test]
fn a_change_during_the_walk_is_seen_by_the_next_question() {
    let profile = by_gate();
    let mut server = Tagged::new(40);
    let call = Call::Pull { scope: scope("s1/all"), from: PullFrom::Start, limit: 100 };
    let session = Session::of(PersonId::from("ann"));
    let (outcome, _) = run(profile.begin(&call, &session), |request| {
        let answer = server.answer(request);
        if request.method == Method::Get {
            server.change(3, "b");
        }
        answer
    });
    let Outcome::Page(first) = outcome else { panic!("{outcome:?}") };
    let next = pull(&profile, &mut server, since(&first), 100);
    assert!(next.records.iter().any(|record| record.head.id.as_str() == "m0003"));
}

#[test]
fn where_the_tag_can_not_be_read_the_list_is_fetched_each_time() {
    for profile in [by_gate(), profile(None)] {
        let mut server = Tagged::new(40);
        server.shows_tag = false;
        let first = pull(&profile, &mut server, PullFrom::Start, 100);
        let next = pull(&profile, &mut server, since(&first), 100);
        assert_eq!((next.records.len(), next.all_ids.map(|ids| ids.len())), (0, Some(40)));
        assert!(server.told.contains(&(Method::Get, 200)));
    }
}

#[test]
fn a_server_that_says_unchanged_to_who_knows_nothing_is_not_believed() {
    let profile = by_gate();
    let call = Call::Pull { scope: scope("s1/all"), from: PullFrom::Start, limit: 100 };
    let unchanged = || Some(Response { status: 304, headers: Vec::new(), body: String::new() });
    let (outcome, _) = run(profile.begin(&call, &Session::default()), |_| unchanged());
    assert!(matches!(outcome, Outcome::Failed(_)), "{outcome:?}");
}

#[test]
fn a_cursor_of_before_the_gate_is_read_on_and_any_other_asks_for_a_new_start() {
    let mut plain: Value = serde_json::from_str(JSON_SERVER).unwrap();
    plain["paging"] = value!({ "kind": "none" });
    let mut server = Tagged::new(40);
    let first = pull(&Profile::parse(&plain.to_string()).unwrap(), &mut server, PullFrom::Start, 100);
    let next = pull(&by_gate(), &mut server, since(&first), 100);
    assert_eq!(next.records.len(), 0);

    for cursor in ["tag1.9999.x", "tag1.x.list1.0.", "17", "tag1.1.\u{e9}list1.0."] {
        let from = PullFrom::Since(Cursor(cursor.to_owned()));
        let call = Call::Pull { scope: scope("s1/all"), from, limit: 100 };
        let (outcome, sent) = run(by_gate().begin(&call, &Session::default()), |_| None);
        assert_eq!(outcome, Outcome::Failed(protocol::Failure::CursorGone), "{cursor}");
        assert!(sent.is_empty());
    }
}

#[test]
fn a_paged_list_needs_a_gate_of_its_own() {
    let mut value: Value = serde_json::from_str(JSON_SERVER).unwrap();
    value["feed"]["kind"] = value!("etag-list");
    let error = Profile::parse(&value.to_string()).unwrap_err();
    assert_eq!(error.pointer, "/feed");
    assert!(error.to_string().contains("`gate`"), "{error}");
}
