//! A part of a page under its heading.

use leptos::prelude::*;

/// The part.
#[component]
pub fn Section(
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="section">
            <header class="section-head">
                <h2 class="section-title">{move || title.get()}</h2>
            </header>
            {children()}
        </section>
    }
}
