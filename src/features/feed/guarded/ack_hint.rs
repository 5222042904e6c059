//! That a word at the message says the same as a message that says only that word.

use crate::features::feed::compose::{Compose, Purpose};
use crate::features::feed::trouble::tell;
use crate::features::feed::write_into::Target;
use crate::i18n::Words;
use crate::state::Space;
use crate::ui::{Button, ButtonKind, ButtonSize, Icon, IconName, IconSize, Toasts};
use domain::acks::is_ack;
use domain::kinds::ReactionWord;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// Nothing unless what stands in the composer only acknowledges something.
#[component]
pub fn AckHint(
    /// Where it would go.
    target: Target,
) -> impl IntoView {
    let space = Space::expect();
    let compose = Compose::expect();
    let channel = target.goes_to();
    let acknowledged = Memo::new(move |_| {
        if !is_ack(&compose.text().read()) {
            return None;
        }
        match &*compose.purpose().read() {
            Purpose::Reply { to, .. } => Some(to.clone()),
            Purpose::New => space.last_said(&channel.read()),
            Purpose::Edit { .. } => None,
        }
    });

    move || acknowledged.get().map(|message| view! { <Hint message /> })
}

#[component]
fn Hint(message: RecordId) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let compose = Compose::expect();
    let toasts = Toasts::expect();
    let name = space.name_of(&message);

    let react = Action::new_local(move |(): &()| {
        let message = message.clone();
        async move {
            match space.react(message, ReactionWord::Received).await {
                Ok(()) => {
                    if compose.is_draft() {
                        space.keep_draft(String::new());
                    }
                    compose.done();
                }
                Err(trouble) => tell(words, toasts, &trouble),
            }
        }
    });

    view! {
        <p class="outlook-line">
            <Icon name=IconName::Info size=IconSize::Small />
            <span>{move || words.fill(Word::GuardsAckHint, &[("name", &name.get())])}</span>
            <Button
                kind=ButtonKind::Quiet
                size=ButtonSize::Compact
                is_busy=react.pending()
                on_press=move || {
                    react.dispatch_local(());
                }
            >
                {words.say(Word::GuardsAckReact)}
            </Button>
        </p>
    }
}
