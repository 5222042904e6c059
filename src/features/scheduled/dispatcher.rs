//! Sends what is due.

use crate::state::Dispatch;
use leptos::prelude::*;

/// Draws nothing.
#[component]
pub fn Dispatcher() -> impl IntoView {
    Dispatch::run();
}
