//! Feeds of servers that only list: by comparing everything, and by a field that grows. The server
//! here is a small model that pages, filters and sorts as its profile says, or pretends to.

use crate::support::{JSON_SERVER, json, run, scope, with_header};
use dialect::{Profile, Request, Response, Session};
use protocol::{Call, Cursor, Failure, Outcome, Page, PersonId, PullFrom, RecordId};
use serde_json::{Value, json as value};
use std::collections::BTreeMap;

/// A list that pages, filters and sorts.
struct Lists {
    records: Vec<Value>,
    tells_total: bool,
    ignores_filters: bool,
    /// The server's own limit of a page.
    most: usize,
    asked: usize,
}

impl Lists {
    fn new(count: usize) -> Self {
        let records = (0..count).map(|n| record(n, &format!("w{n}"))).collect();
        Self { records, tells_total: true, ignores_filters: false, most: usize::MAX, asked: 0 }
    }

    fn answer(&mut self, request: &Request) -> Option<Response> {
        self.asked += 1;
        let query = query(&request.url);
        let get = |name: &str| query.get(name).map(String::as_str);
        let mut rows = self.records.clone();
        rows.retain(|row| self.ignores_filters || keeps(row, &query));
        if let Some(field) = get("_sort") {
            rows.sort_by_key(|row| sort_key(&row[field]));
            if get("_order") == Some("desc") {
                rows.reverse();
            }
        }
        let total = rows.len();
        let limit = get("_limit").map_or(usize::MAX, |limit| limit.parse().unwrap()).min(self.most);
        let skip = match (get("_page"), get("_offset")) {
            (Some(page), _) => (page.parse::<usize>().unwrap() - 1).saturating_mul(limit),
            (_, Some(offset)) => offset.parse().unwrap(),
            _ => 0,
        };
        let rows: Vec<Value> = rows.into_iter().skip(skip).take(limit).collect();
        let answer = json(200, &Value::Array(rows));
        if self.tells_total { with_header(answer, "x-total-count", &total.to_string()) } else { answer }
    }
}

fn keeps(row: &Value, query: &BTreeMap<String, String>) -> bool {
    query.iter().all(|(name, wanted)| {
        if let Some(field) = name.strip_suffix("_lte") {
            sort_key(&row[field]) <= sort_key(&value!(wanted))
        } else if let Some(field) = name.strip_suffix("_gte") {
            sort_key(&row[field]) >= sort_key(&value!(wanted))
        } else {
            name.starts_with('_') || row[name] == value!(wanted)
        }
    })
}

/// Numbers in order, also where they come as texts.
fn sort_key(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if text.parse::<u64>().is_ok() { format!("{text:0>12}") } else { text }
}

fn query(url: &str) -> BTreeMap<String, String> {
    let pairs = url.split_once('?').map_or("", |(_, query)| query).split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(k, v)| (k.to_owned(), v.replace("%2F", "/")))
        .collect()
}

fn record(n: usize, mark: &str) -> Value {
    value!({
        "id": format!("m{n:04}"), "space": "s1", "audience": "all", "kind": "message", "author": "bob",
        "at": 1_000 + n / 4, "deleted": false, "w": mark, "changed": 5_000 + n / 4, "body": { "n": n },
    })
}

fn profile(change: impl FnOnce(&mut Value)) -> Profile {
    let mut value: Value = serde_json::from_str(JSON_SERVER).unwrap();
    change(&mut value);
    Profile::parse(&value.to_string()).unwrap()
}

fn plain() -> Profile {
    profile(|value| value["paging"]["size"] = value!(10))
}

fn by_field() -> Profile {
    profile(|value| {
        value["feed"] = value!({
            "kind": "since-field", "at": "/changed", "overlap_ms": 2,
            "list": { "path": "/records", "query": { "space": "{space}" }, "items": "" },
        });
        value["filter"]["from"] = value!({ "{field}_gte": "{value}" });
        value["paging"]["size"] = value!(10);
    })
}

