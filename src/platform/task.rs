//! Work that outlives the component that started it: the engine's driver, a sign-in.

use std::future::Future;

/// Runs `work` to its end. For what belongs to the app, not to a component: a component uses an
/// `Action`, so that its work ends with it.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(work);
}
