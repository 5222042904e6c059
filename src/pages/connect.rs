//! Which backend, and connecting another.

use crate::features::account::ConnectBackend;
use crate::i18n::Words;
use crate::pages::{Shell, ShellKind};
use crate::routes::path;
use crate::ui::{TopBar, TopBarKind};
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn ConnectPage() -> impl IntoView {
    let words = Words::expect();

    view! {
        <Shell
            kind=ShellKind::Solo
            bar=move || {
                view! {
                    <TopBar
                        title=words.say(Word::EntryConnectTitle)
                        back=Signal::derive(|| Some(path::home()))
                        back_label=Signal::derive(words.say(Word::AppBack))
                        kind=TopBarKind::Plain
                    />
                }
            }
        >
            <div class="column" data-width="narrow">
                <ConnectBackend />
            </div>
        </Shell>
    }
}
