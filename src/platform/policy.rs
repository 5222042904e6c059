//! The page's own Content-Security-Policy, where it stops a request.

use crate::platform::{clock, window};
use gloo_events::EventListener;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// How long after a request failed its reason may be told, milliseconds.
const HEARSAY_MS: u64 = 60;

/// Hears what the policy stops, until it is dropped.
pub struct Watch {
    stopped: Rc<RefCell<Vec<String>>>,
    _listener: Option<EventListener>,
}

impl Watch {
    /// Begins to listen.
    pub fn start() -> Self {
        let stopped = Rc::new(RefCell::new(Vec::new()));
        let document = window().and_then(|window| window.document());
        let listener = document.map(|document| {
            let stopped = Rc::clone(&stopped);
            EventListener::new(&document, "securitypolicyviolation", move |event| {
                let text = |name: &str| {
                    js_sys::Reflect::get(event, &JsValue::from_str(name))
                        .ok()
                        .and_then(|value| value.as_string())
                };
                let directive = text("effectiveDirective").unwrap_or_default();
                if let Some(url) = text("blockedURI").filter(|_| directive == "connect-src") {
                    stopped.borrow_mut().push(url);
                }
            })
        });
        Self { stopped, _listener: listener }
    }

    /// What to add to the policy, so that the request which it stopped last goes through; `None` where
    /// it stopped none. A page hears of it a moment after the request failed.
    pub async fn verdict(&self) -> Option<String> {
        clock::sleep(HEARSAY_MS).await;
        self.line()
    }

    /// The same, without waiting for what is yet to be heard.
    pub fn line(&self) -> Option<String> {
        let stopped = self.stopped.borrow();
        let url = stopped.last()?;
        let host = url.find("://").map_or(0, |at| at + 3);
        let end = url.get(host..)?.find('/').map_or(url.len(), |at| at + host);
        Some(["connect-src 'self' ", url.get(..end)?].concat())
    }
}
