//! Signing in.

use crate::features::account::{LanguageChoice, SignIn};
use crate::i18n::Words;
use crate::pages::{Shell, ShellKind};
use crate::routes::path;
use crate::state::Session;
use crate::ui::{TopBar, TopBarKind};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use words::Word;

/// The page; whoever signed in goes on to their spaces.
#[component]
pub fn SignInPage() -> impl IntoView {
    let navigate = use_navigate();

    view! { <SignInScreen on_done=move |()| navigate(&path::home(), Default::default()) /> }
}

/// The screen at the address of another page, which is shown once somebody is signed in.
#[component]
pub fn SignInHere() -> impl IntoView {
    view! { <SignInScreen on_done=|()| () /> }
}

#[component]
fn SignInScreen(
    /// Runs when somebody is signed in.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();

    let line = move || {
        let organization = session.organization().get();
        (!organization.is_empty())
            .then(|| words.fill(Word::EntrySigninTo, &[("organization", &organization)]))
    };

    view! {
        <Shell
            kind=ShellKind::Solo
            bar=move || {
                view! {
                    <TopBar
                        title=words.say(Word::EntrySigninTitle)
                        line=Signal::derive(line)
                        back=Signal::derive(|| Some(path::home()))
                        back_label=Signal::derive(words.say(Word::AppBack))
                        kind=TopBarKind::Plain
                    />
                }
            }
        >
            <div class="column" data-width="narrow">
                <div class="stack">
                    <LanguageChoice />
                    <SignIn on_done />
                </div>
            </div>
        </Shell>
    }
}
