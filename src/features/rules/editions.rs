//! Every published version, the binding one first, each rule with an address.

use crate::features::rules::Clauses;
use crate::features::rules::marks::marks;
use crate::features::rules::proposals::TakenUpIn;
use crate::features::rules::stamped::digest;
use crate::i18n::Words;
use crate::state::{Row, Space};
use crate::ui::Chip;
use domain::kinds::Rules;
use leptos::prelude::*;
use std::sync::Arc;
use words::Word;

/// The binding version in full, the former ones folded.
#[component]
pub fn Editions(
    /// The rule that the address names.
    #[prop(into)]
    linked: Signal<Option<u32>>,
) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    let editions = move || {
        let editions = space.editions().get();
        editions.into_iter().rev().enumerate().collect::<Vec<_>>()
    };

    view! {
        <Show
            when=move || !space.editions().read().is_empty()
            fallback=move || view! { <p class="soft">{words.say(Word::RulesStateNone)}</p> }
        >
            {move || {
                editions()
                    .into_iter()
                    .map(|(age, rules)| {
                        view! { <Edition rules is_current={age == 0} linked=linked.get() /> }
                    })
                    .collect_view()
            }}
        </Show>
    }
}

#[component]
fn Edition(rules: Arc<Row<Rules>>, is_current: bool, linked: Option<u32>) -> impl IntoView {
    let words = Words::expect();
    let space = Space::expect();

    let version = rules.body.version.to_string();
    let author = space.member(rules.author().clone());
    let at = rules.at;
    let published = move || {
        let name = author.get().map(|member| member.body.real_name.clone()).unwrap_or_default();
        words.fill(Word::RulesPublished, &[("when", &words.full(at)), ("name", &name)])
    };
    let reason = rules.body.reason.clone();
    // The versions before never change, so what this one brought does not either.
    let before = space.edition_before(rules.body.version).get_untracked();
    let brought = before.map(|before| marks(&before.body.rules, &rules.body.rules)).unwrap_or_default();
    let hash = digest(&rules.body.hash);

    view! {
        <details class="edition section" open=is_current>
            <summary class="section-head">
                <h2 class="section-title">
                    {move || words.fill(Word::RulesVersion, &[("version", &version)])}
                </h2>
                {is_current.then(|| view! { <Chip>{words.say(Word::RulesHistoryCurrent)}</Chip> })}
            </summary>
            <p class="section-note">{published}</p>
            <TakenUpIn version=rules.body.version />
            {(!reason.is_empty())
                .then(|| view! { <p class="well small"><b>{words.say(Word::RulesReason)}</b>" "{reason}</p> })}
            <Clauses
                space=space.id()
                rules=rules.body.rules.clone()
                linked=if is_current { linked.unwrap_or_default() } else { 0 }
                marks=brought
            />
            <p class="edition-digest">
                {move || words.fill(Word::RulesHash, &[("hash", &hash)])}
            </p>
        </details>
    }
}
