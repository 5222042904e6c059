//! That a message was put into another channel.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Row, Space};
use crate::ui::TextLink;
use domain::kinds::{Message, Moved};
use leptos::prelude::*;
use protocol::RecordId;
use std::sync::Arc;
use words::Word;

/// Who put it into another channel, by which rule and why.
#[component]
pub fn MovedLine(
    /// The message.
    row: Signal<Arc<Row<Message>>>,
) -> impl IntoView {
    let moved = Memo::new(move |_| {
        let row = row.read();
        row.body.moved.clone().map(|moved| (moved, row.body.channel.clone()))
    });

    move || moved.get().map(|(moved, to)| view! { <MovedBy moved to /> })
}

#[component]
fn MovedBy(moved: Moved, to: Option<RecordId>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let channels = space.channels();
    let (by, rule, reason) = (space.member(moved.by), moved.rule, moved.reason);
    let (from, to) = (space.home_of(moved.from.as_ref()), space.home_of(to.as_ref()));
    let name_of = move |id: &RecordId| {
        let channels = channels.read();
        let shown = channels.iter().find(|shown| shown.id == *id);
        shown.map(|shown| words.channel(&shown.channel)).unwrap_or_default()
    };
    let said = move || {
        let who = by.get().map(|member| member.body.real_name.clone()).unwrap_or_default();
        let (from, to) = (name_of(&from), name_of(&to));
        words.fill(Word::TalkMoveTold, &[("who", &who), ("from", &from), ("to", &to)])
    };

    view! {
        <p class="message-fate">
            <span>{said}</span>
            {rule
                .map(|no| {
                    let word = move || words.fill(Word::GuardsRule, &[("no", &no.to_string())]);
                    view! { <TextLink to=path::rule(&space.id(), no)>{word}</TextLink> }
                })}
            {(!reason.is_empty())
                .then(|| {
                    view! {
                        <span>
                            {move || words.fill(Word::MeasuresReason, &[("reason", &reason)])}
                        </span>
                    }
                })}
        </p>
    }
}
