//! What became of an announcement that the backend has yet to take.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Fate, Pending, Row};
use crate::ui::{Icon, IconName, IconSize, TextLink};
use domain::kinds::Notice;
use leptos::prelude::*;
use std::sync::Arc;
use words::Word;

/// Nothing where the backend has it.
#[component]
pub fn NoticeFate(
    /// The announcement.
    row: Signal<Arc<Row<Notice>>>,
) -> impl IntoView {
    let words = Words::expect();
    let pending = Memo::new(move |_| row.read().pending.clone());

    move || {
        pending.get().map(|Pending { fate, .. }| match fate {
            Fate::Parked(problem) | Fate::Refused(problem) => {
                view! { <NotSent why=words.refusal(&problem) /> }.into_any()
            }
            Fate::Conflict { .. } => {
                view! { <NotSent why=words.text(Word::TroubleCodeConflict) /> }.into_any()
            }
            Fate::Queued | Fate::Behind(_) | Fate::Sending | Fate::Unsure => view! {
                <p class="message-fate" data-state="waiting">
                    <Icon name=IconName::Clock size=IconSize::Small />
                    <span>{words.say(Word::FeedRowWaiting)}</span>
                </p>
            }
            .into_any(),
        })
    }
}

#[component]
fn NotSent(why: String) -> impl IntoView {
    let words = Words::expect();

    view! {
        <p class="message-fate" data-state="refused">
            <Icon name=IconName::Warn size=IconSize::Small />
            <b>{words.say(Word::FeedRowRefused)}</b>
            <span>{why}</span>
            <TextLink to=path::sync()>{words.say(Word::FeedRowWhy)}</TextLink>
        </p>
    }
}
