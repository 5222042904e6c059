//! The numbered rules in their three groups, each rule with an address of its own.

use crate::features::rules::marks::{ChangeMark, Marks, RuleMark};
use crate::features::rules::{KINDS, binds_word, kind_words};
use crate::i18n::Words;
use crate::routes::path;
use crate::ui::reveal;
use domain::kinds::{Binds, Rule, RuleKind};
use leptos::html;
use leptos::prelude::*;
use protocol::SpaceId;
use words::Word;

/// The rules of a version, grouped by kind.
#[component]
pub fn Clauses(
    /// The space, for the rules' addresses.
    space: SpaceId,
    /// The rules in order.
    rules: Vec<Rule>,
    /// The rule that the address names: marked, and scrolled to.
    #[prop(optional)]
    linked: Option<u32>,
    /// What this version brought.
    #[prop(optional)]
    marks: Marks,
) -> impl IntoView {
    KINDS
        .into_iter()
        .filter_map(|kind| {
            let group: Vec<Rule> = rules.iter().filter(|rule| belongs(rule, &kind)).cloned().collect();
            (!group.is_empty()).then(|| {
                view! { <Group space=space.clone() kind rules=group linked marks=marks.clone() /> }
            })
        })
        .collect_view()
}

/// Whether `rule` stands in the group of `kind`: unknown kinds stand among the duties.
fn belongs(rule: &Rule, kind: &RuleKind) -> bool {
    match &rule.kind {
        RuleKind::Other(_) => *kind == RuleKind::Must,
        known => known == kind,
    }
}

#[component]
fn Group(
    space: SpaceId,
    kind: RuleKind,
    rules: Vec<Rule>,
    linked: Option<u32>,
    marks: Marks,
) -> impl IntoView {
    let words = Words::expect();
    let (name, gloss) = kind_words(&kind);

    view! {
        <div class="clauses">
            <h3 class="clauses-kind">
                {words.say(name)} <small class="clauses-gloss">{words.say(gloss)}</small>
            </h3>
            <ol class="clauses-list">
                {rules
                    .into_iter()
                    .map(|rule| {
                        let mark = marks.get(&rule.no).copied();
                        view! { <Clause space=space.clone() rule linked mark /> }
                    })
                    .collect_view()}
            </ol>
        </div>
    }
}

#[component]
fn Clause(space: SpaceId, rule: Rule, linked: Option<u32>, mark: Option<RuleMark>) -> impl IntoView {
    let words = Words::expect();
    let number = rule.no;
    let is_linked = linked == Some(number);
    let chapter = rule.chapter.clone().unwrap_or_default();
    let binds = rule.binds.clone();
    let line = NodeRef::<html::Li>::new();
    if is_linked {
        reveal(line);
    }

    view! {
        <li
            class="clause"
            node_ref=line
            id=format!("rule-{number}")
            value=number
            data-state=is_linked.then_some("linked")
        >
            <a
                class="clause-number"
                href=path::rule(&space, number)
                aria-label=move || words.fill(Word::RulesNumber, &[("no", &number.to_string())])
                aria-current=is_linked.then_some("true")
            >
                {number}
            </a>
            <div>
                {mark.map(|mark| view! { <ChangeMark mark /> " " })} {rule.text}
                {(!chapter.is_empty()).then(|| view! { <p class="clause-binds">{chapter}</p> })}
                {(binds != Binds::All)
                    .then(|| view! { <p class="clause-binds">{words.say(binds_word(&binds))}</p> })}
            </div>
        </li>
    }
}
