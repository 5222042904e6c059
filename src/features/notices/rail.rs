//! The rail of what is important: the loudest announcement that waits for this person, and how many
//! more. Talk does not move it, and reading the stream does not empty it.

use crate::features::notices::acts::ReaderAct;
use crate::features::notices::{importance_icon, importance_word};
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Row, RowSignal, Space};
use crate::ui::{Icon, TextLink};
use domain::kinds::Notice;
use leptos::prelude::*;
use protocol::RecordId;
use std::sync::Arc;
use words::Word;

/// The rail; nothing where nothing waits.
#[component]
pub fn NoticeRail() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let waiting = space.to_note();
    let notices = StoredValue::new(space.notices());
    let first = Memo::new(move |_| waiting.read().first().cloned());
    let more = move || waiting.read().len().saturating_sub(1);

    view! {
        <Show when=move || first.read().is_some()>
            <section class="notice-rail" aria-label=words.say(Word::NoticesRail)>
                {move || {
                    let id = first.get()?;
                    let row = notices.get_value().row(&id)?;
                    Some(view! { <Loudest id row /> })
                }}
                <Show when=move || { more() > 0 }>
                    <TextLink to=path::notices(&space.id())>
                        {move || words.count(Word::NoticesRailMore, more())}
                    </TextLink>
                </Show>
            </section>
        </Show>
    }
}

#[component]
fn Loudest(id: RecordId, row: RowSignal<Notice>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let to = path::notice(&space.id(), &id);
    let row: Signal<Arc<Row<Notice>>> = Signal::derive(move || row.get());
    let importance = move || row.read().body.importance.clone();
    let reminded = move || {
        let at = row.read().body.reminded_at?;
        Some(words.fill(Word::NoticesReminded, &[("when", &words.moment(at))]))
    };

    view! {
        <div class="notice-loudest" data-importance=move || importance().as_str().to_owned()>
            <a class="notice-way" href=to>
                {move || view! { <Icon name=importance_icon(&importance()) /> }}
                <span class="notice-words">
                    <b class="notice-degree">{move || words.text(importance_word(&importance()))}</b>
                    " "
                    <span>{move || row.read().body.title.clone()}</span>
                    {move || {
                        reminded().map(|said| view! { <span class="notice-reminded">{said}</span> })
                    }}
                </span>
            </a>
            <ReaderAct id row />
        </div>
    }
}
