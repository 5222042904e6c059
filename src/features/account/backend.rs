//! What the backend in use can't do.

use crate::i18n::Words;
use crate::state::{Backend, Weakness};
use crate::ui::{IconName, Note, Tone};
use leptos::prelude::*;
use words::Word;

/// What the backend in use can't do; nothing for one that can do it all.
#[component]
pub fn Weaknesses() -> impl IntoView {
    let words = Words::expect();
    let backend = Backend::expect();
    let weaknesses = backend.weaknesses();

    view! {
        <Show when=move || !weaknesses.read().is_empty()>
            <Note tone=Tone::Amber icon=IconName::Info>
                <b>{words.say(Word::EntryConnectWeak)}</b>
                <ul>
                    {move || {
                        weaknesses
                            .get()
                            .into_iter()
                            .map(|weakness| view! { <li>{words.say(weakness_word(weakness))}</li> })
                            .collect_view()
                    }}
                </ul>
            </Note>
        </Show>
    }
}

fn weakness_word(weakness: Weakness) -> Word {
    match weakness {
        Weakness::AnyoneIsAnyone => Word::EntryConnectWeakAnyone,
        Weakness::ReadsEverything => Word::EntryConnectWeakReads,
        Weakness::RulesAreAdvice => Word::EntryConnectWeakRules,
        Weakness::ForgedAuthors => Word::EntryConnectWeakAuthors,
        Weakness::LastWriterWins => Word::EntryConnectWeakLast,
        Weakness::DecidesInReach => Word::EntryConnectWeakReach,
        Weakness::DeletionsSeenLate => Word::EntryConnectWeakDeletions,
        Weakness::ListsEverything => Word::EntryConnectWeakLists,
        Weakness::SignsInAnew => Word::EntryConnectWeakAnew,
        Weakness::Polled => Word::EntryConnectWeakPolled,
        Weakness::DeviceTime => Word::EntryConnectWeakTime,
        Weakness::NoInvitations => Word::EntryConnectWeakInvitations,
        Weakness::NoResets => Word::EntryConnectWeakResets,
    }
}
