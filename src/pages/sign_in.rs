//! Signing in.

use crate::features::account::{LanguageChoice, SignIn};
use crate::i18n::Words;
use crate::pages::{Shell, ShellKind};
use crate::routes::path;
use crate::state::Session;
use crate::ui::{TopBar, TopBarKind};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use words::Word;

/// The page; whoever is signed in goes on to where the address says, or to their spaces. Going back
/// does not lead to the form again.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = Session::expect();
    let navigate = use_navigate();
    let query = use_query_map();

    let (me, is_expired) = (session.me(), session.is_expired());
    let is_in = Memo::new(move |_| me.read().is_some() && !is_expired.get());
    Effect::new(move |_| {
        if is_in.get() {
            let asked = query.read_untracked().get("to").filter(|place| path::is_inside(place));
            let options = NavigateOptions { replace: true, ..Default::default() };
            navigate(&asked.unwrap_or_else(path::home), options);
        }
    });

    view! { <SignInScreen on_done=|()| () /> }
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
