//! What members propose for the rules.

use crate::features::rules::ProposalList;
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::Space;
use crate::ui::TopBar;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn ProposalsPage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::ProposalsTitle)
                    back=Signal::derive(move || Some(path::rules(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">
                <ProposalList />
            </div>
        </Shell>
    }
}