fn pull(profile: &Profile, server: &mut Lists, from: PullFrom, limit: u32) -> Page {
    match outcome(profile, server, from, limit) {
        Outcome::Page(page) => page,
        other => panic!("{other:?}"),
    }
}

fn outcome(profile: &Profile, server: &mut Lists, from: PullFrom, limit: u32) -> Outcome {
    let call = Call::Pull { scope: scope("s1/all"), from, limit };
    let session = Session::of(PersonId::from("ann"));
    run(profile.begin(&call, &session), |request| server.answer(request)).0
}

fn since(cursor: &Option<Cursor>) -> PullFrom {
    PullFrom::Since(cursor.clone().unwrap())
}

/// The first load, page by page to the oldest; its ids in the order they came, and the cursor.
fn load(profile: &Profile, server: &mut Lists, limit: u32) -> (Vec<RecordId>, Option<Cursor>) {
    let mut page = pull(profile, server, PullFrom::Start, limit);
    let next = page.next.clone();
    let mut ids = Vec::new();
    loop {
        assert!(page.records.len() <= usize::try_from(limit).unwrap());
        ids.extend(page.records.iter().map(|record| record.head.id.clone()));
        let Some(back) = page.back.take() else { return (ids, next) };
        page = pull(profile, server, PullFrom::Back(back), limit);
    }
}

fn newest_first(count: usize) -> Vec<RecordId> {
    (0..count).rev().map(|n| RecordId::new(format!("m{n:04}"))).collect()
}

#[test]
fn a_first_load_brings_all_newest_first_whatever_the_pages_and_the_order() {
    let unsorted = profile(|value| {
        value["sort"] = value!({});
        value["filter"] = value!({});
        value["paging"]["size"] = value!(7);
    });
    let offset = profile(|value| {
        value["paging"] = value!({ "kind": "offset", "param": "_offset", "limit": "_limit", "size": 9 });
    });
    let unpaged = profile(|value| value["paging"] = value!({ "kind": "none" }));
    for profile in [plain(), unsorted, offset, unpaged, by_field()] {
        for limit in [1, 6, 10, 11, 100] {
            let (ids, _) = load(&profile, &mut Lists::new(43), limit);
            assert_eq!(ids, newest_first(43), "{limit}");
        }
    }
}

#[test]
fn a_server_that_caps_its_pages_is_still_read_to_the_end() {
    for tells_total in [true, false] {
        let mut server = Lists { most: 4, tells_total, ..Lists::new(43) };
        assert_eq!(load(&plain(), &mut server, 100).0, newest_first(43));
    }
}

#[test]
fn a_server_that_repeats_its_last_page_for_ever_is_left_alone() {
    let mut server = Lists { tells_total: false, ..Lists::new(5) };
    let profile = plain();
    let call = Call::Pull { scope: scope("s1/all"), from: PullFrom::Start, limit: 10 };
    let (outcome, sent) = run(profile.begin(&call, &Session::default()), |request| {
        let first = request.url.replace("_page=2", "_page=1").replace("_page=3", "_page=1");
        server.answer(&Request { url: first, ..request.clone() })
    });
    assert!(matches!(outcome, Outcome::Page(page) if page.records.len() == 5));
    assert!(sent.len() <= 6, "{} requests", sent.len());
}

#[test]
fn nothing_new_is_nothing_and_one_change_is_few() {
    let (profile, mut server) = (plain(), Lists::new(200));
    let (_, next) = load(&profile, &mut server, 50);
    let quiet = pull(&profile, &mut server, since(&next), 50);
    assert_eq!((quiet.records.len(), quiet.more, &quiet.next), (0, false, &next));
    assert_eq!(quiet.all_ids.map(|ids| ids.len()), Some(200));

    server.records[77]["w"] = value!("new");
    server.records[78]["deleted"] = value!(true);
    server.records.push(record(200, "w200"));
    let changes = pull(&profile, &mut server, since(&quiet.next), 500);
    let ids: Vec<&str> = changes.records.iter().map(|record| record.head.id.as_str()).collect();
    assert!(["m0077", "m0078", "m0200"].iter().all(|id| ids.contains(id)), "{ids:?}");
    assert!(ids.len() < 80, "{}", ids.len());
    assert!(changes.records.iter().any(|record| record.deleted));
    assert_eq!(changes.all_ids.map(|ids| ids.len()), Some(200), "a tombstone is not among the living");
    assert_eq!(pull(&profile, &mut server, since(&changes.next), 500).records.len(), 0);
}

