//! Looking for words in a space: in its messages, its rules and among its people.

use crate::features::search::SearchPanel;
use crate::pages::SpacePage;
use crate::routes::path;
use crate::state::Space;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn SearchPage() -> impl IntoView {
    let back = path::space(&Space::expect().id());

    view! {
        <SpacePage title=Word::SearchTitle back>
            <SearchPanel />
        </SpacePage>
    }
}
