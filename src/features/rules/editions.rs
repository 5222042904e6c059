//! Every published version, the binding one first, each rule with an address.

use crate::features::rules::Clauses;
use crate::features::rules::marks::marks;
use crate::features::rules::proposals::TakenUpIn;
use crate::features::rules::stamped::digest;
use crate::i18n::Words;
use crate::state::{Row, Space};
use crate::ui::{Chip, InputKind, TextField};
use domain::guard::fold::folded_text;
use domain::kinds::{Rule, Rules};
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

    // Outlives the list, which is drawn anew when the server has taken a version.
    let sought = RwSignal::new(String::new());
    let editions = move || {
        let editions = space.editions().get();
        editions.into_iter().rev().enumerate().collect::<Vec<_>>()
    };

    view! {
        <Show
            when=move || !space.editions().read().is_empty()
            fallback=move || view! { <p class="soft">{words.say(Word::RulesStateNone)}</p> }
        >
            <Find sought />
            {move || {
                editions()
                    .into_iter()
                    .map(|(age, rules)| {
                        view! { <Edition rules is_current={age == 0} linked=linked.get() sought /> }
                    })
                    .collect_view()
            }}
        </Show>
    }
}

#[component]
fn Edition(
    rules: Arc<Row<Rules>>,
    is_current: bool,
    linked: Option<u32>,
    sought: RwSignal<String>,
) -> impl IntoView {
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
    let all = rules.body.rules.clone();
    // A version names the policy that it was made from where that is another than before.
    let source = rules.body.source.clone().or_else(|| is_current.then(|| space.rules_source()).flatten());

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
            {move || {
                let found: Vec<Rule> = if is_current { found_in(&all, &sought.read()) } else { all.clone() };
                let marks = brought.clone();
                view! {
                    {found
                        .is_empty()
                        .then(|| view! { <p class="soft">{words.say(Word::RulesFindNone)}</p> })}
                    <Clauses
                        space=space.id()
                        rules=found
                        linked=if is_current { linked.unwrap_or_default() } else { 0 }
                        marks
                    />
                }
            }}
            {source.map(|text| view! { <Source text /> })}
            <p class="edition-digest">
                {move || words.fill(Word::RulesHash, &[("hash", &hash)])}
            </p>
        </details>
    }
}

/// The words to find; the rules below follow as one types.
#[component]
fn Find(sought: RwSignal<String>) -> impl IntoView {
    let words = Words::expect();
    view! { <TextField label=words.say(Word::RulesFind) value=sought kind=InputKind::Search /> }
}

/// The rules that say `sought`, whatever its case, width or script; all of them for nothing.
fn found_in(rules: &[Rule], sought: &str) -> Vec<Rule> {
    let sought = folded_text(sought.trim());
    let says = |text: &str| folded_text(text).contains(&sought);
    let fits = |rule: &&Rule| {
        says(&rule.text) || rule.chapter.as_deref().is_some_and(says) || rule.no.to_string() == sought
    };
    rules.iter().filter(|rule| sought.is_empty() || fits(rule)).cloned().collect()
}

/// The policy that the rules were made from, whole and folded.
#[component]
fn Source(text: String) -> impl IntoView {
    let words = Words::expect();

    view! {
        <details>
            <summary class="link">{words.say(Word::RulesSource)}</summary>
            <blockquote class="written">{text}</blockquote>
        </details>
    }
}
