//! The home screen: my spaces, or the cover for who is not signed in.

use crate::features::spaces::SpaceList;
use crate::i18n::Words;
use crate::pages::{Shell, Threshold, Whereabouts, later};
use crate::ui::TopBar;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn Home() -> impl IntoView {
    Words::of_page();
    view! {
        <Threshold guest=later::cover>
            <MySpaces />
        </Threshold>
    }
}

#[component]
fn MySpaces() -> impl IntoView {
    let words = Words::expect();
    Whereabouts::expect().leave();

    view! {
        <Shell bar=move || view! { <TopBar title=words.say(Word::SpacesHomeTitle) /> }>
            <div class="column">
                <SpaceList />
            </div>
        </Shell>
    }
}
