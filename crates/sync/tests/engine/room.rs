//! Making room on a full disk.

use crate::pull::{filled, record};
use crate::world::{Net, World, create, private, scope};
use sync::{Event, Issue, TxFailure};

#[test]
fn a_scope_that_is_shown_while_room_is_made_keeps_its_records_and_so_do_the_others() {
    let mut world = World::new();
    let tab = world.open_tab();
    let records = [(scope(), "a"), (private(), "d")];
    for (scope, id) in &records {
        world.commit(tab, vec![create(scope, id, r#"{"t":1}"#)]);
        world.settle();
    }
    for (scope, _) in &records {
        world.tell(tab, Event::Close(scope.clone()));
        world.pass(10);
    }
    world.next_tx_fails = Some(TxFailure::Quota);
    let ticket = world.commit(tab, vec![create(&scope(), "b", r#"{"t":1}"#)]);
    world.turn();
    assert!(world.next_tx_fails.is_none());
    // What was closed first is to go, and is shown again while its rows are looked up.
    world.tell(tab, Event::Open(scope()));
    world.pass(60_000);
    world.tell(tab, Event::Open(private()));
    world.pass(60_000);
    assert!(world.tab(tab).committed[&ticket].is_ok());
    for (scope, id) in &records {
        assert!(world.shown(tab, scope, id).is_some(), "{scope}");
    }
    assert_eq!(world.tab(tab).issues, Vec::<Issue>::new());
}

#[test]
fn a_tab_that_slept_while_its_scope_made_room_and_was_loaded_anew_shows_what_came_since() {
    let mut world = filled(190);
    let (leader, sleeper) = (world.open_tab(), world.open_tab());
    world.settle();
    let asleep = world.tabs[sleeper].take();
    world.tell(leader, Event::Close(scope()));
    world.next_tx_fails = Some(TxFailure::Quota);
    world.commit(leader, vec![create(&private(), "d", r#"{"t":1}"#)]);
    world.settle();
    world.server.write(&scope(), &record("m0190", 190, r#"{"t":"new"}"#));
    world.tell(leader, Event::Open(scope()));
    world.pass(60_000);
    // As many segments as before, of other records.
    world.tabs[sleeper] = asleep;
    world.tell(sleeper, Event::Resumed);
    world.pass(60_000);
    for tab in [leader, sleeper] {
        assert_eq!(world.shown(tab, &scope(), "m0190").unwrap(), r#"{"t":"new"}"#, "{tab}");
    }
}

#[test]
fn a_tab_that_never_read_its_scope_shows_on_what_was_written_after_room_was_made() {
    let mut world = World::new();
    let leader = world.open_tab();
    world.settle();
    world.net = Net::Down;
    world.commit(leader, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    world.rows_unread = true;
    let sleeper = world.open_tab();
    world.settle();
    assert_eq!(world.shown(sleeper, &scope(), "a").unwrap(), r#"{"t":1}"#, "from the log");
    let asleep = world.tabs[sleeper].take();
    world.rows_unread = false;
    world.net = Net::Up;
    world.tell(leader, Event::NetHint { online: true });
    world.pass(60_000);
    world.tell(leader, Event::Close(scope()));
    world.net = Net::Down;
    world.next_tx_fails = Some(TxFailure::Quota);
    world.commit(leader, vec![create(&private(), "d", r#"{"t":1}"#)]);
    world.settle();
    world.tabs[sleeper] = asleep;
    world.tell(sleeper, Event::Resumed);
    for net in [Net::Down, Net::Up] {
        world.net = net;
        for _ in 0..60 {
            world.pass(1_000);
            assert_eq!(world.shown(sleeper, &scope(), "a").unwrap(), r#"{"t":1}"#);
        }
        world.tell(leader, Event::NetHint { online: true });
    }
    assert!(world.engine(sleeper).older_available(&scope()) == sync::Older::None);
}