#[test]
fn many_changes_come_in_pages_until_nothing_more_waits() {
    let (profile, mut server) = (plain(), Lists::new(300));
    let mut next = load(&profile, &mut server, 100).1;
    for row in &mut server.records {
        row["w"] = value!("all anew");
    }
    let mut seen = std::collections::BTreeSet::new();
    for round in 0.. {
        let page = pull(&profile, &mut server, since(&next), 64);
        assert!(page.records.len() <= 64 && round < 20);
        assert!(page.all_ids.is_none() || !page.more, "the set of ids comes with the last page");
        seen.extend(page.records.iter().map(|record| record.head.id.clone()));
        next = page.next;
        if !page.more {
            break;
        }
    }
    assert_eq!(seen.len(), 300);
}

#[test]
fn an_empty_or_shrunken_list_is_no_proof_of_deletion() {
    let (profile, mut server) = (plain(), Lists::new(100));
    let (_, next) = load(&profile, &mut server, 200);
    let all = std::mem::take(&mut server.records);
    let empty = pull(&profile, &mut server, since(&next), 200);
    assert_eq!((empty.all_ids, empty.records.len()), (None, 0));
    server.records = all[..60].to_vec();
    let less = pull(&profile, &mut server, since(&empty.next), 200);
    assert_eq!(less.all_ids, None, "so many are not deleted, but hidden");
    server.records = all[..90].to_vec();
    assert_eq!(pull(&profile, &mut server, since(&less.next), 200).all_ids.map(|ids| ids.len()), Some(90));
}

#[test]
fn a_list_whose_length_does_not_fit_is_not_trusted() {
    let (profile, mut server) = (plain(), Lists::new(40));
    let (_, next) = load(&profile, &mut server, 50);
    let call = Call::Pull { scope: scope("s1/all"), from: since(&next), limit: 50 };
    let (outcome, _) = run(profile.begin(&call, &Session::default()), |request| {
        let mut answer = server.answer(request)?;
        answer
            .headers
            .iter_mut()
            .filter(|(name, _)| name == "x-total-count")
            .for_each(|(_, n)| *n = "41".to_owned());
        Some(answer)
    });
    assert!(matches!(outcome, Outcome::Page(Page { all_ids: None, .. })), "{outcome:?}");
    let mut silent = Lists { tells_total: false, ..Lists::new(40) };
    assert_eq!(pull(&profile, &mut silent, since(&next), 50).all_ids, None);
}

#[test]
fn a_page_that_fails_fails_the_whole_list() {
    let (profile, mut server) = (plain(), Lists::new(40));
    let (_, next) = load(&profile, &mut server, 50);
    let call = Call::Pull { scope: scope("s1/all"), from: since(&next), limit: 50 };
    let (outcome, _) = run(profile.begin(&call, &Session::default()), |request| {
        if request.url.contains("_page=3") { None } else { server.answer(request) }
    });
    assert_eq!(outcome, Outcome::Failed(Failure::Unknown));
}

#[test]
fn a_filter_that_the_server_ignores_is_made_good_here() {
    let profile = plain();
    let mut server = Lists { ignores_filters: true, ..Lists::new(30) };
    for row in &mut server.records[10..20] {
        row["space"] = value!("s2");
    }
    let (ids, next) = load(&profile, &mut server, 50);
    assert_eq!(ids.len(), 20);
    let quiet = pull(&profile, &mut server, since(&next), 50);
    assert_eq!(quiet.all_ids.map(|ids| ids.len()), Some(20));
}

