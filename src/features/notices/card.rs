//! An announcement as a card: how important, what, who, until when, and what to do about it.

use crate::features::notices::ImportanceChip;
use crate::features::notices::acts::ReaderAct;
use crate::features::notices::fate::NoticeFate;
use crate::features::notices::schedule::ScheduleTable;
use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Row, ServerClock, Space};
use crate::ui::{Chip, IconName, MarkupView, TextLink, Tone};
use domain::kinds::Notice;
use leptos::prelude::*;
use protocol::{PersonId, RecordId};
use std::sync::Arc;
use words::Word;

/// Where a card stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardPlace {
    /// Among others: it leads to the announcement by itself.
    #[default]
    Among,
    /// On a page of its own.
    Alone,
}

/// The card; nothing for what is no announcement on this device.
#[component]
pub fn NoticeCard(
    /// Which announcement.
    id: RecordId,
    /// Where it stands.
    #[prop(optional)]
    place: CardPlace,
) -> impl IntoView {
    let space = Space::expect();
    let row = space.notices().row(&id);
    let id = StoredValue::new(id);

    row.map(|row| {
        let row = Signal::derive(move || row.get());
        let is_gone = Memo::new(move |_| row.read().body.withdrawn.is_some());
        view! {
            <article
                class="notice"
                data-importance=move || row.read().body.importance.as_str().to_owned()
                aria-label=move || row.read().body.title.clone()
            >
                <Show when=move || !is_gone.get() fallback=move || view! { <Withdrawn row /> }>
                    <Head row />
                    <p class="notice-title">{move || row.read().body.title.clone()}</p>
                    <div class="notice-text">
                        <MarkupView text=Signal::derive(move || row.read().body.text.clone()) />
                    </div>
                    {move || {
                        let rows = row.read().body.schedule.clone();
                        (!rows.is_empty()).then(|| view! { <ScheduleTable rows /> })
                    }}
                    <div class="notice-foot">
                        <ReaderAct id=id.get_value() row />
                        {(place == CardPlace::Among)
                            .then(|| {
                                view! {
                                    <TextLink to=path::notice(&space.id(), &id.get_value())>
                                        <Open row />
                                    </TextLink>
                                }
                            })}
                    </div>
                </Show>
                <NoticeFate row />
            </article>
        }
    })
}

/// What leads on, with the title for those who hear links one by one.
#[component]
fn Open(row: Signal<Arc<Row<Notice>>>) -> impl IntoView {
    let words = Words::expect();

    view! {
        {words.say(Word::NoticesOpen)}
        <span class="visually-hidden">{move || format!(" {}", row.read().body.title)}</span>
    }
}

#[component]
fn Head(row: Signal<Arc<Row<Notice>>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let clock = ServerClock::expect();
    let author = name_of(space, row.with_untracked(|row| row.author().clone()));

    let by = move || {
        words.fill(Word::NoticesBy, &[("name", &author.get()), ("when", &words.moment(row.read().at))])
    };
    let until = move || {
        let expires_at = row.read().body.expires_at?;
        let word = if expires_at > clock.now_ms() { Word::NoticesUntil } else { Word::NoticesOver };
        Some(words.fill(word, &[("when", &words.moment(expires_at))]))
    };

    view! {
        <header class="notice-head">
            {move || view! { <ImportanceChip importance=row.read().body.importance.clone() /> }}
            <Show when=move || row.read().body.confirm>
                <Chip tone=Tone::Amber icon=IconName::Stamp>
                    {words.say(Word::NoticesAsks)}
                </Chip>
            </Show>
            <span class="notice-meta">{by}</span>
            {move || until().map(|until| view! { <span class="notice-meta">{until}</span> })}
        </header>
    }
}

#[component]
fn Withdrawn(row: Signal<Arc<Row<Notice>>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let withdrawn = move || row.read().body.withdrawn.clone();
    let by = move || {
        let name = withdrawn().map(|withdrawn| name_of(space, withdrawn.by).get()).unwrap_or_default();
        words.fill(Word::NoticesWithdrawn, &[("name", &name)])
    };
    let reason = move || {
        let reason = withdrawn()?.reason;
        (!reason.is_empty()).then(|| words.fill(Word::NoticesWithdrawnReason, &[("reason", &reason)]))
    };

    view! {
        <p class="message-gone">{by}</p>
        {move || reason().map(|reason| view! { <p class="message-gone">{reason}</p> })}
    }
}

/// What a member is called.
fn name_of(space: Space, person: PersonId) -> Memo<String> {
    let member = space.member(person);
    Memo::new(move |_| member.get().map(|member| member.body.real_name.clone()).unwrap_or_default())
}
