//! Databases of another shape than the engine's: opened by who knows their stores.

use super::open;
use futures_channel::oneshot;
use gloo_events::EventListener;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::{IdbDatabase, IdbTransaction};

/// Opens the database called `name`, its stores made by `make` where there is none.
pub(in crate::platform) async fn connect(name: &str, make: fn(&IdbDatabase)) -> Option<IdbDatabase> {
    Some(open::connect_with(name, make).await.ok()?.database)
}

/// Waits for the end of `transaction`; whether it was committed.
pub(in crate::platform) async fn committed(transaction: &IdbTransaction) -> bool {
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(Cell::new(Some(sender)));
    let on = |event: &'static str, good: bool| {
        let sender = Rc::clone(&sender);
        EventListener::once(transaction, event, move |_| {
            if let Some(sender) = sender.take() {
                let _ = sender.send(good);
            }
        })
    };
    let _listeners = [on("complete", true), on("error", false), on("abort", false)];
    receiver.await.unwrap_or(false)
}
