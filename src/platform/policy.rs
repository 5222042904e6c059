//! The page's own Content-Security-Policy, where it stops a request.

use crate::platform::window;
use gloo_events::EventListener;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;

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

    /// The address that was stopped last.
    pub fn last(&self) -> Option<String> {
        self.stopped.borrow().last().cloned()
    }
}
