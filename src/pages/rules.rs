//! The rules of a space: all versions, and a rule by its number.

use crate::features::rules::{ConfirmationRoll, Editions, RulesPanel};
use crate::i18n::Words;
use crate::pages::Shell;
use crate::routes::path;
use crate::state::Space;
use crate::ui::{ButtonLink, ButtonSize, IconLink, IconName, TopBar};
use domain::kinds::ProposalState;
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
                <Propose linked />
                <Editions linked />
                <ConfirmationRoll />
            </div>
        </Shell>
    }
}

/// The ways to what members propose, and to a proposal about the rule that the address names.
#[component]
fn Propose(linked: Memo<Option<u32>>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();
    let may = space.may(Action::Propose);
    let (open, decides) = (space.proposals_in(&[ProposalState::Open]), space.proposals_to_decide());

    let all = move || match decides.get() {
        0 => words.text(Word::ProposalsAll),
        count => words.count(Word::ProposalsLink, count),
    };
    // Whoever decides reads the number in words.
    let has_any = Memo::new(move |_| decides.get() == 0 && !open.read().is_empty());
    let new = move || match linked.get() {
        Some(no) => words.fill(Word::ProposalsNewRule, &[("no", &no.to_string())]),
        None => words.text(Word::ProposalsNew),
    };
    let to = move || match linked.get() {
        Some(no) => path::propose_about(&space.id(), no),
        None => path::propose(&space.id()),
    };

    view! {
        <Show when=move || space.rules().read().is_some()>
            <p class="rules-ways">
                <ButtonLink size=ButtonSize::Compact to=path::proposals(&space.id())>
                    {all}
                    {move || has_any.get().then(|| view! { " " <span class="count">{open.read().len()}</span> })}
                </ButtonLink>
                <ButtonLink size=ButtonSize::Compact to=path::welcome(&space.id())>
                    {words.say(Word::WaitingWelcomeDuties)}
                </ButtonLink>
                <Show when=move || may.read().is_ok()>
                    {move || view! {
                        <ButtonLink size=ButtonSize::Compact to=to()>
                            {new}
                        </ButtonLink>
                    }}
                </Show>
            </p>
        </Show>
    }
}
