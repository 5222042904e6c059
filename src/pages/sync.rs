//! What waits to be sent, was refused or is in conflict.

use crate::features::scheduled::NotLetIn;
use crate::features::sync_status::OutboxList;
use crate::i18n::Words;
use crate::pages::shell::back_out;
use crate::pages::{Shell, Threshold};
use crate::ui::TopBar;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn SyncPage() -> impl IntoView {
    view! {
        <Threshold>
            <Outbox />
        </Threshold>
    }
}

#[component]
fn Outbox() -> impl IntoView {
    let words = Words::expect();

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::SyncTitle)
                    back=back_out()
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">
                <NotLetIn />
                <OutboxList />
            </div>
        </Shell>
    }
}
