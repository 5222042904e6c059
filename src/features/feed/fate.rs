//! What became of a message that the backend has yet to take, on its own row.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Engine, Fate, Pending, Row, Space};
use crate::ui::{Icon, IconName, IconSize, TextLink};
use domain::kinds::Message;
use leptos::prelude::*;
use std::sync::Arc;
use words::Word;

/// Nothing where the backend has it.
#[component]
pub fn MessageFate(
    /// The message.
    row: Signal<Arc<Row<Message>>>,
) -> impl IntoView {
    let words = Words::expect();
    let status = Engine::expect().status();
    let space = Space::expect();
    let pending = Memo::new(move |_| row.read().pending.clone());
    let slots = space.slots();
    let id = row.with_untracked(|row| row.id().clone());
    let goes_at = Memo::new(move |_| slots.read().of(&id));

    move || {
        pending.get().map(|Pending { fate, .. }| match fate {
            Fate::Queued | Fate::Behind(_) | Fate::Sending | Fate::Unsure if status.read().expired => {
                waiting(words, Word::FeedRowSignin)
            }
            Fate::Queued | Fate::Sending | Fate::Unsure | Fate::Behind(_) if goes_at.get().is_some() => {
                paced(words, goes_at.get().unwrap_or_default())
            }
            Fate::Queued | Fate::Behind(_) => waiting(words, Word::FeedRowWaiting),
            Fate::Sending | Fate::Unsure if status.read().offline => waiting(words, Word::FeedRowWaiting),
            Fate::Sending | Fate::Unsure => waiting(words, Word::FeedRowSending),
            fate if fate.is_overtaken() => view! { <Overtaken space /> }.into_any(),
            Fate::Parked(_) | Fate::Refused(_) | Fate::Conflict { .. } => {
                let (why, rule) = match fate {
                    Fate::Parked(problem) | Fate::Refused(problem) => {
                        (words.refusal(&problem), problem.rule.and_then(|no| no.parse::<u32>().ok()))
                    }
                    _ => (words.text(Word::TroubleCodeConflict), None),
                };
                view! {
                    <p class="message-fate" data-state="refused">
                        <Icon name=IconName::Warn size=IconSize::Small />
                        <b>{words.say(Word::FeedRowRefused)}</b>
                        <span>{why}</span>
                        {rule.map(|no| view! { <RuleLink space no /> })}
                        <TextLink to=path::sync()>{words.say(Word::FeedRowWhy)}</TextLink>
                    </p>
                }
                .into_any()
            }
        })
    }
}

/// The rule that a refusal enforces.
#[component]
fn RuleLink(space: Space, no: u32) -> impl IntoView {
    let words = Words::expect();
    let said = move || words.fill(Word::GuardsRule, &[("no", &no.to_string())]);

    view! { <TextLink to=path::rule(&space.id(), no)>{said}</TextLink> }
}

/// A new version of the rules came first: the message waits for the confirmation, then for its turn.
#[component]
fn Overtaken(space: Space) -> impl IntoView {
    let words = Words::expect();
    let ack = space.ack();

    move || match &*ack.read() {
        Some(_) => waiting(words, Word::FeedRowWaiting),
        None => view! {
            <p class="message-fate" data-state="waiting">
                <Icon name=IconName::Lock size=IconSize::Small />
                <span>{words.say(Word::FeedRowOvertaken)}</span>
                <TextLink to=path::rules_read(&space.id())>{words.say(Word::FeedLockedGo)}</TextLink>
            </p>
        }
        .into_any(),
    }
}

/// A guard lets it wait: it goes by itself, and this is when.
fn paced(words: Words, goes_at: i64) -> AnyView {
    view! {
        <p class="message-fate" data-state="waiting">
            <Icon name=IconName::Clock size=IconSize::Small />
            <span>{words.fill(Word::GuardsPaceGoes, &[("time", &words.time(goes_at))])}</span>
        </p>
    }
    .into_any()
}

fn waiting(words: Words, word: Word) -> AnyView {
    view! {
        <p class="message-fate" data-state="waiting">
            <Icon name=IconName::Clock size=IconSize::Small />
            <span>{words.say(word)}</span>
        </p>
    }
    .into_any()
}
