//! An address that leads nowhere.

use crate::i18n::Words;
use crate::pages::{Shell, ShellKind};
use crate::routes::path;
use crate::ui::{ButtonKind, ButtonLink, Empty, IconName, TopBar, TopBarKind};
use leptos::prelude::*;
use words::Word;

/// Says that there is nothing here, and shows the way home.
#[component]
pub fn Missing() -> impl IntoView {
    Words::of_page();
    let words = Words::expect();

    view! {
        <Shell
            kind=ShellKind::Solo
            bar=move || view! { <TopBar title=words.say(Word::AppMissingTitle) kind=TopBarKind::Plain/> }
        >
            <Empty icon=IconName::Search title=words.say(Word::AppMissingTitle) body=words.signal(Word::AppMissingBody)>
                <ButtonLink kind=ButtonKind::Ink to=path::home()>
                    {words.say(Word::AppMissingHome)}
                </ButtonLink>
            </Empty>
        </Shell>
    }
}
