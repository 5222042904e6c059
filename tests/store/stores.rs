//! The stores under test behind one face.

use qunyue::platform::database::{self, Database};
use qunyue::platform::entropy;
use std::cell::RefCell;
use std::rc::Rc;
use sync::{
    Append, Durability, Found, Guard, KeyRange, MemoryStore, Put, ReadPlan, Store, StoreKey, TxFailure,
    TxPlan, TxReceipt,
};

/// A store that can be opened a second time.
pub(crate) trait TestStore: Sized {
    async fn new() -> Self;
    async fn second_connection(&self) -> Self;
    async fn run(&self, plan: &TxPlan) -> Result<TxReceipt, TxFailure>;
    async fn read(&self, plan: &ReadPlan) -> Found;
    async fn discard(self);
}

/// The store in memory. Its second connection is the same memory.
pub(crate) struct InMemory(Rc<RefCell<MemoryStore>>);

impl TestStore for InMemory {
    async fn new() -> Self {
        Self(Rc::default())
    }

    async fn second_connection(&self) -> Self {
        Self(Rc::clone(&self.0))
    }

    async fn run(&self, plan: &TxPlan) -> Result<TxReceipt, TxFailure> {
        self.0.borrow_mut().run(plan)
    }

    async fn read(&self, plan: &ReadPlan) -> Found {
        self.0.borrow().read(plan)
    }

    async fn discard(self) {}
}

/// The browser's database, under a name of its own.
pub(crate) struct InBrowser {
    pub(crate) name: String,
    pub(crate) database: Database,
}

impl TestStore for InBrowser {
    async fn new() -> Self {
        let name = format!("test-{}", u64::from_le_bytes(entropy::bytes().unwrap()));
        let database = Database::open(&name).await.unwrap();
        Self { name, database }
    }

    async fn second_connection(&self) -> Self {
        Self { name: self.name.clone(), database: Database::open(&self.name).await.unwrap() }
    }

    async fn run(&self, plan: &TxPlan) -> Result<TxReceipt, TxFailure> {
        self.database.run(plan).await
    }

    async fn read(&self, plan: &ReadPlan) -> Found {
        self.database.read(plan).await.unwrap()
    }

    async fn discard(self) {
        self.database.close();
        let _ = database::delete(&self.name).await;
    }
}

pub(crate) fn plan() -> TxPlan {
    TxPlan {
        durability: Durability::Relaxed,
        guards: Vec::new(),
        puts: Vec::new(),
        deletes: Vec::new(),
        appends: Vec::new(),
    }
}

pub(crate) fn text(key: &str) -> StoreKey {
    StoreKey::Text(key.to_owned())
}

pub(crate) fn put(store: Store, key: &str, value: &[u8]) -> Put {
    Put { store, key: text(key), value: value.to_vec() }
}

pub(crate) fn puts<const N: usize>(puts: [Put; N]) -> TxPlan {
    TxPlan { puts: puts.to_vec(), ..plan() }
}

pub(crate) fn appends<const N: usize>(values: [&[u8]; N]) -> TxPlan {
    TxPlan {
        durability: Durability::Strict,
        appends: values.map(|value| Append(value.to_vec())).to_vec(),
        ..plan()
    }
}

pub(crate) fn guard(key: &str, expected: Option<&[u8]>) -> Guard {
    Guard { key: key.to_owned(), expected: expected.map(<[u8]>::to_vec) }
}

pub(crate) fn range(store: Store, from: StoreKey, to: Option<StoreKey>, limit: Option<u32>) -> ReadPlan {
    ReadPlan { gets: Vec::new(), ranges: vec![KeyRange { store, from, to, limit }] }
}

/// Everything in a store but the journal.
pub(crate) async fn all<S: TestStore>(subject: &S, store: Store) -> Vec<(StoreKey, Vec<u8>)> {
    let from = if store == Store::Log { StoreKey::Lsn(0) } else { text("") };
    let mut found = subject.read(&range(store, from, None, None)).await;
    let mut rows = found.ranges.pop().unwrap();
    rows.retain(|(key, _)| *key != text(sync::plan::JOURNAL));
    rows
}
