//! One rule of the draft: its kind, whom it binds, its text, its place.

use crate::features::rules::{KINDS, binds_word, kind_words};
use crate::i18n::Words;
use crate::ui::{Choice, IconButton, IconName, Segmented, SelectField, TextArea, reveal_when};
use domain::import::kind_by_wording;
use domain::kinds::{Binds, Rule, RuleKind};
use leptos::html;
use leptos::prelude::*;
use words::Word;

/// A rule as it is being edited: signals of their own, so that typing in one touches no other.
#[derive(Clone, Copy)]
pub struct EditedRule {
    /// Tells it from the others while they move.
    pub key: u64,
    /// The rule as it was read: what this version does not know is kept.
    base: StoredValue<Rule>,
    kind: RwSignal<RuleKind>,
    binds: RwSignal<String>,
    text: RwSignal<String>,
    /// Whether its kind follows its wording: until the person chooses one.
    follows_wording: RwSignal<bool>,
}

impl EditedRule {
    /// A rule to edit.
    pub fn new(key: u64, rule: Rule) -> Self {
        Self {
            key,
            kind: RwSignal::new(rule.kind.clone()),
            binds: RwSignal::new(rule.binds.as_str().to_owned()),
            text: RwSignal::new(rule.text.clone()),
            follows_wording: RwSignal::new(rule.text.is_empty()),
            base: StoredValue::new(rule),
        }
    }

    /// Keeps the kind of a rule that is being written in step with its words. Call it from the
    /// component that shows it.
    fn follow_wording(self) {
        Effect::new(move |_| {
            let kind = kind_by_wording(&self.text.read()).unwrap_or(RuleKind::Must);
            if self.follows_wording.get() && self.kind.with_untracked(|known| *known != kind) {
                self.kind.set(kind);
            }
        });
    }

    fn choose(self, kind: RuleKind) {
        self.follows_wording.set(false);
        self.kind.set(kind);
    }

    /// The rule as it now stands; subscribes to its parts.
    pub fn rule(self) -> Rule {
        let mut rule = self.base.get_value();
        rule.kind = self.kind.get();
        rule.binds = Binds::from(self.binds.get().as_str());
        rule.text = self.text.get();
        rule
    }
}

/// What can be done with a rule besides editing it.
#[derive(Clone, Copy)]
pub struct Moves {
    /// One place up.
    pub up: Callback<u64>,
    /// One place down.
    pub down: Callback<u64>,
    /// Away.
    pub remove: Callback<u64>,
}

/// The form of one rule.
#[component]
pub fn DraftRule(
    /// The rule.
    rule: EditedRule,
    /// Its number, which changes as rules move.
    #[prop(into)]
    number: Signal<usize>,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Whether publishing failed for it: it comes into sight then.
    #[prop(into)]
    is_blamed: Signal<bool>,
    /// What can be done with it.
    moves: Moves,
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
    rule.follow_wording();
    let key = rule.key;
    let form = NodeRef::<html::Article>::new();
    reveal_when(form, is_blamed);
    let blanks = move || {
        let text = rule.text.read();
        let names = domain::import::blanks_in(&text).into_iter().map(|number| format!("[X{number}]"));
        let names = names.collect::<Vec<_>>().join(" ");
        (!names.is_empty()).then(|| words.fill(Word::RulesEditBlanks, &[("blanks", &names)]))
    };

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
                <span class="draft-rule-moves">
                    <IconButton
                        icon=IconName::Up
                        label=numbered(Word::RulesEditUp)
                        on_press=move || moves.up.run(key)
                    />
                    <IconButton
                        icon=IconName::Down
                        label=numbered(Word::RulesEditDown)
                        on_press=move || moves.down.run(key)
                    />
                    <IconButton
                        icon=IconName::Trash
                        label=numbered(Word::RulesEditRemove)
                        on_press=move || moves.remove.run(key)
                    />
                </span>
            </div>
            <TextArea label=numbered(Word::RulesEditText) value=rule.text hint=Signal::derive(blanks) error=error lines=2 />
            <SelectField
                label=numbered(Word::RulesEditBinds)
                options=Signal::derive(binds)
                value=rule.binds
            />
        </article>
    }
}
