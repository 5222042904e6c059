//! Several tabs of one device.

use crate::world::{Net, World, body, create, private, scope, update};
use protocol::{Record, Rev};
use sync::{Durability, Event, Put, Standing, Store, StoreKey, Timer, TxFailure, TxPlan, Write};

#[test]
fn a_follower_writes_by_itself_and_the_leader_sends() {
    let mut world = World::new();
    let (leader, follower) = (world.open_tab(), world.open_tab());
    world.settle();
    world.commit(follower, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    assert!(world.served(&scope(), "a").is_some());
    for tab in [leader, follower] {
        let id = "a".into();
        assert_eq!(world.engine(tab).visible(&scope(), &id).unwrap().standing, Standing::Synced);
        assert!(world.engine(tab).outbox().is_empty());
    }
}

#[test]
fn a_dead_leader_is_replaced_and_its_push_is_not_doubled() {
    let mut world = World::new();
    let (leader, follower) = (world.open_tab(), world.open_tab());
    world.settle();
    world.net = Net::Deaf;
    world.commit(follower, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    world.kill(leader);
    world.net = Net::Up;
    world.pass(60_000);
    assert!(world.engine(follower).status().leader);
    assert_eq!(world.server.effects.len(), 1);
    assert!(world.engine(follower).outbox().is_empty());
}

#[test]
fn a_silent_leader_is_dethroned_and_changes_nothing_when_it_wakes() {
    let mut world = World::new();
    let (leader, follower) = (world.open_tab(), world.open_tab());
    world.settle();
    let frozen = world.tabs[leader].take().unwrap();
    world.commit(follower, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.pass(20_000);
    assert!(world.engine(follower).status().leader);
    assert!(world.served(&scope(), "a").is_some());
    world.tabs[leader] = Some(frozen);
    world.tell(leader, Event::Poke(Some(scope())));
    world.tell(leader, Event::Resumed);
    world.server.write(
        &scope(),
        &Record {
            head: crate::world::head(&scope(), "message", "b"),
            rev: Rev(String::new()),
            at: 5,
            deleted: false,
            body: body("{}"),
        },
    );
    world.pass(60_000);
    assert!(!world.engine(leader).status().leader);
    for tab in [leader, follower] {
        assert!(world.shown(tab, &scope(), "a").is_some());
        assert!(world.shown(tab, &scope(), "b").is_some());
    }
    assert_eq!(world.server.effects.len(), 1);
}

#[test]
fn drafts_typed_in_two_tabs_lose_no_tabs_last_word() {
    let mut world = World::new();
    let tabs = [world.open_tab(), world.open_tab()];
    world.settle();
    let draft = |mut write: Write| {
        write.head.kind = "draft".into();
        vec![write]
    };
    world.commit(tabs[0], draft(create(&private(), "d", r#"{"t":0}"#)));
    world.settle();
    let mut text = r#"{"t":0}"#.to_owned();
    for n in 1..40_usize {
        let next = format!(r#"{{"t":{n}}}"#);
        world.commit(tabs[n % 2], draft(update(&private(), "d", &text, &next)));
        if n % 3 == 0 {
            world.settle();
        }
        text = next;
    }
    world.pass(10 * 60_000);
    for tab in tabs {
        assert!(world.engine(tab).outbox().is_empty(), "{:?}", world.engine(tab).outbox());
        assert_eq!(world.shown(tab, &private(), "d"), world.served(&private(), "d"));
    }
}

#[test]
fn what_meets_another_version_shows_until_the_screen_that_could_not_be_read_is() {
    let mut world = World::new();
    let leader = world.open_tab();
    world.settle();
    world.net = Net::Down;
    world.commit(leader, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    let head = crate::world::head(&scope(), "message", "a");
    let theirs = Record { head, rev: Rev(String::new()), at: 5, deleted: false, body: body(r#"{"t":2}"#) };
    world.server.write(&scope(), &theirs);
    world.rows_unread = true;
    let late = world.open_tab();
    world.settle();
    world.rows_unread = false;
    world.net = Net::Up;
    world.tell(leader, Event::NetHint { online: true });
    while world.turn() {}
    assert_eq!(world.shown(leader, &scope(), "a").unwrap(), r#"{"t":2}"#);
    world.tell(late, Event::Tick(Timer::Heartbeat));
    while world.turn() {
        assert!(world.shown(late, &scope(), "a").is_some());
    }
    assert_eq!(world.shown(late, &scope(), "a").unwrap(), r#"{"t":2}"#);
}

#[test]
fn a_write_that_left_the_log_unheard_shows_on_while_a_damaged_journal_is_mended() {
    let mut world = World::new();
    let [gone, leader, late] = [world.open_tab(), world.open_tab(), world.open_tab()];
    world.settle();
    world.commit(gone, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    world.kill(gone);
    world.settle();
    // The follower comes first in turn.
    world.tabs[gone] = world.tabs[late].take();
    assert!(world.engine(leader).status().leader);
    world.net = Net::Held;
    world.commit(leader, vec![update(&scope(), "a", r#"{"t":1}"#, r#"{"t":2}"#)]);
    world.settle();
    assert!(world.disk.lose(Store::Meta, &StoreKey::Text(sync::plan::JOURNAL.to_owned())));
    world.net = Net::Up;
    while world.disk.all(Store::Log).count() > 0 {
        world.turn();
    }
    let by_others = |world: &mut World| {
        let key = StoreKey::Text("something of others".to_owned());
        let puts = vec![Put { store: Store::Meta, key, value: Vec::new() }];
        let (guards, deletes, appends) = (Vec::new(), Vec::new(), Vec::new());
        world.disk.run(&TxPlan { durability: Durability::Relaxed, guards, puts, deletes, appends }).unwrap();
    };
    world.next_tx_fails = Some(TxFailure::Guard { key: sync::plan::JOURNAL.to_owned() });
    let mut was_late = false;
    while world.turn() {
        assert_eq!(world.shown(gone, &scope(), "a").unwrap(), r#"{"t":2}"#);
        if world.next_tx_fails.is_none() && !std::mem::replace(&mut was_late, true) {
            by_others(&mut world);
        }
    }
    assert!(was_late);
}
