//! Looking for words in a space: in its messages, its rules and among its people.

use crate::features::search::SearchPanel;
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::Space;
use crate::ui::TopBar;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn SearchPage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::SearchTitle)
                    back=Signal::derive(move || Some(path::space(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">
                <SearchPanel />
            </div>
        </Shell>
    }
}
