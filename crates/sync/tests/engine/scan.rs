//! Going through all of a scope, as a search does.

use crate::pull::{filled, record};
use crate::world::scope;
use protocol::codec::{self, PlainCodec};
use protocol::{Record, RecordId};
use std::collections::BTreeMap;
use std::sync::Arc;
use sync::stored::{Directory, Place, Segment, SegmentRef};
use sync::{Durability, Lane, MemoryStore, Put, Scan, Store, StoreKey, TxPlan, key, mark};

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

/// A store with these segments of one record each: number, snapshot, and what the record says.
fn sealed(segments: &[(u64, u32, &str, &str)]) -> MemoryStore {
    let put = |store, key: String, value: Vec<u8>| Put { store, key: StoreKey::Text(key), value };
    let reference = |(n, snap, id, _): &(u64, u32, &str, &str)| {
        let place = Place { at: 1, id: RecordId::from(*id) };
        SegmentRef { n: *n, snap: *snap, lane: Lane::Timeline, from: place.clone(), to: place, count: 1 }
    };
    let directory = Directory { next: 99, segments: segments.iter().map(reference).collect() };
    let mut puts: Vec<Put> = segments
        .iter()
        .map(|(n, _, id, text)| {
            let segment = Segment { records: vec![record(id, 1, text)] };
            put(Store::Segs, key::segment(&scope(), *n), codec::encode(&PlainCodec, &segment).unwrap())
        })
        .collect();
    puts.push(put(Store::Meta, key::directory(&scope()), codec::encode(&PlainCodec, &directory).unwrap()));
    let mut store = MemoryStore::new();
    let (guards, deletes, appends) = (Vec::new(), Vec::new(), Vec::new());
    store.run(&TxPlan { durability: Durability::Relaxed, guards, puts, deletes, appends }).unwrap();
    store
}

#[test]
fn what_is_passed_over_is_read_where_it_may_hold_a_later_version() {
    let old = r#"{"t":"old"}"#;
    let store = sealed(&[
        (1, 0, "m1", old),
        (2, 0, "m2", old),
        (3, 0, "m3", old),
        (4, 0, "m1", r#"{"t":"new"}"#),
        (5, 1, "m2", r#"{"t":"new"}"#),
    ]);
    let mut scan = Scan::new(scope());
    let head = scan.plan().unwrap();
    assert!(scan.take(&store.read(&head)).is_empty());
    let of = |n: u64| ["", "m1", "m2", "m3", "m1", "m2"][usize::try_from(n).unwrap()];
    scan.pass_over(|segment| (segment.n > 3).then(|| Arc::from([mark(&RecordId::from(of(segment.n)))])));
    assert_eq!(scan.left().len(), 3);

    let plan = scan.plan().unwrap();
    let met = scan.take(&store.read(&plan));
    let doubted: Vec<_> = met.iter().map(|record| scan.doubt(&record.head.id)).collect();
    let said: BTreeMap<_, _> = met.iter().map(|record| record.head.id.as_str()).zip(doubted).collect();
    assert_eq!(said, BTreeMap::from([("m1", true), ("m2", true), ("m3", false)]));
    assert!(scan.is_in_doubt());

    let plan = scan.plan().unwrap();
    let later = scan.take(&store.read(&plan));
    assert!(!scan.is_in_doubt() && later.iter().all(|record| record.body.as_str().contains("new")));
    assert_eq!((later.len(), scan.plan()), (2, None));
}
