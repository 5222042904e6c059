//! What a person should hear of: a wiped store, a full disk, a lost scope. Stays until dismissed.

use crate::i18n::Words;
use crate::state::{Engine, Issue, Spaces, device};
use crate::ui::{Button, ButtonSize, IconName, Note, Tone};
use leptos::prelude::*;
use protocol::{Audience, SpaceId};
use std::collections::BTreeMap;
use words::Word;

/// Every open issue as a note.
#[component]
pub fn Issues() -> impl IntoView {
    let engine = Engine::expect();
    let names = names_of_spaces();

    view! {
        <div role="alert">
            {move || {
                engine
                    .issues()
                    .get()
                    .into_iter()
                    .filter(is_news)
                    .map(|issue| view! { <IssueNote issue names /> })
                    .collect_view()
            }}
        </div>
    }
}

/// A space is lost with all its scopes; one of them tells.
fn is_news(issue: &Issue) -> bool {
    !matches!(issue, Issue::ScopeLost(scope) if scope.audience != Audience::All)
}

/// What spaces are called, also after they are gone.
type Names = StoredValue<BTreeMap<SpaceId, String>>;

fn names_of_spaces() -> Names {
    let (names, cards) = (StoredValue::new(BTreeMap::new()), Spaces::expect().cards());
    Effect::new(move |_| {
        for card in cards.get().unwrap_or_default() {
            if let Some(about) = card.about {
                names.update_value(|names| _ = names.insert(card.id, about.name.clone()));
            }
        }
    });
    names
}

#[component]
fn IssueNote(issue: Issue, names: Names) -> impl IntoView {
    let words = Words::expect();
    let engine = Engine::expect();

    let needs_reload = matches!(issue, Issue::NewerFormat);
    let shown = issue.clone();
    let is_wanted = matches!(&issue, Issue::ScopeLost(scope) if engine.was_left(&scope.space));
    let said =
        move || if is_wanted { farewell(words, &shown, names) } else { sentence(words, &shown, names) };
    let dismiss = move || {
        if needs_reload {
            device::reload();
        }
        engine.dismiss(&issue);
    };
    let word = if needs_reload { Word::SyncUpdateGo } else { Word::SyncWipedOk };

    view! {
        <Note
            tone=if is_wanted { Tone::Plain } else { Tone::Amber }
            icon=if is_wanted { IconName::Exit } else { IconName::Warn }
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

/// That a space is gone which the person left by themselves.
fn farewell(words: Words, issue: &Issue, names: Names) -> String {
    let name = match issue {
        Issue::ScopeLost(scope) => names.with_value(|names| names.get(&scope.space).cloned()),
        _ => None,
    };
    words.fill(Word::SyncSpaceLeft, &[("space", &name.unwrap_or_default())])
}

fn sentence(words: Words, issue: &Issue, names: Names) -> String {
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
        Issue::Missing { writes } => {
            words.count(Word::SyncMissing, usize::try_from(*writes).unwrap_or(usize::MAX))
        }
        Issue::ScopeLost(scope) => match names.with_value(|names| names.get(&scope.space).cloned()) {
            Some(name) => words.fill(Word::SyncScopeLost, &[("space", &name)]),
            None => words.text(Word::SyncSpaceLost),
        },
        Issue::Unreadable(scope) => match names.with_value(|names| names.get(&scope.space).cloned()) {
            Some(name) => words.fill(Word::SyncUnreadableIn, &[("space", &name)]),
            None => words.text(Word::SyncUnreadable),
        },
        Issue::ForeignBackend(_) => words.text(Word::SyncForeign),
    }
}
