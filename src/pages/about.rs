//! What a space is for: its purpose first, for whom, its goals. Its owner changes them here.

use crate::features::spaces::{AboutCard, EditAbout, Recorded};
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::Space;
use crate::ui::TopBar;
use domain::policy::Action;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn AboutPage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let may_edit = space.may(Action::EditSpace);

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::SpacesAboutTitle)
                    back=Signal::derive(move || Some(path::members(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">
                <AboutCard />
                <Recorded />
                <Show when=move || may_edit.read().is_ok()>
                    <EditAbout />
                </Show>
            </div>
        </Shell>
    }
}
