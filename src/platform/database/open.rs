//! Opening, watching and deleting a database.

use super::{bytes, store_name};
use crate::platform::{has, window};
use futures_channel::oneshot;
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use sync::Store;
use wasm_bindgen::prelude::*;
use web_sys::{Event, IdbDatabase, IdbFactory, IdbObjectStoreParameters, IdbOpenDbRequest};

/// How long the browser may take to open or delete; some versions of Safari never answer.
const PATIENCE_MS: u32 = 8_000;

/// Why there is no database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenFailure {
    /// This browser has no IndexedDB, or withholds it (private mode, blocked site data).
    Absent,
    /// Another tab holds it and does not let go.
    Blocked,
    /// The browser did not answer.
    Silent,
    /// It refused, in its words.
    Refused(String),
}

/// A connection, and whether the database was made by opening it.
pub(super) struct Connected {
    pub(super) database: IdbDatabase,
    pub(super) made: bool,
}

fn factory() -> Option<IdbFactory> {
    let window = window()?;
    if !has(&window, "indexedDB") {
        return None;
    }
    window.indexed_db().ok().flatten()
}

/// Opens version 1 and makes the engine's stores where there are none.
pub(super) async fn connect(name: &str) -> Result<Connected, OpenFailure> {
    connect_with(name, make_stores).await
}

/// The same, with stores that `make` makes.
pub(super) async fn connect_with(name: &str, make: fn(&IdbDatabase)) -> Result<Connected, OpenFailure> {
    let factory = factory().ok_or(OpenFailure::Absent)?;
    let request = factory.open_with_u32(name, 1).map_err(|_| OpenFailure::Absent)?;
    let made = Rc::new(Cell::new(false));
    let on_upgrade = Closure::<dyn FnMut(Event)>::new({
        let (made, request) = (Rc::clone(&made), request.clone());
        move |_| {
            made.set(true);
            if let Some(database) = opened(&request) {
                make(&database);
            }
        }
    });
    request.set_onupgradeneeded(Some(on_upgrade.as_ref().unchecked_ref()));
    settled(&request).await?;
    request.set_onupgradeneeded(None);
    let database = opened(&request).ok_or_else(|| OpenFailure::Refused("no database".to_owned()))?;
    Ok(Connected { database, made: made.get() })
}

fn opened(request: &IdbOpenDbRequest) -> Option<IdbDatabase> {
    request.result().ok()?.dyn_into().ok()
}

/// Makes the five stores. An exception here aborts the upgrade, and the open request fails.
fn make_stores(database: &IdbDatabase) {
    for store in [Store::Log, Store::Rows, Store::Segs, Store::Meta, Store::Side] {
        let parameters = IdbObjectStoreParameters::new();
        parameters.set_auto_increment(store == Store::Log);
        let _ = database.create_object_store_with_optional_parameters(store_name(store), &parameters);
    }
}

/// Deletes the database called `name`. Other tabs close their connections when they hear of it.
///
/// # Errors
/// The browser refused, or a tab did not let go in time; the browser then deletes it later.
pub async fn delete(name: &str) -> Result<(), OpenFailure> {
    let factory = factory().ok_or(OpenFailure::Absent)?;
    let request = factory.delete_database(name).map_err(|_| OpenFailure::Absent)?;
    settled(&request).await
}

/// Waits until the request succeeded or failed. Being blocked is no end: the other tab may let go.
async fn settled(request: &IdbOpenDbRequest) -> Result<(), OpenFailure> {
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let settle = move |outcome| {
        if let Some(sender) = sender.take() {
            let _ = sender.send(outcome);
        }
    };
    let blocked = Rc::new(Cell::new(false));
    let on_event = Closure::<dyn FnMut(Event)>::new({
        let (settle, request, blocked) = (settle.clone(), request.clone(), Rc::clone(&blocked));
        move |event: Event| match event.type_().as_str() {
            "success" => settle(Ok(())),
            "blocked" => blocked.set(true),
            _ => settle(Err(refusal(&request))),
        }
    });
    let callback = on_event.as_ref().unchecked_ref();
    request.set_onsuccess(Some(callback));
    request.set_onerror(Some(callback));
    request.set_onblocked(Some(callback));
    let watchdog = Timeout::new(PATIENCE_MS, move || {
        settle(Err(if blocked.get() { OpenFailure::Blocked } else { OpenFailure::Silent }));
    });
    let outcome = receiver.await.unwrap_or(Err(OpenFailure::Silent));
    drop(watchdog);
    request.set_onsuccess(None);
    request.set_onerror(None);
    request.set_onblocked(None);
    if outcome.is_err() {
        close_when_it_comes(request);
    }
    outcome
}

/// A connection that arrives after nobody waits for it any more would block every deletion.
fn close_when_it_comes(request: &IdbOpenDbRequest) {
    let late = request.clone();
    let on_success = Closure::once_into_js(move || {
        if let Some(database) = opened(&late) {
            database.close();
        }
    });
    request.set_onsuccess(Some(on_success.unchecked_ref()));
}

/// An old Firefox says `InvalidStateError` for private mode, others `SecurityError` for blocked data.
fn refusal(request: &IdbOpenDbRequest) -> OpenFailure {
    match request.error().ok().flatten() {
        Some(error) if matches!(error.name().as_str(), "SecurityError" | "InvalidStateError") => {
            OpenFailure::Absent
        }
        Some(error) => OpenFailure::Refused(bytes::words(&error)),
        None => OpenFailure::Refused("unknown".to_owned()),
    }
}

/// Calls `on_loss` when the connection ends from outside: with `true` where another tab deletes
/// the database (this connection is then closed at once, or the other tab would wait).
pub(super) fn watch(connection: &IdbDatabase, on_loss: impl Fn(bool) + 'static) {
    let callback = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        on_loss(event.type_() == "versionchange");
    });
    let callback = callback.into_js_value();
    connection.set_onversionchange(Some(callback.unchecked_ref()));
    connection.set_onclose(Some(callback.unchecked_ref()));
}

/// Stops listening.
pub(super) fn unwatch(connection: &IdbDatabase) {
    connection.set_onversionchange(None);
    connection.set_onclose(None);
}
