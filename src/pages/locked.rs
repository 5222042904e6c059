//! What stands at every address of a device whose session was ended from elsewhere.

use crate::features::account::{LanguageChoice, Locked};
use crate::i18n::Words;
use crate::pages::{Shell, ShellKind};
use crate::ui::{TopBar, TopBarKind};
use leptos::prelude::*;
use words::Word;

/// The page. Who signs in again is where they were.
#[component]
pub fn LockedPage() -> impl IntoView {
    let words = Words::expect();

    view! {
        <Shell
            kind=ShellKind::Solo
            bar=move || {
                view! { <TopBar title=words.say(Word::EntryLockedTitle) kind=TopBarKind::Plain /> }
            }
        >
            <div class="column" data-width="narrow">
                <div class="stack">
                    <LanguageChoice />
                    <Locked />
                </div>
            </div>
        </Shell>
    }
}
