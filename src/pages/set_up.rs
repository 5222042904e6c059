//! The first run: language, organization, the first account.

use crate::features::account::{LanguageChoice, LookAround, SetUp};
use crate::i18n::Words;
use crate::pages::{Shell, ShellKind};
use crate::routes::path;
use crate::ui::{PageTitle, Seal, SealSize};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use words::Word;

/// The page.
#[component]
pub fn SetUpPage() -> impl IntoView {
    let words = Words::expect();
    let navigate = StoredValue::new(use_navigate());
    let go_home = move || navigate.with_value(|navigate| navigate(&path::home(), Default::default()));

    view! {
        <Shell kind=ShellKind::Solo>
            <div class="column" data-width="narrow">
                <div class="stack">
                    <Seal size=SealSize::Medium />
                    <PageTitle title=words.say(Word::EntrySetupTitle) />
                    <LanguageChoice />
                    <LookAround on_done=go_home />
                    <SetUp on_done=go_home />
                </div>
            </div>
        </Shell>
    }
}
