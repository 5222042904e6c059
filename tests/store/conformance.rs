//! What every store does.

use crate::stores::{TestStore, all, appends, guard, plan, put, puts, range, text};
use sync::journal::{self, Since, Touch};
use sync::plan::JOURNAL;
use sync::{Durability, MemoryStore, ReadPlan, Store, StoreKey, TxFailure, TxPlan};

macro_rules! suite {
    ($module:ident, $store:ty) => {
        mod $module {
            use crate::conformance as cases;
            use wasm_bindgen_test::wasm_bindgen_test;

            crate::conformance::suite!(@cases $store:
                a_plan_does_all_that_it_says
                a_failed_guard_changes_nothing_and_is_named
                a_guard_can_expect_that_there_is_nothing
                numbers_grow_over_deletions_and_a_reopening
                an_explicit_number_moves_the_next_one_on
                ranges_are_half_open_ascending_and_limited
                deletions_come_before_puts
                the_journal_tells_another_tab_what_changed
                two_connections_see_one_another_and_one_guard_holds
                many_plans_at_once_keep_their_order
                any_plans_do_as_the_model_does
            );
        }
    };
    (@cases $store:ty: $($case:ident)+) => {
        $(
            #[wasm_bindgen_test]
            async fn $case() {
                cases::$case::<$store>().await;
            }
        )+
    };
}
pub(crate) use suite;

pub(crate) async fn a_plan_does_all_that_it_says<S: TestStore>() {
    let store = S::new().await;
    store.run(&puts([put(Store::Rows, "old", b"1")])).await.unwrap();
    let everything = TxPlan {
        durability: Durability::Strict,
        puts: vec![put(Store::Segs, "s", b"2"), put(Store::Side, "c", b"3"), put(Store::Meta, "m", b"")],
        deletes: vec![(Store::Rows, text("old")), (Store::Rows, text("never was"))],
        ..appends([b"4", b"5"])
    };
    let receipt = store.run(&everything).await.unwrap();
    assert_eq!((receipt.lsns, receipt.change), (vec![1, 2], 2));
    assert_eq!(all(&store, Store::Rows).await, []);
    assert_eq!(all(&store, Store::Segs).await, [(text("s"), b"2".to_vec())]);
    assert_eq!(all(&store, Store::Meta).await, [(text("m"), Vec::new())]);
    let log = [(StoreKey::Lsn(1), b"4".to_vec()), (StoreKey::Lsn(2), b"5".to_vec())];
    assert_eq!(all(&store, Store::Log).await, log);
    let gets = vec![(Store::Side, text("c")), (Store::Side, text("d")), (Store::Log, StoreKey::Lsn(2))];
    let found = store.read(&ReadPlan { gets, ranges: Vec::new() }).await;
    assert_eq!(found.gets, [Some(b"3".to_vec()), None, Some(b"5".to_vec())]);
    store.discard().await;
}

pub(crate) async fn a_failed_guard_changes_nothing_and_is_named<S: TestStore>() {
    let store = S::new().await;
    store.run(&puts([put(Store::Meta, "epoch", &[1]), put(Store::Meta, "format", &[9])])).await.unwrap();
    let stale = TxPlan {
        guards: vec![guard("format", Some(&[9])), guard("epoch", Some(&[2]))],
        puts: vec![put(Store::Rows, "a", b"x")],
        deletes: vec![(Store::Meta, text("format"))],
        ..appends([b"y"])
    };
    assert_eq!(store.run(&stale).await, Err(TxFailure::Guard { key: "epoch".to_owned() }));
    assert_eq!(all(&store, Store::Rows).await, []);
    assert_eq!(all(&store, Store::Log).await, []);
    assert_eq!(all(&store, Store::Meta).await.len(), 2);
    // The failure used up neither a number nor a change.
    let receipt = store.run(&appends([b"z"])).await.unwrap();
    assert_eq!(receipt.change, 2);
    store.discard().await;
}

