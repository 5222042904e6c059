//! Going through all of a scope, as a search does.

use crate::pull::{filled, record};
use crate::world::scope;
use protocol::Record;
use std::collections::BTreeMap;
use sync::{MemoryStore, Scan};

/// Everything that a walk meets, by id, and the order in which it came.
fn walked(store: &MemoryStore) -> (BTreeMap<String, Record>, Vec<String>) {
    let (mut scan, mut all, mut order) = (Scan::new(scope()), BTreeMap::new(), Vec::new());
    while let Some(plan) = scan.plan() {
        for record in scan.take(&store.read(&plan)) {
            order.push(record.head.id.to_string());
            all.insert(record.head.id.to_string(), record);
        }
    }
    (all, order)
}

#[test]
fn a_walk_meets_every_record_of_the_device_newest_first_as_it_is_now() {
    let mut world = filled(200);
    world.open_tab();
    world.settle();
    let (all, order) = walked(&world.disk);
    assert_eq!(all.len(), 200);
    let messages: Vec<_> = order.iter().filter(|id| id.starts_with('m')).collect();
    assert!(messages.is_sorted_by(|a, b| a > b), "{messages:?}");

    world.server.write(&scope(), &record("m0007", 7, r#"{"t":"new"}"#));
    world.server.write(&scope(), &Record { deleted: true, ..record("m0008", 8, "{}") });
    world.pass(20_000);
    let (all, _) = walked(&world.disk);
    assert_eq!(all["m0007"].body.as_str(), r#"{"t":"new"}"#);
    assert!(all["m0008"].deleted);
    assert_eq!(all.len(), 200);
}

#[test]
fn a_walk_through_nothing_ends() {
    assert!(walked(&MemoryStore::default()).0.is_empty());
}
