//! Every part in every state, light and dark side by side; development builds only. The samples are
//! not words of the app, so they stand here.

pub mod data;
pub mod input;
pub mod marks;
pub mod overlay;
pub mod stream;

use crate::ui::PageTitle;
use leptos::prelude::*;

/// The gallery.
#[component]
pub fn Gallery() -> impl IntoView {
    view! {
        <main class="gallery" id="main" tabindex="-1">
            <PageTitle title="Paper, ink, one seal".to_owned()/>
            <div class="gallery-halves">
                <Half theme="light"/>
                <Half theme="dark"/>
            </div>
        </main>
    }
}

#[component]
fn Half(theme: &'static str) -> impl IntoView {
    view! {
        <section class="gallery-half" data-theme=theme aria-label=theme>
            <marks::Seals/>
            <marks::Colors/>
            <marks::Type/>
            <marks::Icons/>
            <input::Buttons/>
            <input::Fields/>
            <input::Choices/>
            <data::States/>
            <data::Bars/>
            <data::Rows/>
            <data::Faces/>
            <data::Written/>
            <overlay::Overlays/>
            <overlay::Frames/>
            <stream::Long/>
        </section>
    }
}

#[component]
fn Block(name: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="gallery-block">
            <h2 class="gallery-name">{name}</h2>
            {children()}
        </section>
    }
}

/// A sample text as a prop.
fn words(text: &'static str) -> Signal<String> {
    Signal::stored(text.to_owned())
}
