//! What waits, was refused or is in conflict: each with its reason and a way out.

use crate::features::sync_status::waiting_write::WaitingWrite;
use crate::i18n::Words;
use crate::state::{Engine, Fate, Waiting};
use crate::ui::{Button, Empty, IconName};
use leptos::prelude::*;
use words::Word;

/// In which list a write stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Waiting,
    Refused,
    Conflict,
}

impl Group {
    fn of(waiting: &Waiting) -> Self {
        match &waiting.fate {
            fate if fate.is_overtaken() => Self::Waiting,
            Fate::Queued | Fate::Sending | Fate::Unsure | Fate::Behind(_) => Self::Waiting,
            Fate::Parked(_) | Fate::Refused(_) => Self::Refused,
            Fate::Conflict { .. } => Self::Conflict,
        }
    }

    fn word(self) -> Word {
        match self {
            Self::Waiting => Word::SyncGroupWaiting,
            Self::Refused => Word::SyncGroupRefused,
            Self::Conflict => Word::SyncGroupConflicts,
        }
    }
}

/// The lists; a sentence where everything is on the server.
#[component]
pub fn OutboxList() -> impl IntoView {
    let words = Words::expect();
    let engine = Engine::expect();
    let is_empty = Memo::new(move |_| engine.outbox().read().is_empty());

    view! {
        <Show when=move || engine.status().read().offline>
            <p class="soft">{words.say(Word::SyncStateOffline)}</p>
        </Show>
        <Show
            when=move || !is_empty.get()
            fallback=move || {
                view! { <Empty icon=IconName::Check title=words.say(Word::SyncStateClean) /> }
            }
        >
            <Writes group=Group::Conflict />
            <Writes group=Group::Refused />
            <Writes group=Group::Waiting />
            <p class="cluster">
                <Button on_press=move || engine.try_now()>{words.say(Word::SyncActRetry)}</Button>
                <Button on_press=move || { engine.export(); }>{words.say(Word::SyncExportAll)}</Button>
            </p>
        </Show>
    }
}

#[component]
fn Writes(group: Group) -> impl IntoView {
    let words = Words::expect();
    let engine = Engine::expect();
    let mine = Memo::new(move |_| {
        let outbox = engine.outbox().get();
        outbox.iter().filter(|waiting| Group::of(waiting) == group).cloned().collect::<Vec<_>>()
    });

    view! {
        <Show when=move || !mine.read().is_empty()>
            <section class="section">
                <h2 class="section-title">{words.say(group.word())}</h2>
                <For each=move || mine.get() key=|waiting| (waiting.lsn, format!("{:?}", waiting.fate)) let:waiting>
                    <WaitingWrite waiting />
                </For>
            </section>
        </Show>
    }
}
