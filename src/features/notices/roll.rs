//! Who has confirmed an announcement and when, and who has not: for staff.

use crate::i18n::Words;
use crate::state::{NoticeRoll, Row, Space};
use crate::ui::{Avatar, List, ListRow, RowMeta, RowTitle};
use domain::kinds::Member;
use leptos::prelude::*;
use protocol::RecordId;
use std::sync::Arc;
use words::Word;

/// The list.
#[component]
pub fn NoticeRollList(
    /// Which announcement.
    id: RecordId,
) -> impl IntoView {
    let words = Words::expect();
    let roll = Space::expect().notice_roll(id);
    let count = move || {
        let NoticeRoll { confirmed, missing } = &*roll.read();
        let all = confirmed.len().saturating_add(missing.len());
        let (confirmed, all) = (confirmed.len().to_string(), all.to_string());
        words.fill(Word::NoticesCounted, &[("confirmed", &confirmed), ("all", &all)])
    };

    view! {
        <section class="section" aria-label=words.say(Word::NoticesRoll)>
            <div class="section-head">
                <h2 class="section-title">{words.say(Word::NoticesRoll)}</h2>
                <span class="section-note" role="status">
                    {count}
                </span>
            </div>
            {move || {
                let missing = roll.read().missing.clone();
                let rows = missing.into_iter().map(|member| (member, None)).collect::<Vec<_>>();
                (!rows.is_empty()).then(|| view! { <Part word=Word::NoticesRollMissing rows /> })
            }}
            {move || {
                let confirmed = roll.read().confirmed.clone();
                let rows = confirmed.into_iter().map(|(member, at)| (member, Some(at))).collect::<Vec<_>>();
                (!rows.is_empty()).then(|| view! { <Part word=Word::NoticesRollConfirmed rows /> })
            }}
        </section>
    }
}

/// Those who have, or those who have not.
#[component]
fn Part(word: Word, rows: Vec<(Arc<Row<Member>>, Option<i64>)>) -> impl IntoView {
    let words = Words::expect();
    let row = move |(member, at): (Arc<Row<Member>>, Option<i64>)| {
        let name = member.body.real_name.clone();
        let shown = name.clone();
        let line = move || match at {
            Some(at) => words.full(at),
            None => [&member.body.dept, &member.body.post]
                .into_iter()
                .filter(|part| !part.is_empty())
                .cloned()
                .collect::<Vec<_>>()
                .join(" · "),
        };
        view! {
            <ListRow lead=move || view! { <Avatar name=Signal::stored(shown.clone()) /> }>
                <RowTitle>{name}</RowTitle>
                <RowMeta>{line}</RowMeta>
            </ListRow>
        }
    };

    view! {
        <h3 class="small">{words.say(word)}</h3>
        <List label=words.signal(word)>{rows.into_iter().map(row).collect_view()}</List>
    }
}
