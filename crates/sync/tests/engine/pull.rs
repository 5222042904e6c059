//! From the backend to the screens.

use crate::server::Server;
use crate::wiped::wiped_under_a_tab;
use crate::world::{Net, World, body, create, head, scope, update};
use protocol::{Record, Rev, Scope};
use sync::{Event, Issue, MemoryStore, Older, Place, Store, StoreKey, Write};

pub(crate) fn record(id: &str, at: i64, text: &str) -> Record {
    Record {
        head: head(&scope(), "message", id),
        rev: Rev(String::new()),
        at,
        deleted: false,
        body: body(text),
    }
}

pub(crate) fn filled(count: u32) -> World {
    let mut world = World::new();
    world.config = |entropy| {
        let mut config = crate::world::config(entropy);
        config.limits.page = 20;
        config.limits.segment = 20;
        config.limits.rows = 100;
        config.limits.idle_rows = 10;
        config
    };
    for n in 0..count {
        world.server.write(&scope(), &record(&format!("m{n:04}"), i64::from(n), r#"{"t":0}"#));
    }
    world
}

fn messages(world: &World, tab: usize) -> Vec<String> {
    let records = world.engine(tab).records(&scope(), &"message".into());
    records.map(|visible| visible.head.id.to_string()).collect()
}

#[test]
fn a_scope_is_loaded_newest_first_and_older_records_page_in() {
    let mut world = filled(200);
    let tab = world.open_tab();
    world.settle();
    let second = world.open_tab();
    world.settle();
    let shown = messages(&world, second);
    assert_eq!((shown.len(), shown.last().unwrap().as_str()), (40, "m0199"));
    assert!(shown.is_sorted());
    while world.engine(second).older_available(&scope()) == Older::Here {
        world.tell(second, Event::LoadOlder(scope()));
        world.settle();
    }
    assert_eq!(messages(&world, second).len(), 200);
    assert!(world.engine(tab).status().leader && !world.engine(second).status().leader);
}

#[test]
fn changes_and_deletions_arrive_without_pokes() {
    let mut world = filled(30);
    let tab = world.open_tab();
    world.settle();
    world.server.write(&scope(), &record("m0007", 7, r#"{"t":"new"}"#));
    world.server.write(&scope(), &Record { deleted: true, ..record("m0008", 8, "{}") });
    world.pass(20_000);
    assert_eq!(world.shown(tab, &scope(), "m0007").unwrap(), r#"{"t":"new"}"#);
    assert_eq!(world.shown(tab, &scope(), "m0008"), None);
    assert_eq!(messages(&world, tab).len(), 29);
}

#[test]
fn an_idle_hour_costs_one_request_in_five_minutes_and_none_with_pokes() {
    let mut world = filled(30);
    let tab = world.open_tab();
    world.tell(tab, Event::Visible(false));
    world.settle();
    let before = world.server.calls.len();
    world.pass(60 * 60_000);
    assert!(world.server.calls.len() - before <= 12);
    world.tell(tab, Event::Pokes { open: true });
    world.settle();
    let before = world.server.calls.len();
    world.pass(60 * 60_000);
    assert_eq!(world.server.calls.len(), before);
    world.server.write(&scope(), &record("m0007", 7, r#"{"t":"new"}"#));
    world.tell(tab, Event::Poke(Some(scope())));
    world.settle();
    assert_eq!(world.shown(tab, &scope(), "m0007").unwrap(), r#"{"t":"new"}"#);
}

#[test]
fn a_pull_never_hides_a_pending_edit() {
    let mut world = filled(3);
    let tab = world.open_tab();
    world.settle();
    world.net = Net::Held;
    world.commit(tab, vec![update(&scope(), "m0001", r#"{"t":0}"#, r#"{"t":0,"mine":1}"#)]);
    world.settle();
    world.server.write(&scope(), &record("m0001", 1, r#"{"t":5}"#));
    assert_eq!(world.shown(tab, &scope(), "m0001").unwrap(), r#"{"t":0,"mine":1}"#);
    world.net = Net::Up;
    world.pass(60_000);
    assert_eq!(world.served(&scope(), "m0001").unwrap(), r#"{"mine":1,"t":5}"#);
    assert_eq!(world.shown(tab, &scope(), "m0001").unwrap(), r#"{"mine":1,"t":5}"#);
}

#[test]
fn a_lost_cursor_or_a_new_grant_loads_anew_and_forgets_what_is_gone() {
    for by_grant in [false, true] {
        let mut world = filled(90);
        let tab = world.open_tab();
        world.settle();
        world.commit(tab, vec![create(&scope(), "mine", r#"{"t":1}"#)]);
        world.settle();
        let records = world.server.scopes.get_mut(&scope()).unwrap();
        records.remove(&"m0050".into());
        if by_grant {
            world.server.grants.insert(scope(), "trainer".into());
        } else {
            world.server.seq += 10;
            world.server.horizon = world.server.seq;
            world.server.write(&scope(), &record("m0001", 1, r#"{"t":"new"}"#));
        }
        world.pass(60_000);
        world.tell(tab, Event::LoadOlder(scope()));
        world.settle();
        let second = world.open_tab();
        world.settle();
        for tab in [tab, second] {
            for _ in 0..9 {
                world.tell(tab, Event::LoadOlder(scope()));
                world.settle();
            }
            assert_eq!(messages(&world, tab).len(), 90, "{by_grant} {tab}");
            assert_eq!(world.shown(tab, &scope(), "m0050"), None);
            assert!(world.shown(tab, &scope(), "mine").is_some());
        }
    }
}

#[test]
fn a_lost_scope_leaves_the_device_but_unsent_writes_stay() {
    let mut world = filled(30);
    let tab = world.open_tab();
    world.settle();
    world.server.grants.remove(&scope());
    world.net = Net::Held;
    world.commit(tab, vec![create(&scope(), "mine", r#"{"t":1}"#)]);
    world.server.refused.insert("mine".into());
    world.settle();
    world.net = Net::Up;
    world.pass(60_000);
    assert!(world.tab(tab).issues.contains(&Issue::ScopeLost(scope())));
    assert_eq!(world.shown(tab, &scope(), "m0003"), None);
    assert_eq!(world.disk.all(Store::Rows).count() + world.disk.all(Store::Segs).count(), 0);
    assert_eq!(world.engine(tab).outbox().len(), 1);
}

#[test]
fn one_list_without_a_scope_is_no_proof() {
    let mut world = filled(30);
    let tab = world.open_tab();
    world.settle();
    let grants = std::mem::take(&mut world.server.grants);
    world.tell(tab, Event::Poke(None));
    world.settle();
    world.server.grants = grants;
    world.pass(60_000);
    assert_eq!(messages(&world, tab).len(), 30);
}

#[test]
fn what_is_being_founded_shows_although_no_list_has_it_yet() {
    let mut world = World::with(Server::with(&[]));
    world.server.listed_by = Some("membership".into());
    world.server.failing.insert("membership".into(), 3);
    let tab = world.open_tab();
    world.settle();
    let founding = [create(&scope(), "about", r#"{"t":1}"#), create(&scope(), "membership", r#"{"t":2}"#)];
    world.commit(tab, founding.into());
    for _ in 0..60 {
        world.tell(tab, Event::Poke(None));
        world.pass(1_000);
        assert_eq!(world.shown(tab, &scope(), "about").as_deref(), Some(r#"{"t":1}"#), "{}", world.now);
    }
    assert!(world.served(&scope(), "membership").is_some());
    assert!(world.engine(tab).outbox().is_empty());
}

#[test]
fn what_rests_on_an_unseen_record_of_a_scope_that_no_list_has_is_sent_for_the_backend_to_judge() {
    let mut world = World::with(Server::with(&[]));
    (world.server.listed_by, world.server.terse) = (Some("membership".into()), true);
    let tab = world.open_tab();
    world.settle();
    world.net = Net::Down;
    world.commit(tab, vec![create(&scope(), "about", r#"{"t":1}"#)]);
    // It says what is there already, but of that only a version is known.
    world.commit(tab, vec![update(&scope(), "about", r#"{"t":1}"#, r#"{"t":1}"#)]);
    let behind = Write { deps: vec!["about".into()], ..create(&scope(), "behind", r#"{"t":2}"#) };
    world.commit(tab, vec![behind]);
    world.net = Net::Up;
    world.tell(tab, Event::NetHint { online: true });
    world.pass(10 * 60_000);
    assert!(world.served(&scope(), "behind").is_some(), "{:?}", world.engine(tab).outbox());
}

#[test]
fn a_list_from_before_an_acknowledgement_says_nothing_of_its_scope() {
    let mut world = World::with(Server::with(&[]));
    world.server.listed_by = Some("membership".into());
    let tab = world.open_tab();
    world.settle();
    world.commit(tab, vec![create(&scope(), "about", r#"{"t":1}"#)]);
    world.settle();
    // One list lacked it. The next is asked for, and its answer is slower than the membership's.
    world.late_lists = Some(Vec::new());
    world.tell(tab, Event::Poke(None));
    world.settle();
    world.commit(tab, vec![create(&scope(), "membership", r#"{"t":2}"#)]);
    world.settle();
    assert!(world.engine(tab).outbox().is_empty());
    for (index, answer) in world.late_lists.take().unwrap() {
        world.tell(index, answer);
    }
    for _ in 0..100 {
        world.turn();
        assert!(world.shown(tab, &scope(), "about").is_some());
    }
}

#[test]
fn folding_keeps_every_newest_version_and_no_deleted_record() {
    let mut world = filled(100);
    let tab = world.open_tab();
    world.settle();
    for n in 0..40 {
        let id = format!("m{:04}", n * 2);
        let change = record(&id, i64::from(n * 2), r#"{"t":"new"}"#);
        world.server.write(&scope(), &Record { deleted: n % 4 == 0, ..change });
    }
    for n in 100..150 {
        world.server.write(&scope(), &record(&format!("m{n:04}"), i64::from(n), r#"{"t":"new"}"#));
    }
    world.pass(120_000);
    assert!(world.disk.all(Store::Rows).count() < 10, "{}", world.disk.all(Store::Rows).count());
    let second = world.open_tab();
    for _ in 0..20 {
        world.tell(second, Event::LoadOlder(scope()));
        world.tell(tab, Event::LoadOlder(scope()));
        world.settle();
    }
    let live = world.server.scopes[&scope()].values().filter(|(_, record)| !record.deleted);
    let live: Vec<(String, String)> =
        live.map(|(_, r)| (r.head.id.to_string(), r.body.as_str().to_owned())).collect();
    for tab in [tab, second] {
        let records = world.engine(tab).records(&scope(), &"message".into());
        let shown: Vec<_> = records.map(|v| (v.head.id.to_string(), v.body.as_str().to_owned())).collect();
        assert_eq!(shown, live);
    }
}

#[test]
fn a_corrupt_segment_is_dropped_and_pulled_again() {
    let mut world = filled(60);
    let tab = world.open_tab();
    world.settle();
    world.kill(tab);
    let key = world.disk.all(Store::Segs).map(|(key, _)| key.clone()).next().unwrap();
    assert!(world.disk.corrupt(Store::Segs, &key));
    let tab = world.open_tab();
    world.settle();
    for _ in 0..9 {
        world.tell(tab, Event::LoadOlder(scope()));
        world.settle();
    }
    assert!(world.tab(tab).issues.contains(&Issue::Corrupt { lsn: None }));
    world.pass(60_000);
    for _ in 0..9 {
        world.tell(tab, Event::LoadOlder(scope()));
        world.settle();
    }
    assert_eq!(messages(&world, tab).len(), 60);
}

#[test]
fn a_record_that_cannot_be_read_is_told_once_and_holds_up_nothing() {
    let mut world = filled(5);
    let tab = world.open_tab();
    world.settle();
    world.server.unreadable.insert("m0002".into());
    for text in [r#"{"t":1}"#, r#"{"t":2}"#] {
        for id in ["m0002", "m0004"] {
            world.server.write(&scope(), &record(id, 9, text));
        }
        world.pass(60_000);
    }
    assert_eq!(world.tab(tab).issues, [Issue::Unreadable(scope())]);
    let shown = |id: &str| {
        let mut records = world.engine(tab).records(&scope(), &"message".into());
        records.find(|visible| visible.head.id.as_str() == id).unwrap().body.as_str().to_owned()
    };
    assert_eq!([shown("m0002"), shown("m0004")], [r#"{"t":0}"#, r#"{"t":2}"#], "what was known of it stays");
}

#[test]
fn a_corrupt_write_is_shown_and_holds_up_nothing() {
    let mut world = World::new();
    world.net = Net::Held;
    let tab = world.open_tab();
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.commit(tab, vec![create(&scope(), "b", r#"{"t":1}"#)]);
    world.settle();
    world.kill(tab);
    world.disk.corrupt(Store::Log, &StoreKey::Lsn(1));
    world.net = Net::Up;
    let tab = world.open_tab();
    world.settle();
    assert_eq!(world.tab(tab).issues, [Issue::Corrupt { lsn: Some(1) }]);
    assert_eq!(world.engine(tab).unreadable().collect::<Vec<_>>(), [1]);
    assert!(world.served(&scope(), "b").is_some());
    assert_eq!(world.engine(tab).status().stuck, 1);
}

#[test]
fn a_wiped_store_is_noticed_and_numbers_start_under_a_new_device() {
    let (mut world, tab) = wiped_under_a_tab();
    let ticket = world.commit(tab, vec![create(&scope(), "b", r#"{"t":1}"#)]);
    world.settle();
    assert_eq!(world.tab(tab).issues, [Issue::StoreWiped { unsent: Some(0) }]);
    assert!(world.tab(tab).committed[&ticket].is_ok());
    world.net = Net::Up;
    world.pass(60_000);
    assert!(world.served(&scope(), "b").is_some());
    assert!(!world.engine(tab).outbox().iter().any(|unsent| unsent.place == Place::Waiting));
}

#[test]
fn a_feed_that_runs_only_forward_is_loaded_to_its_end_with_what_changed_meanwhile() {
    let mut world = filled(50);
    world.server.forward = true;
    let tab = world.open_tab();
    world.net = Net::Held;
    world.settle();
    for _ in 0..3 {
        world.net = Net::Up;
        let calls = world.server.calls.len();
        while world.server.calls.len() == calls {
            world.turn();
        }
        world.net = Net::Held;
        world.settle();
    }
    let told = world.server.record(&scope(), &"m0000".into()).unwrap().clone();
    world.server.write(&scope(), &Record { deleted: true, ..told });
    let told = world.server.record(&scope(), &"m0001".into()).unwrap().clone();
    world.server.write(&scope(), &Record { body: body(r#"{"t":9}"#), ..told });
    world.net = Net::Up;
    world.pass(60_000);
    while world.engine(tab).older_available(&scope()) == Older::Here {
        world.tell(tab, Event::LoadOlder(scope()));
        world.settle();
    }
    let shown = messages(&world, tab);
    assert_eq!((shown.len(), shown[0].as_str()), (49, "m0001"));
    assert_eq!(world.shown(tab, &scope(), "m0001").unwrap(), r#"{"t":9}"#);
    assert!(world.engine(tab).status().loading.is_empty());
}

#[test]
fn what_showed_before_the_store_was_wiped_shows_until_a_load_that_runs_forward_is_whole() {
    let mut world = filled(50);
    world.server.forward = true;
    let tab = world.open_tab();
    world.settle();
    let before = messages(&world, tab);
    assert!(before.iter().any(|id| id == "m0049"));
    world.disk = MemoryStore::new();
    world.tell(tab, Event::Resumed);
    let mut steps = 0;
    while world.turn() {
        assert_eq!(messages(&world, tab), before, "after {steps} steps");
        steps += 1;
    }
    assert!(steps > 10 && world.engine(tab).status().loading.is_empty());
}

#[test]
fn a_tombstone_that_tells_nothing_but_its_id_takes_the_record_out_of_its_segment() {
    let mut world = filled(60);
    let tab = world.open_tab();
    world.settle();
    let known = record("m0030", 0, "{}");
    let nameless = protocol::Head { kind: protocol::Kind::new(""), ..known.head.clone() };
    world.server.write(&scope(), &Record { head: nameless, deleted: true, ..known });
    for n in 0..12 {
        let old = world.server.record(&scope(), &format!("m{n:04}").as_str().into()).unwrap().clone();
        world.server.write(&scope(), &Record { body: body(r#"{"t":1}"#), ..old });
    }
    world.pass(10 * 60_000);
    assert_eq!(world.disk.all(Store::Rows).count(), 0, "all is folded");
    let second = world.open_tab();
    world.settle();
    for tab in [tab, second] {
        while world.engine(tab).older_available(&scope()) == Older::Here {
            world.tell(tab, Event::LoadOlder(scope()));
            world.settle();
        }
        assert_eq!(world.shown(tab, &scope(), "m0030"), None);
        assert_eq!(messages(&world, tab).len(), 59);
    }
}

#[test]
fn what_was_being_read_when_somebody_else_signed_in_is_not_taken() {
    let mut world = World::new();
    let tab = world.open_tab();
    world.settle();
    let mine = world.engine(tab).status().scopes;
    world.net = Net::Held;
    world.tell(tab, Event::Poke(None));
    world.tell(tab, Event::Poke(Some(scope())));
    world.settle();
    // The browser has one session for all its tabs: what arrives now is answered for another person.
    world.tell(tab, Event::SignedIn("somebody".into()));
    world.settle();
    let theirs = Scope::parse("s1/staff").unwrap();
    world.server.grants.insert(theirs.clone(), "admin".into());
    world.server.write(&scope(), &record("x", 1, "{}"));
    world.net = Net::Up;
    world.settle();
    assert_eq!(world.engine(tab).status().scopes, mine);
    assert_eq!(world.shown(tab, &scope(), "x"), None);
    world.server.grants.remove(&theirs);
    world.tell(tab, Event::SignedIn("me".into()));
    world.settle();
    assert_eq!(world.engine(tab).status().scopes, mine);
    assert!(world.shown(tab, &scope(), "x").is_some());
}
