//! A secret link, shown once: an invitation, or one for a new password.

use crate::i18n::Words;
use crate::state::device;
use crate::ui::{LinkCode, Toasts};
use leptos::prelude::*;
use words::Word;

/// The link.
#[component]
pub fn LinkOnce(
    /// The whole address.
    #[prop(into)]
    address: Signal<String>,
    /// What the code is, for those who listen.
    #[prop(into)]
    label: Signal<String>,
    /// For whom it is and how long it works.
    #[prop(into)]
    note: Signal<String>,
) -> impl IntoView {
    let words = Words::expect();
    let toasts = Toasts::expect();

    let copying = Action::new_local(move |address: &String| {
        let answer = device::copy(address.clone());
        async move {
            if answer.await {
                toasts.say(words.text(Word::MembersInviteCopied));
            }
        }
    });

    view! {
        <LinkCode
            address
            note
            code=label
            text=words.signal(Word::MembersInviteLink)
            copy=words.signal(Word::MembersInviteCopy)
            copying
        />
    }
}
