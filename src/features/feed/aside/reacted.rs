//! Who said what to a message in a word.

use crate::features::feed::marks::word_of;
use crate::i18n::Words;
use crate::state::Space;
use crate::state::space::marks::Said;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// The words with the names of those who said them.
#[component]
pub fn Reacted(
    /// Which message.
    id: RecordId,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let said = space.reactions(&id);

    let line = move |Said { word, people, .. }: Said| {
        let names: Vec<String> = people
            .into_iter()
            .filter_map(|person| space.member(person).get())
            .map(|member| member.body.real_name.clone())
            .collect();
        view! {
            <div class="reacted">
                <dt class="reacted-word">{words.text(word_of(&word))} " " {names.len()}</dt>
                <dd class="reacted-names">{words.list(&names)}</dd>
            </div>
        }
    };

    view! {
        <Show when=move || said.read().is_empty()>
            <p class="soft">{words.say(Word::TalkReactedNobody)}</p>
        </Show>
        <dl class="reacted-all">{move || said.get().into_iter().map(line).collect::<Vec<_>>()}</dl>
    }
}
