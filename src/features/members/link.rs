//! A secret link: a code for the camera, the text, and a button that copies it. Shown once.

use crate::i18n::Words;
use crate::state::device;
use crate::ui::{Button, ButtonKind, QrCode, Toasts};
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

    let copy = Action::new_local(move |address: &String| {
        let answer = device::copy(address.clone());
        async move {
            if answer.await {
                toasts.say(words.text(Word::MembersInviteCopied));
            }
        }
    });

    view! {
        <div class="invite-link">
            <p class="small">{move || note.get()}</p>
            <QrCode text=address label=label />
            <input
                class="field-input invite-link-text"
                readonly
                aria-label=words.say(Word::MembersInviteLink)
                prop:value=move || address.get()
            />
            <Button
                kind=ButtonKind::Ink
                is_busy=copy.pending()
                on_press=move || {
                    copy.dispatch_local(address.get_untracked());
                }
            >
                {words.say(Word::MembersInviteCopy)}
            </Button>
        </div>
    }
}
