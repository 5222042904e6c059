//! The browser wipes the store under living tabs.

use crate::world::{Net, World, create, scope};
use sync::{Event, Issue, MemoryStore, Resolution, Store, StoreKey, TxFailure};

/// A tab whose store is gone while its write "a" is still to be sent.
pub(crate) fn wiped_under_a_tab() -> (World, usize) {
    let mut world = World::new();
    let tab = world.open_tab();
    world.settle();
    world.net = Net::Held;
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    world.disk = MemoryStore::new();
    (world, tab)
}

#[test]
fn what_living_tabs_remember_goes_once_into_a_store_that_a_stranger_made() {
    let mut world = World::new();
    let tabs = [world.open_tab(), world.open_tab()];
    world.settle();
    world.net = Net::Held;
    world.commit(tabs[1], vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    world.disk = MemoryStore::new();
    let stranger = world.open_tab();
    world.settle();
    for tab in tabs {
        world.tell(tab, Event::Resumed);
    }
    world.net = Net::Up;
    world.pass(60_000);
    assert_eq!(world.served(&scope(), "a").as_deref(), Some(r#"{"t":1}"#));
    assert_eq!(world.server.effects.len(), 1);
    for tab in [tabs[0], tabs[1], stranger] {
        assert!(world.engine(tab).outbox().is_empty());
        assert!(world.shown(tab, &scope(), "a").is_some());
    }
}

#[test]
fn a_decision_about_a_wiped_write_touches_no_write_of_the_new_store() {
    let (mut world, tab) = wiped_under_a_tab();
    let unaware = world.tabs[tab].take();
    let stranger = world.open_tab();
    world.settle();
    world.commit(stranger, vec![create(&scope(), "b", r#"{"t":2}"#)]);
    world.settle();
    world.tabs[tab] = unaware;
    // Both writes have the same number, each in its own store.
    world.tell(tab, Event::Resumed);
    world.tell(tab, Event::Resolve { lsn: 1, how: Resolution::Discard });
    world.net = Net::Up;
    world.pass(60_000);
    assert!(world.served(&scope(), "a").is_some());
    assert!(world.served(&scope(), "b").is_some());
}

#[test]
fn what_a_tab_read_of_a_store_that_was_wiped_before_work_began_goes_into_the_new_one() {
    let mut world = World::new();
    world.net = Net::Down;
    let first = world.open_tab();
    for id in ["a", "b"] {
        world.commit(first, vec![create(&scope(), id, r#"{"t":1}"#)]);
    }
    world.settle();
    world.kill(first);
    // The next tab counts the writes anew, and the store does not take that.
    assert!(world.disk.lose(Store::Log, &StoreKey::Lsn(1)));
    world.next_tx_fails = Some(TxFailure::Aborted("no".to_owned()));
    let tab = world.open_tab();
    world.settle();
    assert!(world.next_tx_fails.is_none());
    world.disk = MemoryStore::new();
    world.net = Net::Up;
    world.pass(60_000);
    assert!(world.served(&scope(), "b").is_some());
    let issues = &world.tab(tab).issues;
    assert!(issues.iter().any(|issue| matches!(issue, Issue::StoreWiped { .. })), "{issues:?}");
}

#[test]
fn what_is_remembered_of_one_wiped_store_outlives_the_next_that_could_not_take_it() {
    let (mut world, tab) = wiped_under_a_tab();
    let unaware = world.tabs[tab].take();
    let stranger = world.open_tab();
    world.settle();
    world.kill(stranger);
    world.tabs[tab] = unaware;
    world.next_tx_fails = Some(TxFailure::Lost);
    world.tell(tab, Event::Resumed);
    world.settle();
    assert!(world.next_tx_fails.is_none());
    world.disk = MemoryStore::new();
    world.net = Net::Up;
    world.pass(60_000);
    assert!(world.served(&scope(), "a").is_some());
}
