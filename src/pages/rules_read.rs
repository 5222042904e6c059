//! Reading and confirming the binding rules.

use crate::features::rules::RulesReader;
use crate::i18n::Words;
use crate::pages::{Shell, ShellHeight, ShellKind};
use crate::routes::path;
use crate::state::Space;
use crate::ui::{ButtonKind, ButtonLink, Empty, IconName, TopBar, TopBarKind};
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn RulesReadPage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    // The version that is read stays the same while it is read, whatever is published meanwhile.
    // Which of it there is to read follows from what was confirmed before, which may come in later.
    let reading = space.reading();
    let version =
        Memo::new(move |_| space.rules().get().map(|rules| (rules.body.version, reading.read().former)));

    view! {
        <Shell
            kind=ShellKind::Solo
            height=ShellHeight::Window
            bar=move || view! { <ReadBar /> }
        >
            {move || match version.get().and_then(|_| untrack(move || space.rules().get())) {
                Some(rules) => {
                    let is_confirmed = untrack(move || space.ack().get().is_some());
                    let reading = reading.get_untracked();
                    view! { <RulesReader rules reading is_confirmed /> }.into_any()
                }
                None => {
                    view! {
                        <Empty
                            icon=IconName::Guard
                            title=words.say(Word::RulesStateNone)
                            body=words.signal(Word::RulesStateNoneMember)
                        >
                            <ButtonLink kind=ButtonKind::Ink to=path::space(&space.id())>
                                {words.say(Word::RulesStampedEnter)}
                            </ButtonLink>
                        </Empty>
                    }
                        .into_any()
                }
            }}
        </Shell>
    }
}

#[component]
fn ReadBar() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    let title = move || match space.rules().get() {
        Some(rules) => words.fill(Word::RulesVersion, &[("version", &rules.body.version.to_string())]),
        None => words.text(Word::RulesReadTitle),
    };
    let line = move || space.about().get().map(|about| about.body.name.clone());

    view! {
        <TopBar
            title=Signal::derive(title)
            line=Signal::derive(line)
            back=Signal::derive(move || Some(path::space(&space.id())))
            back_label=Signal::derive(words.say(Word::AppBack))
            kind=TopBarKind::Plain
        />
    }
}
