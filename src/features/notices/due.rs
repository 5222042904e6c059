//! The announcements that this person has yet to confirm.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Row, Session, Space};
use crate::ui::TextLink;
use domain::kinds::Notice;
use leptos::prelude::*;
use std::sync::Arc;
use words::Word;

/// A list of links, or that there is nothing.
#[component]
pub fn DueNotices(
    /// Whether something else is due, which stands elsewhere.
    #[prop(into)]
    is_more_due: Signal<bool>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let (me, notices, noted) = (Session::expect().me(), space.notices(), space.noted());
    let due = Memo::new(move |_| {
        let (me, noted) = (me.get().map(|me| me.person.clone()), noted.read());
        let is_due = |row: &Arc<Row<Notice>>| {
            let asks = row.body.confirm && row.body.withdrawn.is_none() && row.body.wants_note();
            asks && Some(row.author()) != me.as_ref() && !noted.contains(row.id())
        };
        let due = notices.all().into_iter().filter(is_due);
        due.map(|row| (row.id().clone(), row.body.title.clone())).collect::<Vec<_>>()
    });

    view! {
        <Show when=move || due.read().is_empty() && !is_more_due.get()>
            <p class="soft small">{words.say(Word::WaitingWelcomeNothing)}</p>
        </Show>
        <For each=move || due.get() key=|(id, _)| id.clone() let:row>
            <p>
                <TextLink to=path::notice(&space.id(), &row.0)>{row.1}</TextLink>
            </p>
        </For>
    }
}
