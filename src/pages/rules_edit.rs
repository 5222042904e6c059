//! Writing the rules.

use crate::features::rules::RulesEditor;
use crate::features::sync_status::InReachOnly;
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::Space;
use crate::ui::TopBar;
use domain::policy::Action;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use words::Word;

/// The page.
#[component]
pub fn RulesEditPage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let navigate = use_navigate();

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::RulesEditTitle)
                    back=Signal::derive(move || Some(path::space(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">
                <InReachOnly action=Action::PublishRules />
                <RulesEditor on_published=move || {
                    navigate(&path::space(&space.id()), Default::default());
                } />
            </div>
        </Shell>
    }
}
