//! A Web Lock. web-sys has them behind its unstable switch only, so they are bound here.

use crate::platform::locks::Lead;
use crate::platform::{has, task, window};
use js_sys::{Function, Object, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &Object,
        callback: &Function,
    ) -> Result<Promise, JsValue>;
}

/// A lock that is asked for or held. Dropping it releases it, or takes the request back.
pub(super) struct WebLock {
    state: Rc<State>,
    abort: web_sys::AbortController,
}

#[derive(Default)]
struct State {
    /// Resolves the promise that holds the lock.
    release: RefCell<Option<Function>>,
    dropped: Cell<bool>,
}

impl WebLock {
    /// Asks for the lock; `None` where the browser has none.
    pub(super) fn request(name: &str, steal: bool, handler: Rc<dyn Fn(Lead)>) -> Option<Self> {
        let navigator = window()?.navigator();
        if !has(&navigator, "locks") {
            return None;
        }
        let manager = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
        let abort = web_sys::AbortController::new().ok()?;
        let options = Object::new();
        // A stolen lock is granted at once; the two options exclude one another.
        let (key, value) =
            if steal { ("steal", JsValue::TRUE) } else { ("signal", JsValue::from(abort.signal())) };
        Reflect::set(&options, &JsValue::from_str(key), &value).ok()?;

        let state = Rc::new(State::default());
        let callback = on_granted(Rc::clone(&state), Rc::clone(&handler));
        let manager: LockManager = manager.unchecked_into();
        let held = manager.request(name, &options, callback.as_ref().unchecked_ref()).ok()?;
        task::spawn({
            let state = Rc::clone(&state);
            async move {
                // Rejects when another tab steals the lock, or when the request is taken back.
                let stolen = JsFuture::from(held).await.is_err();
                drop(callback);
                if stolen && state.release.take().is_some() && !state.dropped.get() {
                    handler(Lead::Lost);
                }
            }
        });
        Some(Self { state, abort })
    }
}

/// The callback that the browser runs when it grants the lock. The lock is held for as long as
/// the promise that it returns is open.
fn on_granted(state: Rc<State>, handler: Rc<dyn Fn(Lead)>) -> Closure<dyn FnMut() -> Promise> {
    Closure::new(move || {
        if state.dropped.get() {
            return Promise::resolve(&JsValue::UNDEFINED);
        }
        let promise = Promise::new(&mut |resolve, _| {
            state.release.replace(Some(resolve));
        });
        handler(Lead::Gained);
        promise
    })
}

impl Drop for WebLock {
    fn drop(&mut self) {
        self.state.dropped.set(true);
        match self.state.release.take() {
            Some(release) => _ = release.call0(&JsValue::UNDEFINED),
            None => self.abort.abort(),
        }
    }
}
