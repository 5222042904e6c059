//! A tab that dies at any transaction, and the next one that goes on.

use crate::world::{World, body, create, delete, scope, update};
use protocol::{Record, Rev};
use std::collections::BTreeSet;
use sync::Event;

fn start(server_first: bool) -> World {
    let mut world = World::new();
    world.config = |entropy| {
        let mut config = crate::world::config(entropy);
        config.limits.page = 4;
        config.limits.segment = 8;
        config.limits.rows = 6;
        config
    };
    for n in 0..if server_first { 10 } else { 0 } {
        let head = crate::world::head(&scope(), "message", &format!("s{n}"));
        let record =
            Record { head, rev: Rev(String::new()), at: n, deleted: false, body: body(r#"{"t":0}"#) };
        world.server.write(&scope(), &record);
    }
    world
}

/// A day in the life of a tab; it may die on the way.
fn live(world: &mut World) -> usize {
    let tab = world.open_tab();
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#), create(&scope(), "b", r#"{"t":1}"#)]);
    world.settle();
    world.commit(tab, vec![update(&scope(), "a", r#"{"t":1}"#, r#"{"t":2}"#)]);
    world.commit(tab, vec![delete(&scope(), "b")]);
    world.settle();
    let theirs = world.server.record(&scope(), &"s3".into()).cloned();
    if let Some(theirs) = theirs {
        world.server.write(&scope(), &Record { body: body(r#"{"t":9}"#), ..theirs });
    }
    world.tell(tab, Event::Poke(Some(scope())));
    world.commit(tab, vec![create(&scope(), "c", r#"{"t":1}"#)]);
    world.pass(40_000);
    tab
}

#[test]
fn whatever_was_reported_survives_a_crash_at_any_transaction() {
    let mut whole = start(true);
    live(&mut whole);
    assert!(whole.transactions > 10);
    for death in 1..=whole.transactions {
        let mut world = start(true);
        world.dies_after = Some(death);
        let tab = live(&mut world);
        let committed: BTreeSet<u64> = match &world.tabs[tab] {
            Some(tab) => tab.committed.keys().copied().collect(),
            None => BTreeSet::new(),
        };
        world.dies_after = None;
        let on_disk = world.disk.clone();
        let next = world.open_tab();
        world.pass(10 * 60_000);
        assert!(world.engine(next).outbox().is_empty(), "death {death}: {:?}", world.engine(next).outbox());
        let mids: BTreeSet<_> = world.server.effects.iter().map(|(mid, _)| mid.clone()).collect();
        assert_eq!(mids.len(), world.server.effects.len(), "death {death}: an effect twice");
        if committed.contains(&1) {
            assert!(world.server.record(&scope(), &"a".into()).is_some());
        }
        let served: Vec<(String, String)> = world.server.scopes[&scope()]
            .values()
            .filter(|(_, record)| !record.deleted)
            .map(|(_, record)| (record.head.id.to_string(), record.body.as_str().to_owned()))
            .collect();
        for _ in 0..9 {
            world.tell(next, Event::LoadOlder(scope()));
            world.settle();
        }
        let mut shown: Vec<(String, String)> = world
            .engine(next)
            .records(&scope(), &"message".into())
            .map(|visible| (visible.head.id.to_string(), visible.body.as_str().to_owned()))
            .collect();
        shown.sort();
        assert_eq!(shown, served, "death {death}");
        // Recovery twice is recovery once.
        let mut again = world.clone();
        again.disk = on_disk;
        again.kill(next);
        let third = again.open_tab();
        again.pass(10 * 60_000);
        assert_eq!(again.server.effects, world.server.effects, "death {death}");
        assert!(again.engine(third).outbox().is_empty());
    }
}
