//! How much one wants to be told of a space.

use crate::features::told::Levels;
use crate::i18n::Words;
use crate::pages::SpacePage;
use crate::routes::path;
use crate::state::Space;
use crate::ui::TextLink;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn ToldPage() -> impl IntoView {
    let words = Words::expect();
    let back = path::space(&Space::expect().id());

    view! {
        <SpacePage title=Word::ToldTitle back>
            <p>
                <TextLink to=path::me()>{words.say(Word::ToldDevice)}</TextLink>
            </p>
            <Levels />
        </SpacePage>
    }
}
