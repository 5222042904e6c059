//! The frame of a page of a space that has one thing in it: its name, the way back, one column.

use crate::i18n::Words;
use crate::pages::Shell;
use crate::ui::TopBar;
use leptos::prelude::*;
use words::Word;

/// The frame.
#[component]
pub fn SpacePage(
    /// What the page is called.
    title: Word,
    /// Where back leads.
    back: String,
    /// What stands in the column.
    children: Children,
) -> impl IntoView {
    let words = Words::expect();

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(title)
                    back=Signal::stored(Some(back))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column stack">{children()}</div>
        </Shell>
    }
}
