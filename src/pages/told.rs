//! How much one wants to be told of a space.

use crate::features::told::Levels;
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::Space;
use crate::ui::{TextLink, TopBar};
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn ToldPage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::ToldTitle)
                    back=Signal::derive(move || Some(path::space(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column stack">
                <p>
                    <TextLink to=path::me()>{words.say(Word::ToldDevice)}</TextLink>
                </p>
                <Levels />
            </div>
        </Shell>
    }
}
