//! The app's main places: a bar at the bottom of a phone, a rail at the left of a desk.

use crate::ui::count::Count;
use crate::ui::icon::{Icon, IconName};
use leptos::prelude::*;

/// One place.
#[derive(Clone)]
pub struct Place {
    /// Its icon.
    pub icon: IconName,
    /// Its name.
    pub label: Signal<String>,
    /// Where it is.
    pub to: Signal<String>,
    /// Whether one is there now.
    pub is_here: Signal<bool>,
    /// How much waits there.
    pub count: Signal<usize>,
    /// The same in words.
    pub count_label: Signal<String>,
}

impl Place {
    /// A place where nothing waits.
    pub fn new(
        icon: IconName,
        label: impl Fn() -> String + Send + Sync + 'static,
        to: impl Fn() -> String + Send + Sync + 'static,
        is_here: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Self {
        Self {
            icon,
            label: Signal::derive(label),
            to: Signal::derive(to),
            is_here: Signal::derive(is_here),
            count: Signal::stored(0),
            count_label: Signal::stored(String::new()),
        }
    }
}

/// The places at the bottom of a phone; five at most.
#[component]
pub fn BottomBar(
    /// Names the navigation.
    #[prop(into)]
    label: Signal<String>,
    /// The places.
    #[prop(into)]
    places: Signal<Vec<Place>>,
) -> impl IntoView {
    view! {
        <nav class="bottom-bar" aria-label=move || label.get()>
            <ul class="bottom-bar-places">
                {move || places.get().into_iter().map(|place| link(place, "bottom-bar-place")).collect::<Vec<_>>()}
            </ul>
        </nav>
    }
}

/// The rail at the left of a desk: the places, and below them what the caller adds.
#[component]
pub fn NavRail(
    /// The product's name.
    #[prop(into)]
    brand: Signal<String>,
    /// Names the navigation.
    #[prop(into)]
    label: Signal<String>,
    /// The places.
    #[prop(into)]
    places: Signal<Vec<Place>>,
    /// The heading over what is added: "Spaces".
    #[prop(into)]
    heading: Signal<String>,
    /// More places, such as my spaces: links of the class `nav-rail-place`.
    children: Children,
) -> impl IntoView {
    view! {
        <nav class="nav-rail" aria-label=move || label.get()>
            <p class="nav-rail-brand">{move || brand.get()}</p>
            <ul class="nav-rail-list">
                {move || places.get().into_iter().map(|place| link(place, "nav-rail-place")).collect::<Vec<_>>()}
            </ul>
            <h2 class="nav-rail-heading">{move || heading.get()}</h2>
            {children()}
        </nav>
    }
}

fn link(place: Place, class: &'static str) -> impl IntoView {
    let Place { icon, label, to, is_here, count, count_label } = place;

    view! {
        <li>
            <a class=class href=move || to.get() aria-current=move || is_here.get().then_some("page")>
                <Icon name=icon/>
                <span>{move || label.get()}</span>
                <Count count label=count_label/>
            </a>
        </li>
    }
}
