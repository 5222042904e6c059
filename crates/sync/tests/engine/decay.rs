//! A disk that loses values: what the backend has comes back, and what it has not is missed.

use crate::world::{Net, World, body, create, head, scope};
use protocol::{Record, Rev};
use sync::visible::Standing;
use sync::{Issue, Store, StoreKey, key};

/// A device that has loaded so many records, and has folded nothing.
fn loaded(records: i64) -> World {
    let mut world = World::new();
    for n in 0..records {
        let head = head(&scope(), "message", &format!("m{n}"));
        let record =
            Record { head, rev: Rev(String::new()), at: n, deleted: false, body: body(r#"{"t":0}"#) };
        world.server.write(&scope(), &record);
    }
    let tab = world.open_tab();
    world.pass(1_000);
    world.kill(tab);
    world
}

fn shown(world: &World, tab: usize) -> usize {
    world.engine(tab).records(&scope(), &"message".into()).count()
}

fn text(key: String) -> StoreKey {
    StoreKey::Text(key)
}

#[test]
fn a_lost_row_is_missed_and_pulled_again() {
    let mut world = loaded(5);
    assert!(world.disk.lose(Store::Rows, &text(key::row(&scope(), &"m3".into()))));
    let tab = world.open_tab();
    world.pass(1_000);
    assert_eq!(world.tab(tab).issues, [Issue::Corrupt { lsn: None }]);
    assert_eq!(shown(&world, tab), 5);
}

#[test]
fn a_lost_directory_or_place_in_the_feed_has_the_scope_loaded_anew() {
    for gone in [key::directory(&scope()), key::scope(&scope())] {
        let mut world = loaded(200);
        assert!(world.disk.lose(Store::Meta, &text(gone.clone())), "{gone}");
        let tab = world.open_tab();
        world.pass(1_000);
        assert_eq!(world.tab(tab).issues, [Issue::Corrupt { lsn: None }], "{gone}");
        assert_eq!(shown(&world, tab), 200, "{gone}");
    }
}

#[test]
fn a_lost_write_is_told_by_its_number_and_once() {
    let mut world = World::new();
    world.net = Net::Down;
    let tab = world.open_tab();
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.commit(tab, vec![create(&scope(), "b", r#"{"t":1}"#)]);
    world.settle();
    world.kill(tab);
    assert!(world.disk.lose(Store::Log, &StoreKey::Lsn(2)));
    let tab = world.open_tab();
    world.settle();
    assert_eq!(world.tab(tab).issues, [Issue::Missing { writes: 1 }]);
    world.kill(tab);
    let tab = world.open_tab();
    world.settle();
    assert_eq!(world.tab(tab).issues, []);
    world.net = Net::Up;
    world.pass(600_000);
    assert!(world.served(&scope(), "a").is_some());
}

#[test]
fn a_damaged_journal_tells_nothing_and_everything_is_read_again() {
    let mut world = World::new();
    world.net = Net::Down;
    let (one, other) = (world.open_tab(), world.open_tab());
    world.settle();
    assert!(world.disk.corrupt(Store::Meta, &text("journal".to_owned())));
    world.commit(one, vec![create(&scope(), "a", r#"{"t":1}"#)]);
    world.settle();
    assert_eq!(world.shown(other, &scope(), "a").as_deref(), Some(r#"{"t":1}"#));
    assert_eq!(world.tab(other).issues, []);
    let visible = world.engine(other).visible(&scope(), &"a".into()).map(|visible| visible.standing);
    assert_eq!(visible, Some(Standing::Waiting(1)));
}
