//! Signing in; on a backend without accounts, claiming a name.

use crate::features::account::form_end::FormEnd;
use crate::features::account::trouble::FormTrouble;
use crate::i18n::Words;
use crate::state::{Backend, Session};
use crate::ui::{Form, IconName, Note, PasswordField, TextField, Tone};
use leptos::prelude::*;
use words::Word;

const FIELDS: &[&str] = &["login", "password"];

/// The sign-in form that this backend needs.
#[component]
pub fn SignIn(
    /// Runs when somebody is signed in.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let backend = Backend::expect();

    view! {
        <Show when=move || backend.has_accounts().get() fallback=move || view! { <ClaimName on_done /> }>
            <Password on_done />
        </Show>
    }
}

#[component]
fn Password(on_done: Callback<()>) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let login = RwSignal::new(session.known_login().unwrap_or_default());
    let password = RwSignal::new(String::new());
    let trouble = FormTrouble::new(FIELDS);

    let sign_in = Action::new_local(move |(login, secret): &(String, String)| {
        let answer = session.sign_in(login.clone(), secret.clone());
        async move {
            if trouble.take(answer.await).is_some() {
                let _ = password.try_set(String::new());
                on_done.run(());
            }
        }
    });
    let send = move |()| {
        let pair = (login.get_untracked().trim().to_owned(), password.get_untracked());
        if !pair.0.is_empty() && !pair.1.is_empty() {
            sign_in.dispatch_local(pair);
        }
    };

    view! {
        <Form on_submit=send answered=trouble.answered()>
            <Show when=move || session.is_expired().get()>
                <Note tone=Tone::Amber icon=IconName::Info>
                    {words.say(Word::EntrySigninAgain)}
                </Note>
            </Show>
            <TextField
                label=words.say(Word::EntryAccountLogin)
                value=login
                error=trouble.of("login", words)
                autocomplete="username"
            />
            <PasswordField
                label=words.say(Word::EntryAccountPassword)
                value=password
                show=words.say(Word::AppPasswordShow)
                error=trouble.of("password", words)
            />
            <FormEnd trouble act=Word::EntrySigninSubmit is_busy=sign_in.pending() />
            <details>
                <summary class="link small">{words.say(Word::EntrySigninForgot)}</summary>
                <p class="soft small">{words.say(Word::EntrySigninForgotBody)}</p>
            </details>
        </Form>
    }
}

/// A name is a claim here, and the screen says so.
#[component]
fn ClaimName(on_done: Callback<()>) -> impl IntoView {
    let words = Words::expect();
    let session = Session::expect();
    let name = RwSignal::new(String::new());
    let trouble = FormTrouble::new(&["real_name"]);

    let claim = Action::new_local(move |name: &String| {
        let answer = session.claim(name.clone());
        async move {
            if trouble.take(answer.await).is_some() {
                on_done.run(());
            }
        }
    });
    let send = move |()| {
        let name = name.get_untracked().trim().to_owned();
        if !name.is_empty() {
            claim.dispatch_local(name);
        }
    };

    view! {
        <Form on_submit=send answered=trouble.answered()>
            <Note tone=Tone::Amber icon=IconName::Info>
                {words.say(Word::EntrySigninAdvisory)}
            </Note>
            <TextField
                label=words.say(Word::EntryAccountName)
                value=name
                error=trouble.of("real_name", words)
                autocomplete="name"
            />
            <FormEnd trouble act=Word::EntrySigninAdvisorySubmit is_busy=claim.pending() />
        </Form>
    }
}
