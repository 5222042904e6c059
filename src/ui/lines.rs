//! The lines that part a stream.

use leptos::prelude::*;

/// A day begins.
#[component]
pub fn DayLine(
    /// The day in words.
    #[prop(into)]
    label: Signal<String>,
    /// The day as `2026-11-21`, for machines.
    #[prop(optional, into)]
    date: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <div class="line" data-kind="day">
            <time datetime=move || date.get()>{move || label.get()}</time>
        </div>
    }
}

/// From here on it is unread.
#[component]
pub fn UnreadLine(
    /// How many, in words.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="line" data-kind="unread" role="separator" aria-label=move || label.get()>
            <span>{move || label.get()}</span>
        </div>
    }
}
