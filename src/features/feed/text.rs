//! What a message says: of a long one the beginning, until the rest is asked for.

use crate::i18n::Words;
use crate::ui::MarkupView;
use crate::ui::aria::aria;
use domain::shown::beginning;
use leptos::prelude::*;
use words::Word;

/// The text of a message.
#[component]
pub fn MessageText(
    /// What it says, as light Markdown.
    text: Memo<String>,
) -> impl IntoView {
    let words = Words::expect();
    let is_whole = RwSignal::new(false);
    let begun = Memo::new(move |_| beginning(&text.read()).map(|begun| format!("{begun} …")));
    let shown = Memo::new(move |_| begun.get().filter(|_| !is_whole.get()).unwrap_or_else(|| text.get()));
    let label = move || words.text(if is_whole.get() { Word::FeedRowLess } else { Word::FeedRowMore });

    view! {
        <div class="message-text">
            <MarkupView text=shown />
        </div>
        <Show when=move || begun.read().is_some()>
            <button
                class="message-more"
                type="button"
                aria-expanded=move || aria(is_whole.get())
                on:click=move |_| is_whole.update(|is_whole| *is_whole = !*is_whole)
            >
                {label}
            </button>
        </Show>
    }
}
