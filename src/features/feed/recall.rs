//! Taking one's own message back: at once and without a question, since what it said can be written again.

use crate::features::feed::compose::Compose;
use crate::features::feed::trouble::tell;
use crate::i18n::Words;
use crate::state::{Row, Space};
use crate::ui::{Toast, Toasts};
use domain::kinds::Message;
use leptos::prelude::*;
use std::sync::Arc;
use words::Word;

/// Recalls a message, and offers to put its words back into the composer.
pub fn recalling(row: Signal<Arc<Row<Message>>>) -> Callback<()> {
    let (words, space) = (Words::expect(), Space::expect());
    let (toasts, compose) = (Toasts::expect(), Compose::expect());
    // The row goes with the message: what is said afterwards may not need it any more.
    let recall = Action::new_local(move |(): &()| {
        let row = row.get_untracked();
        async move {
            match space.delete_message(row.id().clone()).await {
                Ok(()) => {
                    let text = row.body.text.clone();
                    let again = move || compose.write_again(&text);
                    let told = Toast::new(words.text(Word::FeedRowRecalled));
                    toasts.show(told.with_action(words.text(Word::FeedRowRecalledAgain), again));
                }
                Err(trouble) => tell(words, toasts, &trouble),
            }
        }
    });
    Callback::new(move |()| _ = recall.dispatch_local(()))
}