pub(crate) async fn a_guard_can_expect_that_there_is_nothing<S: TestStore>() {
    let store = S::new().await;
    let first = TxPlan { guards: vec![guard("device", None)], ..puts([put(Store::Meta, "device", b"d")]) };
    store.run(&first).await.unwrap();
    assert_eq!(store.run(&first).await, Err(TxFailure::Guard { key: "device".to_owned() }));
    // An empty value is a value.
    store.run(&puts([put(Store::Meta, "empty", b"")])).await.unwrap();
    let empty = TxPlan { guards: vec![guard("empty", Some(b""))], ..plan() };
    store.run(&empty).await.unwrap();
    let nothing = TxPlan { guards: vec![guard("empty", None)], ..plan() };
    assert!(store.run(&nothing).await.is_err());
    store.discard().await;
}

pub(crate) async fn numbers_grow_over_deletions_and_a_reopening<S: TestStore>() {
    let store = S::new().await;
    assert_eq!(store.run(&appends([b"a", b"b", b"c"])).await.unwrap().lsns, [1, 2, 3]);
    let clear = TxPlan { deletes: (1..=3).map(|n| (Store::Log, StoreKey::Lsn(n))).collect(), ..plan() };
    store.run(&clear).await.unwrap();
    assert_eq!(all(&store, Store::Log).await, []);
    let again = store.second_connection().await;
    assert_eq!(again.run(&appends([b"d"])).await.unwrap().lsns, [4]);
    again.discard().await;
    store.discard().await;
}

pub(crate) async fn an_explicit_number_moves_the_next_one_on<S: TestStore>() {
    let store = S::new().await;
    store.run(&appends([b"a"])).await.unwrap();
    let rewritten = sync::Put { store: Store::Log, key: StoreKey::Lsn(1), value: b"A".to_vec() };
    let ahead = sync::Put { store: Store::Log, key: StoreKey::Lsn(7), value: b"G".to_vec() };
    store.run(&puts([rewritten, ahead])).await.unwrap();
    assert_eq!(store.run(&appends([b"h"])).await.unwrap().lsns, [8]);
    let keys: Vec<StoreKey> = all(&store, Store::Log).await.into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, [StoreKey::Lsn(1), StoreKey::Lsn(7), StoreKey::Lsn(8)]);
    store.discard().await;
}

