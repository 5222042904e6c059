//! What somebody asked that could not be handed in: it is kept and tried again.

use crate::i18n::Words;
use crate::state::{Session, asking};
use crate::ui::{IconName, Note, Tone, every};
use leptos::prelude::*;
use protocol::account::{JoinForm, NewAccount};
use std::time::Duration;
use words::Word;

/// How often it is tried again.
const AGAIN: Duration = Duration::from_secs(3);

/// What somebody says who comes in: the account to make, if any, and what the group asks.
pub type Said = (Option<NewAccount>, JoinForm);

/// Hands it in.
pub type Join = Action<Said, ()>;

/// What could not be handed in, and how long it waits.
#[component]
pub fn KeptHere(
    /// What waits, if anything.
    kept: RwSignal<Option<Said>>,
) -> impl IntoView {
    let words = Words::expect();
    let waits_for = move || {
        kept.read().as_ref().map(|(account, _)| match account {
            Some(_) => Word::WaitingFormKeptPage,
            None => Word::WaitingFormKeptDevice,
        })
    };

    view! {
        <div role="status">
            {move || {
                waits_for()
                    .map(|how| {
                        view! {
                            <Note tone=Tone::Amber icon=IconName::Offline>
                                <p><strong>{words.say(Word::WaitingFormKept)}</strong></p>
                                <p>{words.say(how)}</p>
                            </Note>
                        }
                    })
            }}
        </div>
    }
}

/// Tries what was kept again, until it is answered.
pub fn try_again(kept: RwSignal<Option<Said>>, join: Join) {
    every(AGAIN, move || {
        let Some(said) = kept.get_untracked() else { return };
        if !join.pending().get_untracked() {
            join.dispatch_local(said);
        }
    });
}

/// Keeps what somebody signed in has asked, for a later start. A password is never kept.
pub fn keep(session: Session, token: &str, said: &Said) {
    if let (Some(me), (None, form)) = (session.me().get_untracked(), said) {
        asking::keep(&me.person, &asking::Kept { token: token.to_owned(), form: form.clone() });
    }
}

/// Nothing waits any more.
pub fn forget(session: Session) {
    if let Some(me) = session.me().get_untracked() {
        asking::forget(&me.person);
    }
}
