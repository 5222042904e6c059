//! How the rules of a space enforce themselves: for the owner.

use crate::features::guards::GuardList;
use crate::features::sync_status::InReachOnly;
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::Space;
use crate::ui::{Empty, IconName, TopBar};
use domain::policy::Action;
use leptos::prelude::*;
use words::Word;

/// The page.
#[component]
pub fn GuardsPage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let may = space.may(Action::SetGuards);

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::GuardsTitle)
                    back=Signal::derive(move || Some(path::rules(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">
                <Show
                    when=move || may.read().is_ok()
                    fallback=move || {
                        view! {
                            <Empty
                                icon=IconName::Lock
                                title=words.say(Word::GuardsForbiddenTitle)
                                body=words.signal(Word::GuardsForbiddenBody)
                            />
                        }
                    }
                >
                    <InReachOnly action=Action::SetGuards />
                    <GuardList />
                </Show>
            </div>
        </Shell>
    }
}
