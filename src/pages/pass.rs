//! What a link for another device opens.

use crate::features::account::SignInByPass;
use crate::i18n::Words;
use crate::pages::{Shell, ShellKind};
use crate::routes::path;
use crate::state::device;
use crate::ui::{Empty, IconName, TopBar, TopBarKind};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use words::Word;

/// The page.
#[component]
pub fn PassPage() -> impl IntoView {
    let words = Words::expect();
    let navigate = use_navigate();

    view! {
        <Shell
            kind=ShellKind::Solo
            bar=move || {
                view! { <TopBar title=words.say(Word::EntryPassTitle) kind=TopBarKind::Plain /> }
            }
        >
            <div class="column" data-width="narrow">
                {match device::take_token() {
                    Some(token) => {
                        let done = move || navigate(&path::home(), Default::default());
                        view! { <SignInByPass token on_done=done /> }.into_any()
                    }
                    None => {
                        view! {
                            <Empty icon=IconName::Link title=words.say(Word::TroubleCodeLinkUnknown) />
                        }
                            .into_any()
                    }
                }}
            </div>
        </Shell>
    }
}
