//! What only the browser's database does: connections are lost, databases deleted.

use crate::stores::{InBrowser, TestStore, all, appends, put, puts, text};
use gloo_timers::future::TimeoutFuture;
use qunyue::platform::database::{self, Database, Upheaval};
use std::cell::Cell;
use std::rc::Rc;
use sync::{Store, TxFailure};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_connection_that_went_away_is_opened_anew() {
    let store = InBrowser::new().await;
    store.run(&appends([b"a"])).await.unwrap();
    store.database.close();
    assert_eq!(store.run(&appends([b"b"])).await.unwrap().lsns, [2]);
    assert_eq!(all(&store, Store::Log).await.len(), 2);
    store.discard().await;
}

#[wasm_bindgen_test]
async fn what_was_written_is_there_after_everything_was_closed() {
    let store = InBrowser::new().await;
    store.run(&puts([put(Store::Segs, "s", &[7; 100_000])])).await.unwrap();
    store.database.close();
    let again = InBrowser { name: store.name.clone(), database: Database::open(&store.name).await.unwrap() };
    assert_eq!(all(&again, Store::Segs).await, [(text("s"), vec![7; 100_000])]);
    again.discard().await;
}

#[wasm_bindgen_test]
async fn nobody_has_to_wait_for_a_commit() {
    let store = InBrowser::new().await;
    {
        // Begun, and dropped at its first wait.
        let plan = appends([b"a"]);
        let mut run = Box::pin(store.run(&plan));
        let _ = futures_util::poll!(&mut run);
    }
    TimeoutFuture::new(200).await;
    assert_eq!(all(&store, Store::Log).await.len(), 1);
    store.discard().await;
}

#[wasm_bindgen_test]
async fn a_deletion_elsewhere_is_told_and_brings_no_empty_database_into_being() {
    let store = InBrowser::new().await;
    store.run(&appends([b"a"])).await.unwrap();
    let told = Rc::new(Cell::new(None));
    store.database.on_upheaval({
        let told = Rc::clone(&told);
        move |what| told.set(Some(what))
    });
    // The open connection lets go by itself, so the deletion is not blocked.
    database::delete(&store.name).await.unwrap();
    assert_eq!(told.get(), Some(Upheaval::Deleted));
    assert_eq!(store.run(&appends([b"b"])).await, Err(TxFailure::Lost));
}

#[wasm_bindgen_test]
async fn a_database_that_comes_back_empty_was_wiped() {
    let store = InBrowser::new().await;
    store.run(&appends([b"a"])).await.unwrap();
    let told = Rc::new(Cell::new(None));
    store.database.on_upheaval({
        let told = Rc::clone(&told);
        move |what| told.set(Some(what))
    });
    // A closed connection hears nothing of the deletion, as after the browser wiped the site.
    store.database.close();
    database::delete(&store.name).await.unwrap();
    assert_eq!(store.run(&appends([b"b"])).await, Err(TxFailure::Lost));
    assert_eq!(told.get(), Some(Upheaval::Wiped));
    let _ = database::delete(&store.name).await;
}