#[test]
fn only_ones_own_private_records_come_to_the_device() {
    let profile = plain();
    let mut server = Lists::new(4);
    for (row, subject) in server.records.iter_mut().zip(["ann", "bob", "ann", "bob"]) {
        row["audience"] = value!("private");
        row["subject"] = value!(subject);
    }
    let call = Call::Pull { scope: scope("s1/private"), from: PullFrom::Start, limit: 10 };
    let session = Session::of(PersonId::from("ann"));
    let (outcome, _) = run(profile.begin(&call, &session), |request| server.answer(request));
    assert!(matches!(outcome, Outcome::Page(page) if page.records.len() == 2));
}

#[test]
fn a_record_that_cannot_be_read_is_left_out_and_not_taken_for_deleted() {
    let (profile, mut server) = (plain(), Lists::new(10));
    let (_, next) = load(&profile, &mut server, 50);
    server.records[3]["body"] = value!("not an object");
    let page = pull(&profile, &mut server, since(&next), 50);
    assert!(page.records.iter().all(|record| record.head.id.as_str() != "m0003"));
    assert!(page.all_ids.unwrap().contains(&RecordId::from("m0003")));
}

/// A record nested more deeply than readers of JSON go.
fn too_deep(n: usize, levels: usize) -> String {
    let whole = record(n, "deep").to_string();
    let deep = format!(r#""body":{{"x":{}1{}}}"#, "[".repeat(levels), "]".repeat(levels));
    whole.replace(&format!(r#""body":{{"n":{n}}}"#), &deep)
}

#[test]
fn one_record_that_is_nested_too_deeply_is_set_aside_and_the_page_goes_on() {
    for profile in [plain(), by_field()] {
        for levels in [40, 100, 200, 50_000] {
            let mut server = Lists::new(10);
            let deep = too_deep(4, levels);
            assert!(deep.contains("[[[["));
            let mut ask = |from: PullFrom| {
                let call = Call::Pull { scope: scope("s1/all"), from, limit: 50 };
                run(profile.begin(&call, &Session::default()), |request| {
                    let mut answer = server.answer(request)?;
                    answer.body = answer.body.replace(&record(4, "w4").to_string(), &deep);
                    Some(answer)
                })
                .0
            };
            let Outcome::Page(first) = ask(PullFrom::Start) else { panic!("{levels} levels") };
            assert_eq!(
                (first.records.len(), first.unreadable),
                (9, vec![RecordId::from("m0004")]),
                "{levels}"
            );
            let Outcome::Page(next) = ask(since(&first.next)) else { panic!("{levels} levels") };
            assert!(
                next.all_ids.is_none_or(|ids| ids.contains(&RecordId::from("m0004"))),
                "it is not deleted"
            );
        }
    }
}

#[test]
fn a_field_that_grows_gives_what_changed_and_looks_back_a_little() {
    let (profile, mut server) = (by_field(), Lists::new(100));
    let (_, mut next) = load(&profile, &mut server, 50);
    server.records.push({
        let mut late = record(100, "w100");
        late["changed"] = value!(5_024 - 1);
        late
    });
    server.records[3]["changed"] = value!(6_000);
    let mut seen = std::collections::BTreeSet::new();
    for round in 0.. {
        assert!(round < 10);
        let page = pull(&profile, &mut server, since(&next), 10);
        seen.extend(page.records.iter().map(|record| record.head.id.as_str().to_owned()));
        next = page.next;
        if !page.more {
            break;
        }
    }
    assert!(seen.contains("m0003"), "what changed");
    assert!(seen.contains("m0100"), "what was committed late, within the overlap");
    assert!(seen.len() < 30, "{seen:?}");
}

#[test]
fn more_records_of_one_moment_than_a_page_holds_are_not_skipped() {
    let (profile, mut server) = (by_field(), Lists::new(60));
    let (_, mut next) = load(&profile, &mut server, 100);
    for row in &mut server.records[..45] {
        row["changed"] = value!(7_000);
    }
    let mut seen = std::collections::BTreeSet::new();
    for round in 0.. {
        assert!(round < 20, "it goes on for ever");
        let page = pull(&profile, &mut server, since(&next), 10);
        seen.extend(page.records.iter().map(|record| record.head.id.as_str().to_owned()));
        next = page.next;
        if !page.more {
            break;
        }
    }
    assert!((0..45).all(|n| seen.contains(&format!("m{n:04}"))), "{}", seen.len());
}

#[test]
fn a_record_that_changes_while_a_list_is_walked_makes_no_other_slip_through() {
    let profile = by_field();
    for (when, limit) in (1..14).flat_map(|when| [(when, 10), (when, 3)]) {
        let mut server = Lists::new(0);
        let (_, mut next) = load(&profile, &mut server, 100);
        server.records = (0..60).map(|n| record(n, "w")).collect();
        for (n, row) in server.records.iter_mut().enumerate() {
            row["changed"] = value!(if n < 45 { 7_000 } else { 7_100 + n });
        }
        let (mut seen, mut asked) = (BTreeMap::new(), 0);
        for round in 0.. {
            assert!(round < 60, "it goes on for ever");
            let call = Call::Pull { scope: scope("s1/all"), from: since(&next), limit };
            let (outcome, _) = run(profile.begin(&call, &Session::default()), |request| {
                asked += 1;
                if asked == when {
                    server.records[2]["changed"] = value!(9_000);
                }
                server.answer(request)
            });
            let Outcome::Page(page) = outcome else { panic!("{outcome:?}") };
            seen.extend(page.records.into_iter().map(|record| (record.head.id, record.rev)));
            next = page.next;
            if !page.more && asked >= when {
                break;
            }
        }
        assert_eq!(seen.len(), 60, "changed at request {when}, pages of {limit}");
    }
}

#[test]
fn a_cursor_of_another_feed_asks_for_a_new_start() {
    for cursor in ["17", "since1.{", "list1.x.", "list1.3.zz", "older1.5.m1", ""] {
        for profile in [plain(), by_field()] {
            let from = PullFrom::Since(Cursor(cursor.to_owned()));
            let outcome = outcome(&profile, &mut Lists::new(3), from, 10);
            assert_eq!(outcome, Outcome::Failed(Failure::CursorGone), "{cursor}");
        }
        let from = PullFrom::Back(Cursor("list1.3.".to_owned()));
        assert_eq!(outcome(&plain(), &mut Lists::new(3), from, 10), Outcome::Failed(Failure::CursorGone));
    }
}

#[test]
fn links_are_followed_on_the_same_host_only() {
    let linked = profile(|value| {
        value["paging"] = value!({ "kind": "next-link", "header": "Link", "limit": "_limit", "size": 3 });
    });
    let call = Call::Pull { scope: scope("s1/all"), from: PullFrom::Start, limit: 10 };
    let follow = |next: &'static str| {
        let link = format!("<http://x.example/1>; rel=\"first\", <{next}>; rel=\"next\"");
        run(linked.begin(&call, &Session::default()), move |request| {
            let rows: Vec<Value> =
                (0..2).map(|n| record(n + 2 * usize::from(request.url.contains("p=2")), "w")).collect();
            let answer = json(200, &Value::Array(rows));
            if request.url.contains("p=2") { answer } else { with_header(answer, "link", &link) }
        })
    };
    let (outcome, sent) = follow("/records?p=2");
    assert_eq!(sent[1].url, "http://127.0.0.1:3000/records?p=2");
    assert!(matches!(outcome, Outcome::Page(page) if page.records.len() == 4));
    for elsewhere in
        ["https://evil.example/?p=2", "//evil.example/?p=2", "http://127.0.0.1:3000.evil.example/p=2"]
    {
        let (_, sent) = follow(elsewhere);
        assert!(sent.iter().all(|request| request.url.starts_with("http://127.0.0.1:3000/")), "{elsewhere}");
    }
}
