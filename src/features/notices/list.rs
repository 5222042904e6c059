//! All announcements of the space, the newest first, and a choice of which.

use crate::features::notices::NoticeCard;
use crate::i18n::Words;
use crate::state::Space;
use crate::ui::{Choice, Empty, IconName, Segmented};
use leptos::prelude::*;
use protocol::RecordId;
use words::Word;

/// Which announcements are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Which {
    #[default]
    All,
    Waiting,
    Important,
}

/// The list.
#[component]
pub fn NoticeList() -> impl IntoView {
    let words = Words::expect();
    let which = RwSignal::new(Which::All);
    let ids = shown(Space::expect(), which);

    view! {
        <Segmented
            legend=words.say(Word::NoticesFilter)
            choices=vec![
                Choice::new(Which::All, words.say(Word::NoticesFilterAll)),
                Choice::new(Which::Waiting, words.say(Word::NoticesFilterWaiting)),
                Choice::new(Which::Important, words.say(Word::NoticesFilterImportant)),
            ]
            selected=which
            on_select=move |choice| which.set(choice)
        />
        <Show
            when=move || !ids.read().is_empty()
            fallback=move || {
                view! {
                    <Empty
                        icon=IconName::Bell
                        title=words.say(Word::NoticesEmpty)
                        body=words.signal(Word::NoticesEmptyHint)
                    />
                }
            }
        >
            <div class="notice-list">
                <For each=move || ids.get() key=|id| id.clone() let:id>
                    <NoticeCard id />
                </For>
            </div>
        </Show>
    }
}

fn shown(space: Space, which: RwSignal<Which>) -> Memo<Vec<RecordId>> {
    let (notices, waiting) = (space.notices(), space.to_note());
    Memo::new(move |_| {
        let waiting = waiting.read();
        let which = which.get();
        let fits = |id: &RecordId| match which {
            Which::All => true,
            Which::Waiting => waiting.contains(id),
            Which::Important => {
                notices.row(id).is_some_and(|row| row.read_untracked().body.importance.counts())
            }
        };
        notices.order().read().iter().rev().filter(|id| fits(id)).cloned().collect()
    })
}
