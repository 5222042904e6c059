//! A session that was ended from elsewhere: nothing is shown but how much waits for its writer.

use crate::features::account::sign_in::SignIn;
use crate::i18n::Words;
use crate::state::{Session, Standing};
use crate::ui::{IconName, Note, Tone};
use leptos::prelude::*;
use words::Word;

/// What happened, what is kept, and the form that opens it again.
#[component]
pub fn Locked() -> impl IntoView {
    let words = Words::expect();
    let standing = Session::expect().standing();

    let name = Memo::new(move |_| match &*standing.read() {
        Standing::Locked { me, .. } => me.real_name.clone(),
        _ => String::new(),
    });
    let unsent = Memo::new(move |_| match &*standing.read() {
        Standing::Locked { unsent, .. } => *unsent,
        _ => 0,
    });

    view! {
        <Note tone=Tone::Amber icon=IconName::Lock>
            <p>{move || words.fill(Word::EntryLockedBody, &[("name", &name.get())])}</p>
            <Show when=move || unsent.get() != 0>
                <p>
                    <b>{move || words.count(Word::EntryLockedUnsent, unsent.get())}</b>
                </p>
            </Show>
        </Note>
        <SignIn on_done=|()| () />
    }
}
