//! What a person should hear of: a wiped store, a full disk, a lost scope. Stays until dismissed.

use crate::i18n::Words;
use crate::state::{Engine, Issue, device};
use crate::ui::{Button, ButtonSize, IconName, Note, Tone};
use leptos::prelude::*;
use words::Word;

/// Every open issue as a note.
#[component]
pub fn Issues() -> impl IntoView {
    let engine = Engine::expect();

    view! {
        <div role="alert">
            {move || {
                engine
                    .issues()
                    .get()
                    .into_iter()
                    .map(|issue| view! { <IssueNote issue /> })
                    .collect_view()
            }}
        </div>
    }
}

#[component]
fn IssueNote(issue: Issue) -> impl IntoView {
    let words = Words::expect();
    let engine = Engine::expect();

    let needs_reload = matches!(issue, Issue::NewerFormat);
    let shown = issue.clone();
    let said = move || sentence(words, &shown);
    let dismiss = move || {
        if needs_reload {
            device::reload();
        }
        engine.dismiss(&issue);
    };
    let word = if needs_reload { Word::SyncUpdateGo } else { Word::SyncWipedOk };

    view! {
        <Note
            tone=Tone::Amber
            icon=IconName::Warn
            actions=move || {
                view! {
                    <Button size=ButtonSize::Compact on_press=dismiss>
                        {words.say(word)}
                    </Button>
                }
            }
        >
            <p>{said}</p>
        </Note>
    }
}

fn sentence(words: Words, issue: &Issue) -> String {
    match issue {
        Issue::StoreWiped { unsent: Some(unsent) } if *unsent > 0 => {
            let count = usize::try_from(*unsent).unwrap_or(usize::MAX);
            format!("{}. {}", words.text(Word::SyncWipedTitle), words.count(Word::SyncWipedBody, count))
        }
        Issue::StoreWiped { .. } => {
            format!("{}. {}", words.text(Word::SyncWipedTitle), words.text(Word::SyncWipedNone))
        }
        Issue::NotKept => words.text(Word::SyncNotKept),
        Issue::Full => words.text(Word::SyncFull),
        Issue::NewerFormat => words.text(Word::SyncNewer),
        Issue::Corrupt { .. } => words.text(Word::SyncCorrupt),
        Issue::ScopeLost(scope) => words.fill(Word::SyncScopeLost, &[("space", scope.space.as_str())]),
        Issue::ForeignBackend(_) => words.text(Word::SyncForeign),
    }
}
