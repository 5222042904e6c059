//! Proposing a change of the rules.

use crate::features::rules::ProposeForm;
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::Space;
use crate::ui::TopBar;
use domain::policy::Action;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use words::Word;

/// The page.
#[component]
pub fn ProposePage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let navigate = StoredValue::new(use_navigate());
    let may = space.may(Action::Propose);
    let about = use_query_map().with_untracked(|query| query.get(path::RULE)?.parse().ok());
    // The version that one writes about stays the same while one writes, whatever is published meanwhile.
    let version = Memo::new(move |known: Option<&Option<u32>>| {
        known.copied().flatten().or_else(|| space.rules().get().map(|rules| rules.body.version))
    });
    let done = move || navigate.with_value(|go| go(&path::proposals(&space.id()), Default::default()));

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::ProposalsNew)
                    back=Signal::derive(move || Some(path::proposals(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                />
            }
        }>
            <div class="column">
                {move || match (version.get(), may.get()) {
                    (_, Err(_)) => {
                        view! { <p class="soft">{words.say(Word::ProposalsFormMay)}</p> }.into_any()
                    }
                    (None, _) => {
                        view! { <p class="soft">{words.say(Word::ProposalsFormNorules)}</p> }.into_any()
                    }
                    (Some(version), Ok(())) => {
                        let rules = untrack(|| space.rules().get()).map(|rules| rules.body.rules.clone());
                        view! { <ProposeForm version rules=rules.unwrap_or_default() about on_done=done /> }
                            .into_any()
                    }
                }}
            </div>
        </Shell>
    }
}
