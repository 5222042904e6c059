//! Several tabs of one device.

use crate::world::{Net, World, body, create, private, scope, update};
use protocol::{Record, Rev};
use sync::{Event, Standing, Write};

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
