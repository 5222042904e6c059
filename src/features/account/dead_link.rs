//! A link that leads nowhere, or nowhere just now: why, and once more.

use crate::i18n::Words;
use crate::routes::path;
use crate::state::Trouble;
use crate::ui::{Button, ButtonKind, ButtonLink, Empty, IconName};
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
    /// What to do about a dead link that nobody sent, in place of asking its sender.
    #[prop(optional)]
    instead: Option<Word>,
) -> impl IntoView {
    let words = Words::expect();
    // What the server refused stays refused: asking once more leads nowhere.
    let is_dead = matches!(trouble, Trouble::Refused(_));
    let said = Memo::new(move |_| {
        let said = words.explain(&trouble);
        match instead.filter(|_| is_dead) {
            Some(instead) => (words.text(Word::EntryLinkDead), words.text(instead)),
            None => (said.title, said.body),
        }
    });

    view! {
        <Empty
            icon=IconName::Link
            alone=true
            title=Signal::derive(move || said.get().0)
            body=Signal::derive(move || Some(said.get().1))
        >
            {match is_dead {
                true => {
                    view! { <ButtonLink to=path::home()>{words.say(Word::EntryLinkOn)}</ButtonLink> }
                        .into_any()
                }
                false => {
                    view! {
                        <Button kind=ButtonKind::Line on_press=move || on_again.run(())>
                            {words.say(Word::EntryJoinAgain)}
                        </Button>
                    }
                        .into_any()
                }
            }}
        </Empty>
    }
}
