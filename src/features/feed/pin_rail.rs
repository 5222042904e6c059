//! What administrators have pinned: at most three lines that lead to the messages.

use crate::features::feed::aside::Beside;
use crate::features::feed::trouble::tell;
use crate::i18n::Words;
use crate::state::Space;
use crate::ui::{Icon, IconButton, IconName, IconSize, Toasts};
use domain::kinds::Pin;
use domain::policy::Action as Deed;
use leptos::prelude::*;
use words::Word;

/// Nothing where nothing is pinned.
#[component]
pub fn PinRail() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let pins = space.pins();

    view! {
        <Show when=move || !pins.read().is_empty()>
            <ul class="pin-rail" aria-label=words.say(Word::TalkPinRail)>
                <For each=move || pins.get() key=|pin| (pin.slot, pin.message.clone(), pin.label.clone()) let:pin>
                    <Pinned pin />
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn Pinned(pin: Pin) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let beside = Beside::expect();
    let toasts = Toasts::expect();
    let may = space.may(Deed::Arrange);
    let Pin { slot, message, label, expires_at, .. } = pin;
    let unpin_label = Signal::stored(words.fill(Word::TalkPinRemove, &[("label", &label)]));

    let unpin = Action::new_local(move |(): &()| async move {
        if let Err(trouble) = space.unpin(slot).await {
            tell(words, toasts, &trouble);
        }
    });
    let jump = move |_| {
        if let Some(message) = message.clone() {
            beside.jump(message);
        }
    };

    view! {
        <li class="pinned">
            <button class="pinned-way" type="button" on:click=jump>
                <Icon name=IconName::Flag size=IconSize::Small />
                <span class="pinned-label">{label}</span>
                <span class="soft small">
                    {move || words.fill(Word::TalkPinEnds, &[("when", &words.moment(expires_at))])}
                </span>
            </button>
            <Show when=move || may.read().is_ok()>
                <IconButton
                    icon=IconName::Cross
                    label=unpin_label
                    on_press=move || {
                        unpin.dispatch_local(());
                    }
                />
            </Show>
        </li>
    }
}