pub(crate) async fn ranges_are_half_open_ascending_and_limited<S: TestStore>() {
    let store = S::new().await;
    let keys = ["s1/all\0b", "s1/all\0a", "s1/all\0c", "s2/all\0a", "规\0一"];
    store
        .run(&TxPlan { puts: keys.map(|key| put(Store::Rows, key, key.as_bytes())).to_vec(), ..plan() })
        .await
        .unwrap();
    let found = async |from: &str, to: Option<&str>, limit| {
        let found = store.read(&range(Store::Rows, text(from), to.map(text), limit)).await;
        found
            .ranges
            .first()
            .unwrap()
            .iter()
            .map(|(_, value)| String::from_utf8(value.clone()).unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(found("s1/all\0", Some("s1/all\u{1}"), None).await, ["s1/all\0a", "s1/all\0b", "s1/all\0c"]);
    assert_eq!(found("s1/all\0a", Some("s1/all\0c"), None).await, ["s1/all\0a", "s1/all\0b"]);
    assert_eq!(found("s1/all\0b", None, Some(2)).await, ["s1/all\0b", "s1/all\0c"]);
    assert_eq!(found("s", None, Some(0)).await, [""; 0]);
    assert_eq!(found("t", None, None).await, ["规\0一"]);
    // A range whose end is not after its start is empty, not an error.
    assert_eq!(found("s2", Some("s1"), None).await, [""; 0]);
    store.discard().await;
}

pub(crate) async fn deletions_come_before_puts<S: TestStore>() {
    let store = S::new().await;
    store.run(&puts([put(Store::Rows, "a", b"1")])).await.unwrap();
    let replace = TxPlan { deletes: vec![(Store::Rows, text("a"))], ..puts([put(Store::Rows, "a", b"2")]) };
    store.run(&replace).await.unwrap();
    assert_eq!(all(&store, Store::Rows).await, [(text("a"), b"2".to_vec())]);
    store.discard().await;
}

pub(crate) async fn the_journal_tells_another_tab_what_changed<S: TestStore>() {
    let store = S::new().await;
    store.run(&puts([put(Store::Rows, "s\0a", b"1")])).await.unwrap();
    let seen = store.run(&puts([put(Store::Rows, "s\0b", b"1")])).await.unwrap().change;
    let receipt = store.run(&puts([put(Store::Side, "x\0y", b"1")])).await.unwrap();
    let found = store.read(&ReadPlan { gets: vec![(Store::Meta, text(JOURNAL))], ranges: Vec::new() }).await;
    let since = journal::read(found.gets.first().unwrap().as_deref(), seen);
    let places = [Touch::Key(Store::Side, "x\0y".to_owned())].into();
    assert_eq!(since, Since::Touched { change: receipt.change, places });
    store.discard().await;
}

pub(crate) async fn two_connections_see_one_another_and_one_guard_holds<S: TestStore>() {
    let one = S::new().await;
    let other = one.second_connection().await;
    let take = |epoch: u8| TxPlan {
        guards: vec![guard(
            "epoch",
            epoch.checked_sub(1).map(|before| [before]).as_ref().map(<[u8; 1]>::as_slice),
        )],
        ..puts([put(Store::Meta, "epoch", &[epoch])])
    };
    one.run(&take(0)).await.unwrap();
    other.run(&take(1)).await.unwrap();
    assert!(matches!(one.run(&take(1)).await, Err(TxFailure::Guard { .. })));
    assert_eq!(one.run(&appends([b"a"])).await.unwrap().lsns, [1]);
    assert_eq!(other.run(&appends([b"b"])).await.unwrap().lsns, [2]);
    assert_eq!(all(&one, Store::Log).await, all(&other, Store::Log).await);
    other.discard().await;
    one.discard().await;
}

pub(crate) async fn many_plans_at_once_keep_their_order<S: TestStore>() {
    let store = S::new().await;
    let plans: Vec<TxPlan> = (0..50_u8)
        .map(|n| TxPlan { puts: vec![put(Store::Rows, "last", &[n])], ..appends([&[n]]) })
        .collect();
    let runs = plans.iter().map(|plan| store.run(plan));
    let receipts = futures_util::future::join_all(runs).await;
    let changes: Vec<u64> = receipts.into_iter().map(|receipt| receipt.unwrap().change).collect();
    assert_eq!(changes, (1..=50).collect::<Vec<u64>>());
    assert_eq!(all(&store, Store::Rows).await, [(text("last"), vec![49])]);
    let values: Vec<Vec<u8>> = all(&store, Store::Log).await.into_iter().map(|(_, value)| value).collect();
    assert_eq!(values, (0..50).map(|n| vec![n]).collect::<Vec<_>>());
    store.discard().await;
}

/// Two hundred plans drawn from a seed, on the store and on the model: the same answers.
pub(crate) async fn any_plans_do_as_the_model_does<S: TestStore>() {
    let (store, mut model) = (S::new().await, MemoryStore::new());
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..200 {
        let plan = dice.plan();
        assert_eq!(store.run(&plan).await, model.run(&plan), "{plan:?}");
    }
    for at in [Store::Log, Store::Rows, Store::Segs, Store::Meta, Store::Side] {
        let from = if at == Store::Log { StoreKey::Lsn(0) } else { text("") };
        let everything = range(at, from, None, None);
        assert_eq!(store.read(&everything).await, model.read(&everything));
    }
    store.discard().await;
}

/// xorshift64*: small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) % bound
    }

    fn place(&mut self) -> (Store, StoreKey) {
        let number = self.below(6);
        match self.below(5) {
            0 => (Store::Log, StoreKey::Lsn(number + 1)),
            1 => (Store::Rows, text(&format!("scope\0{number}"))),
            2 => (Store::Segs, text(&format!("scope\0{number}"))),
            3 => (Store::Meta, text(&format!("name {number}"))),
            _ => (Store::Side, text(&format!("冲突\0{number}"))),
        }
    }

    fn value(&mut self) -> Vec<u8> {
        (0..self.below(40)).map(|n| n as u8).collect()
    }

    fn plan(&mut self) -> TxPlan {
        let mut plan = plan();
        for _ in 0..self.below(4) {
            let (store, key) = self.place();
            let value = self.value();
            plan.puts.push(sync::Put { store, key, value });
        }
        for _ in 0..self.below(3) {
            plan.deletes.push(self.place());
        }
        for _ in 0..self.below(3) {
            let value = self.value();
            plan.appends.push(sync::Append(value));
        }
        if self.below(4) == 0 {
            let expected = (self.below(2) == 0).then(|| self.value());
            plan.guards.push(sync::Guard { key: format!("name {}", self.below(6)), expected });
        }
        plan
    }
}
