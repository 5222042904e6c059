//! Raised and sunken paper.

use leptos::prelude::*;

/// How much a card weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardWeight {
    /// As any.
    #[default]
    Plain,
    /// A bar of ink along the top.
    Important,
}

/// A card. Never in another card: inside one stands a [`Well`].
#[component]
pub fn Card(
    /// How much it weighs.
    #[prop(optional)]
    weight: CardWeight,
    /// What stands on it.
    children: Children,
) -> impl IntoView {
    let weight = match weight {
        CardWeight::Plain => "plain",
        CardWeight::Important => "important",
    };

    view! {
        <div class="card" data-weight=weight>
            {children()}
        </div>
    }
}

/// A sunken place, for what belongs to its surroundings.
#[component]
pub fn Well(
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    view! { <div class="well">{children()}</div> }
}
