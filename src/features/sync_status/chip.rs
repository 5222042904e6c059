//! The quiet line under the top bar: only there when there is something to say.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::Engine;
use crate::ui::{Icon, IconName, IconSize, TextLink};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use words::Word;

/// The line.
#[component]
pub fn SyncChip() -> impl IntoView {
    let words = Words::expect();
    let engine = Engine::expect();
    let here = use_location().pathname;

    // Compared as a whole, so that a status that says the same paints nothing.
    let said = Memo::new(move |_| {
        let status = engine.status().get();
        let mut parts = Vec::new();
        let mut has_some = false;
        if status.offline {
            parts.push(words.text(Word::SyncChipOffline));
        }
        if status.expired {
            parts.push(words.text(Word::SyncChipSignedOut));
        }
        for (count, word) in [
            (if status.offline || status.expired { status.waiting } else { 0 }, Word::SyncChipWaiting),
            (status.overtaken, Word::SyncChipOvertaken),
            (status.refused, Word::SyncChipRefused),
            (status.conflicts, Word::SyncChipConflicts),
        ] {
            if count > 0 {
                has_some = true;
                parts.push(words.count(word, count));
            }
        }
        (parts, status.expired, has_some)
    });
    let is_shown = Memo::new(move |_| !said.read().0.is_empty());

    view! {
        <div role="status">
            <Show when=move || is_shown.get()>
                <div class="sync-chip">
                    <Icon name=IconName::Offline size=IconSize::Small />
                    <span class="sync-chip-state">{move || said.read().0.join(" · ")}</span>
                    <Show
                        when=move || said.read().1
                        fallback=move || {
                            view! {
                                <Show when=move || said.read().2>
                                    <TextLink to=path::sync()>{words.say(Word::SyncChipSee)}</TextLink>
                                </Show>
                            }
                        }
                    >
                        <TextLink to=Signal::derive(move || path::sign_in_for(&here.read()))>{words.say(Word::SyncChipSignin)}</TextLink>
                    </Show>
                </div>
            </Show>
        </div>
    }
}
