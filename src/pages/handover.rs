//! Handing a space over.

use crate::features::members::Handover;
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::Space;
use crate::ui::TopBar;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn HandoverPage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::HandoverTitle)
                    back=Signal::derive(move || Some(path::members(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column stack">
                <Handover />
            </div>
        </Shell>
    }
}
