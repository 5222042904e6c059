//! Founding a space; from there to its rules.

use crate::features::spaces::FoundSpace;
use crate::i18n::Words;
use crate::pages::{Shell, Threshold};
use crate::routes::path;
use crate::ui::TopBar;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use protocol::SpaceId;
use words::Word;

/// The page.
#[component]
pub fn NewSpacePage() -> impl IntoView {
    view! {
        <Threshold>
            <Founding />
        </Threshold>
    }
}

#[component]
fn Founding() -> impl IntoView {
    let words = Words::expect();
    let navigate = use_navigate();

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::SpacesNewTitle)
                    back=Signal::derive(|| Some(path::home()))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">
                <FoundSpace on_done=move |space: SpaceId| {
                    navigate(&path::rules_edit(&space), Default::default());
                } />
            </div>
        </Shell>
    }
}
