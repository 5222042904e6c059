//! Posts that go at a time.

use crate::features::scheduled::ScheduledPosts;
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::{Phase, Space};
use crate::ui::TopBar;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn ScheduledPage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let phase = space.phase();

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::ScheduledTitle)
                    back=Signal::derive(move || Some(path::space(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column stack">
                <Show when=move || phase.get() == Phase::Here>
                    <ScheduledPosts />
                </Show>
            </div>
        </Shell>
    }
}
