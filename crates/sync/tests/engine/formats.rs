//! Stores of other versions. `golden/` keeps one of each format that was ever written: today's code
//! opens it, and nothing of it is lost. A file there never changes; a new format gets a file of its own.

use crate::world::{World, create, private, scope};
use protocol::codec;
use sync::{Durability, Issue, MemoryStore, Put, Store, StoreKey, TxPlan, key, stored};

const FIRST: &str = include_str!("golden/format-1.txt");

fn plan() -> TxPlan {
    TxPlan {
        durability: Durability::Strict,
        guards: Vec::new(),
        puts: Vec::new(),
        deletes: Vec::new(),
        appends: Vec::new(),
    }
}

/// One line for each value: store, key, bytes in hexadecimal digits.
fn read(text: &str) -> MemoryStore {
    let bytes = |digits: &str| {
        let pairs = (0..digits.len() / 2).map(|at| &digits[2 * at..2 * at + 2]);
        pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect::<Vec<u8>>()
    };
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let puts = lines.map(|line| {
        let [store, name, value] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (store, key) = match store {
            "log" => (Store::Log, StoreKey::Lsn(name.parse().unwrap())),
            other => {
                let store = match other {
                    "rows" => Store::Rows,
                    "segs" => Store::Segs,
                    "meta" => Store::Meta,
                    _ => Store::Side,
                };
                (store, StoreKey::Text(name.replace('|', "\0")))
            }
        };
        Put { store, key, value: bytes(value) }
    });
    let mut disk = MemoryStore::new();
    disk.run(&TxPlan { puts: puts.collect(), ..plan() }).unwrap();
    disk
}

#[test]
fn a_store_of_the_first_format_opens_and_loses_nothing() {
    let mut world = World::new();
    world.disk = read(FIRST);
    let tab = world.open_tab();
    world.settle();
    assert_eq!(world.tab(tab).issues, []);
    assert_eq!(world.engine(tab).unreadable().count(), 0);
    let outbox = world.engine(tab).outbox();
    let stuck: Vec<u64> = outbox.iter().filter(|one| one.lsn > 4).map(|one| one.lsn).collect();
    assert_eq!(stuck, [5, 6, 7]);
    for (id, text) in [("m01", 0), ("m03", 9), ("w0", 0), ("w1", 1), ("w2", 2)] {
        assert_eq!(world.shown(tab, &scope(), id), Some(format!(r#"{{"t":{text}}}"#)), "{id}");
    }
    world.pass(60_000);
    for id in ["w0", "w1", "w2"] {
        assert!(world.served(&scope(), id).is_some(), "{id}");
    }
    let left: Vec<u64> = world.engine(tab).outbox().iter().map(|one| one.lsn).collect();
    assert_eq!(left, [5, 6, 7]);
}

#[test]
fn older_code_reads_what_it_can_in_a_newer_store_appends_and_changes_nothing() {
    let mut world = World::new();
    let tab = world.open_tab();
    world.commit(tab, vec![create(&scope(), "a", r#"{"t":1}"#), create(&private(), "b", r#"{"t":1}"#)]);
    world.pass(1_000);
    let newer = world.disk.all(Store::Rows).map(|(key, value)| {
        let value = std::iter::once(codec::FORMAT + 1).chain(value.iter().skip(1).copied()).collect();
        Put { store: Store::Rows, key: key.clone(), value }
    });
    let mut puts: Vec<Put> = newer.collect();
    let format = (stored::FORMAT + 1).to_le_bytes().to_vec();
    puts.push(Put { store: Store::Meta, key: StoreKey::Text(key::FORMAT.to_owned()), value: format });
    let epoch = 99_u64.to_le_bytes().to_vec();
    puts.push(Put { store: Store::Meta, key: StoreKey::Text(key::EPOCH.to_owned()), value: epoch });
    world.disk.run(&TxPlan { puts, ..plan() }).unwrap();
    let before = world.disk.clone();
    world.commit(tab, vec![create(&scope(), "c", r#"{"t":1}"#)]);
    world.pass(60_000);
    assert_eq!(world.tab(tab).issues, [Issue::NewerFormat]);
    assert_eq!(world.shown(tab, &scope(), "a").as_deref(), Some(r#"{"t":1}"#), "memory goes on showing");
    assert!(world.served(&scope(), "c").is_none(), "newer code sends it");
    let next = world.open_tab();
    world.pass(60_000);
    assert_eq!(world.tab(next).issues, [Issue::NewerFormat]);
    for store in [Store::Rows, Store::Segs, Store::Side] {
        assert!(before.all(store).eq(world.disk.all(store)), "{store:?}");
    }
    assert_eq!(world.disk.all(Store::Log).count(), 1);
    assert_eq!(
        world.disk.get(Store::Meta, &StoreKey::Text(key::EPOCH.to_owned())),
        Some(&99_u64.to_le_bytes()[..])
    );
}
