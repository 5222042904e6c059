//! Hands in what somebody asked without a network, as soon as there is one.

use crate::i18n::Words;
use crate::state::{Session, asking};
use crate::ui::{Toasts, every};
use leptos::prelude::*;
use std::time::Duration;
use words::Word;

/// How often it tries.
const EVERY: Duration = Duration::from_secs(10);

/// Draws nothing.
#[component]
pub fn HandIn() -> impl IntoView {
    let words = Words::expect();
    let (session, toasts) = (Session::expect(), Toasts::expect());

    let send = Action::new_local(move |(): &()| async move {
        let Some(person) = session.me().get_untracked().map(|me| me.person.clone()) else { return };
        let Some(kept) = asking::kept(&person) else { return };
        match session.join(kept.token, None, kept.form).await {
            Ok(_) => toasts.say(words.text(Word::WaitingFormHanded)),
            Err(trouble) if trouble.code().is_none() => return,
            Err(trouble) => {
                let said = words.explain(&trouble);
                toasts.say(format!("{}. {}", said.title, said.body));
            }
        }
        asking::forget(&person);
    });
    send.dispatch_local(());
    every(EVERY, move || {
        if !send.pending().get_untracked() {
            send.dispatch_local(());
        }
    });
}
