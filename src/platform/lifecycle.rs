//! The page's life: shown and hidden, frozen and thawed, on and off the network.

use crate::platform::window;
use gloo_events::EventListener;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Event, PageTransitionEvent, VisibilityState};

/// Something that happened to the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// It is shown, or hidden. Hidden is the last that a phone's page may ever hear.
    Visible(bool),
    /// It goes away, perhaps to be taken out of the cache later.
    PutAway,
    /// It runs again after a freeze or out of the back-forward cache. Timers stood still.
    Resumed,
    /// The browser believes that there is a network.
    Online,
    /// The browser believes that there is none.
    Offline,
}

/// Listens until it is dropped.
pub struct Watch {
    _listeners: Vec<EventListener>,
}

/// Whether the page is shown now.
pub fn is_visible() -> bool {
    window()
        .and_then(|window| window.document())
        .is_none_or(|document| document.visibility_state() == VisibilityState::Visible)
}

/// Whether the browser believes that there is a network. A hint only: it calls a captive portal one.
pub fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Tells `handler` of every moment.
pub fn watch(handler: impl Fn(Moment) + 'static) -> Watch {
    let handler = Rc::new(handler);
    let mut listeners = Vec::new();
    let Some(window) = window() else { return Watch { _listeners: listeners } };
    let Some(document) = window.document() else { return Watch { _listeners: listeners } };
    let mut on = |target: &web_sys::EventTarget, name: &'static str, read: fn(&Event) -> Option<Moment>| {
        let handler = Rc::clone(&handler);
        listeners.push(EventListener::new(target, name, move |event| {
            if let Some(moment) = read(event) {
                handler(moment);
            }
        }));
    };
    on(&document, "visibilitychange", |_| Some(Moment::Visible(is_visible())));
    on(&document, "resume", |_| Some(Moment::Resumed));
    on(&window, "pagehide", |_| Some(Moment::PutAway));
    on(&window, "pageshow", |event| {
        let from_cache = event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted);
        from_cache.then_some(Moment::Resumed)
    });
    on(&window, "online", |_| Some(Moment::Online));
    on(&window, "offline", |_| Some(Moment::Offline));
    Watch { _listeners: listeners }
}
