//! What a message said before it was edited, and what it says now.

use crate::i18n::Words;
use crate::state::Space;
use crate::ui::MarkupView;
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// The versions of a message, the newest first.
#[component]
pub fn Versions(
    /// Which message.
    id: RecordId,
) -> impl IntoView {
    let words = Words::expect();
    let message = Space::expect().stream().quoted(id);

    let versions = Memo::new(move |_| {
        let Some(row) = message.get().filter(|row| row.body.stands()) else { return Vec::new() };
        let now = (row.body.text.clone(), row.body.edited_at.unwrap_or(row.body.sent_at));
        let before = row.body.earlier.iter().map(|earlier| (earlier.text.clone(), earlier.at));
        let all: Vec<(String, i64)> = before.chain([now]).collect();
        all.into_iter().rev().collect()
    });
    let version = move |(text, at): (String, i64)| {
        view! {
            <li class="version">
                <time class="soft small">{move || words.full(at)}</time>
                <MarkupView text=Signal::stored(text) />
            </li>
        }
    };

    view! {
        <p class="soft small">{words.say(Word::TalkVersionsHint)}</p>
        <ol class="versions">
            {move || versions.get().into_iter().map(version).collect::<Vec<_>>()}
        </ol>
    }
}
