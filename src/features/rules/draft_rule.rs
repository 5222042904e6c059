//! One rule of the draft: its kind, whom it binds, its text, its place.

use crate::features::rules::draft::Shift;
use crate::features::rules::draft_list::Verbs;
use crate::features::rules::edited_rule::EditedRule;
use crate::features::rules::rule_menu::RuleMenu;
use crate::features::rules::{KINDS, binds_word, kind_words};
use crate::i18n::Words;
use crate::ui::{Chip, Choice, IconButton, IconName, Segmented, SelectField, TextArea, reveal_when};
use domain::import::{Flaw, blanks_in};
use domain::kinds::Binds;
use leptos::html;
use leptos::prelude::*;
use words::Word;

/// The form of one rule.
#[component]
pub fn DraftRule(
    /// The rule.
    rule: EditedRule,
    /// Its number, which changes as rules move.
    number: Signal<usize>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Whether publishing failed for it, or somebody wants to see it: it comes into sight then.
    #[prop(into)]
    is_wanted: Signal<bool>,
    /// What looks broken in it.
    #[prop(into)]
    flaws: Signal<Vec<Flaw>>,
    /// What can be done with it.
    verbs: Verbs,
) -> impl IntoView {
    let words = Words::expect();

    let numbered = move |word| move || words.fill(word, &[("no", &number.get().to_string())]);
    let kinds = KINDS.into_iter().map(|kind| {
        let (word, _) = kind_words(&kind);
        Choice::new(kind, words.say(word))
    });
    let binds = move || {
        let option = |binds: &Binds| (binds.as_str().to_owned(), words.text(binds_word(binds)));
        Binds::KNOWN.iter().map(option).collect::<Vec<_>>()
    };
    let hint = move || hint(words, &rule.text.read(), &flaws.read());
    rule.follow_wording();
    let form = NodeRef::<html::Article>::new();
    reveal_when(form, is_wanted);

    view! {
        <article class="draft-rule" node_ref=form>
            <div class="draft-rule-head">
                <span class="draft-rule-number" aria-hidden="true">{move || number.get()}</span>
                <Segmented
                    legend=numbered(Word::RulesEditKind)
                    choices=kinds.collect()
                    selected=rule.kind
                    on_select=move |kind| rule.choose(kind)
                />
                <RuleMoves rule number verbs />
            </div>
            <Show when=move || rule.locked.get()>
                <Locked />
            </Show>
            <TextArea
                label=numbered(Word::RulesEditText)
                value=rule.text
                hint=Signal::derive(hint)
                error=error
                lines=2
            />
            <SelectField
                label=numbered(Word::RulesEditBinds)
                options=Signal::derive(binds)
                value=rule.binds
            />
        </article>
    }
}

/// Up, down, away, and the rest in a menu.
#[component]
fn RuleMoves(rule: EditedRule, number: Signal<usize>, verbs: Verbs) -> impl IntoView {
    let words = Words::expect();
    let key = rule.key;
    let numbered = move |word| move || words.fill(word, &[("no", &number.get().to_string())]);

    view! {
        <span class="draft-rule-moves">
            <Places rule number verbs />
            <IconButton
                icon=IconName::Trash
                label=numbered(Word::RulesEditRemove)
                on_press=move || verbs.remove(key)
            />
            <RuleMenu rule number verbs />
        </span>
    }
}

/// The buttons that move a rule.
#[component]
fn Places(rule: EditedRule, number: Signal<usize>, verbs: Verbs) -> impl IntoView {
    let words = Words::expect();
    let key = rule.key;
    let numbered = move |word| move || words.fill(word, &[("no", &number.get().to_string())]);

    view! {
        <IconButton
            icon=IconName::Up
            label=numbered(Word::RulesEditUp)
            on_press=move || verbs.shift(key, Shift::Up)
        />
        <IconButton
            icon=IconName::Down
            label=numbered(Word::RulesEditDown)
            on_press=move || verbs.shift(key, Shift::Down)
        />
    }
}

/// A rule that the owner locked, for whom it is not to change: it can be read and moved.
#[component]
pub fn LockedRule(
    /// The rule.
    rule: EditedRule,
    /// Its number.
    number: Signal<usize>,
    /// What can be done with it.
    verbs: Verbs,
) -> impl IntoView {
    let words = Words::expect();
    let kind = move || words.text(kind_words(&rule.kind.read()).0);
    let binds = move || words.text(binds_word(&Binds::from(rule.binds.get().as_str())));

    view! {
        <article class="draft-rule">
            <div class="draft-rule-head">
                <span class="draft-rule-number">{move || number.get()}</span>
                <span class="small soft">{kind} " · " {binds}</span>
                <span class="draft-rule-moves">
                    <Places rule number verbs />
                </span>
            </div>
            <Locked />
            <p class="draft-rule-text">{move || rule.text.get()}</p>
        </article>
    }
}

/// The word for a locked rule.
#[component]
fn Locked() -> impl IntoView {
    let words = Words::expect();
    view! {
        <div>
            <Chip icon=IconName::Lock>{words.say(Word::RulesEditLocked)}</Chip>
        </div>
    }
}

/// What is to be filled in, and what to look at again.
fn hint(words: Words, text: &str, flaws: &[Flaw]) -> Option<String> {
    let names = blanks_in(text).into_iter().map(|number| format!("[X{number}]"));
    let names = names.collect::<Vec<_>>().join(" ");
    let blanks = (!names.is_empty()).then(|| words.fill(Word::RulesEditBlanks, &[("blanks", &names)]));
    let flaws = flaws.iter().map(|flaw| words.text(flaw_word(*flaw)));
    let lines: Vec<String> = blanks.into_iter().chain(flaws).collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

fn flaw_word(flaw: Flaw) -> Word {
    match flaw {
        Flaw::NoEnd => Word::RulesEditFlawEnd,
        Flaw::NoStart => Word::RulesEditFlawStart,
        Flaw::MissingWord => Word::RulesEditFlawWord,
        Flaw::AdjacentBlanks => Word::RulesEditFlawBlanks,
        Flaw::Unbalanced => Word::RulesEditFlawBrackets,
        Flaw::Cut => Word::RulesEditFlawCut,
    }
}
