//! A hidden message: that it is hidden, and by which rule; for its author and administrators also why,
//! and what it said.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::{Row, Space};
use crate::ui::TextLink;
use domain::kinds::Message;
use domain::measures::Taken;
use leptos::prelude::*;
use std::sync::Arc;
use words::Word;

/// What stands in place of the message.
#[component]
pub fn HiddenMessage(
    /// The message.
    row: Signal<Arc<Row<Message>>>,
    /// The measure that hides it, where one may read it.
    measure: Memo<Option<Taken>>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let rule = Memo::new(move |_| match measure.get() {
        Some(taken) => taken.measure.rule,
        None => row.read().body.hidden.as_ref().and_then(|hidden| hidden.rule),
    });
    let link = move || {
        rule.get().map(|no| {
            let word = words.fill(Word::GuardsRule, &[("no", &no.to_string())]);
            view! { <TextLink to=path::rule(&space.id(), no)>{word}</TextLink> }
        })
    };
    let reason = move || {
        let reason = measure.get().map(|taken| taken.measure.reason)?;
        Some(words.fill(Word::MeasuresReason, &[("reason", &reason)]))
    };
    // What it said stands in the measure once the server has it, and in the message until then.
    let said = move || {
        let said = measure.get()?.measure.said.unwrap_or_else(|| row.read().body.text.clone());
        (!said.is_empty()).then_some(said)
    };

    view! {
        <p class="message-gone">{words.say(Word::MeasuresHidden)} " " {link}</p>
        {move || reason().map(|reason| view! { <p class="message-gone">{reason}</p> })}
        {move || said().map(|said| view! { <p class="message-quote">{said}</p> })}
    }
}
