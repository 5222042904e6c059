//! The shell: contexts, routes and what stands around every page.

use leptos::prelude::*;

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    crate::state::provide();

    view! { <main></main> }
}
