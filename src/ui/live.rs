//! What is said to those who listen, and the way past what they have heard.

use crate::platform::focus;
use leptos::prelude::*;

/// How soon a change is read out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Urgency {
    /// When the listener pauses.
    #[default]
    Polite,
    /// At once.
    Assertive,
}

/// Words that are read out when they change, and are not seen.
#[component]
pub fn LiveRegion(
    /// What is said.
    #[prop(into)]
    words: Signal<String>,
    /// How soon.
    #[prop(optional)]
    urgency: Urgency,
) -> impl IntoView {
    let (live, role) = match urgency {
        Urgency::Polite => ("polite", "status"),
        Urgency::Assertive => ("assertive", "alert"),
    };

    view! {
        <div class="visually-hidden" role=role aria-live=live aria-atomic="true">
            {move || words.get()}
        </div>
    }
}

/// The first stop of the keyboard: over the bars, to the content.
#[component]
pub fn SkipLink(
    /// Its words.
    #[prop(into)]
    label: Signal<String>,
    /// The id of the content, which can take the focus.
    to: &'static str,
) -> impl IntoView {
    view! {
        <button class="skip-link" type="button" on:click=move |_| _ = focus::focus_id(to)>
            {move || label.get()}
        </button>
    }
}
