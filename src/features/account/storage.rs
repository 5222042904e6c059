//! What the app stores on this device, and whether the browser promised to keep it.

use crate::i18n::Words;
use crate::state::device::{StorageFacts, footing, storage_facts};
use crate::state::{Engine, ServerClock};
use crate::ui::{IconName, Note, Tone};
use leptos::prelude::*;
use words::Word;

/// The facts, in words.
#[component]
pub fn StorageUsed() -> impl IntoView {
    let words = Words::expect();
    let engine = Engine::expect();
    let clock = ServerClock::expect();
    let facts = LocalResource::new(storage_facts);
    let is_insecure = !footing().secure;

    let used = move || {
        let StorageFacts { used, .. } = facts.get()?;
        Some(words.fill(Word::MeStorageUsed, &[("used", &words.bytes(used?))]))
    };
    let kept = move || match (engine.status().read().unkept, facts.get()) {
        (true, _) => words.text(Word::MeStorageMemory),
        (false, Some(StorageFacts { persistent: true, .. })) => words.text(Word::MeStoragePersistent),
        (false, _) => words.text(Word::MeStorageEvictable),
    };
    let skew = clock.skew_ms();

    view! {
        <p>{used}</p>
        <p class="soft small">{kept}</p>
        <Show when=move || is_insecure>
            <Note tone=Tone::Amber icon=IconName::Warn>{words.say(Word::SyncInsecure)}</Note>
        </Show>
        {move || {
            skew.get()
                .map(|ms| {
                    let minutes = words.number(ms.abs() / 60_000);
                    view! {
                        <Note tone=Tone::Amber icon=IconName::Clock>
                            {words.fill(Word::MeClockOff, &[("minutes", &minutes)])}
                        </Note>
                    }
                })
        }}
    }
}
