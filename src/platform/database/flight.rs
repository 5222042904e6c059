//! One transaction from its start to its end, in callbacks.
//!
//! Two callbacks are enough: the last read's `onsuccess` (requests of a transaction finish in
//! order, so all reads have their results by then), and the transaction's end. The flight keeps
//! itself alive until that end, also where nobody waits for it any more.

use super::{bytes, store_name};
use futures_channel::oneshot;
use gloo_timers::callback::Timeout;
use js_sys::{Array, Object, Reflect};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use sync::plan::JOURNAL;
use sync::{Append, Found, Guard, KeyRange, ReadPlan, Store, StoreKey, TxFailure, TxPlan, TxReceipt};
use wasm_bindgen::prelude::*;
use web_sys::{Event, IdbDatabase, IdbRequest, IdbTransaction};

#[wasm_bindgen]
extern "C" {
    /// `IDBDatabase.transaction` with its options, which stable web-sys lacks.
    type Connection;

    #[wasm_bindgen(method, catch, js_name = transaction)]
    fn begin(
        this: &Connection,
        stores: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;

    /// `IDBTransaction.commit`, which some browsers lack and web-sys calls deprecated.
    type Committable;

    #[wasm_bindgen(method, catch)]
    fn commit(this: &Committable) -> Result<(), JsValue>;
}

/// The durability that IndexedDB is asked for.
#[derive(Clone, Copy)]
pub(super) enum Durable {
    /// Flushed to the disk.
    Strict,
    /// Handed to the operating system.
    Relaxed,
}

/// How long a transaction may take before it is aborted and run again on a new connection: on
/// some phones a connection that died in the background never says so. An abort that comes too
/// late is an error without effect, so this can't undo what was committed.
const PATIENCE_MS: u32 = 30_000;

/// Why the adapter itself ended the transaction, if it did.
type Verdict = Rc<RefCell<Option<TxFailure>>>;

type OnEnd = Closure<dyn FnMut(Event)>;

/// Keeps a transaction's callbacks until it ended.
#[derive(Default)]
struct Flight {
    on_read: RefCell<Option<Closure<dyn FnMut()>>>,
    on_end: RefCell<Option<OnEnd>>,
    watchdog: RefCell<Option<Timeout>>,
}

impl Flight {
    /// Frees the callbacks. The one that runs is freed when it returns.
    fn end(&self) {
        self.on_read.take();
        self.watchdog.take();
        self.on_end.take();
    }
}

/// Runs a plan of writes.
pub(super) async fn write(
    connection: IdbDatabase,
    plan: &TxPlan,
    durable: Durable,
) -> Result<TxReceipt, TxFailure> {
    let transaction = begin(&connection, &stores_of(plan), "readwrite", durable)?;
    let writer = Writer::new(transaction.clone(), plan.clone()).map_err(|error| bytes::failure(&error))?;
    let writer = Rc::new(writer);
    let flight = Rc::new(Flight::default());
    let on_read = Closure::new({
        let writer = Rc::clone(&writer);
        move || writer.write()
    });
    writer.journal.set_onsuccess(Some(on_read.as_ref().unchecked_ref()));
    flight.on_read.replace(Some(on_read));
    land(&transaction, flight, Rc::clone(&writer.verdict)).await?;
    Ok(writer.receipt())
}

/// Runs a plan of reads.
pub(super) async fn read(connection: IdbDatabase, plan: &ReadPlan) -> Result<Found, TxFailure> {
    let stores: BTreeSet<Store> = plan
        .gets
        .iter()
        .map(|(store, _)| *store)
        .chain(plan.ranges.iter().map(|range| range.store))
        .collect();
    if stores.is_empty() {
        return Ok(Found::default());
    }
    let transaction = begin(&connection, &stores, "readonly", Durable::Relaxed)?;
    let lost = |error: JsValue| bytes::failure(&error);
    let gets = plan
        .gets
        .iter()
        .map(|(store, key)| get(&transaction, *store, key))
        .collect::<Result<Vec<_>, _>>()
        .map_err(lost)?;
    let ranges = plan
        .ranges
        .iter()
        .map(|range| Scan::issue(&transaction, range))
        .collect::<Result<Vec<_>, _>>()
        .map_err(lost)?;
    land(&transaction, Rc::default(), Verdict::default()).await?;
    Ok(Found {
        gets: gets.iter().map(|request| bytes::read_value(&result(request))).collect(),
        ranges: ranges.iter().map(|scan| scan.as_ref().map(Scan::found).unwrap_or_default()).collect(),
    })
}

/// What a transaction of writes needs between its reads and its end.
struct Writer {
    transaction: IdbTransaction,
    plan: TxPlan,
    guards: Vec<IdbRequest>,
    journal: IdbRequest,
    appends: RefCell<Vec<IdbRequest>>,
    change: Cell<u64>,
    verdict: Verdict,
}

impl Writer {
    /// Issues the reads of the guards and, last, of the journal.
    fn new(transaction: IdbTransaction, plan: TxPlan) -> Result<Self, JsValue> {
        let meta = |key: &str| get(&transaction, Store::Meta, &StoreKey::Text(key.to_owned()));
        let guards = plan.guards.iter().map(|guard| meta(&guard.key)).collect::<Result<_, _>>()?;
        let journal = meta(JOURNAL)?;
        Ok(Self {
            transaction,
            plan,
            guards,
            journal,
            appends: RefCell::default(),
            change: Cell::new(0),
            verdict: Verdict::default(),
        })
    }

    /// In the last read's callback: all writes, or none.
    fn write(&self) {
        let outcome = match self.broken_guard() {
            Some(key) => Err(TxFailure::Guard { key }),
            None => self.issue().map_err(|error| bytes::failure(&error)),
        };
        match outcome {
            // Without this the browser commits all the same, a turn of its event loop later.
            Ok(()) => _ = self.transaction.unchecked_ref::<Committable>().commit(),
            Err(why) => {
                self.verdict.replace(Some(why));
                let _ = self.transaction.abort();
            }
        }
    }

    /// The first guard that does not hold.
    fn broken_guard(&self) -> Option<String> {
        let holds = |(guard, request): &(&Guard, &IdbRequest)| {
            bytes::read_value(&result(request)).as_deref() == guard.expected.as_deref()
        };
        let mut guards = self.plan.guards.iter().zip(&self.guards);
        guards.find(|pair| !holds(pair)).map(|(guard, _)| guard.key.clone())
    }

    fn issue(&self) -> Result<(), JsValue> {
        for (store, key) in &self.plan.deletes {
            self.transaction.object_store(store_name(*store))?.delete(&bytes::key(key))?;
        }
        for put in &self.plan.puts {
            self.put(put.store, &put.key, &put.value)?;
        }
        for Append(value) in &self.plan.appends {
            let log = self.transaction.object_store(store_name(Store::Log))?;
            self.appends.borrow_mut().push(log.add(&bytes::value(value))?);
        }
        let before = bytes::read_value(&result(&self.journal));
        let (journal, change) = sync::journal::next(before.as_deref(), &self.plan);
        self.change.set(change);
        self.put(Store::Meta, &StoreKey::Text(JOURNAL.to_owned()), &journal)
    }

    fn put(&self, store: Store, key: &StoreKey, value: &[u8]) -> Result<(), JsValue> {
        let store = self.transaction.object_store(store_name(store))?;
        store.put_with_key(&bytes::value(value), &bytes::key(key)).map(|_| ())
    }

    fn lsns(&self) -> Vec<u64> {
        let appends = self.appends.borrow();
        appends.iter().filter_map(|request| result(request).as_f64()).map(|lsn| lsn as u64).collect()
    }

    fn receipt(&self) -> TxReceipt {
        TxReceipt { lsns: self.lsns(), change: self.change.get() }
    }
}

/// A range being read: `getAll` and `getAllKeys` are faster than a cursor, which costs a turn of
/// the event loop for each row.
struct Scan {
    keys: IdbRequest,
    values: IdbRequest,
}

impl Scan {
    /// Issues the read; `None` for a range that holds nothing by its bounds.
    fn issue(transaction: &IdbTransaction, range: &KeyRange) -> Result<Option<Self>, JsValue> {
        if range.limit == Some(0) || range.to.as_ref().is_some_and(|to| *to <= range.from) {
            return Ok(None);
        }
        let store = transaction.object_store(store_name(range.store))?;
        let keys = bytes::range(range)?;
        let limit = range.limit.unwrap_or(u32::MAX);
        Ok(Some(Self {
            values: store.get_all_with_key_and_limit(&keys, limit)?,
            keys: store.get_all_keys_with_key_and_limit(&keys, limit)?,
        }))
    }

    fn found(&self) -> Vec<(StoreKey, Vec<u8>)> {
        let (keys, values) = (Array::from(&result(&self.keys)), Array::from(&result(&self.values)));
        keys.iter()
            .zip(values.iter())
            .filter_map(|(key, value)| Some((bytes::read_key(&key)?, bytes::read_value(&value)?)))
            .collect()
    }
}

fn begin(
    connection: &IdbDatabase,
    stores: &BTreeSet<Store>,
    mode: &str,
    durable: Durable,
) -> Result<IdbTransaction, TxFailure> {
    let names: Array = stores.iter().map(|store| JsValue::from_str(store_name(*store))).collect();
    let options = Object::new();
    let durability = match durable {
        Durable::Strict => "strict",
        Durable::Relaxed => "relaxed",
    };
    let set = Reflect::set(&options, &JsValue::from_str("durability"), &JsValue::from_str(durability));
    set.and_then(|_| connection.unchecked_ref::<Connection>().begin(&names, mode, &options))
        .map_err(|error| bytes::failure(&error))
}

fn stores_of(plan: &TxPlan) -> BTreeSet<Store> {
    let appends = plan.appends.iter().map(|_| Store::Log);
    let puts = plan.puts.iter().map(|put| put.store);
    let deletes = plan.deletes.iter().map(|(store, _)| *store);
    appends.chain(puts).chain(deletes).chain([Store::Meta]).collect()
}

fn get(transaction: &IdbTransaction, store: Store, key: &StoreKey) -> Result<IdbRequest, JsValue> {
    transaction.object_store(store_name(store))?.get(&bytes::key(key))
}

fn result(request: &IdbRequest) -> JsValue {
    request.result().unwrap_or(JsValue::UNDEFINED)
}

/// Waits for the transaction's end.
async fn land(transaction: &IdbTransaction, flight: Rc<Flight>, verdict: Verdict) -> Result<(), TxFailure> {
    let (sender, receiver) = oneshot::channel();
    let mut sender = Some(sender);
    let on_end = OnEnd::new({
        let (flight, transaction) = (Rc::clone(&flight), transaction.clone());
        move |event: Event| {
            let outcome = match event.type_().as_str() {
                "complete" => Ok(()),
                _ => Err(verdict.take().unwrap_or_else(|| cause(&transaction))),
            };
            if let Some(sender) = sender.take() {
                let _ = sender.send(outcome);
            }
            flight.end();
        }
    });
    let callback = on_end.as_ref().unchecked_ref();
    transaction.set_oncomplete(Some(callback));
    transaction.set_onabort(Some(callback));
    flight.on_end.replace(Some(on_end));
    flight.watchdog.replace(Some(Timeout::new(PATIENCE_MS, {
        let transaction = transaction.clone();
        move || {
            let _ = transaction.abort();
        }
    })));
    receiver.await.unwrap_or(Err(TxFailure::Lost))
}

/// Why the browser aborted. Without an error it was the watchdog, or a forced close.
fn cause(transaction: &IdbTransaction) -> TxFailure {
    transaction.error().map_or(TxFailure::Lost, |error| bytes::failure(&error))
}
