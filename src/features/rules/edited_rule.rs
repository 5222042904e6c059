//! A rule as it is being edited: signals of their own, so that typing in one touches no other.

use domain::import::kind_by_wording;
use domain::kinds::{Binds, Rule, RuleKind};
use domain::shown::is_blank;
use leptos::prelude::*;

/// The rule.
#[derive(Clone, Copy)]
pub struct EditedRule {
    /// Tells it from the others while they move.
    pub key: u64,
    /// The rule as it was read: what this version does not know is kept.
    base: StoredValue<Rule>,
    /// How much it demands.
    pub kind: RwSignal<RuleKind>,
    /// Whom it binds, by the name of [`Binds`].
    pub binds: RwSignal<String>,
    /// What it says.
    pub text: RwSignal<String>,
    /// The chapter that it stands in; empty for none.
    pub chapter: RwSignal<String>,
    /// Whether only the owner may change it.
    pub locked: RwSignal<bool>,
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
            chapter: RwSignal::new(rule.chapter.clone().unwrap_or_default()),
            locked: RwSignal::new(rule.locked),
            follows_wording: RwSignal::new(rule.text.is_empty()),
            base: StoredValue::new(rule),
        }
    }

    /// Keeps the kind of a rule that is being written in step with its words. Call it from the
    /// component that shows it.
    pub fn follow_wording(self) {
        Effect::new(move |_| {
            let kind = kind_by_wording(&self.text.read()).unwrap_or(RuleKind::Must);
            if self.follows_wording.get() && self.kind.with_untracked(|known| *known != kind) {
                self.kind.set(kind);
            }
        });
    }

    /// The person says how much it demands.
    pub fn choose(self, kind: RuleKind) {
        self.follows_wording.set(false);
        self.kind.set(kind);
    }

    /// Becomes `rule`, in its place and under the same key.
    pub fn become_rule(self, rule: &Rule) {
        self.choose(rule.kind.clone());
        self.binds.set(rule.binds.as_str().to_owned());
        self.text.set(rule.text.clone());
        self.chapter.set(rule.chapter.clone().unwrap_or_default());
        self.locked.set(rule.locked);
    }

    /// The rule as it now stands; subscribes to its parts.
    pub fn rule(self) -> Rule {
        let mut rule = self.base.get_value();
        rule.kind = self.kind.get();
        rule.binds = Binds::from(self.binds.get().as_str());
        rule.text = self.text.get();
        rule.chapter = Some(self.chapter.get()).filter(|chapter| !is_blank(chapter));
        rule.locked = self.locked.get();
        rule
    }
}
