//! The rules of a space: all versions, and a rule by its number.

use crate::features::rules::{ConfirmationRoll, Editions, RulesPanel};
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::Space;
use crate::ui::{IconLink, IconName, TopBar};
use domain::policy::Action;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use words::Word;

/// The page.
#[component]
pub fn RulesPage() -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let params = use_params_map();
    let may_write = space.may(Action::WriteRulesDraft);
    let may_guard = space.may(Action::SetGuards);

    let linked = Memo::new(move |_| params.read().get("no").and_then(|no| no.parse().ok()));

    view! {
        <Shell bar=move || {
            view! {
                <TopBar
                    title=words.say(Word::RulesTitle)
                    back=Signal::derive(move || Some(path::space(&space.id())))
                    back_label=Signal::derive(words.say(Word::AppBack))
                >
                    <Show when=move || may_guard.get().is_ok()>
                        <IconLink
                            icon=IconName::Guard
                            label=words.say(Word::GuardsTitle)
                            to=Signal::derive(move || path::guards(&space.id()))
                        />
                    </Show>
                    <Show when=move || may_write.get().is_ok()>
                        <IconLink
                            icon=IconName::Edit
                            label=words.say(Word::SpacesMenuEditRules)
                            to=Signal::derive(move || path::rules_edit(&space.id()))
                        />
                    </Show>
                </TopBar>
            }
        }>
            <RulesPanel place="page" />
            <div class="column">
                <Editions linked />
                <ConfirmationRoll />
            </div>
        </Shell>
    }
}
