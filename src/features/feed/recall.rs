//! Taking one's own message back: at once and without a question, since what it said can be written again.

use crate::features::feed::compose::Compose;
use crate::features::feed::fate::MessageFate;
use crate::features::feed::marks::Answers;
use crate::features::feed::trouble::tell;
use crate::i18n::Words;
use crate::state::{Row, Session, Space};
use crate::ui::{Button, ButtonKind, ButtonSize, Toast, Toasts};
use domain::kinds::Message;
use leptos::prelude::*;
use std::sync::Arc;
use words::Word;

/// Recalls a message. One of which no line tells offers its words for the composer at once.
pub fn recalling(row: Signal<Arc<Row<Message>>>) -> Callback<()> {
    let (words, space) = (Words::expect(), Space::expect());
    let (toasts, compose) = (Toasts::expect(), Compose::expect());
    // The row goes with the message: what is said afterwards may not need it any more.
    let recall = Action::new_local(move |(): &()| {
        let row = row.get_untracked();
        async move {
            match space.recall_message(row.id().clone()).await {
                Ok(true) => {}
                Ok(false) => {
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

/// What stands in the place of a message that was recalled: that it was, by whom, and what became of it.
#[component]
pub fn RecalledMessage(
    /// The message.
    row: Signal<Arc<Row<Message>>>,
) -> impl IntoView {
    let words = Words::expect();
    let (space, compose) = (Space::expect(), Compose::expect());
    let me = Session::expect().me();
    let (id, author) = row.with_untracked(|row| (row.id().clone(), row.author().clone()));
    let member = space.member(author.clone());
    let answers = StoredValue::new(id.clone());

    let said = move || {
        if me.read().as_ref().is_some_and(|me| me.person == author) {
            return words.text(Word::FeedRowRecalledOwn);
        }
        let name = member.get().map(|member| member.body.real_name.clone()).unwrap_or_default();
        words.fill(Word::FeedRowRecalledBy, &[("name", &name)])
    };
    let text = Memo::new(move |_| space.stream().recalled_words(&id));
    let again = move || {
        if let Some(text) = text.get_untracked() {
            compose.write_again(&text);
        }
    };

    view! {
        <article class="message" data-state="recalled">
            <div class="message-body">
                <p class="cluster">
                    <span>{said}</span>
                    <Show when=move || text.read().is_some()>
                        <Button kind=ButtonKind::Quiet size=ButtonSize::Compact on_press=again>
                            {words.say(Word::FeedRowRecalledAgain)}
                        </Button>
                    </Show>
                </p>
                <Answers id=answers />
                <MessageFate row />
            </div>
        </article>
    }
}
