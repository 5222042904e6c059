//! A link that leads nowhere, or nowhere just now: why, and once more.

use crate::i18n::Words;
use crate::state::Trouble;
use crate::ui::{Button, ButtonKind, Empty, IconName};
use leptos::prelude::*;
use words::Word;

/// Says what is wrong with a link in a page's place.
#[component]
pub fn DeadLink(
    /// What came when it was asked about.
    trouble: Trouble,
    /// Runs when it is to be asked about again.
    #[prop(into)]
    on_again: Callback<()>,
) -> impl IntoView {
    let words = Words::expect();
    let said = Memo::new(move |_| {
        let said = words.explain(&trouble);
        (said.title, said.body)
    });

    view! {
        <Empty
            icon=IconName::Link
            alone=true
            title=Signal::derive(move || said.get().0)
            body=Signal::derive(move || Some(said.get().1))
        >
            <Button kind=ButtonKind::Line on_press=move || on_again.run(())>
                {words.say(Word::EntryJoinAgain)}
            </Button>
        </Empty>
    }
}
